"""Scale bar, north arrow and small words around a map. Lengths in millimetres of paper."""

from matplotlib.path import Path

from cluster_gis.formats import Formats
from maps.print.page import Page
from maps.print.paper import Box
from maps.styles import INK

#: Lengths of a scale bar on the ground, metres.
_BARS_M: tuple[int, ...] = tuple(step * 10**power for power in range(1, 7) for step in (1, 2, 5))


def bar_length_m(scale: int, width_mm: float) -> int:
    """The longest round length whose bar is no wider than `width_mm`; 1 km when it fits."""
    fitting = [length for length in _BARS_M if length * 1000 / scale <= width_mm]
    return fitting[-1] if fitting else _BARS_M[0]


def draw_scale_bar(
    page: Page, x: float, y: float, *, scale: int, width_mm: float, language: str, size: float
) -> float:
    """A bar of four fields, from x to the right, its lower edge at y; its length in metres."""
    length = bar_length_m(scale, width_mm)
    field = length / 4 * 1000 / scale
    height = size * 0.22
    for place in range(4):
        box = Box(x + place * field, y, field, height)
        page.rectangle(box, facecolor=INK if place % 2 == 0 else "white", linewidth=0.4)
    unit, name = (1000, "km") if length >= 1000 else (1, "m")
    number = Formats(language).number
    for place in (0, 2, 4):
        said = number(length / unit * place / 4)
        said = f"{said} {name}" if place == 4 else said
        page.text(x + place * field, y + height + size * 0.14, said, size, ha="center")
    return float(length)


def draw_north(page: Page, x: float, y: float, *, height: float, letter: str) -> None:
    """An arrow of `height` whose foot stands at x, y; up is north of the grid."""
    half = height * 0.22
    tip, notch = y + height * 0.78, y + height * 0.18
    west = Path([(x, tip), (x - half, y), (x, notch), (x, tip)], closed=True)
    east = Path([(x, tip), (x + half, y), (x, notch), (x, tip)], closed=True)
    page.shape(west, facecolor=INK, edgecolor=INK, linewidth=0.4)
    page.shape(east, facecolor="white", edgecolor=INK, linewidth=0.4)
    size = height * 0.55
    page.text(x, tip + height * 0.06, letter, size, bold=True, ha="center")
