"""The files of a boundary, read back by the libraries that offices read them with."""

import io
import json
import sqlite3

import ezdxf
import pyogrio
import pytest
from docx import Document
from openpyxl import load_workbook

from cluster_gis.boundary.read import read_boundary

OF = "/clusters/hp-tien-lang"
DAY = "as_of=2024-05-01"


def fetch(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer


def test_the_geojson_is_in_degrees_and_says_what_it_is(client):
    answer = fetch(client, f"{OF}/boundary.geojson?{DAY}")
    assert answer.headers["content-type"] == "application/geo+json"
    name = "cluster-hp-tien-lang-2024-05-01.geojson"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    [feature] = json.loads(answer.content)["features"]
    told = feature["properties"]
    assert (told["area_ha"], told["measuring_crs"], told["register"]) == (10.0, "EPSG:9210", "real")
    assert (told["valid_from"], told["as_of"]) == ("2021-03-01", "2024-05-01")
    lon, lat = feature["geometry"]["coordinates"][0][0][0]
    assert 106 < lon < 107
    assert 20 < lat < 21


def test_the_geopackage_opens_in_its_measuring_zone_with_numbered_points(client, tmp_path):
    path = tmp_path / "b.gpkg"
    path.write_bytes(fetch(client, f"{OF}/boundary.gpkg?{DAY}").content)
    assert [name for name, _kind in pyogrio.list_layers(path)] == [
        "cluster_boundary",
        "boundary_points",
    ]
    whole = pyogrio.read_dataframe(path, layer="cluster_boundary")
    assert whole.crs.to_epsg() == 9210
    assert whole.geometry.area[0] == pytest.approx(100_000, abs=1e-6)
    assert whole["name"][0] == "Tiên Lãng"
    points = pyogrio.read_dataframe(path, layer="boundary_points")
    assert list(points["number"]) == [1, 2, 3, 4]
    assert set(points["x_north_m"]) == {2_300_000, 2_300_250}
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_drawing_has_layers_and_is_read_back_as_the_same_boundary(client):
    content = fetch(client, f"{OF}/boundary.dxf?{DAY}").content
    drawing = ezdxf.read(io.StringIO(content.decode("utf-8")))
    assert drawing.units == ezdxf.units.M
    assert not drawing.audit().has_errors
    by_layer = {}
    for entity in drawing.modelspace():
        by_layer.setdefault(entity.dxf.layer, []).append(entity)
    [outline] = by_layer["RANH_GIOI"]
    assert outline.closed
    assert {(x, y) for x, y, *_ in outline} >= {(590_000, 2_300_000), (590_400, 2_300_250)}
    assert [text.dxf.text for text in by_layer["SO_HIEU_DIEM"]] == ["1", "2", "3", "4"]
    assert len(by_layer["DIEM"]) == 4
    [note] = by_layer["GHI_CHU"]
    assert "Tiên Lãng" in note.text
    assert "EPSG:9210" in note.text
    reading = read_boundary(content, "b.dxf", crs="EPSG:9210", layer="RANH_GIOI")
    assert float(reading.areas.tm3_ha) == pytest.approx(10, abs=1e-6)


def test_the_coordinate_table_comes_in_three_forms(client):
    book = load_workbook(io.BytesIO(fetch(client, f"{OF}/table.xlsx?{DAY}").content))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert {2_300_250, 590_400} <= set(cells)
    document = Document(io.BytesIO(fetch(client, f"{OF}/table.docx?{DAY}").content))
    assert document.tables[0].cell(1, 1).text == "2.300.000,000"
    text = fetch(client, f"{OF}/table.csv?{DAY}").content.decode("utf-8-sig")
    assert "1;2300000.000;590000.000;400.000" in text


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("boundary.geojson", id="shape"),
        pytest.param("boundary.dxf", id="drawing"),
        pytest.param("table.xlsx", id="table"),
    ],
)
@pytest.mark.parametrize(
    ("code", "day", "said"),
    [
        pytest.param("hd-viet-hoa", "2024-05-01", "only indicative", id="only-a-place"),
        pytest.param("hp-tien-lang", "2020-01-01", "only indicative", id="before-the-boundary"),
        pytest.param("khong-co", "2024-05-01", "There is no cluster", id="no-cluster"),
    ],
)
def test_without_a_boundary_the_answer_says_why(client, name, code, day, said):
    problem = fetch(client, f"/clusters/{code}/{name}?as_of={day}", 404).json()
    assert problem["type"] == "urn:cluster-gis:problem:not-found"
    assert said in problem["details"]["en"]


def test_a_form_that_is_not_offered_is_refused(client):
    assert client.get(f"{OF}/boundary.kml").status_code in (400, 404)
