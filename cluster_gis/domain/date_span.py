"""Dates as sources print them: a span of days and how precise it was."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "month", "quarter", "year", "unknown"]
#: Why a fact begins on its first day; `known_no_later_than` = a report of that day says so.
DateBasis = Literal["decision", "event", "law", "known_no_later_than", "correction", "unknown"]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days [start, end_exclusive) that a printed date means; both None = not known."""

    start: date | None = None
    end_exclusive: date | None = None
    precision: Precision = "unknown"

    @property
    def last_day(self) -> date | None:
        """The last day it can mean."""
        return None if self.end_exclusive is None else self.end_exclusive - timedelta(days=1)

    def supported_from(self, basis: DateBasis) -> date | None:
        """First day on which a fact with this date may be shown to hold.

        An event or a decision begins with its printed period; something that was only
        reported in a period is surely known at the end of it.
        """
        return self.last_day if basis == "known_no_later_than" else self.start


UNKNOWN_DATE = DateSpan()
