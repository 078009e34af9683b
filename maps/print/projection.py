"""Ground to paper: the plane a map is drawn in, its window in metres, and what it is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from pyproj import Geod, Transformer
from shapely import Geometry
from shapely import transform as transform_geometry

from cluster_gis.i18n import N_, Translator
from maps.graticule import Extent, central_meridian
from maps.print.paper import Box

#: VN-2000 / UTM 48N: for maps of several provinces or of the country (Circular 973/2001, Điều 4).
NATIONAL_EPSG = 3405
_UTM = (3405, 3406)
#: Points along each side of a box whose sides bend in the projection.
_ALONG = 21
_GLOBE = Geod(ellps="WGS84")

#: (west, south, east, north) in metres of the plane.
Limits = tuple[float, float, float, float]


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


@dataclass(frozen=True, slots=True)
class Plane:
    """A projected VN-2000 system by its EPSG code; coordinates are (easting, northing), metres."""

    epsg: int

    def of(self, geometry: Geometry) -> Geometry:
        """A geometry of EPSG:4326 in this plane."""
        return transform_geometry(
            geometry, _transformer(4326, self.epsg).transform, interleaved=False
        )

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """A point of EPSG:4326 in this plane."""
        x, y = _transformer(4326, self.epsg).transform(lon, lat)
        return float(x), float(y)

    def points_from(
        self, epsg: int, points: Sequence[tuple[float, float]]
    ) -> list[tuple[float, float]]:
        """Points (easting, northing) of another system in this plane."""
        xs, ys = zip(*points, strict=True)
        if epsg == self.epsg:
            return list(zip(xs, ys, strict=True))
        moved = _transformer(epsg, self.epsg).transform(xs, ys)
        return [(float(x), float(y)) for x, y in zip(*moved, strict=True)]

    def limits(self, extent: Extent) -> Limits:
        """The smallest window that holds a box of degrees (south, west, north, east)."""
        south, west, north, east = extent
        lons, lats = np.linspace(west, east, _ALONG), np.linspace(south, north, _ALONG)
        xs, ys = _transformer(4326, self.epsg).transform(
            np.concatenate([lons, lons, np.full(_ALONG, west), np.full(_ALONG, east)]),
            np.concatenate([np.full(_ALONG, south), np.full(_ALONG, north), lats, lats]),
        )
        return float(min(xs)), float(min(ys)), float(max(xs)), float(max(ys))

    def degrees(self, limits: Limits) -> tuple[float, float, float, float]:
        """Window in degrees of WGS 84 (west, south, east, north) that holds one of this plane."""
        west, south, east, north = limits
        xs, ys = np.linspace(west, east, _ALONG), np.linspace(south, north, _ALONG)
        lons, lats = _transformer(self.epsg, 4326).transform(
            np.concatenate([xs, xs, np.full(_ALONG, west), np.full(_ALONG, east)]),
            np.concatenate([np.full(_ALONG, south), np.full(_ALONG, north), ys, ys]),
        )
        return float(min(lons)), float(min(lats)), float(max(lons)), float(max(lats))

    def geographic(self, x: float, y: float) -> tuple[float, float]:
        """(longitude, latitude) on VN-2000 of a point of the plane."""
        lon, lat = _transformer(self.epsg, 4756).transform(x, y)
        return float(lon), float(lat)

    def describe(self, _: Translator) -> str:
        """What stands on the sheet: system, central meridian, width of the zone."""
        return _(N_("VN-2000 coordinates, central meridian {meridian}, {width}° zone")).format(
            meridian=central_meridian(self.epsg).replace("′", "'"),
            width=6 if self.epsg in _UTM else 3,
        )


def window(middle: tuple[float, float], map_mm: Box, scale: int) -> Limits:
    """What a map frame shows at 1:scale around a point."""
    x, y = middle
    half_width, half_height = map_mm.width * scale / 2000, map_mm.height * scale / 2000
    return x - half_width, y - half_height, x + half_width, y + half_height


def size_of(limits: Limits) -> tuple[float, float]:
    """(width, height) in metres."""
    return limits[2] - limits[0], limits[3] - limits[1]


def middle_of(limits: Limits) -> tuple[float, float]:
    """Its middle."""
    return (limits[0] + limits[2]) / 2, (limits[1] + limits[3]) / 2


def distance_and_bearing(
    lon: float, lat: float, other_lon: float, other_lat: float
) -> tuple[float, float]:
    """(metres, degrees clockwise from north) from one place to another, on the ellipsoid."""
    bearing, _back, metres = _GLOBE.inv(lon, lat, other_lon, other_lat)
    return float(metres), float(bearing) % 360


def dms(degrees: float) -> str:
    """106.6757 -> 106°40'33"."""
    seconds = round(degrees * 3600)
    return f"{seconds // 3600}°{seconds // 60 % 60:02d}'{seconds % 60:02d}\""


def contains(limits: Limits, x: float, y: float) -> bool:
    """True when the point lies in the window."""
    return limits[0] <= x <= limits[2] and limits[1] <= y <= limits[3]
