"""Overlaps, slivers, neighbours and communes, on outlines whose answers are known by hand.

Coordinates are metres of VN-2000 / TM-3 105°45' (EPSG:9210) round (590000, 2300000).
"""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from cluster_gis.domain.topology import (
    DIGITISED,
    SURVEYED,
    Tolerance,
    tolerance_between,
    tolerance_of_layer,
)
from cluster_gis.services.check_topology import check_topology, find_neighbourhood
from cluster_gis.storage.register import Batch, insert_missing, write_versions

DAY = date(2026, 1, 1)


def box(x: float, y: float, width: float, height: float) -> str:
    """EWKT of a rectangle whose lower left corner is x, y metres from the origin of the tests."""
    west, south = 590_000 + x, 2_300_000 + y
    east, north = west + width, south + height
    ring = f"{west} {south},{east} {south},{east} {north},{west} {north},{west} {south}"
    return f"SRID=9210;POLYGON(({ring}))"


def write_boundaries(
    session: Session, outlines: dict[str, str], *, digitised: tuple[str, ...] = (), **state: object
) -> int:
    """Clusters with these outlines (code -> EWKT), surveyed unless named; returns the revision."""
    insert_missing(session, "source", [{"source_key": "s", "dataset": "test", "title": "t"}])
    insert_missing(
        session, "industrial_cluster", [{"code": c, "source_key": "s"} for c in outlines]
    )
    states = [
        {
            "cluster_code": code,
            "name": code.upper(),
            "status": "established",
            "status_basis": "stated",
            "province_key": "2025:31",
            "place_basis": "none",
            "source_key": "s",
            "valid": "[2020-01-01,)",
        }
        | state
        for code in outlines
    ]
    boundaries = [
        {
            "cluster_code": code,
            "source_geom": geom,
            "source_format": "test",
            "measuring_srid": 9210,
            "quality": "digitised" if code in digitised else "surveyed",
            "act": "established",
            "source_key": "s",
            "valid": "[2020-01-01,)",
        }
        for code, geom in outlines.items()
    ]
    revision = write_versions(
        session,
        by="t",
        reason="t",
        batches=[
            Batch(table="cluster_state", rows=states),
            Batch(table="cluster_boundary", rows=boundaries),
        ],
    )
    assert revision is not None
    return revision


def write_restricted(session: Session, areas: dict[str, tuple[str, str]], **more: object) -> int:
    """Restricted areas: key -> (layer, EWKT)."""
    rows = [
        {
            "area_key": key,
            "layer": layer,
            "source_geom": geom,
            "source_format": "test",
            "source_key": "s",
        }
        | more
        for key, (layer, geom) in areas.items()
    ]
    revision = write_versions(
        session, by="t", reason="t", batches=[Batch(table="restricted_area", rows=rows)]
    )
    assert revision is not None
    return revision


@pytest.mark.parametrize(
    ("area_m2", "width_m", "overlap"),
    [
        pytest.param(50.0, 5.0, False, id="the-area-limit-itself-is-a-sliver"),
        pytest.param(50.01, 0.5, False, id="the-width-limit-itself-is-a-sliver"),
        pytest.param(50.01, 0.51, True, id="both-beyond"),
        pytest.param(5000.0, 0.4, False, id="long-and-hair-thin"),
    ],
)
def test_a_piece_must_exceed_both_limits(area_m2, width_m, overlap):
    assert SURVEYED.exceeded_by(area_m2, width_m) is overlap


def test_a_traced_outline_is_held_to_a_wider_tolerance_than_a_surveyed_one():
    assert tolerance_between("surveyed", "surveyed") == SURVEYED
    assert tolerance_between("surveyed", "digitised") == DIGITISED
    assert tolerance_of_layer("LUC", "surveyed") == DIGITISED
    assert tolerance_of_layer("HLDD", "surveyed") == Tolerance(area_m2=50.0, width_m=1.0)
    assert tolerance_of_layer("HLDD", "digitised") == DIGITISED


