"""Windows and due days of the reporting circular."""

from datetime import date

import pytest

from cluster_gis.domain.reporting.periods import due_date, latest_period, parse_period
from cluster_gis.errors import InvalidInput
from cluster_gis.law.reporting import FORMS, report_duties
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


def test_due_days_and_recipients_of_the_forms_are_those_of_the_law_register():
    """Two tables say when a report is due: the forms' own, and that of the law; they agree."""
    shipped = {form.form for form in read_forms()} & set(FORMS)
    assert {"03", "04"} <= shipped
    for duty in report_duties(2026):
        if duty.form not in shipped:
            continue
        period = parse_period(duty.period)
        form = find_form(duty.form, period.last)
        assert due_date(form, period) == duty.due_date, (duty.form, duty.period)
        assert form.party == duty.party.value
        assert (period.first, period.last) == (duty.window_first, duty.window_last)
