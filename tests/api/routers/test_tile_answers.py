"""How tiles are answered: kept copies, the shortcut, refusals, and what tells where they are."""

import pytest

from api.parameters import today
from api.recent import Recent
from tests.lots import LOTS, N_LOTS, lot, tile_at, write_lots


def test_an_unchanged_tile_is_not_sent_twice(client, ask):
    address = "/".join(map(str, (LOTS, *tile_at(ask, 13))))
    first = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == first.content
    other = client.get(f"{address}?datetime=2022-01-01")
    assert other.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("number", [3, N_LOTS + 40], ids=["a-tile", "nothing-there"])
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Accept-Encoding": "identity"}, id="plain"),
        pytest.param({"Accept-Encoding": "gzip"}, id="packed"),
        pytest.param({"If-None-Match": "*"}, id="held-already"),
    ],
)
def test_the_shortcut_answers_as_the_route_does(client, ask, number, headers):
    address = "/".join(map(str, (LOTS, *tile_at(ask, 15, number))))
    resources = client.app.state.resources
    routed = []
    for query in ("", "?datetime=2024-06-01&properties=leased"):
        resources.tile_addresses = Recent(10)
        first = client.get(address + query, headers=headers)
        assert resources.tile_addresses.get((address, query[1:].encode(), today()))
        again = client.get(address + query, headers=headers)
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again.headers == first.headers
        head = client.head(address + query, headers=headers)
        assert (head.status_code, head.headers, head.content) == (
            first.status_code,
            first.headers,
            b"",
        )
        routed.append(first.status_code)
    assert routed[0] in (200, 204, 304)
    refused = client.get(f"{address}?datetime=2024-06-01&propertied=leased")
    assert refused.status_code == 400, "what is wrong is said by the route"
    counted = client.get("/metrics").text
    assert 'route="/ogc/collections/{collection}/tiles/{matrix}/{z}/{row}/{col}"' in counted


def test_a_token_is_judged_by_the_guard_though_the_tile_is_kept(client, ask):
    address = "/".join(map(str, (LOTS, *tile_at(ask, 14, 3))))
    assert client.get(address).status_code == client.get(address).status_code == 200
    assert client.get(address, headers={"Authorization": "Bearer none"}).status_code == 401


def test_the_shortcut_asks_no_route(client, ask):
    address = "/".join(map(str, (LOTS, *tile_at(ask, 14, 3))))
    first = client.get(address)
    app, called = client.app, []
    router = app.router.middleware_stack

    async def count(scope, receive, send):
        called.append(scope["path"])
        await router(scope, receive, send)

    app.router.middleware_stack = count
    try:
        assert client.get(address).content == first.content
        assert called == []
        client.get(f"{address}?known_at=2026-01-01")
        assert called, "a moment is looked up by the route"
    finally:
        app.router.middleware_stack = router


def test_a_new_revision_gives_a_new_tile(lots, client, ask):
    address = "/".join(map(str, (LOTS, *tile_at(ask, 18, N_LOTS + 5))))
    before = client.get(address)
    assert before.status_code == 204
    write_lots(lots.owner_url, [lot(N_LOTS + 5)])
    after = client.get(address, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "parameter"),
    [
        pytest.param("23/0/0", 404, None, id="zoom-too-deep"),
        pytest.param("3/8/0", 404, None, id="row-outside"),
        pytest.param("3/0/8", 404, None, id="column-outside"),
        pytest.param("x/0/0", 400, "tileMatrix", id="zoom-no-number"),
        pytest.param("3/-1/0", 400, "tileRow", id="row-negative"),
        pytest.param("3/0/1.5", 400, "tileCol", id="column-no-whole-number"),
        pytest.param("3/0/0?limit=5", 400, "limit", id="unknown-parameter"),
        pytest.param("3/0/0?datetime=yesterday", 400, "datetime", id="bad-day"),
        pytest.param("14/0/0?properties=secret", 400, "properties", id="unknown-property"),
        pytest.param("3/0/0?leased=maybe", 400, "leased", id="bad-value"),
        pytest.param("3/0/0?f=png", 400, "f", id="other-format"),
    ],
)
def test_a_bad_address_is_refused_by_name(client, address, status, parameter):
    answer = client.get(f"{LOTS}/{address}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().get("parameter") == parameter


@pytest.mark.parametrize(
    "address",
    [
        "/ogc/collections/plan_entries/tiles",
        "/ogc/collections/plan_entries/tiles/WebMercatorQuad/0/0/0",
        "/ogc/collections/land_lots/tiles/WorldCRS84Quad",
        "/ogc/collections/nothing/tiles/WebMercatorQuad/0/0/0",
        "/ogc/tileMatrixSets/WorldCRS84Quad",
    ],
)
def test_what_has_no_tiles_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_tileset_tells_where_its_tiles_are(client):
    collection = client.get("/ogc/collections/land_lots").json()
    [tilesets] = [one for one in collection["links"] if one["rel"].endswith("tilesets-vector")]
    [tileset] = client.get(tilesets["href"]).json()["tilesets"]
    [own] = [one for one in tileset["links"] if one["rel"] == "self"]
    described = client.get(own["href"]).json()
    [template] = [one for one in described["links"] if one["rel"] == "item"]
    assert template["href"].endswith("/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}")
    assert template["templated"] is True
    sums, details = described["layers"]
    assert (sums["id"], sums["maxTileMatrix"]) == ("land_lots_by_cluster", "12")
    assert (details["id"], details["minTileMatrix"]) == ("land_lots", "13")
    assert details["propertiesSchema"]["properties"]["leased"] == {"type": "boolean"}


def test_the_matrix_set_halves_its_cells(client):
    [listed] = client.get("/ogc/tileMatrixSets").json()["tileMatrixSets"]
    document = client.get(listed["links"][0]["href"]).json()
    matrices = document["tileMatrices"]
    assert document["id"] == "WebMercatorQuad"
    assert matrices[0]["scaleDenominator"] == pytest.approx(559_082_264.028_717)
    assert [m["matrixWidth"] for m in matrices[:4]] == [1, 2, 4, 8]
    landing = client.get("/ogc").json()
    assert any(one["rel"].endswith("/tiling-schemes") for one in landing["links"])
