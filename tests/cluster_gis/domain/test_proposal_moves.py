"""The state machine of proposals: every arrow, who makes it, and nothing beside."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_gis.domain.access import Role, place_in, unit
from cluster_gis.domain.proposal_moves import (
    DECIDED,
    MOVES,
    Details,
    Document,
    Standing,
    State,
    advance,
    moves_from,
)
from cluster_gis.errors import ClusterGisError, Conflict, Forbidden, IllegalTransition, InvalidInput
from tests.proposal_story import CHAIR, COMMUNE_OFFICER, DEPARTMENT, FINANCE, MINISTRY, person

ON = date(2026, 10, 5)
HERE = place_in([unit("2025:31"), unit("2025:11800")], "Xã Tiên Lãng")
GIVEN = Details(
    reason="vì",
    document=Document(number="1/X", signed_on=ON, signer="A"),
    requested=("bản đồ",),
    result="meets",
    opinion="đồng ý",
)
PEOPLE = (COMMUNE_OFFICER, DEPARTMENT, FINANCE, CHAIR, MINISTRY)
WHO = {
    "submit": COMMUNE_OFFICER,
    "answer": COMMUNE_OFFICER,
    "withdraw": COMMUNE_OFFICER,
    "ask_ministry": CHAIR,
    "approve": CHAIR,
    "refuse": CHAIR,
    "give_ministry_opinion": MINISTRY,
}


def standing(state: State, **more) -> Standing:
    return Standing(state=state, proposer_role=Role.COMMUNE, appraised_by="so", **more)


@pytest.mark.parametrize("name", MOVES)
def test_each_move_belongs_to_one_kind_of_person(name):
    move = MOVES[name]
    state = sorted(move.states)[0]
    mover = WHO.get(name, DEPARTMENT)
    assert advance(standing(state), move, GIVEN, mover, HERE, ON) is move.to
    for other in PEOPLE:
        if other is not mover:
            with pytest.raises(Forbidden):
                advance(standing(state), move, GIVEN, other, HERE, ON)


@pytest.mark.parametrize("name", MOVES)
def test_no_move_starts_where_the_table_has_no_arrow(name):
    move = MOVES[name]
    for state in set(State) - move.states:
        with pytest.raises(IllegalTransition):
            advance(standing(state), move, GIVEN, WHO.get(name, DEPARTMENT), HERE, ON)


def test_nothing_leads_out_of_a_decision():
    assert [moves_from(state) for state in DECIDED] == [(), (), ()]


@pytest.mark.parametrize(
    ("name", "field"),
    [(name, field) for name, move in MOVES.items() for field in move.needs],
)
def test_what_a_move_needs_is_asked_for_by_name(name, field):
    move = MOVES[name]
    without = {
        "reason": {"reason": " "},
        "document": {"document": None},
        "signer": {"document": Document(number="1", signed_on=ON)},
        "requested": {"requested": (" ",)},
        "result": {"result": None},
        "opinion": {"opinion": None},
    }[field]
    values = {
        n: getattr(GIVEN, n) for n in ("reason", "document", "requested", "result", "opinion")
    }
    with pytest.raises(InvalidInput) as refused:
        advance(
            standing(sorted(move.states)[0]),
            move,
            Details(**values | without),
            WHO.get(name, DEPARTMENT),
            HERE,
            ON,
        )
    assert refused.value.field == field


def test_an_account_of_another_province_is_told_who_could():
    elsewhere = person("khac", Role.INDUSTRY_DEPARTMENT, "2025:15")
    with pytest.raises(Forbidden) as refused:
        advance(standing(State.SUBMITTED), MOVES["accept"], GIVEN, elsewhere, HERE, ON)
    assert "Xã Tiên Lãng" in str(refused.value)


def test_a_membership_that_expired_yesterday_gives_no_right_today():
    former = person("cu", Role.INDUSTRY_DEPARTMENT, "2025:31", until=date(2026, 10, 4))
    with pytest.raises(Forbidden):
        advance(standing(State.SUBMITTED), MOVES["accept"], GIVEN, former, HERE, ON)
    last_day = date(2026, 10, 4)
    assert (
        advance(standing(State.SUBMITTED), MOVES["accept"], GIVEN, former, HERE, last_day)
        is State.IN_APPRAISAL
    )


def test_another_commune_office_cannot_withdraw_what_the_department_proposed():
    of_department = Standing(state=State.SUBMITTED, proposer_role=Role.INDUSTRY_DEPARTMENT)
    with pytest.raises(Forbidden):
        advance(of_department, MOVES["withdraw"], GIVEN, COMMUNE_OFFICER, HERE, ON)


def test_who_appraised_does_not_decide():
    both = person("so", Role.PROVINCE, "2025:31")
    with pytest.raises(Forbidden, match="appraised"):
        advance(standing(State.APPRAISED), MOVES["approve"], GIVEN, both, HERE, ON)


def test_an_appraisal_waits_for_the_opinions_that_are_required():
    waiting = standing(State.IN_APPRAISAL, opinions_missing=("Sở Tài chính",))
    with pytest.raises(Conflict, match="Sở Tài chính"):
        advance(waiting, MOVES["appraise"], GIVEN, DEPARTMENT, HERE, ON)


def test_the_ministry_speaks_first_where_the_version_asks():
    unasked = standing(State.APPRAISED, ministry_required=True)
    with pytest.raises(Conflict):
        advance(unasked, MOVES["approve"], GIVEN, CHAIR, HERE, ON)
    answered = standing(State.APPRAISED, ministry_required=True, ministry_answered=True)
    assert advance(answered, MOVES["approve"], GIVEN, CHAIR, HERE, ON) is State.APPROVED


def test_an_approval_against_the_appraisal_states_its_reason():
    failed = standing(State.APPRAISED, appraised_verdict="fail")
    silent = Details(document=GIVEN.document)
    with pytest.raises(InvalidInput):
        advance(failed, MOVES["approve"], silent, CHAIR, HERE, ON)
    assert advance(failed, MOVES["approve"], GIVEN, CHAIR, HERE, ON) is State.APPROVED


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(MOVES)), st.sampled_from(PEOPLE)), min_size=1, max_size=30
    )
)
def test_random_moves_stay_on_the_arrows(moves):
    state = State.DRAFT
    for name, who in moves:
        try:
            after = advance(standing(state), MOVES[name], GIVEN, who, HERE, ON)
        except ClusterGisError:
            continue
        assert state in MOVES[name].states
        assert state not in DECIDED
        state = after
