"""The fill condition looks at the unit's clusters only where the list is stated to be complete."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from cluster_gis.services.assess_cluster import assess_cluster
from cluster_gis.storage.register import Batch, insert_missing, write_versions

V6, V5, V2 = date(2026, 10, 1), date(2026, 5, 1), date(2021, 6, 1)


def state(code: str, commune: str | None, **values: object) -> dict[str, object]:
    return {
        "cluster_code": code,
        "name": code,
        "kind": "ordinary",
        "status": "operating",
        "status_basis": "stated",
        "province_key": "2025:31",
        "commune_key": commune,
        "former_district_key": "pre2025:313",
        "place_basis": "none",
        "source_key": "s",
        "valid": "[2015-01-01,)",
        **values,
    }


@pytest.fixture
def register(session: Session) -> Session:
    """c1 and c2 in commune A (c2 40 % let of 100 ha), c3 in commune B of the same old district."""
    insert_missing(session, "source", [{"source_key": "s", "dataset": "d", "title": "t"}])
    insert_missing(
        session, "industrial_cluster", [{"code": c, "source_key": "s"} for c in ("c1", "c2", "c3")]
    )
    land = {"industrial_land_ha": Decimal(100), "leased_industrial_land_ha": Decimal(40)}
    full = {"industrial_land_ha": Decimal(100), "leased_industrial_land_ha": Decimal(100)}
    write(session, "cluster_state", state("c1", "2025:10001", status="planned"))
    write(session, "cluster_state", state("c2", "2025:10001", **land))
    write(session, "cluster_state", state("c3", "2025:10002", **full))
    return session


def write(session: Session, table: str, row: dict[str, object]) -> None:
    write_versions(session, by="t", reason="t", batches=[Batch(table=table, rows=[row])])


def complete(session: Session, unit: str) -> None:
    write(
        session,
        "complete_list",
        {"unit_key": unit, "stated_by": "Sở Công Thương", "source_key": "s"},
    )


def est_fill(session: Session, on: date) -> str:
    found = assess_cluster(session, "c1", procedure="establish", on=on)
    [finding] = [f for f in found.judgement["findings"] if f["rule"] == "EST-FILL"]
    return finding["verdict"]


def test_a_list_not_known_to_be_complete_decides_nothing(register):
    assert est_fill(register, V6) == "not_enough_data"


@pytest.mark.parametrize(
    ("unit", "on", "verdict"),
    [
        pytest.param("2025:10001", V6, "fail", id="commune-average-40-and-60-ha-unleased"),
        pytest.param("2025:31", V6, "fail", id="a-complete-province-is-complete-in-its-communes"),
        pytest.param("2025:10002", V6, "not_enough_data", id="another-commune-does-not-help"),
        pytest.param("pre2025:313", V2, "pass", id="the-old-district-averages-70-percent"),
        pytest.param("2025:31", V5, "pass", id="V5-both-readings-pass-at-60-ha-unleased"),
    ],
)
def test_a_complete_list_decides_for_its_unit(register, unit, on, verdict):
    complete(register, unit)
    assert est_fill(register, on) == verdict


def test_a_member_of_unknown_commune_leaves_the_sum_open(register):
    complete(register, "2025:31")
    write(register, "cluster_state", state("c3", None))
    assert est_fill(register, V6) == "not_enough_data"


def test_the_province_decides_the_unit_between_july_2025_and_september_2026(register):
    complete(register, "2025:31")
    land = {"industrial_land_ha": Decimal(200), "leased_industrial_land_ha": Decimal(40)}
    write(register, "cluster_state", state("c2", "2025:10001", **land))
    assert est_fill(register, V5) == "needs_review"
    setting = {
        "province_key": "2025:31",
        "setting": "agg_unit",
        "value": "commune",
        "document_key": "1/QĐ-UBND",
        "source_key": "s",
        "valid": "[2025-08-01,)",
    }
    write(register, "province_setting", setting)
    assert est_fill(register, V5) == "fail"


def test_a_provinces_own_minimum_is_judged_while_it_holds(register):
    rule = {
        "rule_key": "01/area",
        "province_key": "2025:31",
        "rule": "AREA-LOCAL",
        "threshold": Decimal(30),
        "unit": "ha",
        "kind": "ordinary",
        "document": "33/2022/QĐ-UBND",
        "locator": "Điều 5",
        "confidence": "secondary",
        "source_key": "s",
        "valid": "[2022-01-01,2025-12-04)",
    }
    write(register, "province_rule", rule)
    write(register, "cluster_state", state("c1", "2025:10001", area_established_ha=Decimal("29.9")))

    def local(on: date) -> list[str]:
        found = assess_cluster(register, "c1", procedure="establish", on=on)
        return [f["verdict"] for f in found.judgement["findings"] if f["rule"] == "AREA-LOCAL"]

    assert local(date(2025, 12, 3)) == ["fail"]
    assert "fail" not in local(date(2025, 12, 4))
