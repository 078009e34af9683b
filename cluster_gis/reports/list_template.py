"""The empty list of clusters to fill in: the same columns, a help row, choices, an example."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cluster_gis.domain.amount import Amount
from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.list_columns import COLUMNS, EXAMPLE_SHEET, HELP_MARK, VALUES_SHEET
from cluster_gis.i18n import N_
from cluster_gis.reports.cluster_list import (
    Word,
    finish,
    put,
    saved,
    write_entry,
    write_head,
    write_header,
)

#: Lines that are set up for filling in.
ROWS = 500
#: Two invented clusters: how a full row and a nearly empty row look.
EXAMPLES: tuple[Mapping[str, Any], ...] = (
    {
        "code": "vd-an-binh",
        "name": "Cụm công nghiệp An Bình (ví dụ)",
        "new_commune_text": "Xã An Bình",
        "commune_text": "Xã An Bình; Xã An Hòa",
        "district_text": "Huyện An Hòa",
        "kind": "ordinary",
        "status": "operating",
        "decision_text": "375/QĐ-UBND",
        "decision_date": DateSpan(date(2022, 2, 21), date(2022, 2, 22), "day"),
        "area_planned_ha": Amount(Decimal("50"), unit="ha"),
        "area_established_ha": Amount(Decimal("49.37"), unit="ha"),
        "area_detailed_ha": Amount(Decimal("49.37"), unit="ha"),
        "industrial_land_ha": Amount(Decimal("35.2"), unit="ha"),
        "leased_industrial_land_ha": Amount(Decimal("17.6"), unit="ha"),
        "infrastructure_investor": "Công ty cổ phần Hạ tầng An Bình",
        "total_investment_vnd": Amount(Decimal("480000000000"), unit="vnd"),
        "construction_start_text": "2023-Q1",
        "construction_end_text": "2025-12",
        "wastewater_text": "Trạm tập trung 1.000 m³/ngày đêm, đang vận hành",
        "sectors": "cơ khí; điện tử",
        "n_projects": 12,
        "n_enterprises": 9,
    },
    {
        "name": "Cụm công nghiệp Bình Minh (ví dụ)",
        "district_text": "Huyện An Hòa",
        "status": "planned",
        "decision_date": DateSpan(date(2024, 1, 1), date(2025, 1, 1), "year"),
        "area_planned_ha": Amount(Decimal("40"), Decimal("50"), "range", "ha"),
        "total_investment_vnd": Amount(Decimal("300000000000"), None, "about", "vnd"),
    },
)


def build_template(language: str) -> bytes:
    """The XLSX file to fill in; reading skips its help row, its example and its list of values."""
    word = Word(language)
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = word(N_("Clusters"))
    title = word(N_("List of industrial clusters"))
    header = write_head(
        sheet,
        [
            (f"{title} – {word(N_('(write the province here)'))}", None),
            (word(N_("As of")), None),
            (word(N_("Source")), None),
        ],
    )
    sheet.cell(2, 2).number_format = "dd/mm/yyyy"
    write_header(sheet, header, word)
    _write_help(sheet, header + 1, word)
    _write_values(book, sheet, header + 2, word)
    finish(sheet, header, header + 1 + ROWS)
    example = book.create_sheet(word(EXAMPLE_SHEET))
    write_header(example, 1, word)
    for line, values in enumerate(EXAMPLES, 2):
        write_entry(example, line, values, word)
    finish(example, 1, 1 + len(EXAMPLES))
    return saved(book)


def _write_help(sheet: Worksheet, line: int, word: Word) -> None:
    for number, column in enumerate(COLUMNS, 1):
        text = word(column.hint)
        if number == 1:
            text = f"{word(HELP_MARK)}: {text}"
        cell = put(sheet, line, number, text)
        cell.font = Font(name="Calibri", italic=True, size=9, color="5B6B72")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[line].height = 74


def _write_values(book: Workbook, sheet: Worksheet, first: int, word: Word) -> None:
    """Choices from a sheet of their own (a label may hold a comma), limits for numbers, days."""
    values = book.create_sheet(word(VALUES_SHEET))
    last = first + ROWS - 1
    for number, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(number)
        rule = None
        if column.choices:
            place = values.max_column + (1 if values.cell(1, 1).value else 0)
            put(values, 1, place, word(column.header)).font = Font(name="Calibri", bold=True)
            for row, label in enumerate(column.choices.values(), 2):
                put(values, row, place, word(label))
            name, own = quote_sheetname(values.title), get_column_letter(place)
            end = len(column.choices) + 1
            rule = DataValidation(
                type="list", formula1=f"{name}!${own}$2:${own}${end}", allow_blank=True
            )
        elif column.kind in ("area", "money", "count") and column.read:
            # A warning, not a stop: "khoảng 50" and 40–50 may be written too.
            rule = DataValidation(
                type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True
            )
            rule.errorStyle = "warning"
        if rule is not None:
            rule.error = word(column.hint)
            rule.prompt = word(column.hint)
            rule.showErrorMessage = rule.showInputMessage = True
            rule.add(f"{letter}{first}:{letter}{last}")
            sheet.add_data_validation(rule)
        if column.kind == "date":
            for row in range(first, last + 1):
                sheet.cell(row, number).number_format = "dd/mm/yyyy"
