"""Tables that print X, Y and also longitude, latitude: each point is then its own proof."""

from dataclasses import dataclass
from statistics import median

import numpy as np

from cluster_gis.boundary.candidates import Interpretation, grid_of, separation_m
from cluster_gis.boundary.datum import Floats, to_degrees, to_wgs84
from cluster_gis.boundary.issues import Issue, build_issue
from cluster_gis.boundary.outline import Outline
from cluster_gis.boundary.zones import ZONES

#: Seconds printed to two decimals, degrees to six: half a metre at most.
_ROUNDING_M = 0.5
_MANY = 10


@dataclass(frozen=True, slots=True)
class PairCheck:
    """confirmed: the printed degrees are the WGS 84 position of the printed X and Y."""

    confirmed: bool
    issues: tuple[Issue, ...] = ()


def check_pairs(outline: Outline, used: Interpretation) -> PairCheck:
    """Compare printed X, Y with printed degrees, which are taken for WGS 84."""
    chosen = [i for i, vertex in enumerate(outline.vertices) if vertex.paired is not None]
    if not chosen or ZONES[used.code].datum != "VN-2000":
        return PairCheck(confirmed=False)
    east, north = (values[chosen] for values in grid_of(outline, used))
    printed = [outline.vertices[i].paired or (0.0, 0.0) for i in chosen]
    official = _residuals(to_wgs84(used.code, east, north), printed)
    flipped = _residuals(to_wgs84(used.code, east, north, rotation_flipped=True), printed)
    unshifted = _residuals(to_degrees(used.code, east, north), printed)
    label = ZONES[used.code].label
    apart = median(official)
    if median(flipped) < 0.3 * apart and apart < 2:
        issue = build_issue("rotation_sign_flipped/pairs", value=label, separation_m=f"{apart:.2f}")
        return PairCheck(confirmed=False, issues=(issue,))
    if median(unshifted) < 0.05 * apart:
        issue = build_issue("vn2000_as_wgs84/pairs", value=label, separation_m=f"{apart:.0f}")
        return PairCheck(confirmed=False, issues=(issue,))
    issues = [
        build_issue(
            "paired_points_differ",
            line=outline.vertices[i].line,
            point=outline.vertices[i].name,
            value=f"{miss:.1f}",
        )
        for i, miss in zip(chosen, official, strict=True)
        if miss > _ROUNDING_M
    ]
    return PairCheck(confirmed=not issues, issues=tuple(issues[:_MANY]))


def _residuals(computed: tuple[Floats, Floats], printed: list[tuple[float, float]]) -> list[float]:
    """Metres between computed and printed positions."""
    lon, lat = computed
    misses = [
        separation_m((float(x), float(y)), pair)
        for x, y, pair in zip(lon, lat, printed, strict=True)
    ]
    return [miss if np.isfinite(miss) else 1e9 for miss in misses]
