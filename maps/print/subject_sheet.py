"""A whole sheet of one map subject: title, map, insets, panel."""

from collections.abc import Callable
from typing import Any

from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, Translator, translator
from maps.graticule import Extent
from maps.print.blocks import (
    legend_block,
    notes_block,
    places_block,
    scale_block,
    signature_block,
    title_block,
)
from maps.print.fonts import width_mm
from maps.print.grid import draw_frame
from maps.print.map_frame import Frame, draw_map
from maps.print.model import PrintMap
from maps.print.page import Page
from maps.print.panel import Block, flow
from maps.print.paper import SCALES, Box, Layout, Sheet, fits, lay_out
from maps.print.placing import place_clusters
from maps.print.projection import Limits, contains, middle_of, size_of, window
from maps.styles import QUIET_INK, WATERMARK

SIGNERS = (
    N_("DRAWN BY"),
    N_("CHECKED BY"),
    N_("HEAD OF DIVISION"),
    N_("DIRECTOR"),
)


def simulated_words(_: Translator) -> str:
    """What is written across everything made from a simulated register."""
    return _(N_("SIMULATED DATA"))


def draw_subject_sheet(
    wanted: PrintMap,
    sheet: Sheet,
    middle: tuple[float, float],
    *,
    scale: int,
    number: str | None = None,
    key: Block | None = None,
    marked: str | None = None,
    over: Callable[[Page, Frame], None] | None = None,
) -> Page:
    """The sheet around a point of the plane at 1:scale.

    number: "3/12" in a series. key: the block that shows where this sheet lies in the series.
    marked: the cluster it is of. over: draws more on the map.
    """
    _ = translator(wanted.language)
    layout = lay_out(sheet)
    page = Page(*sheet.size)
    limits = window(middle, layout.map, scale)
    insets = _inset_boxes(wanted, layout, limits, scale=scale)
    frame = Frame(
        box=layout.map,
        limits=limits,
        scale=scale,
        unit=sheet.unit,
        obstacles=[box for _name, _extent, box in insets],
        marked=marked,
    )
    drawn = draw_map(page, frame, wanted)
    if over is not None:
        over(page, frame)
    for name, extent, box in insets:
        _draw_inset(page, wanted, name, extent, box, unit=sheet.unit)
    draw_frame(page, sheet, layout.map, limits, wanted.plane, scale=scale)
    draw_title(page, layout, wanted, number)
    blocks: list[Block] = [
        legend_block(wanted, drawn),
        places_block(wanted, drawn),
        scale_block(wanted, scale=scale, unit=sheet.unit),
        notes_block(wanted, drawn),
    ]
    if key is not None:
        blocks.insert(3, key)
    if wanted.signatures:
        blocks.append(signature_block([_(signer) for signer in SIGNERS]))
    blocks.append(title_block(wanted, scale=scale, paper=sheet.paper, number=number))
    flow(page, layout.columns, blocks, sheet.unit)
    if wanted.register == "simulated":
        page.watermark(layout.map, simulated_words(_))
    return page


def draw_title(
    page: Page, layout: Layout, wanted: PrintMap, number: str | None, *, panel: bool = True
) -> None:
    """The outer frame, title and subtitle; panel: a line parts the panel from the map."""
    _ = translator(wanted.language)
    unit, box = layout.sheet.unit, layout.title
    page.rectangle(layout.frame, linewidth=1.0)
    page.line([box.x, box.right], [box.y, box.y], linewidth=0.6)
    if panel:
        _part_panel(page, layout)
    room = box.width - 40 * unit
    middle = box.x + box.width / 2
    simulated = wanted.register == "simulated"
    lines: tuple[tuple[str, float, float, dict[str, Any]], ...] = (
        (wanted.title.upper(), 13.0, 10.4, {"bold": True}),
        (" ".join(wanted.subtitle.split()).upper(), 9.0, 5.6, {"bold": True}),
        (_moment(wanted), 6.2, 1.8, {"color": QUIET_INK}),
    )
    for said, size, up, look in lines:
        points = size * unit
        points *= min(1.0, room / max(width_mm(said, points, bold=True), 0.1))
        page.text(middle, box.y + up * unit, said, points, ha="center", **look)
    if number:
        said = _(N_("Sheet {number}")).format(number=number)
        page.text(box.right - 3 * unit, box.y + 7 * unit, said, 7 * unit, bold=True, ha="right")
    if simulated:
        warning = simulated_words(_)
        place = (box.x + 3 * unit, box.y + 7 * unit)
        page.text(*place, warning, 7 * unit, bold=True, color=WATERMARK)


