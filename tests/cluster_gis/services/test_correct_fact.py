"""One fact corrected with source and reason: the days it holds, what it turns, what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from cluster_gis.errors import Conflict, InvalidInput, NotFound, Stale
from cluster_gis.services.correct_fact import (
    Correction,
    correct_fact,
    preview_correction,
    read_fact,
)
from tests.small_register import correct_leased_land, write_small_register

DAY = date(2025, 12, 31)
WANTED = Correction(
    code="hp-tien-lang",
    field="area_established_ha",
    value="80,5",
    since="",
    source="Quyết định 9/QĐ-UBND ngày 01/03/2021",
    reason="số liệu cũ ghi nhầm",
    by="Cán bộ A",
)


@pytest.fixture
def register(session):
    write_small_register(session)
    return session


def held(session, column="area_established_ha"):
    rows = session.execute(
        text(
            f"SELECT valid::text, {column}, start_basis, start_precision "
            "FROM register.cluster_state "
            "WHERE cluster_code = 'hp-tien-lang' AND upper_inf(recorded) ORDER BY valid"
        )
    )
    return [tuple(row) for row in rows]


def test_a_value_that_was_never_right_is_corrected_on_all_days(register):
    assert correct_fact(register, WANTED, on=DAY)
    assert [row[:2] for row in held(register)] == [
        ("[2018-01-01,2021-03-01)", Decimal("80.5")),
        ("[2021-03-01,)", Decimal("80.5")),
    ]
    fact = read_fact(register, "hp-tien-lang", "area_established_ha", on=DAY)
    assert (fact.value.value, fact.source) == (Decimal("80.5"), WANTED.source)
    by, reason = register.execute(
        text("SELECT recorded_by, reason FROM register.revision ORDER BY id DESC LIMIT 1")
    ).one()
    assert by == "Cán bộ A"
    assert reason.endswith("số liệu cũ ghi nhầm")


def test_a_value_holds_from_a_month_on(register):
    correct_fact(register, replace(WANTED, since="06/2024"), on=DAY)
    assert held(register)[1:] == [
        ("[2021-03-01,2024-06-01)", Decimal("49.37"), "decision", "day"),
        ("[2024-06-01,)", Decimal("80.5"), "event", "month"),
    ]


def test_the_preview_tells_what_turns_and_writes_nothing(register):
    before = held(register)
    preview = preview_correction(register, WANTED, on=DAY)
    assert preview.held.value.value == Decimal("49.37")
    assert preview.value.value == Decimal("80.5")
    turned = {(turn.procedure, turn.rule): (turn.before, turn.after) for turn in preview.turns}
    assert turned["establish", "AREA-MAX"] == ("pass", "fail")
    assert [warning.code for warning in preview.warnings] == ["above_law"]
    assert held(register) == before


def test_a_mistake_of_units_is_told_in_the_preview(register):
    preview = preview_correction(register, replace(WANTED, value="493700"), on=DAY)
    assert [warning.code for warning in preview.warnings] == ["unit_error"]


def test_a_fact_can_become_unknown(register):
    correct_fact(register, replace(WANTED, value=None), on=DAY)
    assert [row[1] for row in held(register)] == [None, None]


def test_a_decision_made_on_older_facts_is_stale(register):
    seen = read_fact(register, "hp-tien-lang", "area_established_ha", on=DAY).touched
    correct_leased_land(register, Decimal("20"))
    with pytest.raises(Stale):
        correct_fact(register, WANTED, on=DAY, expected=seen)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        pytest.param({"field": "code"}, InvalidInput, id="no-such-fact"),
        pytest.param({"code": "hp-khong"}, NotFound, id="no-such-cluster"),
        pytest.param({"value": "nhiều"}, InvalidInput, id="no-number"),
        pytest.param({"value": "40-50"}, InvalidInput, id="a-range"),
        pytest.param({"value": "49,37"}, Conflict, id="what-is-held-with-other-words-only"),
        pytest.param({"since": "31/02/2021"}, InvalidInput, id="no-such-day"),
        pytest.param({"since": "01/01/2026"}, InvalidInput, id="a-day-to-come"),
        pytest.param({"reason": "sai"}, InvalidInput, id="no-reason"),
        pytest.param({"source": ""}, InvalidInput, id="no-source"),
        pytest.param({"field": "name", "value": ""}, InvalidInput, id="no-name"),
    ],
)
def test_what_is_refused(register, more, problem):
    if problem is Conflict:
        correct_fact(register, replace(WANTED, **more), on=DAY)
    with pytest.raises(problem):
        correct_fact(register, replace(WANTED, **more), on=DAY)
