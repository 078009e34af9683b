"""A feature without an outline is a row with its issue, whatever the format of the file."""

import io
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely import Point, Polygon
from sqlalchemy.orm import Session

from cluster_gis.boundary.datum import from_wgs84
from cluster_gis.domain.staging import ReceivedFile
from cluster_gis.i18n import translator
from cluster_gis.services.describe_staging import issue_text
from cluster_gis.services.stage_boundaries import stage_boundaries
from cluster_gis.storage.queries.staging import get_staged_file, staged_rows
from tests.staged_outlines import FIELD, moved, write_clusters

NAMES = ["CCN Một", "CCN Hai", "CCN Ba"]


def _file(folder: Path, suffix: str, *, point: bool) -> bytes:
    east, north = (float(v[0]) for v in from_wgs84(9210, np.array([106.55]), np.array([20.72])))
    shapes = [
        Polygon(moved(FIELD, east, north)),
        Point(east, north) if point else None,
        Polygon(moved(FIELD, east, north + 900)),
    ]
    frame = gpd.GeoDataFrame({"Name": NAMES}, geometry=shapes, crs=9210)
    path = folder / f"rows.{suffix}"
    if suffix == "kml":
        frame.to_crs(4326).to_file(path, driver="KML")
    else:
        frame.to_file(path)
    if suffix != "shp":
        return path.read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in folder.glob("rows.*"):
            archive.write(part, part.name)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("suffix", "point"),
    [
        pytest.param("gpkg", True, id="GeoPackage with a point"),
        pytest.param("gpkg", False, id="GeoPackage with an empty row"),
        pytest.param("shp", False, id="Shapefile with an empty shape"),
        pytest.param("kml", True, id="KML with a pin"),
        pytest.param("geojson", True, id="GeoJSON with a point"),
        pytest.param("geojson", False, id="GeoJSON with an empty row"),
    ],
)
def test_every_feature_is_a_row_and_the_bad_one_says_why(
    session: Session, tmp_path: Path, suffix: str, *, point: bool
):
    write_clusters(session)
    name = f"rows.{'zip' if suffix == 'shp' else suffix}"
    received = ReceivedFile(
        name=name, content=_file(tmp_path, suffix, point=point), source_title="x"
    )
    file_id = stage_boundaries(session, received, choices={}, by="tester")
    rows = staged_rows(session, get_staged_file(session, file_id))
    assert len(rows) == len(NAMES)
    assert [i.code for i in rows[1].issues] == ["no_outline"]
    assert (rows[1].label, rows[1].cluster_code) == ("CCN Hai", "hp-hai"), "its columns are kept"
    assert rows[1].payload["name"] == "CCN Hai"
    assert issue_text(rows[1].issues[0], translator("vi")) == "Dòng của CCN Hai không có đa giác."
    assert rows[1].has_error
    assert not [i for row in (rows[0], rows[2]) for i in row.issues if i.code == "no_outline"]
