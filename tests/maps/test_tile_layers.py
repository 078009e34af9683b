"""Layers drawn from vector tiles: what the page is told, and what a reader sees of it."""

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.responses import HTMLResponse
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.i18n import translator
from cluster_gis.storage.layers import LAYERS
from cluster_gis.storage.register import Batch, write_versions
from cluster_gis.storage.tiles import DETAIL_ZOOM, SUMS, tile_properties
from maps import tile_layers as module
from maps.assets import ServedAssets
from maps.plan_map import PlanMap, ProvinceView, build_plan_map
from maps.tile_layers import boundary_tiles, lot_tiles, tile_layers, work_tiles
from tests.servers import serving_application
from tests.small_register import write_small_register

MAKERS = [lot_tiles, work_tiles, boundary_tiles]
HOSTILE = "<img src=x onerror=\"document.title='hacked'\">"


@pytest.mark.parametrize("make", MAKERS)
def test_a_layer_asks_only_for_what_the_server_has(make):
    layer = make()
    known = tile_properties(LAYERS[layer.collection])
    assert set(layer.properties) <= known.keys()
    told = {fact.property for fact in layer.facts} | {
        name for conditions in layer.when.values() for name in conditions
    }
    assert told <= set(layer.properties)
    if layer.sums is not None:
        sums = SUMS[layer.collection]
        assert layer.sums.name == sums.name
        assert {fact.property for fact in layer.sums.facts} | {layer.sums.share} <= (
            sums.columns.keys()
        )


def test_the_page_and_the_server_agree_on_the_zoom_of_single_features():
    assert module.DETAIL_ZOOM == DETAIL_ZOOM


def test_both_clocks_reach_the_address():
    part = tile_layers(
        [lot_tiles()],
        as_of=date(2024, 5, 1),
        known_at=datetime(2024, 6, 1, tzinfo=UTC),
        _=translator("en"),
    )
    [layer] = part.options["layers"]
    address = urlsplit(layer["url"])
    assert address.path == "/ogc/collections/land_lots/tiles/WebMercatorQuad/{z}/{row}/{col}"
    query = parse_qs(address.query)
    assert query["datetime"] == ["2024-05-01"]
    assert query["known_at"] == ["2024-06-01T00:00:00+00:00"]
    assert json.loads(json.dumps(part.options)) == part.options


def _write(database):
    """The small register, a large lot let, a large one free, both around (20.79, 106.67)."""
    rows = [
        {
            "lot_key": key,
            "cluster_code": "hp-tien-lang",
            "lot_no": name,
            "land_use": "SKN",
            "area_ha": Decimal("12.5"),
            "leased": leased,
            "geom": f"SRID=4326;MULTIPOLYGON((({west} 20.788,{west + 0.004} 20.788,"
            f"{west + 0.004} 20.792,{west} 20.792,{west} 20.788)))",
            "source_key": "plan",
            "valid": "[2021-01-01,)",
        }
        for key, name, leased, west in (("a", HOSTILE, True, 106.664), ("b", "CN2", False, 106.67))
    ]
    engine = create_engine(database.owner_url)
    with Session(engine) as session:
        write_small_register(session)
        write_versions(
            session, by="tester", reason="lots", batches=[Batch(table="land_lot", rows=rows)]
        )
        session.commit()
    engine.dispose()


def add_trial_page(app):
    """/trial: a planning map with tiles and one cluster, as a page of the server."""

    def show(_request):
        _ = translator("vi")
        cluster = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [106.6, 20.75]},
            "properties": {
                "code": "hp-tien-lang",
                "name": "Tiên Lãng",
                "province": "hai-phong",
                "sources": [],
            },
        }
        view = ProvinceView(
            code="hai-phong", name="Hải Phòng", extent=(20.5, 106.1, 21.25, 107.3), zone_epsg=9210
        )
        plan = PlanMap(
            clusters=[cluster],
            provinces=[view],
            province="hai-phong",
            as_of=date(2024, 5, 1),
        )
        page_map = build_plan_map(plan, assets=ServedAssets(), _=_)
        counts = {"leased": 1, "free": 1, "unknown": 0}
        layers = [lot_tiles(counts), work_tiles()]
        page_map.add_child(tile_layers(layers, as_of=plan.as_of, _=_))
        return HTMLResponse(page_map.figure.render())

    app.add_route("/trial", show)  # no route of the product: outside the table of permissions


@pytest.mark.browser
def test_lots_are_drawn_and_told_of(module_database, new_page):
    _write(module_database)
    with serving_application(module_database.web_url, add_trial_page) as address:
        page = new_page(viewport={"width": 1280, "height": 800}, locale="vi-VN", bypass_csp=True)
        page.goto(f"{address}/trial#at=15/20.79/106.669")
        loaded = "(() => { const l = ClusterGis.board(map_plan).tiles.land_lots;"
        loaded += " return l && l._map && !l.isLoading(); })()"
        page.wait_for_function(loaded)

        def ink(lat, lng):
            """Share of the pixels around a place that are painted."""
            return page.evaluate(
                """([lat, lng]) => {
                  const tiles = Object.values(ClusterGis.board(map_plan).tiles.land_lots._tiles);
                  const at = map_plan.latLngToContainerPoint([lat, lng]);
                  const home = map_plan.getContainer().getBoundingClientRect();
                  for (const {el} of tiles) {
                    const box = el.getBoundingClientRect();
                    const x = at.x + home.left - box.left, y = at.y + home.top - box.top;
                    if (x < 6 || y < 6 || x > box.width - 6 || y > box.height - 6) continue;
                    const scale = el.width / box.width;
                    const pixels = el.getContext("2d")
                      .getImageData((x - 5) * scale, (y - 5) * scale, 10, 10).data;
                    let painted = 0;
                    for (let i = 3; i < pixels.length; i += 4) painted += pixels[i] > 0;
                    return painted / 100;
                  }
                  return null;
                }""",
                [lat, lng],
            )

        assert ink(20.7895, 106.6665) == 1
        assert ink(20.7895, 106.6725) == 1
        assert ink(20.7935, 106.6725) == 0
        legend = page.locator(".cg-tile-legend section[data-layer=land_lots]")
        assert re.sub(r"\s+", " ", legend.inner_text()).startswith("Lô đất Đã cho thuê 1 Còn trống")

        page.evaluate("map_plan.fire('click', {latlng: L.latLng(20.7895, 106.6665)})")
        popup = page.locator(".cg-tile-popup")
        popup.wait_for()
        assert HOSTILE in popup.inner_text(), "a hostile name is text"
        assert "12,5 ha" in popup.inner_text()
        assert page.title() != "hacked"
        popup.get_by_role("button", name="Xem thẻ: Tiên Lãng").click()
        page.locator(".cg-card").wait_for()
        assert "hp-tien-lang" in page.locator(".cg-card").inner_text()

        legend.locator("li[data-code=leased] input").uncheck()
        assert ink(20.7895, 106.6665) == 0
        assert ink(20.7895, 106.6725) == 1

        page.evaluate("map_plan.setZoom(11, {animate: false})")
        page.wait_for_function(loaded)
        assert "Vòng tròn: tỷ lệ diện tích" in legend.inner_text()
        assert not legend.locator("li[data-code=free] input").is_visible()
