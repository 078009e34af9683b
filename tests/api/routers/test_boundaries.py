"""`POST /api/v1/boundaries/check`: the reader over HTTP, nothing stored."""

import pytest

from tests.cluster_gis.boundary.tables import COMMUNE, RECTANGLE, csv_table

PATH = "/api/v1/boundaries/check"


def check(client, data, name="ranh.csv", **fields):
    return client.post(PATH, files={"file": (name, data)}, data=fields)


def test_a_sound_file_is_answered_with_geometry_and_areas(client):
    answer = check(
        client, csv_table(RECTANGLE), crs="EPSG:9210", commune=COMMUNE, stated_area_ha="10.3"
    )
    assert answer.status_code == 200
    document = answer.json()
    assert document["crs"]["code"] == "EPSG:9210"
    assert document["area"]["tm3_ha"] == 10.0
    assert document["area"]["difference_pct"] == -2.9126
    assert document["geometry"]["type"] == "Polygon"
    assert "area_differs_1pct" in {issue["code"] for issue in document["issues"]}


def test_a_refused_file_is_a_problem_with_the_same_members_and_its_candidates(client):
    swapped = csv_table([(north, east) for east, north in RECTANGLE])
    answer = check(client, swapped, crs="EPSG:9210", commune=COMMUNE)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["type"] == "urn:cluster-gis:problem:invalid-geometry"
    assert document["geometry"] is None
    best = document["crs"]["candidates"][0]
    assert best["choice"] == "EPSG:9210+swapped"
    assert best["geometry"]["type"] == "Polygon"
    again = check(client, swapped, crs=best["choice"], commune=COMMUNE)
    assert again.status_code == 200
    assert again.json()["crs"]["how"] == "chosen"


def test_a_repair_is_offered_with_both_areas_and_applied_when_accepted(client):
    twisted = csv_table([RECTANGLE[0], RECTANGLE[2], RECTANGLE[1], RECTANGLE[3]])
    document = check(client, twisted, crs="EPSG:9210").json()
    [repair] = [r for r in document["repairs"] if r["code"] == "make_valid"]
    assert repair["area_before_ha"] is None
    assert repair["area_after_ha"] == pytest.approx(5.0)
    accepted = check(client, twisted, crs="EPSG:9210", accept="make_valid")
    assert accepted.status_code == 200
    assert accepted.json()["area"]["tm3_ha"] == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        pytest.param({"accept": "magic"}, 400, id="unknown-repair"),
        pytest.param({"stated_area_ha": "-3"}, 422, id="negative-area"),
        pytest.param({"commune": "99999"}, 422, id="unknown-commune"),
    ],
)
def test_a_wrong_field_is_a_problem_that_names_it(client, fields, status):
    answer = check(client, csv_table(RECTANGLE), crs="EPSG:9210", **fields)
    assert answer.status_code == status
    assert next(iter(fields)) in answer.text


def test_a_request_without_a_file_is_a_problem(client):
    assert client.post(PATH, data={"crs": "EPSG:9210"}).status_code == 422


def test_entities_are_refused_and_noted_in_the_log(client, caplog):
    text = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>'
    )
    answer = check(client, text, "a.kml")
    assert answer.status_code == 422
    assert "xml_entities" in caplog.text
    assert "root:" not in answer.text
