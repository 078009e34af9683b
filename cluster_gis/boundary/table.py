"""A polygon as the official coordinate table: point, X (north), Y (east), side length.

Printed to the millimetre from the coordinates as received, never through another system, so that
reading the table back gives the same polygon. Wording is that of decisions, kept in Vietnamese.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import shapely
from shapely import Polygon

from cluster_gis.boundary.areas import project
from cluster_gis.boundary.reading import Shape
from cluster_gis.boundary.zones import ZONES, meridian_text

HEADINGS = ("Số hiệu điểm", "X (m)", "Y (m)", "Chiều dài cạnh (m)")
TITLE = "BẢNG KÊ TỌA ĐỘ CÁC ĐIỂM RANH GIỚI"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A point: its number, X = north, Y = east and the length of the side to the next, metres.

    north None: a row that only names a part or a hole.
    """

    name: str
    north: float | None = None
    east: float | None = None
    side_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryTable:
    """What is printed. preamble: the lines above the table (name, system, area, source)."""

    title: str
    preamble: tuple[str, ...]
    rows: tuple[TableRow, ...]


def build_table(
    received: Shape,
    code: int,
    *,
    name: str,
    area_ha: Decimal,
    measuring_code: int,
    source: str | None = None,
) -> BoundaryTable:
    """The table of a polygon in EPSG:`code` (easting, northing; or lon, lat).

    Degrees are not what such tables print: they are first put into the measuring zone, which the
    table then says. area_ha: as measured for the register, in EPSG:`measuring_code`.
    """
    moved = ZONES[code].kind == "geographic"
    shape = project(received, measuring_code) if moved else received
    used = measuring_code if moved else code
    lines = [name, describe_system(used)]
    if moved:
        lines.append(f"Tọa độ được tính chuyển từ {ZONES[code].label}")
    lines.append(f"Diện tích: {f'{area_ha:.6f}'.replace('.', ',')} ha")
    if source:
        lines.append(f"Nguồn: {source}")
    return BoundaryTable(title=TITLE, preamble=tuple(lines), rows=tuple(_rows(shape)))


def describe_system(code: int) -> str:
    """The sentence that names the system: "Hệ tọa độ VN-2000, kinh tuyến trục 105°45', …"."""
    zone = ZONES[code]
    datum = {"Hanoi 1972": "Hà Nội-72"}.get(zone.datum, zone.datum)
    if zone.meridian is None:
        return f"Hệ tọa độ {datum} (EPSG:{code})"
    width = "3°" if zone.kind == "tm3" else "6°"
    meridian = meridian_text(zone.meridian)
    return (
        f"Hệ tọa độ {datum}, kinh tuyến trục {meridian}, múi chiếu {width} (EPSG:{code});"
        " X: hướng bắc, Y: hướng đông"
    )


def _rows(shape: Shape) -> Iterator[TableRow]:
    """Points numbered through all rings; each ring ends with its first point again."""
    parts: Sequence[Polygon] = list(shapely.get_parts(shape))
    several = len(parts) > 1 or bool(parts[0].interiors)
    number = 0
    for position, part in enumerate(parts, 1):
        for hole, ring in enumerate([part.exterior, *part.interiors]):
            if several:
                yield TableRow(f"Phần {position}" + (f", lỗ {hole}" if hole else ""))
            places = [(round(float(x), 3), round(float(y), 3)) for x, y, *_ in ring.coords][:-1]
            names = [str(number + i) for i in range(1, len(places) + 1)]
            number += len(places)
            for index, (east, north) in enumerate(places):
                x, y = places[(index + 1) % len(places)]
                side = math.hypot(x - east, y - north)
                yield TableRow(names[index], north, east, round(side, 3))
            yield TableRow(names[0], places[0][1], places[0][0])
