"""Sheets of an OpenDocument spreadsheet (ODS), tables of a text (ODT): LibreOffice's own formats.

content.xml is read as a stream: a cell may say that it is repeated a million times, so rows and
cells are counted before they are made.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat

from cluster_gis.boundary.issues import refuse
from cluster_gis.boundary.limits import MAX_CELLS
from cluster_gis.boundary.outline import Outline
from cluster_gis.boundary.readers.archives import open_archive, refuse_entities
from cluster_gis.boundary.tables.grid import Grid, Row
from cluster_gis.boundary.tables.outline import read_table_outline

_MOST_REPEATED = 64
_NUMBERS = ("float", "currency", "percentage")


def read_opendocument(data: bytes, layer: str | None) -> Outline:
    """The outline in an ODS or ODT file; raises Refused. layer: name of the sheet."""
    content = open_archive(data).get("content.xml")
    if content is None:
        raise refuse("no_outline/table")
    refuse_entities(content)
    reader = SheetReader()
    reader.read(content)
    return read_table_outline(reader.grids, reader.kind, layer=layer)


class SheetReader:
    """Collects grids: a sheet each; all tables and paragraphs of a text are one that goes on."""

    def __init__(self) -> None:
        self.kind = "ODS"
        self.grids: list[Grid] = []
        self._rows: list[Row] = []
        self._title: str | None = None
        self._line = 0
        self._budget = MAX_CELLS
        self._cells: list[Any] | None = None
        self._repeated_rows = 1
        self._repeated = 1
        self._number: str | None = None
        self._lines: list[str] = []
        self._text: list[str] | None = None
        self._skipped = 0

    def read(self, content: bytes) -> None:
        """Run the parser over the whole part; raises ExpatError or Refused."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(content, True)
        if self.kind == "ODT":
            self.grids.append(Grid(title=None, rows=self._rows))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(" ")[2]
        values = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if self._skipped or local in ("annotation", "tracked-changes", "note"):
            self._skipped += 1
        elif local == "text" and "xmlns:office" in name:
            self.kind = "ODT"
        elif local == "table" and self.kind == "ODS":
            self._rows, self._line = [], 0
            self._title = values.get("name")
        elif local == "table-row":
            self._cells = []
            self._repeated_rows = count_of(values.get("number-rows-repeated"))
        elif local in ("table-cell", "covered-table-cell"):
            self._repeated = count_of(values.get("number-columns-repeated"))
            numeric = values.get("value-type") in _NUMBERS
            self._number = values.get("value") if numeric else None
            self._lines = []
        elif local in ("p", "h"):
            self._text = []
        elif local == "line-break" and self._text is not None:
            self._text.append("\n")
        elif local in ("s", "tab") and self._text is not None:
            self._text.append(" ")

    def _characters(self, text: str) -> None:
        if self._text is not None and not self._skipped:
            self._text.append(text)

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if self._skipped:
            self._skipped -= 1
        elif local in ("p", "h") and self._text is not None:
            self._end_paragraph("".join(self._text))
            self._text = None
        elif local in ("table-cell", "covered-table-cell") and self._cells is not None:
            self._end_cell(self._cells)
        elif local == "table-row" and self._cells is not None:
            self._end_row(self._cells)
            self._cells = None
        elif local == "table" and self.kind == "ODS":
            self.grids.append(Grid(title=_clean(self._title or ""), rows=self._rows))

    def _end_paragraph(self, text: str) -> None:
        lines = [line for part in text.split("\n") if (line := _clean(part))]
        if self._cells is not None:
            self._lines += lines
        elif lines and self.kind == "ODT":
            self._end_row([" ".join(lines)])

    def cell_value(self) -> Any:
        """The value of the cell that ends, as printed; "" = it is empty."""
        return _plain(self._number) if self._number is not None else "\n".join(self._lines)

    def _end_cell(self, cells: list[Any]) -> None:
        value = self.cell_value()
        # Empty cells to the sheet's edge are repeated thousands of times; none of them matters.
        count = min(self._repeated, _MOST_REPEATED) if value == "" else self._repeated
        self._spend(count)
        cells += [value] * count
        self._lines, self._number = [], None

    def _end_row(self, cells: list[Any]) -> None:
        count, self._repeated_rows = self._repeated_rows, 1
        if all(cell == "" for cell in cells):
            self._line += count
            return
        self._spend((count - 1) * len(cells) + 1)
        while cells[-1] == "":
            cells.pop()
        for _ in range(count):
            self._line += 1
            self._rows.append(Row(self._line, tuple(cells)))

    def _spend(self, cells: int) -> None:
        self._budget -= cells
        if self._budget < 0:
            raise refuse("unreadable", value=self.kind, reason=f"more than {MAX_CELLS} cells")


def count_of(text: str | None) -> int:
    """A number of repetitions; 1 where none is said."""
    return int(text) if text is not None and text.isascii() and text.isdigit() else 1


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _plain(number: str) -> str:
    """A stored value in plain digits: LibreOffice writes large ones with an exponent."""
    try:
        value = float(number)
    except ValueError:
        return number
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
