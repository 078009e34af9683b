"""Rows of a very large file that have no readable polygon, lie elsewhere, or are nearly named."""

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely import Point, Polygon
from sqlalchemy.orm import Session

from cluster_gis.boundary.datum import from_wgs84
from cluster_gis.boundary.formats import read_outlines
from cluster_gis.boundary.issues import Refused
from cluster_gis.domain.staging import ReceivedFile, StagedRow
from cluster_gis.services import judge_many, stage_many
from cluster_gis.services import stage_boundaries as staging
from cluster_gis.services.stage_boundaries import stage_boundaries
from cluster_gis.storage.queries.staging import get_staged_file, staged_rows
from tests.staged_outlines import FIELD, moved, write_clusters


def _write(folder: Path, suffix: str) -> bytes:
    """A sound outline, a damaged one, none, a point, one elsewhere, one nearly named."""
    east, north = (float(v[0]) for v in from_wgs84(9210, np.array([106.55]), np.array([20.72])))
    shapes = [
        Polygon(moved(FIELD, east, north)),
        Polygon(moved(FIELD, east + 900, north)),
        None,
        Point(east, north),
        Polygon(moved(FIELD, east - 300_000, north)),
        Polygon(moved(FIELD, east, north + 900)),
    ]
    names = ["CCN Một", "CCN Hai", "CCN Ba", "CCN Năm", "CCN Xa", "CCN Mườii"]
    path = folder / f"rows{suffix}"
    gpd.GeoDataFrame({"ten": names}, geometry=shapes, crs=9210).to_file(path)
    if suffix == ".gpkg":
        with closing(sqlite3.connect(path)) as database:
            for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                database.execute(f'DROP TRIGGER "{name}"')
            database.execute("UPDATE rows SET geom = substr(geom, 1, 60) WHERE ten = 'CCN Hai'")
            database.commit()
    return path.read_bytes()


@pytest.fixture
def register(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Any file is a large one here."""
    write_clusters(session)
    monkeypatch.setattr(staging, "MANY", 3)
    monkeypatch.setattr(stage_many, "_BATCH", 4)
    return session


def _rows(session: Session, content: bytes, name: str) -> list[StagedRow]:
    received = ReceivedFile(
        name=name, content=content, source_title="x", options={"province": "Hải Phòng"}
    )
    file_id = stage_boundaries(session, received, choices={}, by="tester")
    return list(staged_rows(session, get_staged_file(session, file_id)))


def test_rows_without_a_readable_polygon_are_rows_with_their_issue(register, tmp_path):
    rows = _rows(register, _write(tmp_path, ".gpkg"), "rows.gpkg")
    named = [{i.code for i in row.issues if i.severity != "info"} for row in rows]
    assert named == [
        set(), {"unreadable"}, {"no_outline"}, {"no_outline"}, {"outside_commune"}, set(),
    ]  # fmt: skip
    assert [row.cluster_code for row in rows[:2]] == ["hp-mot", "hp-hai"]


def test_names_alike_are_candidates_until_they_are_too_many(register, tmp_path, monkeypatch):
    content = _write(tmp_path, ".gpkg")
    nearly = _rows(register, content, "rows.gpkg")[5]
    assert nearly.cluster_code is None
    assert "hp-muoi" in {candidate.code for candidate in nearly.candidates}

    monkeypatch.setattr(judge_many, "_MOST_ALIKE", 0)
    received = ReceivedFile(name="again.gpkg", content=content + b"\0", source_title="x")
    file_id = stage_boundaries(register, received, choices={}, by="tester")
    [said] = get_staged_file(register, file_id).issues
    assert (said.code, said.values["count"]) == ("names_not_compared", 2)


def test_a_geojson_of_many_is_read_in_batches_too(register, tmp_path):
    rows = _rows(register, _write(tmp_path, ".geojson"), "rows.geojson")
    assert [row.label for row in rows] == [
        "CCN Một", "CCN Hai", "CCN Ba", "CCN Năm", "CCN Xa", "CCN Mườii",
    ]  # fmt: skip
    assert [{i.code for i in row.issues} for row in rows[2:4]] == [{"no_outline"}, {"no_outline"}]


def test_a_broken_geopackage_is_refused_with_a_sentence(tmp_path):
    content = _write(tmp_path, ".gpkg")
    with pytest.raises(Refused):
        read_outlines(content[:5000], "rows.gpkg")
