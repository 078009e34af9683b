"""The desk in Chromium: what a new user does, by mouse and by keys, with the network cut."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.api.pages.conftest import HOSTILE

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def open_desk(new_page, site):
    """Opens the desk and waits for its clusters."""

    def open_it(query="", size=DESK, **options):
        page = new_page(viewport=size, **options)
        page.goto(f"{site}/{query}")
        page.locator("[data-shown]").wait_for()
        return page

    return open_it


def count(page, code):
    return page.locator(f".cg-legend input[value={code}]").locator("xpath=..").locator(".cg-count")


def test_how_many_were_established_on_a_day_and_how_many_are_not_known(open_desk):
    page = open_desk()
    page.evaluate("window.same_page = true")
    page.fill("#cg-date", "31/02/2021")
    page.keyboard.press("Enter")
    expect(page.locator("#cg-date-wrong")).to_contain_text("dd/mm/yyyy")
    page.fill("#cg-date", "31/12/2021")
    page.keyboard.press("Enter")
    expect(page.locator(".cg-headline")).to_have_text(
        "Ngày 31/12/2021: 4 cụm đã thành lập; 1 cụm chưa rõ tình trạng"
    )
    expect(count(page, "unknown")).to_have_text("1")
    assert page.evaluate("window.same_page") is True
    assert "as_of=2021-12-31" in page.url
    page.focus("#cg-slider")
    page.keyboard.press("Home")
    expect(page.locator("[data-shown='2009-01-31']")).to_be_attached()
    expect(count(page, "unknown")).to_have_text("5")
    page.go_back()
    expect(page.locator("[data-shown='2021-12-31']")).to_be_attached()
    expect(page.locator("#cg-date")).to_have_value("31/12/2021")


def test_which_operating_clusters_lack_central_wastewater_treatment(open_desk):
    page = open_desk()
    page.get_by_role("link", name="Nước thải").click()
    page.locator("[data-shown]").wait_for()
    page.select_option("#cg-status", "operating")
    expect(page.locator(".cg-total")).to_have_text("Đang hiện 3 trên 3 cụm")
    expect(count(page, "unknown")).to_have_text("3")
    page.uncheck(".cg-legend input[value=in_operation]")
    page.get_by_text("Cụm trong khung nhìn").click()
    expect(page.locator(".cg-in-view button")).to_have_count(3)
    assert "subject=environment" in page.url
    assert "status=operating" in page.url
    page.get_by_role("link", name="Mở dạng danh sách").click()
    expect(page.locator("table.clusters tbody tr")).to_have_count(3)


def test_what_changed_in_the_plan_in_a_year(open_desk):
    page = open_desk()
    page.get_by_role("link", name="Biến động").click()
    page.locator("[data-shown]").wait_for()
    page.get_by_label("Từ", exact=True).fill("01/01/2021")
    page.get_by_label("Đến", exact=True).fill("31/12/2021")
    page.keyboard.press("Enter")
    page.wait_for_url("**from=01/01/2021**")
    page.locator("[data-shown]").wait_for()
    expect(page.locator(".cg-told").first).to_have_text("Biến động từ 01/01/2021 đến 31/12/2021.")
    expect(page.locator(".cg-listing li")).to_have_count(1)
    expect(page.locator(".cg-listing")).to_contain_text("Tiên Lãng")


def test_the_whole_desk_by_keys(open_desk):
    page = open_desk()
    page.get_by_text("Cụm trong khung nhìn").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    names = page.locator(".cg-in-view button")
    expect(names.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(names.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    card = page.locator(".cg-card")
    expect(card).to_be_focused()
    expect(card.locator(".cg-verdicts li")).to_have_count(4)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(names.nth(1)).to_be_focused()
    page.locator(".cg-skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-container").first).to_be_focused()


def test_a_view_can_be_sent_and_read_in_the_other_language(open_desk):
    query = (
        "?province=hai-phong&as_of=31/12/2021&select=hp-tien-lang&hide=state.planned"
        "&at=11/20.7500/106.6000&layers=areas,labels"
    )
    page = open_desk(query)
    expect(page.locator(".cg-card h2")).to_have_text("Tiên Lãng")
    assert page.is_checked(".cg-legend input[value=planned]") is False
    page.get_by_role("link", name="English").click()
    page.locator("[data-shown]").wait_for()
    expect(page.locator(".cg-headline")).to_contain_text("On 31/12/2021: 3 clusters established")
    expect(page.locator(".cg-card h2")).to_have_text("Tiên Lãng")
    assert "at=11/20.7500/106.6000" in page.url
    assert page.evaluate("map_plan.getZoom()") == 11
    assert page.is_checked(".cg-layers input[value=areas]")
    assert not page.is_checked(".cg-layers input[value=lines]")
    expect(page.locator(".cg-card .cg-open")).to_have_attribute(
        "href", re.compile(r"/clusters/hp-tien-lang\?as_of=2021-12-31")
    )


def test_what_went_wrong_is_said_in_words_and_can_be_tried_again(open_desk):
    page = open_desk()
    page.route("**/maps/rows/**", lambda route: route.abort())
    page.fill("#cg-date", "01/06/2020")
    page.keyboard.press("Enter")
    trouble = page.locator(".cg-trouble")
    expect(trouble).to_contain_text("Không kết nối được máy chủ")
    expect(trouble).to_contain_text("Bản đồ vẫn đang thể hiện ngày")
    page.unroute("**/maps/rows/**")
    page.route("**/maps/rows/**", lambda route: route.fulfill(status=503, body="{}"))
    trouble.get_by_role("button").click()
    expect(trouble).to_contain_text("Cơ sở dữ liệu hiện không trả lời")
    page.unroute("**/maps/rows/**")
    trouble.get_by_role("button").click()
    expect(trouble).to_be_hidden()
    expect(page.locator("[data-shown='2020-06-01']")).to_be_attached()


def test_axe_finds_nothing_serious_with_everything_open(open_desk):
    page = open_desk("?select=hp-tien-lang")
    page.locator(".cg-verdicts li").first.wait_for()
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
    found = Axe().run(page).response["violations"]
    serious = [
        f"{one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
    assert not serious, "\n".join(serious)


def test_on_a_phone_the_panel_is_a_sheet_and_hostile_names_are_text(open_desk):
    page = open_desk("?select=hp-thu", PHONE)
    expect(page.locator(".cg-card h2")).to_have_text(HOSTILE)
    page.locator(".cg-close").click()
    page.locator(".cg-sheet").click()
    expect(page.locator(".cg-headline")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("window.hacked") is None
    page.locator(".cg-search input").fill("viet hoa")
    page.keyboard.press("Enter")
    expect(page.locator(".cg-card h2")).to_have_text("Việt Hòa")


def test_layers_from_tiles_follow_the_day_and_say_when_there_is_nothing(open_desk):
    page = open_desk("?at=13/20.7500/106.6000&layers=areas,restricted")
    note = page.locator("[data-layer=restricted_areas] .cg-tile-note")
    expect(note).to_contain_text("Chưa nạp khu vực hạn chế nào")
    page.evaluate("window.same_page = true")
    with page.expect_request(re.compile("admin_units/tiles/.*datetime=")):
        page.check(".cg-layers input[value=units]")
    assert "layers=areas,restricted,units" in page.url
    with page.expect_request(re.compile("admin_units/tiles/.*datetime=2021-12-31")):
        page.fill("#cg-date", "31/12/2021")
        page.keyboard.press("Enter")
    expect(page.locator("[data-layer=admin_units] .cg-count").first).not_to_be_empty()
    page.go_back()
    expect(page.locator(".cg-layers input[value=units]")).to_be_checked()
    assert page.evaluate("window.same_page") is True


def test_province_lines_are_those_of_the_day(open_desk):
    page = open_desk("?as_of=01/07/2025")
    lines = "document.querySelectorAll('.leaflet-cg-lines-pane path').length"
    after = page.evaluate(lines)
    page.fill("#cg-date", "30/06/2025")
    page.keyboard.press("Enter")
    page.locator("[data-shown='2025-06-30']").wait_for()
    before = page.evaluate(lines)
    assert before > after
    page.go_back()
    page.locator("[data-shown='2025-07-01']").wait_for()
    assert page.evaluate(lines) == after


def test_a_unit_or_sector_that_is_not_known_is_told_and_can_be_taken_away(open_desk):
    page = open_desk("?unit=2025:99999&sector=%3Cb%3Ex")
    trouble = page.locator(".cg-trouble")
    expect(trouble).to_contain_text("đơn vị 2025:99999")
    expect(trouble).to_contain_text("ngành nghề <b>x")
    trouble.get_by_role("button").first.click()
    trouble.get_by_role("button").first.click()
    expect(trouble).to_be_hidden()
    assert "unit=" not in page.url


def test_the_desk_prints_what_it_shows(open_desk):
    page = open_desk("?subject=change&from=2020-12-31&to=2021-12-31")
    page.select_option("#cg-province", "hai-phong")
    page.get_by_text("In bản đồ", exact=True).click()
    page.check("#print-view")
    page.select_option("#print-paper", "A4")
    assert Axe().run(page, context=".print-menu").violations_count == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="Tạo tệp PDF").click()
    asked = download.value.url
    for part in ("province=hai-phong", "from=2020-12-31", "paper=A4", "theme=change", "bbox="):
        assert part in asked
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
