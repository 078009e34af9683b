"""The small map of issues: signs, texts as data, the archipelagos on a map of the country."""

from datetime import date

from api.plan_page import base_layers
from cluster_gis.i18n import translator
from maps.assets import ServedAssets
from maps.quality_map import Spot, build_quality_map, is_wide


def spot(lat, **more):
    values = {
        "lon": 106.5,
        "lat": lat,
        "severity": "error",
        "title": "</script><b>x",
        "text": "wrong",
        "url": "/clusters/a",
        "indicative": False,
    }
    return Spot(**values | more)


def page_of(spots):
    layers = base_layers(date(2026, 1, 1), country=is_wide(spots))
    return build_quality_map(
        spots,
        land=layers.land,
        lines=layers.province_lines,
        assets=ServedAssets(),
        _=translator("vi"),
        language="vi",
    ).figure.render()


def test_texts_reach_the_page_as_data():
    html = page_of([spot(20.8)])
    assert "<b>x" not in html
    assert "\\u003c/script" in html
    assert "Quần đảo Hoàng Sa" not in html


def test_a_map_of_the_country_names_the_archipelagos():
    html = page_of([spot(20.8), spot(10.2, severity="note", indicative=True)])
    assert "Quần đảo Hoàng Sa" in html
    assert "Quần đảo Trường Sa" in html
    assert "vị trí chỉ dẫn" in html


def test_a_map_without_places_still_opens():
    assert '["part_spots","spots"]' in page_of([])
