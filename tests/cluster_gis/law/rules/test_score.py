"""EST-SCORE: parts, minimum, winner, tie, missing scores."""

import pytest

from tests.law_cases import V2, V3, V6, finding_of, verdict_of

PARTS = ("plan", "environment_management", "capacity_experience", "finance")


def candidates(*scores):
    return [
        {"name": chr(65 + place), **dict(zip(PARTS, parts, strict=True))}
        for place, parts in enumerate(scores)
    ]


@pytest.mark.parametrize("procedure", ["establish", "expand"])
@pytest.mark.parametrize("on", [V2, V3, V6])
@pytest.mark.parametrize(
    ("scores", "verdict"),
    [
        pytest.param([(15, 15, 30, 40)], "pass", id="every-maximum"),
        pytest.param([(10, 10, 15, 15)], "pass", id="fifty-itself"),
        pytest.param([(10, 10, 15, 14.99)], "fail", id="just-below-fifty"),
        pytest.param([(15.01, 0, 30, 40)], "fail", id="part-above-its-maximum"),
        pytest.param([(10, 10, 10, 10), (10, 10, 20, 20)], "pass", id="the-highest-wins"),
        pytest.param([(12, 10, 20, 20), (10, 12, 20, 20)], "needs_review", id="tie"),
        pytest.param([(10, 10, 20, None)], "not_enough_data", id="part-missing"),
        pytest.param([(15, 15, 30, None)], "not_enough_data", id="wins-but-points-not-known"),
        pytest.param([(1, 1, 1, None)], "fail", id="cannot-reach-fifty"),
        pytest.param(
            [(15, 15, 30, 40), (1, 1, 1, None)], "not_enough_data", id="a-rivals-part-not-known"
        ),
        pytest.param(
            [(12, 10, 20, 20), (10, 12, 20, 20), (1, 1, 1, None)],
            "not_enough_data",
            id="tie-with-a-part-not-known",
        ),
        pytest.param([], "not_enough_data", id="no-candidate"),
    ],
)
def test_score(procedure, on, scores, verdict):
    assert verdict_of("EST-SCORE", procedure, on, candidates=candidates(*scores)) == verdict


def test_it_counts_only_when_candidates_are_given():
    without = finding_of("EST-SCORE", "establish", V3)
    given = finding_of("EST-SCORE", "establish", V3, candidates=candidates((10, 10, 15, 15)))
    assert (without.group, without.deciding) == ("information", False)
    assert (given.group, given.deciding) == ("condition", True)
    assert [arm.rule for arm in given.outcome.arms] == ["EST-SCORE-PART"] * 4 + ["EST-SCORE-MIN"]
