"""Where a declared unit lies: boxes of its former communes, or the outline a register holds."""

import numpy as np
import pytest
from shapely import box

from cluster_gis.boundary.extents import find_commune, find_province
from cluster_gis.boundary.read import read_boundary
from cluster_gis.boundary.territory import UnitOutline
from tests.cluster_gis.boundary.tables import COMMUNE, RECTANGLE, csv_table

KEY = f"2025:{COMMUNE}"
#: 2 km round the rectangle of 10 ha (106.676 E, 20.802 N), smaller than the boxes.
AROUND = box(106.656, 20.782, 106.696, 20.822)


def outline(shape=AROUND, key=KEY, margin_m=100.0):
    return UnitOutline(unit_key=key, shape=shape, margin_m=margin_m)


def read(points, **options):
    return read_boundary(csv_table(points), "a.csv", crs="EPSG:9210", commune=COMMUNE, **options)


def said(reading, code):
    return [issue for issue in reading.issues if issue.code == code]


def test_a_new_communes_extent_is_the_union_of_its_old_units_boxes():
    [hung_dao] = find_commune(COMMUNE)
    assert len(hung_dao.boxes) >= 3
    for corner in ((b.west, b.south) for b in hung_dao.boxes):
        assert hung_dao.distance_m(*corner) == 0
    assert hung_dao.distance_m(106.676, 20.95) == pytest.approx(
        min(b.distance_m(106.676, 20.95) for b in hung_dao.boxes)
    )


def test_many_positions_are_measured_like_each_one():
    [province] = find_province("HP")
    lon, lat = np.array([106.676, 105.0, 107.9]), np.array([20.8, 21.0, 20.1])
    for place in (province, province.with_outline(outline(key=province.key))):
        each = [place.distance_m(x, y) for x, y in zip(lon, lat, strict=True)]
        assert place.distances_m(lon, lat) == pytest.approx(each)


def test_distances_from_an_outline_are_metres():
    [commune] = find_commune(COMMUNE)
    unit = commune.with_outline(outline())
    assert unit.distance_m(106.676, 20.802) == 0
    assert unit.distance_m(106.676, 20.832) == pytest.approx(1107, abs=2)
    assert unit.distance_m(106.706, 20.802) == pytest.approx(1040.6, abs=2)


def test_an_outline_of_another_unit_is_not_used():
    [commune] = find_commune(COMMUNE)
    assert commune.with_outline(outline(key="2025:00004")) is commune


def test_the_outline_catches_what_the_boxes_let_pass():
    moved = [(east, north - 2_500) for east, north in RECTANGLE]
    assert not said(read(moved), "outside_commune")
    [issue] = said(read(moved, outline=outline()), "outside_commune")
    assert "outline of Phường Hưng Đạo" in issue.text(lambda text: text)


def test_candidates_are_ranked_by_the_outline():
    data = csv_table(RECTANGLE)
    reading = read_boundary(data, "a.csv", commune=COMMUNE, outline=outline())
    inside = [c.choice for c in reading.candidates if c.distance_m == 0]
    assert inside[0] == "EPSG:9210"
    by_boxes = read_boundary(data, "a.csv", commune=COMMUNE)
    assert len(inside) <= len([c for c in by_boxes.candidates if c.distance_m == 0])


def test_the_datum_stays_unconfirmed_and_the_sentence_names_the_outline():
    [issue] = said(read(RECTANGLE, outline=outline()), "crs_unconfirmed")
    assert issue.value == "224"
    assert "By the outline of" in issue.text(lambda text: text)
