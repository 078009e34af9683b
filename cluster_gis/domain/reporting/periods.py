"""Periods of reports: "2026-H1", "2026-9M", "2026-Y" and their windows of data.

Circular 14/2024/TT-BCT, Điều 3 khoản 2: the half-year is 15 December of the year before to 14
June, the year 15 December to 14 December. The nine-month window that conferences ask for is built
the same way; no text fixes it. A year report covers the whole window again, it is no second half.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from cluster_gis.domain.reporting.forms import Due, Form
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

#: kind -> month whose 14th closes the window.
CLOSING_MONTH = {"H1": 6, "9M": 9, "Y": 12}
KIND_NAMES = {
    "H1": N_("first half of {year}"),
    "9M": N_("nine months of {year}"),
    "Y": N_("year {year}"),
}
_PERIOD = re.compile(r"(\d{4})-(H1|9M|Y)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One period. first, last: days of its data, both included; `last` is the cut-off."""

    year: int
    kind: str

    @property
    def key(self) -> str:
        """As people write it: 2026-H1."""
        return f"{self.year:04d}-{self.kind}"

    @property
    def first(self) -> date:
        """First day of the data."""
        return date(self.year - 1, 12, 15)

    @property
    def last(self) -> date:
        """Last day of the data, the cut-off."""
        return date(self.year, CLOSING_MONTH[self.kind], 14)

    @property
    def before(self) -> "Period":
        """The same period of the year before: what figures are compared with."""
        return Period(self.year - 1, self.kind)

    def __str__(self) -> str:
        return self.key


def parse_period(text: str) -> Period:
    """The period of "2026-H1"; raises InvalidInput for anything else."""
    found = _PERIOD.fullmatch(text.strip())
    if found is None or not 1990 <= int(found.group(1)) <= 2100:
        raise InvalidInput(
            N_("{field} is {value}; expected {expected}."),
            field="period",
            value=repr(text),
            expected="2026-H1, 2026-9M, 2026-Y",
        )
    return Period(int(found.group(1)), found.group(2).upper())


def due_of(form: Form, period: Period) -> Due | None:
    """What the form says of this kind of period; None = it is not owed for it."""
    return next((due for due in form.due if due.kind == period.kind), None)


def due_date(form: Form, period: Period) -> date | None:
    """Last day in time; "before 20 June" is exclusive, so 19 June. None = not owed."""
    due = due_of(form, period)
    if due is None:
        return None
    day = date(period.year + due.years_later, *due.before)
    return day if due.inclusive else day - timedelta(days=1)


def cut_off_of(form: Form, period: Period) -> date:
    """The day the form's figures are told for: the period's last, or a day of its own."""
    if form.cut_off is None or period.kind != "Y":
        return period.last
    return date(period.year, *form.cut_off)


def latest_period(day: date) -> Period:
    """The half-year or year whose window closed last by `day`."""
    ended = [
        period
        for year in (day.year - 1, day.year)
        for kind in ("H1", "Y")
        if (period := Period(year, kind)).last <= day
    ]
    return max(ended, key=lambda period: period.last)