def _part_panel(page: Page, layout: Layout) -> None:
    """The line between map and panel."""
    unit, first = layout.sheet.unit, layout.columns[0]
    if layout.sheet.landscape:
        edge = first.x - 3 * unit
        page.line([edge, edge], [layout.frame.y, layout.title.y], linewidth=0.6)
    else:
        edge = first.top + 3 * unit
        page.line([layout.frame.x, layout.frame.right], [edge, edge], linewidth=0.6)


def _moment(wanted: PrintMap) -> str:
    _ = translator(wanted.language)
    formats = Formats(wanted.language)
    said = wanted.when
    if wanted.known_at:
        known = _(N_("as the register knew it at {time}"))
        said += ", " + known.format(time=formats.moment(wanted.known_at))
    return said


def _inset_boxes(
    wanted: PrintMap, layout: Layout, limits: Limits, *, scale: int
) -> list[tuple[str, Extent, Box]]:
    """A corner of the map for each far island outside it: the corners with the fewest clusters.

    A sheet of a part that was asked for has none.
    """
    unit = layout.sheet.unit
    side, gap = min(34 * unit, layout.map.width / 4), 2 * unit
    around = layout.map
    corners = [
        Box(x, y, side, side)
        for y in (around.y + gap, around.top - gap - side)
        for x in (around.right - gap - side, around.x + gap)
    ]
    spots = [
        (around.x + (p.x - limits[0]) * 1000 / scale, around.y + (p.y - limits[1]) * 1000 / scale)
        for p in place_clusters(wanted.clusters, wanted.plane, scale=scale, symbol_mm=unit)
        if p.x is not None and p.y is not None and contains(limits, p.x, p.y)
    ]
    corners.sort(key=lambda box: sum(contains(_edges(box), *spot) for spot in spots))
    if wanted.restricted:
        return []
    outside = [
        (name, extent)
        for name, extent in wanted.insets
        if not _holds(limits, wanted.plane.limits(extent))
    ]
    return [(name, extent, box) for (name, extent), box in zip(outside, corners, strict=False)]


def _edges(box: Box) -> Limits:
    return box.x, box.y, box.right, box.top


def _holds(outer: Limits, inner: Limits) -> bool:
    return contains(outer, *inner[:2]) and contains(outer, *inner[2:])


def _draw_inset(
    page: Page, wanted: PrintMap, name: str, extent: Extent, box: Box, *, unit: float
) -> None:
    """A small map of its own scale, which it says."""
    foot = 6.4 * unit
    room = Box(box.x, box.y + foot, box.width, box.height - foot)
    around = wanted.plane.limits(extent)
    wide = tuple(length * 1.5 for length in size_of(around))
    scale = next((s for s in SCALES if fits((wide[0], wide[1]), room, s)), SCALES[-1])
    limits = window(middle_of(around), room, scale)
    foot_box = Box(box.x, box.y, box.width, foot)
    page.rectangle(foot_box, facecolor="white", linewidth=0.6, zorder=0.5)
    frame = Frame(box=room, limits=limits, scale=scale, unit=unit, unnamed=(name,))
    draw_map(page, frame, wanted, zorder=2, grid=False)
    page.rectangle(box, linewidth=0.6)
    middle = box.x + box.width / 2
    page.text(middle, box.y + 3.7 * unit, name, 5.4 * unit, bold=True, ha="center")
    said = f"1:{Formats(wanted.language).number(scale)}"
    page.text(middle, box.y + 1.2 * unit, said, 4.8 * unit, ha="center", color=QUIET_INK)
