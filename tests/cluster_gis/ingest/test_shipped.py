"""The shipped data in a real register: complete, dated as the sources allow, loaded once."""

import hashlib
import shutil
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from cluster_gis.domain.reporting.periods import parse_period
from cluster_gis.ingest.shipped import DATASETS, load_shipped
from cluster_gis.ingest.source_file import DATA
from cluster_gis.services.explain_cell import explain_cell
from cluster_gis.services.hold_returns import compare_with_parts
from cluster_gis.services.make_report import make_report
from cluster_gis.services.read_plans import (
    amendments,
    compare_versions,
    find_version,
    list_on,
    plan_versions_of,
)
from cluster_gis.storage.queries.provinces import count_by_province
from cluster_gis.storage.register import revision_at

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def loaded_database(module_database):
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session, session.begin():
        done = list(load_shipped(session, by="test"))
    yield engine, done
    engine.dispose()


@pytest.fixture(scope="module")
def register(loaded_database):
    """A session on the loaded register that writes nothing."""
    engine, _ = loaded_database
    with Session(engine) as session:
        yield session


def rows(session, statement, **values):
    return session.execute(text(statement), values).all()


def states(session, code):
    return rows(
        session,
        "SELECT lower(valid) AS start, status, status_basis, start_precision, start_basis, "
        "area_planned_ha, area_established_ha, industrial_land_ha, leased_industrial_land_ha, "
        "total_investment_vnd, in_approved_plan, infrastructure_investor, figures "
        "FROM register.cluster_state "
        "WHERE cluster_code = :code AND upper_inf(recorded) ORDER BY valid",
        code=code,
    )


def test_every_dataset_is_read_without_an_issue_and_written(loaded_database):
    _, done = loaded_database
    assert [item.dataset for item in done] == list(DATASETS)
    assert all(item.applied and not item.issues and item.revision for item in done)
    assert [len(item.notices) for item in done if item.notices] == [9]


@pytest.mark.parametrize("again", [False, True], ids=["known-by-its-sums", "compared-row-by-row"])
def test_a_second_load_writes_nothing(loaded_database, again):
    engine, _ = loaded_database
    with Session(engine) as session:
        before = rows(session, "SELECT max(id) FROM register.revision")
        done = list(load_shipped(session, by="test", again=again))
        assert all(item.revision is None and item.loaded_before != again for item in done)
        assert rows(session, "SELECT max(id) FROM register.revision") == before


def test_haiphong_has_69_clusters_and_laocai_70_on_any_day(register):
    for day in (date(2000, 1, 1), date(2024, 5, 1), TODAY):
        found = rows(
            register,
            "SELECT province_key, count(*) "
            "FROM published.clusters(:day, register.revision_at(null)) GROUP BY 1 ORDER BY 1",
            day=day,
        )
        assert found == [("2025:15", 70), ("2025:31", 69)]


def test_statuses_follow_the_rules_for_loading(register):
    found = rows(
        register,
        "SELECT left(code, 2), coalesce(status, status_basis), count(*) "
        "FROM published.clusters(:day, register.revision_at(null)) GROUP BY 1, 2",
        day=TODAY,
    )
    counts = {(province, status): n for province, status, n in found}
    assert counts["hp", "planned"] + counts["hd", "planned"] == 17
    assert counts["hp", "superseded_plan_only"] == 4
    assert counts["hp", "proposed_only"] + counts["hd", "proposed_only"] == 7
    assert counts["hp", "operating"] + counts["hd", "operating"] == 22
    assert counts["lc", "operating"] == 15
    assert counts["lc", "superseded_plan_only"] == 1
    assert counts["lc", "proposed_only"] == 2


def test_a_report_is_not_the_day_of_the_decision(register):
    [first, *_] = states(register, "hp-quang-phuc")
    assert (first.status, first.start) == ("established", date(2023, 2, 28))
    assert (first.start_precision, first.start_basis) == ("month", "known_no_later_than")


def test_a_decision_begins_on_its_day(register):
    [first, *_] = states(register, "lc-phu-thinh-3")
    assert (first.status, first.start) == ("established", date(2023, 11, 27))
    assert (first.start_precision, first.start_basis) == ("day", "decision")


def test_a_status_that_no_date_supports_has_no_start(register):
    [only] = states(register, "hd-luong-dien")
    assert (only.status, only.status_basis, only.start) == ("operating", "inferred", None)
    assert (only.start_precision, only.start_basis) == ("unknown", "unknown")


def test_a_listing_does_not_turn_an_operating_cluster_into_a_planned_one(register):
    assert [state.status for state in states(register, "hp-an-lao-town")] == ["operating"]
    assert {state.status for state in states(register, "hp-tan-lien")} == {"operating"}


