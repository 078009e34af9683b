"""Dossier checklists of every version, and dossiers held against them."""

from datetime import date

import pytest

from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.law.dossiers import PaperState, check_dossier, dossier_checklist, dossier_sets

ITEMS = (
    "submission_letter",
    "request_letter",
    "investment_report",
    "boundary_map",
    "legal_status",
    "financial_capacity",
    "experience",
)
#: One letter a paper, in the order above: r required, m remark only, n not required.
NEEDS = {
    "V1": "rrrnrrr",
    "V2": "rrrnrrr",
    "V3": "rrrrrrm",
    "V4": "rrrrrrm",
    "V5": "nrrrmrm",
    "V6": "rrrrnrm",
}
CONFIDENCE = {
    "V1": "memory",
    "V2": "memory",
    "V3": "text",
    "V4": "text",
    "V5": "text",
    "V6": "secondary",
}
LETTER = {"required": "r", "remark": "m", "not_required": "n"}
FULL_V4 = set(ITEMS) - {"experience"}


@pytest.mark.parametrize("version", NEEDS)
def test_needs_of_every_version(version):
    items = dossier_checklist(version)
    assert tuple(item.id for item in items) == ITEMS
    assert "".join(LETTER[item.need] for item in items) == NEEDS[version]
    assert {item.confidence for item in items} == {CONFIDENCE[version]}


@pytest.mark.parametrize(
    ("day", "version"),
    [
        pytest.param(date(2017, 7, 15), "V1", id="first-day-of-V1"),
        pytest.param(date(2020, 7, 31), "V1", id="last-day-of-V1"),
        pytest.param(date(2020, 8, 1), "V2", id="first-day-of-V2"),
        pytest.param(date(2024, 4, 30), "V2", id="last-day-of-V2"),
        pytest.param(date(2024, 5, 1), "V3", id="first-day-of-V3"),
        pytest.param(date(2025, 6, 30), "V3", id="last-day-of-V3"),
        pytest.param(date(2025, 7, 1), "V4", id="first-day-of-V4"),
        pytest.param(date(2026, 4, 28), "V4", id="last-day-of-V4"),
        pytest.param(date(2026, 4, 29), "V5", id="first-day-of-V5"),
        pytest.param(date(2026, 9, 14), "V5", id="last-day-of-V5"),
        pytest.param(date(2026, 9, 15), "V6", id="first-day-of-V6"),
    ],
)
def test_the_checklist_is_that_of_the_day_of_reception(day, version):
    assert dossier_checklist(day) == dossier_checklist(version)


@pytest.mark.parametrize(
    ("version", "count", "originals", "electronic", "sender"),
    [
        ("V1", 8, 2, False, "district_pc"),
        ("V2", 8, 2, False, "district_pc"),
        ("V3", 2, None, True, "district_pc"),
        ("V4", 2, None, True, "commune_pc"),
        ("V5", 1, None, True, "commune_pc"),
        ("V6", 1, None, None, "investor"),
    ],
)
def test_sets_of_every_version(version, count, originals, electronic, sender):
    sets = dossier_sets(version)
    assert (sets.count, sets.originals_at_least) == (count, originals)
    assert (sets.electronic_file, sets.sender) == (electronic, sender)


def test_a_full_dossier_passes_without_the_papers_asked_for_if_any():
    check = check_dossier("V4", FULL_V4)
    assert (check.verdict, check.complete, check.missing) == ("pass", True, ())


def test_every_missing_paper_is_listed():
    check = check_dossier(date(2025, 8, 1), {"request_letter", "investment_report"})
    assert check.verdict == "fail"
    assert [item.id for item in check.missing] == [
        "submission_letter",
        "boundary_map",
        "legal_status",
        "financial_capacity",
    ]


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        pytest.param(date(2026, 4, 28), "fail", id="V4-asks-for-the-legal-status"),
        pytest.param(date(2026, 4, 29), "pass", id="V5-dropped-it"),
        pytest.param(date(2026, 9, 15), "pass", id="V6-repealed-it"),
    ],
)
def test_the_legal_status_is_required_until_28_april_2026(day, verdict):
    assert check_dossier(day, FULL_V4 - {"legal_status"}).verdict == verdict


@pytest.mark.parametrize(
    "proof",
    [
        "financial_capacity",
        "financial_statements_2_years",
        "parent_company_commitment",
        "financial_institution_commitment",
        "guarantee",
        "other_financial_proof",
    ],
)
def test_any_one_proof_of_financial_capacity_is_enough(proof):
    present = FULL_V4 - {"financial_capacity"} | {proof}
    assert check_dossier("V3", present).verdict == "pass"


def test_an_unreadable_copy_needs_review_and_another_proof_cures_it():
    papers = FULL_V4 - {"financial_capacity"}
    unreadable = check_dossier("V4", {*papers, "guarantee"}, unreadable={"guarantee"})
    assert unreadable.verdict == "needs_review"
    cured = check_dossier(
        "V4", {*papers, "guarantee", "parent_company_commitment"}, unreadable={"guarantee"}
    )
    assert cured.verdict == "pass"


def test_a_missing_paper_outweighs_an_unreadable_one():
    check = check_dossier("V4", FULL_V4 - {"boundary_map"}, unreadable={"legal_status"})
    assert check.verdict == "fail"


def test_a_paper_that_is_not_required_is_never_missing():
    states = {line.item.id: line.state for line in check_dossier("V5", set()).items}
    assert states["submission_letter"] is PaperState.NOT_REQUIRED
    assert states["legal_status"] is PaperState.NOT_GIVEN
    assert states["request_letter"] is PaperState.MISSING


@pytest.mark.parametrize(
    ("day", "confidence", "locators"),
    [
        pytest.param(date(2021, 1, 1), "memory", {""}, id="V2-from-memory"),
        pytest.param(
            date(2026, 5, 1),
            "text",
            {f"Điều 6 khoản 2 điểm {point}" for point in "abcdđ"},
            id="V5-follows-the-decree",
        ),
    ],
)
def test_a_change_of_the_plan_has_a_checklist_of_its_own(day, confidence, locators):
    items = dossier_checklist(day, "plan_adjust")
    assert {item.confidence for item in items} == {confidence}
    assert {item.locator for item in items} == locators


def test_a_paper_nobody_knows_is_refused_by_name():
    with pytest.raises(InvalidInput, match="present is 'charter'; expected one of boundary_map"):
        check_dossier("V4", {"charter"})


def test_an_unknown_version_is_refused_by_name():
    with pytest.raises(InvalidInput, match="version is 'V7'; expected one of V1, V2"):
        dossier_checklist("V7")


def test_before_decree_68_no_checklist_is_known():
    with pytest.raises(NotFound, match="2017-07-14"):
        dossier_checklist(date(2017, 7, 14))
