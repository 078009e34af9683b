"""Points of a table to rings: a ring ends where its first point comes again."""

from collections.abc import Sequence

from cluster_gis.boundary.outline import Ring, Vertex
from cluster_gis.boundary.tables.rows import TablePoint

#: Printed coordinates of the same point agree to this, metres; degrees to about the same.
SAME_POINT_M = 0.0005
SAME_POINT_DEGREES = 5e-9


def is_same_place(a: Vertex, b: Vertex) -> bool:
    """Whether two printed points are one: equal within half a millimetre."""
    tolerance = SAME_POINT_DEGREES if abs(a.east) <= 360 else SAME_POINT_M
    return abs(a.east - b.east) <= tolerance and abs(a.north - b.north) <= tolerance


def build_rings(points: Sequence[TablePoint]) -> list[Ring]:
    """Rings in order of the table; the closing repetition of a first point is taken off."""
    rings: list[Ring] = []
    current: list[Vertex] = []
    label: str | None = None

    def finish(*, closed: bool) -> None:
        if current:
            rings.append(Ring(vertices=tuple(current), closed=closed, label=label))
            current.clear()

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
        current.append(point.vertex)
    finish(closed=False)
    return rings


def _restarts(current: Sequence[Vertex], point: TablePoint, following: TablePoint | None) -> bool:
    """Numbering that begins again at 1 starts a new ring, when it was climbing and goes on so."""
    starts = point.vertex.name == "1" and current[0].name == "1"
    return starts and following is not None and following.vertex.name == "2"
