"""Names that do not run into each other, nor over symbols. All lengths in millimetres of paper.

Each name is tried beside its symbol, then further off with a fine line leading back; what finds no
room is left out and counted, never printed over something else.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from maps.print.fonts import MM_PER_POINT, width_mm
from maps.print.page import LEADING, Page
from maps.print.paper import Box
from maps.styles import INK, QUIET_INK

_CELL = 12.0
#: Directions beside a symbol, the best one first: (x, y) of the side the text stands on.
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name for the point x, y. clear: radius that is the symbol's own. lines: top to bottom.

    weight: the heavier is placed first. far: may stand off with a leading line.
    centred: stands on the point itself (names of seas and communes). always: never left out.
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

    def take(self, box: Box) -> None:
        """Let nothing else stand here."""
        for cell in self._touched(box):
            self._cells[cell].append(box)

    def free(self, box: Box) -> bool:
        """True when the box is inside the frame and touches nothing."""
        inside = self.frame.x <= box.x and box.right <= self.frame.right
        if not (inside and self.frame.y <= box.y and box.top <= self.frame.top):
            return False
        return not any(
            box.x < other.right and other.x < box.right and box.y < other.top and other.y < box.top
            for cell in self._touched(box)
            for other in self._cells.get(cell, ())
        )

    @staticmethod
    def _touched(box: Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box.x // _CELL), int(box.right // _CELL) + 1):
            for row in range(int(box.y // _CELL), int(box.top // _CELL) + 1):
                yield column, row


def place_labels(labels: Iterable[Label], room: Room) -> tuple[list[Standing], list[Label]]:
    """(those that found room, those that did not)."""
    standing: list[Standing] = []
    left_out: list[Label] = []
    for label in sorted(labels, key=lambda item: -item.weight):
        for box, led in _candidates(label):
            if label.always or room.free(box):
                room.take(box)
                standing.append(Standing(label, box, led))
                break
        else:
            left_out.append(label)
    return standing, left_out


def _candidates(label: Label) -> Iterator[tuple[Box, bool]]:
    width = 0.6 + max(
        width_mm(line, label.size, bold=label.bold, italic=label.italic) for line in label.lines
    )
    height = label.size * MM_PER_POINT * (1.1 + LEADING * (len(label.lines) - 1))
    if label.centred:
        yield Box(label.x - width / 2, label.y - height / 2, width, height), False
        return
    gap = label.clear + 0.5
    for side_x, side_y in _SIDES:
        reach = gap * (0.75 if side_x and side_y else 1)
        yield _beside(label, (side_x * reach, side_y * reach), (side_x, side_y), width, height)
    if label.far:
        for distance in (3.0, 6.0, 10.0, 15.0, 21.0):
            for step in range(16):
                angle = math.pi * step / 8
                x, y = math.cos(angle), math.sin(angle)
                sides = (_sign(x), _sign(y))
                reach = gap + distance
                box, _near = _beside(label, (x * reach, y * reach), sides, width, height)
                yield box, True


def _sign(value: float) -> int:
    return 0 if abs(value) < 0.2 else (1 if value > 0 else -1)


def _beside(
    label: Label, offset: tuple[float, float], side: tuple[int, int], width: float, height: float
) -> tuple[Box, bool]:
    """The box whose nearest corner or edge stands at the offset from the point."""
    x = label.x + offset[0] - width * (1 - side[0]) / 2
    y = label.y + offset[1] - height * (1 - side[1]) / 2
    return Box(x, y, width, height), False


def draw_labels(page: Page, standing: Sequence[Standing], *, zorder: float = 6) -> None:
    """Write the names, with a pale edge so that lines below do not cut them."""
    for item in standing:
        label, box = item.label, item.box
        if item.led:
            x = min(max(label.x, box.x), box.right)
            y = min(max(label.y, box.y), box.top)
            page.line(
                [label.x, x], [label.y, y], color=QUIET_INK, linewidth=0.35, zorder=zorder - 1
            )
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
            )
            base -= label.size * MM_PER_POINT * LEADING
