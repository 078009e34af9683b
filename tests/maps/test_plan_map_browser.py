"""The planning map in Chromium with the outside network cut: served, and from a file."""

import threading
from decimal import Decimal
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cluster_gis.i18n import translator
from maps.assets import InlineAssets, ServedAssets
from maps.plan_map import build_plan_map
from tests.maps.plans import cluster, example_clusters, example_plan, point

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "api" / "static"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def site(tmp_path):
    """Address of a little server of `tmp_path` with the product's static files under /static."""
    (tmp_path / "static").symlink_to(STATIC)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=tmp_path))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_plan(new_page, tmp_path, site):
    """Opens the map of `changes`, served or from a file; console errors fail the test."""
    said = []

    def open_it(*, served=False, size=(1440, 900), hash_part="", language="vi", **changes):
        assets = ServedAssets() if served else InlineAssets(lambda n: (STATIC / n).read_bytes())
        plan = example_plan(**changes)
        page_map = build_plan_map(plan, assets=assets, _=translator(language), language=language)
        (tmp_path / "plan.html").write_text(page_map.figure.render(), encoding="utf-8")
        page = new_page(viewport={"width": size[0], "height": size[1]}, locale="vi-VN")
        page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else 0)
        base = site if served else f"file://{tmp_path}"
        page.goto(f"{base}/plan.html{hash_part}")
        page.wait_for_selector(".cg-legend li", state="attached")
        return page

    yield open_it
    assert said == []


def counts(page):
    return dict(
        page.eval_on_selector_all(
            ".cg-legend li",
            "all => all.map(li => [li.querySelector('input').value,"
            " li.querySelector('.cg-count').textContent])",
        )
    )


@pytest.mark.parametrize("served", [True, False], ids=["served", "from-a-file"])
def test_a_click_on_a_symbol_opens_the_card(open_plan, served):
    page = open_plan(served=served)
    row = "ClusterGis.board(map_plan).byCode.get('hp-tien-lang')"
    spot = page.evaluate(
        f"(() => {{ const p = map_plan.latLngToContainerPoint({row}.at); return [p.x, p.y]; }})()"
    )
    page.mouse.click(*spot)
    card = page.locator(".cg-card")
    assert card.locator("h2").inner_text() == "Cụm công nghiệp thị trấn Tiên Lãng"
    text = card.inner_text()
    for expected in (
        "Đã thành lập",
        "50 ha",
        "theo quyết định thành lập",
        "375/QĐ-UBND, 14/02/2023",
        "Công ty Cổ phần Đăng Khoa",
        "NO-RESIDENTS",
        "Chưa biết số hộ dân trong ranh giới.",
        "chưa có; bản đồ chỉ thể hiện vị trí tham khảo",
        "Báo cáo 12/BC-SCT",
    ):
        assert expected in text
    assert card.locator(".cg-sources a").get_attribute("href") == "https://example.org/a"
    assert card.locator(".cg-open").get_attribute("href") == "/clusters/hp-tien-lang"
    page.keyboard.press("Escape")
    assert card.is_hidden()


@pytest.mark.parametrize(
    "query", ["cum cong nghiep tien lang", "Tiên Lãng", "TIEN LANG", "ccn tiên lãng", "hp-tien"]
)
def test_search_finds_with_and_without_diacritics_by_keys_alone(open_plan, query):
    page = open_plan()
    page.focus("#cg-search")
    page.keyboard.type(query)
    first = page.locator("#cg-found [role=option]").first.inner_text()
    assert first.startswith("Cụm công nghiệp thị trấn Tiên Lãng")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "Tiên Lãng" in page.locator(".cg-card h2").inner_text()
    assert "select=hp-tien-lang" in page.url


def test_legend_counts_follow_province_and_filters(open_plan):
    page = open_plan()
    assert counts(page)["operating"] == "2"
    page.select_option("#cg-province", "")
    assert counts(page)["operating"] == "3"
    page.select_option("#cg-province", "HP")
    page.check("input[value=verdict]", force=True)
    assert counts(page)["pass"] == "1"
    page.uncheck(".cg-legend input[value=pass]")
    page.check("input[value=state]", force=True)
    assert counts(page)["operating"] == "1"
    assert page.locator(".cg-total").inner_text() == "Đang hiện 6 trên 7 cụm"


def test_an_unticked_class_leaves_the_map(open_plan):
    page = open_plan()
    drawn = "document.querySelectorAll('.leaflet-cg-symbols-pane path').length"
    before = page.evaluate(drawn)
    page.uncheck(".cg-legend input[value=planned]")
    assert page.evaluate(drawn) == before - 2


