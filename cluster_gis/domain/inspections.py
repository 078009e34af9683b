"""What is still to be remedied of inspections on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """Sums over the rows of inspections known on a day.

    findings: made; open: not remedied; overdue: open and after their day; without_day: open and no
    day was set. days: of the one overdue longest, 0 = none is.
    """

    inspections: int
    findings: int
    open: int
    overdue: int
    without_day: int
    days: int


def is_open(row: Row, on: date) -> bool:
    """Whether the row is a finding that is not remedied on the day."""
    done = row["remedied_on"]
    return row["finding"] is not None and (done is None or done > on)


def days_overdue(row: Row, on: date) -> int | None:
    """Days after the due day of an open finding; 0 = not overdue, None = open without a day."""
    if not is_open(row, on):
        return 0
    return None if row["due"] is None else max(0, (on - row["due"]).days)


def inspection_of(row: Row) -> tuple[str, date]:
    """What rows of one inspection share: its decision, else who inspected, and its day."""
    return str(row["decision"] or row["inspector"]), row["inspected_on"]


def sum_remedies(rows: Sequence[Row], on: date) -> Remedies | None:
    """The sums; None = no inspection is recorded by that day, which is not "nothing found"."""
    known = [row for row in rows if row["inspected_on"] <= on]
    if not known:
        return None
    late = [days_overdue(row, on) for row in known]
    return Remedies(
        inspections=len({inspection_of(row) for row in known}),
        findings=sum(row["finding"] is not None for row in known),
        open=sum(is_open(row, on) for row in known),
        overdue=sum(bool(days) for days in late),
        without_day=sum(days is None for days in late),
        days=max((days for days in late if days), default=0),
    )
