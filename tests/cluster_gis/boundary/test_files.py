"""Files that do harm, or are read in more than one way."""

import io
import json
import struct
import zipfile

import ezdxf
import pytest
import shapely

from cluster_gis.boundary.limits import MAX_FILE_BYTES, MAX_VERTICES
from cluster_gis.boundary.read import read_boundary
from cluster_gis.boundary.readers.wkb import read_lines
from cluster_gis.i18n import translator
from tests.cluster_gis.boundary.corpus.writers import (
    replace_in_zip,
    write_drawing,
    write_geojson,
    write_vector,
    zip_files,
)
from tests.cluster_gis.boundary.tables import COMMUNE, RECTANGLE

RING = list(RECTANGLE)


def codes(reading):
    return {issue.code for issue in reading.issues if issue.severity != "info"}


@pytest.mark.parametrize("form", ["gpkg", "gml", "shp", "geojson"])
def test_gdal_formats_carry_their_own_system(form):
    data = (
        write_geojson(RING, crs="EPSG:9210")
        if form == "geojson"
        else write_vector(RING, form, "EPSG:9210")
    )
    reading = read_boundary(data, f"a.{'zip' if form == 'shp' else form}", commune=COMMUNE)
    assert (reading.code, reading.how, codes(reading)) == (9210, "declared", set())
    assert str(reading.areas.tm3_ha) == "10.000000"


@pytest.mark.parametrize("name", ["a.kml", "a.kmz"])
def test_kml_is_degrees_of_wgs_84(name):
    degrees = [(106.67, 20.80), (106.68, 20.801), (106.679, 20.81)]
    reading = read_boundary(write_vector(degrees, name[2:], "EPSG:4326"), name, commune=COMMUNE)
    assert (reading.code, codes(reading)) == (4326, set())


def test_a_drawing_in_words_and_lines_is_read_from_its_only_layer():
    data = write_drawing(RING, words="VN-2000, kinh tuyến trục 105°45'", lines=True)
    reading = read_boundary(data, "a.dxf", commune=COMMUNE)
    assert (reading.code, reading.how) == (9210, "inferred")
    assert str(reading.areas.tm3_ha) == "10.000000"


def test_an_arc_is_stroked_within_its_tolerance():
    # A quarter circle of radius 250/sqrt(2) m on the eastern side: 10 ha and a segment.
    document = ezdxf.new()
    points = [(*place, bulge) for place, bulge in zip(RING, (0, 2**0.5 - 1, 0, 0), strict=True)]
    document.modelspace().add_lwpolyline(points, close=True, format="xyb")
    stream = io.StringIO()
    document.write(stream)
    reading = read_boundary(stream.getvalue().encode(), "a.dxf", crs="EPSG:9210")
    radius, angle = 250 / 2**0.5, 1.5707963267948966
    expected = 10 + radius**2 / 2 * (angle - 1) / 10_000
    assert float(reading.areas.tm3_ha) == pytest.approx(expected, abs=2e-4)
    assert float(reading.areas.tm3_ha) <= expected
    assert "arcs_stroked" in {issue.code for issue in reading.issues}


def test_a_drawing_with_two_layers_of_outlines_asks_which():
    document = ezdxf.new()
    for layer in ("RANH", "NHA"):
        document.modelspace().add_lwpolyline(RING, close=True, dxfattribs={"layer": layer})
    stream = io.StringIO()
    document.write(stream)
    data = stream.getvalue().encode()
    reading = read_boundary(data, "a.dxf", crs="EPSG:9210")
    assert codes(reading) == {"several_layers"}
    assert reading.issues[0].value == "NHA, RANH"
    assert not read_boundary(data, "a.dxf", crs="EPSG:9210", layer="RANH").refused
    assert codes(read_boundary(data, "a.dxf", layer="X")) == {"layer_unknown"}


def drawn(draw, *, binary=False):
    document = ezdxf.new()
    draw(document)
    if binary:
        stream = io.BytesIO()
        document.write(stream, fmt="bin")
        return stream.getvalue()
    text = io.StringIO()
    document.write(text)
    return text.getvalue().encode()


def in_a_block(document):
    document.blocks.new("RANH").add_lwpolyline(RING, close=True)
    document.modelspace().add_blockref("RANH", (0, 0))


def with_degree_sign(document):
    document.modelspace().add_lwpolyline(RING, close=True)
    document.modelspace().add_text("VN-2000, KTT 105%%d45'")


@pytest.mark.parametrize(
    ("data", "crs"),
    [
        pytest.param(drawn(in_a_block), "EPSG:9210", id="inside-a-block"),
        pytest.param(drawn(in_a_block, binary=True), "EPSG:9210", id="binary-form"),
        pytest.param(drawn(with_degree_sign), None, id="the-degree-sign-of-autocad"),
    ],
)
def test_drawings_as_cad_programs_make_them(data, crs):
    reading = read_boundary(data, "a.dxf", crs=crs, commune=COMMUNE)
    assert codes(reading) == set()
    assert str(reading.areas.tm3_ha) == "10.000000"


