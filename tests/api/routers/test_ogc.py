"""The frame of OGC API Features: what a client finds its way by."""

import pytest

from api.ogc_definition import build_definition
from api.routers.items import known_parameters
from cluster_gis.i18n import translator
from cluster_gis.storage.layers import LAYERS


def links(document):
    return {link["rel"]: link["href"] for link in document["links"]}


def test_the_landing_page_leads_everywhere(client):
    found = links(client.get("/ogc").json())
    assert found["self"] == "http://cluster.example:8000/ogc/"
    for rel in ("service-desc", "service-doc", "conformance", "data"):
        assert found[rel].startswith("http://cluster.example:8000/")
        assert client.get(found[rel]).status_code == 200


def test_links_follow_the_address_that_the_client_used(client):
    document = client.get("/ogc/collections", headers={"host": "office.local"}).json()
    assert links(document)["self"] == "http://office.local/ogc/collections"


def test_conformance_names_the_core(client):
    classes = client.get("/ogc/conformance").json()["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in classes


def test_every_layer_is_a_collection_with_its_extent(client):
    document = client.get("/ogc/collections?lang=en").json()
    assert [c["id"] for c in document["collections"]] == list(LAYERS)
    clusters = document["collections"][0]
    assert clusters["title"] == "Industrial clusters"
    assert clusters["extent"]["spatial"]["bbox"] == [[103.98, 20.72, 106.55, 22.5]]
    assert clusters["extent"]["temporal"]["interval"] == [[None, None]]
    assert "spatial" not in document["collections"][2]["extent"]


def test_one_collection_is_the_same_as_in_the_list(client):
    listed = client.get("/ogc/collections").json()["collections"][1]
    alone = client.get("/ogc/collections/cluster_boundaries").json()
    assert alone == {**listed, "register": "real"}
    start = alone["extent"]["temporal"]["interval"][0]
    assert start == ["2021-03-01T00:00:00Z", None]


def test_the_definition_names_every_parameter_that_items_take(client):
    document = client.get("/ogc/api").json()
    assert document["openapi"] == "3.0.3"
    for layer in LAYERS.values():
        described = document["paths"][f"/collections/{layer.name}/items"]["get"]["parameters"]
        assert {p["name"] for p in described} == known_parameters(layer)


def test_the_definition_speaks_the_language_asked_for():
    vietnamese = build_definition("http://x/ogc", translator("vi"))
    assert vietnamese["paths"]["/collections/clusters"]["get"]["summary"] == "Cụm công nghiệp"


@pytest.mark.parametrize("address", ["/ogc", "/ogc/conformance", "/ogc/collections", "/ogc/api"])
@pytest.mark.parametrize(("query", "parameter"), [("colour=red", "colour"), ("f=xml", "f")])
def test_unknown_parameters_are_refused_everywhere(client, address, query, parameter):
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == parameter


def test_writing_is_refused_and_says_what_is_allowed(client):
    answer = client.post("/ogc/collections/clusters/items", json={})
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
