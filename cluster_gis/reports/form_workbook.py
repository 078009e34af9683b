"""A report as a workbook: the form as its annex prints it, its sources, what is missing.

Figures are formulas over the sheet of sources, so that a reader may follow each of them; the
values are stored beside them for programs that do not compute.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cluster_gis.domain.reporting.cells import Cell
from cluster_gis.domain.reporting.forms import WHOLE, Figure, cut_formula
from cluster_gis.domain.reporting.papers import Paper
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, data_translator, translator
from cluster_gis.reports.cluster_list import put
from cluster_gis.reports.form_words import FormWords, form_words, unit_words
from cluster_gis.services.explain_cell import explain_cell
from cluster_gis.services.make_report import Report

_FONT = "Times New Roman"
_THIN = Side(style="thin", color="444444")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="E6F0F2")
_WIDTHS = (6.5, 62.0, 12.0, 16.0, 44.0)
_POINTS_PER_LINE = 14.5
_SOURCE_COLUMNS = (
    (N_("No."), 8), (N_("Code"), 22), (N_("Cluster"), 34), (N_("Value"), 15),
    (N_("Divisor"), 13), (N_("Table"), 20), (N_("Field"), 24), (N_("As recorded"), 26),
    (N_("On"), 12), (N_("Source"), 46), (N_("Address"), 46),
)  # fmt: skip
_TAIL = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)')


def number_format(figure: Figure) -> str:
    """How the figure is shown: whole numbers, two decimals of a percentage, else up to four."""
    if figure.unit in WHOLE:
        return "#,##0"
    return "0.00" if figure.unit == "percent" else "#,##0.00##"


def form_workbook(
    report: Report,
    language: str,
    *,
    printed_on: date,
    link: str = "",
    paper: Paper | None = None,
) -> bytes:
    """The XLSX file of one report: sheets of the form, of the sources, of what is missing.

    link: where it may be verified; "" = not issued.
    """
    _ = translator(language)
    words = form_words(report, language, printed_on=printed_on, paper=paper)
    if link:
        verify = f"{_('Verify this report')}: {link}"
        words = replace(words, notes=(*words.notes, verify))
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = _(N_("Form {number}")).format(number=report.form.form.replace("/", "-"))
    sources = book.create_sheet(_(N_("Sources of figures")))
    spans = write_sources(sources, report, language)
    cached = _write_form(sheet, report, words, spans, sources.title, language)
    write_missing(book.create_sheet(_(N_("Missing figures"))), report, language)
    return with_cached_values(save(book), cached)


def save(book: Workbook) -> bytes:
    """The file's bytes, its creator named, its formulas computed on opening."""
    stream = io.BytesIO()
    book.properties.creator = "Cluster GIS"
    book.calculation.fullCalcOnLoad = True
    book.save(stream)
    return stream.getvalue()


