"""Sheets of an Excel workbook."""

import io
import unicodedata
from collections.abc import Iterable
from typing import Any

from openpyxl import load_workbook

from cluster_gis.boundary.issues import refuse
from cluster_gis.boundary.limits import MAX_CELLS
from cluster_gis.boundary.outline import Outline
from cluster_gis.boundary.readers.archives import open_archive, refuse_entities
from cluster_gis.boundary.tables.grid import Grid, Row
from cluster_gis.boundary.tables.outline import read_table_outline


def read_workbook(data: bytes, layer: str | None) -> Outline:
    """The outline in an XLSX file; raises Refused. layer: name of the sheet."""
    for name, part in open_archive(data).items():
        if name.endswith((".xml", ".rels")):
            refuse_entities(part)
        # Texts are kept apart from the cells; all of them are read before the first row.
        if name.endswith("sharedStrings.xml") and part.count(b"<si>") > MAX_CELLS:
            raise refuse("unreadable", value="XLSX", reason=f"more than {MAX_CELLS} texts")
    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    budget = MAX_CELLS
    grids: list[Grid] = []
    try:
        for sheet in workbook.worksheets:
            rows, budget = _rows(sheet.iter_rows(values_only=True), budget)
            grids.append(Grid(title=unicodedata.normalize("NFC", sheet.title), rows=rows))
    finally:
        workbook.close()
    return read_table_outline(grids, "XLSX", layer=layer)


def _rows(values: Iterable[tuple[Any, ...]], budget: int) -> tuple[list[Row], int]:
    rows: list[Row] = []
    for line, row in enumerate(values, 1):
        budget -= max(1, len(row))
        if budget < 0:
            raise refuse("unreadable", value="XLSX", reason=f"more than {MAX_CELLS} cells")
        cells = tuple(_text(value) for value in row)
        if any(cells):
            rows.append(Row(line, cells))
    return rows, budget


def _text(value: Any) -> str:
    """A cell as text: numbers in plain digits with a dot, whole numbers without decimals."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return unicodedata.normalize("NFC", str(value)).strip()
