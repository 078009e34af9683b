"""The list of clusters as an office keeps it: XLSX and CSV, and the template to fill in.

First rows: what the list is, its day, its register and its filter; then one row of headers. Text
that a spreadsheet would take for a formula is neutralised; unknown cells are empty.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from cluster_gis.domain.amount import Amount
from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.labels import QUALIFIER
from cluster_gis.domain.list_columns import COLUMNS, ListColumn
from cluster_gis.first_use import LateModule, on_first_use
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, data_translator, translator
from cluster_gis.services.read_cluster_list import ClusterList

if TYPE_CHECKING:
    import openpyxl.cell.cell as cells
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet
else:
    cells = LateModule("openpyxl.cell.cell")
    Workbook = on_first_use("openpyxl", "Workbook")
    Alignment = on_first_use("openpyxl.styles", "Alignment")
    Border = on_first_use("openpyxl.styles", "Border")
    Font = on_first_use("openpyxl.styles", "Font")
    PatternFill = on_first_use("openpyxl.styles", "PatternFill")
    Side = on_first_use("openpyxl.styles", "Side")
    get_column_letter = on_first_use("openpyxl.utils", "get_column_letter")

#: What makes a spreadsheet read text as a formula or a command.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
BILLION = Decimal(1_000_000_000)
_INK, _SHADE, _LINE = "0B4F5C", "E6F0F2", "9FB4BB"
_NUMBER_FORMATS = {"area": "#,##0.00##", "money": "#,##0.0##", "count": "0", "percent": "0.00"}
DAY_FORMAT = "dd/mm/yyyy"
POINTS_PER_LINE, MOST_LINES = 13.5, 14
#: Sheets of A3 that the columns are printed across.
PAGES_ACROSS = 3


@dataclass(frozen=True, slots=True)
class Word:
    """Translators of one language: of the product's own words, and of recorded texts."""

    language: str

    def __call__(self, message: str) -> str:
        """The product's own word."""
        return translator(self.language)(message)

    def data(self, text: str) -> str:
        """A recorded text."""
        return data_translator(self.language)(text)


def head_rows(listed: ClusterList, language: str) -> list[tuple[str, Any]]:
    """(label, value) rows above the table: title, day, filter, register."""
    _, formats = Word(language), Formats(language)
    title = _(N_("List of industrial clusters"))
    rows: list[tuple[str, Any]] = [
        (f"{title} – {listed.province or _(N_('All provinces'))}", None),
        (_(N_("As of")), listed.as_of),
    ]
    known = [_(N_("data revision {revision}")).format(revision=listed.revision)]
    if listed.known_at is not None:
        known.append(_(N_("as known {moment}")).format(moment=formats.moment(listed.known_at)))
    register = (
        _(N_("SIMULATED DATA"))
        if listed.register == "simulated"
        else _(N_("Register of public facts"))
    )
    rows.append((_(N_("Register")), f"{register}; {', '.join(known)}"))
    told = [f"{_(label)}: {value}" for label, value in listed.filters]
    rows.append((_(N_("Filter")), "; ".join(told) or _(N_("none: every cluster"))))
    n = _(N_("{n} clusters")).format(n=len(listed.entries))
    empty = _(N_("An empty cell is not known; it is never zero."))
    rows.append((_(N_("Number")), f"{n}. {empty}"))
    return rows


def cell_value(column: ListColumn, value: Any, word: Word) -> Any:
    """What stands in the cell: a number, a date, or text; None = an empty cell.

    An amount is in the unit of the column; a date coarser than a day is text.
    """
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Amount):
        return _amount(column, value, word)
    if isinstance(value, DateSpan):
        span = Formats(word.language).period(value.start, value.last_day, value.precision)
        return value.start if value.precision == "day" else span
    if column.kind == "choice":
        return word(column.choices.get(value, value))
    if column.key in ("construction_start_text", "construction_end_text"):
        return Formats(word.language).printed(str(value))
    return word.data(str(value))


def _amount(column: ListColumn, value: Amount, word: Word) -> Any:
    factor = BILLION if column.kind == "money" else Decimal(1)
    low = value.value / factor
    if value.value_max is None:
        return low
    formats = Formats(word.language)
    return f"{formats.number(low)}–{formats.number(value.value_max / factor)}"