def with_cached_values(content: bytes, values: Mapping[str, Decimal]) -> bytes:
    """The same file with the results of the first sheet's formulas stored beside them."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()

    def filled(match: re.Match[bytes]) -> bytes:
        value = values.get(match.group(2).decode())
        if value is None:
            return match.group(0)
        return match.group(1) + f"<v>{format(value, 'f')}</v>".encode()

    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                data = _TAIL.sub(filled, data)
            made.writestr(entry, data)
    return target.getvalue()


def _write_form(
    sheet: Worksheet,
    report: Report,
    words: FormWords,
    spans: Mapping[str, tuple[int, int]],
    sources: str,
    language: str,
) -> dict[str, Decimal]:
    """The form; returns the value of each cell that holds a formula."""
    _ = translator(language)
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    line = write_head(sheet, words, language)
    headers = (
        _(N_("No.")),
        _(N_("Indicator")),
        _(N_("Unit of measure")),
        _(N_("Result (cumulative to the time of report)")),
        _(N_("Remarks")),
    )
    for number, header in enumerate(headers, 1):
        head_cell(sheet, line, number, header)
        head_cell(sheet, line + 1, number, f"({number})", bold=False)
    sheet.row_dimensions[line].height = 3 * _POINTS_PER_LINE
    sheet.freeze_panes = f"A{line + 2}"
    sheet.print_title_rows = f"{line}:{line + 1}"
    cells = {cell.number: cell for cell in report.cells}
    texts = report.texts.get(language, {})
    data = data_translator(language)
    rows = {figure.number: line + 2 + n for n, figure in enumerate(report.form.figures)}
    cached: dict[str, Decimal] = {}
    for figure in report.form.figures:
        row = rows[figure.number]
        _write_row(sheet, row, figure, cells.get(figure.number), language)
        cell = cells.get(figure.number)
        if figure.aggregate == "text":
            said = data(texts.get(figure.number, ""))
            sheet.merge_cells(start_row=row, start_column=4, end_row=row, end_column=5)
            made = put(sheet, row, 4, said)
            made.alignment = Alignment(wrap_text=True, vertical="center")
            sheet.row_dimensions[row].height = _POINTS_PER_LINE * (-(-len(said) // 60) or 1) + 4
        if cell is None or cell.value is None:
            continue
        formula = cell_formula(figure, cell, cells, rows, spans, sources)
        target = sheet.cell(row, 4)
        if formula is None:
            target.value = cell.value
        else:
            target.value = formula
            cached[f"D{row}"] = cell.value
    write_foot(sheet, max(rows.values()) + 2, words)
    set_up_print(sheet, words)
    return cached


def cell_formula(
    figure: Figure,
    cell: Cell,
    cells: Mapping[str, Cell],
    rows: Mapping[str, int],
    spans: Mapping[str, tuple[int, int]],
    sources: str,
) -> str | None:
    """How the sheet computes the cell: of other rows, or over its span of sources; None = typed."""
    own = figure.formula
    if own is None and figure.check is not None:
        named = [cells[t[1:-1]] for t in cut_formula(figure.check) if t.startswith("[")]
        whole = all(row.state == "complete" for row in (cell, *named))
        own = figure.check if whole else None
    if own is not None:
        terms = cut_formula(own)
        return "=" + "".join(f"D{rows[t[1:-1]]}" if t.startswith("[") else t for t in terms)
    if cell.number not in spans:
        return None
    first, last = spans[cell.number]
    name = f"'{sources}'"
    total = f"SUM({name}!D{first}:D{last})"
    if figure.aggregate == "ratio":
        return f"=ROUND({total}/SUM({name}!E{first}:E{last})*100,2)"
    return f"={total}"


def _write_row(
    sheet: Worksheet, row: int, figure: Figure, cell: Cell | None, language: str
) -> None:
    section = figure.aggregate == "section"
    label = figure.label.of(language)
    remark = explain_cell(cell, figure, language) if cell else ""
    texts = (figure.number, label, "" if section else unit_words(figure, language), None, remark)
    for number, value in enumerate(texts, 1):
        made = put(sheet, row, number, value)
        made.font = Font(name=_FONT, size=12 if number < 5 else 10, bold=section)
        made.border = _GRID
        across = "left" if number in (2, 5) else "center"
        made.alignment = Alignment(vertical="center", wrap_text=True, horizontal=across)
    sheet.cell(row, 4).number_format = number_format(figure)
    sheet.cell(row, 4).alignment = Alignment(vertical="center", horizontal="right", indent=1)
    lines = max(-(-len(label) // 58), -(-len(remark) // 50), 1)
    sheet.row_dimensions[row].height = _POINTS_PER_LINE * lines + 4


def write_head(sheet: Worksheet, words: FormWords, language: str, *, columns: int = 5) -> int:
    """Number, reporter, recipients, title over `columns`; returns the line of the header."""
    _ = translator(language)
    left = [
        words.number,
        words.basis,
        _(N_("Reporting unit: {unit}")).format(unit=words.reporter),
        *(_(N_("Recipient: {unit}")).format(unit=name) for name in words.recipients),
        *([words.of_paper] if words.of_paper else []),
    ]
    for line, value in enumerate(left, 1):
        put(sheet, line, 1, value).font = Font(name=_FONT, size=11, bold=line == 1)
    line = len(left) + 2
    for value, size, bold in (
        (words.title.upper(), 14, True),
        (words.period, 12, False),
        *((mark, 12, True) for mark in words.marks),
    ):
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=columns)
        cell = put(sheet, line, 1, value)
        marked = value in words.marks
        cell.font = Font(name=_FONT, size=size, bold=bold, color="B3261E" if marked else "000000")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        wide = sum(
            sheet.column_dimensions[get_column_letter(n)].width for n in range(1, columns + 1)
        )
        lines = -(-len(value) * size // int(wide * 9)) or 1
        sheet.row_dimensions[line].height = (22 if size > 12 else 18) * lines
        line += 1
    return line + 1


def head_cell(sheet: Worksheet, line: int, number: int, text: str, *, bold: bool = True) -> None:
    """One cell of a header."""
    cell = put(sheet, line, number, text)
    cell.font = Font(name=_FONT, size=12 if bold else 10, bold=bold, italic=not bold)
    cell.fill = _HEAD
    cell.border = _GRID
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def write_foot(sheet: Worksheet, line: int, words: FormWords, *, columns: int = 5) -> None:
    """Notes, place and day, signature."""
    for note in (*words.notes, words.known):
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=columns)
        cell = put(sheet, line, 1, note)
        cell.font = Font(name=_FONT, size=10, italic=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[line].height = _POINTS_PER_LINE * -(-len(note) // 135)
        line += 1
    line += 1
    for value, bold, italic in (
        (words.place_and_day, False, True),
        *((text, True, False) for text in words.signer),
        *(("", False, False) for _ in range(4 if words.signed_by else 0)),
        (words.signed_by, True, False),
    ):
        if not value:
            line += 1
            continue
        first = max(1, columns - 1)
        sheet.merge_cells(start_row=line, start_column=first, end_row=line, end_column=columns)
        cell = put(sheet, line, first, value)
        cell.font = Font(name=_FONT, size=12, bold=bold, italic=italic)
        cell.alignment = Alignment(horizontal="center")
        line += 1


def set_up_print(sheet: Worksheet, words: FormWords) -> None:
    """A4 across, one page wide."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_margins.left, sheet.page_margins.right = 0.79, 0.59
    sheet.HeaderFooter.oddFooter.left.text = f"{words.number} · {words.cut_off}"  # type: ignore[union-attr]
    sheet.HeaderFooter.oddFooter.right.text = "&P / &N"  # type: ignore[union-attr]
    if words.marks:
        sheet.HeaderFooter.oddHeader.center.text = " · ".join(words.marks)  # type: ignore[union-attr]


