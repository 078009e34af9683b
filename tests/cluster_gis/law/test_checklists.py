"""Lists of the report, the decision, the appraisal and the start of works."""

from datetime import date

import pytest

from cluster_gis.errors import NotFound
from cluster_gis.law.checklists import Checklist, check_list, checklist
from cluster_gis.law.dossier_items import Need


def _count(kind, day):
    items = checklist(kind, day)
    required = [item for item in items if item.need is Need.REQUIRED]
    return len(items), len(required), {item.confidence for item in items}


@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        pytest.param(Checklist.DECISION, date(2018, 1, 1), (8, 6, {"memory"}), id="decision-V1"),
        pytest.param(Checklist.DECISION, date(2024, 5, 1), (8, 6, {"text"}), id="decision-V3"),
        pytest.param(Checklist.DECISION, date(2026, 9, 14), (8, 6, {"text"}), id="decision-V5"),
        pytest.param(
            Checklist.DECISION, date(2026, 9, 15), (11, 8, {"secondary"}), id="decision-V6"
        ),
        pytest.param(
            Checklist.INVESTMENT_REPORT, date(2026, 5, 1), (7, 7, {"text"}), id="report-V5"
        ),
        pytest.param(
            Checklist.APPRAISAL, date(2025, 8, 1), (21, 15, {"text", "secondary"}), id="appraisal"
        ),
        pytest.param(
            Checklist.WORKS_START, date(2025, 8, 1), (6, 6, {"secondary"}), id="works-start"
        ),
    ],
)
def test_items_required_items_and_confidence(kind, day, expected):
    assert _count(kind, day) == expected


@pytest.mark.parametrize("kind", [Checklist.INVESTMENT_REPORT, Checklist.APPRAISAL])
def test_a_list_that_was_not_read_is_not_made_up(kind):
    with pytest.raises(NotFound, match="lists start on 2024-05-01"):
        checklist(kind, date(2024, 4, 30))


def test_the_report_adds_its_sentence_in_v6_only():
    remarks = {
        day: [item.id for item in checklist(Checklist.INVESTMENT_REPORT, day) if item.remark]
        for day in (date(2026, 9, 14), date(2026, 9, 15))
    }
    assert list(remarks.values()) == [[], ["report_land"]]


def test_a_decision_with_every_required_field_is_complete():
    fields = {item.id for item in checklist(Checklist.DECISION, "V4") if item.need is Need.REQUIRED}
    assert check_list(Checklist.DECISION, "V4", fields).verdict == "pass"
    check = check_list(Checklist.DECISION, "V6", fields)
    assert [item.id for item in check.missing] == ["decision_type", "decision_reserved_land"]


@pytest.mark.parametrize(
    ("day", "document"),
    [
        pytest.param(date(2026, 6, 30), "50/2014/QH13", id="last-day-of-the-old-law"),
        pytest.param(date(2026, 7, 1), "135/2025/QH15", id="first-day-of-the-new-law"),
    ],
)
def test_works_start_under_the_construction_law_of_the_day(day, document):
    assert {item.document for item in checklist(Checklist.WORKS_START, day)} == {document}
