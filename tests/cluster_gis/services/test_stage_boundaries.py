"""A file with every kind of defect: each is named at its place, and nothing else is accused."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.boundary.issues import Refused
from cluster_gis.domain.staging import ReceivedFile
from cluster_gis.errors import Conflict, InvalidInput
from cluster_gis.services.apply_staging import apply_staging
from cluster_gis.services.check_staging import check_staging
from cluster_gis.services.decide_staging import choose_for_row, decide_rows, match_row
from cluster_gis.services.stage_boundaries import stage_boundaries
from cluster_gis.services.staging_kinds import kind_of
from cluster_gis.services.undo_staging import undo_staging
from cluster_gis.storage.queries.staging import get_staged_file, staged_rows
from cluster_gis.storage.register import Batch, write_versions
from tests.staged_outlines import (
    EXPECTED,
    FEATURES,
    FIELD,
    NAMES,
    collection,
    degrees,
    feature,
    moved,
    write_clusters,
)

KIND = kind_of("boundaries")
HANOI = {"province": "Hải Phòng"}


@pytest.fixture
def register(session: Session) -> Session:
    write_clusters(session)
    return session


def _stage(session: Session, features, choices=None, options=None) -> int:
    received = ReceivedFile(
        name="ranh.geojson",
        content=collection(features),
        source_title="Công văn 12/SCT",
        options=HANOI if options is None else options,
    )
    return stage_boundaries(session, received, choices=choices or {}, by="tester")


def _row(session: Session, file_id: int, number: int = 1):
    return staged_rows(session, get_staged_file(session, file_id))[number - 1]


def _held(session: Session, code: str) -> list[tuple[str, Decimal, str]]:
    query = text(
        "SELECT valid::text, area_ha, quality FROM register.cluster_boundary "
        "WHERE cluster_code = :code AND upper_inf(recorded) ORDER BY valid"
    )
    return [tuple(row) for row in session.execute(query, {"code": code})]


def test_every_defect_is_named_and_nothing_else_is_accused(register):
    counted: list[int] = []
    file_id = stage_boundaries(
        register,
        ReceivedFile(
            name="a.geojson", content=collection(FEATURES), source_title="x", options=HANOI
        ),
        choices={},
        by="tester",
        on_count=counted.append,
        on_rows=counted.append,
    )
    assert counted == [len(FEATURES), *[1] * len(FEATURES)]
    rows = staged_rows(register, get_staged_file(register, file_id))
    named = {
        row.row_no: {(i.code, i.other) for i in row.all_issues if i.severity != "info"}
        for row in rows
    }
    assert named == EXPECTED
    # Each has its place on the map, but for an area, which is the whole outline's.
    placeless = {i.code for r in rows for i in r.all_issues if i.severity != "info" and not i.lon}
    assert placeless == {"area_differs_5pct"}
    assert [row.cluster_code for row in rows[:12]] == [
        *list(NAMES)[:7], "hp-bay", "hp-tam", "hp-tam", "hp-chin", "hp-muoi",
    ]  # fmt: skip
    assert rows[12].cluster_code is None
    overlap = next(i for i in rows[0].findings if i.code == "overlap")
    # (0, 225) is -0.05625 of one side and 0.9 of the other: 10 ha × 0.1 × 0.94375.
    assert float(overlap.value) == pytest.approx(0.94375, abs=0.0005)
    apart = next(i for i in rows[6].findings if i.code == "vn2000_as_wgs84")
    assert float(apart.value) == pytest.approx(223, abs=2)
    quarter = next(i for i in rows[8].findings if i.code == "wrong_central_meridian")
    assert float(quarter.value) == pytest.approx(26_000, abs=300)
    assert rows[10].payload["crs_candidates"], "the swapped outline offers what it can be"


def test_a_quality_is_never_assumed_and_a_repair_only_on_demand(register):
    file_id = _stage(register, [FEATURES[2]])
    decide_rows(register, file_id, [1], "accept", by="tester")
    with pytest.raises(Conflict, match="errors"):
        apply_staging(register, KIND, file_id, by="tester")
    with pytest.raises(InvalidInput, match="repair"):
        choose_for_row(register, KIND, file_id, 1, {"repair": ["mend_it"]})
    row = choose_for_row(register, KIND, file_id, 1, {"repair": ["make_valid"]})
    assert not row.has_error
    decide_rows(register, file_id, [1], "accept", by="tester")
    check_staging(register, KIND, file_id)
    choose_for_row(register, KIND, file_id, 1, {"confirm": ["area_differs_5pct"]})
    decide_rows(register, file_id, [1], "accept", by="tester")
    with pytest.raises(Conflict, match="quality"):
        apply_staging(register, KIND, file_id, by="tester")
    choose_for_row(register, KIND, file_id, 1, {"quality": "digitised"})
    decide_rows(register, file_id, [1], "accept", by="tester")
    apply_staging(register, KIND, file_id, by="tester")
    [(valid, area_ha, quality)] = _held(register, "hp-ba")
    assert (valid, quality) == ("(,)", "digitised")
    assert area_ha == Decimal(_row(register, file_id).payload["area_ha"])


def test_the_boundary_is_written_on_its_own_coordinates_with_its_source(register):
    file_id = _stage(register, [FEATURES[0]], {"quality": "surveyed", "since": "2024-05-01"})
    decide_rows(register, file_id, [1], "accept", by="tester")
    apply_staging(register, KIND, file_id, by="tester")
    row = register.execute(
        text("""
            SELECT ST_AsText(source_geom, 9) AS shape, ST_SRID(source_geom) AS srid, source_format,
                   measuring_srid, act, start_basis, valid::text, s.title
            FROM register.cluster_boundary b JOIN register.source s USING (source_key)
            WHERE cluster_code = 'hp-mot'
        """)
    ).one()
    lon, _ = degrees(FIELD)[0]
    assert row.shape.startswith(f"POLYGON(({lon:.9f}".rstrip("0"))
    assert (row.srid, row.source_format, row.measuring_srid) == (4326, "GeoJSON", 9210)
    assert (row.act, row.start_basis, row.valid) == (
        "unknown",
        "known_no_later_than",
        "[2024-05-01,)",
    )
    assert row.title == "Công văn 12/SCT"


def test_a_held_boundary_is_followed_or_replaced_as_told_and_comes_back_by_undo(register):
    chosen = {"quality": "surveyed", "since": "2022-01-01"}
    first = _stage(register, [FEATURES[0]], chosen)
    decide_rows(register, first, [1], "accept", by="tester")
    apply_staging(register, KIND, first, by="tester")
    before = _held(register, "hp-mot")

    wider = feature("CCN Một", degrees([(0, 0), (500, 40), (525, 290), (25, 250)]), 12.5)
    second = _stage(register, [wider], {"quality": "surveyed"})
    decide_rows(register, second, [1], "accept", by="tester")
    with pytest.raises(Conflict, match="since"):
        apply_staging(register, KIND, second, by="tester")
    changes = KIND.compare(register, get_staged_file(register, second), _row(register, second))
    assert {(c.field, c.unit) for c in changes} == {
        ("Area of the boundary", "ha"),
        ("Land in common", "%"),
    }
    choose_for_row(register, KIND, second, 1, {"replace": True})
    decide_rows(register, second, [1], "accept", by="tester")
    apply_staging(register, KIND, second, by="tester")
    [(valid, area_ha, _)] = _held(register, "hp-mot")
    assert valid == "[2022-01-01,)"
    assert area_ha > before[0][1]
    undo_staging(register, second, by="tester")
    assert _held(register, "hp-mot") == before
    with pytest.raises(Conflict, match="only an applied"):
        undo_staging(register, second, by="tester")


def test_a_finding_disappears_when_the_clusters_stated_area_changes(register):
    file_id = _stage(register, [feature("CCN Một", degrees(FIELD), None)])
    assert not [i for i in _row(register, file_id).findings if i.code.startswith("area_differs")]
    state = (
        register.execute(text("SELECT * FROM register.cluster_state WHERE cluster_code = 'hp-mot'"))
        .mappings()
        .one()
    )
    row = {
        "cluster_code": "hp-mot", "name": state["name"], "status": "established",
        "status_basis": "stated", "province_key": "2025:31", "place_basis": "none",
        "area_established_ha": 25, "source_key": "test", "valid": "[2020-01-01,)",
    }  # fmt: skip
    write_versions(register, by="t", reason="r", batches=[Batch(table="cluster_state", rows=[row])])
    assert _row(register, file_id).findings is None
    check_staging(register, KIND, file_id)
    assert "area_differs_5pct" in {i.code for i in _row(register, file_id).findings}


def test_rejecting_one_of_two_overlapping_rows_frees_the_other(register):
    file_id = _stage(register, [FEATURES[0], FEATURES[5]])
    assert "overlap" in {i.code for i in _row(register, file_id).findings}
    decide_rows(register, file_id, [2], "reject", by="tester")
    assert _row(register, file_id).findings is None
    check_staging(register, KIND, file_id)
    assert "overlap" not in {i.code for i in _row(register, file_id).findings}


def test_an_overlap_with_a_boundary_of_the_register_names_its_cluster(register):
    first = _stage(register, [FEATURES[0]], {"quality": "surveyed"})
    decide_rows(register, first, [1], "accept", by="tester")
    apply_staging(register, KIND, first, by="tester")
    neighbour, over = FEATURES[1], FEATURES[5]
    file_id = _stage(register, [neighbour, over], {"quality": "surveyed"})
    assert not [i for i in _row(register, file_id, 1).findings if i.code == "overlap"]
    [found] = [i for i in _row(register, file_id, 2).findings if i.code == "overlap"]
    assert found.other == "hp-mot"


@pytest.mark.parametrize(
    ("quality", "accused"),
    [
        pytest.param("digitised", False, id="a-strip-of-two-metres-is-a-sliver-of-drawn-outlines"),
        pytest.param("surveyed", True, id="but-not-of-surveyed-ones"),
        pytest.param(None, True, id="nor-while-nobody-has-said-the-quality"),
    ],
)
def test_slivers_on_a_common_edge_are_judged_by_the_quality(register, quality, accused):
    strip = feature("CCN Sáu", degrees(moved(FIELD, 24.8, 250.5)))
    file_id = _stage(register, [FEATURES[0], strip], {"quality": quality} if quality else {})
    found = {i.code for i in _row(register, file_id).findings}
    assert ("overlap" in found) is accused


def test_one_bad_feature_of_many_is_a_row_with_its_reason(register):
    broken = feature("CCN Hai", degrees(FIELD))
    broken["geometry"]["coordinates"][0][1] = ["x", 20.7]
    file_id = _stage(register, [FEATURES[0], broken, FEATURES[4]])
    rows = staged_rows(register, get_staged_file(register, file_id))
    assert [i.code for i in rows[1].issues] == ["coordinate_unreadable"]
    assert rows[1].has_error
    assert rows[2].cluster_code == "hp-nam"


def test_a_file_that_cannot_be_read_or_a_wrong_option_is_named(register):
    with pytest.raises(Refused):
        stage_boundaries(
            register,
            ReceivedFile(name="a.geojson", content=b"{", source_title="x", options={}),
            choices={},
            by="t",
        )
    with pytest.raises(InvalidInput, match="name-field"):
        _stage(register, FEATURES[:1], options={"name_field": "nope"})
    with pytest.raises(InvalidInput, match="quality"):
        _stage(register, FEATURES[:1], {"quality": "good"})
    with pytest.raises(InvalidInput, match="since"):
        _stage(register, FEATURES[:1], {"since": "1/5/2024"})


def test_a_cluster_chosen_by_a_person_is_compared_at_once(register):
    file_id = _stage(register, [FEATURES[12]])
    match_row(register, file_id, 1, cluster_code="hp-muoi")
    check_staging(register, KIND, file_id)
    row = _row(register, file_id)
    assert (row.cluster_code, row.matched_by) == ("hp-muoi", "person")