def test_clusters_that_share_a_point_are_set_apart_on_the_screen(open_plan):
    page = open_plan()
    apart = page.evaluate(
        "(() => { const b = ClusterGis.board(map_plan).byCode;"
        " return map_plan.latLngToContainerPoint(b.get('hp-a').at)"
        ".distanceTo(map_plan.latLngToContainerPoint(b.get('hp-b').at)); })()"
    )
    assert apart > 11


def test_the_drawn_circle_has_the_decided_ground_area(open_plan):
    page = open_plan(hash_part="#at=14/20.72/106.6&province=HP")
    row = "ClusterGis.board(map_plan).byCode.get('hp-tien-lang')"
    radius_px = page.evaluate(f"{row}.area._radius")
    metres = page.evaluate(
        "(() => { const a = map_plan.containerPointToLatLng([500, 450]);"
        " const b = map_plan.containerPointToLatLng([600, 450]);"
        " return map_plan.distance(a, b) / 100; })()"
    )
    assert radius_px * metres == pytest.approx(398.9, rel=0.01)


def test_the_address_brings_back_what_was_seen(open_plan):
    page = open_plan(hash_part="#at=12.5/20.7200/106.6000&by=verdict&province=all&select=hp-e")
    assert page.evaluate("map_plan.getZoom()") == 12.5
    assert page.is_checked("input[value=verdict]")
    assert page.locator(".cg-card h2").inner_text() == "Cụm công nghiệp hp-e"


def test_an_address_that_names_only_a_cluster_goes_there(open_plan):
    page = open_plan(hash_part="#select=hp-d")
    centre = page.evaluate("(() => { const c = map_plan.getCenter(); return [c.lat, c.lng]; })()")
    assert centre == pytest.approx([20.8, 106.7], abs=0.001)
    assert page.locator(".cg-card h2").inner_text() == "Cụm công nghiệp hp-d"


def test_a_date_reloads_the_page_with_as_of(open_plan):
    page = open_plan(served=True, reload_url="/plan.html?register=real")
    page.fill("#cg-date", "31/02/2021")
    page.keyboard.press("Enter")
    assert "31/12/2021" in page.locator("#cg-date-wrong").inner_text()
    page.fill("#cg-date", "31/12/2021")
    page.keyboard.press("Enter")
    page.wait_for_url("**as_of=2021-12-31**")
    assert "register=real" in page.url


def test_a_file_shows_its_date_and_offers_no_reload(open_plan):
    page = open_plan()
    assert page.locator(".cg-date").inner_text() == "01/05/2024"
    assert page.locator("#cg-date").count() == 0


def test_hostile_names_are_shown_as_text(open_plan):
    name = '</script><b>x</b><img src=x onerror="window.hit=1">`${window.hit=1}`\'{{7*7}}'
    one = cluster(
        "hp-x", point(), name=name, place=name, investor=name, sources=[name, "javascript:x"]
    )
    page = open_plan(clusters=[one], hash_part="#select=hp-x")
    assert page.locator(".cg-card h2").inner_text() == name
    assert page.locator(".cg-card b, .cg-card img, .cg-sources a").count() == 0
    page.focus("#cg-search")
    assert name in page.locator("#cg-found").inner_text()
    assert page.evaluate("window.hit") is None


def test_simulated_data_carries_the_watermark(open_plan):
    page = open_plan(register="simulated")
    assert page.locator(".cg-watermark").get_attribute("aria-label") == "MÔ PHỎNG"


def test_the_notes_say_how_much_is_known(open_plan):
    page = open_plan()
    notes = page.locator(".cg-notes").text_content()
    assert "Biết 69 trên 80 cụm được công bố chính thức (11/2025)" in notes
    assert "Chưa rõ trạng thái vào ngày này: 1" in notes
    assert "Dữ liệu đến ngày 21/11/2026" in notes


def test_on_a_phone_the_legend_is_a_sheet_and_nothing_overflows(open_plan):
    page = open_plan(size=(390, 844))
    assert page.locator(".cg-body").is_hidden()
    page.click(".cg-sheet")
    assert page.locator(".cg-legend").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_numbers_and_words_are_english_in_the_english_page(open_plan):
    one = cluster("hp-x", point(), area_ha=Decimal("1234.50"))
    page = open_plan(clusters=[one], language="en", hash_part="#select=hp-x")
    assert "1,234.50 ha" in page.locator(".cg-card").inner_text()
    assert "not recorded" in page.locator(".cg-card").inner_text()


def test_an_empty_register_opens_without_a_fault(open_plan):
    page = open_plan(clusters=[], provinces=[], province=None, coverage=[])
    assert page.locator(".cg-total").inner_text() == "Đang hiện 0 trên 0 cụm"


def test_every_cluster_is_listed_though_it_has_no_place(open_plan):
    page = open_plan(clusters=example_clusters())
    page.focus("#cg-search")
    page.keyboard.type("hp-f")
    page.keyboard.press("Enter")
    assert "chưa rõ vị trí" in page.locator(".cg-card").inner_text()
