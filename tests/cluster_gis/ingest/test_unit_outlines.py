import json

import geopandas
import pytest
from shapely import MultiPolygon, Polygon, box

from cluster_gis.errors import InvalidInput
from cluster_gis.ingest.unit_outlines import read_unit_outlines

KNOWN = {"2025:31", "2025:15", "2025:11629", "2025:02305"}
SQUARE = box(106.5, 20.7, 106.6, 20.8)


@pytest.fixture
def written(tmp_path):
    """Writes rows (code, geometry) as GDAL does; crs None = a file that does not say it."""

    def write(rows, crs="EPSG:4326", name="units.gpkg", **columns):
        frame = geopandas.GeoDataFrame(
            {"code": [row[0] for row in rows], **columns},
            geometry=[row[1] for row in rows],
            crs=crs,
        )
        path = tmp_path / name
        frame.to_file(path)
        return path

    return write


def test_outlines_are_matched_by_code_and_moved_to_wgs84(written):
    metres = geopandas.GeoSeries([SQUARE], crs=4326).to_crs(9210).iloc[0]
    parsed = read_unit_outlines(written([("31", metres)], "EPSG:9210"), KNOWN, system="2025")
    [record] = parsed.records
    assert (record.unit_key, parsed.issues) == ("2025:31", ())
    assert isinstance(record.geom, MultiPolygon)
    assert record.geom.symmetric_difference(SQUARE).area < 1e-8


def test_a_code_that_lost_its_zeros_is_still_found(written):
    path = written([(2305, SQUARE)])
    assert read_unit_outlines(path, KNOWN, system="2025").records[0].unit_key == "2025:02305"


@pytest.mark.parametrize(
    ("code", "shape", "field", "reason"),
    [
        pytest.param("99", SQUARE, "code", "no unit", id="unknown-code"),
        pytest.param("15", SQUARE.centroid, "geometry", "not a polygon", id="a-point"),
        pytest.param("15", None, "geometry", "no geometry", id="nothing"),
        pytest.param("15", box(20.7, 106.5, 20.8, 106.6), "geometry", "axes", id="swapped-axes"),
        pytest.param(
            "15",
            Polygon([(106, 20), (107, 21), (107, 20), (106, 21)]),
            "geometry",
            "not valid",
            id="bow-tie",
        ),
        pytest.param("31", SQUARE, "code", "repeats", id="twice"),
    ],
)
def test_a_bad_outline_is_an_issue_and_the_others_stand(written, code, shape, field, reason):
    path = written([("31", SQUARE), (code, shape)])
    parsed = read_unit_outlines(path, KNOWN, system="2025")
    assert [record.unit_key for record in parsed.records] == ["2025:31"]
    [issue] = parsed.issues
    assert (issue.line, issue.field) == (2, field)
    assert reason in issue.reason


def test_a_file_without_a_coordinate_system_is_asked_for_it(written):
    path = written([("31", SQUARE)], None, "units.shp")
    with pytest.raises(InvalidInput, match="--crs"):
        read_unit_outlines(path, KNOWN, system="2025")
    assert len(read_unit_outlines(path, KNOWN, system="2025", crs="EPSG:4326").records) == 1


def test_a_coordinate_system_that_contradicts_the_file_is_refused(written):
    with pytest.raises(InvalidInput, match="EPSG:9210"):
        read_unit_outlines(written([("31", SQUARE)]), KNOWN, system="2025", crs="EPSG:9210")
    with pytest.raises(InvalidInput, match="expected a coordinate system"):
        read_unit_outlines(written([("31", SQUARE)]), KNOWN, system="2025", crs="nonsense")


def test_a_missing_column_and_a_file_that_is_none_are_named(written, tmp_path):
    with pytest.raises(InvalidInput, match="ma_xa"):
        read_unit_outlines(written([("31", SQUARE)]), KNOWN, system="2025", code_column="ma_xa")
    nothing = tmp_path / "notes.geojson"
    nothing.write_text(json.dumps({"hello": 1}), encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"notes\.geojson"):
        read_unit_outlines(nothing, KNOWN, system="2025")
