"""EST-PLAN, EST-LAND, EXP-LAND, and the plan rules PLAN-ADJ-*, PLAN-WD-CONVERT."""

from datetime import date

import pytest

from cluster_gis.domain.facts import Adjustment, Case
from cluster_gis.law.evaluation import evaluate
from cluster_gis.law.rules.plan import PLAN_ADJ_BASIS
from tests.law_cases import V1, V2, V3, V4, V5, V6, verdict_of

KNOWN = [(True, "pass"), (False, "fail"), (None, "not_enough_data")]


@pytest.mark.parametrize("on", [V1, V2, V3, V4, V5, V6])
@pytest.mark.parametrize(("listed", "verdict"), KNOWN)
def test_the_cluster_is_in_the_plan(on, listed, verdict):
    assert verdict_of("EST-PLAN", "establish", on, cluster={"in_approved_plan": listed}) == verdict


@pytest.mark.parametrize(
    ("rule", "procedure", "on"),
    [
        ("EST-LAND", "establish", V3),
        ("EST-LAND", "establish", V6),
        ("EXP-LAND", "expand", V1),
        ("EXP-LAND", "expand", V2),
        ("EXP-LAND", "expand", V3),
        ("EXP-LAND", "expand", V6),
    ],
)
@pytest.mark.parametrize(("fits", "verdict"), KNOWN)
def test_the_land_fits(rule, procedure, on, fits, verdict):
    assert verdict_of(rule, procedure, on, cluster={"land_use_plan_fits": fits}) == verdict


@pytest.mark.parametrize(("rule", "procedure"), [("EST-LAND", "establish"), ("EXP-LAND", "expand")])
@pytest.mark.parametrize("on", [V4, V5])
def test_land_that_does_not_fit_is_the_provinces_to_say_in_v4_and_v5(rule, procedure, on):
    unfit = {"land_use_plan_fits": False}
    decided = {"land_plan": "land_use_plan_in_force"}
    assert verdict_of(rule, procedure, on, cluster={"land_use_plan_fits": True}) == "pass"
    assert verdict_of(rule, procedure, on, cluster=unfit) == "needs_review"
    assert verdict_of(rule, procedure, on, cluster=unfit, settings=decided) == "fail"
    assert verdict_of(rule, procedure, on) == "not_enough_data"


@pytest.mark.parametrize("procedure", ["plan_add", "plan_adjust", "plan_withdraw"])
@pytest.mark.parametrize("on", [V2, V3, V6])
@pytest.mark.parametrize(
    ("basis", "verdict"), [("a", "pass"), ("b", "pass"), (None, "not_enough_data")]
)
def test_a_basis_is_evidenced(procedure, on, basis, verdict):
    assert verdict_of("PLAN-ADJ-BASIS", procedure, on, adjustment={"basis": basis}) == verdict


@pytest.mark.parametrize(
    ("year", "basis", "verdict"),
    [(2024, "none", "fail"), (2024, "c", "needs_review"), (2021, "c", "fail")],
)
def test_a_basis_looked_for_and_not_shown(year, basis, verdict):
    case = Case(procedure="plan_adjust", on=date(year, 6, 1), adjustment=Adjustment(basis=basis))
    [found] = evaluate([PLAN_ADJ_BASIS], case)
    assert found.verdict == verdict


@pytest.mark.parametrize("on", [V1])
def test_v1_does_not_tell_how_a_plan_is_adjusted(on):
    assert verdict_of("PLAN-ADJ-BASIS", "plan_adjust", on, adjustment={"basis": "a"}) == (
        "needs_review"
    )


@pytest.mark.parametrize(
    ("on", "identified", "verdict"),
    [
        pytest.param(V2, True, "pass", id="v2-named"),
        pytest.param(V2, False, "fail", id="v2-not-named"),
        pytest.param(V3, True, "pass", id="v3-a-named-one-satisfies"),
        pytest.param(V3, False, "needs_review", id="v3-other-evidence-is-reviewed"),
        pytest.param(V6, False, "needs_review", id="v6-the-same"),
        pytest.param(V3, None, "not_enough_data", id="not-known"),
    ],
)
def test_an_investor_is_named_or_can_be_attracted(on, identified, verdict):
    facts = {"investor": {"identified": identified}}
    assert verdict_of("PLAN-ADJ-INVESTOR", "plan_adjust", on, **facts) == verdict
    assert verdict_of("PLAN-ADJ-INVESTOR", "plan_add", on, **facts) == verdict


@pytest.mark.parametrize("on", [V2, V3, V4, V5, V6])
@pytest.mark.parametrize(("stated", "verdict"), KNOWN)
def test_a_withdrawn_cluster_has_a_conversion_solution(on, stated, verdict):
    facts = {"adjustment": {"conversion_solution": stated}}
    assert verdict_of("PLAN-WD-CONVERT", "plan_withdraw", on, **facts) == verdict
