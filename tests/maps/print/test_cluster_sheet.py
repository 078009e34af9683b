"""The sheet of one cluster: numbered points and their table, or a circle that says what it is."""

import pytest

from maps.print.cluster_sheet import (
    ClusterSheet,
    PointRow,
    PointTable,
    draw_cluster_sheet,
    draw_table_page,
    neighbours_of,
    table_page_count,
)
from maps.print.document import About, write_pdf
from maps.print.paper import Sheet
from tests.maps.print.sheets import MIDDLE, paths, print_map, sides, surveyed, text_of

A4 = Sheet("A4", False)
X, Y = MIDDLE
CORNERS = [(X, Y), (X + 400, Y), (X + 400, Y + 250), (X, Y + 250)]


def table_of(count=4):
    rows = [PointRow(str(n + 1), CORNERS[n % 4][1], CORNERS[n % 4][0], 250.0) for n in range(count)]
    return PointTable(epsg=9210, preamble=("Diện tích: 10,000000 ha",), rows=rows)


def sheet_of(code="hp-do-dac", table=None):
    return ClusterSheet(
        wanted=print_map(),
        code=code,
        area=(X - 100, Y - 100, X + 500, Y + 350),
        province=(X - 60_000, Y - 50_000, X + 60_000, Y + 50_000),
        table=table,
    )


def pdf_of(asked, scale=5000):
    about = About(
        title="Phiếu",
        subject="",
        author="",
        language="vi",
        printed_on=asked.wanted.printed_on,
    )
    draft = ("Phiếu", lambda: draw_cluster_sheet(asked, A4, scale=scale, number="1/1"))
    return write_pdf([draft], about)


@pytest.fixture(scope="module")
def with_table():
    return pdf_of(sheet_of(table=table_of()))


def test_the_boundary_is_drawn_to_scale(with_table):
    """400 m by 250 m are 80 mm by 50 mm at 1:5 000."""
    assert any(
        len(points) >= 4 and sides(points)[:2] == pytest.approx([80.0, 50.0], abs=0.01)
        for points in paths(with_table)
    )


def test_points_and_table_and_facts_stand_on_the_sheet(with_table):
    said = text_of(with_table)
    for words in ("2.300.250", "590.400", "10,000000 ha", "10 ha", "Đang hoạt động", "hp-do-dac"):
        assert words in said
    assert "vị trí chỉ dẫn" not in said


def test_a_place_is_never_drawn_without_the_words_that_it_is_indicative():
    said = text_of(pdf_of(sheet_of("hp-tien-lang"), scale=50_000))
    assert "ranh giới" in said
    asked = sheet_of("hp-tien-lang")
    x, y = asked.wanted.plane.point(106.6, 20.72)
    from_it = ClusterSheet(
        wanted=asked.wanted,
        code=asked.code,
        area=(x - 900, y - 900, x + 900, y + 900),
        province=asked.province,
    )
    said = text_of(pdf_of(from_it, scale=15_000))
    assert "vị trí chỉ dẫn, chưa có ranh giới đo đạc" in said
    assert "50 ha" in said


def test_a_long_table_gets_pages_of_its_own():
    asked = sheet_of(table=table_of(300))
    assert table_page_count(sheet_of(table=table_of(16)), A4) == 0
    count = table_page_count(asked, A4)
    assert count == 2
    about = About(title="", subject="", author="", language="vi", printed_on=asked.wanted.as_of)
    drafts = [
        ("", lambda place=place: draw_table_page(asked, asked.table, A4, place))
        for place in range(count)
    ]
    made = write_pdf(drafts, about)
    written = f"{text_of(made, 0)} {text_of(made, 1)}".split()
    assert {str(n) for n in range(1, 301)} <= set(written)


def test_neighbours_are_the_nearest_with_a_known_commune():
    found = neighbours_of(sheet_of())
    assert {"Hp-e", "Thị trấn Tiên Lãng"} <= {name for name, *_rest in found}
    assert all(km <= 20 for _name, _state, km, _direction in found)
    assert sorted(found, key=lambda item: item[2]) == found
    assert "Hp-c" not in [name for name, *_rest in found]  # only its district is known


def test_the_cluster_itself_is_no_neighbour():
    assert surveyed()["properties"]["name"] not in [n for n, *_rest in neighbours_of(sheet_of())]
