"""GIS programs read the layers without a plug-in: GDAL's OAPIF driver and OWSLib."""

from collections.abc import Iterator

import pyogrio
import pytest
from owslib.ogcapi.features import Features
from sqlalchemy import create_engine, text

from api.app import WebSettings
from cluster_gis.storage.layers import CLUSTERS
from tests.databases import Clone
from tests.servers import serving


@pytest.fixture(scope="module")
def address(small_database: Clone) -> Iterator[str]:
    with serving(WebSettings(database_url=small_database.web_url)) as address:
        yield address


@pytest.fixture(scope="module")
def codes(small_database: Clone) -> list[str]:
    """The clusters as the database itself lists them."""
    engine = create_engine(small_database.owner_url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT code FROM register.industrial_cluster ORDER BY 1"))
        listed = [row[0] for row in found]
    engine.dispose()
    return listed


def test_gdal_reads_the_same_clusters(address, codes):
    frame = pyogrio.read_dataframe(f"OAPIF:{address}/ogc", layer="clusters")
    assert list(frame["code"]) == codes
    by_code = frame.set_index("code")
    assert by_code.loc["hp-tien-lang", "name"] == "Tiên Lãng"
    assert by_code.loc["hp-tien-lang", "area_established_ha"] == 49.37
    point = by_code.loc["hp-tien-lang", "geometry"]
    assert (point.x, point.y) == (106.55, 20.72)
    assert by_code.loc["hp-do-son", "geometry"] is None
    assert frame.crs.to_authority() == ("OGC", "CRS84"), "longitude first, as storageCrs says"


def test_gdal_lists_every_layer(address):
    layers = pyogrio.list_layers(f"OAPIF:{address}/ogc")
    assert [row[0] for row in layers] == [
        "clusters",
        "cluster_boundaries",
        "land_lots",
        "plan_entries",
        "infrastructure_works",
        "admin_units",
        "restricted_areas",
    ]


def test_gdal_turns_pages(address, codes):
    frame = pyogrio.read_dataframe(f"OAPIF:{address}/ogc", layer="clusters", PAGE_SIZE=1)
    assert list(frame["code"]) == codes


def test_gdal_knows_the_types_before_it_has_seen_a_value(address):
    frame = pyogrio.read_dataframe(
        f"OAPIF:{address}/ogc", layer="clusters", PAGE_SIZE=1, INITIAL_REQUEST_PAGE_SIZE=1
    ).set_index("code")
    numbers = {name for name, kind in CLUSTERS.columns.items() if kind == "number"}
    assert {str(frame[name].dtype) for name in numbers} == {"float64"}
    # The first page has no area at all: a guess from it would cut this to 49.
    assert frame.loc["hp-tien-lang", "area_established_ha"] == 49.37
    assert frame.loc["hp-tien-lang", "capital_vnd"] == 816_600_000_000
    assert frame.loc["hp-tien-lang", "n_projects"] == 4
    assert frame.loc["hp-tien-lang", "status_label"] == "Đã thành lập"


def test_gdal_reads_boundaries_as_polygons(address):
    frame = pyogrio.read_dataframe(f"OAPIF:{address}/ogc", layer="cluster_boundaries")
    assert list(frame.geom_type) == ["MultiPolygon"]
    assert list(frame["quality"]) == ["surveyed"]


def test_gdal_asks_by_box(address):
    frame = pyogrio.read_dataframe(
        f"OAPIF:{address}/ogc", layer="clusters", bbox=(106.5, 20.7, 106.6, 20.8)
    )
    assert "hp-tien-lang" in set(frame["code"])
    assert "lc-dong-pho-moi" not in set(frame["code"])


def test_owslib_reads_the_same_clusters(address, codes):
    service = Features(f"{address}/ogc")
    assert "clusters" in service.feature_collections()
    document = service.collection_items("clusters", limit=100, datetime_="2024-05-01")
    assert [feature["id"] for feature in document["features"]] == codes
    assert service.collection_item("clusters", "hp-tien-lang")["properties"]["status"] == (
        "established"
    )
