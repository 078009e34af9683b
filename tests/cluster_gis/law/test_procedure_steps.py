"""The limits of every version, against LAW.md §5 read by hand."""

from datetime import date

import pytest

from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.law.documents import VERSIONS
from cluster_gis.law.procedure_steps import PLAN_PROCEDURES, DayKind, procedure_steps

NOTICE, WINDOW, PREPARE = "PROC-NOTICE", "PROC-WINDOW", "PROC-PREPARE"
APPRAISE, DECIDE = "PROC-APPRAISE", "PROC-DECIDE"
LIMITS = {
    "V1": [(PREPARE, "5w"), (APPRAISE, "15w"), (DECIDE, "5w")],
    "V2": [(PREPARE, "5w"), (APPRAISE, "15w"), (DECIDE, "5w")],
    "V3": [(NOTICE, "5w"), (WINDOW, "15d"), (PREPARE, "5w"), (APPRAISE, "25d"), (DECIDE, "7w")],
    "V4": [(NOTICE, "5w"), (WINDOW, "15d"), (PREPARE, "5w"), (APPRAISE, "25d"), (DECIDE, "7w")],
    "V5": [(NOTICE, "3w"), (WINDOW, "10w"), (PREPARE, "5w"), (APPRAISE, "20w"), (DECIDE, "5w")],
    "V6": [(NOTICE, "2w"), (WINDOW, "5w"), (PREPARE, "5w"), (APPRAISE, "20w"), (DECIDE, "5w")],
}
CONFIDENCE = {
    "V1": "text",
    "V2": "memory",
    "V3": "text",
    "V4": "text",
    "V5": "text",
    "V6": "secondary",
}
LETTERS = {DayKind.WORKING: "w", DayKind.CALENDAR: "d"}
DAYS = [
    pytest.param(day, version.id, id=f"{which}-day-of-{version.id}")
    for version in VERSIONS
    if version.id != "V0"
    for which, day in (
        ("first", version.effective_from),
        ("last", version.effective_to or date(2027, 3, 1)),
    )
]


@pytest.mark.parametrize("procedure", ["establish", "expand"])
@pytest.mark.parametrize(("received", "version"), DAYS)
def test_the_limits_are_those_of_the_day_of_reception(procedure, received, version):
    steps = procedure_steps(procedure, received)
    assert [(step.rule, f"{step.days}{LETTERS[step.day_kind]}") for step in steps] == LIMITS[
        version
    ]
    assert {step.law_version for step in steps} == {version}
    assert {step.confidence for step in steps} == {CONFIDENCE[version]}
    assert {step.procedure for step in steps} == {procedure}
    assert all(step.enforced and step.document and step.locator for step in steps)


def test_case_17_a_dossier_of_28_april_2026_keeps_the_limits_of_v4():
    *_others, appraise, decide = procedure_steps("establish", date(2026, 4, 28))
    assert (appraise.days, decide.days) == (25, 7)


def test_case_27_the_limits_change_with_dossiers_of_15_september_2026():
    days = [[step.days for step in procedure_steps("expand", date(2026, 9, d))] for d in (14, 15)]
    assert days == [[3, 10, 5, 20, 5], [2, 5, 5, 20, 5]]


def test_case_28_nothing_changes_on_1_march_2027():
    assert {step.law_version for step in procedure_steps("establish", date(2027, 3, 1))} == {"V6"}


def test_only_the_two_limits_worded_in_days_have_a_second_reading():
    for day in (date(2024, 5, 1), date(2026, 4, 28)):
        unsure = {
            step.rule: [(other.days, other.day_kind, other.lawful) for other in step.others]
            for step in procedure_steps("establish", day)
            if step.others
        }
        assert unsure == {
            WINDOW: [(15, DayKind.WORKING, True)],
            APPRAISE: [(25, DayKind.WORKING, True)],
        }


@pytest.mark.parametrize("procedure", PLAN_PROCEDURES)
def test_a_change_of_the_plan_has_one_displayed_limit_in_v2_only(procedure):
    [step] = procedure_steps(procedure, date(2021, 3, 1))
    assert (step.days, step.confidence, step.enforced) == (15, "memory", False)
    for day in (date(2018, 1, 1), date(2024, 6, 1), date(2026, 5, 1), date(2026, 10, 1)):
        assert procedure_steps(procedure, day) == ()


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2017, 7, 14), id="last-day-of-decision-105"),
        pytest.param(date(2005, 1, 1), id="before-any-law"),
    ],
)
def test_before_decree_68_nothing_is_known_and_it_is_said(day):
    with pytest.raises(NotFound, match="they start on 2017-07-15"):
        procedure_steps("establish", day)


def test_a_procedure_without_steps_is_refused_by_name():
    with pytest.raises(InvalidInput, match="procedure is 'operate'"):
        procedure_steps("operate", date(2026, 1, 1))
