"""Windows and due days of the reporting circular."""

from datetime import date, timedelta

import pytest

from cluster_gis.domain.reporting.periods import due_date, latest_period, parse_period
from cluster_gis.errors import InvalidInput
from cluster_gis.law.register import BY_ID
from cluster_gis.services.read_report_forms import find_form, read_forms


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        pytest.param("2026-H1", date(2025, 12, 15), date(2026, 6, 14), id="half-year"),
        pytest.param("2026-Y", date(2025, 12, 15), date(2026, 12, 14), id="the-whole-year-again"),
        pytest.param("2026-9m", date(2025, 12, 15), date(2026, 9, 14), id="nine-months"),
    ],
)
def test_windows(text, first, last):
    period = parse_period(text)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("text", ["2026", "2026-H2", "H1-2026", "26-H1", ""])
def test_other_periods_are_refused(text):
    with pytest.raises(InvalidInput, match="2026-H1, 2026-9M, 2026-Y"):
        parse_period(text)


@pytest.mark.parametrize(
    ("day", "key"),
    [
        pytest.param(date(2026, 6, 13), "2025-Y", id="the-day-before-the-window-closes"),
        pytest.param(date(2026, 6, 14), "2026-H1", id="the-last-day-of-the-window"),
        pytest.param(date(2026, 12, 14), "2026-Y", id="the-last-day-of-the-year"),
    ],
)
def test_latest_period(day, key):
    assert latest_period(day).key == key


@pytest.mark.parametrize(
    ("period", "form", "due"),
    [
        ("2026-H1", "01", "2026-06-19"),
        ("2026-H1", "02", "2026-06-19"),
        ("2026-H1", "03", "2026-06-24"),
        ("2026-H1", "04", "2026-06-29"),
        ("2026-Y", "01", "2026-12-19"),
        ("2026-Y", "02", "2026-12-19"),
        ("2026-Y", "03", "2026-12-24"),
        ("2026-Y", "04", "2026-12-30"),
        ("2026-Y", "005.N/BCB-CT", "2027-03-31"),
        pytest.param("2021-Y", "04", None, id="the-day-of-an-unread-circular-is-not-made-up"),
    ],
)
def test_before_a_day_means_the_day_before_it(period, form, due):
    asked = parse_period(period)
    expected = None if due is None else date.fromisoformat(due)
    assert due_date(find_form(form, asked.last), asked) == expected


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("01", "producer"),
        ("02", "infrastructure_investor"),
        ("03", "local_pc"),
        ("04", "department_of_industry_and_trade"),
    ],
)
def test_the_shipped_forms_are_due_when_the_register_of_the_law_says(name, party):
    [row] = BY_ID[f"RPT-{name}"].versions
    form = find_form(name, date(2025, 12, 14))
    named = [date.fromisoformat(f"2025-{day}") for day in row.limit.threshold.split(";")]
    found = [due_date(form, parse_period(f"2025-{kind}")) for kind in ("H1", "Y")]
    assert found == [day - timedelta(days=1) for day in named]
    first = min(one.valid_from for one in read_forms() if one.form == name and one.due)
    assert form.party == party
    assert first == row.effective_from == date(2024, 10, 1)


def test_windows_are_those_of_the_register_of_the_law():
    for rule, kind in (("RPT-CUT-H1", "H1"), ("RPT-CUT-Y", "Y")):
        [row] = BY_ID[rule].versions
        period = parse_period(f"2026-{kind}")
        assert row.limit.threshold == f"{period.first:%m-%d}(prev)..{period.last:%m-%d}"
