"""What stands beside the map: blocks that flow through the columns of a sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from maps.print.page import Page
from maps.print.paper import Box

#: Letters take the first of these shares of their size at which everything has room.
_SHARES = (1.3, 1.2, 1.1, 1.0, 0.94, 0.88, 0.82, 0.76, 0.7)


@dataclass(frozen=True, slots=True)
class Pen:
    """Where a block draws: page, left edge, width, and the size of one unit of letters."""

    page: Page
    x: float
    width: float
    unit: float

    def heading(self, top: float, said: str) -> float:
        """A heading of a block; where the text below begins comes back."""
        below = self.page.paragraph(self.x, top, self.width, said, 6.6 * self.unit, bold=True)
        return below - 0.8 * self.unit

    def paragraph(self, top: float, said: str, **style: object) -> float:
        """Text of a block."""
        look = {"size": 5.3 * self.unit, **style}
        return self.page.paragraph(self.x, top, self.width, said, **look)  # type: ignore[arg-type]


#: Draws a block below `top` and answers its lower edge.
Block = Callable[[Pen, float], float]


def height_of(block: Block, pen: Pen) -> float:
    """How much room a block takes; nothing is drawn."""
    pen.page.measuring = True
    try:
        return -block(pen, 0.0)
    finally:
        pen.page.measuring = False


def flow(page: Page, columns: Sequence[Box], blocks: Sequence[Block], unit: float) -> None:
    """Draw the blocks in order, the last one at the foot of the last column.

    Letters grow into empty room and shrink when there is not enough, 70 % to 130 %.
    """
    plans = [_plan(page, columns, blocks, unit * share) for share in _SHARES]
    fitting = [plan for plan in plans if plan.fits]
    plan = fitting[0] if fitting else plans[-1]
    gap = 2.6 * plan.unit
    for column, members in zip(columns, plan.columns, strict=True):
        pen = Pen(page, column.x, column.width, plan.unit)
        top = column.top
        for block in members:
            if block is blocks[-1]:
                top = column.y + height_of(block, pen)
            top = block(pen, top) - gap


@dataclass(frozen=True, slots=True)
class _Plan:
    unit: float
    columns: Sequence[Sequence[Block]]
    fits: bool


def _plan(page: Page, columns: Sequence[Box], blocks: Sequence[Block], unit: float) -> _Plan:
    gap = 2.6 * unit
    taken: list[list[Block]] = [[] for _ in columns]
    place, left, fits = 0, columns[0].height, True
    for block in blocks:
        height = height_of(block, Pen(page, columns[place].x, columns[place].width, unit))
        if height > left and taken[place] and place + 1 < len(columns):
            place, left = place + 1, columns[place + 1].height
        fits = fits and height <= left + 0.01
        taken[place].append(block)
        left -= height + gap
    return _Plan(unit, taken, fits)
