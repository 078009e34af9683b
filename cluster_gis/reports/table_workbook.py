"""A report that is a table as a workbook: a line a cluster, unit or lot, sums as live formulas."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cluster_gis.domain.reporting.forms import Figure, cut_formula
from cluster_gis.domain.reporting.papers import Paper
from cluster_gis.i18n import N_, data_translator, translator
from cluster_gis.reports.cluster_list import put
from cluster_gis.reports.form_words import form_words, unit_words
from cluster_gis.reports.form_workbook import (
    head_cell,
    number_format,
    save,
    set_up_print,
    with_cached_values,
    write_foot,
    write_head,
)
from cluster_gis.services.explain_cell import explain_cell
from cluster_gis.services.make_report import Report
from cluster_gis.services.report_lines import Line

_FONT = "Times New Roman"
_THIN = Side(style="thin", color="444444")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SUM = PatternFill("solid", fgColor="E6F0F2")
_TEXT_WIDTH, _NUMBER_WIDTH = 26, 15
_MOST_LINES = 8


def table_workbook(
    report: Report,
    language: str,
    *,
    printed_on: date,
    link: str = "",
    paper: Paper | None = None,
) -> bytes:
    """The XLSX file: the table, and a sheet that says what every gap is for."""
    _ = translator(language)
    words = form_words(report, language, printed_on=printed_on, paper=paper)
    notes = list(words.notes)
    if report.undecided:
        said = _(N_("Of {n} clusters it is not known whether they belong to this table."))
        notes.append(said.format(n=len(report.undecided)))
    if link:
        notes.append(f"{_('Verify this report')}: {link}")
    words = replace(words, notes=tuple(notes))
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = report.form.form.replace("/", "-")[:31]
    columns = len(report.form.values) + 1
    _set_widths(sheet, report)
    line = write_head(sheet, words, language, columns=columns)
    _write_headers(sheet, line, report, language)
    cached = _write_lines(sheet, line + 2, report, language)
    write_foot(sheet, line + 3 + len(report.lines), words, columns=columns)
    set_up_print(sheet, words)
    sheet.freeze_panes = f"C{line + 2}"
    sheet.print_title_rows = f"{line}:{line + 1}"
    _write_gaps(book.create_sheet(_(N_("Missing figures"))), report, language)
    return with_cached_values(save(book), cached)


def _write_headers(sheet: Worksheet, line: int, report: Report, language: str) -> None:
    head_cell(sheet, line, 1, translator(language)(N_("No.")))
    most = 1
    for place, figure in enumerate(report.form.values, 2):
        unit = unit_words(figure, language)
        label = figure.label.of(language)
        head_cell(sheet, line, place, f"{label} ({unit})" if unit else label)
        head_cell(sheet, line + 1, place, f"({figure.number})", bold=False)
        most = max(most, -(-len(f"{label} ({unit})") // (_width(figure) - 3)))
    head_cell(sheet, line + 1, 1, "", bold=False)
    sheet.row_dimensions[line].height = 16 * (most + 1)


def _width(figure: Figure) -> int:
    return _TEXT_WIDTH if figure.aggregate == "text" else _NUMBER_WIDTH


def _set_widths(sheet: Worksheet, report: Report) -> None:
    sheet.column_dimensions["A"].width = 6
    for place, figure in enumerate(report.form.values, 2):
        sheet.column_dimensions[get_column_letter(place)].width = _width(figure)


def _write_lines(sheet: Worksheet, first: int, report: Report, language: str) -> dict[str, Decimal]:
    """The lines; returns the value of each cell that holds a formula."""
    data = data_translator(language)
    cached: dict[str, Decimal] = {}
    for row, line in enumerate(report.lines, first):
        whole = line.kind != "member"
        _cell(sheet, row, 1, line.number, whole=whole)
        longest = max((len(data(t)) for t in line.texts.get(language, {}).values()), default=1)
        lines = min(-(-longest // (_TEXT_WIDTH - 2)) or 1, _MOST_LINES)
        sheet.row_dimensions[row].height = 15 * lines + 2
        for place, figure in enumerate(report.form.values, 2):
            if figure.aggregate == "text":
                text = line.texts.get(language, {}).get(figure.number, "")
                _cell(sheet, row, place, data(text), whole=whole)
                continue
            target = _cell(sheet, row, place, None, whole=whole)
            target.number_format = number_format(figure)
            cell = line.cell(figure.number)
            if cell is None or cell.value is None:
                continue
            formula = _formula(report, figure, line, row, first)
            target.value = cell.value if formula is None else formula
            if formula is not None:
                cached[target.coordinate] = cell.value
    return cached


def _formula(report: Report, figure: Figure, line: Line, row: int, first: int) -> str | None:
    """A computed column, or the sum of a group's or the whole table's lines; None = typed."""
    letters = {
        one.number: get_column_letter(place) for place, one in enumerate(report.form.values, 2)
    }
    if figure.formula is not None:
        terms = cut_formula(figure.formula)
        made = "".join(f"{letters[t[1:-1]]}{row}" if t.startswith("[") else t for t in terms)
        return f"=ROUND({made},2)" if figure.unit == "percent" else f"={made}"
    if line.kind in ("member", "region") or figure.aggregate not in ("sum", "count"):
        return None
    rows = _inside(report.lines, line, first)
    if not rows:
        return None
    column = letters[figure.number]
    if line.kind == "total" and report.form.groups:
        return "=" + "+".join(f"{column}{place}" for place in rows)
    return f"=SUM({column}{rows[0]}:{column}{rows[-1]})"


def _inside(lines: tuple[Line, ...], line: Line, first: int) -> list[int]:
    """Rows that a sum is over: of a group its members; of the whole the groups, or the members."""
    places = {id(one): row for row, one in enumerate(lines, first)}
    if line.kind == "total":
        groups = [places[id(one)] for one in lines if one.kind == "subtotal"]
        loose, seen = [], False
        for one in lines:
            seen = seen or one.kind == "subtotal"
            if one.kind == "member" and not seen:
                loose.append(places[id(one)])
        return groups or loose
    start = places[id(line)] + 1
    rows = []
    for one in lines[start - first :]:
        if one.kind != "member":
            break
        rows.append(places[id(one)])
    return rows


def _cell(sheet: Worksheet, row: int, place: int, value: str | None, *, whole: bool) -> Cell:
    made = put(sheet, row, place, value)
    made.font = Font(name=_FONT, size=11, bold=whole)
    made.border = _GRID
    made.alignment = Alignment(vertical="top", wrap_text=True)
    if whole:
        made.fill = _SUM
    return made


def _write_gaps(sheet: Worksheet, report: Report, language: str) -> None:
    _ = translator(language)
    heads: Mapping[int, tuple[str, float]] = {
        1: (_(N_("No.")), 8),
        2: (_(N_("Code")), 24),
        3: (_(N_("Indicator")), 40),
        4: (_(N_("What is missing")), 80),
    }
    for place, (text, width) in heads.items():
        head_cell(sheet, 1, place, text)
        sheet.column_dimensions[get_column_letter(place)].width = width
    row = 2
    for line in report.lines:
        for cell in line.cells:
            figure = report.form.figure(cell.number)
            said = explain_cell(cell, figure, language)
            if not said or line.kind != "member":
                continue
            for place, value in enumerate(
                (line.number, line.key, figure.label.of(language), said), 1
            ):
                put(sheet, row, place, value)
            row += 1
    sheet.freeze_panes = "A2"
