"""Features of the collections: which ones, in which order, with which properties."""

import pytest

CODES = ["hd-viet-hoa", "hp-do-son", "hp-tien-lang", "lc-dong-pho-moi"]
ITEMS = "/ogc/collections/clusters/items"


def codes(answer):
    assert answer.status_code == 200, answer.text
    return [feature["id"] for feature in answer.json()["features"]]


def test_every_cluster_is_a_feature_also_without_a_place(client):
    answer = client.get(ITEMS)
    assert answer.headers["content-type"] == "application/geo+json"
    document = answer.json()
    assert codes(answer) == CODES
    assert (document["numberMatched"], document["numberReturned"]) == (4, 4)
    assert (document["register"], document["revision"]) == ("real", 1)
    geometries = {f["id"]: f["geometry"] for f in document["features"]}
    assert geometries["hp-tien-lang"] == {"type": "Point", "coordinates": [106.55, 20.72]}
    assert geometries["hp-do-son"] is None


def test_properties_of_a_cluster(client):
    feature = client.get(f"{ITEMS}/hp-tien-lang?datetime=2024-06-01").json()
    properties = feature["properties"]
    assert properties["name"] == "Tiên Lãng"
    assert properties["status"] == "established"
    assert properties["status_label"] == "Đã thành lập"
    assert properties["area_established_ha"] == 49.37
    assert properties["capital_vnd"] == 816_600_000_000
    assert properties["fill_rate_pct"] == 50
    assert properties["boundary_quality"] == "surveyed"
    assert properties["source_urls"] == ["https://a.example/q", "https://b.example/t"]
    assert properties["register"] == "real"
    [self_link] = [link["href"] for link in feature["links"] if link["rel"] == "self"]
    assert self_link.startswith("http://cluster.example:8000/ogc/collections/clusters/items/")


def test_numbers_are_written_exactly(client):
    assert '"area_established_ha":49.37,' in client.get(f"{ITEMS}/hp-tien-lang").text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("province=31", CODES[:3], id="province-by-code-of-2025"),
        pytest.param("province=2025:31", CODES[:3], id="province-by-key"),
        pytest.param("province=hai-phong", CODES[:3], id="province-by-slug"),
        pytest.param("province=lao-cai", CODES[3:], id="other-province"),
        pytest.param("province=hai-duong", CODES[:1], id="abolished-province"),
        pytest.param("status=operating", [CODES[0], CODES[3]], id="by-status"),
        pytest.param("status=operating&province=31", CODES[:1], id="filters-narrow-together"),
        pytest.param("code=hp-do-son", CODES[1:2], id="by-code"),
        pytest.param("state_known=true&datetime=1999-01-01", CODES[1:2], id="by-truth-value"),
        pytest.param("n_projects=4", CODES[2:3], id="by-number"),
        pytest.param("valid_from=2021-03-01", CODES[2:3], id="by-date"),
        pytest.param("name=x' OR '1'='1", [], id="values-are-bound"),
        pytest.param("bbox=106.5,20.7,106.6,20.8", CODES[1:3], id="box-and-what-has-no-geometry"),
        pytest.param("bbox=106.5,20.7,0,106.6,20.8,9", CODES[1:3], id="box-of-six-numbers"),
        pytest.param("bbox=106.55,20.72,106.55,20.72", CODES[1:3], id="box-that-is-the-point"),
        pytest.param("bbox=170,0,104,30", [CODES[1], CODES[3]], id="box-across-the-antimeridian"),
    ],
)
def test_filters(client, query, expected):
    answer = client.get(f"{ITEMS}?{query}")
    assert codes(answer) == expected
    assert answer.json()["numberMatched"] == len(expected)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        pytest.param("2017-12-31", None, id="before-the-first-supported-day"),
        pytest.param("2018-01-01", "planned", id="first-day"),
        pytest.param("2021-02-28T16:59:59Z", "planned", id="last-second-of-the-legal-day"),
        pytest.param("2021-02-28T17:00:00Z", "established", id="midnight-in-viet-nam"),
        pytest.param("2021-03-01T00:00:00+07:00", "established", id="plus-sign-not-escaped"),
        pytest.param("2018-01-01/2020-01-01", "planned", id="state-at-the-end-of-the-period"),
        pytest.param("2018-01-01/..", "established", id="open-end"),
        pytest.param("../2019-01-01", "planned", id="open-start"),
        pytest.param("/", "established", id="open-on-both-sides"),
    ],
)
def test_datetime_selects_the_valid_time_and_drops_no_cluster(client, asked, status):
    answer = client.get(f"{ITEMS}?datetime={asked}&limit=100")
    assert codes(answer) == CODES
    feature = answer.json()["features"][2]
    assert feature["properties"]["status"] == status
    assert feature["properties"]["state_known"] is (status is not None)


