"""Provincial rules hold only where the case brings the province's decision, in its days."""

from datetime import date

import pytest

from cluster_gis.law.rules.local import months_late
from tests.law_cases import V2, V3, V6, finding_of, verdict_of


def decided(rule, threshold, kind=None, until=None):
    override = {
        "rule": rule,
        "threshold": threshold,
        "document": "75/2025/QĐ-UBND",
        "locator": "Điều 5",
        "effective_from": "2024-01-01",
        "effective_to": until,
        "kind": kind,
    }
    return {"overrides": [override]}


def test_without_a_decision_it_does_not_count():
    found = finding_of("AREA-LOCAL", "establish", V3)
    assert (found.verdict, found.deciding) == ("not_applicable", False)


@pytest.mark.parametrize(
    ("area", "verdict"), [(30, "pass"), (29.9999, "fail"), (None, "not_enough_data")]
)
def test_a_provinces_minimum(area, verdict):
    settings = decided("AREA-LOCAL", 30)
    cluster = {"area_established_ha": area, "kind": "ordinary"}
    found = finding_of("AREA-LOCAL", "establish", V6, settings=settings, cluster=cluster)
    assert (found.verdict, found.deciding) == (verdict, True)
    if area is not None:
        assert found.outcome.cited == ("75/2025/QĐ-UBND", "Điều 5")


def test_a_minimum_of_one_kind():
    settings = decided("AREA-LOCAL", 30, kind="craft_village")
    area = {"area_established_ha": 20}
    for kind, verdict in (
        ("craft_village", "fail"),
        ("ordinary", "not_applicable"),
        (None, "not_enough_data"),
    ):
        cluster = {**area, "kind": kind}
        found = verdict_of("AREA-LOCAL", "establish", V3, settings=settings, cluster=cluster)
        assert found == verdict


@pytest.mark.parametrize(
    ("on", "verdict"),
    [(V2, "not_applicable"), ("2024-06-30", "fail"), ("2024-07-01", "not_applicable")],
)
def test_a_decision_holds_in_its_days(on, verdict):
    settings = decided("AREA-LOCAL", 30, until="2024-06-30")
    cluster = {"area_established_ha": 20, "kind": "ordinary"}
    assert verdict_of("AREA-LOCAL", "establish", on, settings=settings, cluster=cluster) == verdict


@pytest.mark.parametrize(
    ("due", "verdict"),
    [
        pytest.param("2024-06-01", "pass", id="on-time"),
        pytest.param("2023-09-02", "pass", id="just-below-nine-months"),
        pytest.param("2023-09-01", "needs_review", id="nine-months-warn"),
        pytest.param("2023-06-01", "needs_review", id="twelve-months-themselves"),
        pytest.param("2023-05-31", "fail", id="a-day-more"),
    ],
)
def test_a_provinces_limit_of_delay(due, verdict):
    facts = {"settings": decided("OPS-LATE-LOCAL", 12), "milestones": [{"due": due}]}
    found = finding_of("OPS-LATE-LOCAL", "operate", "2024-06-01", **facts)
    assert (found.verdict, found.deciding) == (verdict, False)


def test_months_late_count_started_months_as_halves():
    assert months_late(date(2024, 1, 31), date(2024, 1, 31)) == 0
    assert months_late(date(2024, 1, 15), date(2024, 2, 15)) == 1
    assert months_late(date(2024, 1, 15), date(2024, 2, 14)) == 0.5
    assert months_late(date(2024, 1, 15), date(2024, 2, 16)) == 1.5


@pytest.mark.parametrize("rule", ["PROC-LOCAL-OPINION", "PROC-LOCAL-POLICY"])
def test_steps_a_province_added_are_shown(rule):
    assert verdict_of(rule, "establish", V6) == "not_applicable"
    found = finding_of(rule, "establish", V6, settings=decided(rule, 10))
    assert found.verdict == "not_enough_data"
    assert found.outcome.cited == ("75/2025/QĐ-UBND", "Điều 5")
