"""The thirty worked examples of the specification (LAW §13), through JSON both ways."""

import copy
import json

import pytest

from cluster_gis.domain.facts_json import read_json
from cluster_gis.law.judge import judge

#: A day inside each version.
V1, V2, V3 = "2018-06-01", "2021-03-01", "2024-06-01"
V4, V5, V6 = "2025-08-01", "2026-05-20", "2026-10-01"
EVERY = (V1, V2, V3, V4, V5, V6)
ESSENTIAL = ("road", "water_supply", "wastewater_collection", "wastewater_treatment")


def judged(procedure, on, **facts):
    """The answer of `judge` to the facts, through JSON text both ways."""
    text = json.dumps({"procedure": procedure, "on": on, "facts": facts})
    return json.loads(json.dumps(judge(read_json(text)), ensure_ascii=False))


def verdict(rule, procedure, on, **facts):
    [found] = [f for f in judged(procedure, on, **facts)["findings"] if f["rule"] == rule]
    return found["verdict"]


def works(done, not_done=(), planned=True):
    states = [(kind, True) for kind in done] + [(kind, False) for kind in not_done]
    return [
        {"type": kind, "planned": planned, "completed": state, "in_operation": state}
        for kind, state in states
    ]


def unit(*figures):
    """Clusters of the unit as (industrial, leased) hectares."""
    return [
        {"code": str(place), "industrial_land_ha": industrial, "leased_industrial_land_ha": leased}
        for place, (industrial, leased) in enumerate(figures)
    ]


def establishing(on, area, **cluster):
    return {"cluster": {"area_established_ha": area, **cluster}}


@pytest.mark.parametrize("area", [10.0000])
def test_1_ten_hectares_are_enough_in_v3(area):
    cluster = {"kind": "ordinary", "area_established_ha": area, "mountainous": False}
    assert verdict("AREA-MIN", "establish", V3, cluster=cluster) == "pass"


def test_2_just_below_ten_fails_in_v3():
    cluster = {"kind": "ordinary", "area_established_ha": 9.9999, "mountainous": False}
    assert verdict("AREA-MIN", "establish", V3, cluster=cluster) == "fail"


@pytest.mark.parametrize("on", EVERY)
def test_3_a_craft_village_cluster_may_have_5_ha(on):
    cluster = {"kind": "craft_village", "area_established_ha": 5.0}
    assert verdict("AREA-MIN", "establish", on, cluster=cluster) == "pass"


@pytest.mark.parametrize("on", EVERY)
def test_4_seventy_five_is_the_most(on):
    assert verdict("AREA-MAX", "establish", on, cluster={"area_established_ha": 75.0}) == "pass"
    assert verdict("AREA-MAX", "establish", on, cluster={"area_established_ha": 75.0001}) == "fail"


def test_5_half_full_with_50_ha_unleased_fails_in_v2():
    clusters = unit((100, 50))
    assert verdict("EST-FILL", "establish", V2, unit_clusters=clusters) == "fail"


def test_6_half_full_with_100_ha_unleased_passes_in_v3():
    clusters = unit((100, 50), (100, 50))
    assert verdict("EST-FILL", "establish", V3, unit_clusters=clusters) == "pass"


def test_7_forty_per_cent_with_just_over_100_ha_fails_in_v3():
    clusters = unit((100, 40), (66.6834, 26.6734))
    answer = judged("establish", V3, unit_clusters=clusters)
    [found] = [f for f in answer["findings"] if f["rule"] == "EST-FILL"]
    assert found["verdict"] == "fail"
    assert [arm["measured"] for arm in found["arms"]] == [40.000024, 100.01]


@pytest.mark.parametrize("on", EVERY)
def test_8_no_established_cluster_in_the_unit(on):
    facts = {"cluster": {"kind": "ordinary"}, "unit_clusters": []}
    assert verdict("EST-FILL", "establish", on, **facts) == "not_applicable"


