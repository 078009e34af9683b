"""What the subjects add to a map, in Chromium: tables, lists, the slider of days, the swipe."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cluster_gis.i18n import translator
from cluster_gis.services.read_map import Column, Entry, Overlay, Tally
from maps.assets import InlineAssets
from maps.subjects import SUBJECTS
from tests.maps.plans import SQUARE, cluster, example_plan, point

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "api" / "static"


@pytest.fixture
def open_map(new_page, tmp_path):
    """Opens the map of a subject from a file; a console error or a request fails the test."""
    said = []

    def open_it(subject, *, size=(1440, 900), language="vi", hash_part="", **changes):
        content = example_plan(**{"theme": None, "province": None} | changes)
        assets = InlineAssets(lambda name: (STATIC / name).read_bytes())
        page_map = SUBJECTS[subject].build(
            content, assets=assets, _=translator(language), language=language
        )
        file = tmp_path / "map.html"
        file.write_text(page_map.figure.render(), encoding="utf-8")
        page = new_page(viewport={"width": size[0], "height": size[1]}, locale="vi-VN")
        page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else 0)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on(
            "request",
            lambda r: None if r.url.startswith(("file:", "data:")) else said.append(r.url),
        )
        page.goto(file.as_uri() + hash_part)
        page.wait_for_selector(".cg-legend li", state="attached")
        return page

    yield open_it
    assert said == []


UNITS = Tally(
    code="units",
    title="Theo xã",
    labels=("Xã A", "Xã B", "Xã C"),
    columns=(
        Column(label="Số cụm"),
        Column(label="Đất", unit="ha", of=0),
        Column(label="Tỷ lệ", unit="%", ratio=(2, 1)),
    ),
)


def in_unit(code, unit, industrial, let, **more):
    return cluster(code, point(), tally_units=[[unit, 1, industrial, let]], **more)


def test_a_table_adds_up_what_is_shown_and_a_row_picks_its_clusters(open_map):
    clusters = [
        in_unit("hp-a", 0, 40, 10, fill="low"),
        in_unit("hp-b", 0, 10, 10, fill="full"),
        in_unit("hp-c", 1, 20, 10, fill="half"),
        cluster("hp-d", point(), tally_units=[[2, 0, 0, 0]], fill="half"),
    ]
    page = open_map("occupancy", clusters=clusters, tallies=[UNITS])
    rows = page.locator(".cg-tally tbody tr")
    assert rows.nth(2).locator("td").all_inner_texts() == ["0", "–", "–"], "of none is not zero"
    assert rows.nth(0).locator("td").all_inner_texts() == ["2", "50 ha", "40 %"]
    page.uncheck(".cg-legend input[value=full]")
    assert rows.nth(0).locator("td").all_inner_texts() == ["1", "40 ha", "25 %"]
    page.click(".cg-tally button >> text=Xã B")
    assert page.locator(".cg-total").inner_text() == "Đang hiện 1 trên 4 cụm"
    page.click(".cg-tally button >> text=Xã B")
    assert page.locator(".cg-total").inner_text() == "Đang hiện 3 trên 4 cụm"


def test_the_slider_shows_each_day_and_counts_what_is_not_known(open_map):
    spans = [
        ["2012-03-10", "2015-06-01", "planned", "40"],
        ["2015-06-01", None, "established", "50"],
    ]
    clusters = [cluster("hp-a", point(), spans=spans, status="established"), cluster("hp-b")]
    page = open_map("time", clusters=clusters, days=(date(2009, 1, 1), date(2026, 11, 22)))
    slider = page.locator(".cg-days")
    assert page.locator(".cg-day").inner_text() == "22/11/2026"
    assert page.locator(".cg-undated").inner_text().endswith(": 1")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".cg-day").inner_text() == "01/11/2026"
    assert page.locator(".cg-legend input[value=established]").is_visible()
    page.keyboard.press("Home")
    assert page.locator(".cg-day").inner_text() == "01/01/2009"
    assert page.locator(".cg-undated").inner_text().endswith(": 2")
    slider.fill("60")  # 01/01/2014
    count = page.locator(".cg-legend li:has(input[value=planned]) .cg-count")
    assert count.inner_text() == "1"
    page.locator(".cg-play").click()
    page.wait_for_function("Number(document.querySelector('.cg-days').value) > 60")
    page.locator(".cg-play").click()
    assert page.locator(".cg-play").get_attribute("aria-label") == "Chạy"


def changed(code, change, was, now, **more):
    before = {"status": was, "area_ha": "40", "same": False, "geometry": None}
    return cluster(
        code,
        point(),
        place_quality="commune",
        area_ha=Decimal(50),
        change=change,
        status=now,
        before=before,
        **more,
    )


def test_the_swipe_shows_both_sides_and_moves_by_keys(open_map):
    clusters = [
        changed("hp-a", "state", "planned", "established"),
        changed("hp-b", "same", "operating", "operating"),
    ]
    entries = (Entry(code="hp-a", category="state", title="Cụm A", text="Trong quy hoạch → …"),)
    page = open_map(
        "change",
        clusters=clusters,
        moments=("31/12/2020", "31/12/2023"),
        listing=("Biến động", entries),
    )
    divider = page.locator(".cg-divider")
    assert divider.is_hidden()
    page.click(".cg-swipe")
    assert page.locator(".cg-side-name").all_inner_texts() == ["31/12/2020", "31/12/2023"]
    drawn = "document.querySelectorAll('.leaflet-cg-before-symbols-pane path').length"
    assert page.evaluate(drawn) == 2
    assert page.evaluate("document.querySelectorAll('.leaflet-cg-marks-pane path').length") == 1
    assert page.is_checked("input[name=cg-theme][value=state]")
    at = int(divider.get_attribute("aria-valuenow"))
    divider.focus()
    page.keyboard.press("ArrowRight")
    assert int(divider.get_attribute("aria-valuenow")) == at + 2
    page.keyboard.press("Home")
    assert divider.get_attribute("aria-valuenow") == "0"
    page.click(".cg-swipe")
    assert page.evaluate(drawn) == 0
    page.click(".cg-listing button")
    assert "hp-a" in page.locator(".cg-card").inner_text()


def test_shapes_of_a_proposal_have_a_legend_and_are_drawn_by_class(open_map):
    shapes = [Overlay(geometry=SQUARE, category=code, label=code) for code in ("before", "after")]
    page = open_map("proposal", overlays=shapes, focus=(20.69, 106.59, 20.72, 106.62))
    assert page.locator(".cg-shapes li").all_inner_texts() == ["Trước\n1", "Sau\n1"]
    paths = page.locator(".leaflet-cg-shapes-pane path")
    assert paths.count() == 2
    assert "cg-hatch" in paths.nth(0).get_attribute("fill")
    assert paths.nth(1).get_attribute("stroke-dasharray")
    assert page.evaluate("map_proposal.getZoom()") > 12


HOSTILE = '</script><b>x</b><img src=x onerror="window.hit=1">`${window.hit=1}`\'{{7*7}} \u202eABC'


@pytest.mark.parametrize("subject", ["occupancy", "change", "proposal"])
def test_hostile_texts_of_a_subject_are_shown_as_text(open_map, subject):
    long = "Cụm " + "rất dài " * 62
    one = cluster(
        "hp-x",
        point(),
        name=long + HOSTILE,
        facts=[(HOSTILE, HOSTILE, HOSTILE)],
        tally_units=[[0, 1, 1, 1]],
    )
    page = open_map(
        subject,
        clusters=[one],
        tallies=[Tally(code="units", title=HOSTILE, labels=(HOSTILE,), columns=UNITS.columns)],
        listing=(HOSTILE, (Entry(code="hp-x", category="added", title=HOSTILE, text=HOSTILE),)),
        overlays=[Overlay(geometry=SQUARE, category="unknown", label=HOSTILE, lines=(HOSTILE,))],
        notes=(HOSTILE,),
        hash_part="#select=hp-x",
    )
    assert HOSTILE in page.locator(".cg-card").inner_text()
    assert HOSTILE in page.locator(".cg-tally").text_content()
    assert page.locator(".cg-card b, .cg-tally b, .cg-host img").count() == 0
    shown = f"ClusterGis.board(map_{subject}).shapes"
    page.evaluate(f"{shown} && {shown}.eachLayer((layer) => layer.openTooltip())")
    assert page.locator(".cg-tooltip img, .cg-tooltip b").count() == 0
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.documentElement.scrollWidth") == 1440


def test_a_card_names_each_source_once_by_its_title_or_its_page(open_map):
    addresses = ["https://github.com/a/b", "https://github.com/a/c", "https://x.example/d"]
    one = cluster("hp-x", point(), sources=addresses)
    page = open_map(
        "plan",
        clusters=[one],
        source_titles={"https://x.example/d": "Quyết định 1516"},
        hash_part="#select=hp-x",
    )
    said = page.locator(".cg-sources li").all_inner_texts()
    assert said == ["github.com › b", "github.com › c", "Quyết định 1516"]


def test_the_frame_of_a_far_island_shows_its_clusters_and_covers_none(open_map):
    island = cluster("hp-blv", point(107.73, 20.13), status="planned")
    page = open_map(
        "plan", clusters=[island, cluster("hp-a", point(), status="operating")], province="HP"
    )
    page.wait_for_selector(".cg-inset-map path >> nth=0", state="attached")
    page.evaluate(
        "(() => { const c = ClusterGis.board(map_plan).byCode.get('hp-a');"
        " const s = map_plan.getSize(); const p = map_plan.latLngToContainerPoint(c.at);"
        " map_plan.panBy([p.x - (s.x - 80), p.y - (s.y - 110)], {animate: false}); })()"
    )
    page.wait_for_function(
        "(() => { const box = document.querySelector('.cg-insets').getBoundingClientRect();"
        " const p = map_plan.latLngToContainerPoint("
        "ClusterGis.board(map_plan).byCode.get('hp-a').at);"
        " return p.x < box.left || p.x > box.right || p.y < box.top || p.y > box.bottom; })()"
    )


def test_on_a_phone_the_bars_stay_within_the_width(open_map):
    page = open_map("time", size=(390, 844), days=(date(2009, 1, 1), date(2026, 11, 22)))
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator(".cg-play").is_visible()


def test_the_divider_and_the_slider_stand_where_the_address_says(open_map):
    moments = ("31/12/2022", "31/12/2023")
    page = open_map("change", moments=moments, hash_part="#by=state&swipe=30")
    divider = page.locator(".cg-divider")
    assert divider.get_attribute("aria-valuenow") == "30"
    divider.press("ArrowRight")
    assert "swipe=32" in page.evaluate("location.hash")
    page.click(".cg-swipe")
    assert "swipe" not in page.evaluate("location.hash")
    days = (date(2009, 1, 1), date(2024, 6, 1))
    page = open_map("time", days=days, hash_part="#moment=2021-12-31")
    slider = page.locator("input.cg-days")
    assert slider.get_attribute("aria-valuetext") == "01/12/2021"
    slider.press("ArrowLeft")
    assert "moment=2021-11-01" in page.evaluate("location.hash")
