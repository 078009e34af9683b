"""The calendar of working days: public holidays of Việt Nam as an immutable value.

Two sources, in this order: the library `holidays` (country VN: Labour Code 2012
Điều 115, 2019 Điều 112, days in lieu of weekends, swapped days it knows of) and
the dated table `data/public_holidays/overrides.csv`, which wins. A province that
knows better edits the table, not the code.

A day can be *unsure*: not counted as a working day, while another lawful reading
counts it. These are Saturdays worked in exchange for a swapped day off, and days
whose enactment was not read in the signed text. Deadlines show both results.

The Prime Minister fixes the days of Tết and of 2 September each year, so every day
after `checked_through` is a computed forecast and is said to be one.
"""

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import holidays

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

DATA = Path(__file__).resolve().parents[2] / "data" / "public_holidays"
FIRST_YEAR, LAST_YEAR = 2009, 2060

OverrideKind = Literal["off", "working", "unsure"]
KINDS: tuple[OverrideKind, ...] = ("off", "working", "unsure")
COLUMNS = ("date", "kind", "recurs", "name_vi", "name_en", "document", "confidence", "note")
SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A day named by the library or by the table. document: the act, None = by the Labour Code."""

    day: date
    name_vi: str
    name_en: str
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One row of the table. yearly: the same day and month in every later year too."""

    day: date
    kind: OverrideKind
    yearly: bool
    name_vi: str
    name_en: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Days off between first_day and last_day (inclusive); weekends are not listed.

    off: holidays and swapped days. working: weekend days decided to be worked.
    unsure: not counted, but another lawful reading counts them.
    checked_through: last day for which the yearly leave of state bodies was announced.
    """

    first_day: date
    last_day: date
    checked_through: date
    off: Mapping[date, SpecialDay]
    unsure: Mapping[date, SpecialDay]
    working: Mapping[date, SpecialDay]

    def special_days(self, first: date, last: date) -> tuple[SpecialDay, ...]:
        """Listed days from `first` to `last`, both included, in order."""
        listed = {**self.working, **self.off, **self.unsure}
        return tuple(listed[day] for day in sorted(listed) if first <= day <= last)


def is_working_day(day: date, calendar: Calendar, *, unsure_as_working: bool = False) -> bool:
    """Whether `day` counts as a working day; raises InvalidInput outside the calendar."""
    if not calendar.first_day <= day <= calendar.last_day:
        raise InvalidInput(
            N_("{field} is {value}; the calendar of working days covers {first} to {last}."),
            field="date",
            value=day.isoformat(),
            first=calendar.first_day.isoformat(),
            last=calendar.last_day.isoformat(),
        )
    if day in calendar.unsure:
        return unsure_as_working
    if day in calendar.working:
        return True
    return day.weekday() < SATURDAY and day not in calendar.off


def build_calendar(
    overrides: Iterable[Override] = (),
    *,
    checked_through: date,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
) -> Calendar:
    """The calendar of whole years, from the library and the rows of the table."""
    years = range(first_year, last_year + 1)
    in_vietnamese = holidays.country_holidays("VN", years=years, language="vi")
    in_english = holidays.country_holidays("VN", years=years, language="en_US")
    off = {
        day: SpecialDay(day=day, name_vi=name, name_en=in_english[day])
        for day, name in in_vietnamese.items()
    }
    unsure = {
        day: SpecialDay(
            day=day, name_vi="Ngày thứ Bảy làm việc bù", name_en="Make-up working Saturday"
        )
        for day in in_vietnamese.weekend_workdays
    }
    working: dict[date, SpecialDay] = {}
    for row in sorted(overrides, key=lambda override: override.day):
        for day in _days_of(row, last_year):
            special = SpecialDay(
                day=day, name_vi=row.name_vi, name_en=row.name_en, document=row.document
            )
            for table in (off, unsure, working):
                table.pop(day, None)
            {"off": off, "unsure": unsure, "working": working}[row.kind][day] = special
    return Calendar(
        first_day=date(first_year, 1, 1),
        last_day=date(last_year, 12, 31),
        checked_through=checked_through,
        off=MappingProxyType(off),
        unsure=MappingProxyType(unsure),
        working=MappingProxyType(working),
    )


def parse_overrides(text: str) -> tuple[Override, ...]:
    """Rows of the CSV table; raises InvalidInput naming line, column and expected form."""
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise InvalidInput(
            N_("The first line of {field} is {value}; expected the columns {expected}."),
            field="overrides.csv",
            value=",".join(reader.fieldnames or ()),
            expected=",".join(COLUMNS),
        )
    return tuple(_parse_row(row, reader.line_num) for row in reader)


@cache
def vietnam_calendar() -> Calendar:
    """The shipped calendar: library plus `data/public_holidays`, read once."""
    source = tomllib.loads((DATA / "source.toml").read_text(encoding="utf-8"))
    overrides = parse_overrides((DATA / "overrides.csv").read_text(encoding="utf-8"))
    return build_calendar(overrides, checked_through=source["checked_through"])


def _days_of(row: Override, last_year: int) -> list[date]:
    """The day of the row; of a yearly row, the working day it takes in every year."""
    if not row.yearly:
        return [row.day]
    days = [row.day.replace(year=year) for year in range(row.day.year, last_year + 1)]
    # Labour Code Điều 111(3): a holiday on a weekly day off is taken on the next working day.
    return [
        day if day.weekday() < SATURDAY else day + timedelta(days=7 - day.weekday()) for day in days
    ]


def _parse_row(row: Mapping[str, str], line: int) -> Override:
    try:
        day = date.fromisoformat(row["date"])
    except (TypeError, ValueError):
        raise _bad_cell(line, "date", row["date"], "YYYY-MM-DD") from None
    kind = next((kind for kind in KINDS if kind == row["kind"]), None)
    if kind is None:
        raise _bad_cell(line, "kind", row["kind"], " | ".join(KINDS))
    if row["recurs"] not in ("", "yearly"):
        raise _bad_cell(line, "recurs", row["recurs"], "yearly")
    if row["recurs"] and (day.month, day.day) == (2, 29):
        raise _bad_cell(line, "recurs", row["recurs"], "YYYY-MM-DD != 02-29")
    return Override(
        day=day,
        kind=kind,
        yearly=row["recurs"] == "yearly",
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        document=row["document"],
    )


def _bad_cell(line: int, column: str, value: str, expected: str) -> InvalidInput:
    return InvalidInput(
        N_("Line {line}, {field}: {value} is not of the form {expected}."),
        field=f"overrides.csv:{column}",
        line=line,
        value=repr(value),
        expected=expected,
    )
