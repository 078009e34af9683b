"""Sums of capital, and fill rates by their basis."""

from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.domain.capital_sums import paid_series, sum_capital
from cluster_gis.domain.fill_rates import fill_rates, filled_land

JUNE, DECEMBER = date(2025, 6, 14), date(2025, 12, 14)


def said(amount: int, **more: object) -> dict[str, object]:
    row = {
        "work_key": None,
        "kind": "disbursed",
        "fund_source": "bank_loan",
        "coverage": "cumulative",
        "amount_vnd": Decimal(amount),
        "as_of_from": JUNE,
        "as_of_until": JUNE,
        "reporter": "investor",
    }
    return row | more


def test_of_one_source_the_newest_cumulative_statement_counts():
    found = sum_capital([said(10), said(25, as_of_until=DECEMBER), said(7, fund_source="oda")])
    assert found.whole["disbursed"].amount_vnd == 32
    assert found.whole["disbursed"].parts == 2
    assert "planned" not in found.whole


def test_amounts_of_periods_are_added_up():
    first = said(10, coverage="in_period", as_of_from=date(2024, 12, 15))
    second = said(15, coverage="in_period", as_of_from=date(2025, 6, 15), as_of_until=DECEMBER)
    assert sum_capital([first, second]).whole["disbursed"].amount_vnd == 25


def test_a_whole_that_is_not_the_sum_of_its_parts_is_told():
    whole = said(100, fund_source=None)
    assert sum_capital([whole, said(100)]).apart == {}
    found = sum_capital([whole, said(90)])
    assert found.apart == {"disbursed": (100, 90)}
    assert found.whole["disbursed"].amount_vnd == 100


def test_of_two_reporters_on_one_day_the_office_counts_until_they_are_settled():
    found = sum_capital([said(10), said(8, reporter="department")])
    assert found.whole["disbursed"].amount_vnd == 8


def test_money_of_a_single_work_is_not_added_to_that_of_the_cluster():
    assert sum_capital([said(10, work_key="w1")]).whole == {}


def test_the_series_carries_each_source_forward():
    rows = [said(10), said(5, fund_source="oda"), said(30, as_of_until=DECEMBER)]
    assert paid_series(rows) == [(JUNE, 15), (DECEMBER, 35)]


STATE = {
    "industrial_land_ha": Decimal(40),
    "leased_industrial_land_ha": Decimal(20),
    "licensed_not_leased_ha": Decimal(4),
}


def project(key: str, state: str, land: int) -> dict[str, object]:
    return {"project_key": key, "state": state, "land_ha": Decimal(land)}


def lease(key: str | None, area: int) -> dict[str, object]:
    return {"project_key": key, "area_ha": Decimal(area)}


def rates(state, projects=(), leases=(), cleared=None, on=DECEMBER):
    found = fill_rates(filled_land(state, projects, leases), state, cleared or {}, on=on)
    return {rate.basis: rate.pct for rate in found}


def test_the_rate_by_law_counts_committed_land_from_2024():
    assert rates(STATE) == {"legal": 60, "leased_only": 50}
    assert rates(STATE, on=date(2024, 4, 30))["legal"] == 50


def test_contracts_count_before_the_stated_figure_and_a_let_project_is_not_committed_too():
    projects = [project("a", "approved", 6), project("b", "approved", 2)]
    found = filled_land(STATE, projects, [lease("a", 6), lease(None, 4)])
    assert (found.leased_ha, found.leased_by, found.committed_ha) == (10, "contracts", 2)
    assert found.apart
    assert rates(STATE, projects, [lease("a", 6), lease(None, 4)])["legal"] == 30


def test_cleared_land_is_a_basis_of_its_own():
    cleared = {"clean": {"area_ha": Decimal(25), "as_of_until": JUNE}}
    assert rates(STATE, cleared=cleared)["clean"] == 80


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(None, id="no-state"),
        pytest.param(STATE | {"industrial_land_ha": None}, id="no-detailed-plan"),
        pytest.param(STATE | {"leased_industrial_land_ha": None}, id="nothing-said-of-leases"),
        pytest.param(STATE | {"leased_industrial_land_ha": Decimal(41)}, id="more-than-there-is"),
    ],
)
def test_a_missing_part_is_no_rate_and_no_zero(state):
    assert rates(state)["legal"] is None