def test_a_figure_holds_since_its_source_says_it(register):
    found = states(register, "hp-phu-tro-trang-due")
    assert [state.status for state in found][:2] == ["planned", "established"]
    planned, established = found[0], found[-1]
    assert (planned.area_planned_ha, planned.area_established_ha) == (Decimal("58.8"), None)
    assert established.area_established_ha == Decimal("58.75")
    before = states(register, "lc-au-lau")[0]
    assert (before.status, before.area_planned_ha) == ("detailed_plan_approved", None)


def test_nothing_begins_after_the_day_it_was_read(register):
    for table in ("cluster_state", "infrastructure_work", "work_progress", "plan_entry"):
        [[late]] = rows(
            register, f"SELECT count(*) FROM register.{table} WHERE lower(valid) > :day", day=TODAY
        )
        assert late == 0


def test_every_adopted_figure_of_a_state_names_its_source(register):
    [[dangling]] = rows(
        register,
        "SELECT count(*) FROM register.cluster_state s, jsonb_each_text(s.figures) AS f "
        "LEFT JOIN register.cluster_figure g ON g.figure_key = f.value AND g.adopted "
        "JOIN register.source o ON true WHERE g.figure_key IS NULL",
    )
    assert dangling == 0
    [[bare]] = rows(
        register,
        "SELECT count(*) FROM register.cluster_state "
        "WHERE area_established_ha IS NOT NULL AND NOT figures ? 'area_established_ha'",
    )
    assert bare == 0


def test_conflicting_figures_are_all_kept(register):
    found = rows(
        register,
        "SELECT value, adopted FROM register.cluster_figure "
        "WHERE cluster_code = 'lc-hung-khanh' AND field = 'fill_rate_pct' ORDER BY as_of_from",
    )
    assert found == [(Decimal(29), True), (Decimal("49.3"), False), (Decimal("32.75"), False)]
    group = rows(
        register,
        "SELECT DISTINCT field FROM register.cluster_figure WHERE value = 291 OR value = 113.06",
    )
    assert group == [("area_planned_ha_of_group",)]


def test_places_are_points_of_communes_of_2025(register):
    kinds = dict(
        rows(
            register,
            "SELECT place_basis, count(DISTINCT cluster_code) FROM register.cluster_state "
            "WHERE cluster_code !~ '^lc-' GROUP BY 1",
        )
    )
    assert kinds == {
        "commune": 27,
        "commune_by_name": 29,
        "district": 6,
        "new_commune": 3,
        "successor_commune": 4,
    }
    [[same]] = rows(
        register,
        "SELECT count(*) FROM register.cluster_state s JOIN register.admin_unit u "
        "ON u.unit_key = s.commune_key AND ST_Equals(u.place, s.place) "
        "WHERE s.cluster_code = 'hp-cam-van'",
    )
    assert same > 0


def test_works_are_mapped_as_the_law_lists_them(register):
    found = dict(
        rows(
            register,
            "SELECT coalesce(work_type, 'not told') || CASE WHEN common_work THEN '' ELSE '*' END, "
            "count(DISTINCT work_key) FROM register.infrastructure_work GROUP BY 1",
        )
    )
    assert found.keys() == {
        "road",
        "power",
        "water_supply",
        "drainage",
        "lighting",
        "telecom",
        "wastewater_treatment",
        "not told",
        "other*",
    }
    assert found["wastewater_treatment"] == 3
    none_there = rows(
        register,
        "SELECT completed, in_operation, value FROM register.work_progress "
        "WHERE work_key = 'lc-dam-hong/wastewater/central-treatment'",
    )
    assert none_there == [(False, False, None)]


def test_a_planned_figure_that_changes_is_a_new_version_of_the_work(register):
    money = rows(
        register,
        "SELECT amount_vnd / 1000000000 FROM register.capital_amount "
        "WHERE work_key = 'lc-thong-nhat-1/external_road/link-to-motorway-junction-ic18' "
        "ORDER BY as_of_from",
    )
    assert money == [(Decimal(210),), (Decimal(260),)]


def test_plan_525_is_in_the_register(register):
    found = rows(
        register,
        "SELECT count(*), sum(area_max_ha) FROM register.plan_entry "
        "WHERE plan_version_key = 'lao-cai/525' AND change NOT IN ('withdrawn', 'after_period')",
    )
    assert found == [(54, Decimal("2927.81"))]


def test_a_proposal_outside_the_plan_says_so(register):
    assert states(register, "lc-gia-hoi")[-1].in_approved_plan is False
    assert states(register, "hd-dinh-son")[-1].in_approved_plan is None


def test_who_only_asks_is_not_the_investor(register):
    assert {state.infrastructure_investor for state in states(register, "lc-phu-thinh-5")} == {None}


def test_reported_totals_stand_beside_the_provinces(register):
    found = rows(
        register,
        "SELECT province_key, year, month, value, qualifier FROM register.reference_statistic "
        "WHERE measure = 'established_clusters' AND year = 2025 "
        "AND right(province_key, 2) IN ('30', '31') "
        "ORDER BY month, province_key",
    )
    assert found == [
        ("2025:31", 2025, 7, 79, None),
        ("pre2025:30", 2025, 7, 60, None),
        ("pre2025:31", 2025, 7, 19, None),
        ("2025:31", 2025, 9, 80, None),
        ("2025:31", 2025, 11, 80, None),
    ]


