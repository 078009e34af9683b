"""Cells of a list as spreadsheets save it: sheets of an XLSX or ODS file, or a text table.

Merged cells repeat their value, hidden rows are read and named, a formula gives the value the
program stored with it, dates come as dates and numbers as exact decimals.
"""

import csv
import io
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from xml.parsers.expat import ExpatError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cluster_gis.boundary.issues import Refused
from cluster_gis.boundary.limits import MAX_CELLS
from cluster_gis.boundary.readers.archives import open_archive, refuse_entities
from cluster_gis.boundary.readers.text_table import decode
from cluster_gis.domain.list_cells import CellValue
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.ingest.cluster_list.opendocument import is_opendocument, read_spreadsheet

MAX_LIST_BYTES = 32 * 1024 * 1024
SEPARATORS = (";", ",", "\t", "|")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row. cells: column number from 1 -> value; empty cells are absent."""

    line: int
    cells: dict[int, CellValue]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. title "" = a text file. unsaved: cells whose formula has no stored value."""

    title: str
    rows: tuple[SheetRow, ...]
    unsaved: tuple[str, ...] = field(default=())

    def place(self, line: int, column: int) -> str:
        """The cell as people find it: Danh mục!F12."""
        cell = f"{get_column_letter(column)}{line}"
        return f"{self.title}!{cell}" if self.title else cell


def read_sheets(content: bytes, name: str) -> list[list[Sheet]]:
    """The file's sheets; several readings of a text table, one a separator.

    Raises InvalidInput when it is neither an XLSX or ODS spreadsheet nor a text table.
    """
    if len(content) > MAX_LIST_BYTES:
        raise InvalidInput(
            N_("{field}: the file has {size} MB; at most {limit} MB are read."),
            field=name,
            size=len(content) // 1_048_576,
            limit=MAX_LIST_BYTES // 1_048_576,
        )
    if content.startswith(b"PK"):
        read = _opendocument if is_opendocument(content, name) else _workbook
        return [read(content, name)]
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise InvalidInput(
            N_("{field} is an old Excel file (.xls); save it as .xlsx and read that."), field=name
        )
    text = unicodedata.normalize("NFC", decode(content)).replace("\x00", "")
    if not text.strip():
        raise InvalidInput(N_("{field} is empty."), field=name)
    return [[Sheet("", tuple(_text_rows(text, separator, name)))] for separator in SEPARATORS]


def _text_rows(text: str, separator: str, name: str) -> Iterator[SheetRow]:
    budget = MAX_CELLS
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for line, row in enumerate(reader, 1):
            budget -= max(1, len(row))
            if budget < 0:
                raise _too_large(name)
            cells: dict[int, CellValue] = {
                n: value.strip() for n, value in enumerate(row, 1) if value.strip()
            }
            if cells:
                yield SheetRow(line, cells)
    except csv.Error as error:
        raise InvalidInput(
            N_("{field} cannot be read: {detail}."), field=name, detail=str(error)
        ) from error


def _too_large(name: str) -> InvalidInput:
    return InvalidInput(
        N_("{field}: more than {limit} cells are not read."), field=name, limit=MAX_CELLS
    )


def _workbook(content: bytes, name: str) -> list[Sheet]:
    try:
        for part, data in open_archive(content).items():
            if part.endswith((".xml", ".rels")):
                refuse_entities(data)
        with warnings.catch_warnings():
            # openpyxl warns of extensions that it drops; nothing of them is read here.
            warnings.simplefilter("ignore")
            values = load_workbook(io.BytesIO(content), data_only=True)
            formulas = load_workbook(io.BytesIO(content))
        if sum(s.max_row * s.max_column for s in values.worksheets) > MAX_CELLS:
            raise _too_large(name)
        return [_sheet(sheet, formulas[sheet.title]) for sheet in values.worksheets]
    except InvalidInput:
        raise
    except Refused as error:
        raise InvalidInput(
            N_("{field} is refused: {detail}."), field=name, detail=str(error)
        ) from error
    except Exception as error:
        # openpyxl meets broken files with exceptions of every kind; a person gets one sentence.
        raise InvalidInput(
            N_("{field} cannot be read as an Excel workbook (.xlsx): {detail}."),
            field=name,
            detail=f"{type(error).__name__}: {str(error)[:120]}",
        ) from error


def _opendocument(content: bytes, name: str) -> list[Sheet]:
    try:
        opened = read_spreadsheet(content)
    except Refused as error:
        raise InvalidInput(
            N_("{field} is refused: {detail}."), field=name, detail=_reason(error)
        ) from error
    except (ExpatError, LookupError, ValueError) as error:
        # Broken XML, an encoding that there is not, numbers beyond what Python keeps.
        raise InvalidInput(
            N_("{field} cannot be read: {detail}."), field=name, detail=str(error)[:120]
        ) from error
    return [
        Sheet(
            found.title,
            tuple(
                SheetRow(line, dict(found.cells[line]), line in found.hidden)
                for line in sorted(found.cells)
            ),
            tuple(f"{found.title}!{cell}" for cell in found.unsaved),
        )
        for found in opened
    ]


def _reason(error: Refused) -> str:
    return str(error.issue.values.get("reason") or error)


def _sheet(sheet: Worksheet, formulas: Worksheet) -> Sheet:
    found: dict[int, dict[int, CellValue]] = {}
    unsaved = []
    for line, row in enumerate(sheet.iter_rows(min_row=1, min_col=1, values_only=True), 1):
        for column, stored in enumerate(row, 1):
            value = _plain(stored)
            if value is not None:
                found.setdefault(line, {})[column] = value
            elif formulas.cell(line, column).data_type == "f":
                unsaved.append(f"{sheet.title}!{get_column_letter(column)}{line}")
    for area in sheet.merged_cells.ranges:
        value = found.get(area.min_row, {}).get(area.min_col)
        if value is not None:
            for line in range(area.min_row, area.max_row + 1):
                for column in range(area.min_col, area.max_col + 1):
                    found.setdefault(line, {}).setdefault(column, value)
    hidden = {line for line, shape in sheet.row_dimensions.items() if shape.hidden}
    rows = tuple(SheetRow(line, found[line], line in hidden) for line in sorted(found))
    return Sheet(unicodedata.normalize("NFC", sheet.title), rows, tuple(unsaved))


def _plain(value: Any) -> CellValue:
    """A cell's value; floats as the shortest decimal that means them."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date | Decimal):
        return value
    if isinstance(value, bool | time):
        return str(value)
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else Decimal(repr(value))
    text = unicodedata.normalize("NFC", str(value)).strip()
    return text or None
