"""Points that nearly meet: where they are, and the outline with them made one.

Ends of CAD lines, a first point measured twice, or two parts that should share an edge lie
millimetres or centimetres apart. They are named, and brought together only when that is accepted.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from cluster_gis.boundary.issues import Issue, build_issue
from cluster_gis.boundary.meetings import iter_pairs
from cluster_gis.boundary.outline import Ring, Vertex
from cluster_gis.boundary.reading import Shape
from cluster_gis.boundary.rings import SAME_M, Distance

#: Points nearer than this may be one: the error of a boundary mark, metres and about the same in
#: degrees.
SNAP_M = 0.05
SNAP_DEGREES = 4.5e-7
_MANY = 20
#: Beyond this it is no matter of a few points that miss each other.
_MOST_PAIRS = 200_000
_MOST_PARTS = 500


def find_near_points(rings: Sequence[Ring], distance: Distance) -> list[Issue]:
    """Neighbours on one ring, or points of two rings, that lie within 5 cm and are not one."""
    found: list[Issue] = []
    for ring in rings:
        ends = zip(ring.vertices, ring.vertices[1:], strict=False)
        for number, (before, vertex) in enumerate(ends):
            if number in ring.gaps:
                continue  # named as a gap
            if SAME_M < (apart := distance(before, vertex)) <= SNAP_M:
                found.append(_near(before, vertex, apart))
        first, last = ring.vertices[0], ring.vertices[-1]
        if ring.closed and len(ring.vertices) > 2 and SAME_M < distance(first, last) <= SNAP_M:
            found.append(_near(first, last, distance(first, last)))
    if len(rings) > 1:
        found += _between_rings(rings, distance)
    return found[:_MANY]


def _between_rings(rings: Sequence[Ring], distance: Distance) -> list[Issue]:
    """Points of two rings that are near each other and not the same."""
    owners = [number for number, ring in enumerate(rings) for _ in ring.vertices]
    vertices = [vertex for ring in rings for vertex in ring.vertices]
    places = shapely.points([(v.east, v.north) for v in vertices])
    reach = SNAP_DEGREES if abs(vertices[0].east) <= 360 else SNAP_M
    found: list[Issue] = []
    for i, j in islice(iter_pairs(places, "dwithin", reach), _MOST_PAIRS):
        apart = distance(vertices[i], vertices[j])
        if owners[i] != owners[j] and apart > 0:
            found.append(_near(vertices[i], vertices[j], apart))
        if len(found) >= _MANY:
            break
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
        for i, j in islice(iter_pairs(parts, "dwithin", tolerance), _MOST_PARTS):
            if (
                _size(parts[i]) * _size(parts[j]) <= _MOST_PAIRS * 10
            ):  # snap compares each with each
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


def _size(part: Polygon) -> int:
    return int(shapely.get_num_coordinates(part))


def snap_ring(ring: Ring) -> Ring:
    """The ring with neighbouring points within 5 cm made one, its ends and those of gaps too."""
    ring = without_gaps(ring)
    places = np.array([(v.east, v.north) for v in ring.vertices])
    tolerance = SNAP_DEGREES if places.size and np.abs(places).max() <= 360 else SNAP_M
    kept = _merged(places, tolerance)
    joined = len(kept) >= 3 and _apart(places[-1], places[0]) <= tolerance
    vertices = tuple(ring.vertices[i] for i in kept)
    return replace(ring, vertices=vertices, closed=ring.closed or joined)


def without_gaps(ring: Ring) -> Ring:
    """The ring with both ends of each gap made one: the earlier point stays, the first always."""
    if not ring.gaps:
        return ring
    last = len(ring.vertices) - 1
    dropped = {last if gap == last else gap + 1 for gap in ring.gaps}
    vertices = tuple(v for number, v in enumerate(ring.vertices) if number not in dropped)
    return replace(ring, vertices=vertices, closed=last in ring.gaps, gaps=())


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
