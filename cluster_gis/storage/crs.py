"""Coordinate systems that a request may name, by the addresses of OGC, with their axis order."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crs:
    """uri: as requests name it. north_first: coordinates are written latitude, longitude.

    degrees: angles, else metres. Stored geometry is EPSG:4326, longitude first (CRS84).
    """

    uri: str
    srid: int
    north_first: bool
    degrees: bool

    @property
    def stored(self) -> bool:
        """Whether stored coordinates are already in this system and order."""
        return self.srid == 4326 and not self.north_first

    @property
    def digits(self) -> int:
        """10^-7 degree is a centimetre; metres are given to the millimetre."""
        return 7 if self.degrees else 3


def _epsg(code: int, *, degrees: bool = False) -> Crs:
    uri = f"http://www.opengis.net/def/crs/EPSG/0/{code}"
    return Crs(uri, code, north_first=degrees, degrees=degrees)


CRS84 = Crs("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326, north_first=False, degrees=True)
#: WGS 84; VN-2000 geographic, UTM zones 48N and 49N, TM-6 and TM-3 zones of the provinces.
_ALL = (
    CRS84,
    _epsg(4326, degrees=True),
    _epsg(4756, degrees=True),
    *(_epsg(code) for code in (3405, 3406, 5896, 5897, 5898, 5899, *range(9205, 9219))),
)
CRS_BY_URI: Mapping[str, Crs] = {crs.uri: crs for crs in _ALL}
