"""Points of a ring that lie kilometres from the rest: another zone, or a wrong digit."""

from collections.abc import Sequence
from statistics import median_low
from typing import Any

import numpy as np

from cluster_gis.boundary.candidates import (
    Interpretation,
    list_interpretations,
    separation_m,
    with_zone_number,
)
from cluster_gis.boundary.datum import to_wgs84
from cluster_gis.boundary.issues import Issue, build_issue
from cluster_gis.boundary.outline import Outline, Ring, Unit, Vertex, is_degrees
from cluster_gis.boundary.zones import ZONES

#: No side of a cluster of at most 75 ha is that long, metres.
_GAP_M = 5_000.0
_MANY = 20


def find_strays(outline: Outline, used: Interpretation) -> list[Issue]:
    """An issue for each point that does not lie with the others of its ring."""
    issues: list[Issue] = []
    for ring in outline.rings:
        strays, home = _split(ring)
        if not strays or not home:
            continue
        there = _spot(used, home)
        issues += [_explain(outline, used, vertex, there) for vertex in strays[:_MANY]]
    return issues[:_MANY]


def _split(ring: Ring) -> tuple[list[Vertex], list[Vertex]]:
    """(strays, the others): the ring's points cut at every gap of kilometres east or north."""
    vertices = list(ring.vertices)
    if len(vertices) < 4:
        return [], vertices
    groups = [vertices]
    for axis in ("east", "north"):
        groups = [piece for group in groups for piece in _cut(group, axis)]
    groups.sort(key=len, reverse=True)
    if len(groups) == 1 or len(groups[0]) < 2:
        return [], vertices
    kept = {id(vertex) for vertex in groups[0]}
    return [v for v in vertices if id(v) not in kept], groups[0]


def _cut(vertices: Sequence[Vertex], axis: str) -> list[list[Vertex]]:
    ordered = sorted(vertices, key=lambda vertex: getattr(vertex, axis))
    first = ordered[0]
    gap = _GAP_M / 111_000 if is_degrees(first.east, first.north) else _GAP_M
    pieces = [[first]]
    for vertex in ordered[1:]:
        if getattr(vertex, axis) - getattr(pieces[-1][-1], axis) > gap:
            pieces.append([])
        pieces[-1].append(vertex)
    return pieces


def _spot(interpretation: Interpretation, vertices: Sequence[Vertex]) -> tuple[float, float]:
    """(lon, lat) of the middle of some vertices in an interpretation."""
    east = median_low(vertex.east for vertex in vertices)
    north = median_low(vertex.north for vertex in vertices)
    if interpretation.swapped:
        east, north = north, east
    grid = with_zone_number(interpretation.code, np.array([east]))
    lon, lat = to_wgs84(interpretation.code, grid, [north])
    return float(lon[0]), float(lat[0])


def _explain(
    outline: Outline, used: Interpretation, vertex: Vertex, there: tuple[float, float]
) -> Issue:
    """What brings the stray back to the others, the same system with exchanged axes first."""
    here = _spot(used, [vertex])
    far = separation_m(here, there)
    place: dict[str, Any] = {"line": vertex.line, "point": vertex.name}
    shown = f"{far:.0f}" if np.isfinite(far) else "?"
    unit: Unit = "degree" if is_degrees(vertex.east, vertex.north) else "metre"
    near = [
        (other.code != used.code, separation_m(_spot(other, [vertex]), there), other)
        for other in list_interpretations(unit)
        if other != used
    ]
    for _, apart, other in sorted(near, key=lambda entry: entry[:2]):
        if apart > _GAP_M / 2:
            continue
        if other.swapped != used.swapped:
            return build_issue("axes_swapped/point", value=f"{vertex.north:.12g}", **place)
        was, fits = ZONES[used.code], ZONES[other.code]
        if was.datum != fits.datum:
            continue
        code = "zone_width_mixed" if was.kind != fits.kind else "wrong_central_meridian"
        return build_issue(f"{code}/point", value=was.label, other=fits.label, **place)
    if unit != outline.unit:
        return build_issue("outlying_point/unit", value=f"{vertex.north:.12g}", **place)
    return build_issue("outlying_point", value=shown, **place)
