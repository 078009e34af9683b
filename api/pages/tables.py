"""`/tables.xlsx`, `/tables.csv`: the table a reader has before them, as a file. Stores nothing."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.pages.context import Page, PageContext
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.reports.table_files import Amount, PrintedTable, Value, table_csv, table_workbook

router = APIRouter()

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_MOST_COLUMNS, _MOST_ROWS, _LONGEST = 60, 20_000, 5_000


class Day(BaseModel):
    """A cell that is a day."""

    day: date


class Money(BaseModel):
    """A cell that is an amount in đồng. mark: "about", when the source says so."""

    vnd: Decimal
    mark: Annotated[str, Field(max_length=40)] = ""


Words = Annotated[str, Field(max_length=_LONGEST)]
Cell = Day | Money | Decimal | Words | None


class ShownTable(BaseModel):
    """The table as shown: its order and its filter are those of the reader."""

    title: Words = Field(min_length=1)
    page: Words = ""
    address: Words = ""
    filter: Words = ""
    columns: list[Words] = Field(min_length=1, max_length=_MOST_COLUMNS)
    rows: list[Annotated[list[Cell], Field(max_length=_MOST_COLUMNS)]] = Field(
        max_length=_MOST_ROWS
    )


@router.post("/tables.xlsx", include_in_schema=False)
def save_workbook(page: Page, table: ShownTable) -> Response:
    """The table as an Excel file."""
    return _file(table_workbook(_printed(page, table)), XLSX, "xlsx")


@router.post("/tables.csv", include_in_schema=False)
def save_csv(page: Page, table: ShownTable) -> Response:
    """The table as CSV."""
    return _file(table_csv(_printed(page, table), page.language), CSV, "csv")


def _value(cell: Cell) -> Value:
    match cell:
        case Day():
            return cell.day
        case Money():
            return Amount(vnd=cell.vnd, mark=cell.mark)
    return cell


def _file(content: bytes, media_type: str, suffix: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="table.{suffix}"'}
    return Response(content, media_type=media_type, headers=headers)


def _printed(page: PageContext, table: ShownTable) -> PrintedTable:
    """The table with the rows that say what it is."""
    _ = page.gettext
    uneven = next((n for n, row in enumerate(table.rows) if len(row) > len(table.columns)), None)
    if uneven is not None:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field=f"rows[{uneven}]",
            value=len(table.rows[uneven]),
            expected=f"≤ {len(table.columns)}",
        )
    register = _(N_("SIMULATED DATA")) if page.simulated else _(N_("Register of public facts"))
    revision = _(N_("data revision {revision}")).format(revision=page.revision)
    head: list[tuple[str, Value]] = [
        (table.title, None),
        (_(N_("As of")), page.day),
        (_(N_("Register")), f"{register}; {revision}"),
        (_(N_("Page")), table.address),
        (_(N_("Filter")), table.filter or _(N_("none"))),
        (_(N_("Number")), _(N_("An empty cell is not known; it is never zero."))),
    ]
    if page.known_at:
        head.insert(2, (_(N_("Known at")), page.formats.moment(page.known_at)))
    rows: list[Sequence[Any]] = [[_value(cell) for cell in row] for row in table.rows]
    return PrintedTable(head=head, columns=table.columns, rows=rows)