def test_units_exist_in_their_own_time_only(register):
    for day, provinces, communes in (
        (date(2025, 6, 30), 63, 10_035),
        (date(2025, 7, 1), 34, 3_321),
    ):
        found = rows(
            register,
            "SELECT count(*) FILTER (WHERE level = 'province'), count(*) FILTER (WHERE level = "
            "'commune') FROM register.admin_unit WHERE valid @> CAST(:day AS date)",
            day=day,
        )
        assert found == [(provinces, communes)]


def test_a_dataset_with_bad_rows_is_not_loaded_unless_accepted(session, tmp_path):

    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    file, note = data / "known_totals/totals.csv", data / "known_totals/source.toml"
    old = hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_text(
        file.read_text(encoding="utf-8").replace(",79,", ",79 or 80,"), encoding="utf-8"
    )
    new = hashlib.sha256(file.read_bytes()).hexdigest()
    note.write_text(note.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    [refused] = load_shipped(session, ["known_totals"], by="test", data=data)
    assert (refused.applied, refused.rows_read, refused.rows_staged) == (False, 24, 23)
    assert [(issue.line, issue.value) for issue in refused.issues] == [(2, "79 or 80")]
    [accepted] = load_shipped(session, ["known_totals"], by="test", data=data, accept_issues=True)
    assert accepted.applied
    assert session.scalar(text("SELECT count(*) FROM register.reference_statistic")) == 23


def test_the_list_of_provinces_tells_known_beside_reported(register):
    counts = {
        count.province.slug: (count.clusters, count.reported, count.reported_on)
        for count in count_by_province(register, as_of=TODAY, revision=revision_at(register))
    }
    assert counts == {"hai-phong": (69, Decimal(80), "2025-11"), "lao-cai": (70, None, None)}


@pytest.mark.parametrize(
    ("unit", "clusters"),
    [pytest.param("hai-phong", 69, id="HP"), pytest.param("lao-cai", 70, id="LC")],
)
def test_a_report_of_real_data_has_no_figure_without_a_record_and_no_gap_without_a_reason(
    register, unit, clusters
):
    report = make_report(register, "04", parse_period("2026-H1"), unit)
    assert len(report.names) == clusters
    for cell in report.cells:
        figure = report.form.figure(cell.number)
        if cell.value is None:
            assert explain_cell(cell, figure, "vi").startswith("Để trống: "), cell.number
        elif cell.state == "partial":
            assert explain_cell(cell, figure, "vi"), cell.number
        for part in cell.parts:
            assert report.records[part.record].source_key in report.sources, cell.number
    empty = {cell.number for cell in report.cells if cell.value is None}
    assert {"23", "24", "25", "27"} <= empty
    assert not {"1", "3", "15"} & empty


def test_commune_reports_of_real_data_add_up_to_the_province(register):
    assert compare_with_parts(register, parse_period("2026-H1"), "lao-cai")[0] == ()


def test_additions_to_the_plan_of_hai_phong_stand_in_list_and_history_with_sources(register):
    revision = revision_at(register)
    asked = {"revision": revision, "province_key": "2025:31"}
    told = amendments(register, **asked)
    added = {one["cluster_code"]: one for one in told if one["event_type"] == "added_to_plan"}
    assert set(added) == {"hp-quyet-tien", "hp-phu-tro-trang-due", "hp-le-thien-dai-ban"}
    assert added["hp-phu-tro-trang-due"]["area_after_ha"] == Decimal("58.8")
    assert all(one["source_url"] for one in told)
    assert sum(one["event_type"] == "added_existing" for one in told) == 5
    for day, there in ((date(2023, 9, 30), False), (date(2023, 11, 30), True)):
        versions = plan_versions_of(register, on=day, **asked)
        own = [row for row in versions if row["plan_key"] == "hai-phong/2020-2025"]
        codes = {one.code for one in list_on(register, own, on=day, revision=revision)}
        assert ("hp-phu-tro-trang-due" in codes) is there


def test_two_versions_of_a_plan_are_compared_with_old_and_new(register):
    revision = revision_at(register)
    versions = plan_versions_of(register, on=TODAY, revision=revision)
    old = find_version(versions, "hai-phong/2020-2025/2018")
    new = find_version(versions, "hai-phong/2021-2030/1516")
    found = {one.code: one for one in compare_versions(register, old, new, revision=revision)}
    assert found["hp-quoc-tuan"].state == "newly_named"
    assert found["hp-vinh-niem"].state == "not_named"
    assert found["hp-phu-tro-trang-due"].before["area_max_ha"] == Decimal("58.8")
