"""`POST /api/v1/boundaries/check`: the reader over HTTP, nothing stored."""

import json

import pytest
from shapely import MultiPolygon, box
from shapely.geometry import mapping
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from cluster_gis.storage.register import Batch, write_versions
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


@pytest.fixture
def outlined(client, small_database):
    """A client over a register that holds an outline of commune 10882, 2 km round its place."""
    engine = create_engine(small_database.owner_url)
    with Session(engine) as session, session.begin():
        source = session.scalar(text("SELECT source_key FROM register.source LIMIT 1"))
        shape = MultiPolygon([box(106.453, 20.8157, 106.493, 20.8557)])
        row = {
            "unit_key": "2025:10882",
            "geom": f"SRID=4326;{shape.wkt}",
            "quality": "official",
            "source_key": source,
        }
        batch = Batch(table="admin_unit_outline", rows=[row])
        write_versions(session, by="test", reason="outline", batches=[batch])
    engine.dispose()
    return client


def test_a_loaded_outline_of_the_commune_is_what_outside_means(outlined):
    near = json.dumps(mapping(box(106.470, 20.830, 106.473, 20.833)))
    beyond = json.dumps(mapping(box(106.470, 20.858, 106.473, 20.861)))
    for data, outside in ((near, False), (beyond, True)):
        document = check(outlined, data, "a.geojson", commune="10882").json()
        codes = {issue["code"] for issue in document["issues"]}
        assert ("outside_commune" in codes) == outside
    page = outlined.post(
        "/boundaries", files={"file": ("a.geojson", beyond)}, data={"commune": "10882"}
    )
    assert "outside_commune" in page.text
