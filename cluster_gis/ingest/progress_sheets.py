"""`ingest progress FILE`: the filled template, sheet by sheet and cell by cell.

Each sheet of the workbook holds one kind of row and is known by its headers; a text table holds
one kind. Nothing is judged against the register here; that is done where the rows are staged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from openpyxl.utils import get_column_letter

from cluster_gis.domain.amounts import NumberLocale
from cluster_gis.domain.entry_columns import EntryColumn, EntryKind
from cluster_gis.domain.list_cells import BadCell, CellValue, fold, printed
from cluster_gis.domain.list_columns import HELP_MARK
from cluster_gis.domain.progress_columns import KINDS
from cluster_gis.domain.progress_entry import EntryRow, read_entry_cell
from cluster_gis.domain.staging import RowIssue
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import LANGUAGES, N_, translator
from cluster_gis.ingest.cluster_list.headers import unit_factor
from cluster_gis.ingest.cluster_list.sheets import Sheet, SheetRow, read_sheets

#: Rows among which the header of a sheet is looked for.
HEADER_ROWS = 20
#: Fewer known headers than this are no table of ours.
LEAST_HEADERS = 3
#: What the template has filled in: a row of these alone is one that nobody filled.
_STANDING = frozenset(
    {"code", "work_type", "item", "kind", "coverage", "measure", "milestone_name"}
)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as read, and what could not be read of it."""

    row: EntryRow
    issues: tuple[RowIssue, ...]


@dataclass(frozen=True, slots=True)
class ProgressReading:
    """A whole file. sheets: title -> kind of row. skipped: sheets without a table of ours.

    extra: (sheet, letter, header) that mean nothing here.
    """

    rows: tuple[ReadRow, ...]
    sheets: Mapping[str, str]
    skipped: tuple[str, ...]
    extra: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Table:
    sheet: Sheet
    kind: EntryKind
    line: int
    columns: Mapping[int, tuple[EntryColumn, Decimal]]
    extra: tuple[tuple[str, str, str], ...]


def read_progress(
    content: bytes, name: str, *, locale: NumberLocale | None = "vi"
) -> ProgressReading:
    """Every row of the file; raises InvalidInput when no sheet holds a table of ours."""
    best: list[_Table] = []
    titles: list[str] = []
    for sheets in read_sheets(content, name):
        tables = [table for sheet in sheets if (table := _find_table(sheet)) is not None]
        if sum(len(t.columns) for t in tables) > sum(len(t.columns) for t in best) or not titles:
            best, titles = tables, [sheet.title for sheet in sheets]
    if not best:
        raise InvalidInput(
            N_("{field}: no table of progress was found; use the template with its headers."),
            field=name,
        )
    rows = [read for table in best for read in _rows(table, locale)]
    used = {table.sheet.title: table.kind.key for table in best}
    return ProgressReading(
        rows=tuple(_numbered(rows)),
        sheets=used,
        skipped=tuple(title for title in titles if title not in used),
        extra=tuple(item for table in best for item in table.extra),
    )


def _numbered(rows: list[ReadRow]) -> Iterator[ReadRow]:
    for number, read in enumerate(rows, 1):
        row = read.row
        yield ReadRow(
            EntryRow(
                kind=row.kind,
                code=row.code,
                values=row.values,
                cells=row.cells,
                texts=row.texts,
                number=number,
                place=row.place,
            ),
            read.issues,
        )


@cache
def _forms(kind: str) -> dict[str, EntryColumn]:
    """Folded header in both languages, key or alias -> column of the kind."""
    forms: dict[str, EntryColumn] = {}
    for column in KINDS[kind].columns:
        own = [translator(language)(column.header) for language in LANGUAGES]
        for text in (*own, *(t.partition("(")[0] for t in own), column.key, *column.aliases):
            forms.setdefault(fold(text), column)
    return forms


def _find_table(sheet: Sheet) -> _Table | None:
    """The kind whose headers the sheet has most of; None = it holds no table of ours."""
    best: _Table | None = None
    for row in sheet.rows[:HEADER_ROWS]:
        for kind in KINDS.values():
            table = _headed(sheet, row, kind)
            titled = fold(sheet.title) in {fold(translator(lang)(kind.title)) for lang in LANGUAGES}
            if len(table.columns) < LEAST_HEADERS or not any(
                column.key == "code" for column, _ in table.columns.values()
            ):
                continue
            if titled:
                return table
            if best is None or len(table.columns) > len(best.columns):
                best = table
    return best


def _headed(sheet: Sheet, row: SheetRow, kind: EntryKind) -> _Table:
    columns: dict[int, tuple[EntryColumn, Decimal]] = {}
    extra = []
    for number, value in sorted(row.cells.items()):
        text = str(value)
        forms = _forms(kind.key)
        column = forms.get(fold(text)) or forms.get(fold(text.partition("(")[0]))
        if column is not None and column not in (c for c, _ in columns.values()):
            columns[number] = (column, unit_factor(column.kind, text))
        elif fold(text) not in ("stt", "tt", "no"):
            extra.append((sheet.title, get_column_letter(number), text))
    return _Table(sheet, kind, row.line, columns, tuple(extra))


def _rows(table: _Table, locale: NumberLocale | None) -> Iterator[ReadRow]:
    marks = tuple(fold(translator(language)(HELP_MARK)) for language in LANGUAGES)
    for row in table.sheet.rows:
        if row.line <= table.line:
            continue
        own = {n: v for n, v in row.cells.items() if n in table.columns and _filled(v)}
        said = {table.columns[n][0].key for n in own} - {"name"}
        first = fold(str(row.cells[min(row.cells)]))
        if said <= _STANDING or first.startswith(marks):
            continue
        yield _read(table, row, own, locale)


def _filled(value: CellValue) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())


def _read(
    table: _Table, row: SheetRow, own: Mapping[int, CellValue], locale: NumberLocale | None
) -> ReadRow:
    columns = {column.key: number for number, (column, _) in table.columns.items()}
    cells = {key: table.sheet.place(row.line, number) for key, number in columns.items()}
    texts = {table.columns[n][0].key: printed(value) for n, value in own.items()}
    values: dict[str, Any] = {}
    entry = EntryRow(
        kind=table.kind.key,
        code=None,
        values=values,
        cells=cells,
        texts=texts,
        place=table.sheet.place(row.line, columns["code"]),
    )
    issues = []
    for number, value in own.items():
        column, factor = table.columns[number]
        if column.key in ("code", "name"):
            continue
        try:
            values[column.key] = read_entry_cell(column, value, factor=factor, locale=locale)
        except BadCell as bad:
            issues.append(entry.issue(column.key, bad.code, bad.message, **bad.values))
    return ReadRow(entry, tuple(issues))
