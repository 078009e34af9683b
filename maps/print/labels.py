"""Names that do not run into each other, nor over symbols. All lengths in millimetres of paper.

Each name is tried beside its symbol, then further off with a fine line leading back; what finds no
room is left out and counted, never printed over something else.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shapely import LineString, Polygon
from shapely import box as rectangle

from maps.print.fonts import MM_PER_POINT, width_mm
from maps.print.page import LEADING, Page
from maps.print.paper import Box
from maps.styles import INK, QUIET_INK

_CELL = 12.0
#: Directions beside a symbol, the best one first: (x, y) of the side the text stands on.
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_BELOW = ((0, -1), (0, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name for the point x, y. clear: radius that is the symbol's own. lines: top to bottom.

    weight: the heavier is placed first. far: may stand off with a leading line.
    centred: stands on the point itself (names of seas and communes). always: never left out.
    below: under the symbol rather than beside it.
    """

    x: float
    y: float
    lines: tuple[str, ...]
    size: float
    clear: float = 0.0
    bold: bool = False
    italic: bool = False
    colour: str = INK
    weight: float = 0.0
    far: bool = False
    centred: bool = False
    always: bool = False
    below: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A label and the box it was given; led: from further off, so a line leads to its point."""

    label: Label
    box: Box
    led: bool


class Room:
    """What is taken on a map frame."""

    def __init__(self, frame: Box) -> None:
        self.frame = frame
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
        self._lines: list[LineString] = []

    def lead(self, line: LineString) -> None:
        """Let no name stand on this line, and no other line cross it."""
        self._lines.append(line)

    def clear_way(self, label: Label, line: LineString) -> bool:
        """True when a leading line would cut no name, no other symbol and no other such line."""
        west, south, east, north = line.bounds
        around = {
            other
            for cell in self._touched(Box(west, south, east - west, north - south))
            for other in self._cells.get(cell, ())
            if not (other.x <= label.x <= other.right and other.y <= label.y <= other.top)
        }
        return not any(line.intersects(_area(other)) for other in around) and not any(
            line.intersects(other) for other in self._lines
        )

    def take(self, box: Box) -> None:
        """Let nothing else stand here."""
        for cell in self._touched(box):
            self._cells[cell].append(box)

    def free(self, box: Box) -> bool:
        """True when the box is inside the frame and touches nothing."""
        inside = self.frame.x <= box.x and box.right <= self.frame.right
        if not (inside and self.frame.y <= box.y and box.top <= self.frame.top):
            return False
        if any(
            box.x < other.right and other.x < box.right and box.y < other.top and other.y < box.top
            for cell in self._touched(box)
            for other in self._cells.get(cell, ())
        ):
            return False
        area = _area(box)
        return not any(line.intersects(area) for line in self._lines)

    @staticmethod
    def _touched(box: Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box.x // _CELL), int(box.right // _CELL) + 1):
            for row in range(int(box.y // _CELL), int(box.top // _CELL) + 1):
                yield column, row


def _area(box: Box) -> Polygon:
    return rectangle(box.x, box.y, box.right, box.top)


def place_labels(labels: Iterable[Label], room: Room) -> tuple[list[Standing], list[Label]]:
    """(those that found room, those that did not).

    All are tried beside their symbols first; a name that stands off must not take the place of
    one that could stand where it belongs.
    """
    standing: list[Standing] = []
    waiting: list[Label] = []
    for label in sorted(labels, key=lambda item: -item.weight):
        box = next((box for box in _near(label) if label.always or room.free(box)), None)
        if box is None:
            waiting.append(label)
        else:
            room.take(box)
            standing.append(Standing(label, box, led=False))
    for strict in (True, False):
        left_out: list[Label] = []
        for label in waiting:
            names = [item.box for item in standing]
            found = _find_far(label, room, names, strict=strict)
            if found is None:
                left_out.append(label)
            else:
                room.take(found)
                standing.append(Standing(label, found, led=True))
                room.lead(leading_line(standing[-1]))
        waiting = left_out
    return standing, waiting


def _find_far(label: Label, room: Room, names: Sequence[Box], *, strict: bool) -> Box | None:
    """A place further off whose line cuts no name; strict: and no symbol, no other line."""
    for box in _far(label):
        if room.free(box):
            line = _line(label, box)
            if room.clear_way(label, line) if strict else _cuts_none(line, names):
                return box
    return None


def _cuts_none(line: LineString, boxes: Sequence[Box]) -> bool:
    return not any(line.intersects(_area(box)) for box in boxes)


def leading_line(item: Standing) -> LineString:
    """The line drawn to a name that stands off."""
    return _line(item.label, item.box)


def _line(label: Label, box: Box) -> LineString:
    """From the symbol's edge to the nearest point of the name."""
    x, y = min(max(label.x, box.x), box.right), min(max(label.y, box.y), box.top)
    share = min(1.0, label.clear / max(math.hypot(x - label.x, y - label.y), 0.01))
    return LineString([(label.x + (x - label.x) * share, label.y + (y - label.y) * share), (x, y)])


def _size(label: Label) -> tuple[float, float]:
    width = 0.6 + max(
        width_mm(line, label.size, bold=label.bold, italic=label.italic) for line in label.lines
    )
    return width, label.size * MM_PER_POINT * (1.1 + LEADING * (len(label.lines) - 1))


def _near(label: Label) -> Iterator[Box]:
    """Places beside the symbol, the best one first; a centred name has but one."""
    width, height = _size(label)
    if label.centred:
        yield Box(label.x - width / 2, label.y - height / 2, width, height)
        return
    gap = label.clear + 0.5
    for side_x, side_y in (*_BELOW, *_SIDES) if label.below else _SIDES:
        reach = gap * (0.75 if side_x and side_y else 1)
        yield _beside(label, (side_x * reach, side_y * reach), (side_x, side_y), width, height)


def _far(label: Label) -> Iterator[Box]:
    """Places further off, the nearest ones first."""
    if not label.far or label.centred:
        return
    width, height = _size(label)
    for distance in (2.0, 3.5, 6.0, 9.0, 12.0, 16.0, 21.0):
        for step in range(24):
            angle = math.pi * step / 12
            x, y = math.cos(angle), math.sin(angle)
            reach = label.clear + 0.5 + distance
            sides = (_sign(x), _sign(y))
            yield _beside(label, (x * reach, y * reach), sides, width, height)


def _sign(value: float) -> int:
    return 0 if abs(value) < 0.2 else (1 if value > 0 else -1)


def _beside(
    label: Label, offset: tuple[float, float], side: tuple[int, int], width: float, height: float
) -> Box:
    """The box whose nearest corner or edge stands at the offset from the point."""
    x = label.x + offset[0] - width * (1 - side[0]) / 2
    y = label.y + offset[1] - height * (1 - side[1]) / 2
    return Box(x, y, width, height)


def draw_labels(page: Page, standing: Sequence[Standing], *, zorder: float = 6) -> None:
    """Write the names, with a pale edge so that lines below do not cut them."""
    for item in standing:
        label, box = item.label, item.box
        if item.led:
            (x1, y1), (x2, y2) = leading_line(item).coords
            page.line([x1, x2], [y1, y2], color=QUIET_INK, linewidth=0.35, zorder=zorder - 1)
        base = box.top - label.size * MM_PER_POINT * 0.92
        for line in label.lines:
            page.text(
                box.x + box.width / 2,
                base,
                line,
                label.size,
                bold=label.bold,
                italic=label.italic,
                color=label.colour,
                ha="center",
                zorder=zorder,
                edged=True,
            )
            base -= label.size * MM_PER_POINT * LEADING
