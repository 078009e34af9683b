"""CQL2 filters (Features Part 3) and coordinate systems (Part 2), through HTTP."""

import json

import pyproj
import pytest

from cluster_gis.storage.crs import CRS84, CRS_BY_URI

ITEMS = "/ogc/collections/clusters/items"
TIEN_LANG, DO_SON, VIET_HOA, DONG_PHO = (
    "hp-tien-lang",
    "hp-do-son",
    "hd-viet-hoa",
    "lc-dong-pho-moi",
)
BOX = "106.5, 20.7, 106.6, 20.8"


def codes(client, text, **more):
    answer = client.get(ITEMS, params={"filter": text, "datetime": "2024-06-01", **more})
    assert answer.status_code == 200, answer.text
    return {feature["id"] for feature in answer.json()["features"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("status = 'operating'", {VIET_HOA, DONG_PHO}, id="text"),
        pytest.param("name = 'Tiên Lãng'", {TIEN_LANG}, id="vietnamese-text"),
        pytest.param("casei(name) = casei('TIÊN LÃNG')", {TIEN_LANG}, id="without-case"),
        pytest.param(
            "accenti(casei(name)) LIKE accenti(casei('%ĐÔNG%'))", {DONG_PHO}, id="without-marks"
        ),
        pytest.param("name LIKE '%Sơn'", {DO_SON}, id="like"),
        pytest.param("area_established_ha = 49.37", {TIEN_LANG}, id="decimal-exactly"),
        pytest.param("area_established_ha > 49.37", set(), id="not-above-itself"),
        pytest.param("n_projects BETWEEN 4 AND 5", {TIEN_LANG}, id="between"),
        pytest.param("code IN ('hp-do-son', 'hd-viet-hoa')", {DO_SON, VIET_HOA}, id="in"),
        pytest.param("status IS NULL", {DO_SON}, id="null"),
        pytest.param("status IS NOT NULL", {TIEN_LANG, VIET_HOA, DONG_PHO}, id="not-null"),
        pytest.param("state_known AND NOT status = 'operating'", {TIEN_LANG}, id="truth-value"),
        pytest.param("valid_from >= DATE('2021-03-01')", {TIEN_LANG}, id="date"),
        pytest.param("valid_from >= '2021-03-01'", {TIEN_LANG}, id="date-as-text"),
        pytest.param("T_BEFORE(valid_from, DATE('2016-01-01'))", {DONG_PHO}, id="before"),
        pytest.param(
            "T_DURING(valid_from, INTERVAL('2018-01-01', '..'))", {TIEN_LANG, VIET_HOA}, id="during"
        ),
        pytest.param(
            "leased_industrial_land_ha * 2 = industrial_land_ha", {TIEN_LANG}, id="arithmetic"
        ),
        pytest.param("n_projects / 0 = 1", set(), id="division-by-zero-is-not-known"),
        pytest.param(f"S_INTERSECTS(geometry, BBOX({BOX}))", {TIEN_LANG}, id="box"),
        pytest.param(
            "S_WITHIN(geom, POLYGON((106 20, 107 20, 107 21, 106 21, 106 20)))",
            {TIEN_LANG, VIET_HOA},
            id="polygon",
        ),
        pytest.param("geometry IS NULL", {DO_SON}, id="no-place"),
        pytest.param("name = 'x'' OR ''1''=''1'", set(), id="values-are-bound"),
    ],
)
def test_a_filter_selects(client, text, expected):
    assert codes(client, text) == expected


def test_a_filter_as_json_narrows_with_the_other_parameters(client):
    tree = {
        "op": "or",
        "args": [
            {"op": "=", "args": [{"property": "status"}, "operating"]},
            {"op": "=", "args": [{"property": "area_established_ha"}, 49.37]},
        ],
    }
    more = {"filter-lang": "cql2-json"}
    assert codes(client, json.dumps(tree), **more) == {TIEN_LANG, VIET_HOA, DONG_PHO}
    assert codes(client, json.dumps(tree), province="lao-cai", **more) == {DONG_PHO}


def test_a_filter_counts_and_turns_pages(client):
    answer = client.get(ITEMS, params={"filter": "status = 'operating'", "limit": 1}).json()
    assert (answer["numberMatched"], answer["numberReturned"]) == (2, 1)
    [following] = [one["href"] for one in answer["links"] if one["rel"] == "next"]
    other = client.get(following).json()["features"][0]["id"]
    assert {answer["features"][0]["id"], other} == {VIET_HOA, DONG_PHO}


def test_a_tile_takes_a_filter(client):
    address = "/ogc/collections/clusters/tiles/WebMercatorQuad/0/0/0"
    assert client.get(address, params={"filter": "status = 'planned'"}).status_code == 204
    assert client.get(address, params={"filter": "status = 'operating'"}).status_code == 200


