"""Vector tiles: their features are those of the database, at each zoom, on both clocks."""

import mapbox_vector_tile
import pytest

from cluster_gis.storage.tiles import EXTENT, MARGIN
from tests.lots import HALF_WORLD_M, LOTS, N_LOTS, tile_at


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
