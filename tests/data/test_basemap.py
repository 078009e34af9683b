"""The base map: land with its islands, and lines of provinces for the dates they existed."""

import json

import pytest
from shapely import box, union_all
from shapely.geometry import shape

from cluster_gis.ingest.source_file import DATA

FOLDER = DATA / "basemap"


def features(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))["features"]


def shapes(name):
    return [shape(feature["geometry"]) for feature in features(name)]


@pytest.fixture(scope="module")
def lines():
    return features("provinces_pre2025.geojson")


def test_the_base_map_is_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000


@pytest.mark.parametrize("name", ["land.geojson", "land_country.geojson"])
def test_land_is_valid_and_holds_bach_long_vi(name):
    land = shapes(name)
    assert all(part.is_valid and part.geom_type == "Polygon" for part in land)
    assert sum(part.intersects(box(107.6, 20.0, 107.9, 20.3)) for part in land) == 1


@pytest.mark.parametrize(
    ("area", "islets"),
    [
        pytest.param(box(111, 15.5, 113, 17.3), 18, id="hoang-sa"),
        pytest.param(box(111, 6.5, 116, 12), 21, id="truong-sa"),
    ],
)
def test_the_country_shows_both_archipelagos(area, islets):
    land = shapes("land_country.geojson")
    assert sum(part.intersects(area) for part in land) == islets


def last_days(lines, one, other):
    return {
        line["properties"]["last_day"]
        for line in lines
        if set(line["properties"]["between"]) == {one, other}
    }


@pytest.mark.parametrize(
    ("one", "other", "last_day"),
    [
        pytest.param("Thành phố Hải Phòng", "Tỉnh Hải Dương", "2025-06-30", id="merged"),
        pytest.param("Tỉnh Lào Cai", "Tỉnh Yên Bái", "2025-06-30", id="merged-too"),
        pytest.param("Thành phố Hải Phòng", "Tỉnh Quảng Ninh", None, id="still-a-line"),
        pytest.param("Tỉnh Lào Cai", "Tỉnh Lai Châu", None, id="still-a-line-too"),
        pytest.param("Thành phố Hải Phòng", "Tỉnh Thái Bình", None, id="new-neighbour-hung-yen"),
    ],
)
def test_a_line_inside_a_merged_province_ends_with_the_old_provinces(lines, one, other, last_day):
    assert last_days(lines, one, other) == {last_day}


def test_every_line_parts_two_provinces_and_every_province_has_one(lines):
    provinces = [line["properties"] for line in lines if line["properties"]["kind"] == "province"]
    assert all(len(set(line["keys"])) == 2 for line in provinces)
    assert {key for line in provinces for key in line["keys"]} == {
        f"pre2025:{code}" for code in KNOWN_CODES
    }


#: Codes of the 63 provinces (General Statistics Office).
KNOWN_CODES = (
    "01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 "
    "49 51 52 54 56 58 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96"
).split()


def test_lines_run_over_land_only(lines):
    land = union_all(shapes("land_country.geojson")).buffer(0.05)
    assert all(land.covers(shape(line["geometry"])) for line in lines)
