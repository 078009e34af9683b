"""EST-FILL and EXP-FILL: arms, averages, licensed land, missing neighbours, units."""

from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.domain.facts import Case, ClusterFacts, Settings, UnitCluster
from cluster_gis.law.evaluation import evaluate
from cluster_gis.law.judge import judge_case
from cluster_gis.law.rule import Verdict
from cluster_gis.law.rules.fill import EST_FILL
from cluster_gis.law.rules.own_fill import EXP_FILL

V1, V2, V3 = date(2018, 6, 1), date(2021, 3, 1), date(2024, 6, 1)
V4, V5, V6 = date(2025, 8, 1), date(2026, 5, 20), date(2026, 10, 1)
PASS, FAIL, NA = Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE
REVIEW, MISSING = Verdict.NEEDS_REVIEW, Verdict.NOT_ENOUGH_DATA


def ha(value):
    return None if value is None else Decimal(str(value))


def neighbour(industrial, leased, licensed=None, **unit):
    return UnitCluster(
        industrial_land_ha=ha(industrial),
        leased_industrial_land_ha=ha(leased),
        licensed_not_leased_ha=ha(licensed),
        **unit,
    )


def unit_fill(on, *clusters, setting=None, **cluster):
    case = Case(
        procedure="establish",
        on=on,
        cluster=ClusterFacts(**{"kind": "ordinary", **cluster}),
        unit_clusters=clusters,
        settings=Settings(agg_unit=setting),
    )
    [finding] = evaluate([EST_FILL], case)
    return finding


@pytest.mark.parametrize(
    ("on", "clusters", "verdict"),
    [
        pytest.param(V2, [(100, 50.01)], PASS, id="just-over-half"),
        pytest.param(V2, [(100, 50)], FAIL, id="half-is-not-above-half-and-50-is-not-below-50"),
        pytest.param(V2, [(99.98, 49.99)], PASS, id="just-below-50-ha"),
        pytest.param(V1, [(100, 50)], FAIL, id="v1-the-same"),
        pytest.param(V3, [(200, 100)], PASS, id="100-ha-itself-is-allowed-from-v3"),
        pytest.param(V3, [(200.02, 100.01)], FAIL, id="just-above-100-ha"),
        pytest.param(V6, [(100, 50)], PASS, id="50-ha-itself-is-allowed-in-v6"),
        pytest.param(V6, [(100.02, 50.01)], FAIL, id="just-above-50-ha"),
    ],
)
def test_one_arm_is_enough(on, clusters, verdict):
    assert unit_fill(on, *(neighbour(*figures) for figures in clusters)).verdict is verdict


def test_averages_that_disagree_need_review():
    """10 ha full and 200 ha a quarter full: 62.5 % simple, 28.6 % by area."""
    finding = unit_fill(V3, neighbour(10, 10), neighbour(200, 50))
    assert finding.verdict is REVIEW
    assert finding.outcome.said.values["simple_pct"] == Decimal("62.5")
    assert finding.outcome.said.values["weighted_pct"] == Decimal("28.571429")


def test_licensed_land_counts_in_the_rate_from_v3_only():
    assert unit_fill(V3, neighbour(250, 120, 10)).verdict is PASS
    assert unit_fill(V2, neighbour(250, 120, 10)).verdict is FAIL


def test_unleased_land_that_licensed_land_would_turn_needs_review():
    """Rate 40 + 10 % fails; 120 ha unleased, 100 ha if the licensed counted as leased."""
    finding = unit_fill(V3, neighbour(200, 80, 20))
    arms = {arm.rule: arm.verdict for arm in finding.outcome.arms}
    assert arms == {"EST-FILL-A": FAIL, "EST-FILL-B": REVIEW}
    assert finding.verdict is REVIEW


def test_a_fail_without_licensed_figures_says_so():
    finding = unit_fill(V3, neighbour(300, 100))
    assert finding.verdict is FAIL
    assert "not recorded" in finding.outcome.remarks[-1].message
    assert finding.outcome.change.values["lease_ha"] == Decimal(100)
    assert unit_fill(V3, neighbour(300, 100, 0)).outcome.remarks == ()


@pytest.mark.parametrize(
    ("clusters", "verdict"),
    [
        pytest.param([(60, 50), (30, None)], PASS, id="under-the-limit-even-if-empty"),
        pytest.param([(200, 50), (None, None)], MISSING, id="average-open"),
        pytest.param([(300, 20), (300, 20), (30, None)], FAIL, id="above-even-if-full"),
        pytest.param([(190, 95), (30, None)], MISSING, id="may-turn"),
        pytest.param([(0, 0), (30, 20)], MISSING, id="zero-industrial-land-is-not-known"),
        pytest.param([(30, 31), (200, 10)], MISSING, id="contradicted-figures-are-not-known"),
    ],
)
def test_a_missing_neighbour_counts_only_where_it_could_decide(clusters, verdict):
    finding = unit_fill(V3, *(neighbour(*figures) for figures in clusters))
    assert finding.verdict is verdict
    assert bool(finding.outcome.missing) == (verdict is MISSING and (30, 31) not in clusters)


def test_a_list_not_known_is_not_an_empty_list():
    case = Case(procedure="establish", on=V3, cluster=ClusterFacts(kind="ordinary"))
    [finding] = evaluate([EST_FILL], case)
    assert finding.verdict is MISSING
    assert finding.outcome.missing == ("facts.unit_clusters",)
    assert unit_fill(V3).verdict is NA