@pytest.mark.parametrize(
    ("prj", "code"),
    [
        pytest.param(b"hello", "crs_unknown", id="no-statement-at-all"),
        pytest.param(b"", "crs_missing", id="empty"),
    ],
)
def test_a_prj_that_says_nothing_leaves_the_choice_open(prj, code):
    data = replace_in_zip(write_vector(RING, "shp", "EPSG:9210"), ".prj", prj)
    reading = read_boundary(data, "a.zip", commune=COMMUNE)
    assert codes(reading) == {code}
    assert "None" not in reading.issues[0].text(translator("en"))
    assert reading.candidates[0].choice == "EPSG:9210"


def test_a_candidate_in_which_a_point_has_no_place_has_no_outline():
    ring = [[0, 1000001], [4011336, 7000007], [0, 1000113], [0, 0], [0, 0]]
    data = json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()
    reading = read_boundary(data, "a.geojson", crs="EPSG:9210", commune=COMMUNE)
    json.dumps(reading.to_json(translator("vi"), details=True), allow_nan=False)
    assert reading.refused or reading.shape is not None


def test_heights_are_refused_with_their_point_and_dropped_when_accepted():
    ring = [[x, y, 5 + i] for i, (x, y) in enumerate(RING)]
    data = json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}).encode()
    reading = read_boundary(data, "a.geojson", crs="EPSG:9210")
    assert "has_heights" in codes(reading)
    assert reading.refused
    again = read_boundary(data, "a.geojson", crs="EPSG:9210", accept=["drop_heights"])
    assert str(again.areas.tm3_ha) == "10.000000"


def test_too_many_points_are_refused():
    ring = [[106.6 + i * 1e-7, 20.8] for i in range(MAX_VERTICES + 1)]
    data = json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()
    assert codes(read_boundary(data, "a.geojson")) == {"too_many_vertices"}


BOMB = zip_files({"a.shp": bytes(20_000_000)})


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        pytest.param(BOMB, "a.zip", "archive_refused", id="bomb"),
        pytest.param(zip_files({"../a.shp": b"x"}), "a.zip", "archive_refused", id="path-up"),
        pytest.param(zip_files({"/etc/a.shp": b"x"}), "a.zip", "archive_refused", id="absolute"),
        pytest.param(zip_files({"C:\\a.shp": b"x"}), "a.zip", "archive_refused", id="drive"),
        pytest.param(zip_files({f"{i}.shp": b"" for i in range(2_001)}), "a.zip", "archive_refused",
                     id="thousands-of-entries"),
        pytest.param(zip_files({"xl/workbook.xml": b"<!DOCTYPE x><a/>"}), "a.xlsx", "xml_entities",
                     id="entities-in-a-workbook"),
        pytest.param(zip_files({"doc.kml": '<!ENTITY x "y"><kml/>'.encode("utf-16")}), "a.kmz",
                     "xml_entities", id="entities-in-utf-16"),
        pytest.param(b'<OGRVRTDataSource><SrcDataSource>/etc/passwd</SrcDataSource>'
                     b"</OGRVRTDataSource>", "a.gml", "format_unknown", id="a-list-of-other-files"),
        pytest.param(bytes(MAX_FILE_BYTES + 1), "a.csv", "file_too_large", id="too-large"),
        pytest.param(b"SQLite format 3\x00" + bytes(100), "a.gpkg", "unreadable", id="no-database"),
        pytest.param(b'{"type":"Polygon","coordinates":[[[NaN,1],[2,3],[4,5]]]}', "a.json",
                     "unreadable", id="not-a-number"),
        pytest.param(b"[" * 100_000, "a.json", "unreadable", id="nested-without-end"),
        pytest.param(b"name;X;Y\n1;2301000,5;596000,5\n2", "a.dxf", "unreadable", id="no-drawing"),
    ],
)  # fmt: skip
def test_what_does_harm_is_refused_with_its_reason(data, name, code):
    reading = read_boundary(data, name, crs="EPSG:9210")
    assert codes(reading) == {code}
    assert reading.refused


def test_a_drawing_of_countless_empty_entities_is_refused():
    data = b"0\nSECTION\n2\nENTITIES\n" + b"0\nLINE\n" * 250_000 + b"0\nENDSEC\n0\nEOF\n"
    reading = read_boundary(data, "a.dxf")
    assert codes(reading) == {"unreadable"}
    assert "entities" in reading.issues[0].text(translator("en"))


def test_commas_for_columns_and_decimals_at_once_are_refused_by_line():
    data = b"Diem,X,Y\n1,2301000,55,596000,25\n2,2301000,55,596400,25\n"
    reading = read_boundary(data, "a.csv", crs="EPSG:9210")
    assert codes(reading) == {"number_format_ambiguous"}
    assert reading.issues[0].line == 2


def test_wkb_keeps_an_open_ring_open():
    ring = struct.pack("<BIII", 1, 3, 1, 3) + struct.pack("<6d", 0, 0, 1, 0, 1, 1)
    [line] = read_lines(ring)
    assert line.places.tolist() == [[0, 0], [1, 0], [1, 1]]
    [z_line] = read_lines(shapely.to_wkb(shapely.LineString([(0, 0, 5), (1, 1, 6)])))
    assert z_line.places.shape == (2, 3)


def test_a_zip_that_lies_about_its_sizes_is_refused():
    data = bytearray(zip_files({"a.shp": b"x" * 5000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    reading = read_boundary(bytes(data), "a.zip")
    assert codes(reading) <= {"archive_refused", "unreadable"}
    assert reading.refused
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        assert archive.infolist()[0].file_size == 10
