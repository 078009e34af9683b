"""The way of a return, and the state of a duty on a day."""

from datetime import date
from itertools import product

import pytest

from cluster_gis.domain.reporting.periods import parse_period
from cluster_gis.domain.reporting.returns import (
    MOVES,
    Move,
    ReturnState,
    ReturnVersion,
    advance,
    duty_state,
    next_version,
)
from cluster_gis.errors import Conflict, IllegalTransition, InvalidInput
from cluster_gis.services.read_report_forms import find_form


def version(state, number=1):
    return ReturnVersion(
        id=1,
        form="02",
        period="2026-H1",
        reporter="a",
        version=number,
        state=state,
        typed={},
        reason=None,
        moved_at=None,
        submitted_on=None,
    )


@pytest.mark.parametrize(("state", "move"), list(product(ReturnState, Move)))
def test_only_the_moves_of_the_table_are_possible(state, move):
    if (state, move) in MOVES:
        assert advance(state, move, "remark") is MOVES[state, move]
    else:
        with pytest.raises(IllegalTransition):
            advance(state, move, "remark")


def test_sending_back_needs_a_remark():
    with pytest.raises(InvalidInput, match="say what is to be corrected"):
        advance(ReturnState.SUBMITTED, Move.SEND_BACK, "  ")


def test_a_correction_is_a_new_version_with_its_reason():
    assert next_version(None, None) == 1
    assert next_version(version(ReturnState.ACCEPTED, 2), "nhập sai đơn vị") == 3
    with pytest.raises(InvalidInput, match="needs its reason"):
        next_version(version(ReturnState.RETURNED), None)
    with pytest.raises(Conflict, match="comes first"):
        next_version(version(ReturnState.SUBMITTED), "x")


@pytest.mark.parametrize(
    ("on", "submitted", "state"),
    [
        pytest.param(date(2026, 6, 11), None, "not_due", id="eight-days-before"),
        pytest.param(date(2026, 6, 12), None, "due_soon", id="seven-days-before"),
        pytest.param(date(2026, 6, 19), None, "due_soon", id="the-last-day-in-time"),
        pytest.param(date(2026, 6, 20), None, "missing", id="before-the-20th-excludes-it"),
        pytest.param(date(2026, 7, 1), date(2026, 6, 19), "submitted", id="on-the-last-day"),
        pytest.param(date(2026, 7, 1), date(2026, 6, 20), "late_submitted", id="a-day-late"),
        pytest.param(date(2026, 6, 19), date(2026, 6, 20), "due_soon", id="not-sent-yet"),
    ],
)
def test_duty_of_form_02(on, submitted, state):
    period = parse_period("2026-H1")
    assert duty_state(find_form("02", period.last), period, on, submitted) == state


def test_no_form_is_owed_for_nine_months():
    period = parse_period("2026-9M")
    assert duty_state(find_form("02", period.last), period, date(2026, 12, 1), None) == "not_owed"
