"""OPS-WW-*, OPS-ENV-STAFF, OPS-ENV-PERMIT."""

import pytest

from cluster_gis.law.judge import judge
from tests.law_cases import V6, verdict_of

MISSING = "not_enough_data"


def operate(rule, on=V6, **environment):
    return verdict_of(rule, "operate", on, environment=environment)


@pytest.mark.parametrize(
    ("central", "new", "verdict"),
    [
        (True, True, "pass"),
        (False, False, "pass"),
        (None, False, "pass"),
        (True, None, "pass"),
        (False, True, "fail"),
        (None, True, MISSING),
        (False, None, MISSING),
        (None, None, MISSING),
    ],
)
def test_no_new_wastewater_without_central_treatment(central, new, verdict):
    facts = {"wastewater_central_in_operation": central, "new_wastewater_project": new}
    assert operate("OPS-WW-GATE", **facts) == verdict


@pytest.mark.parametrize(
    ("connected", "there", "verdict"),
    [
        (10, 10, "pass"),
        (9, 10, "fail"),
        (0, 10, "fail"),
        (0, 0, "not_applicable"),
        (None, 0, "not_applicable"),
        (11, 10, MISSING),
        (None, 10, MISSING),
        (10, None, MISSING),
    ],
)
def test_every_establishment_is_connected(connected, there, verdict):
    facts = {"connected_establishments": connected, "establishments": there}
    assert operate("OPS-WW-CONNECT", **facts) == verdict


@pytest.mark.parametrize(("outlets", "verdict"), [(0, "pass"), (1, "fail"), (None, MISSING)])
def test_no_outlet_into_storm_drains(outlets, verdict):
    assert operate("OPS-WW-RAIN", storm_drain_outlets=outlets) == verdict


@pytest.mark.parametrize(("officers", "verdict"), [(1, "pass"), (0, "fail"), (None, MISSING)])
def test_an_environment_officer(officers, verdict):
    assert operate("OPS-ENV-STAFF", environment_officers=officers) == verdict


@pytest.mark.parametrize(
    ("flow", "permit", "verdict"),
    [
        (100, True, "pass"),
        (100, False, "fail"),
        (99.99, False, "not_applicable"),
        (99.99, None, "not_applicable"),
        (100, None, MISSING),
        (None, True, MISSING),
    ],
)
def test_a_permit_from_100_m3_a_day(flow, permit, verdict):
    facts = {"industrial_wastewater_m3_per_day": flow, "environmental_permit": permit}
    assert operate("OPS-ENV-PERMIT", **facts) == verdict
    assert operate("OPS-ENV-PERMIT", on="2027-02-28", **facts) == verdict


def test_after_the_resolution_lapses_the_permit_needs_review():
    assert operate("OPS-ENV-PERMIT", on="2027-03-01", environmental_permit=True) == "needs_review"


def test_a_duty_the_contract_has_no_fact_for_is_shown_but_does_not_decide():
    good = {
        "wastewater_central_in_operation": True,
        "connected_establishments": 10,
        "establishments": 10,
        "new_wastewater_project": False,
        "environment_officers": 1,
        "industrial_wastewater_m3_per_day": 80,
        "environmental_permit": True,
    }
    facts = {"environment": good, "milestones": []}
    found = judge({"procedure": "operate", "on": "2025-03-01", "facts": facts})
    groups = {f["rule"]: (f["verdict"], f["group"]) for f in found["findings"]}
    assert groups["OPS-WW-RAIN"] == (MISSING, "information")
    told = judge(
        {
            "procedure": "operate",
            "on": "2025-03-01",
            "facts": facts | {"environment": good | {"storm_drain_outlets": 1}},
        }
    )
    assert told["verdict"] == "fail"
