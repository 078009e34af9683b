"""Statutory clocks: hand-checked weeks, and what may never happen."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_gis.errors import InvalidInput
from cluster_gis.law.deadlines import Pause, State, clock, count_days, due_date
from cluster_gis.law.holidays_vn import vietnam_calendar
from cluster_gis.law.procedure_steps import Actor, DayKind, procedure_steps

CALENDAR = vietnam_calendar()
WORKING, DAYS = DayKind.WORKING, DayKind.CALENDAR

RECEIVED = st.dates(date(2017, 7, 15), date(2035, 12, 31))
LENGTH = st.integers(0, 40)
KIND = st.sampled_from(DayKind)
UNSURE = st.booleans()


@st.composite
def pauses(draw):
    requested = draw(st.dates(date(2017, 7, 15), date(2036, 12, 31)))
    days = draw(st.one_of(st.none(), st.integers(0, 60)))
    return Pause(requested, None if days is None else requested + timedelta(days=days))


def _step(received, rule):
    return next(step for step in procedure_steps("establish", received) if step.rule == rule)


def _later(first, second):
    """Whether `second` is at least `first`, where None (never fixed) is the latest."""
    return second is None or (first is not None and second >= first)


@pytest.mark.parametrize(
    ("received", "days", "kind", "due"),
    [
        pytest.param("2026-03-02", 0, WORKING, "2026-03-02", id="no-days"),
        pytest.param("2026-03-02", 1, WORKING, "2026-03-03", id="day-1-is-the-day-after"),
        pytest.param("2026-03-06", 1, WORKING, "2026-03-09", id="friday-to-monday"),
        pytest.param("2026-03-07", 1, WORKING, "2026-03-09", id="received-on-a-saturday"),
        pytest.param("2026-03-02", 25, DAYS, "2026-03-27", id="calendar-days"),
        # Tết 2025: off 27–31 January, so 23, 24 January and 3, 4, 5 February count.
        pytest.param("2025-01-22", 5, WORKING, "2025-02-05", id="tet-2025"),
        # Tết 2026: off 16–20 February, so 12, 13 and 23, 24, 25 February count.
        pytest.param("2026-02-11", 5, WORKING, "2026-02-25", id="tet-2026"),
        # 27 April in lieu of Hùng Kings' Sunday, 30 April, 1 May: 28, 29 April, 4, 5, 6 May.
        pytest.param("2026-04-26", 5, WORKING, "2026-05-06", id="april-2026"),
        # 31 August swapped, 1 and 2 September: 27, 28 August, 3, 4, 7 September.
        pytest.param("2026-08-26", 5, WORKING, "2026-09-07", id="national-day-2026"),
        pytest.param("2025-12-31", 1, WORKING, "2026-01-05", id="new-year-2026-with-swap"),
    ],
)
def test_due_dates_checked_by_hand(received, days, kind, due):
    found = due_date(date.fromisoformat(received), days, kind, CALENDAR)
    assert found == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("pause", "due"),
    [
        pytest.param(Pause(date(2026, 3, 4), date(2026, 3, 4)), "2026-03-09", id="same-day"),
        # 3, 4 March count; 5–11 March are the pause; 12, 13, 16 March count.
        pytest.param(Pause(date(2026, 3, 4), date(2026, 3, 11)), "2026-03-16", id="a-week"),
        pytest.param(Pause(date(2026, 2, 2), date(2026, 2, 27)), "2026-03-09", id="before"),
        pytest.param(Pause(date(2026, 3, 9), date(2026, 4, 9)), "2026-03-09", id="on-the-last-day"),
        pytest.param(Pause(date(2026, 3, 9)), "2026-03-09", id="open-after-the-last-day"),
        pytest.param(Pause(date(2026, 3, 6)), None, id="open-before-the-last-day"),
    ],
)
def test_a_completion_request_stops_the_clock(pause, due):
    found = due_date(date(2026, 3, 2), 5, WORKING, CALENDAR, [pause])
    assert found == (None if due is None else date.fromisoformat(due))


def test_a_completion_before_its_request_is_refused():
    with pytest.raises(InvalidInput, match=r"pause\.completed is 2026-03-01"):
        Pause(date(2026, 3, 2), date(2026, 3, 1))


def test_a_negative_limit_is_refused():
    with pytest.raises(InvalidInput, match="days is -1"):
        due_date(date(2026, 3, 2), -1, WORKING, CALENDAR)


@given(RECEIVED, st.integers(0, 40), LENGTH, KIND, st.lists(pauses(), max_size=3), UNSURE)
def test_a_later_reception_is_never_due_earlier(received, later, days, kind, held, unsure):
    first = due_date(received, days, kind, CALENDAR, held, unsure_as_working=unsure)
    moved = received + timedelta(days=later)
    second = due_date(moved, days, kind, CALENDAR, held, unsure_as_working=unsure)
    # With no day left to count a limit is due on reception itself, whatever is paused.
    assert _later(first, second) or days == 0


@given(RECEIVED, LENGTH, st.integers(1, 20), KIND, st.lists(pauses(), max_size=3))
def test_more_days_are_due_later(received, days, more, kind, held):
    first = due_date(received, days, kind, CALENDAR, held)
    second = due_date(received, days + more, kind, CALENDAR, held)
    assert second is None or (first is not None and second > first)


@given(RECEIVED, LENGTH, KIND, st.lists(pauses(), max_size=2), pauses())
def test_one_more_pause_only_pushes_later(received, days, kind, held, added):
    first = due_date(received, days, kind, CALENDAR, held)
    assert _later(first, due_date(received, days, kind, CALENDAR, [*held, added]))


@given(RECEIVED, LENGTH, KIND, st.lists(pauses(), max_size=3))
def test_counting_to_the_due_date_gives_the_limit_back(received, days, kind, held):
    due = due_date(received, days, kind, CALENDAR, held)
    if due is not None:
        assert count_days(received, due, kind, CALENDAR, held) == days


@given(RECEIVED, LENGTH)
def test_working_days_are_never_due_before_calendar_days(received, days):
    calendar_days = due_date(received, days, DAYS, CALENDAR)
    assert due_date(received, days, WORKING, CALENDAR) >= calendar_days


@given(RECEIVED, LENGTH)
def test_counting_unsure_days_never_makes_a_limit_later(received, days):
    counted = due_date(received, days, WORKING, CALENDAR, unsure_as_working=True)
    assert counted <= due_date(received, days, WORKING, CALENDAR)


@pytest.mark.parametrize(
    ("as_of", "done", "state", "used", "left", "late"),
    [
        pytest.param("2026-02-10", None, State.NOT_STARTED, 0, 5, 0, id="before-the-start"),
        pytest.param("2026-02-13", None, State.RUNNING, 2, 3, 0, id="before-tet"),
        pytest.param("2026-02-22", None, State.RUNNING, 2, 3, 0, id="tet-does-not-count"),
        pytest.param("2026-02-25", None, State.RUNNING, 5, 0, 0, id="last-day-is-in-time"),
        pytest.param("2026-02-26", None, State.OVERDUE, 6, 0, 1, id="one-day-late"),
        pytest.param("2026-03-30", "2026-02-25", State.DONE, 5, 0, 0, id="done-in-time"),
        pytest.param("2026-03-30", "2026-02-27", State.DONE_LATE, 7, 0, 2, id="done-late"),
        pytest.param("2026-02-13", "2026-02-27", State.RUNNING, 2, 3, 0, id="done-in-the-future"),
    ],
)
def test_the_clock_of_a_notice_over_tet_2026(as_of, done, state, used, left, late):
    received = date(2026, 2, 11)
    measured = clock(
        _step(received, "PROC-NOTICE"),
        received,
        [],
        CALENDAR,
        date.fromisoformat(as_of),
        done=None if done is None else date.fromisoformat(done),
    )
    assert measured.due_date == date(2026, 2, 25)
    assert (measured.state, measured.days_used) == (state, used)
    assert (measured.days_left, measured.days_late) == (left, late)
    assert measured.overdue is (late > 0)


def test_an_open_completion_request_leaves_the_due_date_open():
    started = date(2026, 5, 11)
    measured = clock(
        _step(started, "PROC-APPRAISE"),
        started,
        [Pause(date(2026, 5, 14))],
        CALENDAR,
        date(2026, 6, 30),
    )
    assert measured.due_date is None
    assert measured.state is State.PAUSED
    assert (measured.days_used, measured.days_left, measured.overdue) == (3, 17, False)


def test_only_the_appraisal_can_be_paused():
    started = date(2026, 5, 11)
    measured = clock(
        _step(started, "PROC-DECIDE"), started, [Pause(date(2026, 5, 12))], CALENDAR, started
    )
    assert measured.due_date == date(2026, 5, 18)


def test_calendar_days_and_working_days_are_both_shown_where_the_clause_says_days():
    started = date(2025, 1, 15)
    measured = clock(_step(started, "PROC-APPRAISE"), started, [], CALENDAR, date(2025, 2, 12))
    assert measured.due_date == date(2025, 2, 9)
    shown = {reading.kind: reading.due_date for reading in measured.readings}
    # 9 February 2025 is a Sunday.
    assert shown == {
        "next_working_day": date(2025, 2, 10),
        "other_day_kind": date(2025, 2, 26),
    }
    assert measured.overdue
    assert measured.needs_review


def test_both_readings_of_the_day_of_culture_are_shown():
    started = date(2026, 11, 20)
    measured = clock(_step(started, "PROC-DECIDE"), started, [], CALENDAR, date(2026, 11, 28))
    assert measured.due_date == date(2026, 11, 30)
    [reading] = measured.readings
    assert (reading.kind, reading.due_date) == ("unsure_days_counted", date(2026, 11, 27))
    assert reading.values == {"days": "2026-11-24"}
    assert measured.needs_review


def test_a_due_date_after_the_decided_holidays_is_called_a_forecast():
    started = date(2027, 1, 29)
    measured = clock(_step(started, "PROC-DECIDE"), started, [], CALENDAR, started)
    assert measured.due_date == date(2027, 2, 12)
    [note] = measured.notes
    assert note.values == {"day": "2026-12-31"}


@pytest.mark.parametrize(
    ("started", "actor"),
    [
        pytest.param(date(2025, 6, 30), Actor.DISTRICT_PC, id="last-day-of-districts"),
        pytest.param(date(2025, 7, 1), Actor.COMMUNE_PC, id="communes-take-over"),
    ],
)
def test_the_commune_acts_for_the_district_after_its_end(started, actor):
    step = _step(date(2025, 6, 20), "PROC-PREPARE")
    assert step.actor is Actor.DISTRICT_PC
    assert clock(step, started, [], CALENDAR, started).actor is actor
