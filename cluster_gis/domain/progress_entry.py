"""A row of progress as a person, file or program says it, and what the register holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from cluster_gis.domain.amounts import NumberLocale
from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.entry_columns import EntryColumn
from cluster_gis.domain.list_cells import BadCell, CellValue, HeadedColumn, read_value
from cluster_gis.domain.list_columns import ListColumn
from cluster_gis.domain.progress_columns import KINDS
from cluster_gis.domain.staging import RowIssue
from cluster_gis.i18n import N_

BILLION = Decimal(10) ** 9
#: Days that a month or a year means by its last day; other days must be told exactly.
_LAST_DAY = frozenset({"as_of", "due", "planned_end"})
_FIRST_DAY = frozenset({"planned_start"})
MOST_PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One row. values: column key -> Decimal (VND, ha, %, plain), int, bool, date or text.

    Empty cells are absent. cells: key -> where it stands in the file; texts: key -> as written.
    number: of the row in the file or form. code: of the cluster, None = none was matched.
    """

    kind: str
    code: str | None
    values: Mapping[str, Any]
    cells: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    place: str | None = None

    def issue(
        self, key: str, code: str, message: str, *, severity: Any = "error", **values: Any
    ) -> RowIssue:
        """A finding at the cell of `key`; at the row's place where the cell is empty."""
        column = KINDS[self.kind].column(key)
        return RowIssue(
            code=code,
            severity=severity,
            message=message,
            values={"column": column.header if column else key, **values},
            cell=self.cells.get(key) or self.place,
            field=key,
            value=self.texts.get(key),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A figure held for a day by one reporter. key: of its row in the register."""

    key: str
    day: date
    value: Decimal
    reporter: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the register holds of the clusters that rows speak of.

    figures: series name -> statements; the others: code -> rows.
    """

    states: Mapping[str, Mapping[str, Any]]
    works: Mapping[str, Sequence[Mapping[str, Any]]]
    milestones: Mapping[str, Sequence[Mapping[str, Any]]]
    projects: Mapping[str, Sequence[Mapping[str, Any]]]
    leases: Mapping[str, Sequence[Mapping[str, Any]]]
    grants: Mapping[str, Sequence[Mapping[str, Any]]]
    figures: Mapping[tuple[str, ...], Sequence[Said]]
    lots: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    needs: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    legacy: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    inspections: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checking:
    """What rows are checked against. day: nothing after it has happened. reporter: who says it."""

    held: Held
    day: date
    reporter: str | None


def read_entry_cell(
    column: EntryColumn, value: CellValue, *, factor: Decimal, locale: NumberLocale | None
) -> Any:
    """The value of a filled cell; raises BadCell. factor: of the column's unit, to ha or VND."""
    match column.kind:
        case "flag":
            return _choice(column, value) == "yes"
        case "day":
            return _day(column, value, locale)
        case "area" | "money" | "count" | "number" | "percent":
            return _number(column, value, factor, locale)
        case "choice":
            return _choice(column, value)
    return read_value(_headed(column, column.kind, Decimal(1)), value, locale)


def _headed(column: EntryColumn, kind: Any, factor: Decimal) -> HeadedColumn:
    listed = ListColumn(
        key=column.key,
        header=column.header,
        kind=kind,
        hint=column.hint,
        width=column.width,
        choices=column.choices,
    )
    return HeadedColumn(listed, column.header, factor)


def _choice(column: EntryColumn, value: CellValue) -> str:
    return str(read_value(_headed(column, "choice", Decimal(1)), value, None))


def _day(column: EntryColumn, value: CellValue, locale: NumberLocale | None) -> date:
    span: DateSpan = read_value(_headed(column, "date", Decimal(1)), value, locale)
    if span.start is None or span.last_day is None:
        raise BadCell("not_a_date", N_("Expected a day dd/mm/yyyy."))
    if span.precision != "day" and column.key in _LAST_DAY:
        return span.last_day
    if span.precision != "day" and column.key not in _FIRST_DAY:
        raise BadCell("not_a_day", N_("Expected a day dd/mm/yyyy; a month or year is not enough."))
    return span.start


def _number(
    column: EntryColumn, value: CellValue, factor: Decimal, locale: NumberLocale | None
) -> Decimal | int:
    kind = "area" if column.kind in ("number", "percent") else column.kind
    if column.kind == "percent" and isinstance(value, str):
        value = value.replace("%", "").strip()
    found = read_value(_headed(column, kind, factor), value, locale)
    if isinstance(found, int):
        return found
    if found.value_max is not None or found.qualifier is not None:
        raise BadCell(
            "not_one_value", N_("Expected one figure, not a range or an estimate; say so in Note.")
        )
    amount: Decimal = found.value
    if column.kind == "percent" and amount > MOST_PERCENT:
        raise BadCell("above_100", N_("Expected a share from 0 to 100 percent."))
    return amount


def to_plain(value: Any) -> Any:
    """The value as plain JSON; numbers exact as text."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def from_plain(column: EntryColumn, value: Any) -> Any:
    """The value back."""
    if column.kind in ("area", "money", "number", "percent"):
        return Decimal(str(value))
    return date.fromisoformat(str(value)) if column.kind == "day" else value
