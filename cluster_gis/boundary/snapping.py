"""Points that nearly meet: where they are, and the outline with them made one.

Ends of CAD lines, a first point measured twice, or two parts that should share an edge lie
millimetres or centimetres apart. They are named, and brought together only when that is accepted.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon, STRtree

from cluster_gis.boundary.issues import Issue, build_issue
from cluster_gis.boundary.outline import Ring, Vertex
from cluster_gis.boundary.reading import Shape
from cluster_gis.boundary.rings import SAME_M, Distance

#: Points nearer than this may be one: the error of a boundary mark, metres and about the same in
#: degrees.
SNAP_M = 0.05
SNAP_DEGREES = 4.5e-7
_MANY = 20


def find_near_points(rings: Sequence[Ring], distance: Distance) -> list[Issue]:
    """Neighbours on one ring, or points of two rings, that lie within 5 cm and are not one."""
    points = [
        (number, position)
        for number, ring in enumerate(rings)
        for position in range(len(ring.vertices))
    ]
    vertices = [rings[number].vertices[position] for number, position in points]
    if len(vertices) < 2:
        return []
    places = shapely.points([(v.east, v.north) for v in vertices])
    reach = SNAP_DEGREES if abs(vertices[0].east) <= 360 else SNAP_M
    left, right = STRtree(places).query(places, predicate="dwithin", distance=reach)
    found: list[Issue] = []
    for i, j in sorted(zip(left.tolist(), right.tolist(), strict=True)):
        if i >= j or len(found) >= _MANY:
            continue
        (ring, first), (other, second) = points[i], points[j]
        last = len(rings[ring].vertices) - 1
        if ring == other and second - first not in (1, last):
            continue
        apart = distance(vertices[i], vertices[j])
        closing = ring == other and second - first == last and last > 1
        if apart > (0 if ring != other else SAME_M) and not (closing and not rings[ring].closed):
            found.append(_near(vertices[i], vertices[j], apart))
    return found


def _near(first: Vertex, second: Vertex, apart: float) -> Issue:
    name = first.name or str(first.line or "?")
    return build_issue(
        "near_points",
        line=second.line,
        point=second.name,
        value=name,
        distance_m=f"{apart:.3f}",
    )


def snap(shape: Shape) -> Shape:
    """The shape with points and edges within 5 cm brought together; the earlier point stays."""
    tolerance = SNAP_DEGREES if shapely.get_coordinates(shape).max() <= 360 else SNAP_M
    parts = [_merge_polygon(part, tolerance) for part in shapely.get_parts(shape)]
    if len(parts) > 1:
        tree = STRtree(parts)
        left, right = tree.query(parts, predicate="dwithin", distance=tolerance)
        for i, j in sorted(zip(left.tolist(), right.tolist(), strict=True)):
            if i < j:
                parts[j] = shapely.snap(parts[j], parts[i], tolerance)
                parts[i] = shapely.snap(parts[i], parts[j], tolerance)
    kept = [part for part in parts if not part.is_empty]
    snapped: Shape = kept[0] if len(kept) == 1 else MultiPolygon(kept)
    if len(kept) > 1 and not snapped.is_valid and all(part.is_valid for part in kept):
        united = shapely.union_all(kept)
        common = sum(part.area for part in kept) - united.area
        if isinstance(united, Polygon | MultiPolygon) and common <= tolerance**2:
            return united  # parts that share an edge are one
    return snapped


def snap_ring(ring: Ring) -> Ring:
    """The ring with neighbouring points within 5 cm made one, its ends too."""
    places = np.array([(v.east, v.north) for v in ring.vertices])
    tolerance = SNAP_DEGREES if places.size and np.abs(places).max() <= 360 else SNAP_M
    kept = _merged(places, tolerance)
    joined = len(kept) >= 3 and _apart(places[-1], places[0]) <= tolerance
    vertices = tuple(ring.vertices[i] for i in kept)
    return replace(ring, vertices=vertices, closed=ring.closed or joined)


def _apart(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.hypot(*(a - b)))


def _merged(places: np.ndarray, tolerance: float) -> list[int]:
    """Indices of the points that stay when neighbours within the tolerance are one."""
    kept: list[int] = []
    for index, place in enumerate(places):
        if not kept or _apart(places[kept[-1]], place) > tolerance:
            kept.append(index)
    while len(kept) > 3 and _apart(places[kept[-1]], places[kept[0]]) <= tolerance:
        kept.pop()
    return kept


def _merge_polygon(part: Polygon, tolerance: float) -> Polygon:
    rings = [_merge_places(ring, tolerance) for ring in (part.exterior, *part.interiors)]
    if len(rings[0]) < 3:
        return Polygon()
    return Polygon(rings[0], [ring for ring in rings[1:] if len(ring) >= 3])


def _merge_places(ring: shapely.LinearRing, tolerance: float) -> np.ndarray:
    places = shapely.get_coordinates(ring)[:-1]
    merged: np.ndarray = places[_merged(places, tolerance)]
    return merged
