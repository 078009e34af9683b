"""From a draft to the plan: the register after a decision, and decisions that must not be."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from cluster_gis.domain.proposal_moves import State
from cluster_gis.errors import Stale
from cluster_gis.storage.queries.proposals import get_proposal
from tests.proposal_story import begin, carry, step
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
