"""Rings to a polygon, and where a polygon is not one: crossings with the names of their sides."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from cluster_gis.boundary.issues import Issue, build_issue, refuse
from cluster_gis.boundary.limits import MAX_NESTED
from cluster_gis.boundary.meetings import iter_pairs
from cluster_gis.boundary.outline import Ring, Vertex
from cluster_gis.boundary.reading import Shape

_MANY = 10
#: Plane coordinates of an issue, in the grid of the outline.
Place = tuple[float, float]


@dataclass(slots=True)
class Assembly:
    """shape: the polygon as received, None when rings are no polygon. issues with their places."""

    shape: Shape | None = None
    issues: list[tuple[Issue, Place]] = field(default_factory=list)

    @property
    def valid(self) -> bool:
        """Whether the shape is a valid polygon."""
        return self.shape is not None and not self.issues and bool(self.shape.is_valid)


def ring_coordinates(ring: Ring, *, swapped: bool) -> list[Place]:
    """(east, north) of a ring's vertices."""
    if swapped:
        return [(v.north, v.east) for v in ring.vertices]
    return [(v.east, v.north) for v in ring.vertices]


def assemble(rings: Sequence[Ring], coordinates: Sequence[Sequence[Place]]) -> Assembly:
    """The polygon of the rings. coordinates: (east, north) of each ring's vertices."""
    result = Assembly()
    for ring, places in zip(rings, coordinates, strict=True):
        if len(set(places)) < 3:
            return result
        result.issues += find_crossings(ring.vertices, places)
    polygons = [Polygon(places) for places in coordinates]
    if any(ring.part is None for ring in rings):
        pieces = _nest(polygons)
    else:
        pieces = _by_part(rings, coordinates)
    result.shape = pieces[0] if len(pieces) == 1 else MultiPolygon(pieces)
    if not result.issues:
        result.issues += _find_overlaps(rings, pieces)
    if not result.issues and not result.shape.is_valid:
        result.issues += _find_shared_edges(rings, pieces) or [
            _explain(result.shape, rings, coordinates)
        ]
    return result


def _by_part(rings: Sequence[Ring], coordinates: Sequence[Sequence[Place]]) -> list[Polygon]:
    shells: dict[int, Sequence[Place]] = {}
    holes: dict[int, list[Sequence[Place]]] = {}
    for ring, places in zip(rings, coordinates, strict=True):
        part = ring.part or 0
        if ring.hole and part in shells:
            holes.setdefault(part, []).append(places)
        else:
            shells[part] = places
    return [Polygon(shell, holes.get(part, [])) for part, shell in shells.items()]


def _nest(polygons: Sequence[Polygon]) -> list[Polygon]:
    """Rings of a table: one inside another is its hole, one inside a hole is a part again."""
    if len(polygons) > MAX_NESTED:
        raise refuse("unreadable", value="-", reason=f"more than {MAX_NESTED} rings")
    order = sorted(range(len(polygons)), key=lambda i: -polygons[i].area)
    depth: dict[int, int] = {}
    parent: dict[int, int | None] = {}
    for position, index in enumerate(order):
        inner = polygons[index]
        # Largest first, so the last container found is the smallest one.
        # A ring drawn twice is no hole of itself: it stays a part, and overlaps are named.
        around = [
            o
            for o in order[:position]
            if _contains(polygons[o], inner) and not polygons[o].equals(inner)
        ]
        parent[index] = around[-1] if around else None
        depth[index] = len(around)
    pieces: list[Polygon] = []
    for index in sorted(order):
        if depth[index] % 2 == 0:
            holes = [
                polygons[i].exterior.coords
                for i in sorted(order)
                if depth[i] % 2 == 1 and parent[i] == index
            ]
            pieces.append(Polygon(polygons[index].exterior.coords, holes))
    return pieces


def _contains(outer: Polygon, inner: Polygon) -> bool:
    try:
        return bool(outer.covers(inner))
    except shapely.GEOSException:
        return False


