"""Vector tiles: their features are those of the database, at each zoom, on both clocks."""

from decimal import Decimal

import mapbox_vector_tile
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from api.parameters import today
from api.recent import Recent
from cluster_gis.storage.register import Batch, write_versions
from cluster_gis.storage.tiles import EXTENT, MARGIN

HALF_WORLD_M = 20_037_508.342789244
LOTS = "/ogc/collections/land_lots/tiles/WebMercatorQuad"
#: Easting, northing in TM-3 105-45 of the south-west corner of the first lot, near hp-tien-lang.
EAST, NORTH = 590_000, 2_300_000
#: Lots stand in a row, 40 m wide, 100 m apart, across many tiles of zoom 16 (611 m there).
N_LOTS = 60


def lot(number, *, valid="[2021-01-01,)", leased=None, width=40):
    x, y = EAST + 100 * number, NORTH
    ring = f"{x} {y},{x + width} {y},{x + width} {y + 50},{x} {y + 50},{x} {y}"
    return {
        "lot_key": f"hp-tien-lang/{number:02}",
        "cluster_code": "hp-tien-lang",
        "lot_no": f"Lô số {number}",
        "land_use": "SKN",
        "area_ha": Decimal("0.2"),
        "leased": [True, False, None][number % 3] if leased is None else leased,
        "ring": ring,
        "source_key": "plan",
        "valid": valid,
    }


def write_lots(url, rows):
    engine = create_engine(url)
    with Session(engine) as session:
        for row in rows:
            shape = text(
                "SELECT ST_AsEWKT(ST_Multi(ST_Transform(ST_GeomFromText("
                "'POLYGON((' || :ring || '))', 9210), 4326)))"
            )
            row["geom"] = session.scalar(shape, {"ring": row.pop("ring")})
        write_versions(
            session, by="tester", reason="lots", batches=[Batch(table="land_lot", rows=rows)]
        )
        session.commit()
    engine.dispose()


@pytest.fixture(scope="module")
def lots(small_database):
    """Lots since 2021 (revision 2); on 2024-05-01 the first is let (revision 3)."""
    write_lots(small_database.owner_url, [lot(number) for number in range(N_LOTS)])
    write_lots(small_database.owner_url, [lot(1, valid="[2024-05-01,)", leased=True)])
    return small_database


@pytest.fixture(scope="module")
def ask(lots):
    """Rows of a statement."""
    engine = create_engine(lots.owner_url)

    def run(statement, **values):
        with engine.connect() as connection:
            return connection.execute(text(statement), values).all()

    yield run
    engine.dispose()


def tile_at(ask, zoom, number=0):
    """Address of the tile that holds the south-west corner of a lot."""
    [(x, y)] = ask(
        "SELECT ST_X(p), ST_Y(p) FROM ST_Transform(ST_SetSRID(ST_Point(:x, :y), 9210), 3857) AS p",
        x=EAST + 100 * number,
        y=NORTH,
    )
    scale = 2**zoom / (2 * HALF_WORLD_M)
    return zoom, int((HALF_WORLD_M - y) * scale), int((x + HALF_WORLD_M) * scale)


def features(client, address, layer="land_lots", query=""):
    answer = client.get("/".join(map(str, (LOTS, *address))) + query)
    if answer.status_code == 204:
        assert not answer.content
        return []
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    document = mapbox_vector_tile.decode(answer.content)
    assert list(document) == [layer]
    assert document[layer]["extent"] == EXTENT
    return document[layer]["features"]


@pytest.mark.parametrize("zoom", [13, 14, 16, 18])
def test_the_features_of_a_tile_are_those_of_the_database_with_the_margin(client, ask, zoom):
    counted, touching = set(), 0
    for number in range(0, N_LOTS, 6):
        zoom, row, column = address = tile_at(ask, zoom, number)
        expected = ask(
            "SELECT lot_key FROM published.land_lots(date '2024-06-01', 3) WHERE ST_Intersects("
            "ST_Transform(geom, 3857), ST_TileEnvelope(:z, :x, :y, margin => :margin))",
            z=zoom,
            x=column,
            y=row,
            margin=MARGIN / EXTENT,
        )
        found = features(client, address, query="?datetime=2024-06-01")
        keys = [feature["properties"]["lot_key"] for feature in found]
        assert sorted(keys) == sorted(key for (key,) in expected)
        touching += len(keys)
        counted |= set(keys)
    assert counted
    if zoom == 18:
        assert touching > 10, "lots at the edge of two tiles are in both"


