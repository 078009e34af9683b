"""EXP-INFRA: every planned work, four essential ones, six in V6."""

import pytest

from cluster_gis.law.rules.works import COMMON_V1, ESSENTIAL, ESSENTIAL_V6
from tests.law_cases import V1, V2, V3, V4, V5, V6, finding_of, verdict_of


def done(*kinds, **state):
    return [
        {"type": kind, "planned": True, "completed": True, "in_operation": True, **state}
        for kind in kinds
    ]


@pytest.mark.parametrize("on", [V3, V4, V5])
def test_four_essential_works(on):
    assert verdict_of("EXP-INFRA", "expand", on, works=done(*ESSENTIAL)) == "pass"
    assert verdict_of("EXP-INFRA", "expand", on, works=done(*ESSENTIAL[:3])) == "not_enough_data"
    assert verdict_of("EXP-INFRA", "expand", on, works=[]) == "not_enough_data"
    assert verdict_of("EXP-INFRA", "expand", on) == "not_enough_data"


def test_completed_is_not_in_use():
    works = done(*ESSENTIAL[:3]) + done(ESSENTIAL[3], in_operation=False)
    assert verdict_of("EXP-INFRA", "expand", V3, works=works) == "fail"
    works = done(*ESSENTIAL[:3]) + done(ESSENTIAL[3], in_operation=None)
    found = finding_of("EXP-INFRA", "expand", V3, works=works)
    assert found.verdict == "not_enough_data"
    assert found.outcome.missing == ("facts.works[wastewater_treatment]",)


def test_one_unfinished_piece_of_a_work_is_unfinished():
    works = done(*ESSENTIAL) + done("road", completed=False)
    assert verdict_of("EXP-INFRA", "expand", V3, works=works) == "fail"


def test_v6_asks_six_but_not_of_old_clusters():
    assert verdict_of("EXP-INFRA", "expand", V6, works=done(*ESSENTIAL_V6)) == "pass"
    assert verdict_of("EXP-INFRA", "expand", V6, works=done(*ESSENTIAL)) == "not_enough_data"
    works = done(*ESSENTIAL) + done("fire", "solid_waste", completed=False)
    assert verdict_of("EXP-INFRA", "expand", V6, works=works) == "fail"
    old = {"status": "pre_regulation"}
    assert verdict_of("EXP-INFRA", "expand", V6, works=works, cluster=old) == "not_applicable"


@pytest.mark.parametrize("on", [V1, V2])
@pytest.mark.parametrize(
    ("works", "verdict"),
    [
        pytest.param(done(*COMMON_V1), "pass", id="every-work"),
        pytest.param(done(*ESSENTIAL), "not_enough_data", id="the-plan-may-have-others"),
        pytest.param(
            done(*COMMON_V1[1:]) + done("road", completed=False), "fail", id="one-not-completed"
        ),
        pytest.param(
            done(*COMMON_V1[1:]) + done("road", completed=False, planned=False),
            "pass",
            id="not-in-the-plan",
        ),
        pytest.param(
            done(*COMMON_V1[1:]) + done("road", completed=False, planned=None),
            "not_enough_data",
            id="in-the-plan-or-not",
        ),
    ],
)
def test_before_2024_every_work_of_the_detailed_plan(on, works, verdict):
    assert verdict_of("EXP-INFRA", "expand", on, works=works) == verdict
