"""Drawings whose lines nearly meet, and hatches: named at their place, never closed in silence."""

import io

import ezdxf
import pytest

from cluster_gis.boundary.read import read_boundary
from cluster_gis.i18n import translator
from tests.cluster_gis.boundary.tables import COMMUNE, RECTANGLE

RING = list(RECTANGLE)
GAP_M = 0.30


def dxf(draw):
    document = ezdxf.new()
    draw(document.modelspace())
    stream = io.StringIO()
    document.write(stream)
    return stream.getvalue().encode()


def read(draw, **options):
    return read_boundary(dxf(draw), "a.dxf", crs="EPSG:9210", commune=COMMUNE, **options)


def named(reading):
    return [issue for issue in reading.issues if issue.severity != "info"]


def near_closed(space, layer="RANH", gap=GAP_M):
    """The rectangle as a polyline that ends before its first point, short by the gap."""
    (x, y), *rest = RING
    space.add_lwpolyline([(x, y), *rest, (x, y + gap)], dxfattribs={"layer": layer})


def overshooting(space):
    """The same, but the last point lies on the first side."""
    (x, y), *rest = RING
    space.add_lwpolyline([(x, y), *rest, (x + GAP_M, y)])


def loose_lines(space, gap=GAP_M):
    """Four lines in any order and direction; two corners are open."""
    a, b, c, d = RING
    space.add_line((c[0], c[1] + gap), b)
    space.add_line(c, d)
    space.add_line(a, b)
    space.add_line((d[0] + 0.04, d[1]), a)


def hatched(space, layer="TO", ring=RING):
    hatch = space.add_hatch(dxfattribs={"layer": layer})
    hatch.paths.add_polyline_path(ring, is_closed=True)


def hatched_by_edges(space):
    """Lines and a half circle outwards over the side from b to c, with a square left out."""
    a, b, c, d = RING
    hatch = space.add_hatch()
    path = hatch.paths.add_edge_path()
    path.add_line(a, b)
    middle = ((b[0] + c[0]) / 2, (b[1] + c[1]) / 2)
    radius = ((b[0] - c[0]) ** 2 + (b[1] - c[1]) ** 2) ** 0.5 / 2
    path.add_arc(middle, radius, start_angle=270, end_angle=90)
    path.add_line(c, d)
    path.add_line(d, a)
    x, y = a[0] + 100, a[1] + 100
    hole = [(x, y), (x + 50, y), (x + 50, y + 50), (x, y + 50)]
    hatch.paths.add_polyline_path(hole, is_closed=True)


@pytest.mark.parametrize(
    ("draw", "gaps"),
    [
        pytest.param(near_closed, ["0.300"], id="a-polyline"),
        pytest.param(overshooting, ["0.300"], id="a-polyline-across-its-beginning"),
        pytest.param(loose_lines, ["0.040", "0.300"], id="lines-in-any-order"),
    ],
)
def test_a_gap_is_named_with_its_size_and_place_and_closed_only_by_an_accepted_snap(draw, gaps):
    reading = read(draw)
    assert {issue.code for issue in named(reading)} == {"ring_unclosed"}
    assert sorted(issue.value for issue in named(reading)) == gaps
    assert all(issue.point and issue.lon and issue.lat for issue in named(reading))
    assert "0.300 m" in " ".join(i.text(translator("en")) for i in named(reading))
    assert reading.refused
    assert reading.shape is None
    [offer] = [repair for repair in reading.repairs if repair.code == "snap"]
    assert offer.area_before_ha is None
    assert float(offer.area_after_ha) == pytest.approx(10, abs=0.01)
    again = read(draw, accept=["snap"])
    assert named(again) == []
    assert again.areas.tm3_ha == offer.area_after_ha


def test_a_gap_can_be_closed_by_a_straight_side_instead():
    again = read(near_closed, accept=["close_ring"])
    assert named(again) == []
    assert str(again.areas.tm3_ha) == "10.000000"


def test_a_gap_of_metres_is_no_meeting_of_lines():
    reading = read(lambda space: near_closed(space, gap=30.0))
    assert {issue.code for issue in named(reading)} == {"ring_unclosed"}
    assert "snap" not in {repair.code for repair in reading.repairs}


def test_a_small_symbol_of_ticks_is_no_outline():
    def draw(space):
        space.add_lwpolyline(RING, close=True)
        x, y = RING[0]
        for n in range(3):
            space.add_line((x + n, y), (x + n, y + 0.8))

    reading = read(draw)
    assert named(reading) == []
    assert {issue.code for issue in reading.issues} >= {"lines_left_out"}
    assert str(reading.areas.tm3_ha) == "10.000000"


def test_a_hatch_is_read_when_no_line_closes():
    reading = read(hatched)
    assert named(reading) == []
    assert "hatch_read" in {issue.code for issue in reading.issues}
    assert str(reading.areas.tm3_ha) == "10.000000"


def test_edges_and_arcs_and_holes_of_a_hatch_are_read():
    reading = read(hatched_by_edges)
    assert named(reading) == []
    radius = 125.0
    expected = 10 + 3.141592653589793 * radius**2 / 2 / 10_000 - 0.25
    assert float(reading.areas.tm3_ha) == pytest.approx(expected, abs=5e-4)


def test_a_closed_line_goes_before_a_hatch_and_the_hatch_can_be_chosen():
    def draw(space):
        space.add_lwpolyline(RING, close=True, dxfattribs={"layer": "RANH"})
        (x, y), *_ = RING
        small = [(x, y), (x + 100, y), (x + 100, y + 100), (x, y + 100)]
        hatched(space, "TO", small)

    assert str(read(draw).areas.tm3_ha) == "10.000000"
    assert str(read(draw, layer="TO").areas.tm3_ha) == "1.000000"


def test_a_hatch_beside_a_line_that_nearly_closes_is_asked_about():
    def draw(space):
        near_closed(space)
        hatched(space)

    reading = read(draw)
    assert [(issue.code, issue.value) for issue in named(reading)] == [
        ("several_layers", "RANH, TO")
    ]
    assert {i.code for i in named(read(draw, layer="RANH"))} == {"ring_unclosed"}
