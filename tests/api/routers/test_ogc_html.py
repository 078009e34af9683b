"""The OGC API for people: pages by f=html or Accept, made from the same documents."""

import re
from html import unescape

import pytest

from api.routers.ogc_html import asks_html

PAGES = (
    "/ogc",
    "/ogc/",
    "/ogc/api",
    "/ogc/conformance",
    "/ogc/collections",
    "/ogc/collections/clusters",
    "/ogc/collections/clusters/schema",
    "/ogc/collections/clusters/queryables",
    "/ogc/collections/clusters/items",
    "/ogc/collections/cluster_boundaries/items/hp-tien-lang",
    "/ogc/collections/clusters/items/hp-tien-lang",
    "/ogc/collections/clusters/tiles",
    "/ogc/collections/clusters/tiles/WebMercatorQuad",
    "/ogc/tileMatrixSets",
    "/ogc/tileMatrixSets/WebMercatorQuad",
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_is_a_page_too_in_both_languages(client, address):
    for language, said in (("vi", "Bỏ qua đến nội dung chính"), ("en", "Skip to content")):
        answer = client.get(f"{address}?f=html&lang={language}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/html")
        assert answer.headers["content-language"] == language
        assert f'<html lang="{language}">' in answer.text
        assert 'rel="alternate" type="application/json"' in answer.text
        assert said in answer.text


@pytest.mark.parametrize(
    ("query", "accept", "page"),
    [
        pytest.param("", BROWSER, True, id="a-browser"),
        pytest.param("", "*/*", False, id="any"),
        pytest.param("", "application/geo+json, text/html;q=0.5", False, id="rather-json"),
        pytest.param("", "text/html;q=wrong", False, id="a-weight-that-is-none"),
        pytest.param("f=json", BROWSER, False, id="f-decides"),
        pytest.param("f=html", "application/json", True, id="f-decides-the-other-way"),
    ],
)
def test_f_decides_else_accept(query, accept, page):
    scope = {"query_string": query.encode(), "headers": [(b"accept", accept.encode())]}
    assert asks_html(scope) is page


def test_json_stays_json_for_programs_and_names_its_page(client):
    document = client.get("/ogc/collections", headers={"accept": "application/json"}).json()
    [address] = [link["href"] for link in document["links"] if link["rel"] == "alternate"]
    assert client.get(address).headers["content-type"].startswith("text/html")
    items = client.get("/ogc/collections/clusters/items?limit=1").json()
    assert any(link["rel"] == "alternate" for link in items["links"])


def test_a_page_of_features_says_all_that_the_document_says_and_leads_on(client):
    document = client.get("/ogc/collections/clusters/items?limit=1&lang=en").json()
    answer = client.get("/ogc/collections/clusters/items?limit=1&lang=en&f=html")
    text = unescape(answer.text)
    [feature] = document["features"]
    for name, value in feature["properties"].items():
        assert f">{name}</th>" in text
        if isinstance(value, str):
            assert value in text
    [following] = re.findall(r'<a href="([^"]+)" rel="next"', text)
    assert "f=html" in following
    assert "offset=1" in following
    assert client.get(following).headers["content-type"].startswith("text/html")


def test_links_between_pages_stay_pages(client):
    text = unescape(client.get("/ogc?f=html").text)
    for rel in ("data", "conformance"):
        [address] = re.findall(rf'<a href="([^"]+)" rel="{rel}"', text)
        assert client.get(address).headers["content-type"].startswith("text/html")


def test_what_is_not_there_or_not_known_is_refused_as_ever(client):
    assert client.get("/ogc/collections/nothing?f=html").status_code == 404
    assert client.get("/ogc/collections/clusters/items?f=html&limit=0").status_code == 400
    assert client.get("/ogc?f=xml").status_code == 400


def test_conformance_names_html(client):
    classes = client.get("/ogc/conformance").json()["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html" in classes
