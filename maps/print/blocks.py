"""Blocks of a map sheet: legend with counts, scale, system, notes, title block, signatures."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from matplotlib.patches import Circle

from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator
from cluster_gis.services.read_map import Overlay
from maps.print.fonts import MM_PER_POINT, width_mm
from maps.print.furniture import draw_north, draw_scale_bar
from maps.print.grid import spacing_for
from maps.print.map_frame import DrawnMap
from maps.print.model import PrintMap
from maps.print.page import LEADING
from maps.print.panel import Block, Pen
from maps.print.paper import Box
from maps.print.placing import PLACINGS, Placing
from maps.print.symbols import area_styles, placed, symbol_path, symbol_style
from maps.styles import INK, QUIET_INK, RESTRICTED, WATERMARK, Category, Theme
from maps.texts import TEXTS

_PLACING_TEXT: dict[Placing, str] = {
    "surveyed": TEXTS["surveyed"],
    "digitised": TEXTS["digitised"],
    "circle": TEXTS["circle"],
    "symbol_only": TEXTS["symbol_only"],
    "district_only": TEXTS["district_only"],
    "not_placed": N_("Place not known: could not be drawn"),
}
_PLACES, _LINES = TEXTS["placing"], TEXTS["line_note"]
#: The look of a sample in the legend of places.
_SAMPLE = Category(code="", label="", colour=QUIET_INK, symbol="circle")


def legend_block(wanted: PrintMap, drawn: DrawnMap) -> Block:
    """Classes of the subject with the number of clusters in each."""
    _ = translator(wanted.language)
    theme = wanted.theme
    counted = [item.feature for item in drawn.shown] if wanted.restricted else wanted.clusters
    count = Counter(
        theme.category(feature["properties"].get(theme.field)).code for feature in counted
    )

    def draw(pen: Pen, top: float) -> float:
        top = pen.heading(top, _(N_("LEGEND")))
        top = pen.paragraph(top, _(theme.label), bold=True) - 0.5 * pen.unit
        for category in theme.categories:
            row = _Row(pen, top, f"{_(category.label)}", count[category.code])
            shape = placed(symbol_path(category.symbol), *row.middle, 1.25 * pen.unit)
            pen.page.shape(shape, **symbol_style(category, pen.unit))
            top = row.bottom
        top = pen.paragraph(
            top,
            _(N_("Number of clusters in the frame of this sheet: {n}")).format(n=len(counted))
            if wanted.restricted
            else _(N_("Number of clusters: {n}")).format(n=len(counted)),
            color=QUIET_INK,
        )
        if wanted.shape_theme is not None and wanted.shapes:
            top = pen.paragraph(top - pen.unit, _(wanted.shape_theme.label), bold=True)
            top = _draw_shapes(
                pen, top - 0.5 * pen.unit, wanted.shape_theme, wanted.shapes, wanted.language
            )
        if wanted.constraints:
            top = pen.paragraph(top - pen.unit, _(RESTRICTED.label), bold=True)
            top = _draw_shapes(
                pen, top - 0.5 * pen.unit, RESTRICTED, wanted.constraints, wanted.language
            )
        return top

    return draw


def _draw_shapes(
    pen: Pen, top: float, theme: Theme, shapes: Sequence[Overlay], language: str
) -> float:
    """Classes of the shapes beside the clusters that occur."""
    _ = translator(language)
    count = Counter(shape.category for shape in shapes)
    for category in theme.categories:
        if count[category.code]:
            row = _Row(pen, top, _(category.label), count[category.code])
            x, y = row.middle
            box = Box(x - 2.6 * pen.unit, y - 1.1 * pen.unit, 5.2 * pen.unit, 2.2 * pen.unit)
            for look in area_styles(category, indicative=False, unit=pen.unit):
                pen.page.rectangle(box, **look)
            top = row.bottom
    return top


class _Row:
    """A line of the legend: sample, words, count."""

    def __init__(self, pen: Pen, top: float, words: str, count: int) -> None:
        unit, size = pen.unit, 5.3 * pen.unit
        indent, room = 8.5 * unit, 8 * unit
        half = size * MM_PER_POINT / 2
        self.middle = (pen.x + 3.6 * unit, top - half)
        below = pen.page.paragraph(pen.x + indent, top, pen.width - indent - room, words, size)
        look: dict[str, Any] = {"bold": True} if count else {"color": QUIET_INK}
        pen.page.text(pen.x + pen.width, top - 2 * half, str(count), size, ha="right", **look)
        self.bottom = below - 0.35 * unit


def places_block(wanted: PrintMap, drawn: DrawnMap) -> Block:
    """How well the clusters are placed, and what a dashed or hatched line means."""
    _ = translator(wanted.language)
    items = drawn.shown if wanted.restricted else drawn.placed
    count = Counter(item.placing for item in items)

    def draw(pen: Pen, top: float) -> float:
        top = pen.paragraph(top, _(_PLACES), bold=True) - 0.5 * pen.unit
        for placing in PLACINGS:
            if count[placing]:
                row = _Row(pen, top, _(_PLACING_TEXT[placing]), count[placing])
                _draw_sample(pen, placing, *row.middle)
                top = row.bottom
        top = pen.paragraph(top - 0.4 * pen.unit, _(_LINES), color=QUIET_INK)
        if drawn.unnamed:
            said = _(N_("Names left out for want of room: {n}")).format(n=drawn.unnamed)
            top = pen.paragraph(top, said, color=QUIET_INK)
        return top

    return draw


def _draw_sample(pen: Pen, placing: Placing, x: float, y: float) -> None:
    unit = pen.unit
    if placing in ("surveyed", "digitised"):
        box = Box(x - 2.6 * unit, y - 1.1 * unit, 5.2 * unit, 2.2 * unit)
        for look in area_styles(_SAMPLE, indicative=placing == "digitised", unit=unit):
            pen.page.rectangle(box, **look)
    elif placing == "circle":
        for look in area_styles(_SAMPLE, indicative=True, unit=unit):
            pen.page.add(Circle((x, y), 1.5 * unit, **look))
    elif placing != "not_placed":
        shape = placed(symbol_path("circle"), x, y, 0.9 * unit)
        pen.page.shape(shape, **symbol_style(_SAMPLE, unit))
        if placing == "district_only":
            shape = placed(symbol_path("circle"), x + 2.3 * unit, y, 0.9 * unit)
            pen.page.shape(shape, **symbol_style(_SAMPLE, unit))


def scale_block(wanted: PrintMap, *, scale: int, unit: float) -> Block:
    """Scale in figures, in words and as a bar; north; the coordinate system and its grid.

    unit: of the sheet, which the spacing of the grid follows.
    """
    _ = translator(wanted.language)
    formats = Formats(wanted.language)
    ground_m, spacing = scale / 100, spacing_for(scale, unit)
    ground = (
        f"{formats.number(ground_m / 1000)} km"
        if ground_m >= 1000
        else f"{formats.number(ground_m)} m"
    )

    def draw(pen: Pen, top: float) -> float:
        size, page = pen.unit, pen.page
        north = 13 * size
        width = pen.width - north
        said = _(N_("SCALE 1 : {scale}")).format(scale=formats.number(scale))
        points = 9.5 * size
        points *= min(1.0, width / width_mm(said, points, bold=True))
        page.text(pen.x, top - points * MM_PER_POINT, said, points, bold=True)
        middle = top - 9.5 * size * LEADING * MM_PER_POINT
        said = _(N_("1 cm on the map is {ground} on the ground")).format(ground=ground)
        below = page.paragraph(pen.x, middle, width, said, 5.3 * size)
        letter = "B" if wanted.language == "vi" else "N"
        draw_north(
            page, pen.x + pen.width - 5 * size, top - 10.5 * size, height=11 * size, letter=letter
        )
        foot = min(below, top - 10.5 * size) - 6 * size
        draw_scale_bar(
            page,
            pen.x + 1.2 * size,
            foot,
            scale=scale,
            width_mm=pen.width - 8 * size,
            language=wanted.language,
            size=5 * size,
        )
        top = pen.paragraph(foot - 1.8 * size, wanted.plane.describe(_), bold=True)
        said = _(
            N_("Grid of {spacing}; X: north, Y: east, metres. Corners: VN-2000 degrees.")
        ).format(
            spacing=f"{formats.number(spacing / 1000)} km" if spacing >= 1000 else f"{spacing} m"
        )
        return pen.paragraph(top, said)

    return draw


def notes_block(wanted: PrintMap, drawn: DrawnMap) -> Block:
    """How far the map can be trusted, and what it was made from."""
    _ = translator(wanted.language)
    items = drawn.shown if wanted.restricted else drawn.placed
    indicative = sum(item.placing != "surveyed" for item in items)
    quality = _(
        N_(
            "Quality: {indicative} of {all} clusters have no surveyed boundary; their places are "
            "indicative and must not be used to measure or to decide on land."
        )
    ).format(indicative=indicative, all=len(items))

    def draw(pen: Pen, top: float) -> float:
        top = pen.paragraph(top, quality)
        for remark in wanted.remarks:
            top = pen.paragraph(top, remark)
        top = pen.paragraph(top - 0.8 * pen.unit, _(N_("Sources")), bold=True)
        for source in wanted.sources:
            top = pen.paragraph(top, f"– {source}")
        return top

    return draw


def title_block(wanted: PrintMap, *, scale: int, paper: str, number: str | None) -> Block:
    """The table at the foot: dates, register, author, sheet."""
    _ = translator(wanted.language)
    formats = Formats(wanted.language)
    known = formats.moment(wanted.known_at) if wanted.known_at else _(N_("now"))
    real = wanted.register == "real"
    rows: list[tuple[str, str]] = [
        (_(N_("Compared")), " → ".join(wanted.moments))
        if wanted.moments
        else (_(N_("State on")), formats.day(wanted.as_of)),
        (_(N_("As the register knew it")), known),
        (_(N_("Date of data")), wanted.data_date or _(N_("not known"))),
        (_(N_("Register")), _(N_("real")) if real else _(N_("simulated: no cluster here exists"))),
        *([(_(N_("Made by")), wanted.author)] if wanted.author else []),
        (_(N_("Printed on")), formats.day(wanted.printed_on)),
        (_(N_("Sheet")), f"{number + ', ' if number else ''}{paper}, 1:{formats.number(scale)}"),
    ]

    def draw(pen: Pen, top: float) -> float:
        unit, page = pen.unit, pen.page
        head = 0.42 * pen.width
        bottom = top
        lines = [bottom]
        for label, value in rows:
            start = bottom - 0.6 * unit
            left = page.paragraph(
                pen.x + unit, start, head - 1.5 * unit, label, 5 * unit, color=QUIET_INK
            )
            right = page.paragraph(
                pen.x + head + unit, start, pen.width - head - 1.5 * unit, value or " ", 5 * unit,
                bold=True, color=INK if real or label != _(N_("Register")) else WATERMARK,
            )  # fmt: skip
            bottom = min(left, right, start - 5 * unit * LEADING * MM_PER_POINT) - 0.1 * unit
            lines.append(bottom)
        page.rectangle(Box(pen.x, bottom, pen.width, top - bottom), linewidth=0.7)
        for y in lines[1:-1]:
            page.line([pen.x, pen.x + pen.width], [y, y], linewidth=0.3)
        page.line([pen.x + head] * 2, [bottom, top], linewidth=0.3)
        return bottom

    return draw


def signature_block(signers: Sequence[str]) -> Block:
    """Empty boxes to sign and stamp in."""

    def draw(pen: Pen, top: float) -> float:
        unit = pen.unit
        height, width = 19 * unit, pen.width / 2
        for place, signer in enumerate(signers):
            x = pen.x + place % 2 * width
            y = top - (place // 2 + 1) * height
            pen.page.rectangle(Box(x, y, width, height), linewidth=0.4)
            pen.page.paragraph(
                x + unit,
                y + height - unit,
                width - 2 * unit,
                signer,
                4.8 * unit,
                bold=True,
                centred=True,
            )
        return top - -(-len(signers) // 2) * height

    return draw
