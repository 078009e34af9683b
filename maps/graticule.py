"""The VN-2000 grid of a province's TM-3 zone, as lines in longitude and latitude.

Grid lines are straight in the zone and slightly bent on the web map (74 m over 100 km near
Hải Phòng), so each is sampled at several points.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pyproj import CRS, Transformer

#: (south, west, north, east), degrees of WGS 84.
Extent = tuple[float, float, float, float]

#: Lines are computed at these spacings; the map shows a coarser set when zoomed out.
SPACINGS_KM = (2, 5)
_POINTS = 9


@cache
def _to_zone(epsg: int) -> Transformer:
    return Transformer.from_crs(4326, epsg, always_xy=True)


@cache
def _from_zone(epsg: int) -> Transformer:
    return Transformer.from_crs(epsg, 4326, always_xy=True)


def central_meridian(epsg: int) -> str:
    """Central meridian of a TM zone as it is written: 105°45′."""
    parameters = CRS.from_epsg(epsg).coordinate_operation
    if parameters is None:
        raise ValueError(f"EPSG:{epsg} is not a projected system")
    degrees = next(
        float(p.value) for p in parameters.params if p.name == "Longitude of natural origin"
    )
    whole = int(degrees)
    return f"{whole}°{round((degrees - whole) * 60):02d}′"


@cache
def build_graticule(epsg: int, extent: Extent) -> dict[str, Any]:
    """Grid of zone `epsg` over `extent`.

    Answer: {"meridian", "lines": [[axis, km, [lon, lat, lon, lat, …]], …]} where axis is
    "e" (constant easting) or "n" (constant northing) and km is its value in kilometres.
    """
    south, west, north, east = extent
    eastings, northings = _to_zone(epsg).transform(
        [west, east, west, east, (west + east) / 2, (west + east) / 2],
        [south, south, north, north, south, north],
    )
    e_range, n_range = (min(eastings), max(eastings)), (min(northings), max(northings))
    lines = [("e", km, n_range) for km in _multiples(*e_range)]
    lines += [("n", km, e_range) for km in _multiples(*n_range)]
    xs: list[float] = []
    ys: list[float] = []
    for axis, km, (low, high) in lines:
        along = [low + (high - low) * step / (_POINTS - 1) for step in range(_POINTS)]
        across = [km * 1000.0] * _POINTS
        xs += across if axis == "e" else along
        ys += along if axis == "e" else across
    lons, lats = _from_zone(epsg).transform(xs, ys)
    return {
        "meridian": central_meridian(epsg),
        "extent": extent,
        "lines": [
            [axis, km, _flat(lons[at : at + _POINTS], lats[at : at + _POINTS])]
            for at, (axis, km, _) in zip(range(0, len(xs), _POINTS), lines, strict=True)
        ],
    }


def _multiples(low_m: float, high_m: float) -> Iterator[int]:
    """Whole kilometres between the two that are a multiple of any spacing."""
    for km in range(int(low_m // 1000) + 1, int(high_m // 1000) + 1):
        if any(km % spacing == 0 for spacing in SPACINGS_KM):
            yield km


def _flat(lons: list[float], lats: list[float]) -> list[float]:
    return [round(value, 5) for pair in zip(lons, lats, strict=True) for value in pair]
