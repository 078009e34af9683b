"""Papers on the ladder of establishing a cluster, and papers that come too late."""

from datetime import date

import pytest

from cluster_gis.domain.proposal_fields import ItemKind
from cluster_gis.domain.proposal_ladder import (
    ESTABLISHMENT,
    PLAN_CHANGE,
    Paper,
    check_paper,
    ladder_of,
    missing_before,
)
from cluster_gis.errors import Conflict, InvalidInput


def paper(step: str, day: int, number: str = "1") -> Paper:
    return Paper(step=step, number=number, signed_on=date(2026, 3, day))


def test_a_second_council_is_refused_naming_the_first():
    held = [paper("council", 5, "12/QĐ-UBND")]
    with pytest.raises(Conflict, match="12/QĐ-UBND"):
        check_paper(ESTABLISHMENT, held, paper("council", 9), decided=False)


def test_a_paper_of_a_passed_step_is_refused_naming_what_passed_it():
    held = [paper("scoring", 10, "3/BB-HĐ")]
    with pytest.raises(Conflict, match="3/BB-HĐ"):
        check_paper(ESTABLISHMENT, held, paper("council", 11), decided=False)


def test_a_paper_dated_before_the_step_was_passed_is_filed_afterwards():
    held = [paper("scoring", 10)]
    check_paper(ESTABLISHMENT, held, paper("council", 10), decided=False)


def test_opinions_are_many():
    check_paper(ESTABLISHMENT, [paper("opinions", 3)], paper("opinions", 4), decided=False)


def test_land_waits_for_the_decision():
    with pytest.raises(Conflict):
        check_paper(ESTABLISHMENT, [], paper("land", 20), decided=False)
    check_paper(ESTABLISHMENT, [], paper("land", 20), decided=True)


def test_an_unknown_step_is_named_with_those_that_are_known():
    with pytest.raises(InvalidInput, match="council"):
        check_paper(ESTABLISHMENT, [], paper("tiệc", 1), decided=False)


def test_a_change_of_the_plan_has_no_competition():
    assert ladder_of([ItemKind.ADD, ItemKind.WITHDRAW]) == PLAN_CHANGE
    assert ladder_of([ItemKind.ADD, ItemKind.ESTABLISH]) == ESTABLISHMENT
    assert "scoring" not in {step.key for step in PLAN_CHANGE}


def test_steps_without_a_paper_are_told():
    held = [paper("notice", 1), paper("file", 2)]
    missing = missing_before(ESTABLISHMENT, held, "opinions")
    assert [step.key for step in missing] == ["plan", "submission"]
