"""A table as rows of text, whatever program wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Row(NamedTuple):
    """A row of a sheet or table. line: its number in the file, from 1."""

    line: int
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """The cells that are not empty, in order, a merged cell's repetitions once."""
        shown: list[str] = []
        for cell in self.cells:
            if cell and (not shown or shown[-1] != cell):
                shown.append(cell)
        return " ".join(shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One table (a sheet, a table of a document). title: sheet name or the like."""

    title: str | None
    rows: Sequence[Row]
