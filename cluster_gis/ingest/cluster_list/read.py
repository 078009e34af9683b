"""`ingest clusters FILE`: a province's own list of clusters, cell by cell.

XLSX and ODS as Excel and LibreOffice save them, or a text table. Nothing is judged against the
register here; that is done where the rows are staged.
"""

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from cluster_gis.domain.amounts import NumberLocale
from cluster_gis.domain.dates import parse_date_span
from cluster_gis.domain.list_cells import CellValue, fold, printed, read_cell
from cluster_gis.domain.list_columns import AS_OF_LABEL, COLUMNS, HELP_MARK
from cluster_gis.domain.list_rows import CellIssue, ListCell, ListReading, ListRow
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import LANGUAGES, N_, translator
from cluster_gis.ingest.cluster_list.headers import Header, choose_sheet, find_header
from cluster_gis.ingest.cluster_list.sheets import SheetRow, read_sheets

#: Rows that sum up or head a group, by their first words; folded.
_NOT_CLUSTERS = re.compile(r"(tong|tong so|tong cong|cong|total|ghi chu|nguoi lap|noi nhan)\b.*")


def read_cluster_list(
    content: bytes,
    name: str,
    *,
    locale: NumberLocale | None = None,
    sheet: str | None = None,
    named: Mapping[str, str] | None = None,
) -> ListReading:
    """Every row of the list; raises InvalidInput when the file holds none.

    locale: how numbers written as text print decimals; None = only texts of one reading are taken.
    sheet: the one to read, where several hold a list. named: column key -> header as printed.
    """
    best: Header | None = None
    for sheets in read_sheets(content, name):
        headers = [h for s in sheets if (h := find_header(s, named)) is not None]
        if len(headers) == 1 and best is not None and len(headers[0].columns) <= len(best.columns):
            continue
        if headers or best is None:
            titles = [s.title for s in sheets]
            if headers or sheets[0].title:
                best = choose_sheet(headers, sheet, titles)
    if best is None:
        best = choose_sheet([], sheet, [name])
    return _read(best, locale)


def _read(header: Header, locale: NumberLocale | None) -> ListReading:
    help_marks = tuple(fold(translator(lang)(HELP_MARK)) for lang in LANGUAGES)
    rows = []
    for row in header.sheet.rows:
        if row.line <= header.line or _is_no_cluster(row, header, help_marks):
            continue
        rows.append(_row(row, header, locale))
    return ListReading(
        sheet=header.sheet.title,
        rows=tuple(rows),
        columns={key: (found.letter, found.header) for key, found in header.columns.items()},
        extra=header.extra,
        unsure=header.unsure,
        missing=tuple(c.key for c in COLUMNS if c.read and c.key not in header.columns),
        as_of=_as_of(header),
        unsaved=header.sheet.unsaved,
    )


def _is_no_cluster(row: SheetRow, header: Header, help_marks: tuple[str, ...]) -> bool:
    """Help, sums, headers repeated over pages, numbers of columns, signatures."""
    own = {key: row.cells.get(found.number) for key, found in header.columns.items()}
    name, code = own.get("name"), own.get("code")
    first = fold(str(next(iter(row.cells[n] for n in sorted(row.cells)))))
    if first.startswith(help_marks) or (name is None and code is None):
        return True
    if all(isinstance(value, int) for value in row.cells.values()):
        return True  # (1) (2) (3) … under the header
    if _NOT_CLUSTERS.fullmatch(fold(str(name or code))):
        return True
    again = sum(
        value is not None and fold(str(value)) == fold(header.columns[key].header)
        for key, value in own.items()
    )
    return again >= 2


def _row(row: SheetRow, header: Header, locale: NumberLocale | None) -> ListRow:
    cells, issues, empty = {}, [], []
    for key, found in header.columns.items():
        if not (found.column.read or found.column.by_lines):
            continue
        value: CellValue = row.cells.get(found.number)
        if value is None or (isinstance(value, str) and not value.strip()):
            empty.append(key)
            continue
        place = header.sheet.place(row.line, found.number)
        result = read_cell(found.headed, value, place, locale)
        if isinstance(result, CellIssue):
            issues.append(result)
        else:
            cells[key] = ListCell(place, printed(value), result)
    first = next(header.columns[key].number for key in ("name", "code") if key in header.columns)
    place = header.sheet.place(row.line, first)
    return ListRow(row.line, place, cells, tuple(issues), row.hidden, tuple(empty))


def _as_of(header: Header) -> date | None:
    """The day beside "As of" above the table."""
    labels = {fold(translator(language)(AS_OF_LABEL)) for language in LANGUAGES}
    labels |= {"so lieu den ngay", "tinh den ngay", "thoi diem"}
    for row in header.sheet.rows:
        if row.line >= header.line:
            return None
        numbers = sorted(row.cells)
        for number, following in pairwise(numbers):
            if fold(str(row.cells[number])) in labels:
                value = row.cells[following]
                if isinstance(value, date):
                    return value
                try:
                    return parse_date_span(str(value)).last_day
                except InvalidInput:
                    return None
    return None


def describe_columns(reading: ListReading) -> list[tuple[str, dict[str, str]]]:
    """(msgid, values) of what is to be said about the file's columns."""
    told: list[tuple[str, dict[str, str]]] = []
    for letter, text, key in reading.unsure:
        told.append(
            (
                N_(
                    "Column {letter} ({header}) was not read; if it is {key}, say "
                    "--column {key}={header}."
                ),
                {"letter": letter, "header": repr(text), "key": key},
            )
        )
    if reading.extra:
        extra = ", ".join(f"{letter} ({text})" for letter, text in reading.extra)
        told.append((N_("Columns that mean nothing here: {columns}."), {"columns": extra}))
    if reading.missing:
        told.append(
            (
                N_("Columns that the file lacks, left as they are: {columns}."),
                {"columns": ", ".join(reading.missing)},
            )
        )
    hidden = [str(row.line) for row in reading.rows if row.hidden]
    if hidden:
        told.append((N_("Hidden rows were read too: {rows}."), {"rows": ", ".join(hidden)}))
    if reading.unsaved:
        told.append(
            (
                N_("Formulas without a stored value, read as empty: {cells}."),
                {"cells": ", ".join(reading.unsaved[:20])},
            )
        )
    return told
