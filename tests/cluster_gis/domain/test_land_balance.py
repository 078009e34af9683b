"""The land balance: shares and rests only of what is known, conflicts said."""

from decimal import Decimal

import pytest

from cluster_gis.domain.land_balance import balance_land

FIGURES = (
    "area_planned_ha",
    "area_established_ha",
    "area_detailed_ha",
    "industrial_land_ha",
    "leased_industrial_land_ha",
    "licensed_not_leased_ha",
    "service_area_ha",
)


def lines(**known):
    state = dict.fromkeys(FIGURES) | {name: Decimal(value) for name, value in known.items()}
    return {line.name: line for line in balance_land(state)}


def test_parts_and_rests_follow_from_their_whole():
    found = lines(area_established_ha=50, industrial_land_ha=35, leased_industrial_land_ha="17.5")
    assert found["area_established_ha"].value_ha == 50
    assert (found["industrial_land_ha"].share_pct, found["industrial_land_ha"].of) == (70, "total")
    assert (found["unlet_ha"].value_ha, found["unlet_ha"].share_pct) == (Decimal("17.5"), 50)
    assert found["other_ha"].value_ha == 15
    assert found["service_area_ha"].value_ha is None


def test_missing_is_never_zero():
    assert all(line.value_ha is None for line in lines().values())
    assert lines(industrial_land_ha=35)["unlet_ha"].value_ha is None
    assert lines(industrial_land_ha=35)["industrial_land_ha"].share_pct is None
    assert lines(industrial_land_ha=0, leased_industrial_land_ha=0)["unlet_ha"].value_ha == 0


@pytest.mark.parametrize(
    ("whole", "name"),
    [
        pytest.param(
            {"area_detailed_ha": 40, "area_planned_ha": 50},
            "area_detailed_ha",
            id="detailed-before-plan",
        ),
        pytest.param({"area_planned_ha": 50}, "area_planned_ha", id="plan-when-nothing-later"),
    ],
)
def test_the_whole_is_of_the_act_that_fixed_it_last(whole, name):
    assert name in lines(**whole)


def test_a_part_larger_than_its_whole_is_a_conflict_not_a_negative_rest():
    found = lines(area_established_ha=30, industrial_land_ha=35, leased_industrial_land_ha=36)
    assert found["industrial_land_ha"].conflict
    assert found["industrial_land_ha"].value_ha == 35
    assert found["unlet_ha"].conflict
    assert found["unlet_ha"].value_ha is None
    assert found["other_ha"].value_ha is None
