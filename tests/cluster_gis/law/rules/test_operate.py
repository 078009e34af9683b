"""OPS-SCHEDULE and the shown duties that have figures; clusters older than the regulation."""

import pytest

from tests.law_cases import V2, V3, V6, finding_of, verdict_of


@pytest.mark.parametrize(
    ("milestones", "verdict", "days"),
    [
        pytest.param([("2024-06-01", None)], "pass", 0, id="due-today-is-not-late"),
        pytest.param([("2024-05-31", None)], "fail", 1, id="one-day-late"),
        pytest.param([("2024-05-01", "2024-05-20")], "pass", 0, id="done-late"),
        pytest.param([("2024-05-01", "2024-06-02")], "fail", 31, id="done-after-the-day"),
        pytest.param([(None, None)], "not_enough_data", None, id="due-date-not-known"),
        pytest.param([(None, "2024-05-01")], "pass", 0, id="done-whatever-was-due"),
        pytest.param([(None, None), ("2024-05-31", None)], "fail", 1, id="late-decides"),
        pytest.param([], "not_enough_data", None, id="no-schedule"),
        pytest.param(None, "not_enough_data", None, id="not-known"),
    ],
)
def test_the_schedule_is_kept(milestones, verdict, days):
    facts = {
        "milestones": milestones
        and [{"name": "roads", "due": due, "done": done} for due, done in milestones]
    }
    found = finding_of("OPS-SCHEDULE", "operate", "2024-06-01", **facts)
    assert (found.verdict, found.outcome.measured) == (verdict, days)


def test_done_late_is_remarked():
    milestones = [{"name": "roads", "due": "2024-05-01", "done": "2024-05-20"}]
    found = finding_of("OPS-SCHEDULE", "operate", V3, milestones=milestones)
    assert [remark.values["name"] for remark in found.outcome.remarks] == ["roads"]


@pytest.mark.parametrize(
    ("detailed", "verdict"),
    [(50, "pass"), (55, "pass"), (45, "pass"), (55.01, "needs_review"), (None, "not_enough_data")],
)
def test_the_detailed_plan_is_near_the_decision(detailed, verdict):
    cluster = {"area_detailed_ha": detailed, "area_established_ha": 50}
    assert verdict_of("OPS-DETAIL-PLAN", "operate", V2, cluster=cluster) == verdict


def test_reserved_land_is_shown_and_never_fails_one_cluster():
    cluster = {"sme_reserved_ha": 1, "industrial_land_ha": 40}
    found = finding_of("OPS-SME-LAND-SHARE", "operate", V6, cluster=cluster)
    assert (found.verdict, found.outcome.measured) == ("needs_review", 2.5)
    assert verdict_of("OPS-SME-LAND-SHARE", "operate", V6) == "not_enough_data"


@pytest.mark.parametrize(
    ("rule", "on", "verdict"),
    [
        pytest.param("LEG-DEADLINE", "2017-12-31", "needs_review", id="the-last-day"),
        pytest.param("LEG-DEADLINE", "2018-01-01", "fail", id="without-a-decision"),
        pytest.param("LEG-EST-DEADLINE", "2026-12-30", "needs_review", id="before-31-december"),
        pytest.param("LEG-EST-DEADLINE", "2026-12-31", "fail", id="on-31-december"),
    ],
)
def test_clusters_older_than_the_regulation(rule, on, verdict):
    found = finding_of(rule, "operate", on, cluster={"status": "pre_regulation"})
    assert (found.verdict, found.deciding) == (verdict, False)
    assert verdict_of(rule, "operate", on, cluster={"status": "operating"}) == "not_applicable"
    assert verdict_of(rule, "operate", on) == "not_enough_data"
