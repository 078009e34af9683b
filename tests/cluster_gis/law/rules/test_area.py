"""AREA-MAX, AREA-MIN, AREA-EXP: both sides of each limit, first and last day of each text."""

from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.domain.facts import Adjustment, Case, ClusterFacts, Settings
from cluster_gis.law.evaluation import evaluate
from cluster_gis.law.rule import Verdict
from cluster_gis.law.rules.area import AREA_EXP, AREA_MAX, AREA_MIN

V1_FIRST, V2_LAST = date(2017, 7, 15), date(2024, 4, 30)
V3, V4, V5, V6 = date(2024, 5, 1), date(2025, 7, 1), date(2026, 4, 29), date(2026, 9, 15)
PASS, FAIL = Verdict.PASS, Verdict.FAIL
REVIEW, MISSING = Verdict.NEEDS_REVIEW, Verdict.NOT_ENOUGH_DATA


def finding_of(rule, procedure, on, settings=None, spread=None, **cluster):
    case = Case(
        procedure=procedure,
        on=on,
        cluster=ClusterFacts(**cluster),
        settings=settings or Settings(),
        area_spread_ha=spread or {},
    )
    [finding] = evaluate([rule], case)
    return finding


@pytest.mark.parametrize("on", [V1_FIRST, V2_LAST, V3, V4, V5, V6, date(2040, 1, 1)])
@pytest.mark.parametrize(
    ("area_ha", "verdict"),
    [
        pytest.param("75", PASS, id="the-limit-itself-is-allowed"),
        pytest.param("75.0000", PASS, id="trailing-zeros-mean-nothing"),
        pytest.param("75.0001", FAIL, id="compared-unrounded"),
        pytest.param("75.000000000000000000001", FAIL, id="however-small-the-excess"),
    ],
)
def test_area_max(area_ha, verdict, on):
    finding = finding_of(AREA_MAX, "establish", on, area_established_ha=Decimal(area_ha))
    assert finding.verdict is verdict
    assert finding.outcome.limit.threshold == 75


def test_area_not_known_is_never_a_pass():
    finding = finding_of(AREA_MAX, "establish", V3)
    assert finding.verdict is MISSING
    assert finding.outcome.missing == ("facts.cluster.area_established_ha",)


def test_area_max_of_the_first_regulation_was_50_ha_at_establishment():
    assert (
        finding_of(
            AREA_MAX, "establish", date(2017, 7, 14), area_established_ha=Decimal(50)
        ).verdict
        is PASS
    )
    assert (
        finding_of(
            AREA_MAX, "establish", date(2009, 10, 5), area_established_ha=Decimal("50.01")
        ).verdict
        is FAIL
    )


def test_a_day_before_every_text_needs_review():
    finding = finding_of(AREA_MAX, "establish", date(2009, 10, 4), area_established_ha=Decimal(20))
    assert finding.verdict is REVIEW


def test_a_cluster_older_than_the_regulation_above_the_limit_needs_review():
    finding = finding_of(
        AREA_MAX, "establish", V3, area_established_ha=Decimal(90), status="pre_regulation"
    )
    assert finding.verdict is REVIEW


def test_the_area_judged_is_that_of_the_act():
    case = Case(
        procedure="plan_adjust",
        on=V3,
        cluster=ClusterFacts(area_planned_ha=Decimal(50), area_established_ha=Decimal(50)),
        adjustment=Adjustment(proposed_ha=Decimal(76)),
    )
    [finding] = evaluate([AREA_MAX], case)
    assert (finding.verdict, finding.outcome.measured) == (FAIL, Decimal(76))
    assert finding.outcome.inputs[0] == "facts.adjustment.proposed_ha"


@pytest.mark.parametrize(
    ("on", "area_ha", "kind", "mountainous", "verdict"),
    [
        pytest.param(V3, "10", "ordinary", False, PASS, id="the-minimum-itself"),
        pytest.param(V3, "9.9999", "ordinary", False, FAIL, id="just-below"),
        pytest.param(V1_FIRST, "5", "craft_village", None, PASS, id="craft-village-5"),
        pytest.param(V6, "5", "craft_village", None, PASS, id="craft-village-5-in-v6"),
        pytest.param(V3, "4.9999", None, None, FAIL, id="below-5-fails-whatever-the-kind"),
        pytest.param(V3, "10", None, None, PASS, id="10-passes-whatever-the-kind"),
        pytest.param(V3, "7", None, False, MISSING, id="kind-decides-between-5-and-10"),
        pytest.param(V3, "7", "ordinary", None, MISSING, id="mountains-decide-between-5-and-10"),
        pytest.param(V3, "7", "ordinary", True, PASS, id="mountainous-5"),
        pytest.param(V4, "7", "ordinary", True, REVIEW, id="v4-mountainous-is-the-provinces"),
        pytest.param(V5, "7", "ordinary", True, REVIEW, id="v5-mountainous-is-the-provinces"),
        pytest.param(V4, "7", "craft_village", True, PASS, id="v4-craft-village-needs-no-setting"),
        pytest.param(V6, "5.0000", "ordinary", False, PASS, id="v6-one-minimum"),
        pytest.param(V6, "4.9999", "ordinary", True, FAIL, id="v6-mountains-no-longer-matter"),
        pytest.param(V6, "7", None, None, PASS, id="v6-kind-no-longer-matters"),
    ],
)
def test_area_min(on, area_ha, kind, mountainous, verdict):
    finding = finding_of(
        AREA_MIN,
        "establish",
        on,
        area_established_ha=Decimal(area_ha),
        kind=kind,
        mountainous=mountainous,
    )
    assert finding.verdict is verdict


@pytest.mark.parametrize(("decided", "verdict"), [(True, PASS), (False, FAIL)])
def test_the_province_decides_on_mountainous_districts_in_v4(decided, verdict):
    finding = finding_of(
        AREA_MIN,
        "establish",
        V4,
        settings=Settings(mountainous=decided),
        area_established_ha=Decimal(7),
        kind="ordinary",
        mountainous=True,
    )
    assert finding.verdict is verdict


def test_the_shortfall_is_what_would_change_it():
    finding = finding_of(
        AREA_MIN, "plan_add", V3, area_planned_ha=Decimal("6.8"), kind="ordinary", mountainous=False
    )
    assert finding.outcome.change.values["short_ha"] == Decimal("3.2")


def test_a_verdict_that_turns_within_the_spread_of_the_method_says_so():
    path = "facts.cluster.area_established_ha"
    near = finding_of(
        AREA_MAX,
        "establish",
        V3,
        spread={path: Decimal("0.1")},
        area_established_ha=Decimal("74.95"),
    )
    far = finding_of(
        AREA_MAX,
        "establish",
        V3,
        spread={path: Decimal("0.1")},
        area_established_ha=Decimal("74.8"),
    )
    assert near.verdict is PASS
    assert near.outcome.flips_within_spread
    assert near.outcome.remarks
    assert not far.outcome.flips_within_spread


@pytest.mark.parametrize("on", [date(2017, 7, 14), V1_FIRST, V2_LAST, V3, V4, V5, V6])
@pytest.mark.parametrize(("area_ha", "verdict"), [("75", PASS), ("75.0001", FAIL), (None, MISSING)])
def test_area_after_expansion(area_ha, verdict, on):
    area = Decimal(area_ha) if area_ha else None
    assert finding_of(AREA_EXP, "expand", on, area_after_expansion_ha=area).verdict is verdict
