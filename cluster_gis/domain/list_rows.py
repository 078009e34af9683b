"""A row of a list of clusters as read: what each cell says, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellIssue:
    """Something about one cell. place: "Danh mục!F12"; key: of the column; value as printed.

    error: the cell cannot be taken as it stands. message: an English msgid with named values,
    which says the form expected.
    """

    code: str
    severity: Severity
    message: str
    place: str
    key: str
    value: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListCell:
    """A filled cell. value: Amount, DateSpan, int or text; text: as printed."""

    place: str
    text: str
    value: Any


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row. cells: column key -> cell, of cells that could be read; empty ones are absent.

    empty: keys of columns of the file that are empty in this row.
    """

    line: int
    place: str
    cells: Mapping[str, ListCell]
    issues: Sequence[CellIssue] = ()
    hidden: bool = False
    empty: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReading:
    """A whole list. as_of: the day its figures hold, where the file says it.

    columns: key -> (letter, header); extra: (letter, header) that mean nothing here; unsure:
    (letter, header, key it resembles); missing: keys of columns that the file lacks.
    unsaved: cells whose formula has no stored value.
    """

    sheet: str
    rows: Sequence[ListRow]
    columns: Mapping[str, tuple[str, str]]
    extra: Sequence[tuple[str, str]]
    unsure: Sequence[tuple[str, str, str]]
    missing: Sequence[str]
    as_of: date | None
    unsaved: Sequence[str] = ()
