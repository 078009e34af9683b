"""Lists of clusters as offices really save them, read cell by cell."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from cluster_gis.domain.amount import Amount
from cluster_gis.domain.date_span import DateSpan
from cluster_gis.errors import InvalidInput
from cluster_gis.ingest.cluster_list.read import describe_columns, read_cluster_list

HEADERS = [
    "STT",
    "Tên CCN",
    "Số quyết định",
    "Ngày ký",
    "Tổng diện tích (ha)",
    "Vốn đầu tư (tỷ đồng)",
]
ROW = [1, "CCN Cẩm Văn", "12/QĐ-UBND", date(2021, 2, 28), 35, 480]


def workbook(rows, title="Danh mục", **more):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, others in more.items():
        other = book.create_sheet(name)
        for row in others:
            other.append(row)
    return book


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(rows, name="a.xlsx", **options):
    content = rows if isinstance(rows, bytes) else saved(workbook(rows))
    return read_cluster_list(content, name, **options)


def only_cell(value, header="Ngày ký", **options):
    reading = read([["Tên CCN", header], ["CCN A", value]], **options)
    [row] = reading.rows
    key = next(k for k in reading.columns if k != "name")
    return row.cells[key].value if key in row.cells else row.issues[0]


def test_a_list_with_titles_above_a_running_number_and_a_sum_below():
    above = [["UBND THÀNH PHỐ"], ["DANH MỤC CỤM CÔNG NGHIỆP"], []]
    total = ["", "Tổng cộng", None, None, 35, 480]
    reading = read([*above, HEADERS, [1, 2, 3, 4, 5, 6], ROW, total])
    [row] = reading.rows
    assert row.line == 6
    assert row.cells["name"].place == "Danh mục!B6"
    assert row.cells["decision_date"].value == DateSpan(date(2021, 2, 28), date(2021, 3, 1), "day")
    assert row.cells["area_established_ha"].value == Amount(Decimal(35), unit="ha")
    assert row.cells["total_investment_vnd"].value.value == Decimal(480_000_000_000)
    assert reading.extra == ()
    assert "industrial_land_ha" in reading.missing


def test_headers_over_two_rows_with_merged_cells():
    book = workbook(
        [
            ["Tên CCN", "Quận, huyện", "Diện tích (ha)", None],
            [None, None, "Quy hoạch", "Thành lập"],
            ["CCN A", "An Lão", 50, 49.37],
            ["CCN B", None, 20, None],
        ]
    )
    book.active.merge_cells("A1:A2")
    book.active.merge_cells("B1:B2")
    book.active.merge_cells("C1:D1")
    book.active.merge_cells("B3:B4")
    first, second = read(saved(book)).rows
    assert first.cells["area_planned_ha"].value.value == 50
    assert first.cells["area_established_ha"].value.value == Decimal("49.37")
    assert second.cells["district_text"].value == "An Lão"
    assert second.empty == ("area_established_ha",)


def test_columns_in_another_order_in_english_and_with_another_unit():
    [row] = read([["Leased land (m2)", "Name", "Status"], [175000, "A", "Operating"]]).rows
    assert row.cells["leased_industrial_land_ha"].value.value == Decimal("17.5")
    assert row.cells["status"].value == "operating"


def test_a_header_that_only_resembles_one_is_asked_about_and_can_be_named():
    rows = [["Tên CCN", "Ngày ký", "Tổng mức đầu tuư"], ["A", None, 480]]
    reading = read(rows)
    assert reading.unsure == (("C", "Tổng mức đầu tuư", "total_investment_vnd"),)
    assert any("--column" in message for message, _ in describe_columns(reading))
    [row] = read(rows, named={"total_investment_vnd": "Tổng mức đầu tuư"}).rows
    assert row.cells["total_investment_vnd"].value.value == Decimal(480_000_000_000)


def test_extra_columns_and_hidden_rows_are_told():
    book = workbook([["Tên CCN", "Ngày ký", "Ý kiến của sở"], ["A", None, "x"], ["B", None, "y"]])
    book.active.row_dimensions[3].hidden = True
    told = describe_columns(read(saved(book)))
    assert {"columns": "C (Ý kiến của sở)"} in [values for _, values in told]
    assert {"rows": "3"} in [values for _, values in told]


def test_several_sheets_are_asked_about_and_example_sheets_are_not_read():
    rows = [["Tên CCN", "Ngày ký"], ["A", None]]
    two = saved(workbook(rows, title="An Lão", **{"Kiến Thụy": rows}))
    with pytest.raises(InvalidInput) as problem:
        read(two)
    assert "Kiến Thụy" in problem.value.values["value"]
    assert read(two, sheet="Kiến Thụy").sheet == "Kiến Thụy"
    assert read(saved(workbook(rows, title="An Lão", **{"Ví dụ": rows}))).sheet == "An Lão"


@pytest.mark.parametrize(
    ("value", "span"),
    [
        pytest.param("28/02/2021", (date(2021, 2, 28), "day"), id="text-as-vietnam-writes-it"),
        pytest.param("2021-02-28", (date(2021, 2, 28), "day"), id="iso"),
        pytest.param(date(2021, 2, 28), (date(2021, 2, 28), "day"), id="a-date-cell"),
        pytest.param(44255, (date(2021, 2, 28), "day"), id="a-serial-number"),
        pytest.param("44255", (date(2021, 2, 28), "day"), id="a-serial-number-as-text"),
        pytest.param(2021, (date(2021, 1, 1), "year"), id="a-year-as-a-number"),
        pytest.param("02/2021", (date(2021, 2, 1), "month"), id="a-month"),
        pytest.param("Quý III/2021", (date(2021, 7, 1), "quarter"), id="a-quarter"),
    ],
)
def test_dates_as_programs_save_them(value, span):
    found = only_cell(value)
    assert (found.start, found.precision) == span


@pytest.mark.parametrize(
    ("value", "code"),
    [
        pytest.param("31/02/2021", "no_such_day", id="not-in-the-calendar"),
        pytest.param("02/25/2021", "date_month_first", id="month-before-day"),
        pytest.param("ngày mai", "not_a_date", id="words"),
        pytest.param(7, "not_a_date", id="a-small-number"),
    ],
)
def test_wrong_dates_name_their_cell(value, code):
    issue = only_cell(value)
    assert (issue.code, issue.place, issue.key) == (code, "Danh mục!B2", "decision_date")
    assert issue.value == str(value)


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        pytest.param("49,37", ("49.37", None, None), id="decimal-comma"),
        pytest.param("khoảng 50", ("50", None, "about"), id="about"),
        pytest.param("40–50", ("40", "50", "range"), id="a-range"),
        pytest.param("493.700 m2", ("49.37", None, None), id="square-metres-printed"),
        pytest.param(0, ("0", None, None), id="zero-is-zero"),
    ],
)
def test_areas(value, amount):
    found = only_cell(value, header="Diện tích", locale="vi")
    low, high, qualifier = amount
    assert (found.value, found.qualifier) == (Decimal(low), qualifier)
    assert found.value_max == (None if high is None else Decimal(high))


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        pytest.param("Diện tích", "1.234", "not_a_number", id="two-readings-without-a-locale"),
        pytest.param("Diện tích", "5 tỷ", "unit_of_other_kind", id="money-in-an-area"),
        pytest.param("Diện tích", -3, "number_out_of_range", id="below-zero"),
        pytest.param("Diện tích", date(2021, 5, 1), "date_for_number", id="turned-into-a-day"),
        pytest.param("Số dự án", 1.5, "not_a_count", id="half-a-project"),
        pytest.param("Trạng thái", "lạ", "not_a_choice", id="no-such-state"),
        pytest.param("Mã", "HP Cam Van!", "code_form", id="no-code"),
        pytest.param("Ghi chú", "#REF!", "formula_error", id="an-error-of-a-formula"),
    ],
)
def test_what_cannot_stand_in_a_cell(header, value, code):
    assert only_cell(value, header=header).code == code


def test_a_formula_without_a_stored_value_is_told():
    reading = read([["Tên CCN", "Diện tích"], ["A", "=25+25"]])
    assert reading.unsaved == ("Danh mục!B2",)
    assert reading.rows[0].empty == ("area_established_ha",)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param("Tên CCN;Diện tích\r\nA;49,37\r\n", "utf-8-sig", id="vietnamese-excel"),
        pytest.param('Tên CCN,Diện tích\r\nA,"49,37"\r\n', "utf-8", id="libreoffice"),
        pytest.param("Tên CCN\tDiện tích\r\nA\t49,37\r\n", "utf-16", id="unicode-text-of-excel"),
    ],
)
def test_text_tables(text, encoding):
    [row] = read(text.encode(encoding), "a.csv", locale="vi").rows
    assert row.cells["area_established_ha"].value.value == Decimal("49.37")
    assert row.cells["area_established_ha"].place == "B2"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04 not a zip", id="broken"),
        pytest.param(b"\xd0\xcf\x11\xe0 old", id="old-excel"),
        pytest.param(b"a,b\n1,2\n", id="no-list"),
        pytest.param(bytes(range(256)) * 20, id="noise"),
    ],
)
def test_files_without_a_list_get_one_sentence(content):
    with pytest.raises(InvalidInput):
        read(content)
