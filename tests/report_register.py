"""Three clusters of two communes whose reports are known by hand; also before 2025-07-01."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.reporting.periods import Period
from cluster_gis.storage.register import Batch, insert_missing, write_versions

HALF_YEAR = Period(2026, "H1")
BEFORE, SINCE = "[2004-01-01,2025-07-01)", "[2025-07-01,)"


def _unit(key: str, level: str, name: str, short: str, province: str, valid: str) -> dict[str, Any]:
    return {
        "unit_key": key,
        "code": key.split(":")[1],
        "level": level,
        "name": name,
        "short_name": short,
        "province_key": province,
        "source_key": "test",
        "valid": valid,
    }


UNITS = [
    _unit("pre2025:31", "province", "Thành phố Hải Phòng", "Hải Phòng", "pre2025:31", BEFORE),
    _unit("pre2025:77", "district", "Huyện Cũ", "Cũ", "pre2025:31", BEFORE),
    _unit("2025:31", "province", "Thành phố Hải Phòng", "Hải Phòng", "2025:31", SINCE),
    _unit("2025:35", "province", "Tỉnh Hà Nam", "Hà Nam", "2025:35", SINCE),
    _unit("2025:36", "province", "Tỉnh Hải Nam", "Hải Nam", "2025:36", SINCE),
    _unit("2025:11", "commune", "Xã Một", "Một", "2025:31", SINCE),
    _unit("2025:22", "commune", "Xã Hai", "Hai", "2025:31", SINCE),
]


def _state(code: str, name: str, status: str, valid: str, **more: Any) -> dict[str, Any]:
    return {
        "cluster_code": code,
        "name": name,
        "status": status,
        "status_basis": "stated",
        "kind": "ordinary",
        "province_key": "2025:31",
        "former_province_key": "pre2025:31",
        "former_district_key": "pre2025:77",
        "place_basis": "none",
        "in_approved_plan": True,
        "source_key": "test",
        "valid": valid,
    } | more


def write_report_register(session: Session, *, name: str = "Cụm công nghiệp A") -> None:
    """a: established 2020 (50 ha), at work, land known. b: established in the period (20 ha),
    investor not known. c: at work since before the regulation, never established; land not known.
    """
    insert_missing(session, "source", [{"source_key": "test", "dataset": "test", "title": "Nguồn"}])
    insert_missing(
        session,
        "industrial_cluster",
        [{"code": code, "source_key": "test"} for code in ("a", "b", "c")],
    )
    states = [
        _state(
            "a",
            name,
            "operating",
            "[2020-01-01,)",
            commune_key="2025:11",
            area_planned_ha=Decimal(50),
            area_established_ha=Decimal(50),
            area_detailed_ha=Decimal(50),
            industrial_land_ha=Decimal(30),
            leased_industrial_land_ha=Decimal(15),
            licensed_not_leased_ha=Decimal(3),
            establishment_document_key="1/QĐ",
            decision_from=date(2020, 1, 1),
            decision_until=date(2020, 1, 1),
            decision_precision="day",
            infrastructure_investor="Công ty Cổ phần A",
            total_investment_vnd=Decimal(480_000_000_000),
            n_projects=4,
        ),
        _state(
            "b",
            "Cụm công nghiệp B",
            "established",
            "[2026-03-02,)",
            commune_key="2025:22",
            area_planned_ha=Decimal(20),
            area_established_ha=Decimal(20),
            establishment_document_key="2/QĐ",
            decision_from=date(2026, 3, 2),
            decision_until=date(2026, 3, 2),
            decision_precision="day",
        ),
        _state("b", "Cụm công nghiệp B", "planned", "[2010-01-01,2026-03-02)"),
        _state(
            "c",
            "Cụm công nghiệp C",
            "pre_regulation",
            "[2025-07-01,)",
            commune_key="2025:22",
            former_province_key=None,
            area_planned_ha=Decimal(8),
            n_projects=2,
        ),
    ]
    write_versions(
        session,
        by="test",
        reason="report register",
        batches=[
            Batch(table="admin_unit", rows=UNITS),
            Batch(table="cluster_state", rows=states),
        ],
    )
