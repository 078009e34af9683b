"""The register equals the reviewed rule table, row by row and both ways."""

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from cluster_gis.law.documents import CONFIDENCES, VERSIONS, version_on
from cluster_gis.law.register import BY_ID, RULES
from cluster_gis.law.rule import DECIDING, Group

TABLES = Path(__file__).parents[3] / "data" / "law_rules"


def table_rows():
    """Key of a row -> (operator, threshold, unit, confidence), of both tables."""
    rows = {}
    for name in ("rules.csv", "additions.csv"):
        with (TABLES / name).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                key = (
                    row["rule_id"],
                    row["effective_from"],
                    row["effective_to"],
                    row["applies_to"],
                    row["parameter"],
                )
                assert key not in rows, key
                rows[key] = (
                    row["operator"],
                    written(row["threshold"]),
                    row["unit"],
                    row["confidence"],
                )
    return rows


def written(threshold):
    """A threshold as text, numbers in one form: 0.10 and 0.1 are one."""
    if isinstance(threshold, bool):
        return str(threshold).lower()
    try:
        number = Decimal(threshold)
    except ArithmeticError:
        return threshold
    return f"{number.normalize():f}"


def register_rows():
    rows = {}
    for rule in RULES:
        for version in rule.versions:
            for procedure in rule.procedures_of(version):
                for limit in version.limits:
                    key = (
                        limit.rule or rule.id,
                        version.effective_from.isoformat(),
                        version.effective_to.isoformat() if version.effective_to else "",
                        procedure,
                        limit.parameter,
                    )
                    assert key not in rows, key
                    confidence = limit.confidence or version.confidence
                    rows[key] = (limit.operator, written(limit.threshold), limit.unit, confidence)
    return rows


def test_every_row_of_the_reviewed_table_is_in_the_register():
    register = register_rows()
    assert {key: register.get(key) for key in table_rows()} == table_rows()


def test_every_row_of_the_register_is_in_the_reviewed_table():
    assert set(register_rows()) - set(table_rows()) == set()


def test_the_table_has_the_rows_that_were_reviewed():
    assert len(table_rows()) == 461 + 17


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_two_versions_of_a_rule_overlap(rule):
    for procedure in {p for version in rule.versions for p in rule.procedures_of(version)}:
        spoken = rule.of_procedure(procedure)
        for earlier, later in pairwise(spoken):
            assert earlier.effective_to is not None
            assert earlier.effective_to < later.effective_from


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_version_is_cited_and_graded(rule):
    for version in rule.versions:
        assert version.document
        assert version.locator
        assert version.confidence in CONFIDENCES
    assert (rule.check is None) != (rule.says is None)


def test_rule_ids_are_unique():
    assert [rule for rule, count in Counter(rule.id for rule in RULES).items() if count > 1] == []
    assert len(BY_ID) == len(RULES)


def test_the_law_versions_follow_each_other_without_a_gap():
    for earlier, later in pairwise(VERSIONS):
        assert (later.effective_from - earlier.effective_to).days == 1
    assert VERSIONS[-1].effective_to is None


@pytest.mark.parametrize("law", VERSIONS, ids=lambda law: law.id)
def test_a_version_is_in_force_from_its_first_to_its_last_day(law):
    assert version_on(law.effective_from) is law
    assert version_on(law.effective_to or date(2090, 1, 1)) is law


def test_the_newest_decree_is_never_called_text():
    """303/2026/NĐ-CP was read in a summary only."""
    for rule in RULES:
        for version in rule.versions:
            if version.law == "V6":
                assert version.confidence in {"secondary", "memory"}, rule.id


DECIDES = (
    *("AREA-MAX", "AREA-MIN", "AREA-EXP", "AREA-LOCAL", "CRAFT-SHARE", "SERVICE-LAND"),
    *("KIND-SPEC-SHARE", "KIND-SUPP-SHARE", "KIND-HITECH-SHARE", "KIND-ECO"),
    *("NO-RESIDENTS", "BOUNDARY-DEFINED", "EST-PLAN", "EST-LAND", "EST-INVESTOR", "EST-FILL"),
    *("EST-SCORE", "EST-JOINT", "EXP-LAND", "EXP-INVESTOR", "EXP-FILL", "EXP-INFRA"),
    *("PLAN-ADJ-BASIS", "PLAN-ADJ-INVESTOR", "PLAN-WD-CONVERT", "OPS-SCHEDULE", "OPS-WW-GATE"),
    *("OPS-WW-CONNECT", "OPS-WW-RAIN", "OPS-ENV-PERMIT", "OPS-ENV-STAFF"),
)


def test_the_rules_that_decide_are_those_of_the_contract():
    assert {rule.id for rule in RULES if rule.group in DECIDING} == set(DECIDES)
    assert BY_ID["AREA-TOL"].group is Group.ROUTE