DEEP = "NOT " * 40 + "state_known"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("secret = 'x'", "'secret'", id="unknown-property"),
        pytest.param("tên = 'x'", "'tên'", id="unknown-vietnamese-property"),
        pytest.param("pg_read_file('/etc/hostname') = 'x'", "'pg_read_file'", id="function"),
        pytest.param("pg_sleep(5)", "'pg_sleep'", id="function-as-condition"),
        pytest.param("name = 5", "text, number", id="kinds-differ"),
        pytest.param("name", "name", id="no-truth-value"),
        pytest.param("name = ", "cql2-text", id="not-readable"),
        pytest.param("", "cql2-text", id="empty"),
        pytest.param(DEEP, "32", id="too-deep"),
        pytest.param("code IN (" + "'a'," * 600 + "'a')", "500", id="too-many-parts"),
        pytest.param("name = '" + "x" * 9000 + "'", "8000", id="too-long"),
        pytest.param("valid_from > DATE('2024-02-30')", "2024-02-30", id="no-such-day"),
        pytest.param("n_projects = 1e300", "1e+300", id="number-too-large"),
        pytest.param(
            "S_INTERSECTS(geom, POLYGON((0 0, 1 1, 0 1, 1 0, 0 0)))", "Polygon", id="bow-tie"
        ),
        pytest.param("S_INTERSECTS(name, BBOX(0,0,1,1))", "name", id="no-geometry"),
    ],
)
def test_a_bad_filter_is_refused_by_name(client, text, named):
    answer = client.get(f"{ITEMS}?lang=en", params={"filter": text})
    assert answer.status_code == 400, answer.text
    assert answer.json()["parameter"] == "filter"
    assert named in answer.json()["detail"]


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "5",
        "{",
        '{"op": "="}',
        '{"op": "and", "args": []}',
        '{"op": "=", "args": [1]}',
        '{"op": "in", "args": [{"property": "code"}, []]}',
        pytest.param("[" * 5000, id="deep-nesting"),
        "NaN",
        '{"property": []}',
    ],
)
def test_a_bad_filter_in_json_is_refused(client, text):
    answer = client.get(ITEMS, params={"filter": text, "filter-lang": "cql2-json"})
    assert answer.status_code == 400, answer.text
    assert answer.json()["parameter"] == "filter"


@pytest.mark.parametrize("field", ["crs", "bbox-crs", "filter-crs", "filter-lang"])
def test_an_unknown_system_or_language_is_refused(client, field):
    answer = client.get(ITEMS, params={field: "http://www.opengis.net/def/crs/EPSG/0/32648"})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == field


def test_queryables_are_what_a_filter_may_name(client):
    collection = client.get("/ogc/collections/clusters").json()
    [link] = [one["href"] for one in collection["links"] if one["rel"].endswith("/queryables")]
    document = client.get(link).json()
    assert document["$id"] == link
    assert document["properties"]["area_established_ha"] == {"type": "number"}
    assert "source_urls" not in document["properties"], "a list cannot be compared"
    for name in document["properties"]:
        codes(client, f"{name} IS NULL")


@pytest.mark.parametrize("crs", CRS_BY_URI.values(), ids=lambda crs: f"{crs.srid}-{crs.uri[-6:]}")
def test_axes_are_those_of_the_authority(crs):
    axes = [axis.direction for axis in pyproj.CRS.from_user_input(crs.uri).axis_info[:2]]
    assert (axes == ["north", "east"]) == crs.north_first
    assert pyproj.CRS.from_epsg(crs.srid).is_geographic == crs.degrees


@pytest.mark.parametrize("code", [4326, 4756, 3405, 9210])
def test_coordinates_come_in_the_system_asked_for(client, code):
    uri = f"http://www.opengis.net/def/crs/EPSG/0/{code}"
    assert uri in client.get("/ogc/collections/clusters").json()["crs"]
    for address in (f"{ITEMS}/{TIEN_LANG}", ITEMS):
        answer = client.get(address, params={"crs": uri})
        assert answer.headers["content-crs"] == f"<{uri}>"
        document = answer.json()
        [feature] = [f for f in document.get("features", [document]) if f["id"] == TIEN_LANG]
        assert feature["geometry"].keys() == {"type", "coordinates"}
        there = pyproj.Transformer.from_crs(4326, code, always_xy=False).transform(20.72, 106.55)
        close = 1e-4 if code in (4326, 4756) else 10
        assert feature["geometry"]["coordinates"] == pytest.approx(there, abs=close)
    assert client.get(ITEMS).headers["content-crs"] == f"<{CRS84.uri}>"


@pytest.mark.parametrize(
    ("code", "bbox", "found"),
    [
        pytest.param(4326, "20.7,106.5,20.8,106.6", True, id="latitude-first"),
        pytest.param(4326, "20.8,106.6,20.9,106.7", False, id="latitude-first-elsewhere"),
        pytest.param(9210, "583000,2285000,587000,2300000", True, id="metres"),
        pytest.param(9210, "583000,2200000,587000,2285000", False, id="metres-elsewhere"),
    ],
)
def test_a_box_is_read_in_its_own_system(client, code, bbox, found):
    uri = f"http://www.opengis.net/def/crs/EPSG/0/{code}"
    document = client.get(ITEMS, params={"bbox": bbox, "bbox-crs": uri}).json()
    assert (TIEN_LANG in {f["id"] for f in document["features"]}) is found


@pytest.mark.parametrize("bbox", ["106,20,107,21", "1,1,1e30,1e30", "5,5,4,4"])
def test_a_box_beyond_its_system_is_refused(client, bbox):
    epsg = "http://www.opengis.net/def/crs/EPSG/0/"
    code = 4326 if bbox == "106,20,107,21" else 9210
    answer = client.get(ITEMS, params={"bbox": bbox, "bbox-crs": f"{epsg}{code}"})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "bbox")


def test_a_filter_has_coordinates_in_its_own_system(client):
    uri = "http://www.opengis.net/def/crs/EPSG/0/9210"
    ring = "583000 2285000, 587000 2285000, 587000 2300000, 583000 2300000, 583000 2285000"
    text = f"S_INTERSECTS(geometry, POLYGON(({ring})))"
    assert codes(client, text, **{"filter-crs": uri}) == {TIEN_LANG}
