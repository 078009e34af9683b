"""The extent of a declared province or commune: its outline where one is given, else boxes."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon

Floats = NDArray[np.float64]

#: Boxes of communes are a kilometre or two off in the mountains, so a miss must be larger.
BOX_MARGIN_M = 2_000.0
_METRES = (111_320.0, 110_700.0)
#: Pairs of a box and a position that are measured in one go: 1 MB a number of each pair.
_AT_ONCE = 131_072


class Box(NamedTuple):
    """Degrees of EPSG:4326."""

    west: float
    south: float
    east: float
    north: float

    def distance_m(self, lon: float, lat: float) -> float:
        """Metres from a point to the box, 0 inside; plane approximation, good to 1 %."""
        dx = max(self.west - lon, 0.0, lon - self.east) * _METRES[0] * math.cos(math.radians(lat))
        dy = max(self.south - lat, 0.0, lat - self.north) * _METRES[1]
        return math.hypot(dx, dy)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOutline:
    """The outline of a unit as a register holds it. shape: EPSG:4326.

    unit_key: `2025:11689` or `pre2025:00001`. margin_m: how far off its lines may be.
    """

    unit_key: str
    shape: Polygon | MultiPolygon
    margin_m: float


@dataclass(frozen=True, slots=True)
class _Outline:
    """An outline in plane metres: degrees times `scale`, which suits the outline's own latitude."""

    shape: Polygon | MultiPolygon
    scale: tuple[float, float]

    def distances_m(self, lon: Floats, lat: Floats) -> Floats:
        """Metres to the outline, 0 inside it."""
        spots = shapely.points(lon * self.scale[0], lat * self.scale[1])
        distances: Floats = shapely.distance(self.shape, spots)
        return distances


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """A declared province or commune: boxes of its old communes and the zones measured in there.

    zones: EPSG codes, the one of the largest number of old communes first; empty = none known.
    key: `2025:` or `pre2025:` and the code. outline: takes the place of the boxes; None = not
    loaded. margin_m: a miss must be larger to mean anything.
    """

    level: str
    key: str
    name: str
    boxes: tuple[Box, ...]
    zones: tuple[int, ...]
    outline: _Outline | None = None
    margin_m: float = BOX_MARGIN_M

    @property
    def code(self) -> str:
        """The unit's code, as the official list has it."""
        return self.key.partition(":")[2]

    def with_outline(self, given: UnitOutline | None) -> "Territory":
        """The territory with the outline, when it is of this unit."""
        if given is None or given.unit_key != self.key or given.shape.is_empty:
            return self
        return replace(self, outline=_to_plane(given.shape), margin_m=given.margin_m)

    def distance_m(self, lon: float, lat: float) -> float:
        """Metres to the extent, 0 inside it; inf for a position that is no number."""
        if not (math.isfinite(lon) and math.isfinite(lat)) or abs(lat) > 90:
            return math.inf
        return float(self.distances_m(np.array([lon]), np.array([lat]))[0])

    def distances_m(self, lon: Floats, lat: Floats) -> Floats:
        """The same for many positions at once, all of them numbers."""
        if self.outline is not None:
            return self.outline.distances_m(lon, lat)
        boxes = _as_array(self.boxes)
        if lon.size * len(boxes) <= _AT_ONCE:
            every: Floats = self._to_boxes(boxes.T[:, :, np.newaxis], lon, lat).min(axis=0)
            return every
        nearest = np.full(lon.shape, np.inf)
        for box in boxes:
            np.minimum(nearest, self._to_boxes(box, lon, lat), out=nearest)
        return nearest

    @staticmethod
    def _to_boxes(boxes: Floats, lon: Floats, lat: Floats) -> Floats:
        """Metres from positions to boxes, as numpy broadcasts the two."""
        west, south, east, north = boxes
        dx = np.maximum(np.maximum(west - lon, lon - east), 0.0)
        dy = np.maximum(np.maximum(south - lat, lat - north), 0.0)
        distances: Floats = np.hypot(dx * _METRES[0] * np.cos(np.radians(lat)), dy * _METRES[1])
        return distances


@lru_cache(maxsize=64)
def _as_array(boxes: tuple[Box, ...]) -> Floats:
    """A row a box. Kept: each point of a line that is drawn asks for those of its province."""
    return np.array(boxes)


@lru_cache(maxsize=8)
def _to_plane(shape: Polygon | MultiPolygon) -> _Outline:
    """The outline ready to be measured to; a file asks for the same one with each of its rows."""
    middle = shapely.centroid(shape).y
    scale = (_METRES[0] * math.cos(math.radians(middle)), _METRES[1])
    outline = _Outline(shapely.transform(shape, lambda xy: xy * scale), scale)
    shapely.prepare(outline.shape)
    return outline
