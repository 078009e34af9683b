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

    def supported_from(self, basis: DateBasis, *, read_on: date | None = None) -> date | None:
        """First day on which a fact with this date may be shown to hold.

        An event or a decision begins with its printed period; something that was only
        reported in a period is surely known at the end of it, or when it was read (`read_on`).
        """
        if basis != "known_no_later_than" or self.last_day is None:
            return self.start
        return self.last_day if read_on is None else min(self.last_day, read_on)


UNKNOWN_DATE = DateSpan()
