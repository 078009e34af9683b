"""Where each cluster stands on the sheet: its boundary, a circle, a symbol, or nowhere.

The same rules as on the screen (api/static/map/clusters.js): those that share a commune's point
stand in a ring round it, those of a district in rows below its point; the points given stay.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from maps import spread
from maps.print.projection import Plane

Placing = Literal["surveyed", "digitised", "circle", "symbol_only", "district_only", "not_placed"]
PLACINGS: tuple[Placing, ...] = (
    "surveyed",
    "digitised",
    "circle",
    "symbol_only",
    "district_only",
    "not_placed",
)
_COLUMNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A cluster and where it stands, in metres of the plane.

    x, y: of its symbol, None = not placed. origin: the point of the unit when the symbol was moved
    away from it. area: its boundary, or None. radius_m: of the circle of its decided area, or None.
    """

    feature: Mapping[str, Any]
    placing: Placing
    x: float | None = None
    y: float | None = None
    origin: tuple[float, float] | None = None
    area: BaseGeometry | None = None
    radius_m: float | None = None

    @property
    def code(self) -> str:
        """Register code of the cluster."""
        return str(self.feature["properties"]["code"])


def placing_of(feature: Mapping[str, Any]) -> Placing:
    """How well the place of a cluster is known."""
    geometry, known = feature.get("geometry"), feature["properties"]
    if geometry is None:
        return "not_placed"
    if geometry["type"] in ("Polygon", "MultiPolygon"):
        return "surveyed" if known.get("boundary_quality") == "surveyed" else "digitised"
    if known.get("place_quality") == "district":
        return "district_only"
    return "circle" if known.get("area_ha") else "symbol_only"


def place_clusters(
    features: Sequence[Mapping[str, Any]], plane: Plane, *, scale: int, symbol_mm: float
) -> list[Placed]:
    """Every cluster in the order given. symbol_mm: radius of a symbol on paper."""
    metre = scale / 1000  # one millimetre of paper on the ground
    pointed: list[tuple[int, spread.Spot]] = []
    for index, feature in enumerate(features):
        geometry = feature.get("geometry")
        if geometry and geometry["type"] == "Point":
            lon, lat = geometry["coordinates"][:2]
            radius = _radius(feature) or 0.0
            pointed.append((index, spread.Spot(lon=lon, lat=lat, radius_m=radius)))
    rings = spread.spread([spot for _index, spot in pointed])
    ring_of = {index: ring for (index, _spot), ring in zip(pointed, rings, strict=True)}
    return [
        _place(feature, plane, ring_of.get(index), symbol_m=symbol_mm * metre)
        for index, feature in enumerate(features)
    ]


def _radius(feature: Mapping[str, Any]) -> float | None:
    area = feature["properties"].get("area_ha")
    return spread.radius_of(area) if area and placing_of(feature) == "circle" else None


def _place(
    feature: Mapping[str, Any],
    plane: Plane,
    ring: tuple[int, int, float] | None,
    *,
    symbol_m: float,
) -> Placed:
    placing = placing_of(feature)
    geometry = feature.get("geometry")
    if geometry is None:
        return Placed(feature=feature, placing=placing)
    if placing in ("surveyed", "digitised"):
        area = plane.of(shape(geometry))
        west, south, east, north = area.bounds
        return Placed(
            feature=feature,
            placing=placing,
            x=(west + east) / 2,
            y=(south + north) / 2,
            area=area,
        )
    x, y = origin = plane.point(*geometry["coordinates"][:2])
    if placing == "district_only":
        index, size, _ring_m = ring or (0, 1, 0.0)
        columns, pitch = min(size, _COLUMNS), 2.5 * symbol_m
        x += ((index % _COLUMNS) - (columns - 1) / 2) * pitch
        y -= 2.4 * symbol_m + index // _COLUMNS * pitch
        return Placed(feature=feature, placing=placing, x=x, y=y, origin=origin)
    if ring is not None:
        index, size, ring_m = ring
        reach = max(ring_m, 1.3 * symbol_m / math.sin(math.pi / size) if size > 1 else 0.0)
        angle = 2 * math.pi * index / size
        x, y = x + reach * math.sin(angle), y + reach * math.cos(angle)
    return Placed(
        feature=feature,
        placing=placing,
        x=x,
        y=y,
        origin=origin if ring is not None else None,
        radius_m=_radius(feature),
    )