@pytest.mark.parametrize(
    ("shift_m", "digitised", "expected_ha"),
    [
        # A strip 250 m high: its mean width 2A/P is a little under the shift.
        pytest.param(0.0, (), None, id="only-the-edge-is-shared"),
        pytest.param(0.4, (), None, id="a-sliver-of-0.4-m-is-no-overlap"),
        pytest.param(0.6, (), Decimal("0.015"), id="beyond-half-a-metre-it-is"),
        pytest.param(4.0, ("b",), None, id="4-m-against-a-traced-outline-is-no-overlap"),
        pytest.param(6.0, ("b",), Decimal("0.15"), id="6-m-against-a-traced-outline-is"),
        pytest.param(100.0, (), Decimal("2.5"), id="a-quarter-of-the-rectangle"),
    ],
)
def test_an_overlap_is_told_with_its_hectares_and_a_sliver_is_not(
    session, shift_m, digitised, expected_ha
):
    outlines = {"a": box(0, 0, 400, 250), "b": box(400 - shift_m, 0, 400, 250)}
    revision = write_boundaries(session, outlines, digitised=digitised)
    found = check_topology(session, as_of=DAY, revision=revision)
    assert found.boundaries == 2
    if expected_ha is None:
        assert found.overlaps == ()
        return
    [overlap] = found.overlaps
    assert (overlap.code, overlap.other, overlap.kind) == ("a", "b", "cluster")
    assert abs(overlap.area_ha - expected_ha) < Decimal("0.00001")
    assert abs(overlap.share_pct - expected_ha * 10) < Decimal("0.001")
    assert (overlap.pieces, overlap.srid) == (1, 9210)
    assert (106.61 < overlap.lon < 106.63, 20.78 < overlap.lat < 20.8) == (True, True)


def test_slivers_beside_a_true_overlap_are_counted_apart(session):
    ring = "590395 2300000,590800 2300000,590800 2300250,590399.8 2300250,590399.8 2300060,"
    ring += "590395 2300060,590395 2300000"
    outlines = {"a": box(0, 0, 400, 250), "b": f"SRID=9210;POLYGON(({ring}))"}
    revision = write_boundaries(session, outlines)
    [overlap] = check_topology(session, as_of=DAY, revision=revision).overlaps
    assert abs(overlap.area_ha - Decimal("0.0338")) < Decimal("0.00001")
    apart = outlines | {"b": box(399.8, 0, 400, 250)}
    revision = write_boundaries(session, apart)
    assert check_topology(session, as_of=DAY, revision=revision).overlaps == ()


def test_restricted_layers_and_parks_are_kinds_of_their_own(session):
    revision = write_boundaries(session, {"a": box(0, 0, 400, 250)})
    areas = {
        "rice": ("LUC", box(300, -50, 200, 200)),
        "dyke": ("HLDD", box(-10, 0, 12, 250)),
        "thin dyke": ("HLDD", box(-10, 0, 10.9, 250)),
        "park": ("KCN", box(399, 0, 500, 250)),
    }
    revision = write_restricted(session, areas)
    found = check_topology(session, as_of=DAY, revision=revision)
    told = {o.other: (o.kind, o.layer, round(o.area_ha, 4)) for o in found.overlaps}
    assert told == {
        "rice": ("restricted", "LUC", Decimal("1.5")),
        "dyke": ("restricted", "HLDD", Decimal("0.05")),
        "park": ("park", "KCN", Decimal("0.025")),
    }
    assert check_topology(session, as_of=DAY, revision=revision - 1).overlaps == ()


def test_an_area_counts_only_on_its_days(session):
    write_boundaries(session, {"a": box(0, 0, 400, 250)})
    revision = write_restricted(
        session, {"rice": ("LUC", box(0, 0, 400, 250))}, valid="[2021-01-01,2025-01-01)"
    )
    days = {date(2024, 12, 31): 1, date(2025, 1, 1): 0}
    for day, count in days.items():
        found = check_topology(session, as_of=day, revision=revision)
        assert len(found.overlaps) == count, day


