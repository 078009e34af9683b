"""Outlines moved as a batch are the bytes and boxes that GEOS makes one by one."""

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Point, Polygon, box

from cluster_gis.boundary.map_copies import copy_to_map
from cluster_gis.boundary.read import to_map

EAST, NORTH = 580_000.0, 2_290_000.0


def _at(x: float, y: float, side: float = 100.0) -> Polygon:
    return box(EAST + x, NORTH + y, EAST + x + side, NORTH + y + side)


def _column(*shapes: object) -> np.ndarray:
    column = np.empty(len(shapes), dtype=object)
    column[:] = shapes
    return column


RING = _at(0, 0)
CROSSING = Polygon([(EAST, NORTH), (EAST + 9, NORTH + 9), (EAST + 9, NORTH), (EAST, NORTH + 9)])
HOLED = Polygon(_at(0, 200, 90).exterior, [_at(30, 230, 20).exterior.coords])
PARTS = MultiPolygon([_at(0, 400, 50), _at(300, 400, 50)])


@pytest.mark.parametrize(
    "shapes",
    [
        pytest.param(_column(RING, CROSSING), id="one-ring-each-is-cut-from-the-batch"),
        pytest.param(_column(RING, HOLED, PARTS, CROSSING), id="holes-and-parts-are-written-out"),
        pytest.param(_column(None, RING, Polygon(), None, PARTS), id="nothing-between-outlines"),
        pytest.param(_column(Point(EAST, NORTH), RING), id="a-point-is-a-shape-too"),
    ],
)
def test_copies_are_what_geos_writes(shapes):
    copies = copy_to_map(shapes, 9210)
    placed = to_map(shapes, 9210)
    for mine, theirs, srid in (
        (copies.placed_ewkb(), placed, 4326),
        (copies.received_ewkb(), shapes, 9210),
    ):
        tagged = shapely.set_srid(theirs, srid)
        written = shapely.to_wkb(tagged, byte_order=1, include_srid=True)
        assert mine == written.tolist()
    np.testing.assert_array_equal(copies.bounds, shapely.bounds(placed))
    assert shapely.equals_exact(copies.to_shapes(), placed)[[s is not None for s in shapes]].all()


def test_no_outline_at_all_is_no_error():
    copies = copy_to_map(_column(None, None), 9210)
    assert copies.placed_ewkb() == [None, None]
    assert np.isnan(copies.bounds).all()


def test_a_point_that_has_no_degrees_leaves_its_outline_without_a_box():
    strewn = Polygon([(EAST, NORTH), (np.inf, NORTH), (EAST, NORTH + 9)])
    bounds = copy_to_map(_column(strewn, RING), 9210).bounds
    assert not np.isfinite(bounds[0]).all()
    assert np.isfinite(bounds[1]).all()
