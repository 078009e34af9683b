"""What the pages read: the list, the gaps, one cluster, the records of the map."""

from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.storage.queries import cluster_record as record
from cluster_gis.storage.queries.cluster_list import (
    ORDERS,
    ClusterFilter,
    count_by_status,
    list_clusters,
    names_of_clusters,
    units_with_clusters,
)
from cluster_gis.storage.queries.map_records import frames_of, newest_source, shapes_at, works_at
from cluster_gis.storage.queries.overview import count_gaps, recorded_at
from cluster_gis.storage.register import Batch, write_versions
from tests.small_register import _unit, write_small_register

DAY = date(2024, 6, 1)
TIEN_LANG = "hp-tien-lang"


@pytest.fixture
def small(session):
    return session, write_small_register(session)


def codes(small, day=DAY, order="name", descending=False, **wanted):
    session, revision = small
    rows = list_clusters(
        session,
        ClusterFilter(**wanted),
        as_of=day,
        revision=revision,
        order=order,
        descending=descending,
    )
    return [row.code for row in rows]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_keeps_every_cluster(small, order, descending):
    assert len(codes(small, order=order, descending=descending)) == 4


@pytest.mark.parametrize("descending", [False, True])
def test_unknown_values_come_last_in_both_directions(small, descending):
    assert codes(small, order="area", descending=descending)[0] == TIEN_LANG


def test_counts_are_of_the_day(small):
    session, revision = small
    every = ClusterFilter()
    assert count_by_status(session, every, as_of=DAY, revision=revision) == {
        "established": 1,
        "operating": 2,
        "unknown": 1,
    }
    assert count_by_status(session, every, as_of=date(1999, 1, 1), revision=revision) == {
        "unknown": 4
    }


def test_a_status_of_the_day_filters(small):
    assert codes(small, status="planned", day=date(2020, 1, 1)) == [TIEN_LANG]
    assert codes(small, status="planned") == []
    assert codes(small, status="unknown") == ["hp-do-son"]


def test_units_are_those_that_hold_clusters(small):
    session, revision = small
    units = units_with_clusters(session, province="2025:31", as_of=DAY, revision=revision)
    told = {unit["unit_key"]: (unit["level"], unit["clusters"]) for unit in units}
    assert told["2025:11800"] == ("commune", 1)
    assert codes(small, unit="2025:11800") == [TIEN_LANG]
    for key, (_level, clusters) in told.items():
        assert len(codes(small, unit=key)) == clusters


def test_every_cluster_has_a_name_for_guessing(small):
    session, revision = small
    assert names_of_clusters(session, revision=revision)["hp-do-son"] == "Đồ Sơn"


def test_gaps_are_counted_not_hidden(small):
    session, revision = small
    gaps = count_gaps(session, province=None, as_of=DAY, revision=revision)
    assert (gaps.clusters, gaps.established, gaps.unknown_state) == (4, 3, 1)
    assert (gaps.unplaced, gaps.district_only, gaps.with_boundary) == (1, 1, 1)
    assert (gaps.undated, gaps.without_area) == (3, 3)
    empty = count_gaps(session, province="2025:99", as_of=DAY, revision=revision)
    assert empty.clusters == 0


def test_a_revision_has_its_moment_and_none_has_none(small):
    session, revision = small
    assert recorded_at(session, revision) is not None
    assert recorded_at(session, 0) is None


def test_a_record_carries_the_source_of_each_row(small):
    session, revision = small
    states = record.states_of(session, TIEN_LANG, revision=revision)
    assert [row["status"] for row in states] == ["planned", "established"]
    assert [row["begins"] for row in states] == [date(2018, 1, 1), date(2021, 3, 1)]
    assert states[0]["source_url"] == "https://a.example/q"
    figures = record.figures_of(session, TIEN_LANG, as_of=DAY, revision=revision)
    assert [(row["field"], row["adopted"]) for row in figures] == [
        ("fill_rate_pct", False),
        ("industrial_land_ha", True),
        ("industrial_land_ha", False),
    ]


def test_progress_is_that_of_the_day_newest_first(small):
    session, revision = small
    done = record.progress_of(session, TIEN_LANG, as_of=DAY, revision=revision)
    assert [row["progress_pct"] for row in done] == [90, 40]
    before = record.progress_of(session, TIEN_LANG, as_of=date(2022, 12, 31), revision=revision)
    assert [row["progress_pct"] for row in before] == [40]


def test_a_boundary_is_told_from_its_first_day(small):
    session, revision = small
    held = record.boundary_of(session, TIEN_LANG, as_of=DAY, revision=revision)
    assert (held["area_ha"], held["points"]) == (Decimal("10.000000"), 5)
    assert (
        record.boundary_of(session, TIEN_LANG, as_of=date(2021, 2, 28), revision=revision) is None
    )


def test_the_map_gets_boundaries_and_works_of_the_day(small):
    session, revision = small
    assert set(shapes_at(session, as_of=DAY, revision=revision)) == {TIEN_LANG}
    works = works_at(session, as_of=DAY, revision=revision)[TIEN_LANG]
    assert (works.works, works.begun, works.in_operation) == (1, 1, 0)
    before = works_at(session, as_of=date(2022, 1, 1), revision=revision)[TIEN_LANG]
    assert before.begun == 0
    assert newest_source(session) is None


def test_an_island_far_from_its_province_is_an_inset(small):
    session, _ = small
    far = "SRID=4326;POINT(107.73 20.13)"
    near = "SRID=4326;POINT(106.9 20.75)"
    units = [
        _unit(key, "commune", name, "[2025-07-01,)", island=True, place=place)
        | {"parent_key": "2025:31", "province_key": "2025:31"}
        for key, name, place in (
            ("2025:11948", "Đặc khu Bạch Long Vĩ", far),
            ("2025:11914", "Đặc khu Cát Hải", near),
        )
    ]
    revision = write_versions(
        session, by="tester", reason="islands", batches=[Batch(table="admin_unit", rows=units)]
    )
    frame = frames_of(session, ["2025:31"], as_of=DAY, revision=revision)["2025:31"]
    south, west, north, east = frame.extent
    assert (round(west, 2), round(east, 2)) == (106.49, 106.96)
    assert south < 20.72 < 20.75 < north
    assert [name for name, _box in frame.insets] == ["Đặc khu Bạch Long Vĩ"]
