"""Whether an outline lies where it is declared to lie, and which slip would explain a miss."""

import numpy as np

from cluster_gis.boundary.candidates import (
    VIETNAM,
    Interpretation,
    grid_of,
)
from cluster_gis.boundary.datum import Floats, from_wgs84, to_wgs84
from cluster_gis.boundary.issues import Issue, build_issue
from cluster_gis.boundary.outline import Outline
from cluster_gis.boundary.territory import Territory
from cluster_gis.boundary.zones import ZONES

#: Meridians further apart than this are not mistaken for each other, degrees.
_MERIDIANS_APART = 1.0


def find_outside(
    outline: Outline, used: Interpretation, territory: Territory | None
) -> list[Issue]:
    """Points outside the country (refused) or outside the declared unit (looked at)."""
    lon, lat = to_wgs84(used.code, *grid_of(outline, used))
    west, south, east, north = VIETNAM
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    if not inside.all():
        first = int(np.argmin(inside))
        vertex, x, y = outline.vertices[first], lon[first], lat[first]
        issue = build_issue(
            "outside_vietnam",
            line=vertex.line,
            point=vertex.name,
            value=ZONES[used.code].label,
        )
        return [issue.at(x, y) if np.isfinite(x) and np.isfinite(y) else issue]
    if territory is None:
        return []
    distances = territory.distances_m(lon, lat)
    out = distances > territory.margin_m
    if not out.any():
        return []
    worst = int(np.argmax(distances))
    issue = build_issue(
        "outside_commune" if territory.outline is None else "outside_commune/outline",
        line=outline.vertices[worst].line,
        point=outline.vertices[worst].name,
        field=territory.level,
        value=f"{100 * out.mean():.0f} %",
        place=territory.name,
        distance_m=f"{distances[worst]:.0f}",
    )
    return [issue.at(lon[worst], lat[worst]), *_find_meridian(lon, lat, used, territory)]


def _find_meridian(
    lon: Floats, lat: Floats, used: Interpretation, territory: Territory
) -> list[Issue]:
    """Degrees computed from a table with a neighbouring zone's meridian: 26 km a quarter degree."""
    miss = territory.distance_m(float(np.median(lon)), float(np.median(lat)))
    if ZONES[used.code].kind != "geographic" or miss <= territory.margin_m:
        return []
    found: list[tuple[float, int, int, float]] = []
    for official in territory.zones:
        for other, zone in ZONES.items():
            apart = abs((zone.meridian or 0.0) - (ZONES[official].meridian or 0.0))
            if zone.kind != "tm3" or not 0 < apart <= _MERIDIANS_APART:
                continue
            x, y = to_wgs84(official, *from_wgs84(other, lon, lat))
            left = territory.distance_m(float(np.median(x)), float(np.median(y)))
            if left <= territory.margin_m:
                found.append((apart, other, official, left))
    if not found:
        return []
    _, other, official, left = min(found)
    return [
        build_issue(
            "wrong_central_meridian/degrees",
            field=territory.level,
            value=ZONES[other].label,
            other=ZONES[official].label,
            distance_m=f"{miss:.0f}",
            other_m=f"{left:.0f}",
            place=territory.name,
        ).at(lon[0], lat[0])
    ]
