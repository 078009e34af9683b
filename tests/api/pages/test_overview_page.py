"""`/overview`: its figures are those of the lists that they open; tables become files."""

import io
import re
from decimal import Decimal
from html import unescape

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

HTML = {"accept": "text/html"}


def links(html):
    """(address of a list, figure printed on it) of every figure of the page that is a number."""
    found = re.findall(r'<a href="(/clusters\?[^"]*|/clusters)">([\d.]+)</a>', html)
    return [(unescape(address), int(number.replace(".", ""))) for address, number in found]


@pytest.mark.parametrize("query", ["", "&as_of=2021-03-01", "&province=all&as_of=2015-06-01"])
def test_each_figure_equals_the_list_it_opens(client, query):
    html = client.get(f"/overview?lang=vi{query}", headers=HTML).text
    checked = links(html)
    assert len(checked) > 5
    for address, number in checked:
        listed = client.get(address, headers=HTML).text
        assert re.search(r'<p id="found"[^>]*><strong>(\d+)</strong>', listed)[1] == str(number), (
            address
        )


def test_a_sum_says_of_how_many_clusters_it_is_and_unknown_is_not_zero(client):
    html = client.get("/overview?lang=vi", headers=HTML).text
    assert "cụm có số liệu" in html
    assert re.search(r"quá hạn</h2>\s*<p class=\"figure\"><span class=\"unknown\">", html)


def test_a_chart_has_its_table_and_its_letters_are_text(client):
    html = client.get("/overview?lang=vi", headers=HTML).text
    pictures = re.findall(r'<div class="(chart|spark)" aria-hidden="true"', html)
    assert len(pictures) == html.count("<svg xmlns")
    assert html.count("<summary>Xem dưới dạng bảng") >= 4
    assert "Đang hoạt động</text>" in html


def test_an_unknown_class_is_refused_by_name(client):
    answer = client.get("/clusters?wastewater=clean", headers=HTML)
    assert answer.status_code == 400
    assert "wastewater" in answer.text


def test_a_list_of_a_class_says_so_in_its_file(client):
    answer = client.get("/clusters.xlsx?lang=vi&status=formed&wastewater=unknown")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    head = " ".join(str(cell.value) for row in sheet.iter_rows(max_row=6) for cell in row)
    assert "Xử lý nước thải tập trung" in head
    assert "Đã thành lập, đang xây dựng hoặc đang hoạt động" in head


TABLE = {
    "title": "Theo đơn vị [1/2]",
    "page": "Tổng quan",
    "address": "/overview?as_of=2021-03-01",
    "filter": "=HYPERLINK(1)",
    "columns": ["Đơn vị", "Số cụm", "Ngày"],
    "rows": [["=1+1", 1234.5, {"day": "2021-12-31"}], ["Đồ Sơn", None, "không rõ"]],
}


def test_a_shown_table_becomes_a_workbook_with_figures_days_and_its_filter(client):
    answer = client.post("/tables.xlsx?as_of=2021-03-01&lang=vi", json=TABLE)
    assert answer.status_code == 200, answer.text
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    text = " ".join(str(cell) for row in rows[:7] for cell in row)
    assert "2021-03-01" in text
    assert "=HYPERLINK(1)" in text
    start = rows.index(("Đơn vị", "Số cụm", "Ngày"))
    assert rows[start + 1][1] == 1234.5
    assert rows[start + 1][2].isoformat().startswith("2021-12-31")
    assert rows[start + 2][:2] == ("Đồ Sơn", None)
    cell = load_workbook(io.BytesIO(answer.content)).active.cell(start + 2, 1)
    assert cell.data_type == "s"


def test_the_csv_of_a_language_is_as_its_spreadsheets_read_it(client):
    text = client.post("/tables.csv?lang=vi", json=TABLE).content.decode("utf-8-sig")
    assert "'=1+1;1234,5;31/12/2021" in text
    text = client.post("/tables.csv?lang=en", json=TABLE).content.decode("utf-8-sig")
    assert "'=1+1,1234.5,2021-12-31" in text


def test_money_is_a_number_of_dong_in_a_workbook_with_its_mark(client):
    table = TABLE | {"columns": ["Tiền"], "rows": [[{"vnd": "816600000000", "mark": "khoảng"}]]}
    answer = client.post("/tables.xlsx?lang=vi", json=table)
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cell = sheet.cell(sheet.max_row, 1)
    assert cell.value == 816_600_000_000
    assert cell.number_format == '"khoảng "#,##0\\ "đ"'
    text = client.post("/tables.csv?lang=vi", json=table).content.decode("utf-8-sig")
    assert text.splitlines()[-1] == "khoảng 816600000000"


def test_cells_of_money_carry_their_amount(client):
    html = client.get("/overview?lang=vi", headers=HTML).text
    assert re.search(
        r'<td class="num" data-vnd="\d+(\.\d+)?">[\d.,]+ (tỷ|triệu) đồng', html.replace("\xa0", " ")
    )


def test_a_row_longer_than_its_heads_is_refused(client):
    answer = client.post("/tables.csv", json=TABLE | {"rows": [[1, 2, 3, 4]]})
    assert answer.status_code in (400, 422)
    assert "rows[0]" in answer.text


@pytest.mark.browser
def test_a_reader_sorts_filters_and_saves_a_table(site, new_page, tmp_path):
    page = new_page(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page.goto(f"{site}/overview?lang=en&province=all")
    page.locator("section", has=page.get_by_role("heading", name="by year")).locator(
        "summary"
    ).click()
    table = page.locator('table[data-cg-table="Clusters by state, by year"]')
    first = table.locator("tbody th").first
    expect(first).to_have_text("31/12/2009")
    day = table.get_by_role("button", name="Day")
    day.click()
    day.click()
    expect(table.locator("thead th").first).to_have_attribute("aria-sort", "descending")
    expect(first).not_to_have_text("31/12/2009")
    page.get_by_label("Filter the table: Clusters by state, by year").fill("2012")
    expect(table.locator("tbody tr:visible")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel (XLSX): Clusters by state, by year").click()
    download.value.save_as(tmp_path / "table.xlsx")
    rows = list(load_workbook(tmp_path / "table.xlsx").active.iter_rows(values_only=True))
    assert ("Filter", "2012") in [row[:2] for row in rows]
    saved = [row for row in rows if hasattr(row[0], "year")]
    assert [row[0].year for row in saved] == [2012]
    assert all(value is None or Decimal(value) >= 0 for value in saved[0][1:])
