"""Coordinates to EPSG:4326 and back, by one pinned transformation per datum.

VN-2000: EPSG:6960 "VN-2000 to WGS 84 (2)", the seven parameters of Decision 05/2007/QĐ-BTNMT as
coordinate frame rotation, accuracy 1 m. PROJ would choose by place; here the choice is fixed and
asserted. Hanoi 1972: EPSG:1544 "(1)", 5 m near Vũng Tàu, elsewhere of unknown accuracy.
"""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer
from pyproj.transformer import TransformerGroup

from cluster_gis.boundary.zones import GEOGRAPHIC, ZONES, Datum

Floats = NDArray[np.float64]

_OFFICIAL: dict[Datum, str] = {
    "VN-2000": "VN-2000 to WGS 84 (2)",
    "Hanoi 1972": "Hanoi 1972 to WGS 84 (1)",
}
#: The official rotations read with the sign of the other convention: a copied mistake, 0.75 m off.
_FLIPPED = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=push +v_3"
    " +step +proj=cart +ellps=WGS84 +step +proj=helmert +x=-191.90441429 +y=-39.30318279"
    " +z=-111.45032835 +rx=-0.00928836 +ry=0.01975479 +rz=-0.00427372 +s=0.252906278"
    " +convention=position_vector +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3"
    " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)


@cache
def get_datum_shift(datum: Datum) -> Transformer | None:
    """Degrees of the datum to EPSG:4326, longitude first; None for WGS 84 itself."""
    if datum == "WGS 84":
        return None
    group = TransformerGroup(GEOGRAPHIC[datum], 4326, always_xy=True)
    for transformer in group.transformers:
        if _OFFICIAL[datum] in transformer.description:
            return transformer
    raise LookupError(f"PROJ has no {_OFFICIAL[datum]}")


@cache
def _projection(code: int) -> Transformer:
    """Grid to degrees of the same datum: a formula, no datum shift."""
    return Transformer.from_crs(code, GEOGRAPHIC[ZONES[code].datum], always_xy=True)


@cache
def _flipped() -> Transformer:
    return Transformer.from_pipeline(_FLIPPED)


def _arrays(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)


def to_degrees(code: int, east: ArrayLike, north: ArrayLike) -> tuple[Floats, Floats]:
    """(lon, lat) on the code's own datum; inf where the projection has no answer."""
    east, north = _arrays(east, north)
    if ZONES[code].kind == "geographic":
        return east, north
    lon, lat = _projection(code).transform(east, north)
    return _arrays(lon, lat)


def to_wgs84(
    code: int, east: ArrayLike, north: ArrayLike, *, rotation_flipped: bool = False
) -> tuple[Floats, Floats]:
    """(lon, lat) in EPSG:4326 of easting and northing (metres, or lon and lat) in `code`."""
    lon, lat = to_degrees(code, east, north)
    shift = _flipped() if rotation_flipped else get_datum_shift(ZONES[code].datum)
    if shift is None:
        return lon, lat
    return _arrays(*shift.transform(lon, lat))


def from_wgs84(code: int, lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """(easting, northing) in `code` of EPSG:4326 degrees."""
    lon, lat = _arrays(lon, lat)
    shift = get_datum_shift(ZONES[code].datum)
    if shift is not None:
        lon, lat = _arrays(*shift.transform(lon, lat, direction="INVERSE"))
    if ZONES[code].kind == "geographic":
        return lon, lat
    return _arrays(*_projection(code).transform(lon, lat, direction="INVERSE"))
