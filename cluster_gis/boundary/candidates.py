"""Every way the coordinates of an outline can be read, and where each one lands."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median_low

import numpy as np

from cluster_gis.boundary.datum import Floats, to_degrees, to_wgs84
from cluster_gis.boundary.extents import find_zone_at
from cluster_gis.boundary.outline import Outline, Unit
from cluster_gis.boundary.territory import BOX_MARGIN_M, Territory
from cluster_gis.boundary.zones import TWIN, ZONES

#: Việt Nam with its islands, degrees: west, south, east, north.
VIETNAM = (102.0, 6.0, 118.0, 23.5)
#: How unusual a system is whatever the place; zones of 3 degrees depend on it.
_FIXED_RARITY = {
    ("WGS 84", "geographic"): 0.0,
    ("VN-2000", "geographic"): 1.0,
    ("VN-2000", "utm"): 3.0,
    ("WGS 84", "utm"): 5.0,
    ("Hanoi 1972", "geographic"): 6.0,
    ("Hanoi 1972", "gauss_kruger"): 6.0,
}


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A coordinate system and whether the file's two coordinates change places."""

    code: int
    swapped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an interpretation puts the outline, degrees of EPSG:4326."""

    interpretation: Interpretation
    lon: float
    lat: float
    distance_m: float | None
    margin_m: float = BOX_MARGIN_M

    @property
    def in_vietnam(self) -> bool:
        """Whether the middle lies in the box around the country."""
        return is_in_vietnam(self.lon, self.lat)

    @property
    def fits(self) -> bool:
        """Inside the declared unit within the margin; inside the country when none is declared."""
        near = self.distance_m is None or self.distance_m <= self.margin_m
        return self.in_vietnam and near


def is_in_vietnam(lon: float, lat: float) -> bool:
    """Whether a point lies in the box around the country, islands included."""
    west, south, east, north = VIETNAM
    return west <= lon <= east and south <= lat <= north


def grid_of(outline: Outline, interpretation: Interpretation) -> tuple[Floats, Floats]:
    """(east, north) of all vertices, in the order the interpretation gives them.

    Gauss-Krüger zones of Hanoi 1972 begin their eastings with the zone number (18, 19 million);
    papers often leave it out, then it is put back.
    """
    east = np.array([vertex.east for vertex in outline.vertices], dtype=np.float64)
    north = np.array([vertex.north for vertex in outline.vertices], dtype=np.float64)
    if interpretation.swapped:
        east, north = north, east
    return with_zone_number(interpretation.code, east), north


def with_zone_number(code: int, east: Floats) -> Floats:
    """Eastings as the EPSG definition of the zone has them."""
    prefix = {2044: 18_000_000.0, 2045: 19_000_000.0}.get(code)
    if prefix is not None and east.size and float(np.max(np.abs(east))) < 1_000_000.0:
        return east + prefix
    return east


def place(
    outline: Outline, interpretation: Interpretation, territory: Territory | None
) -> Placement:
    """Where the interpretation puts the middle of the outline."""
    return _place_middle(find_middle(outline), interpretation, territory)


def find_middle(outline: Outline) -> tuple[float, float]:
    """(east, north) in the middle: the medians, which one mistyped point does not carry away."""
    vertices = outline.vertices
    return median_low(v.east for v in vertices), median_low(v.north for v in vertices)


def _place_middle(
    middle: tuple[float, float], interpretation: Interpretation, territory: Territory | None
) -> Placement:
    east, north = middle[::-1] if interpretation.swapped else middle
    grid = with_zone_number(interpretation.code, np.array([east]))
    lon, lat = to_wgs84(interpretation.code, grid, [north])
    x, y = float(lon[0]), float(lat[0])
    distance = None if territory is None else territory.distance_m(x, y)
    margin_m = BOX_MARGIN_M if territory is None else territory.margin_m
    return Placement(
        interpretation=interpretation, lon=x, lat=y, distance_m=distance, margin_m=margin_m
    )


def place_flipped(outline: Outline, interpretation: Interpretation) -> tuple[float, float]:
    """(lon, lat) of the middle when the datum's rotations are read with the wrong sign."""
    east, north = find_middle(outline)[:: -1 if interpretation.swapped else 1]
    grid = with_zone_number(interpretation.code, np.array([east]))
    lon, lat = to_wgs84(interpretation.code, grid, [north], rotation_flipped=True)
    return float(lon[0]), float(lat[0])


def list_interpretations(unit: Unit) -> Iterable[Interpretation]:
    """Every known coordinate system of the unit, with both orders of axes."""
    for zone in ZONES.values():
        if zone.kind == "web" or (zone.kind == "geographic") != (unit == "degree"):
            continue
        yield Interpretation(zone.code)
        yield Interpretation(zone.code, swapped=True)


def rank(outline: Outline, territory: Territory | None) -> list[Placement]:
    """Placements inside the country, the most likely first."""
    middle = find_middle(outline)
    placements = [
        placement
        for interpretation in list_interpretations(outline.unit)
        if (placement := _place_middle(middle, interpretation, territory)).in_vietnam
    ]
    return sorted(placements, key=lambda placement: _rank_key(placement, territory))


def _rank_key(placement: Placement, territory: Territory | None) -> tuple[float, ...]:
    distance = placement.distance_m or 0.0
    miss = 0.0 if distance <= placement.margin_m else distance
    return (
        math.inf if math.isinf(miss) else round(miss / 1000),
        _rarity(placement, territory),
        distance,
        placement.interpretation.code,
    )


def _rarity(placement: Placement, territory: Territory | None) -> float:
    """How unusual a system is for boundaries of the place where it puts the outline."""
    zone = ZONES[placement.interpretation.code]
    swapped = 0.5 if placement.interpretation.swapped else 0.0
    fixed = _FIXED_RARITY.get((zone.datum, zone.kind))
    if fixed is not None:
        return fixed + swapped
    official = find_zone_at(placement.lon, placement.lat)
    if territory is not None and territory.zones and zone.code in territory.zones:
        return (0 if zone.code == official else 1) + swapped
    if zone.code == official:
        return (1 if territory is None else 2) + swapped
    return (2.5 if official is None and zone.code in (5896, 5897, 5898) else 4) + swapped


def separation_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres between two (lon, lat), plane approximation; inf when one is no position."""
    if not all(math.isfinite(value) for value in (*a, *b)):
        return math.inf
    dx = (a[0] - b[0]) * 111_320 * math.cos(math.radians((a[1] + b[1]) / 2))
    return math.hypot(dx, (a[1] - b[1]) * 110_700)


def twin_of(outline: Outline, placement: Placement) -> tuple[str, float] | None:
    """(name, metres away) of the same grid read on the other datum; None for Hanoi 1972."""
    interpretation = placement.interpretation
    zone = ZONES[interpretation.code]
    here = (placement.lon, placement.lat)
    if zone.code in TWIN:
        other = place(outline, Interpretation(TWIN[zone.code], interpretation.swapped), None)
        return ZONES[TWIN[zone.code]].label, separation_m(here, (other.lon, other.lat))
    if zone.datum != "VN-2000":
        return None
    east, north = find_middle(outline)[:: -1 if interpretation.swapped else 1]
    lon, lat = to_degrees(zone.code, east, north)
    return "WGS 84", separation_m(here, (float(lon), float(lat)))
