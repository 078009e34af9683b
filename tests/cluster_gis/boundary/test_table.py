"""The official table: printed from the coordinates as received, read back to the millimetre."""

import io
import math
from decimal import Decimal

import numpy as np
import pytest
import shapely
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from shapely import MultiPolygon, Polygon

from cluster_gis.boundary.read import read_boundary
from cluster_gis.boundary.table import build_table
from cluster_gis.boundary.table_files import write_table
from cluster_gis.errors import InvalidInput
from tests.cluster_gis.boundary.tables import COMMUNE, RECTANGLE

FORMATS = ("table.csv", "table.xlsx", "table.docx")


def printed(shape, code=9210, **more):
    area_ha = Decimal(str(round(shape.area / 10_000, 6))) if code == 9210 else Decimal(75)
    return build_table(
        shape, code, name="CCN Thử nghiệm", area_ha=area_ha, measuring_code=9210, **more
    )


def read_back(shape, filename):
    return read_boundary(write_table(printed(shape), filename), filename)


@st.composite
def stars(draw, middle=(596_000.0, 2_301_000.0), reach=(60.0, 500.0)):
    """A star-shaped ring of 3 to 12 points round a middle, to a tenth of a millimetre."""
    count = draw(st.integers(3, 12))
    metres = st.floats(*reach, allow_nan=False)
    distances = draw(st.lists(metres, min_size=count, max_size=count))
    turn = draw(st.floats(0, math.tau))
    angles = [turn + math.tau * i / count for i in range(count)]
    return [
        (round(middle[0] + d * math.cos(a), 4), round(middle[1] + d * math.sin(a), 4))
        for d, a in zip(distances, angles, strict=True)
    ]


@st.composite
def shapes(draw):
    """One to three parts, each with a hole or none."""
    parts = []
    for number in range(draw(st.integers(1, 3))):
        middle = (596_000.0 + 2_000 * number, 2_301_000.0 + draw(st.integers(0, 500)))
        # A triangle's sides pass its middle at half the distance of its corners: holes stay inside.
        holes = [draw(stars(middle, (5.0, 14.0)))] if draw(st.booleans()) else []
        parts.append(Polygon(draw(stars(middle)), holes))
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def assert_same(shape, filename):
    reading = read_back(shape, filename)
    assert not [issue.code for issue in reading.issues if issue.severity != "info"]
    assert (reading.code, reading.how) == (9210, "inferred")
    again = reading.received
    assert shapely.get_num_geometries(again) == shapely.get_num_geometries(shape)
    assert shapely.get_num_coordinates(again) == shapely.get_num_coordinates(shape)
    away = np.abs(shapely.get_coordinates(again) - shapely.get_coordinates(shape)).max()
    assert away <= 0.001
    assert printed(again).rows == printed(shape).rows


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shapes())
def test_reading_the_table_back_gives_the_same_polygon_to_a_millimetre(shape):
    assert_same(shape, "table.csv")


@pytest.mark.full
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shapes(), st.sampled_from(FORMATS))
def test_every_format_gives_a_thousand_polygons_back(shape, filename):
    assert_same(shape, filename)


@pytest.mark.parametrize("filename", FORMATS)
def test_every_format_gives_a_polygon_with_a_hole_and_two_parts_back(filename):
    hole = [(596100.0, 2301050.0), (596200.0, 2301050.0), (596200.0, 2301150.0)]
    island = [(597000.1234, 2301000.0), (597100.0, 2301000.0), (597100.0, 2301100.5)]
    assert_same(MultiPolygon([Polygon(RECTANGLE, [hole]), Polygon(island)]), filename)


def test_the_table_says_its_system_area_and_source_and_prints_x_north():
    table = printed(Polygon(RECTANGLE), source="1234/QĐ-UBND")
    text = "\n".join(table.preamble)
    assert "VN-2000, kinh tuyến trục 105°45', múi chiếu 3° (EPSG:9210)" in text
    assert "10,000000 ha" in text
    assert "1234/QĐ-UBND" in text
    first = table.rows[0]
    assert (first.name, first.north, first.east, first.side_m) == ("1", 2301000.0, 596000.0, 400.0)


def test_reading_the_table_back_measures_the_same_area_and_no_difference():
    reading = read_boundary(
        write_table(printed(Polygon(RECTANGLE)), "a.docx"), "a.docx", commune=COMMUNE
    )
    assert reading.areas.tm3_ha == reading.areas.stated_ha == Decimal("10.000000")


def test_degrees_are_put_into_the_measuring_zone_and_the_table_says_so():
    degrees = Polygon([(106.67, 20.80), (106.68, 20.80), (106.68, 20.81)])
    table = printed(degrees, 4326)
    assert "Tọa độ được tính chuyển từ WGS 84 (EPSG:4326)" in table.preamble
    assert 590_000 < table.rows[0].east < 600_000


@pytest.mark.parametrize("filename", FORMATS)
def test_a_name_that_looks_like_a_formula_stays_text(filename):
    table = build_table(
        Polygon(RECTANGLE), 9210, name="=1+1", area_ha=Decimal(10), measuring_code=9210
    )
    if filename.endswith(".csv"):
        assert "\r\n'=1+1" in write_table(table, filename).decode("utf-8-sig")
    assert not read_boundary(write_table(table, filename), filename).refused


def test_the_printed_sheet_and_document_fit_a_page_and_repeat_their_heading():
    table = printed(Polygon(RECTANGLE))
    sheet = load_workbook(io.BytesIO(write_table(table, "a.xlsx"))).active
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)
    assert sheet.print_title_rows == "$5:$5"
    document = Document(io.BytesIO(write_table(table, "a.docx")))
    assert round(document.sections[0].page_width.mm) == 210
    assert document.tables[0].rows[0]._tr.trPr.xpath("w:tblHeader")


def test_another_ending_is_refused_by_name():
    with pytest.raises(InvalidInput, match=r"table\.pdf"):
        write_table(printed(Polygon(RECTANGLE)), "table.pdf")
