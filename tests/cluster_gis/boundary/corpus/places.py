"""Communes, zones and projections for the corpus, independent of the code under test.

Projections are PROJ strings with the parameters of Decision 05/2007/QĐ-BTNMT in position-vector
signs, as the decision's users write them.
"""

import math
import random
from functools import cache
from typing import NamedTuple

from pyproj import Transformer

SHIFT = "-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278"
FLIPPED = "-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278"
MERIDIANS = {
    5896: 102.0, 5897: 105.0, 5898: 108.0, 5899: 107.75, 9205: 103.0, 9206: 104.0, 9207: 104.5,
    9208: 104.75, 9209: 105.5, 9210: 105.75, 9211: 106.0, 9212: 106.25, 9213: 106.5, 9214: 107.0,
    9215: 107.25, 9216: 107.5, 9217: 108.25, 9218: 108.5,
}  # fmt: skip


class Commune(NamedTuple):
    code: str
    lon: float
    lat: float
    zone: int


COMMUNES = (
    Commune("11689", 106.676, 20.8000, 9210),
    Commune("10882", 106.473, 20.8357, 9209),
    Commune("29698", 106.208, 10.0517, 9209),
    Commune("07942", 105.225, 21.4263, 9208),
    Commune("17110", 105.672, 19.2863, 9208),
    Commune("19111", 106.509, 17.5674, 9211),
    Commune("07306", 106.105, 21.4249, 9214),
    Commune("24445", 108.843, 12.6130, 9218),
    Commune("20579", 108.274, 15.9309, 5899),
    Commune("03382", 103.220, 21.1207, 9205),
    Commune("30934", 105.480, 9.89649, 9207),
    Commune("05632", 105.660, 21.7675, 9213),
    Commune("28678", 106.582, 10.3087, 9210),
    Commune("16498", 105.748, 19.6687, 5897),
    Commune("06280", 106.565, 21.9462, 9215),
)

Point = tuple[float, float]


def proj_of(code: int, shift: str | None = SHIFT) -> str:
    """A PROJ string. shift None: the same grid on WGS 84."""
    datum = f"+towgs84={shift}" if shift else "+datum=WGS84"
    ellps = "+ellps=WGS84 " if shift else ""
    if code in MERIDIANS:
        return (
            f"+proj=tmerc +lat_0=0 +lon_0={MERIDIANS[code]} +k=0.9999 +x_0=500000 +y_0=0 "
            f"{ellps}{datum} +units=m +no_defs"
        )
    if code in (3405, 3406):
        meridian = 105 if code == 3405 else 111
        return (
            f"+proj=tmerc +lat_0=0 +lon_0={meridian} +k=0.9996 +x_0=500000 +y_0=0 "
            f"{ellps}{datum} +units=m +no_defs"
        )
    if code == 4756:
        return f"+proj=longlat {ellps}{datum} +no_defs"
    raise ValueError(code)


@cache
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def move(points: list[Point], source: str, target: str) -> list[Point]:
    """Points of one system in another; systems are PROJ strings or EPSG:4326."""
    transformer = _transformer(source, target)
    return [transformer.transform(x, y) for x, y in points]


def draw_outline(commune: Commune, seed: random.Random) -> list[Point]:
    """A star-shaped outline of 9 to 60 ha round the commune's point, EPSG:4326 degrees.

    Its corners are whole centimetres in the commune's zone.
    """
    count = seed.randint(5, 16)
    size = seed.uniform(220, 420)
    turn = seed.uniform(0, math.tau)
    zone = proj_of(commune.zone)
    [(east, north)] = move([(commune.lon, commune.lat)], "EPSG:4326", zone)
    corners = []
    for number in range(count):
        angle = turn - math.tau * (number + seed.uniform(-0.3, 0.3)) / count
        reach = size * seed.uniform(0.75, 1.25)
        corners.append(
            (round(east + reach * math.cos(angle), 2), round(north + reach * math.sin(angle), 2))
        )
    return move(corners, zone, "EPSG:4326")
