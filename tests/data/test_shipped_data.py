"""The shipped tables are what their sources add up to, and nothing in them was changed unseen."""

import csv
import hashlib
import tomllib
from collections import Counter
from decimal import Decimal

import pytest

from cluster_gis.ingest.haiduong_clusters import read_haiduong_clusters
from cluster_gis.ingest.haiphong_clusters import read_haiphong_clusters
from cluster_gis.ingest.haiphong_events import read_haiphong_events
from cluster_gis.ingest.haiphong_infrastructure import read_haiphong_infrastructure
from cluster_gis.ingest.known_totals import read_known_totals
from cluster_gis.ingest.laocai_clusters import read_laocai_clusters
from cluster_gis.ingest.laocai_plan import read_laocai_plan
from cluster_gis.ingest.laocai_progress import read_laocai_progress
from cluster_gis.ingest.national_statistics import read_national_statistics
from cluster_gis.ingest.source_file import DATA

FOLDERS = sorted(path.parent for path in DATA.glob("*/source.toml"))
TABLES = sorted(DATA.glob("*/*.csv"))
CLUSTERS = [read_haiphong_clusters, read_haiduong_clusters, read_laocai_clusters]


def rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_is_listed_with_its_sum(folder):
    note = tomllib.loads((folder / "source.toml").read_text(encoding="utf-8"))
    files = note.get("files") or {note["file"]: {"sha256": note["sha256"]}}
    assert set(files) == {path.name for path in folder.iterdir()} - {"source.toml"}
    for name, entry in files.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("table", TABLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_table_carries_coordinates(table):
    columns = set(rows(table)[0])
    assert not columns & {"lon", "lat", "lonlat_source", "lonlat_quality", "x", "y", "geometry"}


@pytest.mark.parametrize(
    ("read", "clusters", "figures"),
    [
        pytest.param(read_haiphong_clusters, 39, 60, id="haiphong"),
        pytest.param(read_haiduong_clusters, 30, 35, id="haiduong"),
        pytest.param(read_laocai_clusters, 70, 182, id="laocai"),
    ],
)
def test_every_cluster_row_is_read_without_an_issue(read, clusters, figures):
    tables = read()
    assert (tables.clusters.issues, tables.figures.issues) == ((), ())
    assert len(tables.clusters.records) == tables.clusters.rows_read == clusters
    assert len(tables.figures.records) == figures


def test_haiphong_has_69_clusters_and_laocai_70():
    codes = [record.code for read in CLUSTERS for record in read().clusters.records]
    assert len(codes) == len(set(codes)) == 139
    assert Counter(code[:2] for code in codes) == {"hp": 39, "hd": 30, "lc": 70}


def test_statuses_are_those_of_the_sources():
    tables = [*read_haiphong_clusters().clusters.records, *read_haiduong_clusters().clusters.records]
    assert Counter(record.status for record in tables) == {
        "in_plan": 17,
        "operating": 22,
        "proposed": 7,
        "established": 14,
        "planned": 4,
        "withdrawn": 3,
        "under_construction": 2,
    }


@pytest.mark.parametrize("read", CLUSTERS, ids=lambda read: read.__name__)
def test_an_adopted_figure_is_the_one_in_its_column(read):
    tables = read()
    clusters = {record.code: record for record in tables.clusters.records}
    names = {"enterprises_at_work", "capital_vnd", "industrial_land_ha", "leased_land_ha"}
    names |= {"area_in_plan_ha", "area_established_ha", "fill_rate_pct", "works_start", "works_end"}
    compared = 0
    for figure in tables.figures.records:
        assert figure.sources
        if figure.adopted and figure.field in names:
            column = getattr(clusters[figure.cluster_code], figure.field)
            assert column == (figure.value if figure.value_text is None else figure.value_text)
            compared += 1
    assert compared > 10


def test_a_sum_shared_by_clusters_is_nobodys_own_figure():
    shared = [f for read in CLUSTERS for f in read().figures.records if f.shared_with]
    assert len(shared) == 33
    assert not any(figure.adopted for figure in shared)


def test_three_fill_rates_of_one_cluster_are_all_kept():
    figures = read_laocai_clusters().figures.records
    found = [f.value for f in figures if (f.cluster_code, f.field) == ("lc-hung-khanh", "fill_rate_pct")]
    assert found == [Decimal("29"), Decimal("49.3"), Decimal("32.75")]


def test_eleven_million_and_eleven_billion_are_both_kept():
    figures = read_laocai_clusters().figures.records
    found = {f.value for f in figures if f.field == "tenant_capital_vnd"}
    assert {Decimal(11_000_000), Decimal(11_000_000_000)} <= found


def test_events_and_works_are_all_read():
    events, built = read_haiphong_events(), read_haiphong_infrastructure()
    progress, statistics = read_laocai_progress(), read_national_statistics()
    assert [len(parsed.records) for parsed in (events, built, progress)] == [85, 38, 79]
    assert statistics.rows_read == 55
    assert not (events.issues or built.issues or progress.issues or statistics.issues)


def test_every_event_work_and_entry_names_a_known_cluster():
    codes = {record.code for read in CLUSTERS for record in read().clusters.records}
    named = {event.cluster_code for event in read_haiphong_events().records} - {None}
    named |= {work.cluster_code for work in read_haiphong_infrastructure().records}
    named |= {work.cluster_code for work in read_laocai_progress().records}
    named |= {entry.cluster_code for entry in read_laocai_plan().entries.records}
    assert named <= codes


def test_only_a_decision_day_or_an_event_stands_as_a_date_of_its_own():
    events = read_haiphong_events().records
    decided = [event for event in events if event.date_basis == "decision"]
    assert all(event.decision_date.start == event.date.start for event in decided if event.decision_date.start)
    reported = [event for event in events if event.note and "reported 2018-10-25" in event.note]
    assert {event.date_basis for event in reported} == {"known_no_later_than"}


def known(measure, as_of):
    for total in read_known_totals().records:
        if total.measure == measure and str(total.period.start).startswith(as_of):
            return total.value
    raise AssertionError(measure)


def plan_525():
    return [entry for entry in read_laocai_plan().entries.records if entry.plan == "525/QĐ-UBND"]


@pytest.mark.parametrize(
    ("group", "measure"),
    [
        pytest.param("I", "plan_group_1_area", id="kept"),
        pytest.param("II", "plan_group_2_area", id="widened-or-reduced"),
        pytest.param("IV", "plan_group_4_area", id="added"),
        pytest.param("V", "plan_group_5_area", id="moved-up"),
    ],
)
def test_the_entries_of_plan_525_add_up_to_its_printed_totals(group, measure):
    entries = [entry for entry in plan_525() if entry.annex_group.split(".")[0] == group]
    assert sum(entry.area_ha for entry in entries) == known(measure, "2026-02-25")


def test_plan_525_has_54_clusters_and_13_withdrawn():
    entries = plan_525()
    listed = [e for e in entries if e.area_ha is not None and e.action != "moved_back"]
    withdrawn = [e for e in entries if e.action == "withdrawn"]
    widened = [e for e in entries if e.annex_group.startswith("II.")]
    assert (len(entries), len(listed), len(withdrawn)) == (68, 54, 13)
    assert sum(e.area_ha for e in listed) == Decimal("2927.81")
    assert sum(e.area_before_ha for e in widened) == Decimal("503.72")
    assert sum(e.area_before_ha or 0 for e in withdrawn) == 221


def test_list_1382_adds_up_to_its_printed_totals():
    entries = read_laocai_plan().entries.records
    listed = [e for e in entries if e.plan == "1382/QĐ-UBND"]
    later = [e for e in entries if e.plan == "report of 2026-06-18"]
    assert (len(listed), len(later)) == (35, 2)
    assert sum(e.area_ha for e in listed + later) == Decimal("2029.4")
    assert sum(e.capital_vnd for e in listed) == 22_854 * 10**9
    assert sum(e.capital_vnd for e in listed + later) == 24_354 * 10**9


def test_reported_totals_of_the_merged_city_are_there():
    found = {
        (total.area_name, str(total.period.start)[:7]): total.value
        for total in read_known_totals().records
        if total.measure == "established_clusters"
    }
    assert found == {
        ("Hải Phòng after the merger", "2025-07"): 79,
        ("former Hải Phòng", "2025-07"): 19,
        ("former Hải Dương", "2025-07"): 60,
        ("Hải Phòng after the merger", "2025-09"): 80,
        ("Hải Phòng after the merger", "2025-11"): 80,
    }
