"""The map itself: sea, land, lines, clusters and names inside a frame of the sheet."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matplotlib.axes import Axes
from matplotlib.patches import Circle, PathPatch
from shapely import LineString, box, segmentize
from shapely.geometry import shape
from shapely.ops import substring

from maps import styles
from maps.basemap import COVERED, land_in, lines_in
from maps.print.grid import draw_grid, spacing_for
from maps.print.labels import Label, Room, draw_labels, place_labels
from maps.print.model import PrintMap
from maps.print.names import base_labels, cluster_labels
from maps.print.orientation import names_in
from maps.print.page import Page
from maps.print.paper import Box
from maps.print.placing import Placed, place_clusters
from maps.print.projection import Limits, Plane, contains
from maps.print.symbols import (
    RADIUS_MM,
    area_styles,
    placed,
    polygon_path,
    symbol_path,
    symbol_style,
)

#: A circle is drawn where it is wider than this many times its symbol.
_VISIBLE = 1.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A window of the ground in a box of the sheet at 1:scale. unit: size of symbols, letters.

    obstacles: boxes of the sheet where no name may stand. marked: code of the cluster that the
    sheet is about; caption: lines that stand with it. unnamed: names that stand elsewhere already.
    """

    box: Box
    limits: Limits
    scale: int
    unit: float
    obstacles: Sequence[Box] = ()
    marked: str | None = None
    caption: Sequence[str] = ()
    unnamed: Collection[str] = ()

    @property
    def metre(self) -> float:
        """Metres of ground in one millimetre of paper."""
        return self.scale / 1000

    @property
    def symbol_mm(self) -> float:
        """Radius of a symbol on paper."""
        return RADIUS_MM * self.unit

    def on_paper(self, x: float, y: float) -> tuple[float, float]:
        """A point of the plane in millimetres of the sheet."""
        return (
            self.box.x + (x - self.limits[0]) / self.metre,
            self.box.y + (y - self.limits[1]) / self.metre,
        )

    def reach(self, item: Placed) -> float:
        """Half the width of what is drawn for a cluster, millimetres."""
        if self.wide(item):
            return (item.radius_m or 0.0) / self.metre
        return self.symbol_mm * 1.1

    def wide(self, item: Placed) -> bool:
        """True when the circle of its area is larger than its symbol."""
        return (item.radius_m or 0.0) / self.metre > self.symbol_mm * _VISIBLE


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """What was drawn. placed: every cluster of the map; shown: those inside the frame.

    unnamed: how many names found no room, on a sheet that names clusters.
    """

    placed: Sequence[Placed]
    shown: Sequence[Placed]
    unnamed: int


def draw_map(
    page: Page, frame: Frame, wanted: PrintMap, *, zorder: float = 1, grid: bool = True
) -> DrawnMap:
    """Fill the frame's box with the map."""
    axes = page.map_axes(frame.box, frame.limits, zorder=zorder)
    draw_base(axes, frame.limits, wanted.plane, on=wanted.as_of)
    constraints = [
        (overlay, styles.RESTRICTED.category(overlay.category))
        for overlay in wanted.constraints or ()
    ]
    shapes = [
        (overlay, wanted.shape_theme.category(overlay.category))
        for overlay in wanted.shapes
        if wanted.shape_theme is not None
    ]
    for overlay, category in [*constraints, *shapes]:
        outline = polygon_path(wanted.plane.of(shape(overlay.geometry)))
        for look in area_styles(category, indicative=False, unit=frame.unit):
            axes.add_patch(PathPatch(outline, zorder=2.5, **look))
    if grid:
        draw_grid(axes, frame.limits, spacing_for(frame.scale, frame.unit))
    placed = place_clusters(
        wanted.clusters, wanted.plane, scale=frame.scale, symbol_mm=frame.symbol_mm
    )
    shown = [item for item in placed if item.x is not None and _inside(frame.limits, item)]
    for item in shown:
        _draw_area(axes, item, wanted, frame)
    for item in shown:
        _draw_symbol(axes, item, wanted, frame)
    return DrawnMap(placed, shown, _write_names(page, frame, wanted, shown))


