"""The official table as a file: CSV, XLSX, DOCX."""

import csv
import io
from pathlib import PurePath

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties

from cluster_gis.boundary.table import HEADINGS, BoundaryTable, TableRow
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

#: Characters that fit across the four columns of the sheet.
_CHARACTERS = 72
_VIETNAMESE = str.maketrans(",.", ".,")
#: A cell that begins so is run as a formula by spreadsheet programs.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_table(table: BoundaryTable, filename: str) -> bytes:
    """Bytes of the table in the format of the file's name; raises InvalidInput."""
    suffix = PurePath(filename).suffix.lower()
    writers = {".csv": _write_csv, ".xlsx": _write_workbook, ".docx": _write_document}
    if suffix not in writers:
        raise InvalidInput(
            N_("{field} is {value}; expected a name ending in .csv, .xlsx or .docx."),
            field="output",
            value=repr(filename),
        )
    return writers[suffix](table)


def _safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _write_csv(table: BoundaryTable) -> bytes:
    """UTF-8 with a mark (Excel needs it), semicolons, plain digits with a dot."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([table.title])
    for line in table.preamble:
        writer.writerow([_safe(line)])
    writer.writerow(HEADINGS)
    for row in table.rows:
        writer.writerow([row.name, *(_digits(value) for value in _numbers(row))])
    return stream.getvalue().encode("utf-8-sig")


def _numbers(row: TableRow) -> tuple[float | None, float | None, float | None]:
    return row.north, row.east, row.side_m


def _digits(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _write_workbook(table: BoundaryTable) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = "Toa do"
    thin = Side(style="thin")
    sheet.append([table.title])
    sheet.cell(1, 1).font = Font(bold=True, size=13)
    for line in table.preamble:
        sheet.append([_safe(line)])
        at = sheet.max_row
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(HEADINGS))
        sheet.cell(at, 1).alignment = Alignment(wrap_text=True, vertical="top")
        # A merged cell does not grow with its text by itself.
        sheet.row_dimensions[at].height = 15 * -(-len(line) // _CHARACTERS)
    sheet.append(list(HEADINGS))
    first = sheet.max_row
    for row in table.rows:
        sheet.append([_name_cell(row.name), *_numbers(row)])
    for cells in sheet.iter_rows(min_row=first, max_col=4):
        for column, cell in enumerate(cells):
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            if column:
                cell.number_format = "0.000"
            if cell.row == first:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(horizontal="center", wrap_text=True)
    for letter, width in zip("ABCD", (16, 18, 18, 20), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.print_title_rows = f"{first}:{first}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _name_cell(name: str) -> str | int:
    return int(name) if name.isdigit() else name


def _write_document(table: BoundaryTable) -> bytes:
    """As decisions print it: thousands with dots, decimals after a comma."""
    document = Document()
    document.sections[0].page_width, document.sections[0].page_height = Mm(210), Mm(297)
    document.styles["Normal"].font.name = "Times New Roman"
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.add_run(table.title).bold = True
    for line in table.preamble:
        document.add_paragraph(line)
    grid = document.add_table(rows=len(table.rows) + 1, cols=len(HEADINGS), style="Table Grid")
    # One pass over the cells: looking each one up again would be quadratic in the rows.
    cells = iter(grid._cells)
    for text in HEADINGS:
        next(cells).paragraphs[0].add_run(text).bold = True
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # on every page
    for row in table.rows:
        next(cells).paragraphs[0].text = row.name
        for value in _numbers(row):
            paragraph = next(cells).paragraphs[0]
            paragraph.text = _printed(value)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _printed(value: float | None) -> str:
    return "" if value is None else f"{value:,.3f}".translate(_VIETNAMESE)