def write_sources(sheet: Worksheet, report: Report, language: str) -> dict[str, tuple[int, int]]:
    """Every part of every cell, cell by cell; returns number of a cell -> its first, last line."""
    _, data, formats = translator(language), data_translator(language), Formats(language)
    write_table_head(sheet, [(_(name), width) for name, width in _SOURCE_COLUMNS])
    spans: dict[str, tuple[int, int]] = {}
    line = 2
    for cell in report.cells:
        first = line
        form = number_format(report.form.figure(cell.number))
        for part in cell.parts:
            record = report.records.get(part.record)
            title, url = report.sources.get((record.source_key or "") if record else "", ("", None))
            values = (
                cell.number,
                part.member,
                report.names.get(part.member, ""),
                part.value,
                part.over,
                record.table if record else "",
                record.field if record else "",
                data(record.said) if record else "",
                formats.printed(record.as_of) if record and record.as_of else "",
                data(title),
                url or "",
            )
            for number, value in enumerate(values, 1):
                put(sheet, line, number, value)
            sheet.cell(line, 4).number_format = form
            line += 1
        if line > first:
            spans[cell.number] = (first, line - 1)
    return spans


def write_missing(sheet: Worksheet, report: Report, language: str) -> None:
    """Row by row, the clusters that lack a figure and those of which it is not known."""
    _ = translator(language)
    columns = [(_(N_("No.")), 8), (_(N_("Indicator")), 60), (_(N_("Code")), 24)]
    columns += [(_(N_("Cluster")), 40), (_(N_("What is missing")), 60)]
    write_table_head(sheet, columns)
    line = 2
    for cell in report.cells:
        figure = report.form.figure(cell.number)
        doubtful = _(N_("not known whether it counts"))
        reason = explain_cell(cell, figure, language)
        for member, said in (
            *((member, reason) for member in cell.missing),
            *((member, doubtful) for member in cell.undecided),
        ):
            label = figure.label.of(language)
            for number, value in enumerate(
                (cell.number, label, member, report.names.get(member, ""), said), 1
            ):
                put(sheet, line, number, value)
            line += 1


def write_table_head(sheet: Worksheet, columns: Sequence[tuple[str, float]]) -> None:
    """A list's header: frozen, with filter buttons."""
    for number, (title, width) in enumerate(columns, 1):
        head_cell(sheet, 1, number, title)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
