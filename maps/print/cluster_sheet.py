"""The sheet of one cluster: its boundary with numbered points or its indicative circle, and facts.

Points are numbered as in the coordinate table; a table that finds no room goes on the next page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.patches import Rectangle

from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator
from maps import styles
from maps.print.blocks import notes_block, scale_block, title_block
from maps.print.grid import draw_frame
from maps.print.labels import Label, Room, draw_labels, place_labels
from maps.print.map_frame import DrawnMap, Frame, draw_base, draw_map
from maps.print.model import PrintMap
from maps.print.names import short_name
from maps.print.page import Page
from maps.print.panel import Block, Pen, flow
from maps.print.paper import Box, Layout, Sheet, lay_out
from maps.print.placing import placing_of
from maps.print.projection import Limits, distance_and_bearing, middle_of, window
from maps.print.subject_sheet import draw_title, simulated_words
from maps.texts import page_texts

#: Height of the part below the map on an upright A4, millimetres.
PANEL_MM = 100.0
#: Rows of a coordinate table beside the other facts; more go on a page of their own.
_ROWS_BESIDE = 16
_NEIGHBOURS, _NEIGHBOURS_KM = 6, 20.0
#: Nearer than this two indicative places tell no distance and no direction.
_SAME_PLACE_KM = 0.5
_DIRECTIONS = (
    N_("north"),
    N_("north-east"),
    N_("east"),
    N_("south-east"),
    N_("south"),
    N_("south-west"),
    N_("west"),
    N_("north-west"),
)


@dataclass(frozen=True, slots=True)
class PointRow:
    """A row of the coordinate table: number, X = north, Y = east, side to the next, metres.

    north None: a row that only names a part or a hole.
    """

    name: str
    north: float | None
    east: float | None
    side_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointTable:
    """The coordinate table of a boundary. epsg: of its coordinates; preamble: lines above it."""

    epsg: int
    preamble: Sequence[str]
    rows: Sequence[PointRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterSheet:
    """What one sheet shows. wanted: the map of the province with this cluster in it.

    province: window of the whole province, for the small map. area: what must be on the sheet.
    """

    wanted: PrintMap
    code: str
    area: Limits
    province: Limits
    table: PointTable | None = None

    @property
    def feature(self) -> Mapping[str, Any]:
        """The record of the cluster."""
        return next(f for f in self.wanted.clusters if f["properties"]["code"] == self.code)


def draw_cluster_sheet(asked: ClusterSheet, sheet: Sheet, *, scale: int, number: str) -> Page:
    """The sheet at 1:scale; the whole coordinate table may need `draw_table_page` besides."""
    feature, wanted = asked.feature, asked.wanted
    layout = lay_out(sheet, panel_mm=PANEL_MM)
    page = Page(*sheet.size)
    limits = window(middle_of(asked.area), layout.map, scale)
    unit = sheet.unit
    side = 30 * unit
    key = Box(layout.map.right - 2 * unit - side, layout.map.top - 2 * unit - side, side, side)
    frame = Frame(
        box=layout.map,
        limits=limits,
        scale=scale,
        unit=unit,
        obstacles=[key],
        marked=asked.code,
        caption=_indicative_words(asked),
    )
    drawn = draw_map(page, frame, wanted)
    if asked.table is not None:
        _number_points(page, frame, asked.table, asked)
    draw_frame(page, sheet, layout.map, limits, wanted.plane, scale=scale)
    _draw_place(page, asked, limits, key)
    name = " ".join(feature["properties"]["name"].split())
    title = replace(wanted, title=name, subtitle=_subtitle(asked))
    draw_title(page, layout, title, number)
    flow(page, layout.columns, _blocks(asked, drawn, layout, scale=scale, number=number), unit)
    if wanted.register == "simulated":
        page.watermark(layout.map, simulated_words(translator(wanted.language)))
    return page


def _subtitle(asked: ClusterSheet) -> str:
    place = asked.feature["properties"].get("place")
    return str(place or asked.wanted.subtitle)


def _blocks(
    asked: ClusterSheet, drawn: DrawnMap, layout: Layout, *, scale: int, number: str
) -> list[Block]:
    wanted = asked.wanted
    own = replace(wanted, clusters=[asked.feature], restricted=True)
    alone = [item for item in drawn.placed if item.code == asked.code]
    blocks = [
        _facts_block(asked),
        _neighbours_block(asked),
    ]
    if asked.table is not None:
        blocks.append(table_block(asked.table, wanted.language, most=_ROWS_BESIDE))
    blocks += [
        scale_block(own, scale=scale, unit=layout.sheet.unit),
        notes_block(own, DrawnMap(alone, alone, 0)),
        title_block(own, scale=scale, paper=layout.sheet.paper, number=number),
    ]
    return blocks


def _facts(asked: ClusterSheet) -> list[tuple[str, str]]:
    """(label, value) of what the register holds; what is not known is said."""
    wanted, known = asked.wanted, asked.feature["properties"]
    _, formats = translator(wanted.language), Formats(wanted.language)
    texts = page_texts(_)
    missing = texts["not_recorded"]
    area = missing
    if known.get("area_ha") is not None:
        area = formats.hectares(known["area_ha"])
        if known.get("area_act"):
            area = f"{area} ({texts['act_' + known['area_act']]})"
    placing = placing_of(asked.feature)
    boundary = "none" if placing not in ("surveyed", "digitised") else placing
    quality = known.get("place_quality") or "unknown"
    state = styles.STATE.category(known.get("status")).label
    facts = [
        (_(N_("Code")), asked.code),
        (_(N_("State")), _(state)),
        (texts["decision"], known.get("decision") or missing),
        (texts["area"], area),
        (texts["boundary"], texts["boundary_" + boundary]),
        (texts["place"], known.get("place") or missing),
        (texts["investor"], known.get("investor") or missing),
    ]
    if boundary == "none":
        facts.insert(6, (_(N_("How the place is known")), texts["place_" + quality]))
    theme = wanted.theme
    if theme.code != styles.STATE.code:
        said = _(theme.category(known.get(theme.field)).label)
        facts.append((_(theme.label), said))
    return facts


def _facts_block(asked: ClusterSheet) -> Block:
    _ = translator(asked.wanted.language)

    def draw(pen: Pen, top: float) -> float:
        top = pen.heading(top, _(N_("INDUSTRIAL CLUSTER SHEET")))
        head = 0.34 * pen.width
        for label, value in _facts(asked):
            size = 5.2 * pen.unit
            left = pen.page.paragraph(
                pen.x, top, head - pen.unit, label, size, color=styles.QUIET_INK
            )
            right = pen.page.paragraph(pen.x + head, top, pen.width - head, value, size, bold=True)
            top = min(left, right) - 0.3 * pen.unit
        return top

    return draw


def neighbours_of(asked: ClusterSheet) -> list[tuple[str, str, float, str]]:
    """(name, state, kilometres, direction) of the nearest clusters whose commune is known."""
    here = _lonlat(asked.feature)
    if here is None:
        return []
    found = []
    for feature in asked.wanted.clusters:
        there = _lonlat(feature)
        known = feature["properties"]
        if known["code"] == asked.code or there is None:
            continue
        metres, bearing = distance_and_bearing(*here, *there)
        if metres <= _NEIGHBOURS_KM * 1000:
            direction = _DIRECTIONS[round(bearing / 45) % 8]
            state = styles.STATE.category(known.get("status")).label
            found.append((short_name(known["name"]), state, metres / 1000, direction))
    return sorted(found, key=lambda item: item[2])[:_NEIGHBOURS]


def _lonlat(feature: Mapping[str, Any]) -> tuple[float, float] | None:
    placing, geometry = placing_of(feature), feature.get("geometry")
    if geometry is None or placing == "district_only":
        return None
    if geometry["type"] == "Point":
        return float(geometry["coordinates"][0]), float(geometry["coordinates"][1])
    rings = geometry["coordinates"] if geometry["type"] == "Polygon" else geometry["coordinates"][0]
    lons, lats = [corner[0] for corner in rings[0]], [corner[1] for corner in rings[0]]
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


def _neighbours_block(asked: ClusterSheet) -> Block:
    _, formats = translator(asked.wanted.language), Formats(asked.wanted.language)
    found = neighbours_of(asked)

    def draw(pen: Pen, top: float) -> float:
        top = pen.paragraph(top, _(N_("Clusters nearby")), bold=True)
        for name, state, km, direction in found:
            sentence = (
                N_("{name}: placed within the same kilometre; {state}")
                if km < _SAME_PLACE_KM
                else N_("{name}: about {km} km {direction}; {state}")
            )
            said = _(sentence).format(
                name=name,
                km=formats.number(round(km, 1) if km < 3 else round(km)),
                direction=_(direction),
                state=_(state).lower(),
            )
            top = pen.paragraph(top, f"– {said}")
        if not found:
            said = _(N_("none recorded within {km} km whose commune is known"))
            top = pen.paragraph(top, said.format(km=formats.number(_NEIGHBOURS_KM)))
        said = _(N_("Between indicative places; for orientation only."))
        return pen.paragraph(top, said, color=styles.QUIET_INK)

    return draw


def table_block(table: PointTable, language: str, *, most: int) -> Block:
    """The coordinate table, at most so many rows."""
    _ = translator(language)
    number = Formats(language).number

    def draw(pen: Pen, top: float) -> float:
        top = pen.paragraph(top, _(N_("Coordinates of the boundary's points")), bold=True)
        for line in table.preamble:
            top = pen.paragraph(top, line)
        stops = [pen.x + share * pen.width for share in (0.16, 0.47, 0.78, 1.0)]
        size, step = 4.9 * pen.unit, 4.9 * pen.unit * 0.46
        heads = (_(N_("Point")), "X (m)", "Y (m)", _(N_("Side (m)")))
        top -= 0.6 * pen.unit
        _write_row(pen, top, stops, heads, size, bold=True)
        top -= step
        pen.page.line([pen.x, pen.x + pen.width], [top + 0.2, top + 0.2], linewidth=0.4)
        for row in table.rows[:most]:
            figures = (row.north, row.east, row.side_m)
            said = ["" if value is None else number(round(value, 3), 3) for value in figures]
            _write_row(pen, top, stops, (row.name, *said), size, bold=row.north is None)
            top -= step
        if len(table.rows) > most:
            said_more = _(N_("All {n} rows stand on the page after the sheet."))
            top = pen.paragraph(top - 0.4, said_more.format(n=len(table.rows)))
        return top

    return draw


def _write_row(
    pen: Pen, top: float, stops: Sequence[float], said: Sequence[str], size: float, *, bold: bool
) -> None:
    if len(said) > 1 and not any(said[1:]):
        pen.page.text(pen.x, top - size * 0.36, said[0], size, bold=True)
        return
    for stop, text in zip(stops, said, strict=True):
        pen.page.text(stop, top - size * 0.36, text, size, bold=bold, ha="right")


def _rows_a_page(sheet: Sheet) -> tuple[int, int]:
    """(columns, rows in each) of a page that holds nothing but the table."""
    layout = lay_out(sheet)
    room = layout.title.y - layout.frame.y - 36 * sheet.unit
    return 3 if sheet.landscape else 2, int(room / (4.9 * sheet.unit * 0.46))


def table_page_count(asked: ClusterSheet, sheet: Sheet) -> int:
    """Pages that the coordinate table needs besides the sheet; 0 when it stands on the sheet."""
    rows = len(asked.table.rows) if asked.table else 0
    columns, each = _rows_a_page(sheet)
    return -(-rows // (columns * each)) if rows > _ROWS_BESIDE else 0


def draw_table_page(asked: ClusterSheet, table: PointTable, sheet: Sheet, place: int) -> Page:
    """A page of the whole coordinate table; place: from 0."""
    layout, gap = lay_out(sheet), 8 * sheet.unit
    page = Page(*sheet.size)
    name = " ".join(asked.feature["properties"]["name"].split())
    title = replace(asked.wanted, title=name, subtitle=_subtitle(asked))
    draw_title(page, layout, title, None, panel=False)
    inner = layout.frame.inset(4 * sheet.unit)
    columns, each = _rows_a_page(sheet)
    wide = (inner.width - gap * (columns - 1)) / columns
    for column in range(columns):
        start = (place * columns + column) * each
        rows = table.rows[start : start + each]
        if rows:
            part = replace(table, rows=rows, preamble=() if start else table.preamble)
            pen = Pen(page, inner.x + column * (wide + gap), wide, sheet.unit)
            top = layout.title.y - 4 * sheet.unit
            table_block(part, asked.wanted.language, most=each)(pen, top)
    return page


def _number_points(page: Page, frame: Frame, table: PointTable, asked: ClusterSheet) -> None:
    """Numbers of the corners beside them, as many as find room."""
    corners = [row for row in table.rows if row.side_m is not None]
    spots = [(row.east or 0.0, row.north or 0.0) for row in corners]
    plane = asked.wanted.plane
    places = [frame.on_paper(*spot) for spot in plane.points_from(table.epsg, spots)]
    room = Room(frame.box)
    for obstacle in frame.obstacles:
        room.take(obstacle)
    dot = 0.45 * frame.unit
    labels = []
    for row, (x, y) in zip(corners, places, strict=True):
        room.take(Box(x - dot, y - dot, 2 * dot, 2 * dot))
        page.rectangle(
            Box(x - dot / 2, y - dot / 2, dot, dot), facecolor=styles.INK, linewidth=0, zorder=6
        )
        labels.append(Label(x=x, y=y, lines=(row.name,), size=4.6 * frame.unit, clear=dot))
    standing, _left_out = place_labels(labels, room)
    draw_labels(page, standing)


def _indicative_words(asked: ClusterSheet) -> Sequence[str]:
    """Words beside the symbol that a circle or a place is no survey; none for a boundary."""
    placing, wanted = placing_of(asked.feature), asked.wanted
    if placing in ("surveyed", "digitised"):
        return ()
    _ = translator(wanted.language)
    lines = [_(N_("indicative place, no surveyed boundary"))]
    if placing == "circle":
        area = Formats(wanted.language).hectares(asked.feature["properties"]["area_ha"])
        lines.append(_(N_("circle of the decided area, {area}")).format(area=area))
    return lines


def _draw_place(page: Page, asked: ClusterSheet, limits: Limits, box: Box) -> None:
    """A small map of the province with the frame of this sheet."""
    west, south, east, north = asked.province
    x, y = middle_of(asked.province)
    half = max(east - west, north - south) * 0.54
    around = (x - half, y - half, x + half, y + half)
    axes = page.map_axes(box, around, zorder=2)
    draw_base(axes, around, asked.wanted.plane, on=asked.wanted.as_of)
    least = half * 0.05
    middle = middle_of(limits)
    wide = max(limits[2] - limits[0], least)
    high = max(limits[3] - limits[1], least)
    axes.add_patch(
        Rectangle(
            (middle[0] - wide / 2, middle[1] - high / 2),
            wide,
            high,
            facecolor=styles.JOIN,
            edgecolor=styles.JOIN,
            alpha=0.75,
            zorder=6,
        )
    )
    page.rectangle(box, linewidth=0.6)
