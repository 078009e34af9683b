"""Tables as decisions print them."""

import io

import pytest
from openpyxl import Workbook

from cluster_gis.boundary.read import read_boundary
from cluster_gis.boundary.tables.angles import parse_angle
from cluster_gis.boundary.tables.numbers import parse_number, resolve
from tests.cluster_gis.boundary.tables import COMMUNE, RECTANGLE, csv_table

EAST_FIRST = "{name};{east};{north}"


def read(data, name="a.csv", crs="EPSG:9210"):
    return read_boundary(data, name, crs=crs, commune=COMMUNE)


def outline(reading):
    return list(reading.received.exterior.coords)[:-1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("2.413.383,45", 2413383.45, id="vietnamese"),
        pytest.param("2,413,383.45", 2413383.45, id="english"),
        pytest.param("2 413 383,45 m", 2413383.45, id="spaces-and-unit"),
        pytest.param("2413383.45", 2413383.45, id="plain"),
        pytest.param("596\u00a0400,5", 596400.5, id="no-break-space"),
        pytest.param("2.41.383", None, id="groups-of-two-are-no-number"),
        pytest.param("12a", None, id="letters"),
    ],
)
def test_numbers_are_read_as_written(text, value):
    number = parse_number(text)
    assert (number.value if number else None) == value


def test_one_separator_before_three_digits_is_decided_by_the_column():
    number = parse_number("587.123")
    assert resolve(number, "587.123", "comma_decimal", 0, 1) == 587123
    assert resolve(number, "587.123", "dot_decimal", 0, 1) == 587.123
    assert resolve(number, "587.123", "plain", 100_000, 900_000) == 587123
    assert resolve(number, "587.123", "plain", 0, 999) == 587.123


@pytest.mark.parametrize(
    ("text", "degrees", "axis"),
    [
        pytest.param("20°52'03,5\"N", 20 + 52 / 60 + 3.5 / 3600, "north", id="north"),
        pytest.param("106°40′12.3″ Đ", 106 + 40 / 60 + 12.3 / 3600, "east", id="dong"),
        pytest.param("20 52 03.5 B", 20 + 52 / 60 + 3.5 / 3600, "north", id="bac"),
        pytest.param("105°45'", 105.75, None, id="minutes-only"),
    ],
)
def test_angles_are_read_as_written(text, degrees, axis):
    value, hemisphere = parse_angle(text)
    assert value == pytest.approx(degrees, abs=1e-12)
    assert hemisphere == axis


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(csv_table(RECTANGLE, encoding="utf-16"), id="utf-16"),
        pytest.param(b"\xef\xbb\xbf" + csv_table(RECTANGLE), id="utf-8-with-mark"),
        pytest.param(csv_table(RECTANGLE, header="Diem;X;Y").replace(b";", b"\t"), id="tabs"),
        pytest.param(csv_table(RECTANGLE, header="STT;X(m);Y(m)").replace(b";", b","), id="commas"),
        pytest.param(csv_table(RECTANGLE, header="điểm;X;Y", encoding="cp1258"), id="cp1258"),
        pytest.param(csv_table(RECTANGLE, header="Point;East;North", line=EAST_FIRST), id="e-n"),
        pytest.param(csv_table(RECTANGLE, header="1;2;3"), id="no-heading"),
        pytest.param(csv_table([*RECTANGLE, RECTANGLE[0]]), id="first-point-repeated"),
    ],
)
def test_the_same_outline_comes_from_every_way_of_writing(data):
    reading = read(data)
    assert outline(reading) == list(RECTANGLE)
    assert not reading.refused


def test_vietnamese_numbers_are_read_and_said():
    rows = [f"{i};{n:,.2f};{e:,.2f}" for i, (e, n) in enumerate(RECTANGLE, 1)]
    text = "Điểm;X;Y\n" + "\n".join(rows).translate(str.maketrans(",.", ".,"))
    reading = read(text.encode())
    assert outline(reading) == list(RECTANGLE)
    assert "number_format" in {issue.code for issue in reading.issues}