def test_pages_lead_to_each_other_and_cover_everything_once(client):
    address, seen = f"{ITEMS}?limit=3&province=2025:31&lang=en", []
    address = f"{ITEMS}?limit=2&lang=en"
    while address:
        document = client.get(address).json()
        seen += [f["id"] for f in document["features"]]
        links = {link["rel"]: link["href"] for link in document["links"]}
        assert document["numberMatched"] == 4
        address = links.get("next")
    assert seen == CODES
    assert (
        links["prev"]
        == "http://cluster.example:8000/ogc/collections/clusters/items?limit=2&lang=en"
    )
    assert links["self"].endswith("limit=2&lang=en&offset=2")


def test_a_page_behind_the_end_is_empty_and_still_counts(client):
    document = client.get(f"{ITEMS}?offset=50").json()
    assert (document["features"], document["numberMatched"]) == ([], 4)


def test_a_limit_above_the_greatest_is_the_greatest(client):
    assert codes(client.get(f"{ITEMS}?limit=1000000")) == CODES


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        pytest.param("colour=red", "colour", id="unknown-parameter"),
        pytest.param("crs=EPSG:9210", "crs", id="crs-is-not-offered"),
        pytest.param("geom=x", "geom", id="not-a-property"),
        pytest.param("limit=0", "limit", id="limit-below-one"),
        pytest.param("limit=-1", "limit", id="negative-limit"),
        pytest.param("limit=ten", "limit", id="limit-in-words"),
        pytest.param("limit=1&limit=2", "limit", id="given-twice"),
        pytest.param("limit=", "limit", id="empty-limit"),
        pytest.param("offset=-1", "offset", id="negative-offset"),
        pytest.param("offset=99999999999999999999", "offset", id="offset-beyond-the-possible"),
        pytest.param("bbox=1,2,3", "bbox", id="three-numbers"),
        pytest.param("bbox=1,2,3,4,5", "bbox", id="five-numbers"),
        pytest.param("bbox=a,b,c,d", "bbox", id="letters"),
        pytest.param("bbox=nan,0,1,1", "bbox", id="not-a-number"),
        pytest.param("bbox=0,inf,1,inf", "bbox", id="infinite"),
        pytest.param("bbox=106,21,107,20", "bbox", id="south-above-north"),
        pytest.param("bbox=590000,2300000,590400,2300250", "bbox", id="metres"),
        pytest.param("datetime=yesterday", "datetime", id="date-in-words"),
        pytest.param("datetime=2024-02-30", "datetime", id="no-such-day"),
        pytest.param("datetime=20240501", "datetime", id="date-without-dashes"),
        pytest.param("datetime=2024-05-01/2024-01-01", "datetime", id="end-before-start"),
        pytest.param("datetime=2024-01-01/2024-02-01/2024-03-01", "datetime", id="three-parts"),
        pytest.param("datetime=2024-05-01T25:00:00Z", "datetime", id="no-such-hour"),
        pytest.param("datetime=", "datetime", id="empty-date"),
        pytest.param("datetime=9999-12-31T23:59:59Z", "datetime", id="beyond-the-last-day"),
        pytest.param("bbox=1_0,2,30,40", "bbox", id="underscore-in-a-number"),
        pytest.param("known_at=soon", "known_at", id="recorded-time-in-words"),
        pytest.param("province=atlantis", "province", id="no-such-province"),
        pytest.param("province=%00", "province", id="nul-in-the-province"),
        pytest.param("n_projects=many", "n_projects", id="number-in-words"),
        pytest.param("area_planned_ha=1,5", "area_planned_ha", id="decimal-comma"),
        pytest.param("area_planned_ha=1e999999", "area_planned_ha", id="absurd-number"),
        pytest.param("state_known=maybe", "state_known", id="neither-true-nor-false"),
        pytest.param("name=%00", "name", id="nul-in-a-text"),
        pytest.param("f=gml", "f", id="unknown-format"),
        pytest.param("lang=fr", "lang", id="unknown-language"),
    ],
)
def test_a_bad_parameter_is_refused_by_name(client, query, parameter):
    answer = client.get(f"{ITEMS}?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "urn:cluster-gis:problem:invalid-parameter"
    assert problem["parameter"] == parameter
    assert parameter in problem["details"]["en"]
    assert problem["details"]["vi"] != problem["details"]["en"]


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("/ogc/collections/lots", id="collection"),
        pytest.param("/ogc/collections/lots/items", id="items-of-none"),
        pytest.param(f"{ITEMS}/hp-atlantis", id="feature"),
        pytest.param(f"{ITEMS}/hp-tien-lang?known_at=2001-01-01", id="not-known-then"),
    ],
)
def test_what_is_not_there_is_404(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:cluster-gis:problem:not-found"


def test_a_nul_in_a_path_is_refused_without_a_traceback(client):
    assert client.get(f"{ITEMS}/a%00b").status_code == 400


def test_the_same_answer_is_not_sent_twice(client):
    first = client.get(f"{ITEMS}?limit=1")
    tag = first.headers["etag"]
    again = client.get(f"{ITEMS}?limit=1", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{ITEMS}?limit=2", headers={"If-None-Match": tag}).status_code == 200
    assert first.headers["cache-control"] == "no-cache"


def test_boundaries_are_surveyed_shapes_only(client):
    document = client.get("/ogc/collections/cluster_boundaries/items").json()
    [feature] = document["features"]
    assert feature["id"] == "hp-tien-lang"
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert feature["properties"]["area_ha"] == 10
    assert feature["properties"]["area_method"] == "planar, EPSG:9210, coordinates as received"
    before = client.get("/ogc/collections/cluster_boundaries/items?datetime=2021-02-28").json()
    assert before["features"] == []


def test_plan_entries_name_their_plan_and_have_no_geometry(client):
    document = client.get("/ogc/collections/plan_entries/items?datetime=2024-01-01").json()
    [feature] = document["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["plan_title"] == "Quyết định 1516"
    assert feature["properties"]["province_code"] == "31"


@pytest.mark.parametrize(
    ("day", "progress"),
    [
        pytest.param("2022-06-29", None, id="day-before-the-first-statement"),
        pytest.param("2022-06-30", 40, id="first-statement"),
        pytest.param("2023-06-30", 90, id="newest-statement"),
    ],
)
def test_works_show_the_newest_progress_of_the_day(client, day, progress):
    answer = client.get(f"/ogc/collections/infrastructure_works/items?datetime={day}&province=31")
    [feature] = answer.json()["features"]
    assert feature["properties"]["progress_pct"] == progress
    assert feature["properties"]["cluster_name"] == "Tiên Lãng"


def test_admin_units_are_those_of_the_day(client):
    def names(day):
        address = f"/ogc/collections/admin_units/items?datetime={day}&level=province"
        return {f["id"] for f in client.get(address).json()["features"]}

    assert names("2025-06-30") == {"pre2025:31", "pre2025:30", "pre2025:10"}
    assert names("2025-07-01") == {"2025:31", "2025:15"}
    assert len(names("../..")) == 5
