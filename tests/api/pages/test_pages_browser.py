"""The pages in Chromium with the outside cut off: no foreign request, no script error."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PAGES = [
    pytest.param("/", id="map"),
    pytest.param("/overview", id="overview"),
    pytest.param("/clusters", id="list"),
    pytest.param("/clusters?status=formed&wastewater=unknown", id="list-of-a-class"),
    pytest.param("/staging", id="staging"),
    pytest.param("/quality", id="quality"),
    pytest.param("/clusters/hp-tien-lang", id="cluster"),
    pytest.param("/clusters/hp-thu", id="hostile-cluster"),
    pytest.param("/law", id="law"),
    pytest.param("/clusters/hp-tien-lang/findings?procedure=expand", id="findings"),
    pytest.param("/clusters/hp-thu/findings?procedure=operate", id="hostile-findings"),
    pytest.param("/law/rules", id="rule-book"),
    pytest.param("/law/rules/EST-FILL", id="rule"),
    pytest.param("/law/findings?rule=AREA-MAX&thresholds=AREA-MAX%3D40", id="findings-by-rule"),
    pytest.param("/plans", id="plans"),
    pytest.param("/progress", id="progress"),
    pytest.param("/clusters/hp-tien-lang/progress", id="progress-of-a-cluster"),
    pytest.param("/support", id="support"),
    pytest.param("/legacy", id="legacy"),
    pytest.param("/sectors", id="sectors"),
    pytest.param("/reports", id="reports"),
    pytest.param("/clusters/none", id="not-found"),
]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def open_at(new_page, site):
    """Opens an address of the site; complains of every message on the console."""
    said = []

    def open_it(address, size=DESK, base=None, **options):
        page = new_page(viewport=size, **options)
        page.on(
            "console",
            lambda message: said.append(message.text) if message.type == "error" else None,
        )
        page.goto((base or site) + address)
        return page

    yield open_it
    said = [text for text in said if "status of 404" not in text]
    assert not said, said


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_read_by_everybody_and_fits_a_phone_in_english_too(open_at, site, address):
    page = open_at(address)
    if address == "/":
        page.locator("[data-shown]").wait_for()
    found = Axe().run(page, context={"exclude": ["iframe"]}).response["violations"]
    serious = [
        f"{one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
    assert not serious, "\n".join(serious)
    page.set_viewport_size(PHONE)
    page.goto(f"{site}{address}{'&' if '?' in address else '?'}lang=en")
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0
    assert page.evaluate("window.hacked") is None


def test_the_letters_are_ours(open_at):
    page = open_at("/clusters")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"', 'Tiên Lãng Đồ Sơn')")


def test_typing_finds_without_reloading_and_the_address_can_be_sent(open_at, new_page, site):
    page = open_at("/clusters")
    page.evaluate("window.same_page = true")
    page.get_by_role("searchbox").fill("cum cong nghiep do son")
    names = page.locator("table.clusters tbody tr th")
    expect(names).to_have_text(["Đồ Sơn"])
    assert page.evaluate("window.same_page") is True
    assert urlsplit(page.url).query == "q=cum%20cong%20nghiep%20do%20son", "and nothing else"
    again = new_page(viewport=DESK)
    again.goto(page.url)
    assert again.locator("table.clusters tbody tr th").all_inner_texts() == ["Đồ Sơn"]
    page.go_back()
    expect(names).to_have_count(5)


def test_the_list_works_without_scripts(open_at):
    page = open_at("/clusters", java_script_enabled=False)
    page.get_by_role("searchbox").fill("viet hoa")
    page.get_by_role("search").get_by_role("button").click()
    assert page.locator("table.clusters tbody tr th").all_inner_texts() == ["Việt Hòa"]


def test_the_day_is_typed_as_people_write_it(open_at):
    page = open_at("/clusters/hp-tien-lang")
    page.get_by_label("Tình trạng ngày").fill("01/06/2020")
    page.get_by_role("button", name="Xem").click()
    assert "Trong quy hoạch" in page.locator(".record-head").inner_text()
    page.get_by_role("link", name="Danh sách cụm").first.click()
    assert "as_of=2020-06-01" in page.url, "the day goes along"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_menu_keeps_one_line_and_is_worked_by_keys(open_at, language):
    page = open_at(f"/overview?lang={language}", {"width": 1280, "height": 800})
    menu = page.locator(".main-nav")
    assert menu.bounding_box()["height"] < 60
    headings = menu.locator("summary")
    expect(headings.nth(0)).to_have_class("current")
    headings.nth(1).focus()
    page.keyboard.press("ArrowDown")
    plans = menu.locator("a[href='/plans']")
    expect(plans).to_be_focused()
    page.keyboard.press("Escape")
    expect(plans).to_be_hidden()
    expect(headings.nth(1)).to_be_focused()
    headings.nth(1).click()
    headings.nth(0).click()
    expect(menu.locator("details[open]")).to_have_count(1)
    expect(menu.locator("[aria-current=page]")).to_be_visible()
    found = Axe().run(page, context={"include": ["header"]}).response["violations"]
    assert not [one["id"] for one in found if one["impact"] in ("serious", "critical")]
    page.set_viewport_size(PHONE)
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(menu).to_be_visible()
    menu.locator("summary").nth(1).click()
    plans.click()
    page.wait_for_url("**/plans")


def test_everything_is_reached_by_keys_in_the_order_of_reading(open_at):
    page = open_at("/clusters")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.reload()
    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "(document.activeElement.getAttribute('href') || document.activeElement.id"
                " || document.activeElement.tagName)"
            )
        )
    wanted = [
        "/",
        "/reports",
        "as-of",
        "q",
        "status",
        "unit",
        "sort",
        "/clusters/hp-tien-lang",
    ]
    places = [reached.index(one) for one in wanted]
    assert places == sorted(places)


def test_a_reader_at_200_percent_sees_everything(open_at):
    page = open_at("/clusters/hp-tien-lang", {"width": 720, "height": 450})
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("address", ["/", "/clusters/hp-tien-lang", "/none"])
def test_a_simulated_register_says_so_on_every_page(open_at, simulated_site, address):
    page = open_at(address, base=simulated_site)
    band = page.get_by_role("note").filter(has_text="DỮ LIỆU MÔ PHỎNG")
    assert band.is_visible()
    assert "DỮ LIỆU MÔ PHỎNG" in page.title()
    assert urlsplit(page.url).hostname == "127.0.0.1"
