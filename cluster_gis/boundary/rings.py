"""Checks of rings, point by point: closing, repetition, numbering, side lengths."""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from cluster_gis.boundary.issues import Issue, build_issue
from cluster_gis.boundary.outline import Ring, Vertex
from cluster_gis.boundary.tables.rows import trailing_number

#: Points nearer than this are one point, metres.
SAME_M = 0.001
#: Printed to centimetres, coordinates and sides disagree by less than this, metres.
SIDE_TOLERANCE_M = 0.05
_MANY = 20

Distance = Callable[[Vertex, Vertex], float]


def grid_distance(a: Vertex, b: Vertex) -> float:
    """Metres between two points given in metres."""
    return math.hypot(a.east - b.east, a.north - b.north)


def degree_distance(a: Vertex, b: Vertex) -> float:
    """Metres between two points given in degrees (either order), plane approximation."""
    scale = math.cos(math.radians(min(abs(a.north), abs(a.east))))
    return math.hypot((a.east - b.east) * scale, a.north - b.north) * 111_000


def check_ring(ring: Ring, distance: Distance) -> list[Issue]:
    """Issues of one ring with line and point, without positions."""
    issues = [
        *_check_closing(ring, distance),
        *_check_repetition(ring.vertices, distance),
        *_check_sides(ring, distance),
    ]
    if len({(vertex.east, vertex.north) for vertex in ring.vertices}) < 3:
        first = ring.vertices[0]
        count = len({(v.east, v.north) for v in ring.vertices})
        issues.append(build_issue("too_few_points", line=first.line, point=first.name, value=count))
    return issues


def is_failed_repetition(ring: Ring, distance: Distance) -> bool:
    """Whether a table's last row has the first point's name and another place."""
    if ring.closed or not ring.gap_allowed or len(ring.vertices) < 4:
        return False
    first, last = ring.vertices[0], ring.vertices[-1]
    return bool(first.name) and first.name == last.name and distance(first, last) > SAME_M


def is_unclosed(ring: Ring, distance: Distance) -> bool:
    """Whether the ring is open against its format, or its last point is a failed repetition."""
    if ring.closed or len(ring.vertices) < 3:
        return False
    first, last = ring.vertices[0], ring.vertices[-1]
    if not ring.gap_allowed:
        return distance(first, last) > SAME_M
    return is_failed_repetition(ring, distance)


def _check_closing(ring: Ring, distance: Distance) -> Iterator[Issue]:
    if ring.gaps:
        vertices = ring.vertices
        for gap in ring.gaps[:_MANY]:
            before, after = vertices[gap], vertices[(gap + 1) % len(vertices)]
            yield build_issue(
                "ring_unclosed/gap",
                line=after.line,
                point=after.name,
                value=f"{distance(before, after):.3f}",
                other=before.name,
            )
    if len(ring.vertices) - 1 not in ring.gaps and is_unclosed(ring, distance):
        last = ring.vertices[-1]
        apart = distance(ring.vertices[0], last)
        yield build_issue("ring_unclosed", line=last.line, point=last.name, value=f"{apart:.3f}")


def _check_repetition(vertices: Sequence[Vertex], distance: Distance) -> Iterator[Issue]:
    for before, vertex in pairwise(vertices):
        if distance(before, vertex) <= SAME_M:
            name = before.name or str(before.line)
            yield build_issue("repeated_point", line=vertex.line, point=vertex.name, value=name)
    seen: dict[tuple[float, float], int] = {}
    for position, vertex in enumerate(vertices):
        key = (vertex.east, vertex.north)
        earlier = seen.setdefault(key, position)
        if position - earlier > 1:
            name = vertices[earlier].name or str(vertices[earlier].line)
            yield build_issue("repeated_point", line=vertex.line, point=vertex.name, value=name)


def check_names(vertices: Sequence[Vertex], distance: Distance) -> Iterator[Issue]:
    """Gaps in the numbering, numbers given twice, points without one; only for numbered tables.

    vertices: of a ring as received, since repairs take numbered points out.
    """
    if not any(vertex.line is not None for vertex in vertices):
        return
    unnamed = [vertex for vertex in vertices if not vertex.name]
    if len(unnamed) * 4 <= len(vertices):  # a table that numbers its points at all
        for vertex in unnamed:
            yield build_issue("unnamed_vertex", line=vertex.line)
    first_of: dict[str, Vertex] = {}
    closing = vertices[-1]
    for vertex in vertices:
        if not vertex.name:
            continue
        earlier = first_of.setdefault(vertex.name, vertex)
        closes = vertex is closing and earlier is vertices[0]
        if not closes and distance(earlier, vertex) > SAME_M:
            yield build_issue("repeated_name", line=vertex.line, point=vertex.name)
    yield from _check_gaps(vertices)


def _stem(name: str | None) -> str:
    number = trailing_number(name)
    return "" if name is None or number is None else name[: len(name) - len(str(number))]


def _check_gaps(vertices: Sequence[Vertex]) -> Iterator[Issue]:
    steps = [
        (a, b, y - x)
        for a, b in pairwise(vertices)
        if (x := trailing_number(a.name)) is not None
        and (y := trailing_number(b.name)) is not None
        and _stem(a.name).rstrip("0") == _stem(b.name).rstrip("0")
    ]
    common = Counter(step for _, _, step in steps)
    if not steps or common[1] * 2 < len(steps):
        return
    for before, after, step in steps:
        if 2 <= step <= 5:
            first = (trailing_number(before.name) or 0) + 1
            missing = ", ".join(f"{_stem(before.name)}{first + i}" for i in range(step - 1))
            yield build_issue(
                "missing_vertex", line=after.line, point=after.name, field="name", value=missing
            )


def _check_sides(ring: Ring, distance: Distance) -> Iterator[Issue]:
    """Printed side lengths against computed ones; a row prints the side after it or before it."""
    vertices = list(ring.vertices)
    if len(vertices) < 3 or sum(v.side_m is not None for v in vertices) < 2:
        return
    onward: list[tuple[Vertex, Vertex, float]] = []
    backward: list[tuple[Vertex, Vertex, float]] = []
    for before, vertex in pairwise([*vertices, vertices[0]]):
        if before.side_m is not None:
            onward.append((before, vertex, before.side_m))
    for before, vertex in pairwise([vertices[-1], *vertices]):
        if vertex.side_m is not None:
            backward.append((before, vertex, vertex.side_m))

    def misses(sides: list[tuple[Vertex, Vertex, float]]) -> list[tuple[Vertex, Vertex, float]]:
        return [s for s in sides if abs(distance(s[0], s[1]) - s[2]) > SIDE_TOLERANCE_M]

    for before, after, printed in min((misses(onward), misses(backward)), key=len)[:_MANY]:
        yield build_issue(
            "side_length_differs",
            line=before.line,
            point=f"{before.name or before.line}-{after.name or after.line}",
            field="side",
            value=printed,
            computed=f"{distance(before, after):.3f}",
        )