def _write_names(page: Page, frame: Frame, wanted: PrintMap, shown: Sequence[Placed]) -> int:
    """Write what finds room; how many names found none."""
    room = Room(frame.box)
    for obstacle in frame.obstacles:
        room.take(obstacle)
    found = [
        name
        for name in names_in(wanted, frame.limits, frame.scale)
        if not set(name.lines) & set(frame.unnamed)
    ]
    around = list(
        base_labels(found, wanted.plane, frame.limits, unit=frame.unit, to=frame.on_paper)
    )
    first, _none = place_labels([label for label in around if label.always], room)
    spots = []
    for item in shown:
        x, y = frame.on_paper(item.x or 0.0, item.y or 0.0)
        reach = frame.reach(item)
        spots.append((item, x, y, reach))
        room.take(Box(x - reach, y - reach, 2 * reach, 2 * reach))
        if item.origin is not None:
            stalk = LineString([(x, y), frame.on_paper(*item.origin)])
            if stalk.length > reach:
                room.lead(substring(stalk, reach, stalk.length))
    names = cluster_labels(
        spots, unit=frame.unit, scale=frame.scale, marked=frame.marked, language=wanted.language
    )
    told, untold = place_labels(list(_captions(frame, spots)), room)
    if untold:  # what says that a place is no survey is never left out
        told += place_labels([replace(label, always=True) for label in untold], room)[0]
    standing, left_out = place_labels(names, room)
    more, _unwritten = place_labels([label for label in around if not label.always], room)
    draw_labels(page, [*more, *first, *told, *standing])
    return len(left_out)


def _captions(frame: Frame, spots: Sequence[tuple[Placed, float, float, float]]) -> Iterator[Label]:
    """Words about the cluster that the sheet is of; on the sheet whatever stands around."""
    for item, x, y, reach in spots:
        if frame.caption and item.code == frame.marked:
            yield Label(
                x=x,
                y=y,
                lines=tuple(frame.caption),
                size=4.8 * frame.unit,
                clear=reach,
                italic=True,
                far=True,
                below=True,
            )


def draw_base(axes: Axes, limits: Limits, plane: Plane, *, on: date) -> None:
    """Sea, land and the lines that existed on the day."""
    west, south, east, north = plane.degrees(limits)
    wide, high = (east - west) * 0.03 + 0.01, (north - south) * 0.03 + 0.01
    around = (west - wide, south - high, east + wide, north + high)
    # Beyond the base map nothing is drawn: neither sea nor land is claimed there.
    known = segmentize(box(*COVERED), 0.5)
    sea = PathPatch(polygon_path(plane.of(known)), facecolor=styles.SEA, linewidth=0, zorder=0.5)
    axes.add_patch(sea)
    land = {"facecolor": styles.LAND, "edgecolor": styles.COAST, "linewidth": 0.5, "zorder": 1}
    for polygon in land_in(*around):
        axes.add_patch(PathPatch(polygon_path(plane.of(polygon)), **land))
    for kind, line in lines_in(*around, on=on):
        border = kind == "country"
        xs, ys = plane.of(line).xy
        axes.plot(
            xs,
            ys,
            color=styles.COUNTRY_LINE if border else styles.PROVINCE_LINE,
            linewidth=1.0 if border else 0.7,
            dashes=(6, 2, 1, 2),
            zorder=2,
        )


def _inside(limits: Limits, item: Placed) -> bool:
    if item.area is not None:
        west, south, east, north = item.area.bounds
        across = bool(west <= limits[2] and east >= limits[0])
        return across and bool(south <= limits[3] and north >= limits[1])
    return contains(limits, item.x or 0.0, item.y or 0.0)


def _draw_area(axes: Axes, item: Placed, wanted: PrintMap, frame: Frame) -> None:
    category = wanted.theme.category(item.feature["properties"].get(wanted.theme.field))
    middle = (item.x or 0.0, item.y or 0.0)
    if item.origin is not None:
        xs, ys = zip(item.origin, middle, strict=True)
        axes.plot(xs, ys, color=styles.QUIET_INK, linewidth=0.4 * frame.unit, zorder=4)
        dot = Circle(item.origin, frame.symbol_mm * frame.metre * 0.25, zorder=4)
        dot.set(facecolor=styles.QUIET_INK, linewidth=0)
        axes.add_patch(dot)
    looks = area_styles(category, indicative=item.placing != "surveyed", unit=frame.unit)
    if item.area is not None:
        for look in looks:
            axes.add_patch(PathPatch(polygon_path(item.area), zorder=4, **look))
    elif frame.wide(item):
        for look in looks:
            axes.add_patch(Circle(middle, item.radius_m or 0.0, zorder=4, **look))


def _draw_symbol(axes: Axes, item: Placed, wanted: PrintMap, frame: Frame) -> None:
    category = wanted.theme.category(item.feature["properties"].get(wanted.theme.field))
    radius = frame.symbol_mm * frame.metre
    drawn = placed(symbol_path(category.symbol), item.x or 0.0, item.y or 0.0, radius)
    axes.add_patch(PathPatch(drawn, zorder=5, **symbol_style(category, frame.unit)))