def test_a_cluster_without_a_boundary_is_never_compared(session):
    revision = write_boundaries(session, {"a": box(0, 0, 400, 250)})
    insert_missing(session, "industrial_cluster", [{"code": "b", "source_key": "s"}])
    place = {
        "cluster_code": "b",
        "name": "B",
        "status": "planned",
        "status_basis": "stated",
        "province_key": "2025:31",
        "place": "SRID=4326;POINT(106.61 20.79)",
        "place_basis": "commune",
        "area_planned_ha": 50,
        "source_key": "s",
    }
    revision = write_versions(
        session, by="t", reason="t", batches=[Batch(table="cluster_state", rows=[place])]
    )
    found = check_topology(session, as_of=DAY, revision=revision)
    assert (found.boundaries, found.overlaps) == (1, ())
    assert find_neighbourhood(session, "b", as_of=DAY, revision=revision) is None


def test_the_province_chooses_pairs_of_which_one_lies_in_it(session):
    write_boundaries(session, {"a": box(0, 0, 400, 250)})
    revision = write_boundaries(session, {"b": box(100, 0, 400, 250)}, province_key="2025:22")
    for province, count in (("2025:31", 1), ("2025:22", 1), ("2025:15", 0)):
        found = check_topology(session, as_of=DAY, revision=revision, province=province)
        assert len(found.overlaps) == count, province


COMMUNES = {"2025:11800": box(-1000, -1000, 1200, 3000), "2025:11801": box(200, -1000, 1000, 3000)}


def write_communes(session: Session, keys: tuple[str, ...]) -> int:
    insert_missing(session, "source", [{"source_key": "s", "dataset": "test", "title": "t"}])
    units = [
        {
            "unit_key": key,
            "code": key[5:],
            "level": "commune",
            "name": f"Xã {key[-1]}",
            "short_name": key[-1],
            "province_key": "2025:31",
            "source_key": "s",
        }
        for key in COMMUNES
    ]
    outlines = [
        {
            "unit_key": key,
            "geom": session.connection()
            .exec_driver_sql(
                "SELECT ST_AsEWKT(ST_Multi(ST_Transform(%s::geometry, 4326)), 15)", (COMMUNES[key],)
            )
            .scalar(),
            "quality": "official",
            "source_key": "s",
        }
        for key in keys
    ]
    revision = write_versions(
        session,
        by="t",
        reason="t",
        batches=[
            Batch(table="admin_unit", rows=units),
            Batch(table="admin_unit_outline", rows=outlines),
        ],
    )
    assert revision is not None
    return revision


def test_the_share_inside_the_declared_commune_is_measured_where_its_outline_is_loaded(session):
    write_communes(session, tuple(COMMUNES))
    revision = write_boundaries(session, {"a": box(0, 0, 400, 250)}, commune_key="2025:11800")
    [placed] = check_topology(session, as_of=DAY, revision=revision).placements
    assert (placed.inside_pct, placed.crosses_communes) == (Decimal("50.00"), True)
    assert [share.unit_key for share in placed.communes] == ["2025:11800", "2025:11801"]


def test_without_the_outline_of_the_declared_commune_the_share_is_not_known(session):
    write_communes(session, ("2025:11801",))
    revision = write_boundaries(session, {"a": box(0, 0, 150, 250)}, commune_key="2025:11800")
    [placed] = check_topology(session, as_of=DAY, revision=revision).placements
    assert (placed.inside_pct, placed.communes, placed.crosses_communes) == (None, (), None)


def test_neighbours_are_told_with_metres_in_the_zone_of_the_province(session):
    outlines = {
        "a": box(0, 0, 400, 250),
        "touching": box(400, 0, 100, 100),
        "over": box(-100, 0, 200, 250),
        "near": box(1400, 0, 100, 100),
        "far": box(9000, 0, 100, 100),
    }
    write_boundaries(session, outlines)
    revision = write_restricted(session, {"wood": ("RPH", box(0, 750, 400, 100))})
    around = find_neighbourhood(session, "a", as_of=DAY, revision=revision)
    assert around is not None
    assert {n.key: (n.distance_m, n.overlap_ha) for n in around.neighbours} == {
        "over": (Decimal("0.0"), around.overlaps[0].area_ha),
        "touching": (Decimal("0.0"), Decimal(0)),
        "near": (Decimal("1000.0"), Decimal(0)),
        "wood": (Decimal("500.0"), Decimal(0)),
    }
    assert (around.srid, around.overlaps[0].other, around.placement.parts) == (9210, "over", 1)
