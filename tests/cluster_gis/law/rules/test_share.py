"""CRAFT-SHARE, KIND-*, SERVICE-LAND."""

from decimal import Decimal

import pytest

from cluster_gis.domain.facts_json import facts_from_json
from cluster_gis.law.judge import judge_case
from tests.law_cases import V2, V3, V4, V5, V6, finding_of, verdict_of


def craft(share, kind="craft_village", industrial=100):
    return {
        "kind": kind,
        "industrial_land_ha": industrial,
        "craft_industrial_land_ha": share,
    }


@pytest.mark.parametrize("procedure", ["establish", "operate"])
@pytest.mark.parametrize(
    ("on", "share", "verdict"),
    [
        pytest.param(V3, 75, "pass", id="enough-by-both-copies"),
        pytest.param(V4, Decimal("74.99"), "needs_review", id="enough-by-one-copy"),
        pytest.param(V5, 60, "needs_review", id="sixty-itself-by-one-copy"),
        pytest.param(V3, Decimal("59.99"), "fail", id="by-neither"),
        pytest.param(V6, 60, "pass", id="v6-sixty"),
        pytest.param(V6, Decimal("59.99"), "fail", id="v6-just-below"),
        pytest.param(V3, None, "not_enough_data", id="not-known"),
        pytest.param(V3, 101, "not_enough_data", id="more-than-the-whole"),
    ],
)
def test_craft_share(procedure, on, share, verdict):
    assert verdict_of("CRAFT-SHARE", procedure, on, cluster=craft(share)) == verdict


def test_both_readings_are_shown():
    values = finding_of("CRAFT-SHARE", "establish", V3, cluster=craft(70)).outcome.said.values
    assert (values["threshold_pct"], values["other_pct"]) == (75, 60)


def test_craft_share_asks_only_craft_villages():
    assert verdict_of("CRAFT-SHARE", "establish", V3, cluster=craft(1, "ordinary")) == (
        "not_applicable"
    )
    assert verdict_of("CRAFT-SHARE", "establish", V3, cluster=craft(80, None)) == "not_enough_data"


@pytest.mark.parametrize("industrial", [0, None])
def test_a_share_of_nothing_is_not_known(industrial):
    facts = craft(5, industrial=industrial)
    assert verdict_of("CRAFT-SHARE", "establish", V3, cluster=facts) == "not_enough_data"


@pytest.mark.parametrize("procedure", ["establish", "operate"])
@pytest.mark.parametrize(
    ("rule", "kind", "name", "limit"),
    [
        ("KIND-SPEC-SHARE", "specialised", "same_sector_industrial_land_ha", 60),
        ("KIND-SUPP-SHARE", "supporting", "supporting_industrial_land_ha", 60),
        ("KIND-HITECH-SHARE", "hightech", "hightech_industrial_land_ha", 30),
    ],
)
def test_kinds_of_v6(procedure, rule, kind, name, limit):
    def verdict(share, of_kind=kind):
        cluster = {"kind": of_kind, "industrial_land_ha": 100, name: share}
        return verdict_of(rule, procedure, V6, cluster=cluster)

    assert verdict(limit) == "pass"
    assert verdict(limit - Decimal("0.0001")) == "fail"
    assert verdict(None) == "not_enough_data"
    assert verdict(limit, "ordinary") == "not_applicable"
    assert verdict(limit, None) == "not_enough_data"


def test_an_eco_cluster_is_always_reviewed():
    assert verdict_of("KIND-ECO", "establish", V6, cluster={"kind": "eco"}) == "needs_review"
    assert verdict_of("KIND-ECO", "establish", V6, cluster={"kind": "ordinary"}) == "not_applicable"


@pytest.mark.parametrize("on", [V3, V4, V5, V6])
@pytest.mark.parametrize(
    ("service", "area", "verdict"),
    [
        pytest.param(6, 60, "pass", id="a-tenth-itself"),
        pytest.param(Decimal("6.0001"), 60, "fail", id="just-above"),
        pytest.param(0, 60, "pass", id="none-there"),
        pytest.param(None, 60, "not_enough_data", id="service-land-not-known"),
        pytest.param(6, None, "not_enough_data", id="area-not-known"),
    ],
)
def test_service_land(on, service, area, verdict):
    cluster = {"service_area_ha": service, "area_established_ha": area}
    assert verdict_of("SERVICE-LAND", "operate", on, cluster=cluster) == verdict


def test_shares_are_not_asked_before_2024():
    for rule in ("CRAFT-SHARE", "SERVICE-LAND"):
        with pytest.raises(ValueError, match="not enough values"):
            finding_of(rule, "establish", V2)


@pytest.mark.parametrize(("spread", "turns"), [("0.5", False), ("1.1", True)])
def test_service_land_that_turns_within_the_spread_says_so(spread, turns):
    facts = {"cluster": {"area_established_ha": 60, "service_area_ha": Decimal("5.9")}}
    case = facts_from_json({"procedure": "operate", "on": V3, "facts": facts})
    judgement = judge_case(
        case, area_spread_ha={"facts.cluster.area_established_ha": Decimal(spread)}
    )
    [found] = [f for f in judgement.findings if f.rule.id == "SERVICE-LAND"]
    assert (found.verdict, found.outcome.flips_within_spread) == ("pass", turns)
