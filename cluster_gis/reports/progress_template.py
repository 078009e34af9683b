"""The workbook of progress to fill in: one sheet a kind of row, with what the register holds.

Works that are held stand there already with their last figures in the note's place left empty: a
row that nobody fills says nothing when the file is read.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cluster_gis.domain.entry_columns import EntryColumn, EntryKind
from cluster_gis.domain.list_columns import HELP_MARK, VALUES_SHEET
from cluster_gis.domain.progress_columns import KINDS
from cluster_gis.i18n import N_
from cluster_gis.reports.cluster_list import Word, put, saved

#: Empty lines set up below the rows that are filled in.
SPARE = 60
_INK, _QUIET, _WRONG = "0B4F5C", "5B6B72", "F8D0CC"
_HEADER, _HELP = 4, 5
_FORMATS = {
    "area": "#,##0.00##",
    "money": "#,##0.0##",
    "count": "0",
    "percent": "0.0",
    "number": "#,##0.####",
    "day": "dd/mm/yyyy",
}

#: (kind, number of the row from 0, column key) -> what is wrong with the cell.
Marks = Mapping[tuple[str, int, str], str]
#: kind -> rows to stand there: column key -> value.
Prefilled = Mapping[str, Sequence[Mapping[str, Any]]]


def build_progress_template(
    prefilled: Prefilled, *, language: str, as_of: date, marks: Marks = MappingProxyType({})
) -> bytes:
    """The XLSX file. as_of: the day of the period, printed at the head of each sheet.

    marks: cells that are wrong; only sheets with rows are then written.
    """
    word = Word(language)
    book = Workbook()
    book.remove(book.worksheets[0])
    values = Worksheet(book, word(VALUES_SHEET))
    places: dict[tuple[str, ...], str] = {}
    for kind in KINDS.values():
        if marks and kind.key not in prefilled:
            continue
        sheet = book.create_sheet(word(kind.title))
        _write_sheet(sheet, kind, prefilled.get(kind.key, ()), word, as_of)
        _write_marks(sheet, kind, marks)
        _write_rules(sheet, kind, values, places, len(prefilled.get(kind.key, ())), word)
    book._add_sheet(values)  # type: ignore[attr-defined]
    return saved(book)


def _write_sheet(
    sheet: Worksheet,
    kind: EntryKind,
    rows: Sequence[Mapping[str, Any]],
    word: Word,
    as_of: date,
) -> None:
    title = f"{word(N_('Progress of industrial clusters'))}: {word(kind.title)}"
    put(sheet, 1, 1, title).font = Font(name="Calibri", bold=True, size=14, color=_INK)
    said = word(N_("Figures to {day}. An empty cell is not known; it is never zero."))
    put(sheet, 2, 1, said.format(day=as_of.strftime("%d/%m/%Y")))
    for number, column in enumerate(kind.columns, 1):
        letter = get_column_letter(number)
        header = put(sheet, _HEADER, number, word(column.header) + (" *" if column.needed else ""))
        header.font = Font(name="Calibri", bold=True, color="FFFFFF")
        header.fill = PatternFill("solid", fgColor=_QUIET if column.key == "name" else _INK)
        header.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        hint = word(column.hint) if column.hint else ""
        if number == 1:
            hint = f"{word(HELP_MARK)}: {hint}"
        help_cell = put(sheet, _HELP, number, hint or None)
        help_cell.font = Font(name="Calibri", italic=True, size=9, color=_QUIET)
        help_cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = column.width
        if column.kind in _FORMATS:
            for line in range(_HELP + 1, _HELP + 1 + len(rows) + SPARE):
                sheet.cell(line, number).number_format = _FORMATS[column.kind]
    for line, row in enumerate(rows, _HELP + 1):
        for number, column in enumerate(kind.columns, 1):
            if column.key in row:
                cell = put(sheet, line, number, _cell(column, row[column.key], word))
                cell.number_format = _FORMATS.get(column.kind, "General")
    sheet.row_dimensions[_HEADER].height = 34
    sheet.row_dimensions[_HELP].height = 52
    sheet.freeze_panes = f"C{_HELP + 1}"
    last = get_column_letter(len(kind.columns))
    sheet.auto_filter.ref = f"A{_HEADER}:{last}{_HELP + len(rows) + SPARE}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8  # A3
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = f"{_HEADER}:{_HEADER}"


def _write_marks(sheet: Worksheet, kind: EntryKind, marks: Marks) -> None:
    """What is wrong stands on a red ground, told in the remark of its cell."""
    numbers = {column.key: number for number, column in enumerate(kind.columns, 1)}
    for (key, row, name), said in marks.items():
        if key == kind.key and name in numbers:
            cell = sheet.cell(_HELP + 1 + row, numbers[name])
            cell.fill = PatternFill("solid", fgColor=_WRONG)
            cell.comment = Comment(said, "Cluster GIS", width=320, height=120)


def _cell(column: EntryColumn, value: Any, word: Word) -> Any:
    if column.choices and isinstance(value, str):
        return word(column.choices.get(value, value))
    return value


def _write_rules(
    sheet: Worksheet,
    kind: EntryKind,
    values: Worksheet,
    places: dict[tuple[str, ...], str],
    filled: int,
    word: Word,
) -> None:
    """Choices from the sheet of values, the same list once for all sheets."""
    last = _HELP + filled + SPARE
    for number, column in enumerate(kind.columns, 1):
        if not column.choices:
            continue
        codes = tuple(column.choices)
        if codes not in places:
            place = len(places) + 1
            put(values, 1, place, word(column.header)).font = Font(name="Calibri", bold=True)
            for line, label in enumerate(column.choices.values(), 2):
                put(values, line, place, word(label))
            letter = get_column_letter(place)
            values.column_dimensions[letter].width = 34
            name = quote_sheetname(values.title)
            places[codes] = f"{name}!${letter}$2:${letter}${len(codes) + 1}"
        rule = DataValidation(type="list", formula1=places[codes], allow_blank=True)
        rule.error = rule.prompt = word(column.hint)
        rule.showErrorMessage = rule.showInputMessage = True
        letter = get_column_letter(number)
        rule.add(f"{letter}{_HELP + 1}:{letter}{last}")
        sheet.add_data_validation(rule)
