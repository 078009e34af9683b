"""A table of a page as XLSX or CSV, as its reader sees it: first rows say what it is."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cluster_gis.first_use import on_first_use
from cluster_gis.reports.cluster_list import neutral, put, saved, write_head

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet
else:
    Workbook = on_first_use("openpyxl", "Workbook")
    Alignment = on_first_use("openpyxl.styles", "Alignment")
    Font = on_first_use("openpyxl.styles", "Font")
    PatternFill = on_first_use("openpyxl.styles", "PatternFill")
    get_column_letter = on_first_use("openpyxl.utils", "get_column_letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Money in đồng. mark: "about", when the source says so."""

    vnd: Decimal
    mark: str = ""

    @property
    def number_format(self) -> str:
        """How a spreadsheet writes it: the cell stays a number, the mark stands before it."""
        mark = "".join(sign for sign in self.mark if sign.isalpha() or sign == " ").strip()
        before = f'"{mark} "' if mark else ""
        return f'{before}#,##0\\ "đ"'


Value = str | int | Decimal | date | Amount | None
_WIDEST, _NARROWEST = 60, 9
_SHEET_NAME = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTable:
    """head: (label, value) rows above the table, the title first. None = not known, left empty."""

    head: Sequence[tuple[str, Value]]
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]


def table_workbook(table: PrintedTable) -> bytes:
    """The XLSX file: frozen header, filter buttons, printed across one sheet in width."""
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    # Signs that no name of a sheet may hold.
    sheet.title = "".join(" " if sign in "[]:*?/\\" else sign for sign in table.head[0][0])[
        :_SHEET_NAME
    ]
    header = write_head(sheet, table.head)
    for number, text in enumerate(table.columns, 1):
        cell = put(sheet, header, number, text)
        cell.font = Font(name="Calibri", bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="0B4F5C")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        longest = max(
            [len(text) // 2, *(len(_written(row[number - 1])) for row in table.rows)], default=0
        )
        width = min(max(longest + 2, _NARROWEST), _WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width
    for line, row in enumerate(table.rows, header + 1):
        for number, value in enumerate(row, 1):
            amount = value if isinstance(value, Amount) else None
            cell = put(sheet, line, number, amount.vnd if amount else value)
            cell.alignment = Alignment(wrap_text=isinstance(value, str), vertical="top")
            if amount:
                cell.number_format = amount.number_format
            elif isinstance(value, Decimal):
                cell.number_format = "#,##0.######" if value % 1 else "#,##0"
    sheet.freeze_panes = f"B{header + 1}"
    last = header + max(1, len(table.rows))
    sheet.auto_filter.ref = f"A{header}:{get_column_letter(len(table.columns))}{last}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    return saved(book)


def _written(value: Value) -> str:
    """About what a cell shows, for the width of its column."""
    if isinstance(value, Amount):
        return f"{value.mark} {value.vnd:,.0f} đ"
    return str(value or "")


def table_csv(table: PrintedTable, language: str) -> bytes:
    """UTF-8 with a mark. Vietnamese: semicolons, 1234,56, 31/12/2025; English: commas, ISO days."""
    stream = io.StringIO()
    vietnamese = language == "vi"
    writer = csv.writer(stream, delimiter=";" if vietnamese else ",", lineterminator="\r\n")

    def plain(value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, date):
            return value.strftime("%d/%m/%Y") if vietnamese else value.isoformat()
        if isinstance(value, str):
            return neutral(value)
        if isinstance(value, Amount):
            return " ".join(part for part in (value.mark, plain(value.vnd)) if part)
        text = format(value, "f") if isinstance(value, Decimal) else str(value)
        return text.replace(".", ",") if vietnamese else text

    for row in (*table.head, (), table.columns, *table.rows):
        writer.writerow([plain(value) for value in row])
    return stream.getvalue().encode("utf-8-sig")
