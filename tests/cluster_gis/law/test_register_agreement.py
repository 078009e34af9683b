"""Deadlines, dossiers and reports say the same as the register of rules, version by version."""

import pytest

from cluster_gis.law.documents import VERSIONS
from cluster_gis.law.dossier_items import Need
from cluster_gis.law.dossiers import dossier_checklist, dossier_sets
from cluster_gis.law.procedure_steps import procedure_steps
from cluster_gis.law.register import BY_ID
from cluster_gis.law.rules.procedure import STEPS, deadlines_on

CODED = [version for version in VERSIONS if version.id != "V0"]
FIRST_DAYS = [pytest.param(version.effective_from, id=version.id) for version in CODED]


@pytest.mark.parametrize("procedure", ["establish", "expand"])
@pytest.mark.parametrize("day", FIRST_DAYS)
def test_steps_have_the_limits_and_citations_of_the_register(day, procedure):
    steps = procedure_steps(procedure, day)
    rows = [
        (rule.id, version)
        for rule in STEPS
        if (version := rule.version_on(procedure, day)) is not None
    ]
    assert [
        (step.rule, step.days, step.document, step.locator, step.confidence) for step in steps
    ] == [
        (name, int(row.limit.amount), row.document, row.locator, row.confidence)
        for name, row in rows
    ]
    assert [(step.rule, step.days, step.day_kind.value) for step in steps] == [
        (deadline.rule, deadline.days, deadline.day_kind)
        for deadline in deadlines_on(procedure, day)
    ]


@pytest.mark.parametrize("day", FIRST_DAYS)
def test_sets_are_those_of_the_register(day):
    row = BY_ID["PROC-SETS"].version_on("establish", day)
    sets = dossier_sets(day)
    assert (sets.count, sets.document, sets.locator, sets.confidence) == (
        int(row.limit.amount),
        row.document,
        row.locator,
        row.confidence,
    )


@pytest.mark.parametrize("day", FIRST_DAYS)
def test_the_legal_status_is_asked_for_as_the_register_says(day):
    row = BY_ID["PROC-DOSSIER-LEGAL"].version_on("establish", day)
    [paper] = [item for item in dossier_checklist(day) if item.id == "legal_status"]
    if row is None:  # V1–V2: from memory, the register has no row
        assert paper.confidence == "memory"
    else:
        assert (paper.need is Need.REQUIRED) is (row.limit.threshold is True)
