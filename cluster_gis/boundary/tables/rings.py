"""Points of a table to rings: a ring ends where its first point comes again."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from shapely import Polygon

from cluster_gis.boundary.outline import Ring, Vertex
from cluster_gis.boundary.tables.rows import TablePoint, trailing_number

#: Printed coordinates of the same point agree to this, metres; degrees to about the same.
SAME_POINT_M = 0.0005
SAME_POINT_DEGREES = 5e-9
#: A ring's closing side is at most so many times its longest other side.
_CLOSING = 2.0


def is_same_place(a: Vertex, b: Vertex) -> bool:
    """Whether two printed points are one: equal within half a millimetre."""
    tolerance = SAME_POINT_DEGREES if abs(a.east) <= 360 else SAME_POINT_M
    return abs(a.east - b.east) <= tolerance and abs(a.north - b.north) <= tolerance


def build_rings(points: Sequence[TablePoint]) -> list[Ring]:
    """Rings in order of the table; the closing repetition of a first point is taken off."""
    rings: list[Ring] = []
    current: list[Vertex] = []
    gaps: list[int] = []
    label: str | None = None

    def finish(*, closed: bool) -> None:
        if current:
            ring = Ring(vertices=tuple(current), closed=closed, label=label)
            rings.extend([ring] if closed else _part_at_gaps(ring, gaps))
            current.clear()
            gaps.clear()

    for position, point in enumerate(points):
        if point.ring != label:
            finish(closed=False)
            label = point.ring
        if len(current) >= 3 and is_same_place(current[0], point.vertex):
            finish(closed=True)
            continue
        if len(current) >= 3 and _restarts(
            current, point, points[position + 1] if position + 1 < len(points) else None
        ):
            finish(closed=False)
        if point.after_gap and current:
            gaps.append(len(current))
        current.append(point.vertex)
    finish(closed=False)
    return rings


def _part_at_gaps(ring: Ring, gaps: Sequence[int]) -> list[Ring]:
    """The rings that blank rows part, where all points as one ring would cross itself.

    A blank row alone proves nothing: pages end in blank rows too. Half a ring cut by a page's end
    would close by a side far longer than its others, a ring of its own does not.
    """
    ends = [0, *gaps, len(ring.vertices)]
    pieces = [ring.vertices[start:end] for start, end in pairwise(ends)]
    if not gaps or any(len(piece) < 3 for piece in pieces):
        return [ring]
    if _is_simple(ring.vertices) or not all(_is_ring(piece) for piece in pieces):
        return [ring]
    return [replace(ring, vertices=tuple(piece), by_blank_rows=True) for piece in pieces]


def _is_ring(vertices: Sequence[Vertex]) -> bool:
    *sides, closing = (
        math.hypot(b.east - a.east, b.north - a.north)
        for a, b in pairwise([*vertices, vertices[0]])
    )
    return closing <= _CLOSING * max(sides) and _is_simple(vertices)


def _is_simple(vertices: Sequence[Vertex]) -> bool:
    return bool(Polygon([(v.east, v.north) for v in vertices]).is_valid)


def _restarts(current: Sequence[Vertex], point: TablePoint, following: TablePoint | None) -> bool:
    """Numbering that begins again at 1 starts a new ring, when it was climbing and goes on so.

    The letters before the number may be others: A1, A2, … B1, B2, …
    """
    if following is None or point.ring != following.ring:
        return False
    first, here, after = (v.name or "" for v in (current[0], point.vertex, following.vertex))
    stem = here.removesuffix("1")
    starts = trailing_number(first) == 1 and trailing_number(here) == 1
    return starts and after == f"{stem}2" and not stem[-1:].isdigit()
