"""Two versions of one boundary: the same, moved by a known mistake, or really different.

A register keeps an outline from several hands. Where one is the other moved by exactly the datum
shift, a central meridian, a zone width or an exchange of axes, that is named; both stay stored.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import shapely

from cluster_gis.boundary.datum import Floats, from_wgs84, get_datum_shift, to_wgs84
from cluster_gis.boundary.issues import Issue, build_issue
from cluster_gis.boundary.reading import Shape
from cluster_gis.boundary.repairs import make_valid
from cluster_gis.boundary.zones import ZONES, meridian_text

#: Versions typed from the same paper agree to this, metres (degrees cut to six decimals: 0.1 m).
SAME_M = 1.5
#: Versions drawn twice agree to this when they are one outline.
_ALIKE_M = 40.0
#: The move must explain most of what lies between them.
_SHARE = 0.25
_FLIP_M = 0.3
#: Versions of which some points were surveyed again: the move must at least make this share of
#: the land common, and this much more than before.
_COMMON = 0.85
_GAIN = 0.3
_NEAR_SHARE = 0.9
#: A move bends an outline of a few kilometres by less than this, metres.
_BENT_M = 50.0

Move = Callable[[Floats, Floats], tuple[Floats, Floats]]


@dataclass(frozen=True, slots=True)
class _Hypothesis:
    """How one version may have come from the other. tolerance_m: None = as for any outline."""

    code: str
    label: str
    move: Move
    tolerance_m: float | None = None


def explain_difference(first: Shape, second: Shape) -> list[Issue]:
    """What lies between two outlines in EPSG:4326; [] = the same within 1.5 m.

    The issue's value is the distance in metres, its position the middle of the second outline.
    """
    apart = _distance_m(first, second)
    middle = shapely.centroid(second)
    best: tuple[float, _Hypothesis] | None = None
    if apart > _FLIP_M:
        for hypothesis in _hypotheses():
            for one, other in ((first, second), (second, first)):
                most = _NEAR_SHARE * apart if best is None else min(best[0], _NEAR_SHARE * apart)
                if not _may_reach(hypothesis.move, one, other, most):
                    continue
                moved = _apply(hypothesis.move, one)
                if moved is None:
                    continue
                left = _distance_m(moved, other)
                if (best is None or left < best[0]) and _explains(
                    hypothesis, apart, left, (one, moved, other)
                ):
                    best = (left, hypothesis)
    if best is not None and (apart > SAME_M or best[1].tolerance_m is not None):
        left, hypothesis = best
        issue = build_issue(
            hypothesis.code,
            value=f"{apart:.1f}",
            other=hypothesis.label,
            left_m=f"{left:.1f}",
        )
        return [issue.at(middle.x, middle.y)]
    if apart <= SAME_M:
        return []
    share = overlap_share(first, second)
    issue = build_issue("versions_differ", value=f"{apart:.1f}", share=f"{100 * share:.0f} %")
    return [issue.at(middle.x, middle.y)]


def _may_reach(move: Move, one: Shape, other: Shape, most: float) -> bool:
    """Whether the moved outline can lie within `most` metres of the other.

    The middles of two outlines' boxes are no farther apart than the outlines, so a single point
    rules out nearly every one of the hundreds of moves.
    """
    (west, south, east, north), box = one.bounds, other.bounds
    lon, lat = move(np.array([(west + east) / 2]), np.array([(south + north) / 2]))
    wanted = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    dx = (float(lon[0]) - wanted[0]) * 111_320 * math.cos(math.radians(wanted[1]))
    return math.hypot(dx, (float(lat[0]) - wanted[1]) * 110_700) <= most + _BENT_M


def _explains(
    hypothesis: _Hypothesis, apart: float, left: float, shapes: tuple[Shape, Shape, Shape]
) -> bool:
    """Whether the move brings the outlines together, or their land where single points differ."""
    if hypothesis.tolerance_m is not None:
        return left <= hypothesis.tolerance_m
    if left <= min(_ALIKE_M, _SHARE * apart):
        return True
    if left > _NEAR_SHARE * apart:
        return False
    one, moved, other = shapes
    common = overlap_share(moved, other)
    return common >= _COMMON and common - overlap_share(one, other) >= _GAIN


def overlap_share(first: Shape, second: Shape) -> float:
    """Common area by united area, 0 to 1, of two outlines in EPSG:4326."""
    one, other = (_in_metres(make_valid(shape), first) for shape in (first, second))
    united = one.union(other).area
    return float(one.intersection(other).area / united) if united else 0.0


def _hypotheses() -> Iterator[_Hypothesis]:
    yield _Hypothesis("vn2000_as_wgs84/versions", "VN-2000", _shift)
    yield _Hypothesis("axes_swapped/versions", "X ↔ Y", lambda lon, lat: (lat, lon))
    yield _Hypothesis("rotation_sign_flipped/versions", "VN-2000", _flip, tolerance_m=0.15)
    grids = [zone for zone in ZONES.values() if zone.datum == "VN-2000" and zone.meridian]
    steps: set[float] = set()
    for was, fits in permutations(grids, 2):
        step = (fits.meridian or 0.0) - (was.meridian or 0.0)
        move = _through(was.code, fits.code)
        if was.kind != fits.kind and abs(step) <= 3:
            label = f"{was.label} → {fits.label}"
            yield _Hypothesis("zone_width_mixed/versions", label, move)
        elif was.kind == fits.kind == "tm3" and 0 < abs(step) <= 3 and step not in steps:
            # Zones of one width move a point by their difference of meridians, whichever they are.
            steps.add(step)
            label = meridian_text(abs(step))
            yield _Hypothesis("wrong_central_meridian/versions", label, move)


def _shift(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    return to_wgs84(4756, lon, lat)


def _flip(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    shift = get_datum_shift("VN-2000")
    assert shift is not None  # noqa: S101 - VN-2000 has one
    own_lon, own_lat = shift.transform(lon, lat, direction="INVERSE")
    return to_wgs84(4756, own_lon, own_lat, rotation_flipped=True)


def _through(was: int, fits: int) -> Move:
    """Degrees computed in one zone, as they would be had the other been used."""

    def move(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        east, north = from_wgs84(was, lon, lat)
        return to_wgs84(fits, east, north)

    return move


def _apply(move: Move, shape: Shape) -> Shape | None:
    moved: Shape = shapely.transform(shape, lambda xy: np.column_stack(move(xy[:, 0], xy[:, 1])))
    return moved if np.isfinite(shapely.get_coordinates(moved)).all() else None


def _in_metres(shape: Shape, around: Shape) -> Shape:
    """Plane metres round the middle of `around`, good to 0.1 % over a few kilometres."""
    middle = shapely.centroid(around)
    scale = (111_320 * math.cos(math.radians(middle.y)), 110_700.0)
    moved: Shape = shapely.transform(shape, lambda xy: (xy - (middle.x, middle.y)) * scale)
    return moved


def _distance_m(first: Shape, second: Shape) -> float:
    """Hausdorff distance of the two outlines, metres."""
    one, other = (shapely.boundary(_in_metres(shape, first)) for shape in (first, second))
    return float(shapely.hausdorff_distance(one, other))
