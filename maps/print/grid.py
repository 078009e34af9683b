"""The VN-2000 grid of a sheet: straight lines of the plane, written on all four sides."""

import math
from collections.abc import Iterator
from typing import Any

from matplotlib.axes import Axes

from maps.print.fonts import width_mm
from maps.print.page import Page
from maps.print.paper import Box, Sheet
from maps.print.projection import Limits, Plane, dms
from maps.styles import PAPER_GRID, QUIET_INK

SPACINGS_M = (
    50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000,
)  # fmt: skip


def spacing_for(scale: int, unit: float) -> int:
    """Metres between grid lines: 1 km (40 mm) at 1:25 000, more room on larger paper."""
    least_mm = 32 * math.sqrt(unit)
    return next((s for s in SPACINGS_M if s * 1000 / scale >= least_mm), SPACINGS_M[-1])


def multiples(low: float, high: float, step: int) -> Iterator[int]:
    """Multiples of `step` between the two."""
    yield from range(math.ceil(low / step) * step, math.floor(high / step) * step + 1, step)


def draw_grid(axes: Axes, limits: Limits, spacing: int) -> None:
    """Lines across the map."""
    west, south, east, north = limits
    style: dict[str, Any] = {"color": PAPER_GRID, "linewidth": 0.3, "zorder": 3}
    for easting in multiples(west, east, spacing):
        axes.plot([easting, easting], [south, north], **style)
    for northing in multiples(south, north, spacing):
        axes.plot([west, east], [northing, northing], **style)


def draw_frame(
    page: Page, sheet: Sheet, box: Box, limits: Limits, plane: Plane, *, scale: int
) -> None:
    """The double line around the map, ticks, coordinates on four sides, degrees at the corners."""
    unit = sheet.unit
    strip = 4.6 * unit
    page.rectangle(box, linewidth=0.6)
    page.rectangle(box.inset(-strip), linewidth=1.1)
    size = 4.6 * unit
    _corners(page, box, limits, plane, strip, size)
    millimetres = 1000 / scale  # on paper, of one metre
    spacing = spacing_for(scale, unit)
    corner = width_mm("106°40'33\"", size * 0.85) + 1.5 * unit
    clear = corner + width_mm("2 300 000", size) / 2
    for easting in multiples(limits[0], limits[2], spacing):
        x = box.x + (easting - limits[0]) * millimetres
        for edge, outward in ((box.y, -1), (box.top, 1)):
            page.line([x, x], [edge, edge + outward * 1.0 * unit], linewidth=0.4)
            if clear < x - box.x and clear < box.right - x:
                middle = edge + outward * strip * 0.58
                page.text(x, middle, _metres(easting), size, ha="center", va="center")
    for northing in multiples(limits[1], limits[3], spacing):
        y = box.y + (northing - limits[1]) * millimetres
        for edge, outward in ((box.x, -1), (box.right, 1)):
            page.line([edge, edge + outward * 1.0 * unit], [y, y], linewidth=0.4)
            if clear < y - box.y and clear < box.top - y:
                middle = edge + outward * strip * 0.58
                page.text(middle, y, _metres(northing), size, ha="center", va="center", rotation=90)


def _metres(value: int) -> str:
    """590000 -> 590 000, with a thin space."""
    return f"{value:,}".replace(",", "\u2009")


def _corners(page: Page, box: Box, limits: Limits, plane: Plane, strip: float, size: float) -> None:
    """Longitude beside and latitude above or below each corner, on VN-2000."""
    for x, y, across, up in (
        (limits[0], limits[1], -1, -1),
        (limits[2], limits[1], 1, -1),
        (limits[0], limits[3], -1, 1),
        (limits[2], limits[3], 1, 1),
    ):
        lon, lat = plane.geographic(x, y)
        at_x = box.x if across < 0 else box.right
        at_y = box.y if up < 0 else box.top
        look: dict[str, Any] = {"color": QUIET_INK, "va": "center"}
        page.text(
            at_x,
            at_y + up * strip * 0.55,
            dms(lon),
            size * 0.85,
            ha="left" if across < 0 else "right",
            **look,
        )
        page.text(
            at_x + across * strip * 0.55,
            at_y - up * (width_mm(dms(lat), size * 0.85) / 2 + 0.4),
            dms(lat),
            size * 0.85,
            ha="center",
            rotation=90,
            **look,
        )
