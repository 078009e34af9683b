"""What must hold of every amount: order, exactness, and that more knowledge never means less."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_gis.domain.facts import Case, ClusterFacts, UnitCluster
from cluster_gis.law.evaluation import evaluate
from cluster_gis.law.judge import judge_case
from cluster_gis.law.judgement_json import judgement_to_json
from cluster_gis.law.register import RULES
from cluster_gis.law.rule import DECIDING, Verdict
from cluster_gis.law.rules.area import AREA_MAX, AREA_MIN
from cluster_gis.law.rules.fill import EST_FILL
from cluster_gis.law.rules.own_fill import EXP_FILL

DAYS = st.sampled_from(
    [date(2018, 6, 1), date(2021, 3, 1), date(2024, 6, 1), date(2025, 8, 1), date(2026, 10, 1)]
)
#: Amounts of any fineness, dense around the limits.
AREAS = st.decimals("0", "200", places=8) | st.sampled_from(
    [Decimal(text) for text in ("5", "10", "75", "74.99999999999999999999", "75.00000000000000001")]
)
LAND = st.decimals("0.01", "75", places=4)
SHARE = st.decimals("0", "1", places=6)
DECIDED = {Verdict.PASS, Verdict.FAIL}
ORDER = {Verdict.FAIL: 0, Verdict.NEEDS_REVIEW: 1, Verdict.PASS: 2}


def verdict(rule, procedure, on, clusters=None, **cluster):
    case = Case(procedure=procedure, on=on, cluster=ClusterFacts(**cluster), unit_clusters=clusters)
    [finding] = evaluate([rule], case)
    return finding.verdict


@given(AREAS, DAYS)
def test_the_largest_area_holds_for_every_amount(area, on):
    expected = Verdict.PASS if area <= 75 else Verdict.FAIL
    assert verdict(AREA_MAX, "establish", on, area_established_ha=area) is expected


@given(AREAS, DAYS, st.sampled_from(["ordinary", "craft_village"]))
def test_the_smallest_area_holds_for_every_amount(area, on, kind):
    least = 5 if kind == "craft_village" or on.year == 2026 else 10
    facts = {"area_established_ha": area, "kind": kind, "mountainous": False}
    expected = Verdict.PASS if area >= least else Verdict.FAIL
    assert verdict(AREA_MIN, "establish", on, **facts) is expected


@given(AREAS, AREAS, DAYS, st.sampled_from(["ordinary", "craft_village"]), st.booleans())
def test_more_area_never_breaks_the_minimum(one, other, on, kind, mountainous):
    small, large = sorted((one, other))
    verdicts = [
        verdict(
            AREA_MIN,
            "establish",
            on,
            area_established_ha=area,
            kind=kind,
            mountainous=mountainous,
        )
        for area in (small, large)
    ]
    assert ORDER[verdicts[0]] <= ORDER[verdicts[1]]


@given(LAND, SHARE, SHARE, LAND, DAYS)
def test_more_leased_land_never_breaks_the_condition_to_expand(industrial, one, other, demand, on):
    less, more = sorted((one, other))
    verdicts = [
        verdict(
            EXP_FILL,
            "expand",
            on,
            industrial_land_ha=industrial,
            leased_industrial_land_ha=industrial * share,
            documented_demand_ha=demand,
        )
        for share in (less, more)
    ]
    assert ORDER[verdicts[0]] <= ORDER[verdicts[1]]


@given(LAND, SHARE, DAYS)
def test_the_fill_rate_holds_for_every_amount(industrial, share, on):
    leased = industrial * share
    wanted = 50 if on.year == 2026 else 60
    expected = Verdict.PASS if leased * 100 >= wanted * industrial else Verdict.FAIL
    facts = {
        "industrial_land_ha": industrial,
        "leased_industrial_land_ha": leased,
        "documented_demand_ha": Decimal(0),
    }
    assert verdict(EXP_FILL, "expand", on, **facts) is expected


NEIGHBOURS = st.lists(st.tuples(LAND, SHARE, st.booleans(), st.booleans()), min_size=1, max_size=5)


def clusters_of(neighbours, *, complete):
    """The unit's clusters; not complete = figures marked False are not known."""
    return tuple(
        UnitCluster(
            industrial_land_ha=industrial if complete or knows_land else None,
            leased_industrial_land_ha=industrial * share if complete or knows_leased else None,
        )
        for industrial, share, knows_land, knows_leased in neighbours
    )


@given(NEIGHBOURS, DAYS)
def test_what_is_decided_with_figures_missing_stays_decided(neighbours, on):
    """Bounds are honest: the figures that were missing cannot turn a pass or a fail."""
    before, after = (
        verdict(
            EST_FILL,
            "establish",
            on,
            clusters=clusters_of(neighbours, complete=complete),
            kind="ordinary",
        )
        for complete in (False, True)
    )
    assert after is not Verdict.NOT_ENOUGH_DATA
    if before in DECIDED:
        assert after is before


