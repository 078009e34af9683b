"""The coordinate systems met in Vietnamese boundary papers, and which province measures in which.

Source: EPSG Geodetic Parameter Dataset v11.022; provincial zones `data/measuring_zones`.
EPSG:6956-6959 are withdrawn twins of 5896-5899 which some software reads with swapped offsets.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Datum = Literal["VN-2000", "WGS 84", "Hanoi 1972"]
Kind = Literal["tm3", "utm", "gauss_kruger", "geographic", "web"]


@dataclass(frozen=True, slots=True)
class Zone:
    """One coordinate system. meridian: central meridian in degrees; None = not a zone."""

    code: int
    datum: Datum
    kind: Kind
    meridian: float | None = None

    @property
    def label(self) -> str:
        """For people: `VN-2000 / TM-3 105°45' (EPSG:9210)`."""
        names = {"tm3": "TM-3", "utm": "UTM", "gauss_kruger": "Gauss-Krüger", "web": "Web Mercator"}
        if self.meridian is None:
            name = names.get(self.kind)
            return f"{self.datum}{f' / {name}' if name else ''} (EPSG:{self.code})"
        return (
            f"{self.datum} / {names[self.kind]} {meridian_text(self.meridian)} (EPSG:{self.code})"
        )


def meridian_text(meridian: float) -> str:
    """105.75 -> 105°45'."""
    minutes = round(meridian * 60)
    return f"{minutes // 60}°{minutes % 60:02d}'"


_TM3 = {
    5896: 102.0, 5897: 105.0, 5898: 108.0, 5899: 107.75, 9205: 103.0, 9206: 104.0, 9207: 104.5,
    9208: 104.75, 9209: 105.5, 9210: 105.75, 9211: 106.0, 9212: 106.25, 9213: 106.5, 9214: 107.0,
    9215: 107.25, 9216: 107.5, 9217: 108.25, 9218: 108.5,
}  # fmt: skip
_OTHERS = (
    Zone(4756, "VN-2000", "geographic"),
    Zone(3405, "VN-2000", "utm", 105.0),
    Zone(3406, "VN-2000", "utm", 111.0),
    Zone(4326, "WGS 84", "geographic"),
    Zone(32648, "WGS 84", "utm", 105.0),
    Zone(32649, "WGS 84", "utm", 111.0),
    Zone(3857, "WGS 84", "web"),
    Zone(4147, "Hanoi 1972", "geographic"),
    Zone(2044, "Hanoi 1972", "gauss_kruger", 105.0),
    Zone(2045, "Hanoi 1972", "gauss_kruger", 111.0),
    Zone(2093, "Hanoi 1972", "gauss_kruger", 106.0),
)
ZONES: dict[int, Zone] = {
    zone.code: zone
    for zone in (*(Zone(code, "VN-2000", "tm3", cm) for code, cm in _TM3.items()), *_OTHERS)
}
#: Withdrawn code -> the one to use.
DEPRECATED = {6956: 5896, 6957: 5897, 6958: 5898, 6959: 5899}
GEOGRAPHIC: dict[Datum, int] = {"VN-2000": 4756, "WGS 84": 4326, "Hanoi 1972": 4147}
#: The same grid on the other datum: 224 m apart, and no outline of a commune can tell them apart.
TWIN = {4756: 4326, 4326: 4756, 3405: 32648, 32648: 3405, 3406: 32649, 32649: 3406}

_CODE = re.compile(r"^(?:urn:ogc:def:crs:EPSG:[^:]*:|https?://www\.opengis\.net/def/crs/EPSG/[^/]+/"
                   r"|EPSG:)?\s*(\d{4,6})$", re.IGNORECASE)  # fmt: skip
_CRS84 = re.compile(r"(OGC[:/].*CRS84|^CRS84)$", re.IGNORECASE)


def parse_code(text: str) -> int | None:
    """The EPSG code in `EPSG:9210`, `9210`, a URN or URL of it, CRS84; None = no such form."""
    text = text.strip()
    if _CRS84.search(text):
        return 4326
    match = _CODE.match(text)
    return int(match.group(1)) if match else None


@cache
def _provincial() -> dict[str, int]:
    path = Path(__file__).parents[2] / "data" / "measuring_zones" / "measuring_zones.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["province_code"]: int(row["srid"]) for row in csv.DictReader(stream)}


def get_provincial_zone(old_province_code: str) -> int | None:
    """EPSG code of a province before 2025-07-01; None = EPSG names no zone of its own for it."""
    return _provincial().get(old_province_code)


def get_standard_zone(lon: float) -> int:
    """The standard 3-degree zone of a longitude (Circular 973/2001 Điều 4): 5896, 5897 or 5898."""
    if lon < 103.5:
        return 5896
    return 5897 if lon < 106.5 else 5898
