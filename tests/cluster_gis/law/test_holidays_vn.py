"""The calendar of working days, checked against a list of days off keyed by hand."""

import hashlib
import tomllib
from datetime import date, timedelta

import pytest

from cluster_gis.errors import InvalidInput
from cluster_gis.law.holidays_vn import (
    DATA,
    Override,
    build_calendar,
    is_working_day,
    parse_overrides,
    vietnam_calendar,
)

CALENDAR = vietnam_calendar()

#: First and last weekday of Tết leave of civil servants, as generally reported each year.
TET_LEAVE = {
    2017: ((1, 26), (2, 1)),
    2018: ((2, 14), (2, 20)),
    2019: ((2, 4), (2, 8)),
    2020: ((1, 23), (1, 29)),
    2021: ((2, 10), (2, 16)),
    2022: ((1, 31), (2, 4)),
    2023: ((1, 20), (1, 26)),
    2024: ((2, 8), (2, 14)),
    2025: ((1, 27), (1, 31)),
    2026: ((2, 16), (2, 20)),
}
#: Weekdays off outside Tết: 1/1, Hùng Kings, 30/4, 1/5, 2/9 and its neighbour, with days in lieu
#: and swapped days.
OTHER_WEEKDAYS_OFF = {
    2017: "01-02 04-06 05-01 05-02 09-04",
    2018: "01-01 04-25 04-30 05-01 09-03 12-31",
    2019: "01-01 04-15 04-29 04-30 05-01 09-02",
    2020: "01-01 04-02 04-30 05-01 09-02",
    2021: "01-01 04-21 04-30 05-03 09-02 09-03",
    2022: "01-03 04-11 05-02 05-03 09-01 09-02",
    2023: "01-02 05-01 05-02 05-03 09-01 09-04",
    2024: "01-01 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
    2027: "01-01 02-04 02-05 02-08 02-09 02-10 04-16 04-30 05-03 09-02 09-03 11-24",
}


def _weekdays_off(year):
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    return {
        day
        for day in days
        if day.year == year and day.weekday() < 5 and not is_working_day(day, CALENDAR)
    }


@pytest.mark.parametrize("year", OTHER_WEEKDAYS_OFF)
def test_weekdays_off_of_a_year_are_exactly_the_announced_ones(year):
    expected = {date.fromisoformat(f"{year}-{day}") for day in OTHER_WEEKDAYS_OFF[year].split()}
    if year in TET_LEAVE:
        (first, last) = (date(year, *day) for day in TET_LEAVE[year])
        span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        expected |= {day for day in span if day.weekday() < 5}
    assert _weekdays_off(year) == expected


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 2, 14), id="saturday"),
        pytest.param(date(2026, 2, 22), id="sunday"),
        pytest.param(date(2026, 8, 22), id="make-up-saturday-is-not-counted"),
        pytest.param(date(2026, 11, 24), id="day-of-culture-is-not-counted"),
        pytest.param(date(2029, 11, 26), id="day-of-culture-on-a-saturday-moves-to-monday"),
    ],
)
def test_days_that_are_not_counted(day):
    assert not is_working_day(day, CALENDAR)


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        pytest.param(date(2026, 8, 22), True, id="make-up-saturday"),
        pytest.param(date(2026, 1, 10), True, id="make-up-saturday-of-the-table"),
        pytest.param(date(2026, 11, 24), True, id="day-of-culture"),
        pytest.param(date(2029, 11, 26), True, id="day-of-culture-in-lieu"),
        pytest.param(date(2029, 11, 24), False, id="day-of-culture-on-a-saturday-stays-weekend"),
        pytest.param(date(2026, 8, 15), False, id="plain-saturday"),
        pytest.param(date(2025, 11, 24), True, id="the-year-before-the-day-of-culture"),
    ],
)
def test_the_other_reading_counts_unsure_days_only(day, counted):
    assert is_working_day(day, CALENDAR, unsure_as_working=True) is counted


def test_the_neighbour_of_national_day_is_off_from_2021_only():
    assert is_working_day(date(2020, 9, 3), CALENDAR)
    assert not is_working_day(date(2021, 9, 3), CALENDAR)


def test_a_row_of_the_table_turns_a_holiday_into_a_working_day():
    row = Override(
        day=date(2027, 2, 4),
        kind="working",
        yearly=False,
        name_vi="Ngày làm việc",
        name_en="Working day",
        document="test",
    )
    calendar = build_calendar([row], checked_through=date(2026, 12, 31))
    assert is_working_day(date(2027, 2, 4), calendar)
    assert not is_working_day(date(2027, 2, 5), calendar)
    assert not is_working_day(date(2027, 2, 4), CALENDAR)


def test_the_calendar_is_immutable():
    with pytest.raises(TypeError):
        CALENDAR.off[date(2026, 3, 3)] = None


def test_a_day_outside_the_calendar_is_refused_by_name():
    with pytest.raises(InvalidInput, match=r"2061-01-03.*2009-01-01 to 2060-12-31"):
        is_working_day(date(2061, 1, 3), CALENDAR)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        pytest.param("30/4/2027,off,,a,b,c,text,", "Line 2.*date.*30/4/2027", id="date"),
        pytest.param("2027-04-30,holiday,,a,b,c,text,", "Line 2.*kind.*holiday", id="kind"),
        pytest.param("2027-04-30,off,weekly,a,b,c,text,", "Line 2.*recurs.*weekly", id="recurs"),
        pytest.param("2028-02-29,off,yearly,a,b,c,text,", "Line 2.*recurs", id="leap-day"),
    ],
)
def test_a_bad_row_is_named_by_line_and_column(row, named):
    head = "date,kind,recurs,name_vi,name_en,document,confidence,note\n"
    with pytest.raises(InvalidInput, match=named):
        parse_overrides(head + row)


def test_a_table_with_other_columns_is_refused():
    with pytest.raises(InvalidInput, match="expected the columns date,kind"):
        parse_overrides("day,kind\n2027-04-30,off\n")


def test_the_shipped_table_is_the_one_described():
    source = tomllib.loads((DATA / "source.toml").read_text(encoding="utf-8"))
    [(name, told)] = source["files"].items()
    table = (DATA / name).read_bytes()
    assert hashlib.sha256(table).hexdigest() == told["sha256"]
    assert len(parse_overrides(table.decode())) == told["rows"]


def test_days_between_are_listed_with_their_names_in_both_languages():
    names = [
        (day.day, day.name_vi, day.name_en)
        for day in CALENDAR.special_days(date(2026, 8, 30), date(2026, 9, 1))
    ]
    assert names == [
        (date(2026, 8, 31), "Ngày nghỉ (thay cho ngày 22/08/2026)", names[0][2]),
        (date(2026, 9, 1), "Quốc khánh", "National Day"),
    ]
