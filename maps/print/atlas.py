"""The list of an atlas: every cluster with the page its sheet is on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cluster_gis.i18n import N_, translator
from maps.print.fonts import MM_PER_POINT, width_mm
from maps.print.model import PrintMap
from maps.print.page import Page
from maps.print.paper import Sheet, lay_out
from maps.print.subject_sheet import draw_title
from maps.styles import QUIET_INK


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line. page: number of the sheet's page, None = it has none (no place is known)."""

    name: str
    state: str
    area: str
    page: int | None


def entries_a_page(sheet: Sheet) -> int:
    """How many lines a page of the list carries."""
    layout = lay_out(sheet)
    columns = 2 if sheet.landscape else 1
    return columns * int((layout.title.y - layout.frame.y - 16 * sheet.unit) / (4.2 * sheet.unit))


def draw_list_page(wanted: PrintMap, entries: Sequence[Entry], sheet: Sheet) -> Page:
    """A page of the list; entries: those of this page."""
    _ = translator(wanted.language)
    layout, unit = lay_out(sheet), sheet.unit
    page = Page(*sheet.size)
    title = _(N_("Atlas of industrial clusters: list of sheets"))
    draw_title(page, layout, replace(wanted, title=title), None, panel=False)
    columns, gap = (2 if sheet.landscape else 1), 10 * unit
    inner = layout.frame.inset(5 * unit)
    wide = (inner.width - gap * (columns - 1)) / columns
    per_column = entries_a_page(sheet) // columns
    size, step = 5.8 * unit, 4.2 * unit
    for column in range(columns):
        x, y = inner.x + column * (wide + gap), layout.title.y - 8 * unit
        stops = (x, x + wide * 0.56, x + wide * 0.86, x + wide)
        heads = (_(N_("Cluster")), _(N_("State")), _(N_("Area")), _(N_("Page")))
        for stop, head, side in zip(stops, heads, ("left", "left", "right", "right"), strict=True):
            page.text(stop, y, head, size, bold=True, ha=side)
        page.line([x, x + wide], [y - 1.4 * unit] * 2, linewidth=0.5)
        for entry in entries[column * per_column :][:per_column]:
            y -= step
            name = _cut(entry.name, wide * 0.55, size)
            page.text(stops[0], y, name, size)
            page.text(stops[1], y, _cut(entry.state, wide * 0.19, size), size, color=QUIET_INK)
            page.text(stops[2], y, entry.area, size, ha="right")
            said = "–" if entry.page is None else str(entry.page)
            page.text(stops[3], y, said, size, bold=True, ha="right")
            page.line([x, x + wide], [y - size * MM_PER_POINT * 0.45] * 2, linewidth=0.15)
    return page


def _cut(said: str, width: float, size: float) -> str:
    """As much of a text as fits, with dots where it was cut."""
    text = " ".join(said.split())
    if width_mm(text, size) <= width:
        return text
    while text and width_mm(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text}…"
