"""Tables and paragraphs of a Word document, in the order in which they stand."""

import io
import unicodedata
from collections.abc import Iterator

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from cluster_gis.boundary.issues import refuse
from cluster_gis.boundary.limits import MAX_CELLS, MAX_DOCUMENT_XML_BYTES
from cluster_gis.boundary.outline import Outline
from cluster_gis.boundary.readers.archives import open_archive, refuse_entities
from cluster_gis.boundary.tables.grid import Grid, Row
from cluster_gis.boundary.tables.outline import read_table_outline


def read_document(data: bytes, layer: str | None) -> Outline:
    """The outline in a DOCX file: all its tables are read as one that goes on over the pages."""
    for name, part in open_archive(data).items():
        if name.endswith((".xml", ".rels")):
            refuse_entities(part)
            if len(part) > MAX_DOCUMENT_XML_BYTES:
                limit = MAX_DOCUMENT_XML_BYTES // 1_048_576
                size = len(part) // 1_048_576
                raise refuse("file_too_large", value=name, size_mb=size, limit_mb=limit)
    document = Document(io.BytesIO(data))
    rows: list[Row] = []
    cells = line = 0
    for block in document.iter_inner_content():
        found = [(_clean(block.text),)] if isinstance(block, Paragraph) else _table_rows(block)
        for row in found:
            line += 1
            # A paragraph costs what ten cells cost.
            cells += len(row) if isinstance(block, Table) else 10
            if cells > MAX_CELLS:
                raise refuse("unreadable", value="DOCX", reason=f"more than {MAX_CELLS} cells")
            if any(row):
                rows.append(Row(line, row))
    return read_table_outline([Grid(title=layer, rows=rows)], "DOCX", layer=layer)


def _clean(text: str) -> str:
    """NFC, single spaces; lines of a cell stay lines, since each may hold a point."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def _table_rows(table: Table) -> Iterator[tuple[str, ...]]:
    """Rows as they look: a cell merged across columns or rows is repeated in each of them."""
    above: tuple[str, ...] = ()
    for row in table._tbl.tr_lst:
        cells: list[str] = []
        for cell in row.tc_lst:
            text = _clean("\n".join(paragraph.text or "" for paragraph in cell.p_lst))
            if cell.vMerge == "continue" and len(cells) < len(above):
                text = above[len(cells)]
            cells += [text] * min(cell.grid_span, 64)
        above = tuple(cells)
        yield above
