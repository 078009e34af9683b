"""The list of clusters as a file: types of cells, first rows, neutralised text, and back again."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from cluster_gis.domain.amount import Amount
from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.list_columns import COLUMNS
from cluster_gis.ingest.cluster_list.read import read_cluster_list
from cluster_gis.reports.cluster_list import build_csv, build_workbook
from cluster_gis.reports.list_template import build_template
from cluster_gis.services.read_cluster_list import ClusterList, ListEntry

VALUES = {
    "code": "hp-a",
    "name": "=CCN A",
    "status": "operating",
    "decision_text": "-12/QĐ-UBND",
    "decision_date": DateSpan(date(2021, 2, 28), date(2021, 3, 1), "day"),
    "area_planned_ha": Amount(Decimal("40"), Decimal("50"), "range", "ha"),
    "area_established_ha": Amount(Decimal("49.37"), None, "about", "ha"),
    "fill_rate_pct": Amount(Decimal("50"), unit="pct"),
    "total_investment_vnd": Amount(Decimal("816600000000"), unit="vnd"),
    "construction_start_text": "2024-Q4",
    "n_projects": 4,
    "note": "@SUM(A1)\nhai dòng\x07",
}
LISTED = ClusterList(
    entries=[ListEntry(code="hp-a", values=VALUES, state=None)],
    province="Thành phố Hải Phòng",
    as_of=date(2024, 5, 1),
    known_at=None,
    revision=7,
    register="simulated",
    filters=[("Search", "“an”")],
)
NUMBER = {column.key: n for n, column in enumerate(COLUMNS, 1)}


@pytest.fixture(scope="module")
def sheet():
    return load_workbook(io.BytesIO(build_workbook(LISTED, "vi"))).active


def test_the_first_rows_say_what_the_list_is(sheet):
    told = [(sheet.cell(n, 1).value, sheet.cell(n, 2).value) for n in range(1, 6)]
    assert told[0][0] == "Danh mục cụm công nghiệp – Thành phố Hải Phòng"
    assert told[1][1].date() == date(2024, 5, 1)
    assert "MÔ PHỎNG" in told[2][1]
    assert "phiên bản số liệu 7" in told[2][1]
    assert told[3][1] == "Tìm kiếm: “an”"
    assert told[4][1].startswith("1 cụm")


def test_cells_are_numbers_and_dates_with_formats(sheet):
    def cell(key):
        return sheet.cell(8, NUMBER[key])

    assert sheet.cell(7, 1).value == "Mã cụm"
    assert (cell("area_established_ha").value, cell("n_projects").value) == (49.37, 4)
    assert cell("area_established_ha").number_format == '"khoảng "#,##0.00##'
    assert cell("total_investment_vnd").value == 816.6
    assert cell("decision_date").value.date() == date(2021, 2, 28)
    assert cell("decision_date").number_format == "dd/mm/yyyy"
    assert cell("area_planned_ha").value == "40–50"
    assert cell("industrial_land_ha").value is None
    assert cell("status").value == "Đang hoạt động"
    assert cell("construction_start_text").value == "quý IV/2024"


def test_text_is_never_a_formula(sheet):
    for key in ("name", "decision_text", "note"):
        cell = sheet.cell(8, NUMBER[key])
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert "\x07" not in sheet.cell(8, NUMBER["note"]).value
    assert "'=CCN A" in build_csv(LISTED, "vi").decode("utf-8-sig")


def test_the_sheet_is_set_up_for_reading_and_printing(sheet):
    assert sheet.freeze_panes == "C8"
    assert sheet.auto_filter.ref == "A7:AB8"
    assert sheet.print_title_rows == "$7:$7"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.xlsx", build_workbook(LISTED, "vi"), id="xlsx-vietnamese"),
        pytest.param("a.xlsx", build_workbook(LISTED, "en"), id="xlsx-english"),
        pytest.param("a.csv", build_csv(LISTED, "vi"), id="csv-vietnamese"),
        pytest.param("a.csv", build_csv(LISTED, "en"), id="csv-english"),
    ],
)
def test_what_is_written_can_be_read(name, content):
    reading = read_cluster_list(content, name, locale="vi" if b"Danh" in content else "en")
    [row] = reading.rows
    assert (reading.as_of, row.issues) == (date(2024, 5, 1), ())
    assert (reading.extra, reading.unsure, reading.missing) == ((), (), ())
    read = {key: cell.value for key, cell in row.cells.items()}
    assert read["name"] == "=CCN A"
    assert read["total_investment_vnd"].value == Decimal("816600000000")
    assert read["decision_date"] == VALUES["decision_date"]
    assert read["area_planned_ha"] == VALUES["area_planned_ha"]
    assert read["construction_start_text"] == "2024-Q4"
    assert "fill_rate_pct" not in read


def test_the_template_offers_choices_and_is_read_as_empty():
    content = build_template("vi")
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Danh sách cụm", "Giá trị", "Ví dụ"]
    rules = book.worksheets[0].data_validations.dataValidation
    assert {rule.type for rule in rules} == {"list", "decimal"}
    assert read_cluster_list(content, "mau.xlsx").rows == ()