def test_names_that_are_no_numbers_stay_names():
    data = "Tên điểm;X;Y\nVI;2301000;596000\nM12;2301000;596400\n7';2301250;596400\n".encode()
    reading = read(data)
    assert [v.name for v in reading.outline.vertices] == ["VI", "M12", "7'"]


def test_column_groups_side_by_side_are_put_in_order_over_repeated_headings():
    (e1, n1), (e2, n2), (e3, n3), (e4, n4) = RECTANGLE
    text = (
        "Bảng kê tọa độ;;;;;\n"
        "Số hiệu điểm;X (m);Y (m);Số hiệu điểm;X (m);Y (m)\n"
        f"1;{n1};{e1};3;{n3};{e3}\n"
        "Số hiệu điểm;X (m);Y (m);Số hiệu điểm;X (m);Y (m)\n"
        f"2;{n2};{e2};4;{n4};{e4}\n"
        "Ghi chú: tọa độ VN-2000;;;;;\n"
    )
    reading = read(text.encode())
    assert outline(reading) == list(RECTANGLE)
    assert "column_groups" in {issue.code for issue in reading.issues}
    assert not reading.refused


def test_a_hole_is_found_by_its_place():
    inner = ((596100.0, 2301050.0), (596200.0, 2301050.0), (596200.0, 2301150.0))
    rows = [*RECTANGLE, RECTANGLE[0], *inner, inner[0]]
    reading = read(csv_table(rows))
    assert len(reading.received.interiors) == 1
    assert float(reading.areas.tm3_ha) == 9.5


def test_a_workbook_with_printed_sides_is_cross_checked():
    sides = [400, 250, 400, 249]
    book = Workbook()
    sheet = book.active
    sheet.append(["BẢNG TỌA ĐỘ RANH GIỚI"])
    sheet.append(["Điểm", "X (m)", "Y (m)", "Cạnh (m)"])
    for number, ((east, north), side) in enumerate(zip(RECTANGLE, sides, strict=True), 1):
        sheet.append([number, north, east, side])
    stream = io.BytesIO()
    book.save(stream)
    reading = read(stream.getvalue(), "a.xlsx")
    [issue] = [i for i in reading.issues if i.code == "side_length_differs"]
    assert (issue.line, issue.point, issue.value) == (6, "4-1", "249.0")
    assert (round(issue.lon, 3), round(issue.lat, 3)) == (106.674, 20.801)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(lambda rows: [*rows[:2], "4;2301250;596400", "5;2301250;596000"],
                     "missing_vertex", id="a-number-is-left-out"),
        pytest.param(lambda rows: [rows[0], "2;2301000.0;596000.0", *rows[1:]],
                     "repeated_point", id="a-point-twice"),
        pytest.param(lambda rows: [rows[0], rows[2], rows[1], rows[3]],
                     "self_intersection", id="two-points-exchanged"),
        pytest.param(lambda rows: [*rows, "1;2301001.0;596000.0"],
                     "ring_unclosed", id="the-first-number-comes-again-elsewhere"),
        pytest.param(lambda rows: [*rows[:3], "4;23012x50;596000"],
                     "coordinate_unreadable", id="a-letter-in-a-number"),
        pytest.param(lambda rows: [*rows[:3], ";2301250;596000"],
                     "unnamed_vertex", id="a-point-without-a-number"),
        pytest.param(lambda rows: [*rows, "5;2301250;696000"],
                     "outlying_point", id="a-mistyped-digit"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_row_is_named_with_its_line(change, code):
    rows = [f"{i};{n};{e}" for i, (e, n) in enumerate(RECTANGLE, 1)]
    reading = read("\n".join(["Điểm;X;Y", *change(rows)]).encode())
    [issue] = [i for i in reading.issues if i.code == code]
    assert issue.line is not None
