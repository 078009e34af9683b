"""From a draft to the plan: the register after a decision, and decisions that must not be."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from cluster_gis.domain.proposal_moves import MOVES, State, moves_from
from cluster_gis.errors import ClusterGisError, Stale
from cluster_gis.services.check_trail import compare_with_trail
from cluster_gis.services.decide_proposal import approve_proposal
from cluster_gis.services.move_proposal import move_proposal
from cluster_gis.services.undo_decision import start_undo
from cluster_gis.services.write_proposal import save_draft
from cluster_gis.storage.queries.proposals import events_of, get_proposal
from cluster_gis.storage.register import revision_at
from tests.proposal_story import (
    CHAIR,
    COMMUNE_OFFICER,
    DEPARTMENT,
    FINANCE,
    MINISTRY,
    STORY,
    add_item,
    at,
    begin,
    carry,
    content,
    step,
    writer,
)
from tests.small_register import correct_leased_land, write_small_register

DAY = date(2026, 10, 5)


@pytest.fixture
def register(session):
    write_small_register(session)
    return session


def plan_on(session, day):
    rows = session.execute(
        text("""SELECT coalesce(cluster_code, name) AS code, change, plan_version_key
            FROM register.plan_entry WHERE upper_inf(recorded) AND valid @> CAST(:day AS date)
            ORDER BY 1"""),
        {"day": day},
    )
    return [tuple(row) for row in rows]


def test_an_approval_writes_the_plan_the_cluster_and_its_boundary(register):
    proposal_id = begin(register, DAY)
    proposal = carry(register, proposal_id, DAY, "submit", "accept", "appraise", "approve")
    decided = date(2026, 10, 8)
    assert proposal.state is State.APPROVED
    version = proposal.plan_version_key
    assert plan_on(register, date(2026, 10, 7)) == [("hp-tien-lang", "kept", "hp-2030-v1")]
    assert plan_on(register, decided) == [
        ("hp-kien-thiet", "new", version),
        ("hp-tien-lang", "kept", version),
    ]
    state = register.execute(
        text("""SELECT status, name, commune_key, lower(valid) AS since, area_planned_ha
            FROM register.cluster_state
            WHERE cluster_code = 'hp-kien-thiet' AND upper_inf(recorded)""")
    ).one()
    assert (state.status, state.name, state.commune_key) == (
        "planned",
        "Kiến Thiết",
        "2025:11800",
    )
    assert state.since == decided
    listed = text("""SELECT state_known FROM published.clusters(CAST(:day AS date), :revision)
        WHERE code = 'hp-kien-thiet'""")
    known = {"revision": revision_at(register)}
    # Absent before the decision that adds it, not "unknown on this day".
    assert register.scalars(listed, known | {"day": date(2026, 10, 7)}).all() == []
    assert register.scalars(listed, known | {"day": decided}).all() == [True]
    boundary = register.execute(
        text("""SELECT act, quality, area_ha, lower(valid) AS since
            FROM register.cluster_boundary WHERE cluster_code = 'hp-kien-thiet'""")
    ).one()
    assert (boundary.act, boundary.quality, boundary.since) == ("planned", "digitised", decided)
    assert state.area_planned_ha == boundary.area_ha
    assert Decimal("34") < boundary.area_ha < Decimal("35")
    assert (
        register.scalar(
            text("""SELECT count(*) FROM register.assessment
                WHERE cluster_code = 'hp-kien-thiet' AND procedure = 'plan_add'""")
        )
        == 1
    )


def test_a_decision_on_a_base_that_changed_is_refused_and_writes_nothing(register):
    item = {
        "key": "i1",
        "kind": "adjust",
        "cluster_code": "hp-tien-lang",
        "values": {"area_ha": "60", "basis": "b"},
    }
    proposal_id = begin(
        register, DAY, content={"title": "Điều chỉnh", "grounds": "", "items": [item]}
    )
    carry(register, proposal_id, DAY, "submit", "accept", "appraise")
    before = correct_leased_land(register, Decimal("20"))
    with pytest.raises(Stale, match="hp-tien-lang"), register.begin_nested():
        step(register, proposal_id, "approve", DAY)
    assert get_proposal(register, proposal_id).state is State.APPRAISED
    assert register.scalar(text("SELECT max(id) FROM register.revision")) == before


def establish():
    return {
        "key": "i1",
        "kind": "establish",
        "cluster_code": "hp-do-son",
        "values": {"name": "Đồ Sơn", "area_ha": "34.5", "investor": "Công ty Mới"},
        "outline": add_item()["outline"],
    }


def test_an_establishment_is_taken_back_by_another_decision(register):
    proposal_id = begin(register, DAY, content=content(establish()))
    carry(register, proposal_id, DAY, "submit", "accept", "appraise", "approve")

    def state(day):
        row = register.execute(
            text("""SELECT status, area_established_ha, decision_text, infrastructure_investor
                FROM register.cluster_state WHERE cluster_code = 'hp-do-son'
                AND upper_inf(recorded) AND valid @> CAST(:day AS date)"""),
            {"day": day},
        ).one()
        return tuple(row)

    def boundaries(day):
        return register.scalar(
            text("""SELECT count(*) FROM register.cluster_boundary WHERE cluster_code = 'hp-do-son'
                AND upper_inf(recorded) AND valid @> CAST(:day AS date)"""),
            {"day": day},
        )

    decided, undone = date(2026, 10, 8), date(2026, 11, 5)
    facts = ("established", Decimal("34.5"), "1234/QĐ-UBND", "Công ty Mới")
    assert (state(decided), boundaries(decided)) == (facts, 1)
    back = start_undo(
        register, proposal_id, writer(COMMUNE_OFFICER, at("2026-11-02")), reason="Bãi bỏ"
    )
    who = writer(COMMUNE_OFFICER, at("2026-11-02"))
    draft = get_proposal(register, back).draft.to_json()
    draft["items"][0]["values"]["area_ha"] = "20"
    save_draft(register, back, draft, who, expected=1)
    carry(register, back, date(2026, 11, 2), "submit", "accept", "appraise", "approve")
    assert (state(undone), boundaries(undone)) == ((None, None, None, None), 0)
    assert (state(date(2026, 11, 4)), boundaries(date(2026, 11, 4))) == (facts, 1)


PEOPLE = (COMMUNE_OFFICER, DEPARTMENT, FINANCE, CHAIR, MINISTRY)


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example([1, 2, 1, 2, 5, 4])  # straight to the approval, and on
@given(st.lists(st.integers(0, 9999), min_size=8, max_size=14))
def test_random_moves_never_half_apply_and_the_trail_rebuilds_all(register, picks):
    trial = register.begin_nested()
    try:
        proposal_id = begin(register, DAY)
        revision = revision_at(register)
        for pick in picks:
            before = get_proposal(register, proposal_id)
            # Three of four picks lead on, as the state allows; one is of any move at all.
            onward = [one.name for one in moves_from(before.state) if one.name != "withdraw"]
            lawful = onward if pick % 4 else []
            name = (lawful or list(MOVES))[pick % len(lawful or MOVES)]
            mover, given_with = STORY[name]
            actor = PEOPLE[pick % len(PEOPLE)] if pick % 7 == 0 else mover
            try:
                with register.begin_nested():
                    act = approve_proposal if name == "approve" else partial_move(name)
                    act(
                        register,
                        proposal_id,
                        given_with(DAY),
                        writer(actor, at(DAY)),
                        expected=before.version,
                    )
            except ClusterGisError:
                assert get_proposal(register, proposal_id) == before
                assert actor is not mover or before.state not in MOVES[name].states
            else:
                assert before.state in MOVES[name].states
                assert actor is mover
        told = events_of(register, proposal_id)
        now = get_proposal(register, proposal_id)
        assert told[-1]["to_state"] == now.state.value
        assert [e["from_state"] for e in told[1:]] == [e["to_state"] for e in told[:-1]]
        assert [e["version"] for e in told] == list(range(1, now.version + 1))
        # The register moved by one revision when it was approved, and not at all otherwise.
        approved = now.state is State.APPROVED
        assert revision_at(register) - revision == (1 if approved else 0)
        assert (now.decided_revision == revision_at(register)) is approved
        event("approved" if approved else "not approved")
        rebuilt = compare_with_trail(register)
        assert not rebuilt.differing
        assert rebuilt.tables > 40
    finally:
        trial.rollback()


def partial_move(name):
    def act(session, proposal_id, given_with, who, *, expected):
        return move_proposal(session, proposal_id, name, given_with, who, expected=expected)

    return act
