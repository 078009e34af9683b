"""Plausible outlines: a cluster is a quadrilateral cut into lots by internal roads.

Coordinates are easting, northing in metres of the cluster's VN-2000 / TM-3 zone; EWKT carries the
SRID. Lots are also wanted in EPSG:4326 (lon, lat) for the map.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from random import Random

from pyproj import Transformer
from pyproj.transformer import TransformerGroup

#: EPSG zones with a central meridian of their own, degrees: where a place is measured.
MERIDIANS = {
    9205: 103.0, 9206: 104.0, 9207: 104.5, 9208: 104.75, 5897: 105.0, 9209: 105.5, 9210: 105.75,
    9211: 106.0, 9212: 106.25, 9213: 106.5, 9214: 107.0, 9215: 107.25, 9216: 107.5, 5899: 107.75,
    5898: 108.0, 9217: 108.25, 9218: 108.5,
}  # fmt: skip
OFFICIAL_DATUM = "VN-2000 to WGS 84 (2)"
ROAD_WIDTH_M = 15.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot: number, ring (easting, northing) closed, planar area in hectares."""

    number: str
    ring: tuple[Point, ...]
    area_ha: Decimal


@dataclass(frozen=True, slots=True)
class Outline:
    """A cluster's ring in its zone (closed) and its lots."""

    srid: int
    ring: tuple[Point, ...]
    lots: tuple[Lot, ...]

    def inside(self, along: float, across: float) -> Point:
        """The point at these shares (0 to 1) of the quadrilateral's sides."""
        a, b, c, d = self.ring[:4]
        return tuple(  # type: ignore[return-value]
            (1 - across) * ((1 - along) * a[i] + along * b[i])
            + across * ((1 - along) * d[i] + along * c[i])
            for i in (0, 1)
        )


def split_lot(lot: Lot, area_ha: Decimal) -> tuple[Lot, Lot]:
    """The lot cut straight across, the first piece of `area_ha`."""
    a, b, c, d = lot.ring[:4]
    share = float(area_ha / lot.area_ha)

    def between(one: Point, other: Point) -> Point:
        return tuple(  # type: ignore[return-value]
            round(one[i] + (other[i] - one[i]) * share, 2) for i in (0, 1)
        )

    low, high = between(a, b), between(d, c)
    return (
        Lot(f"{lot.number}a", (a, low, high, d, a), area_ha),
        Lot(f"{lot.number}b", (low, b, c, high, low), lot.area_ha - area_ha),
    )


def nearest_zone(longitude: float) -> int:
    """The 3-degree zone whose central meridian is nearest."""
    return min(MERIDIANS, key=lambda srid: (abs(MERIDIANS[srid] - longitude), srid))


@cache
def _pinned(source: int, target: int) -> Transformer:
    """The transformation through the official seven parameters, whatever the place."""
    group = TransformerGroup(f"EPSG:{source}", f"EPSG:{target}", always_xy=True)
    return next(t for t in group.transformers if OFFICIAL_DATUM in t.description)


def to_zone(lon: float, lat: float, srid: int) -> Point:
    """EPSG:4326 lon, lat -> easting, northing."""
    x, y = _pinned(4326, srid).transform(lon, lat)
    return float(x), float(y)


def to_wgs84(points: Sequence[Point], srid: int) -> list[Point]:
    """Easting, northing -> EPSG:4326 lon, lat, all at once."""
    lon, lat = _pinned(srid, 4326).transform([p[0] for p in points], [p[1] for p in points])
    return list(zip(map(float, lon), map(float, lat), strict=True))


def ring_area_ha(ring: Sequence[Point]) -> Decimal:
    """Planar area of a closed ring, hectares to 4 decimals."""
    twice = sum(
        (x1 - ring[0][0]) * (y2 - ring[0][1]) - (x2 - ring[0][0]) * (y1 - ring[0][1])
        for (x1, y1), (x2, y2) in pairwise(ring)
    )
    return Decimal(abs(twice) / 20_000).quantize(Decimal("0.0001"))


def draw_cluster(
    random: Random, centre: Point, srid: int, area_ha: Decimal, *, n_lots: int, exact: bool
) -> Outline:
    """An outline of `area_ha` round `centre`, turned at random, with about `n_lots` lots.

    exact: a rectangle whose planar area is `area_ha` to the millimetre of its sides; else a
    quadrilateral with skewed corners, whose area differs by a few per mille.
    """
    aspect = 1.0 if exact else random.uniform(0.5, 1.6)
    # Whole centimetres, as decisions print them.
    width = round(math.sqrt(float(area_ha) * 10_000 * aspect), 2)
    height = round(float(area_ha) * 10_000 / width, 2)
    turn = 0.0 if exact else random.uniform(0, math.pi / 2)
    lots = tuple(_cut(width, height, n_lots, centre, turn))
    corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]
    if not exact:
        # Corners move outwards only: every lot stays inside.
        jitter = min(width, height) * 0.004
        signs = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
        corners = [
            (u + su * random.uniform(0, jitter), v + sv * random.uniform(0, jitter))
            for (u, v), (su, sv) in zip(corners, signs, strict=True)
        ]
    ring = tuple(_place(u, v, width, height, centre, turn) for u, v in [*corners, corners[0]])
    return Outline(srid=srid, ring=ring, lots=lots)


def _cut(width: float, height: float, n_lots: int, centre: Point, turn: float) -> list[Lot]:
    columns = max(1, round(math.sqrt(n_lots * width / height)))
    rows = max(1, round(n_lots / columns))
    lot_width = (width - ROAD_WIDTH_M * (columns + 1)) / columns
    lot_height = (height - ROAD_WIDTH_M * (rows + 1)) / rows
    if lot_width < 10 or lot_height < 10:
        columns = rows = 1
        lot_width, lot_height = width - 2 * ROAD_WIDTH_M, height - 2 * ROAD_WIDTH_M
    lots = []
    for row in range(rows):
        for column in range(columns):
            u = ROAD_WIDTH_M + column * (lot_width + ROAD_WIDTH_M)
            v = ROAD_WIDTH_M + row * (lot_height + ROAD_WIDTH_M)
            corners = [(u, v), (u + lot_width, v), (u + lot_width, v + lot_height)]
            corners += [(u, v + lot_height), (u, v)]
            ring = tuple(_place(a, b, width, height, centre, turn) for a, b in corners)
            lots.append(Lot(f"CN{row * columns + column + 1:03d}", ring, ring_area_ha(ring)))
    return lots


def _place(u: float, v: float, width: float, height: float, centre: Point, turn: float) -> Point:
    du, dv = u - width / 2, v - height / 2
    x = centre[0] + du * math.cos(turn) - dv * math.sin(turn)
    y = centre[1] + du * math.sin(turn) + dv * math.cos(turn)
    return round(x, 2), round(y, 2)


def line_ewkt(points: Sequence[Point]) -> str:
    """A point or a line in EPSG:4326 (lon, lat), to the centimetre."""
    text = ",".join(f"{x:.7f} {y:.7f}" for x, y in points)
    return f"SRID=4326;{'POINT' if len(points) == 1 else 'LINESTRING'}({text})"


def polygon_ewkt(ring: Sequence[Point], srid: int, *, digits: int = 2, multi: bool = False) -> str:
    """`SRID=…;POLYGON((x y, …))`."""
    text = ",".join(f"{x:.{digits}f} {y:.{digits}f}" for x, y in ring)
    return f"SRID={srid};MULTIPOLYGON((({text})))" if multi else f"SRID={srid};POLYGON(({text}))"
