"""Reporting duties: windows, last days in time, recipients, states."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_gis.errors import InvalidInput
from cluster_gis.law.reporting import (
    Party,
    ReportState,
    recipients_on,
    report_duties,
    report_state,
    reporter_on,
)


def _duty(period, form):
    return next(
        duty
        for duty in report_duties(int(period[:4]))
        if duty.period == period and duty.form == form
    )


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
    ],
)
def test_before_a_day_means_the_day_before_it(period, form, due):
    assert _duty(period, form).due_date == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("period", "last"),
    [("2025-H1", date(2025, 6, 14)), ("2025-Y", date(2025, 12, 14))],
)
def test_both_windows_start_on_15_december_of_the_year_before(period, last):
    duty = _duty(period, "04")
    assert (duty.window_first, duty.window_last) == (date(2024, 12, 15), last)


@pytest.mark.parametrize(
    ("as_of", "submitted", "state"),
    [
        pytest.param("2026-06-11", None, ReportState.NOT_DUE, id="eight-days-before"),
        pytest.param("2026-06-12", None, ReportState.DUE_SOON, id="seven-days-before"),
        pytest.param("2026-06-19", None, ReportState.DUE_SOON, id="last-day-in-time"),
        pytest.param("2026-06-20", None, ReportState.MISSING, id="the-day-named-is-too-late"),
        pytest.param("2026-06-30", "2026-06-19", ReportState.SUBMITTED, id="sent-on-the-last-day"),
        pytest.param("2026-06-30", "2026-06-20", ReportState.LATE_SUBMITTED, id="sent-a-day-late"),
        pytest.param("2026-06-11", "2026-06-12", ReportState.NOT_DUE, id="not-sent-yet-that-day"),
        pytest.param("2026-06-20", "2026-06-25", ReportState.MISSING, id="sent-later-than-asked"),
    ],
)
def test_states_of_form_01_in_june_2026(as_of, submitted, state):
    sent = None if submitted is None else date.fromisoformat(submitted)
    assert report_state(_duty("2026-H1", "01"), date.fromisoformat(as_of), sent) is state


@pytest.mark.parametrize(
    ("period", "reporter", "recipients"),
    [
        ("2025-H1", "district_pc", ("district_statistics_office", "district_pc")),
        ("2025-Y", "commune_pc", ("area_statistics_office", "commune_pc")),
    ],
)
def test_the_commune_takes_the_districts_place_on_1_july_2025(period, reporter, recipients):
    assert _duty(period, "03").reporter == reporter
    assert _duty(period, "01").recipients == recipients


def test_recipients_follow_the_day_of_sending():
    assert "district_pc" in recipients_on("02", date(2025, 6, 30))
    assert "commune_pc" in recipients_on("02", date(2025, 7, 1))
    assert reporter_on(Party.LOCAL_PC, date(2025, 6, 30)) == "district_pc"
    assert reporter_on(Party.INVESTOR, date(2025, 7, 1)) == "infrastructure_investor"


@pytest.mark.parametrize(
    ("period", "rule", "confidence"),
    [
        pytest.param("2017-Y", "RPT-V1", "secondary", id="first-report-of-circular-15"),
        pytest.param("2020-Y", "RPT-V1", "secondary", id="last-report-of-circular-15"),
        pytest.param("2021-H1", "RPT-V2", "memory", id="circular-28"),
        pytest.param("2024-H1", "RPT-V2", "memory", id="last-report-of-circular-28"),
        pytest.param("2024-Y", "RPT-03", "text", id="first-report-of-circular-14"),
    ],
)
def test_the_circular_in_force_at_the_end_of_the_period_holds(period, rule, confidence):
    duty = _duty(period, "03")
    assert (duty.rule, duty.confidence) == (rule, confidence)


def test_the_day_of_an_unread_circular_is_not_made_up():
    duty = _duty("2021-Y", "04")
    assert duty.due_date is None
    assert report_state(duty, date(2030, 1, 1)) is ReportState.DUE_DATE_UNKNOWN
    assert report_state(duty, date(2030, 1, 1), date(2021, 12, 30)) is ReportState.SUBMITTED


def test_no_duty_before_the_first_circular():
    assert report_duties(2016) == ()
    assert {duty.period for duty in report_duties(2017)} == {"2017-Y"}


def test_the_statistics_form_starts_with_2026():
    assert report_duties(2025, Party.MINISTRY) == ()
    [duty] = report_duties(2026, Party.MINISTRY)
    assert duty.rule == "RPT-STAT"


def test_one_party_sees_its_own_duties_only():
    assert [duty.form for duty in report_duties(2026, Party.INVESTOR)] == ["02", "02"]


def test_a_year_that_is_no_year_is_refused():
    with pytest.raises(InvalidInput, match="year is 0"):
        report_duties(0)


STAGES = [ReportState.NOT_DUE, ReportState.DUE_SOON, ReportState.MISSING]


@given(st.dates(date(2026, 1, 1), date(2027, 6, 30)), st.integers(0, 400))
def test_an_unsent_report_never_goes_back_to_an_earlier_state(day, later):
    for duty in report_duties(2026):
        first = report_state(duty, day)
        second = report_state(duty, date.fromordinal(day.toordinal() + later))
        assert STAGES.index(second) >= STAGES.index(first)