def test_9_just_below_sixty_with_demand_not_known():
    cluster = {"industrial_land_ha": 100, "leased_industrial_land_ha": 59.99}
    assert verdict("EXP-FILL", "expand", V3, cluster=cluster) == "not_enough_data"


def test_10_sixty_passes_but_the_treatment_plant_is_not_there():
    facts = {
        "cluster": {"industrial_land_ha": 100, "leased_industrial_land_ha": 60},
        "works": works(
            ("road", "water_supply", "wastewater_collection"), ("wastewater_treatment",)
        ),
    }
    assert verdict("EXP-FILL", "expand", V3, **facts) == "pass"
    assert verdict("EXP-INFRA", "expand", V3, **facts) == "fail"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param(V1, "fail", id="11-v1-asks-for-every-planned-work"),
        pytest.param(V3, "pass", id="12-v3-asks-for-the-essential-ones"),
    ],
)
def test_11_and_12_lighting_is_planned_and_not_completed(on, expected):
    facts = {"works": works(ESSENTIAL, ("lighting",))}
    assert verdict("EXP-INFRA", "expand", on, **facts) == expected


def test_13_fifty_nine_per_cent_for_craft_producers_fails():
    cluster = {"kind": "craft_village", "industrial_land_ha": 100, "craft_industrial_land_ha": 59}
    assert verdict("CRAFT-SHARE", "establish", V3, cluster=cluster) == "fail"


@pytest.mark.parametrize(("service_ha", "expected"), [(6.0, "pass"), (6.01, "fail")])
def test_14_a_tenth_for_services(service_ha, expected):
    cluster = {"area_established_ha": 60, "service_area_ha": service_ha}
    assert verdict("SERVICE-LAND", "establish", V3, cluster=cluster) == expected


def test_15_five_hectares_more_in_the_same_commune():
    facts = {
        "cluster": {"land_use_plan_fits": True},
        "adjustment": {"planned_ha": 50, "proposed_ha": 55, "same_commune": True},
    }
    assert verdict("AREA-TOL", "plan_adjust", V5, **facts) == "pass"
    assert verdict("AREA-TOL", "establish", V5, **facts) == "pass"


def test_16_a_small_growth_does_not_lift_the_largest_area():
    facts = {
        "cluster": {"land_use_plan_fits": True},
        "adjustment": {"planned_ha": 72, "proposed_ha": 76, "same_commune": True, "basis": "b"},
    }
    answer = judged("plan_adjust", V5, **facts)
    found = {f["rule"]: f["verdict"] for f in answer["findings"]}
    assert (found["AREA-TOL"], found["AREA-MAX"], answer["verdict"]) == ("pass", "fail", "fail")


def limits(on):
    answer = judged("establish", on)
    return answer["law_version"], [(d["days"], d["day_kind"]) for d in answer["deadlines"]]


def test_17_a_dossier_received_the_day_before_v5_is_judged_by_v4():
    version, days = limits("2026-04-28")
    assert version == "V4"
    assert days[3:] == [(25, "calendar"), (7, "working")]
    version, days = limits("2026-04-29")
    assert version == "V5"
    assert days[3:] == [(20, "working"), (5, "working")]


def candidate(name, plan, environment_management, capacity_experience, finance):
    return {
        "name": name,
        "plan": plan,
        "environment_management": environment_management,
        "capacity_experience": capacity_experience,
        "finance": finance,
    }


def test_18_no_part_above_its_maximum():
    full, over = candidate("A", 15, 15, 30, 40), candidate("A", 20, 15, 30, 35)
    assert verdict("EST-SCORE", "establish", V3, candidates=[full]) == "pass"
    assert verdict("EST-SCORE", "establish", V3, candidates=[over]) == "fail"


def test_19_a_tie_needs_the_chair():
    tied = [candidate("A", 12, 10, 20, 20), candidate("B", 10, 12, 20, 20)]
    assert verdict("EST-SCORE", "establish", V3, candidates=tied) == "needs_review"


def test_20_a_mountainous_district_of_old_needs_the_province():
    cluster = {"kind": "ordinary", "mountainous": True, "area_established_ha": 7}
    assert verdict("AREA-MIN", "establish", V4, cluster=cluster) == "needs_review"


