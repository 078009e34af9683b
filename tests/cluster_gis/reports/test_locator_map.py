"""The map of an opinion: drawn from shipped files, the same for the same input."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.reports.locator_map import LocatorMap, draw_locator_map

PLACE = LocatorMap(
    name="Tiên Lãng $x_{1}$ <b>&",
    lon=106.55,
    lat=20.72,
    boundary=None,
    quality=None,
    area_ha=Decimal("49.37"),
    srid=None,
    provinces_on=date(2026, 1, 1),
)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[106.55, 20.72], [106.56, 20.72], [106.56, 20.73], [106.55, 20.72]]],
}


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param(PLACE, id="place-only"),
        pytest.param(replace(PLACE, area_ha=None), id="area-not-known"),
        pytest.param(replace(PLACE, boundary=SQUARE, quality="surveyed", srid=9210), id="surveyed"),
        pytest.param(replace(PLACE, boundary=SQUARE, quality="digitised"), id="digitised"),
        pytest.param(replace(PLACE, lon=105.8, lat=9.2), id="south-of-the-detailed-land"),
    ],
)
def test_every_kind_of_place_is_drawn(wanted):
    assert draw_locator_map(wanted, language="vi", form="png").startswith(b"\x89PNG")
    svg = draw_locator_map(wanted, language="vi", form="svg")
    assert svg == draw_locator_map(wanted, language="vi", form="svg")
    assert b"<b>" not in svg


def test_lines_of_abolished_provinces_are_drawn_only_while_they_held():
    after = draw_locator_map(PLACE, language="vi", form="svg")
    before = replace(PLACE, provinces_on=date(2025, 6, 30))
    assert after != draw_locator_map(before, language="vi", form="svg")


def test_the_map_of_a_simulated_register_is_marked_itself():
    marked = replace(PLACE, watermark="DỮ LIỆU MÔ PHỎNG")
    assert len(draw_locator_map(marked, language="vi", form="svg")) > len(
        draw_locator_map(PLACE, language="vi", form="svg")
    )
