"""The examples of the rule book are what the engine says, found anew from the register."""

from decimal import Decimal

import pytest

from cluster_gis.law.evaluation import Selected, apply
from cluster_gis.law.register import BY_ID, RULES
from cluster_gis.law.rule import Group, Verdict
from cluster_gis.reports.rule_examples import examples_of

CHECKED = [rule for rule in RULES if rule.check is not None]
#: Rules that never fail: the text gives no number, or leaves the rest to a person.
NEVER_FAIL = {"KIND-ECO", "PLAN-ADJ-INVESTOR"}
#: Rules whose newest measured limit is a number that a fact can reach exactly.
WITH_LIMIT = ["AREA-MAX", "AREA-MIN", "AREA-EXP", "CRAFT-SHARE", "SERVICE-LAND", "AREA-TOL"]


def verdicts(rule):
    return {example.finding.verdict for example in examples_of(rule, rule.versions[-1])}


@pytest.mark.parametrize("rule", CHECKED, ids=lambda rule: rule.id)
def test_an_example_says_what_the_engine_says_of_its_case(rule):
    for version in rule.versions:
        found = examples_of(rule, version)
        assert found
        for example in found:
            [finding] = apply([Selected(rule, version)], example.case)
            assert finding.verdict is example.finding.verdict
            assert finding.outcome.said == example.finding.outcome.said


@pytest.mark.parametrize(
    "rule",
    [rule for rule in CHECKED if rule.group in (Group.CONDITION, Group.PLAN, Group.OPERATION)],
    ids=lambda rule: rule.id,
)
def test_a_deciding_rule_shows_a_fail_and_a_missing_fact(rule):
    shown = verdicts(rule)
    assert Verdict.NOT_ENOUGH_DATA in shown
    assert (Verdict.FAIL in shown) is (rule.id not in NEVER_FAIL)
    assert Verdict.PASS in shown or rule.id == "KIND-ECO"


@pytest.mark.parametrize("rule", WITH_LIMIT)
def test_the_limit_itself_is_shown_and_passes(rule):
    found = examples_of(BY_ID[rule], BY_ID[rule].versions[-1])
    [at_limit] = [example for example in found if example.at_limit]
    assert at_limit.finding.verdict is Verdict.PASS


def test_the_failing_example_is_the_nearest_one_beyond_the_limit():
    found = examples_of(BY_ID["AREA-MAX"], BY_ID["AREA-MAX"].versions[-1])
    [failing] = [e for e in found if e.finding.verdict is Verdict.FAIL]
    assert failing.finding.outcome.measured == Decimal("75.0001")


def test_a_rule_without_a_check_has_no_example():
    rule = BY_ID["OPS-FINE"]
    assert examples_of(rule, rule.versions[-1]) == ()