def find_crossings(
    vertices: Sequence[Vertex], places: Sequence[Place]
) -> list[tuple[Issue, Place]]:
    """Where sides of one ring cross or touch, at most ten, named by the points of both sides."""
    count = len(places)
    if Polygon(places).is_valid:
        return []
    ends = [places[(i + 1) % count] for i in range(count)]
    sides = shapely.linestrings([[a, b] for a, b in zip(places, ends, strict=True)])
    found: list[tuple[Issue, Place]] = []
    for i, j in iter_pairs(sides):
        if len(found) >= _MANY:
            break
        meeting = shapely.intersection(sides[i], sides[j])
        if _is_joint(places, ends, i, j, meeting):
            continue
        point = meeting.representative_point() if meeting.length else meeting
        spot = (float(point.x), float(point.y)) if isinstance(point, shapely.Point) else places[i]
        names = [vertices[k].name or str(vertices[k].line or k + 1) for k in (i, (i + 1) % count)]
        others = [vertices[k].name or str(vertices[k].line or k + 1) for k in (j, (j + 1) % count)]
        issue = build_issue(
            "self_intersection",
            line=vertices[j].line,
            point=vertices[j].name or str(j + 1),
            value=f"{names[0]}-{names[1]} × {others[0]}-{others[1]}",
        )
        found.append((issue, spot))
    return found


def _is_joint(
    places: Sequence[Place], ends: Sequence[Place], i: int, j: int, meeting: shapely.Geometry
) -> bool:
    """Neighbouring sides meet in their common end; a side of no length meets its neighbours."""
    count = len(places)
    if places[i] == ends[i] or places[j] == ends[j]:
        return True
    between = range(i + 1, j)
    neighbours = all(places[k] == ends[k] for k in between) or all(
        places[k % count] == ends[k % count] for k in range(j + 1, i + count)
    )
    return neighbours and meeting.length == 0


def _find_overlaps(rings: Sequence[Ring], pieces: Sequence[Polygon]) -> list[tuple[Issue, Place]]:
    """Parts of the boundary that overlap each other."""
    found: list[tuple[Issue, Place]] = []
    sound = [number for number, piece in enumerate(pieces) if piece.is_valid]
    for one, other in iter_pairs([pieces[number] for number in sound]):
        if len(found) >= _MANY:
            break
        i, j = sound[one], sound[other]
        common = pieces[i].intersection(pieces[j])
        if common.area > 0:
            spot = common.representative_point()
            vertex = rings[min(j, len(rings) - 1)].vertices[0]
            issue = build_issue(
                "rings_overlap", line=vertex.line, point=vertex.name, value=f"{i + 1}, {j + 1}"
            )
            found.append((issue, (spot.x, spot.y)))
    return found


def _find_shared_edges(
    rings: Sequence[Ring], pieces: Sequence[Polygon]
) -> list[tuple[Issue, Place]]:
    """Parts that touch along a side: together they are one part, apart they are no polygon."""
    found: list[tuple[Issue, Place]] = []
    if len(pieces) < 2 or not all(piece.is_valid for piece in pieces):
        return found
    for i, j in iter_pairs(pieces):
        if len(found) >= _MANY:
            break
        common = pieces[i].boundary.intersection(pieces[j].boundary)
        if common.length > 0:
            spot = common.interpolate(0.5, normalized=True)
            vertex = rings[min(j, len(rings) - 1)].vertices[0]
            issue = build_issue(
                "invalid_outline/shared_edge",
                line=vertex.line,
                point=vertex.name,
                value=f"{i + 1}, {j + 1}",
            )
            found.append((issue, (spot.x, spot.y)))
    return found


def _explain(
    shape: Shape, rings: Sequence[Ring], coordinates: Sequence[Sequence[Place]]
) -> tuple[Issue, Place]:
    """What GEOS says of an invalid polygon, at the nearest vertex."""
    reason = str(shapely.is_valid_reason(shape))
    text, _, spot = reason.partition("[")
    numbers = [float(n) for n in spot.rstrip("]").split()[:2]] if spot else []
    place = (numbers[0], numbers[1]) if len(numbers) == 2 else coordinates[0][0]
    best: tuple[float, Vertex] | None = None
    for ring, places in zip(rings, coordinates, strict=True):
        away = np.hypot(*(np.asarray(places) - place).T)
        nearest = int(np.argmin(away))
        if best is None or away[nearest] < best[0]:
            best = (float(away[nearest]), ring.vertices[nearest])
    vertex = best[1] if best else rings[0].vertices[0]
    issue = build_issue("invalid_outline", line=vertex.line, point=vertex.name, value=text.strip())
    return issue, place
