"""Repairs: offered with areas before and after, applied only when accepted."""

import io
import json

import ezdxf
import pytest

from cluster_gis.boundary.read import read_boundary
from cluster_gis.boundary.snapping import snap
from tests.cluster_gis.boundary.tables import COMMUNE, RECTANGLE, csv_table


def read(data, name, accept=()):
    return read_boundary(data, name, crs="EPSG:9210", commune=COMMUNE, accept=accept)


def codes(reading):
    return {issue.code for issue in reading.issues if issue.severity != "info"}


def offers(reading):
    return {repair.code: repair for repair in reading.repairs}


def drawing(*polylines, close=False):
    document = ezdxf.new()
    for points in polylines:
        document.modelspace().add_lwpolyline(points, close=close)
    stream = io.StringIO()
    document.write(stream)
    return stream.getvalue().encode()


def parts(*rings):
    coordinates = [[[*ring, ring[0]]] for ring in rings]
    return json.dumps({"type": "MultiPolygon", "coordinates": coordinates}).encode()


def beside(west, south=2301000.0, north=2301250.0):
    """A rectangle 200 m wide to the east of the usual one."""
    return [(west, south), (596600.0, south), (596600.0, north), (west, north)]


OPEN = drawing([*RECTANGLE, (RECTANGLE[0][0] + 0.005, RECTANGLE[0][1])])
NEAR = csv_table([*RECTANGLE[:2], (596400.0, 2301000.02), *RECTANGLE[2:]])


def test_ends_five_millimetres_apart_are_named_and_joined_when_accepted():
    reading = read(OPEN, "a.dxf")
    assert codes(reading) == {"ring_unclosed"}
    assert reading.refused
    assert str(offers(reading)["snap"].area_after_ha) == "10.000000"
    again = read(OPEN, "a.dxf", ["snap"])
    assert codes(again) == set()
    assert str(again.areas.tm3_ha) == "10.000000"
    assert len(again.outline.vertices) == 4


def test_neighbours_two_centimetres_apart_are_a_warning_with_a_place_until_snapped():
    reading = read(NEAR, "a.csv")
    [issue] = [i for i in reading.issues if i.code == "near_points"]
    assert (issue.line, issue.point, issue.value) == (4, "3", "2")
    assert issue.lon is not None
    assert not reading.refused
    assert str(reading.areas.tm3_ha) == "10.000000"
    assert codes(read(NEAR, "a.csv", ["snap"])) == set()


@pytest.mark.parametrize(
    ("west", "code"),
    [
        pytest.param(596399.98, "rings_overlap", id="overlap-by-two-centimetres"),
        pytest.param(596400.02, "near_points", id="gap-of-two-centimetres"),
        pytest.param(596400.0, "invalid_outline", id="exactly-one-edge"),
    ],
)
def test_parts_that_nearly_share_an_edge_are_joined_when_accepted(west, code):
    data = parts(RECTANGLE, beside(west))
    reading = read(data, "a.geojson")
    assert code in codes(reading)
    again = read(data, "a.geojson", ["snap"])
    assert codes(again) == set()
    assert again.shape.geom_type == "Polygon"
    assert str(again.areas.tm3_ha) == "15.000000"


def test_a_real_overlap_is_not_snapped_away():
    reading = read(parts(RECTANGLE, beside(596300.0)), "a.geojson")
    assert "rings_overlap" in codes(reading)
    assert set(offers(reading)) == {"make_valid"}
    assert codes(read(parts(RECTANGLE, beside(596300.0)), "a.geojson", ["snap"])) == codes(reading)


def test_an_outline_drawn_twice_is_named_as_overlapping_itself():
    data = drawing(list(RECTANGLE), list(RECTANGLE), close=True)
    reading = read(data, "a.dxf")
    assert codes(reading) == {"rings_overlap"}
    again = read(data, "a.dxf", ["make_valid"])
    assert codes(again) == set()
    assert str(again.areas.tm3_ha) == "10.000000"


def test_several_repairs_are_applied_one_after_another():
    crossing = [RECTANGLE[0], RECTANGLE[2], RECTANGLE[1], RECTANGLE[3]]
    data = drawing([*crossing, (crossing[0][0] + 0.005, crossing[0][1])])
    assert read(data, "a.dxf", ["snap"]).refused
    again = read(data, "a.dxf", ["snap", "make_valid"])
    assert not again.refused
    assert float(again.areas.tm3_ha) == pytest.approx(5)


def test_coordinates_as_received_stay_in_the_outline_of_an_unrepaired_reading():
    assert [(v.east, v.north) for v in read(NEAR, "a.csv").outline.vertices][2] == (
        596400.0,
        2301000.02,
    )


def test_a_sound_outline_is_left_as_it_is():
    reading = read(csv_table(RECTANGLE), "a.csv")
    assert snap(reading.received).equals_exact(reading.received, 0)
    assert reading.repairs == ()
