"""Sheets of an OpenDocument spreadsheet (.ods) as LibreOffice saves a list: typed cells.

The boundary reader's stream over content.xml does the work (it counts repeated rows and cells
before they are made); here cells keep their dates and numbers, merged cells repeat their value and
hidden rows are known.
"""

import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from openpyxl.utils import get_column_letter

from cluster_gis.boundary.issues import refuse
from cluster_gis.boundary.readers.archives import open_archive, refuse_entities
from cluster_gis.boundary.readers.opendocument import SheetReader, count_of
from cluster_gis.domain.list_cells import CellValue

_NUMBERS = ("float", "currency", "percentage")
#: Repeated rows and columns of a merged area beyond this are no table of a list.
_MOST_MERGED = 2_000


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """cells: line from 1 -> column from 1 -> value. unsaved: cells of formulas without a value."""

    title: str
    cells: Mapping[int, Mapping[int, CellValue]]
    hidden: Set[int]
    unsaved: tuple[str, ...]


def is_opendocument(content: bytes, name: str) -> bool:
    """Whether an archive is an OpenDocument file, by its own word or its name."""
    return b"application/vnd.oasis.opendocument" in content[:200] or name.lower().endswith(".ods")


def read_spreadsheet(content: bytes) -> list[OpenSheet]:
    """Every sheet; raises Refused, or ExpatError when the XML is broken."""
    part = open_archive(content).get("content.xml")
    if part is None:
        raise refuse("unreadable", value="ODS", reason="no content.xml")
    refuse_entities(part)
    reader = _TypedReader()
    reader.read(part)
    if reader.kind != "ODS":
        raise refuse("unreadable", value="ODS", reason="not a spreadsheet")
    return reader.sheets


@dataclass(frozen=True, slots=True)
class _Merged:
    line: int
    column: int
    lines: int
    columns: int


class _TypedReader(SheetReader):
    """Cells as dates, exact numbers and text."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[OpenSheet] = []
        self._attributes: Mapping[str, str] = {}
        self._merged: list[_Merged] = []
        self._hidden: set[int] = set()
        self._row_hidden = False
        self._unsaved: list[str] = []

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(" ")[2]
        super()._start(name, attributes)
        values = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if self._skipped:
            return
        if local == "table":
            self._merged, self._hidden, self._unsaved = [], set(), []
        elif local == "table-row":
            self._row_hidden = values.get("visibility") in ("collapse", "filter")
        elif local in ("table-cell", "covered-table-cell"):
            self._attributes = values

    def cell_value(self) -> Any:
        """A date, an int, a Decimal or text; "" = the cell is empty."""
        value = _typed(self._attributes, "\n".join(self._lines))
        lines, columns = (
            min(count_of(self._attributes.get(f"number-{way}-spanned")), _MOST_MERGED)
            for way in ("rows", "columns")
        )
        column = len(self._cells or ()) + 1
        if lines * columns > 1 and value != "":
            self._spend(lines * columns)
            self._merged.append(_Merged(self._line + 1, column, lines, columns))
        if value == "" and "formula" in self._attributes:
            self._unsaved.append(f"{get_column_letter(column)}{self._line + 1}")
        return value

    def _end_row(self, cells: list[Any]) -> None:
        first = self._line + 1
        super()._end_row(cells)
        if self._row_hidden:
            self._hidden.update(row.line for row in self._rows if row.line >= first)

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        ended = local == "table" and self.kind == "ODS" and not self._skipped
        super()._end(name)
        if ended:
            grid = self.grids[-1]
            self.sheets.append(self._sheet(grid.title or "", grid.rows))

    def _sheet(self, title: str, rows: Any) -> OpenSheet:
        found: dict[int, dict[int, CellValue]] = {
            row.line: {n: value for n, value in enumerate(row.cells, 1) if value != ""}
            for row in rows
        }
        for area in self._merged:
            value = found.get(area.line, {}).get(area.column)
            if value is None:
                continue  # of a table inside a cell
            for line in range(area.line, area.line + area.lines):
                for column in range(area.column, area.column + area.columns):
                    found.setdefault(line, {}).setdefault(column, value)
        return OpenSheet(title, found, self._hidden, tuple(self._unsaved))


def _typed(attributes: Mapping[str, str], text: str) -> Any:
    kind, stored = attributes.get("value-type"), attributes.get("value")
    try:
        if kind == "date":
            return date.fromisoformat(attributes.get("date-value", "")[:10])
        if kind in _NUMBERS and stored is not None and (number := Decimal(stored)).is_finite():
            whole = number == number.to_integral_value() and abs(number) < Decimal(10) ** 15
            return int(number) if whole else number
    except (ValueError, InvalidOperation):
        return text
    # How LibreOffice prints what Excel calls so.
    return "#VALUE!" if text.startswith("Err:") else unicodedata.normalize("NFC", text).strip()
