"""A dossier from its first letter to the decision."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_gis.errors import InvalidInput
from cluster_gis.law.deadlines import Pause, State
from cluster_gis.law.holidays_vn import vietnam_calendar
from cluster_gis.law.timelines import (
    NO_LIMIT,
    NOT_YET_SENT,
    PAUSE_WITHOUT_EFFECT,
    UNDER_WAY,
    DossierEvents,
    needs_transition_review,
    timeline,
)

CALENDAR = vietnam_calendar()


def _due(result):
    return [item.clock.due_date.isoformat() for item in result.steps]


def test_steps_follow_each_other_from_latest_lawful_day_to_the_next():
    result = timeline("establish", date(2026, 4, 28), CALENDAR, date(2026, 4, 28))
    assert result.law_version == "V4"
    # 29 April, 4–7 May; 15 days; 25–29 May; 25 days; 24 June – 2 July.
    assert _due(result) == ["2026-05-07", "2026-05-22", "2026-05-29", "2026-06-23", "2026-07-02"]
    assert [item.projected for item in result.steps] == [False, True, True, True, True]


def test_a_known_day_replaces_the_projected_one():
    events = DossierEvents(
        done={"PROC-NOTICE": date(2026, 4, 29)}, started={"PROC-APPRAISE": date(2026, 5, 20)}
    )
    result = timeline("establish", date(2026, 4, 28), CALENDAR, date(2026, 5, 25), events)
    notice, window, prepare, appraise, decide = result.steps
    assert notice.clock.state is State.DONE
    assert (window.clock.due_date, window.clock.state) == (date(2026, 5, 14), State.DONE)
    assert (prepare.clock.started, prepare.projected) == (date(2026, 5, 14), False)
    assert (appraise.clock.started, appraise.projected) == (date(2026, 5, 20), False)
    assert decide.projected


def test_the_reception_window_closes_by_itself_and_is_never_late():
    result = timeline("establish", date(2026, 4, 28), CALENDAR, date(2026, 12, 31))
    window = result.steps[1].clock
    assert (window.state, window.overdue, window.days_late) == (State.DONE, False, 0)


def test_after_an_open_pause_the_next_step_has_no_start():
    events = DossierEvents(
        started={"PROC-APPRAISE": date(2026, 10, 5)}, pauses=[Pause(date(2026, 10, 12))]
    )
    result = timeline("expand", date(2026, 9, 16), CALENDAR, date(2026, 11, 20), events)
    assert result.steps[3].clock.due_date is None
    assert result.steps[4].clock is None


def test_a_pause_outside_the_appraisal_is_told():
    events = DossierEvents(pauses=[Pause(date(2026, 9, 17), date(2026, 9, 18))])
    result = timeline("expand", date(2026, 9, 16), CALENDAR, date(2026, 9, 20), events)
    assert [note.text for note in result.notes] == [PAUSE_WITHOUT_EFFECT]


def test_a_v5_dossier_shows_the_limits_of_v4_for_steps_after_14_september():
    result = timeline("establish", date(2026, 9, 9), CALENDAR, date(2026, 9, 9))
    shown = [
        [
            (reading.law_version, reading.days, reading.day_kind.value, reading.lawful)
            for reading in item.clock.readings
        ]
        for item in result.steps
    ]
    # The window starts on 14 September: still before the decree.
    assert [item.clock.started for item in result.steps][:2] == [
        date(2026, 9, 9),
        date(2026, 9, 14),
    ]
    assert shown == [
        [],
        [],
        [("V4", 5, "working", False)],
        [("V4", 25, "calendar", False)],
        [("V4", 7, "working", False)],
    ]
    assert [note.text for note in result.notes] == [UNDER_WAY]


@pytest.mark.parametrize(
    ("announced", "sent", "as_of", "review"),
    [
        pytest.param(date(2026, 9, 14), None, date(2026, 9, 15), True, id="announced-not-sent"),
        pytest.param(
            date(2026, 9, 14), date(2026, 9, 15), date(2026, 10, 1), True, id="sent-after"
        ),
        pytest.param(
            date(2026, 9, 1), date(2026, 9, 14), date(2026, 10, 1), False, id="sent-before"
        ),
        pytest.param(date(2026, 9, 15), None, date(2026, 10, 1), False, id="announced-after"),
        pytest.param(None, None, date(2026, 10, 1), False, id="not-announced"),
        pytest.param(
            date(2026, 9, 1), None, date(2026, 9, 14), False, id="decree-not-in-force-yet"
        ),
    ],
)
def test_a_notice_before_the_decree_without_the_department_needs_review(
    announced, sent, as_of, review
):
    found = needs_transition_review(
        "establish", date(2026, 8, 20), announced=announced, sent=sent, as_of=as_of
    )
    assert found is review


def test_the_timeline_says_that_it_needs_review():
    events = DossierEvents(done={"PROC-NOTICE": date(2026, 9, 11)})
    result = timeline("establish", date(2026, 9, 10), CALENDAR, date(2026, 9, 20), events)
    assert result.needs_review
    assert result.notes[0].text == NOT_YET_SENT
    assert result.law_version == "V5"


def test_a_dossier_of_v6_needs_no_review():
    events = DossierEvents(done={"PROC-NOTICE": date(2026, 9, 16)})
    result = timeline("establish", date(2026, 9, 15), CALENDAR, date(2026, 10, 20), events)
    assert not result.needs_review


def test_a_procedure_without_days_says_so():
    result = timeline("plan_adjust", date(2025, 1, 1), CALENDAR, date(2025, 2, 1))
    assert (result.steps, [note.text for note in result.notes]) == ((), [NO_LIMIT])


def test_a_displayed_limit_is_never_overdue():
    [item] = timeline("plan_adjust", date(2021, 3, 1), CALENDAR, date(2023, 1, 1)).steps
    assert not item.clock.overdue


def test_an_event_of_a_step_that_the_version_lacks_is_refused():
    events = DossierEvents(done={"PROC-NOTICE": date(2021, 3, 2)})
    with pytest.raises(InvalidInput, match="done is 'PROC-NOTICE'"):
        timeline("establish", date(2021, 3, 1), CALENDAR, date(2021, 4, 1), events)


@given(
    st.sampled_from(["establish", "expand"]),
    st.dates(date(2017, 7, 15), date(2030, 12, 31)),
    st.integers(0, 60),
)
def test_within_a_version_a_later_dossier_never_ends_earlier(procedure, received, later):
    first = timeline(procedure, received, CALENDAR, received)
    second = timeline(procedure, received + timedelta(days=later), CALENDAR, received)
    if first.law_version == second.law_version:
        pairs = zip(first.steps, second.steps, strict=True)
        assert all(one.clock.due_date <= two.clock.due_date for one, two in pairs)
    starts = [item.clock.started for item in first.steps]
    assert starts == sorted(starts)


def test_a_window_over_an_unsure_day_shows_both_ends_and_needs_no_review():
    events = DossierEvents(started={"PROC-WINDOW": date(2026, 11, 20)})
    result = timeline("establish", date(2026, 11, 18), CALENDAR, date(2027, 1, 20), events)
    window = result.steps[1].clock
    assert window.due_date == date(2026, 11, 30)
    assert [reading.due_date for reading in window.readings] == [date(2026, 11, 27)]
    assert not window.needs_review


@pytest.mark.parametrize(
    ("decided_from", "notes"),
    [
        pytest.param(date(2026, 9, 14), [], id="last-step-starts-before-the-decree"),
        pytest.param(date(2026, 9, 15), [UNDER_WAY], id="last-step-starts-on-its-first-day"),
    ],
)
def test_the_note_on_dossiers_under_way_needs_a_step_after_14_september(decided_from, notes):
    events = DossierEvents(started={"PROC-DECIDE": decided_from})
    result = timeline("establish", date(2026, 5, 4), CALENDAR, date(2026, 9, 20), events)
    assert [note.text for note in result.notes] == notes
