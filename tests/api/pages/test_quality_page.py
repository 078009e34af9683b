"""The data-quality page and its JSON: what is planted is shown, filtered, placed and linked."""

from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def fetch(site):
    """JSON of an address of the server."""
    with httpx.Client(base_url=site, timeout=30) as client:
        yield lambda path: client.get(path, headers={"Accept": "application/json"})


def test_the_json_tells_both_measures_the_owner_and_the_tolerance(fetch):
    answer = fetch("/api/v1/quality?severity=error").json()
    assert answer["counts"]["severity"]["error"] == answer["total"] == 1
    [issue] = answer["issues"]
    assert (issue["check"], issue["code"], issue["owner"]) == (
        "area_stated",
        "hp-tien-lang",
        "steward",
    )
    assert issue["measured"] == {
        "stated_ha": 49.37,
        "measured_ha": 10,
        "difference_pct": -79.7448,
    }
    assert issue["tolerance"]["en"] == "more than 1 % is a warning, more than 5 % an error"
    assert (issue["indicative"], round(issue["lon"], 2)) == (False, 106.62)
    assert answer["checks"]["overlap_cluster"] == {
        "severity": "error",
        "owner": "steward",
        "looked_at": 1,
        "issues": 0,
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("check=area_stated", {"area_stated"}, id="check"),
        pytest.param("owner=product", set(), id="owner"),
        pytest.param("province=15", {"commune_missing", "decision_missing"}, id="province"),
        pytest.param("limit=1", {"area_stated"}, id="first-of-a-page-is-the-gravest"),
    ],
)
def test_the_json_is_filtered(fetch, query, expected):
    assert {issue["check"] for issue in fetch(f"/api/v1/quality?{query}").json()["issues"]} == (
        expected
    )


@pytest.mark.parametrize("query", ["severity=grave", "owner=x", "check=x", "province=x", "odd=1"])
def test_an_unknown_filter_is_refused_by_its_name(fetch, query):
    answer = fetch(f"/api/v1/quality?{query}")
    assert answer.status_code in (400, 422)
    assert query.split("=")[0] in answer.text


def test_the_page_shows_filters_links_and_places(site, new_page):
    page = new_page(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    page.goto(f"{site}/quality")
    expect(page.locator("nav.main-nav [aria-current=page]")).to_have_text("Chất lượng dữ liệu")
    errors = page.locator(".issues-table tbody tr", has_text="Lỗi")
    expect(errors).to_have_count(1)
    expect(errors).to_contain_text("Ghi 49,37 ha, đo được 10 ha")
    assert page.evaluate("window.hacked") is None
    found = Axe().run(page, context={"exclude": ["iframe"]}).response["violations"]
    assert not [one["id"] for one in found if one["impact"] in ("serious", "critical")]

    page.get_by_label("Mức độ").select_option("error")
    page.locator("main").get_by_role("button", name="Xem", exact=True).click()
    assert "severity=error" in urlsplit(page.url).query
    expect(page.locator(".issues-table tbody tr")).to_have_count(1)

    page.locator("iframe.quality-map").scroll_into_view_if_needed()
    sign = page.frame_locator("iframe.quality-map").locator(".spot-error")
    expect(sign).to_have_count(1)
    sign.hover()
    expect(page.frame_locator("iframe.quality-map").locator(".spot-tip")).to_contain_text("49,37")
    sign.click()
    expect(page).to_have_url(f"{site}/clusters/hp-tien-lang")


def test_the_page_fits_a_phone(site, new_page):
    page = new_page(viewport=PHONE, locale="vi-VN")
    page.goto(f"{site}/quality?lang=en")
    expect(page.locator("h1")).to_have_text("Data quality")
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0
