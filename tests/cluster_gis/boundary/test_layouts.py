"""Layouts of tables that decisions have and spreadsheets would not."""

import io

import pytest
from docx import Document
from openpyxl import Workbook

from cluster_gis.boundary.read import read_boundary
from tests.cluster_gis.boundary.tables import COMMUNE, RECTANGLE, csv_table

NORTH = [n for _, n in RECTANGLE]
EAST = [e for e, _ in RECTANGLE]
UP_NORTH = tuple((e, n + 1000) for e, n in RECTANGLE)


def read(data, name="a.csv", crs="EPSG:9210"):
    return read_boundary(data, name, crs=crs, commune=COMMUNE)


def document(rows, paragraphs=()):
    paper = Document()
    for text in paragraphs:
        paper.add_paragraph(text)
    if rows:
        table = paper.add_table(rows=len(rows), cols=len(rows[0]))
        for line, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(line, column).text = str(text)
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def lines(points, label="{name};{north};{east}"):
    return [label.format(name=i, north=n, east=e) for i, (e, n) in enumerate(points, 1)]


def outline(reading):
    return list(reading.received.exterior.coords)[:-1]


def one_row_of_lines():
    cells = ("\n".join(map(str, values)) for values in ((1, 2, 3, 4), NORTH, EAST))
    return document([("Điểm", "X (m)", "Y (m)"), tuple(cells)])


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(one_row_of_lines(), "a.docx", id="all-points-of-a-page-in-one-row"),
        pytest.param(
            document([], lines(RECTANGLE, "Điểm M{name}: X = {north}; Y = {east}")),
            "a.docx",
            id="points-in-sentences",
        ),
        pytest.param(
            "\n".join(["Mốc   X (m)   Y (m)", *lines(RECTANGLE, "M {name}   {north}   {east}")])
            .encode(),
            "a.txt",
            id="columns-at-wide-gaps-with-spaces-in-names",
        ),
    ],
)  # fmt: skip
def test_points_that_stand_in_no_columns_are_read(data, name):
    assert outline(read(data, name)) == list(RECTANGLE)


def test_longitude_and_latitude_in_one_cell_are_read():
    angles = ["20°48'00\"N 106°40'00\"E", "20°48'00\"N 106°40'14\"E", "20°48'08\"N 106°40'14\"E"]
    text = "Điểm;Tọa độ\n" + "\n".join(f"{i};{a}" for i, a in enumerate(angles, 1))
    reading = read(text.encode(), crs="EPSG:4326")
    assert [v.name for v in reading.outline.vertices] == ["1", "2", "3"]
    assert outline(reading)[0] == pytest.approx((106 + 40 / 60, 20.8))


def merged_ring_names():
    book = Workbook()
    sheet = book.active
    sheet.append(["Khu", "Điểm", "X", "Y"])
    for name, points in (("Khu A", RECTANGLE), ("Khu B", UP_NORTH)):
        for number, (east, north) in enumerate(points, 1):
            sheet.append([name if number == 1 else None, number, north, east])
    sheet.merge_cells("A2:A5")
    sheet.merge_cells("A6:A9")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def under(heading, rows):
    return "\n".join([heading, *rows]).encode()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(merged_ring_names(), "a.xlsx", id="the-ring-is-named-once-in-a-merged-cell"),
        pytest.param(
            under("Điểm;X;Y", [*lines(RECTANGLE, "A{name};{north};{east}"),
                               *lines(UP_NORTH, "B{name};{north};{east}")]),
            "a.csv", id="another-letter-begins-again-at-one",
        ),
        pytest.param(
            under("Điểm;X;Y", ["Khu 1;;", *lines(RECTANGLE), "Khu 2;;", *lines(UP_NORTH)]),
            "a.csv", id="a-title-row-over-each-ring",
        ),
    ],
)  # fmt: skip
def test_two_rings_without_closing_points_are_two_parts(data, name):
    reading = read(data, name)
    assert str(reading.areas.tm3_ha) == "20.000000"
    assert not reading.refused


def test_a_blank_row_ends_a_ring_only_where_one_ring_would_cross_itself():
    numbered = [*RECTANGLE, *UP_NORTH]
    rows = lines(numbered)
    reading = read(under("Điểm;X;Y", [*rows[:4], ";;", *rows[4:]]))
    assert str(reading.areas.tm3_ha) == "20.000000"
    [issue] = [i for i in reading.issues if i.code == "rings_parted"]
    assert (issue.line, issue.point) == (7, "5")
    whole = lines([*RECTANGLE, (595990.0, 2301240.0), (595980.0, 2301100.0)])
    reading = read(under("Điểm;X;Y", [*whole[:3], ";;", *whole[3:]]))
    assert not [i for i in reading.issues if i.code == "rings_parted"]
    assert len(reading.outline.rings) == 1


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("kinh tuyến trục 105,75°", id="decimal-comma"),
        pytest.param("KTT: 105.75", id="decimal-point"),
        pytest.param("L0=105o45'", id="l-zero"),
        pytest.param("kinh tuyến trục Hải Phòng 105°45'00\"", id="name-of-the-province-between"),
        pytest.param("KTT 105 độ 45 phút", id="words-for-signs"),
    ],
)
def test_the_meridian_is_read_however_it_is_written(words):
    title = f"Hệ VN-2000, {words}, múi 3 độ"
    reading = read(csv_table(RECTANGLE, title=title), crs=None)
    assert (reading.code, reading.how) == (9210, "inferred")


def test_a_lot_number_is_no_meridian():
    reading = read(csv_table(RECTANGLE, title="Hệ VN-2000. Lô: 105, tờ bản đồ 12"), crs=None)
    assert reading.code is None
