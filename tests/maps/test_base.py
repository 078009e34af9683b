import re

import folium
import pytest
from branca.element import Element, JavascriptLink

from cluster_gis.errors import SetupProblem
from maps.assets import InlineAssets, ServedAssets
from maps.base import InlineScriptError, OfflineMap, OutsideLinkError, Part, local_path, page_json

STATIC = {
    "fonts.css": b"@font-face { src: url(vendor/f.woff2) format('woff2'); }",
    "vendor/f.woff2": b"\x00font",
    "vendor/leaflet/leaflet.css": b'a { background: url("images/layers.png") } b { x: url(#y) }',
    "vendor/leaflet/images/layers.png": b"\x89PNG",
    "vendor/leaflet/leaflet.js": b"var a = '<a href=\"https://leafletjs.com\">', b = '</script>';",
    "map/map.css": b".x {}",
    "map/core.js": b"window.ClusterGis = {};",
    "map/begin.js": b"L.map('x');",
}

HOSTILE = [
    pytest.param("</script><script>alert(1)</script>", id="end-of-script"),
    pytest.param("`${alert(1)}`", id="template-literal"),
    pytest.param("'\"><img src=x onerror=alert(1)>", id="quotes-and-image"),
    pytest.param("{{ 7 * 191 }}{% raw %}{# x #}", id="jinja-template"),
    pytest.param("<!--\u2028\u2029", id="comment-and-line-separators"),
]


def new_map(assets=None, title="Bản đồ"):
    return OfflineMap(
        assets or ServedAssets("/static", revision="7"),
        name="plan",
        title=title,
        location=[20.8, 106.6],
    )


def inline():
    return InlineAssets(STATIC.__getitem__)


def test_every_link_of_a_served_map_is_local_and_names_its_revision():
    page = new_map().figure.render()
    assert '<script src="/static/vendor/leaflet/leaflet.js?v=7"></script>' in page
    assert '<link rel="stylesheet" href="/static/map/map.css?v=7">' in page
    assert "http" not in page.replace('http-equiv="content-type"', "")


def test_an_inline_map_holds_scripts_styles_images_and_fonts():
    page = new_map(inline()).figure.render()
    assert "src=" not in page
    assert page.count("<link") == page.count('<link rel="icon" href="data:,">') == 1
    assert "url(data:font/woff2;base64,AGZvbnQ=)" in page
    assert "url(data:image/png;base64,iVBORw==)" in page
    assert "url(#y)" in page


def test_library_code_cannot_end_its_own_script_element():
    page = new_map(inline()).figure.render()
    assert "b = '<\\/script>'" in page
    assert 'href="https:\\/\\/leafletjs.com"' in page


def test_a_missing_asset_says_how_to_get_it():
    def read(path):
        raise FileNotFoundError(path)

    with pytest.raises(SetupProblem, match=r"scripts/fetch_assets\.py"):
        new_map(InlineAssets(read)).figure.render()


def test_the_leaflet_that_folium_pins_is_replaced_by_ours():
    address = next(url for name, url in folium.Map.default_js if name == "leaflet")
    assert local_path(address) == "vendor/leaflet/leaflet.js"


def test_an_unknown_link_of_a_plugin_raises():
    page_map = new_map()
    page_map.figure.header.add_child(JavascriptLink("https://cdn.example/d3.js"))
    with pytest.raises(OutsideLinkError, match="d3"):
        page_map.figure.render()


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="https://cdn.example/x.js"></script>',
        "<link rel=stylesheet href=//cdn.example/x.css>",
        "<img src='HTTP://cdn.example/x.png'>",
    ],
)
def test_a_raw_remote_address_raises(markup):
    page_map = new_map()
    page_map.figure.html.add_child(Element(markup))
    with pytest.raises(OutsideLinkError, match=r"cdn\.example"):
        page_map.figure.render()


def test_folium_itself_is_left_as_it_was():
    new_map().figure.render()
    assert "https://" in folium.Map(tiles=None).get_root().render()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    page_map = new_map(title=text)
    page_map.add_child(Part("board", {"name": text}))
    page = page_map.figure.render()
    [data] = [line for line in page.splitlines() if 'id="part_board"' in line]
    body = data.split(">", 1)[1].rsplit("</script>", 1)[0]
    assert "<" not in body
    assert body == page_json({"name": text})
    assert "1337" not in page
    assert "<img" not in page
    assert "<script>alert" not in page


def test_an_element_with_a_script_of_its_own_raises():
    page_map = new_map()
    folium.Rectangle([[20, 106], [21, 107]], tooltip="{{ 7 * 191 }}").add_to(page_map)
    with pytest.raises(InlineScriptError, match="rectangle"):
        page_map.figure.render()


def test_a_served_map_has_data_and_links_and_nothing_that_runs_by_itself():
    page_map = new_map()
    page_map.add_child(Part("start", {"name": "x"}))
    page = page_map.figure.render()
    scripts = re.findall(r"<script[^>]*>", page)
    assert [one for one in scripts if "src=" not in one] == [
        '<script type="application/json" id="part_start">',
        '<script type="application/json" id="cg-map">',
    ]
    assert "<style" not in page
    assert not re.search(r'\s(style|on\w+)="', page)


def test_the_same_records_give_the_same_page_byte_for_byte():
    assert new_map().figure.render() == new_map().figure.render()


def test_the_reader_may_zoom_the_page():
    assert "user-scalable=no" not in new_map().figure.render()


def test_the_pieces_of_a_map_stand_in_a_page_of_ours():
    page_map = OfflineMap(ServedAssets(), name="trial", title="Thử")
    page_map.add_child(Part("start", {"name": "</script>"}))
    head, body, script = page_map.figure.pieces()
    assert "/static/vendor/leaflet/leaflet.js" in head
    assert 'id="map_trial"' in body
    assert "\\u003c/script" in body
    assert '"map":"map_trial"' in script
    assert '"zoomControl":false' in script, "as Leaflet names it"
    assert '"work":[["part_start","start"]]' in script
    assert script.index("cg-map") < script.index("/static/map/begin.js")
