"""Sheets of paper and round scales. Everything here is in millimetres of paper."""

import math
from dataclasses import dataclass
from itertools import product

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

#: ISO 216, upright: (width, height) in millimetres.
PAPERS_MM = {
    "A4": (210, 297),
    "A3": (297, 420),
    "A2": (420, 594),
    "A1": (594, 841),
    "A0": (841, 1189),
}
#: Height of the part below the map on an upright A4.
PANEL_MM = 76.0
#: How much larger letters and frames are than on A4.
_UNITS = {"A4": 1.0, "A3": 1.2, "A2": 1.5, "A1": 1.9, "A0": 2.4}
#: Denominators of the scales that are printed. Those above a million are for the whole country.
SCALES = (
    500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000, 75_000,
    100_000, 150_000, 200_000, 250_000, 300_000, 400_000, 500_000, 600_000, 750_000, 1_000_000,
    1_500_000, 2_000_000, 2_500_000, 3_000_000, 4_000_000, 5_000_000, 6_000_000, 8_000_000,
    10_000_000,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the sheet, from its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y + self.height

    def inset(self, by: float) -> "Box":
        """The rectangle `by` millimetres inside this one."""
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper. paper: key of PAPERS_MM."""

    paper: str
    landscape: bool

    @property
    def size(self) -> tuple[float, float]:
        """(width, height) in millimetres."""
        short, long = PAPERS_MM[self.paper]
        return (long, short) if self.landscape else (short, long)

    @property
    def unit(self) -> float:
        """How much larger letters and frames are than on A4."""
        return _UNITS[self.paper]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a map sheet lie.

    frame: the outer line. title: the band above the map. map: the inner line, around the map.
    columns: where the legend and the rest flow, in order.
    """

    sheet: Sheet
    frame: Box
    title: Box
    map: Box
    columns: tuple[Box, ...]


def lay_out(sheet: Sheet, *, panel_mm: float = PANEL_MM) -> Layout:
    """Map and legend side by side on a wide sheet, one above the other on an upright one.

    panel_mm: height of the part below the map on an upright A4.
    """
    width, height = sheet.size
    unit = sheet.unit
    margin, strip, gap = 6 + 4 * unit, 5.2 * unit, 3 * unit
    frame = Box(margin, margin, width - 2 * margin, height - 2 * margin)
    title = Box(frame.x, frame.top - 17 * unit, frame.width, 17 * unit)
    if sheet.landscape:
        panel = Box(frame.right - 62 * unit, frame.y, 62 * unit, title.y - frame.y)
        columns: tuple[Box, ...] = (panel.inset(gap),)
        room = Box(frame.x, frame.y, frame.width - panel.width, title.y - frame.y)
    else:
        panel = Box(frame.x, frame.y, frame.width, panel_mm * unit)
        inner = panel.inset(gap)
        each = (inner.width - 2 * gap * 1.5) / 3
        columns = tuple(
            Box(inner.x + place * (each + gap * 1.5), inner.y, each, inner.height)
            for place in range(3)
        )
        room = Box(frame.x, panel.top, frame.width, title.y - panel.top)
    return Layout(sheet, frame, title, room.inset(strip), columns)


def parse_paper(value: str) -> str:
    """`value` as a key of PAPERS_MM; raises InvalidInput."""
    if value.upper() not in PAPERS_MM:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="paper",
            value=repr(value),
            expected=", ".join(PAPERS_MM),
        )
    return value.upper()


def parse_scale(value: str | int) -> int:
    """The denominator in `25000` or `1:25000`; raises InvalidInput unless it is a round scale."""
    text = str(value).strip().replace(" ", "").removeprefix("1:").removeprefix("1/")
    digits = text.replace(".", "").replace(",", "")
    if not (digits.isascii() and digits.isdigit()) or int(digits) not in SCALES:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="scale",
            value=repr(value),
            expected=", ".join(str(scale) for scale in SCALES),
        )
    return int(digits)


def parse_bbox(value: str) -> tuple[float, float, float, float]:
    """`west,south,east,north` in degrees; raises InvalidInput."""
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        west = south = east = north = math.nan
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise InvalidInput(
            N_(
                "{field} is {value}; expected west,south,east,north in degrees, "
                "106.5,20.6,106.9,20.9."
            ),
            field="bbox",
            value=repr(value),
        )
    return west, south, east, north


def fits(extent_m: tuple[float, float], map_mm: Box, scale: int) -> bool:
    """True when a ground extent (width, height in metres) fits the map frame at 1:scale."""
    width, height = extent_m
    room = scale / 1000 * (1 + 1e-9)
    return width <= map_mm.width * room and height <= map_mm.height * room


def largest_scale(extent_m: tuple[float, float], map_mm: Box) -> int | None:
    """The largest round scale at which the extent fits; None when none does."""
    return next((scale for scale in SCALES if fits(extent_m, map_mm, scale)), None)


def choose(
    extent_m: tuple[float, float],
    *,
    paper: str,
    landscape: bool | None,
    scale: int | None,
    panel_mm: float = PANEL_MM,
) -> tuple[Sheet, int]:
    """The sheet and the scale for a ground extent in metres.

    landscape None: the orientation that allows the larger scale. scale None: the largest that fits.
    Raises InvalidInput, naming what would fit, when the extent does not fit.
    """
    wide_first = extent_m[0] >= extent_m[1]
    turned = (wide_first, not wide_first) if landscape is None else (landscape,)
    found = []
    for wide in turned:
        sheet = Sheet(paper, wide)
        room = lay_out(sheet, panel_mm=panel_mm).map
        best = largest_scale(extent_m, room)
        if scale is not None and fits(extent_m, room, scale):
            return sheet, scale
        if best is not None:
            found.append((best, sheet))
    if scale is None and found:
        best, sheet = min(found, key=lambda pair: pair[0])
        return sheet, best
    raise _does_not_fit(extent_m, paper=paper, turned=turned, scale=scale)


def _does_not_fit(
    extent_m: tuple[float, float], *, paper: str, turned: tuple[bool, ...], scale: int | None
) -> InvalidInput:
    width, height = extent_m
    options = []
    for name, wide in product(PAPERS_MM, (True, False)):
        room = lay_out(Sheet(name, wide)).map
        if scale is not None and fits(extent_m, room, scale):
            options.append(f"{name} 1:{scale}")
        best = largest_scale(extent_m, room)
        if name == paper and wide in turned and best is not None:
            options.append(f"{name} 1:{best}")
    return InvalidInput(
        N_(
            "An extent of {width} × {height} km does not fit {paper} at {scale}. "
            "What fits: {options}. --sheets prints a series of sheets instead."
        ),
        field="scale",
        width=f"{width / 1000:.1f}",
        height=f"{height / 1000:.1f}",
        paper=paper,
        scale=f"1:{scale or SCALES[-1]}",
        options=", ".join(dict.fromkeys(options)) or "-",
    )