def test_properties_of_a_lot(client, ask):
    [found] = [
        feature["properties"]
        for feature in features(client, tile_at(ask, 18), query="?datetime=2022-01-01")
        if feature["properties"]["lot_key"].endswith("/00")
    ]
    assert found["lot_no"] == "Lô số 0"
    assert found["area_ha"] == 0.2
    assert found["leased"] is True
    assert found["cluster_name"] == "Tiên Lãng"
    assert found["valid_from"] == "2021-01-01"
    assert "valid_to" not in found, "what is not known is left out"
    assert "register" not in found


def test_only_the_properties_asked_for(client, ask):
    found = features(client, tile_at(ask, 16), query="?properties=leased,lot_key")
    assert {key for feature in found for key in feature["properties"]} == {"lot_key", "leased"}


@pytest.mark.parametrize(
    ("query", "leased"),
    [
        pytest.param("?datetime=2024-04-30", False, id="the-day-before"),
        pytest.param("?datetime=2024-05-01", True, id="since-that-day"),
        pytest.param("?datetime=2020-12-31", None, id="before-the-lot"),
        pytest.param("?datetime=2024-01-01/2024-12-31", True, id="the-end-of-a-period"),
        pytest.param("?datetime=2024-05-01&leased=false", None, id="filtered-away"),
        pytest.param("?datetime=2024-05-01&province=hai-phong", True, id="of-the-province"),
        pytest.param("?datetime=2024-05-01&province=lao-cai", None, id="of-another-province"),
    ],
)
def test_a_tile_follows_the_clocks_and_the_filters(client, ask, query, leased):
    found = {
        feature["properties"]["lot_key"]: feature["properties"].get("leased")
        for feature in features(client, tile_at(ask, 18, 1), query=query)
    }
    assert found.get("hp-tien-lang/01") is leased


def test_a_tile_shows_what_was_known_then(client, ask):
    [(recorded,)] = ask("SELECT recorded_at FROM register.revision WHERE id = 2")
    known = recorded.isoformat().replace("+", "%2B")
    both = f"?datetime=2024-05-01&known_at={known}"
    [found] = [
        feature["properties"]["leased"]
        for feature in features(client, tile_at(ask, 18, 1), query=both)
        if feature["properties"]["lot_key"].endswith("/01")
    ]
    assert found is False
    address = "/".join(map(str, (LOTS, *tile_at(ask, 18, 1))))
    assert client.get(address + both).headers["cache-control"] == "max-age=3600"
    assert client.get(address).headers["cache-control"] == "no-cache"


SUMS = {
    "cluster_code": "hp-tien-lang",
    "cluster_name": "Tiên Lãng",
    "lots": 60,
    "leased_lots": 20,
    "free_lots": 20,
    "unknown_lots": 20,
    "area_ha": 12.0,
}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("?datetime=2024-04-30", SUMS, id="stored-sums"),
        pytest.param(
            "?datetime=2024-05-01",
            SUMS | {"leased_lots": 21, "free_lots": 19},
            id="the-sums-of-the-next-day",
        ),
        pytest.param(
            "?datetime=2024-05-01&leased=true",
            SUMS
            | {"lots": 21, "leased_lots": 21, "free_lots": 0, "unknown_lots": 0, "area_ha": 4.2}
            | {"leased_area_ha": 4.2, "leased_share_pct": 100.0},
            id="filtered-lots-are-counted-anew",
        ),
    ],
)
def test_at_small_zooms_lots_are_summed_up_by_cluster(client, ask, query, expected):
    for zoom in (12, 5, 0):
        [found] = features(client, tile_at(ask, zoom, 30), "land_lots_by_cluster", query)
        assert found["geometry"]["type"] == "Point"
        assert found["properties"] == expected


def test_the_sums_of_the_past_are_those_of_counting(ask):
    """The stored sums equal a count over the published lots, at every revision and day."""
    for revision in (1, 2, 3):
        for day in ("2020-12-31", "2021-01-01", "2024-04-30", "2024-05-01", "2030-01-01"):
            counted = ask(
                "SELECT count(*), count(*) FILTER (WHERE leased), sum(area_ha) "
                "FROM published.land_lots(CAST(:day AS date), :revision) HAVING count(*) > 0",
                day=day,
                revision=revision,
            )
            stored = ask(
                "SELECT lots, leased_lots, area_ha FROM published.cluster_lots "
                "WHERE valid @> CAST(:day AS date) AND recorded @> CAST(:revision AS bigint)",
                day=day,
                revision=revision,
            )
            assert stored == counted, (revision, day)


WORK_SUMS = {
    "cluster_code": "hp-tien-lang",
    "cluster_name": "Tiên Lãng",
    "works": 1,
    "completed_works": 0,
    "works_in_operation": 0,
    "works_without_progress": 0,
    "works_without_position": 1,
    "mean_progress_pct": 90.0,
}