def build_csv(listed: ClusterList, language: str) -> bytes:
    """UTF-8 with a mark, as Excel wants it.

    Vietnamese: parted by semicolons, 1234,56 and 31/12/2025; English: commas, 1234.56, 2025-12-31.
    """
    word = Word(language)
    vietnamese = language == "vi"
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";" if vietnamese else ",", lineterminator="\r\n")

    def plain(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, date):
            return value.strftime("%d/%m/%Y") if vietnamese else value.isoformat()
        if isinstance(value, Decimal):
            text = format(value.normalize(), "f")
            return text.replace(".", ",") if vietnamese else text
        return neutral(str(value)) if isinstance(value, str) else str(value)

    for row in head_rows(listed, language):
        writer.writerow([plain(value) for value in row])
    writer.writerow([])
    writer.writerow([plain(word(column.header)) for column in COLUMNS])
    for entry in listed.entries:
        writer.writerow(
            [plain(cell_value(column, entry.values.get(column.key), word)) for column in COLUMNS]
        )
    return stream.getvalue().encode("utf-8-sig")


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before the sign."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def build_workbook(listed: ClusterList, language: str) -> bytes:
    """The XLSX file: frozen header, filter buttons, print set-up for A3 across."""
    word = Word(language)
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = word(N_("Clusters"))
    header = write_head(sheet, head_rows(listed, language))
    write_header(sheet, header, word)
    for line, entry in enumerate(listed.entries, header + 1):
        write_entry(sheet, line, entry.values, word)
    finish(sheet, header, header + max(1, len(listed.entries)))
    return saved(book)


def saved(book: "Workbook") -> bytes:
    """The file's bytes."""
    stream = io.BytesIO()
    book.properties.creator = "Cluster GIS"
    book.save(stream)
    return stream.getvalue()


def put(sheet: "Worksheet", line: int, number: int, value: Any) -> "Cell":
    """Write a value into a cell; text is text, whatever it begins with."""
    cell = cast("Cell", sheet.cell(line, number))
    if isinstance(value, str):
        value = cells.ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = value
        cell.data_type = "s"
        if value.startswith(FORMULA_SIGNS):
            cell.quotePrefix = True
    elif isinstance(value, date) and not isinstance(value, datetime):
        cell.value = value
        cell.number_format = DAY_FORMAT
    else:
        cell.value = value
    return cell


def write_head(sheet: "Worksheet", rows: Iterable[tuple[str, Any]]) -> int:
    """The rows above the table; returns the line of the header."""
    line = 0
    for line, (label, value) in enumerate(rows, 1):
        size = 14 if line == 1 else 11
        put(sheet, line, 1, label).font = Font(name="Calibri", bold=True, size=size, color=_INK)
        second = put(sheet, line, 2, value)
        second.alignment = Alignment(horizontal="left")
    return line + 2


@cache
def _grid() -> "Border":
    thin = Side(style="thin", color=_LINE)
    return Border(left=thin, right=thin, top=thin, bottom=thin)


def write_header(sheet: "Worksheet", line: int, word: Word) -> None:
    """The headers of the columns, and how wide these are."""
    for number, column in enumerate(COLUMNS, 1):
        cell = put(sheet, line, number, word(column.header))
        cell.font = Font(name="Calibri", bold=True, color="FFFFFF")
        cell.fill = PatternFill(
            "solid", fgColor=_INK if column.read or column.by_lines else "5B6B72"
        )
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        cell.border = _grid()
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.row_dimensions[line].height = 48


def write_entry(sheet: "Worksheet", line: int, values: Mapping[str, Any], word: Word) -> None:
    """One cluster."""
    for number, column in enumerate(COLUMNS, 1):
        value = values.get(column.key)
        cell = put(sheet, line, number, cell_value(column, value, word))
        cell.border = _grid()
        cell.alignment = Alignment(vertical="top", wrap_text=column.kind in ("text", "choice"))
        if column.kind in _NUMBER_FORMATS:
            form = _NUMBER_FORMATS[column.kind]
            # "khoảng 480" stays a number that can be summed; the word is in its format.
            if isinstance(value, Amount) and value.qualifier in QUALIFIER and not value.value_max:
                form = f'"{word(QUALIFIER[value.qualifier])} "{form}'
            cell.number_format = form
        if not (column.read or column.by_lines):
            cell.font = Font(name="Calibri", color="5B6B72")
    sheet.row_dimensions[line].height = _height(values, word)


def _height(values: Mapping[str, Any], word: Word) -> float:
    """Points for the longest text of the row, at most MOST_LINES lines."""
    most = 1
    for column in COLUMNS:
        text = str(cell_value(column, values.get(column.key), word) or "")
        lines = sum(-(-len(part) // int(column.width * 1.1)) or 1 for part in text.split("\n"))
        most = max(most, lines)
    return POINTS_PER_LINE * min(most, MOST_LINES) + 3


def finish(sheet: "Worksheet", header: int, last: int) -> None:
    """Frozen header and names, filter buttons, and how the sheet is printed."""
    right = get_column_letter(len(COLUMNS))
    sheet.freeze_panes = f"C{header + 1}"
    sheet.auto_filter.ref = f"A{header}:{right}{last}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.print_title_cols = "A:B"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8  # A3
    sheet.page_setup.fitToWidth = PAGES_ACROSS
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.HeaderFooter.oddFooter.left.text = "Cluster GIS"  # type: ignore[union-attr]
    sheet.HeaderFooter.oddFooter.right.text = "&P / &N"  # type: ignore[union-attr]
