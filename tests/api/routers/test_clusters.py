"""The business API: clusters on a day, and what the law says of them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from cluster_gis.services.assess_cluster import assess_cluster
from tests.small_register import correct_leased_land, write_small_register

CLUSTERS = "/api/v1/clusters"


def codes(answer):
    assert answer.status_code == 200, answer.text
    return [cluster["code"] for cluster in answer.json()["clusters"]]


def test_the_list_is_in_vietnamese_order_and_says_what_was_read(client):
    answer = client.get(f"{CLUSTERS}?as_of=2024-06-01")
    assert codes(answer) == ["hp-do-son", "lc-dong-pho-moi", "hp-tien-lang", "hd-viet-hoa"]
    document = answer.json()
    assert (document["register"], document["revision"], document["as_of"], document["total"]) == (
        "real",
        1,
        "2024-06-01",
        4,
    )
    cluster = document["clusters"][2]
    assert cluster["area_established_ha"] == 49.37
    assert cluster["capital_vnd"] == 816_600_000_000
    assert '"capital_vnd":816600000000,' in answer.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("q=cum cong nghiep tien lang", ["hp-tien-lang"], id="search-without-marks"),
        pytest.param("q=Tiên Lãng", ["hp-tien-lang"], id="search-with-marks"),
        pytest.param("province=lao-cai", ["lc-dong-pho-moi"], id="province"),
        pytest.param("limit=1&offset=1", ["lc-dong-pho-moi"], id="page"),
        pytest.param("known_at=2001-01-01T00:00:00Z", [], id="before-the-register-knew"),
    ],
)
def test_filters_of_the_list(client, query, expected):
    assert codes(client.get(f"{CLUSTERS}?{query}")) == expected


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        pytest.param(f"{CLUSTERS}?colour=red", "colour", id="unknown"),
        pytest.param(f"{CLUSTERS}?limit=0", "limit", id="limit-below-one"),
        pytest.param(f"{CLUSTERS}?limit=1001", "limit", id="limit-above-the-greatest"),
        pytest.param(f"{CLUSTERS}?as_of=01/05/2024", "as_of", id="date-of-another-form"),
        pytest.param(f"{CLUSTERS}?as_of=1714521600", "as_of", id="seconds-since-1970"),
        pytest.param(f"{CLUSTERS}?known_at=now", "known_at", id="time-in-words"),
        pytest.param(f"{CLUSTERS}?province=atlantis", "province", id="no-such-province"),
        pytest.param(f"{CLUSTERS}?lang=fr", "lang", id="unknown-language"),
        pytest.param(f"{CLUSTERS}/hp-tien-lang/assessment", "procedure", id="missing"),
        pytest.param(
            f"{CLUSTERS}/hp-tien-lang/assessment?procedure=sell", "procedure", id="no-such-one"
        ),
        pytest.param(
            f"{CLUSTERS}/hp-tien-lang/assessment?procedure=operate&on=2024", "on", id="bare-year"
        ),
        pytest.param("/api/v1/register?colour=red", "colour", id="unknown-of-the-register"),
    ],
)
def test_a_bad_parameter_is_refused_by_name(client, address, parameter):
    answer = client.get(address)
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["parameter"] == parameter
    assert problem["details"]["vi"] != problem["details"]["en"]


def test_a_nul_in_a_search_is_refused_without_a_traceback(client):
    assert client.get(f"{CLUSTERS}?q=%00").status_code == 400


def test_one_cluster_with_everything_that_is_known_of_it(client):
    document = client.get(f"{CLUSTERS}/hp-tien-lang?as_of=2024-06-01").json()
    assert (document["register"], document["revision"]) == ("real", 1)
    assert document["cluster"]["status"] == "established"
    assert [(s["status"], s["valid_from"], s["valid_to"]) for s in document["states"]] == [
        ("planned", "2018-01-01", "2021-03-01"),
        ("established", "2021-03-01", None),
    ]
    land = [f for f in document["figures"] if f["field"] == "industrial_land_ha"]
    assert [(f["value"], f["adopted"]) for f in land] == [(35, True), (34.9, False)]
    assert land[0]["source"]["url"] == "https://b.example/t"
    assert [e["event_type"] for e in document["events"]] == ["established"]
    [work] = document["works"]
    assert [p["progress_pct"] for p in work["progress"]] == [90, 40]
    assert [c["amount_vnd"] for c in document["capital"]] == [816_600_000_000]
    assert [p["plan_title"] for p in document["plan_entries"]] == ["Quyết định 1516"]
    assert document["boundary"]["area_ha"] == 10
    assert client.get(document["boundary"]["geometry"]).json()["geometry"]["type"] == (
        "MultiPolygon"
    )
    assert document["units"]["2025:31"]["name"] == "Thành phố Hải Phòng"
    assert [s["source_key"] for s in document["sources"]] == ["news"]


def test_one_cluster_on_a_day_that_nothing_is_known_of(client):
    document = client.get(f"{CLUSTERS}/hp-tien-lang?as_of=1999-01-01").json()
    assert document["cluster"]["state_known"] is False
    assert document["cluster"]["status"] is None
    assert document["boundary"] is None
    assert len(document["states"]) == 2


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(f"{CLUSTERS}/hp-atlantis", id="no-such-code"),
        pytest.param(f"{CLUSTERS}/hp-tien-lang?known_at=2001-01-01", id="not-known-then"),
    ],
)
def test_a_cluster_that_is_not_there_is_404(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:cluster-gis:problem:not-found"


def test_an_assessment_is_what_the_service_says(client, small_database):
    address = f"{CLUSTERS}/hp-tien-lang/assessment?procedure=establish&on=2021-06-01"
    document = client.get(address).json()
    engine = create_engine(small_database.owner_url)
    with Session(engine) as session:
        on = datetime(2021, 6, 1, tzinfo=UTC).date()
        said = assess_cluster(session, "hp-tien-lang", procedure="establish", on=on).to_json()
    engine.dispose()
    assert document == {**said, "register": "real"}
    rules = {finding["rule"]: finding for finding in document["findings"]}
    assert rules["AREA-MAX"]["verdict"] == "pass"
    assert rules["AREA-MAX"]["citation"]["document"]


def test_an_assessment_of_no_cluster_is_404(client):
    answer = client.get(f"{CLUSTERS}/hp-atlantis/assessment?procedure=establish")
    assert answer.status_code == 404


def test_provinces_tell_how_many_reported_clusters_are_known(client):
    document = client.get("/api/v1/provinces").json()
    told = {p["province"]["slug"]: p for p in document["provinces"]}
    assert told["hai-phong"]["clusters_known"] == 3
    assert told["hai-phong"]["reported"]["clusters"] == 80
    assert told["hai-phong"]["reported"]["on"] == "2025-11"
    assert told["lao-cai"]["reported"] is None


def test_the_register_tells_its_identity_and_size(client):
    document = client.get("/api/v1/register").json()
    assert (document["register"], document["revision"]) == ("real", 1)
    assert document["counts"]["industrial_cluster"] == 4
    assert document["recorded_at"] is not None
    earlier = client.get("/api/v1/register?known_at=2001-01-01").json()
    assert (earlier["revision"], earlier["recorded_at"]) == (0, None)


def test_known_at_gives_the_old_answer_before_a_correction_and_the_new_one_after(
    fresh_database, open_client
):
    engine = create_engine(fresh_database.owner_url)
    with Session(engine) as session:
        first = write_small_register(session)
        session.commit()
        before = session.scalar(
            text("SELECT recorded_at FROM register.revision WHERE id = :id"), {"id": first}
        )
        client = open_client(fresh_database)
        tag = client.get("/ogc/collections/clusters/items").headers["etag"]
        correct_leased_land(session, Decimal("21"))
        session.commit()
    engine.dispose()

    def rates(known_at):
        query = {"known_at": known_at} if known_at else {}
        item = client.get("/ogc/collections/clusters/items/hp-tien-lang", params=query).json()
        listed = client.get(CLUSTERS, params={"q": "tien lang", **query}).json()["clusters"]
        return item["properties"]["fill_rate_pct"], listed[0]["fill_rate_pct"]

    assert rates(before.isoformat()) == (50, 50)
    assert rates(None) == (60, 60)
    # What a client kept from before the correction is not confirmed any more.
    stale = client.get("/ogc/collections/clusters/items", headers={"If-None-Match": tag})
    assert stale.status_code == 200
