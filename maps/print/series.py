"""A map cut into sheets of one scale, and the sheet that shows how they join."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator
from maps.print.fonts import MM_PER_POINT
from maps.print.map_frame import Frame
from maps.print.model import PrintMap
from maps.print.page import LEADING, Page
from maps.print.panel import Block, Pen
from maps.print.paper import Box, Sheet, lay_out
from maps.print.placing import place_clusters
from maps.print.projection import Limits, contains, middle_of, size_of
from maps.print.subject_sheet import draw_subject_sheet
from maps.print.symbols import RADIUS_MM
from maps.styles import HERE, INK, JOIN, QUIET_INK


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One sheet of a series. number: from 1, row by row from the north-west; None = not printed."""

    limits: Limits
    clusters: int
    number: int | None


def cut(wanted: PrintMap, area: Limits, sheet: Sheet, scale: int) -> list[Tile]:
    """The sheets that cover the area; one without a cluster has no number."""
    room = lay_out(sheet).map
    wide, high = room.width * scale / 1000, room.height * scale / 1000
    columns = -(-size_of(area)[0] // wide) or 1
    rows = -(-size_of(area)[1] // high) or 1
    x, y = middle_of(area)
    west, north = x - columns * wide / 2, y + rows * high / 2
    spots = [
        (item.x, item.y)
        for item in place_clusters(
            wanted.clusters, wanted.plane, scale=scale, symbol_mm=RADIUS_MM * sheet.unit
        )
        if item.x is not None and item.y is not None
    ]
    tiles: list[Tile] = []
    number = 0
    for row in range(int(rows)):
        for column in range(int(columns)):
            left, top = west + column * wide, north - row * high
            limits = (left, top - high, left + wide, top)
            held = sum(contains(limits, *spot) for spot in spots)
            number += held > 0
            tiles.append(Tile(limits=limits, clusters=held, number=number if held else None))
    return tiles


def draw_index(
    wanted: PrintMap,
    tiles: Sequence[Tile],
    sheet: Sheet,
    middle: tuple[float, float],
    *,
    scale: int,
    sheets_scale: int,
) -> Page:
    """The whole area with the frames of the sheets and their numbers."""
    _ = translator(wanted.language)

    def join(page: Page, frame: Frame) -> None:
        for tile in tiles:
            x, y = frame.on_paper(*tile.limits[:2])
            right, top = frame.on_paper(*tile.limits[2:])
            box = Box(x, y, right - x, top - y)
            _draw_tile(page, box, tile, size=min(9 * sheet.unit, box.height * 1.4))

    title = _(N_("Index of sheets: {title}")).format(title=wanted.title)
    remark = _(
        N_("{n} sheets at 1:{scale}; sheets without a cluster are not printed (dashed).")
    ).format(
        n=sum(tile.number is not None for tile in tiles),
        scale=Formats(wanted.language).number(sheets_scale),
    )
    index = replace(wanted, title=title, remarks=[remark, *wanted.remarks])
    return draw_subject_sheet(index, sheet, middle, scale=scale, over=join)


def _draw_tile(page: Page, box: Box, tile: Tile, *, size: float) -> None:
    printed = tile.number is not None
    dash = "solid" if printed else (0, (2, 3))
    page.rectangle(box, edgecolor=JOIN, linewidth=0.7, linestyle=dash)
    if printed:
        said = str(tile.number)
        page.text(
            box.x + 0.8, box.top - size * MM_PER_POINT - 0.4, said, size, bold=True, color=JOIN
        )


def draw_tile_sheet(
    wanted: PrintMap, tiles: Sequence[Tile], tile: Tile, sheet: Sheet, *, scale: int
) -> Page:
    """One sheet of the series, with the key that shows which one."""
    count = sum(item.number is not None for item in tiles)
    return draw_subject_sheet(
        replace(wanted, restricted=True, insets=()),
        sheet,
        middle_of(tile.limits),
        scale=scale,
        number=f"{tile.number}/{count}",
        key=_key(wanted, tiles, tile),
    )


def _key(wanted: PrintMap, tiles: Sequence[Tile], here: Tile) -> Block:
    """A small picture of all sheets with this one filled."""
    _ = translator(wanted.language)
    west = min(tile.limits[0] for tile in tiles)
    south = min(tile.limits[1] for tile in tiles)
    east = max(tile.limits[2] for tile in tiles)
    north = max(tile.limits[3] for tile in tiles)

    def draw(pen: Pen, top: float) -> float:
        top = pen.paragraph(top, _(N_("How the sheets join")), bold=True)
        high = 22 * pen.unit
        share = min(high / (north - south), pen.width / (east - west))
        size = min(5 * pen.unit, (here.limits[3] - here.limits[1]) * share * 1.5)
        for tile in tiles:
            x = pen.x + (tile.limits[0] - west) * share
            y = top - (north - tile.limits[1]) * share
            box = Box(
                x,
                y,
                (tile.limits[2] - tile.limits[0]) * share,
                (tile.limits[3] - tile.limits[1]) * share,
            )
            fill = {"facecolor": HERE} if tile is here else {}
            pen.page.rectangle(box, linewidth=0.3, edgecolor=INK, **fill)
            if tile.number is not None:
                pen.page.text(
                    box.x + box.width / 2,
                    box.y + box.height / 2,
                    str(tile.number),
                    size,
                    bold=tile is here,
                    color=INK if tile is here else QUIET_INK,
                    ha="center",
                    va="center",
                )
        return top - (north - south) * share - size * LEADING * MM_PER_POINT * 0.3

    return draw
