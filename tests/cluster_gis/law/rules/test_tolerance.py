"""AREA-TOL: growth, place and land of a small change, version by version."""

from decimal import Decimal

import pytest

from cluster_gis.domain.facts_json import facts_from_json
from cluster_gis.law.judge import judge_case
from tests.law_cases import V2, V3, V4, V5, V6, finding_of, verdict_of


def route(on, growth=4, commune=True, district=None, fits=True, settings=None):
    adjustment = {
        "planned_ha": 50,
        "proposed_ha": None if growth is None else 50 + growth,
        "same_commune": commune,
        "same_district": district,
    }
    return verdict_of(
        "AREA-TOL",
        "plan_adjust",
        on,
        cluster={"land_use_plan_fits": fits},
        adjustment=adjustment,
        settings=settings or {},
    )


@pytest.mark.parametrize("on", [V2, V3, V4, V5, V6])
def test_five_hectares_in_the_same_commune(on):
    assert route(on, 5) == "pass"
    assert route(on, 5.0001) == "fail"
    assert route(on, -1) == "needs_review"
    assert route(on, None) == "not_enough_data"
    assert route(on, 5, fits=False) == "fail"
    assert route(on, 5, fits=None) == "not_enough_data"


def test_10_3_less_5_3_is_5():
    facts = {"planned_ha": 5.3, "proposed_ha": 10.3, "same_commune": True}
    cluster = {"land_use_plan_fits": True}
    assert verdict_of("AREA-TOL", "plan_adjust", V5, adjustment=facts, cluster=cluster) == "pass"


@pytest.mark.parametrize(
    ("on", "verdict"),
    [(V2, "fail"), (V3, "pass"), (V4, "needs_review"), (V5, "fail"), (V6, "fail")],
)
def test_another_commune_of_the_former_district(on, verdict):
    assert route(on, commune=False, district=True) == verdict


def test_another_district_is_never_small():
    for on in (V2, V3, V4, V5, V6):
        assert route(on, commune=False, district=False) == "fail"


def test_the_province_may_decide_in_v4():
    moved = {"commune": False, "district": True}
    assert route(V4, **moved, settings={"tolerance": "former_district"}) == "pass"
    assert route(V4, **moved, settings={"tolerance": "commune"}) == "fail"


def test_a_place_not_known_is_not_enough():
    assert route(V3, commune=None, district=None) == "not_enough_data"
    assert route(V4, commune=None, district=None) == "not_enough_data"
    assert route(V6, commune=None, district=True) == "not_enough_data"


def test_to_establish_the_plan_and_the_decision_stand_in():
    cluster = {"area_planned_ha": 50, "area_established_ha": 54, "land_use_plan_fits": True}
    found = finding_of(
        "AREA-TOL", "establish", V6, cluster=cluster, adjustment={"same_commune": True}
    )
    assert (found.verdict, found.outcome.measured) == ("pass", 4)
    assert not found.deciding


def test_growth_that_turns_within_the_spread_says_so():
    case = facts_from_json(
        {
            "procedure": "plan_adjust",
            "on": V6,
            "facts": {
                "cluster": {"land_use_plan_fits": True},
                "adjustment": {"planned_ha": 50, "proposed_ha": 54.99, "same_commune": True},
            },
        }
    )
    spread = {"facts.adjustment.proposed_ha": Decimal("0.02")}
    [found] = [
        f for f in judge_case(case, area_spread_ha=spread).findings if f.rule.id == "AREA-TOL"
    ]
    assert found.verdict == "pass"
    assert found.outcome.flips_within_spread
