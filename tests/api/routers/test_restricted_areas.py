"""Restricted areas as an OGC collection: two clocks, names of layers in both languages."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.storage.register import Batch, write_versions
from tests.small_register import RECTANGLE

ITEMS = "/ogc/collections/restricted_areas/items"


@pytest.fixture(scope="module")
def areas(small_database):
    area = {
        "area_key": "LUC:1",
        "layer": "LUC",
        "name": "Đồng Tiên Lãng",
        "province_key": "2025:31",
        "source_geom": RECTANGLE,
        "source_format": "GPKG",
        "document_key": "12/NQ-HĐND",
        "source_key": "plan",
        "valid": "[2024-01-01,2026-01-01)",
    }
    engine = create_engine(small_database.owner_url)
    with Session(engine) as session:
        batch = Batch(table="restricted_area", rows=[area])
        revision = write_versions(session, by="t", reason="t", batches=[batch])
        session.commit()
    engine.dispose()
    return revision


def test_an_area_is_served_on_its_days_with_the_name_of_its_layer(client, areas):
    answer = client.get(ITEMS, params={"datetime": "2025-06-01", "lang": "en"}).json()
    [feature] = answer["features"]
    told = feature["properties"]
    assert feature["id"] == "LUC:1"
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert (told["layer_label"], told["province_code"], told["source_srid"]) == (
        "Land under two or more rice crops",
        "31",
        9210,
    )
    assert (told["valid_from"], told["valid_to"], told["revision"]) == (
        "2024-01-01",
        "2026-01-01",
        areas,
    )
    vi = client.get(ITEMS, params={"datetime": "2025-06-01", "layer": "LUC", "lang": "vi"}).json()
    assert vi["features"][0]["properties"]["layer_label"] == "Đất chuyên trồng lúa"


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"datetime": "2026-01-01"}, id="after-its-last-day"),
        pytest.param({"datetime": "2025-06-01", "known_at": "2020-01-01"}, id="not-known-yet"),
        pytest.param({"datetime": "2025-06-01", "layer": "RPH"}, id="another-layer"),
        pytest.param({"datetime": "2025-06-01", "province": "15"}, id="another-province"),
    ],
)
def test_it_is_not_served_otherwise(client, areas, asked):
    assert areas
    assert client.get(ITEMS, params=asked).json()["features"] == []
