"""Clusters known only by a unit share that unit's point: set them apart without inventing places.

The points given stay what they are; only the drawing is moved, and a fine line leads back.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

#: Room between two neighbouring circles, as a share of their radii.
_GAP = 1.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One cluster that is drawn at a unit's point.

    radius_m: of the circle of its decided area, 0 without one. lon, lat: WGS 84 degrees.
    """

    lon: float
    lat: float
    radius_m: float


def radius_of(area_ha: Decimal | float | str) -> float:
    """Radius in metres of the circle whose ground area is `area_ha`."""
    return math.sqrt(float(area_ha) * 10_000 / math.pi)


def spread(spots: Sequence[Spot]) -> list[tuple[int, int, float] | None]:
    """For each spot (place in its ring, size of the ring, ring radius in metres), None when alone.

    The ring is wide enough for the circles not to touch. Spots share a point when they agree
    to 10⁻⁵ degree, about a metre.
    """
    groups: dict[tuple[float, float], list[int]] = defaultdict(list)
    for index, spot in enumerate(spots):
        groups[round(spot.lon, 5), round(spot.lat, 5)].append(index)
    placed: list[tuple[int, int, float] | None] = [None] * len(spots)
    for members in groups.values():
        size = len(members)
        if size == 1:
            continue
        radii = [spots[index].radius_m for index in members]
        widest = max(a + b for a, b in zip(radii, radii[1:] + radii[:1], strict=True))
        ring_m = widest * _GAP / (2 * math.sin(math.pi / size))
        for position, index in enumerate(members):
            placed[index] = (position, size, round(ring_m, 1))
    return placed
