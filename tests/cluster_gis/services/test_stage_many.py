"""A file of thousands of outlines is judged as a set and says the same of each fault."""

from decimal import Decimal
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely import Polygon
from sqlalchemy.orm import Session

from cluster_gis.boundary.datum import from_wgs84
from cluster_gis.domain.staging import ReceivedFile, RowIssue
from cluster_gis.errors import InvalidInput
from cluster_gis.services import stage_boundaries as staging
from cluster_gis.services.apply_staging import apply_staging
from cluster_gis.services.decide_staging import choose_for_row, decide_rows
from cluster_gis.services.stage_boundaries import stage_boundaries
from cluster_gis.services.staging_kinds import kind_of
from cluster_gis.storage.queries.staging import get_staged_file, staged_rows
from cluster_gis.storage.queries.staging_changes import store_findings
from tests.staged_outlines import FIELD, Ring, moved, write_clusters

KIND = kind_of("boundaries")
BOW: Ring = [(0, 0), (400, 250), (410, 0), (10, 250)]
OUTLINES = [
    ("CCN Một", FIELD, 10.0),
    ("CCN Hai", moved(FIELD, 400, 40), 10.0),
    ("CCN Ba", moved(BOW, 0, 1500), None),
    ("CCN Năm", moved(FIELD, 0, -2000), 20.0),
    ("CCN Sáu", moved(FIELD, 0, 225), 10.0),
    ("CCN Mười", moved(FIELD, 0.2, -2000.1), 10.0),
    ("CCN Lạ", moved(FIELD, 0, 3_000_000), None),
]
EXPECTED = {
    1: {("overlap", "#5")},
    2: set(),
    3: {("self_intersection", None)},
    4: {("area_differs_5pct", None), ("same_outline", "#6")},
    5: {("overlap", "#1")},
    6: {("same_outline", "#4")},
    7: {("outside_vietnam", None)},
}


def _file(folder: Path, crs: int | None) -> bytes:
    east, north = (float(v[0]) for v in from_wgs84(9210, np.array([106.55]), np.array([20.72])))
    shapes = [Polygon(moved(ring, east, north)) for _, ring, _ in OUTLINES]
    columns = {"ten": [n for n, _, _ in OUTLINES], "dien_tich": [a for _, _, a in OUTLINES]}
    path = folder / "many.gpkg"
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path)
    return path.read_bytes()


def _stage(session: Session, content: bytes, **options: str) -> int:
    received = ReceivedFile(name="many.gpkg", content=content, source_title="x", options=options)
    return stage_boundaries(session, received, choices={"quality": "surveyed"}, by="tester")


@pytest.fixture
def register(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    """The clusters of the file; any file is a large one here."""
    write_clusters(session)
    monkeypatch.setattr(staging, "MANY", 3)
    return session


def test_each_fault_is_named_and_a_repaired_row_is_applied(register, tmp_path):
    file_id = _stage(register, _file(tmp_path, 9210))
    file = get_staged_file(register, file_id)
    rows = staged_rows(register, file)
    named = {
        row.row_no: {(i.code, i.other) for i in row.all_issues if i.severity != "info"}
        for row in rows
    }
    assert named == EXPECTED
    assert [row.cluster_code for row in rows[:3]] == ["hp-mot", "hp-hai", "hp-ba"]
    assert Decimal(rows[0].payload["area_ha"]) == 10
    [crossing] = rows[2].issues
    assert crossing.lon == pytest.approx(106.55, abs=0.01)
    assert crossing.values["reason"] == "Self-intersection"

    row = choose_for_row(register, KIND, file_id, 3, {"repair": ["make_valid"]})
    assert not row.issues
    back = choose_for_row(register, KIND, file_id, 3, {"repair": []})
    assert [(i.code, i.lon) for i in back.issues] == [("self_intersection", crossing.lon)]
    choose_for_row(
        register, KIND, file_id, 3, {"repair": ["make_valid"], "confirm": ["area_differs_5pct"]}
    )
    decide_rows(register, file_id, [2, 3], "accept", by="tester")
    assert apply_staging(register, KIND, file_id, by="tester", leave_undecided=True) is not None


def test_a_large_file_without_a_known_system_is_refused(register, tmp_path):
    with pytest.raises(InvalidInput, match="must declare"):
        _stage(register, _file(tmp_path, None))
    assert _stage(register, _file(tmp_path, None), crs="EPSG:9210") > 0


def test_findings_are_replaced_row_by_row_and_still_hold(register, tmp_path):
    file_id = _stage(register, _file(tmp_path, 9210))
    store_findings(register, file_id, {})
    found = {n: [RowIssue(code="overlap", severity="warning", message="x")] for n in (1, 2, 5)}
    store_findings(register, file_id, found)
    file = get_staged_file(register, file_id)
    assert file.findings_hold
    said = {row.row_no: len(row.findings or ()) for row in staged_rows(register, file)}
    assert said == {1: 1, 2: 1, 3: 0, 4: 0, 5: 1, 6: 0, 7: 0}