@pytest.mark.parametrize("zoom", [0, 5, 12, 13, 18])
@pytest.mark.parametrize(
    "query",
    [
        pytest.param("?datetime=2023-07-01", id="stored-sums"),
        pytest.param("?datetime=2023-07-01&province=hai-phong", id="stored-sums-of-a-province"),
        pytest.param("?datetime=2023-01-01/2023-07-01", id="a-period-is-counted-anew"),
        pytest.param("?datetime=2023-07-01&work_key=w1", id="filtered-works-are-counted-anew"),
    ],
)
def test_works_without_a_position_are_counted_at_their_cluster_at_every_zoom(
    client, ask, zoom, query
):
    base = "/ogc/collections/infrastructure_works/tiles/WebMercatorQuad"
    [(x, y)] = ask(
        "SELECT ST_X(geom), ST_Y(geom) FROM (SELECT ST_Transform(geom, 3857) AS geom "
        "FROM published.clusters(date '2023-07-01', 1) WHERE code = 'hp-tien-lang') AS c"
    )
    scale = 2**zoom / (2 * HALF_WORLD_M)
    address = f"{base}/{zoom}/{int((HALF_WORLD_M - y) * scale)}/{int((x + HALF_WORLD_M) * scale)}"
    document = mapbox_vector_tile.decode(client.get(address + query).content)
    assert list(document) == ["infrastructure_works_by_cluster"]
    [found] = document["infrastructure_works_by_cluster"]["features"]
    assert found["properties"] == WORK_SUMS
    assert found["geometry"]["type"] == "Point"


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("?datetime=2022-01-01&province=lao-cai", id="of-another-province"),
        pytest.param("?datetime=2022-01-01&completed=true", id="filtered-away"),
    ],
)
def test_no_works_no_sums(client, query):
    address = f"/ogc/collections/infrastructure_works/tiles/WebMercatorQuad/0/0/0{query}"
    assert client.get(address).status_code == 204


@pytest.mark.parametrize("zoom", range(12))
def test_an_outline_smaller_than_a_step_becomes_a_point(client, ask, zoom):
    """And it is in every tile whose margin it touches, at the edge of two in both."""
    address = "/ogc/collections/cluster_boundaries/tiles/WebMercatorQuad"
    across = 2**zoom
    [(column, row)] = ask(
        "SELECT floor((ST_X(p) + :half) / (2 * :half) * :n)::int, "
        "floor((:half - ST_Y(p)) / (2 * :half) * :n)::int "
        "FROM (SELECT ST_Centroid(ST_Transform(geom, 3857)) AS p "
        "FROM published.cluster_boundaries(date '2024-05-01', 1) LIMIT 1) AS b",
        half=HALF_WORLD_M,
        n=across,
    )
    for r in range(max(0, row - 1), min(across, row + 2)):
        for c in range(max(0, column - 1), min(across, column + 2)):
            expected = ask(
                "SELECT count(*) FROM published.cluster_boundaries(date '2024-05-01', 1) "
                "WHERE ST_Intersects(ST_Transform(geom, 3857), "
                "ST_TileEnvelope(:z, :x, :y, margin => :margin))",
                z=zoom,
                x=c,
                y=r,
                margin=MARGIN / EXTENT,
            )[0][0]
            answer = client.get(f"{address}/{zoom}/{r}/{c}?datetime=2024-05-01")
            document = mapbox_vector_tile.decode(answer.content) if answer.content else {}
            found = document.get("cluster_boundaries", {"features": []})["features"]
            assert len(found) == expected, (zoom, r, c)
            if found and zoom < 4:
                assert found[0]["geometry"]["type"] == "Point"


@pytest.mark.parametrize(
    ("name", "zoom"),
    [
        pytest.param("clusters", 0, id="points-stay-in-the-whole-world"),
        pytest.param("admin_units", 0, id="units-without-outline-are-points"),
        pytest.param("cluster_boundaries", 14, id="outlines-need-a-step-of-the-tile"),
    ],
)
def test_the_other_collections_have_tiles_too(client, ask, name, zoom):
    address = "/".join(map(str, tile_at(ask, zoom)))
    answer = client.get(f"/ogc/collections/{name}/tiles/WebMercatorQuad/{address}")
    document = mapbox_vector_tile.decode(answer.content)
    listed = client.get(f"/ogc/collections/{name}/items?limit=100").json()["features"]
    key = next(iter(listed[0]["properties"]))
    found = {feature["properties"][key] for feature in document[name]["features"]}
    assert found
    assert found == {feature["properties"][key] for feature in listed if feature["geometry"]}


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