@given(NEIGHBOURS, st.integers(0, 4), DAYS)
def test_a_fuller_neighbour_never_breaks_the_condition_to_establish(neighbours, place, on):
    fuller = list(neighbours)
    industrial, share, *knows = fuller[place % len(fuller)]
    fuller[place % len(fuller)] = (industrial, (share + 1) / 2, *knows)
    before, after = (
        verdict(
            EST_FILL,
            "establish",
            on,
            clusters=clusters_of(figures, complete=True),
            kind="ordinary",
        )
        for figures in (neighbours, fuller)
    )
    assert ORDER[before] <= ORDER[after]


CLUSTERS = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["ordinary", "craft_village", "hightech", "eco"]),
        "status": st.sampled_from(["planned", "operating", "pre_regulation"]),
        "mountainous": st.booleans(),
        "area_planned_ha": AREAS,
        "area_established_ha": AREAS,
        "area_after_expansion_ha": AREAS,
        "industrial_land_ha": LAND,
        "leased_industrial_land_ha": SHARE,
        "documented_demand_ha": AREAS,
        "craft_industrial_land_ha": SHARE,
        "hightech_industrial_land_ha": SHARE,
        "service_area_ha": SHARE,
        "residents_inside": st.integers(0, 3),
        "in_approved_plan": st.booleans(),
        "clearance_completed": st.booleans(),
        "land_use_plan_fits": st.booleans(),
        "has_boundary": st.booleans(),
    },
)
FILL_IN = {
    "kind": "ordinary",
    "status": "planned",
    "mountainous": False,
    "area_planned_ha": Decimal(80),
    "area_established_ha": Decimal(80),
    "area_after_expansion_ha": Decimal(60),
    "industrial_land_ha": Decimal(40),
    "leased_industrial_land_ha": Decimal("0.005"),
    "documented_demand_ha": Decimal(1),
    "craft_industrial_land_ha": Decimal("0.005"),
    "hightech_industrial_land_ha": Decimal("0.005"),
    "service_area_ha": Decimal(0),
    "residents_inside": 1,
    "in_approved_plan": False,
    "clearance_completed": True,
    "land_use_plan_fits": False,
    "has_boundary": False,
}


@settings(max_examples=200)
@given(CLUSTERS, st.sampled_from(sorted(FILL_IN)), DAYS, st.sampled_from(["establish", "expand"]))
def test_filling_a_gap_never_takes_knowledge_away(cluster, name, on, procedure):
    if name in cluster:
        return
    if not consistent({**cluster, name: FILL_IN[name]}):
        return
    before, after = (
        {
            finding.rule.id: finding.verdict
            for finding in judge_case(
                Case(procedure=procedure, on=on, cluster=ClusterFacts(**facts))
            ).findings
            if finding.deciding
        }
        for facts in (cluster, {**cluster, name: FILL_IN[name]})
    )
    for rule, found in before.items():
        if found in DECIDED:
            assert after[rule] is not Verdict.NOT_ENOUGH_DATA, (rule, name)


def consistent(cluster):
    """Parts lie within their wholes, and a kind that is judged by a share has its share."""
    whole = cluster.get("industrial_land_ha", Decimal(75))
    parts = ("leased", "craft", "hightech")
    named = [cluster.get(f"{part}_industrial_land_ha", 0) for part in parts]
    return all(part <= whole for part in named) and cluster.get(
        "service_area_ha", 0
    ) <= cluster.get("area_established_ha", 200)


@given(CLUSTERS, DAYS)
def test_the_verdict_is_that_of_the_findings_that_decide(cluster, on):
    judgement = judge_case(Case(procedure="establish", on=on, cluster=ClusterFacts(**cluster)))
    decided = {finding.verdict for finding in judgement.findings if finding.group in DECIDING}
    for worst in (Verdict.FAIL, Verdict.NOT_ENOUGH_DATA, Verdict.NEEDS_REVIEW):
        if worst in decided:
            assert judgement.verdict is worst
            return
    assert judgement.verdict is Verdict.PASS


@given(CLUSTERS, st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_every_finding_can_be_printed_in_both_languages(cluster, on):
    answer = judgement_to_json(
        judge_case(Case(procedure="operate", on=on, cluster=ClusterFacts(**cluster)))
    )
    for finding in answer["findings"]:
        for text in (finding["message"], finding["title"], *finding["remarks"]):
            assert text["vi"]
            assert text["en"]
            assert "{" not in text["vi"] + text["en"]
            assert "None" not in text["vi"]


def test_every_rule_is_reached_by_the_procedures_or_reports():
    assert {p for rule in RULES for v in rule.versions for p in rule.procedures_of(v)} == {
        *("establish", "expand", "operate", "plan_add", "plan_adjust", "plan_withdraw", "report")
    }
