"""EST-INVESTOR, EXP-INVESTOR, EST-JOINT."""

import pytest

from tests.law_cases import V1, V2, V3, V4, V5, V6, finding_of, verdict_of

ABLE = {"legal_status": True, "capacity": True}


@pytest.mark.parametrize(
    ("rule", "procedure"), [("EST-INVESTOR", "establish"), ("EXP-INVESTOR", "expand")]
)
@pytest.mark.parametrize("on", [V1, V2])
@pytest.mark.parametrize(
    ("investor", "verdict"),
    [
        pytest.param({**ABLE, "experience": True}, "pass", id="able-and-experienced"),
        pytest.param(
            {**ABLE, "experience": False, "assigned_unit": False}, "fail", id="no-experience"
        ),
        pytest.param({**ABLE, "experience": False}, "not_enough_data", id="may-be-assigned"),
        pytest.param({"assigned_unit": True}, "pass", id="a-public-unit-assigned"),
        pytest.param(ABLE, "not_enough_data", id="experience-not-known"),
    ],
)
def test_before_2024_experience_or_an_assigned_unit(rule, procedure, on, investor, verdict):
    assert verdict_of(rule, procedure, on, investor=investor) == verdict


@pytest.mark.parametrize(
    ("rule", "procedure"), [("EST-INVESTOR", "establish"), ("EXP-INVESTOR", "expand")]
)
@pytest.mark.parametrize("on", [V3, V4, V5])
@pytest.mark.parametrize(
    ("investor", "verdict"),
    [
        pytest.param({**ABLE, "requests": True}, "pass", id="experience-is-only-scored"),
        pytest.param({**ABLE, "requests": False}, "fail", id="no-request"),
        pytest.param(ABLE, "not_enough_data", id="request-not-known"),
        pytest.param({**ABLE, "capacity": False, "requests": True}, "fail", id="no-capacity"),
    ],
)
def test_from_2024_a_request(rule, procedure, on, investor, verdict):
    assert verdict_of(rule, procedure, on, investor=investor) == verdict


def test_v6_names_legal_status_and_capacity_only_to_establish():
    assert verdict_of("EST-INVESTOR", "establish", V6, investor=ABLE) == "pass"
    assert verdict_of("EXP-INVESTOR", "expand", V6, investor=ABLE) == "not_enough_data"


def test_what_is_not_known_is_named():
    found = finding_of("EST-INVESTOR", "establish", V3, investor={"legal_status": True})
    assert found.outcome.missing == ("facts.investor.capacity", "facts.investor.requests")


def test_a_single_investor_needs_no_joint_organisation():
    assert verdict_of("EST-JOINT", "establish", V6) == "not_applicable"