@pytest.mark.parametrize("kind", ["hightech", "eco"])
def test_v6_exempts_two_kinds(kind):
    assert unit_fill(V6, neighbour(300, 10), kind=kind).verdict is NA
    assert unit_fill(V5, neighbour(300, 10), kind=kind).verdict is FAIL


def test_v6_fails_nobody_whose_kind_is_not_known():
    assert unit_fill(V6, neighbour(300, 10), kind=None).verdict is MISSING
    assert unit_fill(V6, neighbour(300, 290), kind=None).verdict is PASS


FULL = {"commune": True, "former_district": True}
FAR = {"commune": False, "former_district": True}


@pytest.mark.parametrize("on", [V4, V5])
@pytest.mark.parametrize(
    ("setting", "verdict"),
    [
        pytest.param(None, REVIEW, id="both-readings-disagree"),
        pytest.param("commune", PASS, id="the-commune-is-full"),
        pytest.param("former_district", FAIL, id="the-district-is-empty"),
        pytest.param("province", FAIL, id="so-is-the-province"),
    ],
)
def test_the_province_sets_the_unit_in_v4_and_v5(on, setting, verdict):
    clusters = (neighbour(20, 19, **FULL), neighbour(300, 10, **FAR))
    assert unit_fill(on, *clusters, setting=setting).verdict is verdict


def test_readings_that_agree_decide():
    clusters = (neighbour(20, 19, **FULL), neighbour(30, 29, **FAR))
    finding = unit_fill(V4, *clusters)
    assert finding.verdict is PASS
    assert {arm.reading for arm in finding.outcome.arms} == {"commune", "former_district"}


def test_units_may_be_named():
    clusters = (
        neighbour(20, 19, commune="A", former_district="D"),
        neighbour(300, 10, commune="B", former_district="D"),
    )
    own = {"former_district": "D"}
    assert unit_fill(V4, *clusters, setting="commune", commune="A", **own).verdict is PASS
    assert unit_fill(V4, *clusters, setting="commune", commune="B", **own).verdict is FAIL
    assert unit_fill(V4, *clusters, commune="A", **own).verdict is REVIEW
    assert unit_fill(V4, *clusters, setting="commune").verdict is MISSING


def test_v6_counts_the_commune_only():
    clusters = (neighbour(20, 19, **FULL), neighbour(300, 10, **FAR))
    assert unit_fill(V6, *clusters).verdict is PASS
    assert unit_fill(V6, neighbour(300, 10, **FAR)).verdict is NA


def own_fill(on, industrial, leased, demand=None, licensed=None):
    case = Case(
        procedure="expand",
        on=on,
        cluster=ClusterFacts(
            industrial_land_ha=ha(industrial),
            leased_industrial_land_ha=ha(leased),
            documented_demand_ha=ha(demand),
            licensed_not_leased_ha=ha(licensed),
        ),
    )
    [finding] = evaluate([EXP_FILL], case)
    return finding


@pytest.mark.parametrize(
    ("on", "figures", "verdict"),
    [
        pytest.param(V3, (100, 60), PASS, id="sixty-itself-is-enough"),
        pytest.param(V3, (100, 59.99, 0), FAIL, id="just-below-with-no-demand"),
        pytest.param(V3, (100, 59.99), MISSING, id="demand-not-known"),
        pytest.param(V6, (100, 50), PASS, id="v6-fifty"),
        pytest.param(V6, (100, 49.99, 0), FAIL, id="v6-just-below"),
        pytest.param(V3, (100, 10, 100.01), PASS, id="demand-above-the-land-in-both-readings"),
        pytest.param(V3, (100, 10, 95), REVIEW, id="demand-only-with-leased-land"),
        pytest.param(V3, (100, 10, 90), FAIL, id="demand-equal-is-not-above"),
        pytest.param(V3, (100, None, 101), PASS, id="demand-decides-without-leased-land"),
        pytest.param(V3, (100, None, 50), MISSING, id="leased-land-may-decide"),
        pytest.param(V3, (None, 60, 10), MISSING, id="industrial-land-not-known"),
        pytest.param(V3, (0, 0, 10), MISSING, id="zero-industrial-land"),
        pytest.param(V3, (100, 50, 0, 10), PASS, id="licensed-land-counts-from-v3"),
        pytest.param(V2, (100, 50, 0, 10), FAIL, id="and-not-before"),
        pytest.param(V3, (100, 95, 0, 10), MISSING, id="more-than-there-is"),
        pytest.param(V3, (100, None, 0, 60), PASS, id="licensed-land-alone-is-enough"),
    ],
)
def test_this_clusters_fill_or_demand(on, figures, verdict):
    assert own_fill(on, *figures).verdict is verdict


def test_what_would_change_it_is_the_land_to_lease():
    finding = own_fill(V3, 50, 26.8, 0)
    assert finding.outcome.change.values["lease_ha"] == Decimal("3.2")


def test_contradicted_figures_are_a_finding_of_their_own():
    case = Case(
        procedure="operate",
        on=V3,
        cluster=ClusterFacts(industrial_land_ha=ha(10), leased_industrial_land_ha=ha(11)),
    )
    findings = {finding.rule.id: finding for finding in judge_case(case).findings}
    assert findings["DEF-FILL"].verdict is MISSING
    assert not findings["DEF-FILL"].deciding