@pytest.mark.parametrize(("area", "expected"), [(5.0000, "pass"), (4.9999, "fail")])
def test_21_five_hectares_for_all_in_v6(area, expected):
    cluster = {"kind": "ordinary", "mountainous": False, "area_established_ha": area}
    assert verdict("AREA-MIN", "establish", V6, cluster=cluster) == expected


@pytest.mark.parametrize(("leased", "expected"), [(50, "pass"), (50.01, "fail")])
def test_22_fifty_hectares_unleased_in_the_commune_in_v6(leased, expected):
    facts = {"cluster": {"kind": "ordinary"}, "unit_clusters": unit((2 * leased, leased))}
    assert verdict("EST-FILL", "establish", V6, **facts) == expected


def test_23_high_tech_clusters_are_exempt_in_v6():
    facts = {"cluster": {"kind": "hightech"}, "unit_clusters": unit((112.5, 22.5))}
    assert verdict("EST-FILL", "establish", V6, **facts) == "not_applicable"


@pytest.mark.parametrize(("leased", "expected"), [(50, "pass"), (49.99, "fail")])
def test_24_half_full_may_expand_in_v6(leased, expected):
    cluster = {
        "industrial_land_ha": 100,
        "leased_industrial_land_ha": leased,
        "documented_demand_ha": 0,
    }
    assert verdict("EXP-FILL", "expand", V6, cluster=cluster) == expected


@pytest.mark.parametrize(("on", "expected"), [(V6, "fail"), (V5, "pass")])
def test_25_fire_works_count_in_v6(on, expected):
    facts = {"works": works((*ESSENTIAL, "solid_waste"), ("fire",))}
    assert verdict("EXP-INFRA", "expand", on, **facts) == expected


def test_26_just_below_thirty_per_cent_high_tech_fails_in_v6():
    cluster = {
        "kind": "hightech",
        "industrial_land_ha": 100,
        "hightech_industrial_land_ha": 29.9,
    }
    assert verdict("KIND-HITECH-SHARE", "establish", V6, cluster=cluster) == "fail"


def test_27_the_last_day_of_v5_and_the_first_of_v6():
    working = [(days, "working") for days in (3, 10, 5, 20, 5)]
    assert limits("2026-09-14") == ("V5", working)
    assert limits("2026-09-15") == ("V6", [(2, "working"), (5, "working"), *working[2:]])


def test_28_the_lapse_of_the_resolution_changes_nothing_in_v6():
    before, after = judged("establish", "2027-02-28"), judged("establish", "2027-03-01")
    assert (before["law_version"], after["law_version"]) == ("V6", "V6")
    before, after = copy.deepcopy(before), copy.deepcopy(after)
    deciding = [
        [f for f in answer["findings"] if f["kind"] == "condition"] for answer in (before, after)
    ]
    assert deciding[0] == deciding[1]


@pytest.mark.parametrize(("on", "expected"), [(V3, "pass"), (V5, "fail"), (V6, "fail")])
def test_29_another_commune_of_the_district_plus_four_hectares(on, expected):
    facts = {
        "cluster": {"land_use_plan_fits": True},
        "adjustment": {
            "planned_ha": 50,
            "proposed_ha": 54,
            "same_commune": False,
            "same_district": True,
        },
    }
    assert verdict("AREA-TOL", "plan_adjust", on, **facts) == expected


def test_30_licensed_land_counts_in_the_fill_rate_but_is_not_leased():
    cluster = {
        "industrial_land_ha": 100,
        "leased_industrial_land_ha": 45,
        "licensed_not_leased_ha": 10,
    }
    answer = judged("expand", V3, cluster=cluster)
    [found] = [f for f in answer["findings"] if f["rule"] == "EXP-FILL"]
    assert found["measured"] == 55
    assert "55 ha" in found["message"]["en"]
    assert verdict("EST-FILL", "establish", V3, unit_clusters=[cluster]) == "pass"
