"""The boundary page: swapped axes are seen on the map, a candidate is picked, areas compared."""

import io

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.cluster_gis.boundary.tables import COMMUNE, RECTANGLE, csv_table


@pytest.fixture
def swapped_workbook(tmp_path):
    book = Workbook()
    book.active.append(["Điểm", "X (m)", "Y (m)"])
    for number, (east, north) in enumerate(RECTANGLE, 1):
        book.active.append([number, east, north])
    stream = io.BytesIO()
    book.save(stream)
    path = tmp_path / "ranh.xlsx"
    path.write_bytes(stream.getvalue())
    return path


def test_without_scripts_the_answer_is_a_whole_page(client):
    answer = client.post(
        "/boundaries",
        files={"file": ("a.csv", csv_table(RECTANGLE))},
        data={"crs": "EPSG:9210", "commune": COMMUNE, "stated_area_ha": "10,3"},
    )
    assert answer.status_code == 200
    assert "<html" in answer.text
    assert "10.000000 ha" in answer.text
    assert "-2.91 %" in answer.text


def test_a_name_in_the_file_that_is_a_script_stays_text(client):
    table = csv_table(RECTANGLE).replace(b"\n1;", b"\n<script>alert(1)</script>;")
    text = client.post(
        "/boundaries", files={"file": ("a.csv", table + b"\n<script>alert(1)</script>;1;x")}
    ).text
    assert "<script>alert(1)" not in text


def test_repairs_are_offered_by_name_and_add_up_over_a_picked_candidate(client):
    twisted = [RECTANGLE[0], RECTANGLE[2], RECTANGLE[1], RECTANGLE[3], RECTANGLE[3]]
    data = csv_table([(north, east) for east, north in twisted])
    fields = {"commune": COMMUNE, "again": "EPSG:9210+swapped drop_repeated_points"}
    text = client.post("/boundaries", files={"file": ("a.csv", data)}, data=fields).text
    assert "tách ranh giới tại chỗ tự cắt" in text
    offer = "EPSG:9210+swapped drop_repeated_points make_valid"
    assert f'value="{offer}"' in text
    fields["again"] = offer
    text = client.post("/boundaries", files={"file": ("a.csv", data)}, data=fields).text
    assert "5.000000 ha" in text
    assert "repeated_point" not in text


@pytest.mark.browser
def test_swapped_axes_are_seen_picked_and_compared(new_page, site, swapped_workbook):
    page = new_page(viewport={"width": 1280, "height": 1000}, locale="vi-VN")
    page.goto(f"{site}/boundaries")
    page.set_input_files("#file", swapped_workbook)
    page.fill("#crs", "EPSG:9210")
    page.fill("#commune", COMMUNE)
    page.fill("#stated", "10,3")
    page.click("#boundary button[type=submit]")
    expect(page.locator("#answer h2")).to_contain_text("Chưa dùng được")
    expect(page.locator("#answer .issues")).to_contain_text("axes_swapped")
    frame = page.frame_locator("#answer iframe")
    expect(frame.locator("path.leaflet-interactive").first).to_be_visible()
    page.click("#candidates button[value='EPSG:9210+swapped']")
    expect(page.locator("#areas")).to_contain_text("10.000000 ha")
    expect(page.locator("#areas")).to_contain_text("-2.91 %")
    expect(page.locator("#answer h2")).to_contain_text("Dùng được")
