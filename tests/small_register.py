"""Four clusters whose every answer is known by hand, written as a loader would write them."""

from decimal import Decimal

from sqlalchemy.orm import Session

from cluster_gis.storage.register import Batch, insert_missing, write_versions

#: 400 m by 250 m in VN-2000 / TM-3 105-45 (easting, northing): 10 ha.
RING = "590000 2300000,590400 2300000,590400 2300250,590000 2300250,590000 2300000"
RECTANGLE = f"SRID=9210;POLYGON(({RING}))"

SOURCES = [
    {"source_key": "plan", "dataset": "test", "title": "Quy hoạch", "url": "https://a.example/q"},
    {"source_key": "news", "dataset": "test", "title": "Tin", "url": "https://b.example/t"},
]


def _unit(key: str, level: str, name: str, valid: str, **more: object) -> dict[str, object]:
    unit = {
        "unit_key": key,
        "code": key.split(":")[1],
        "level": level,
        "name": name,
        "short_name": name.removeprefix("Thành phố ").removeprefix("Tỉnh "),
        "province_key": key,
        "source_key": "plan",
        "valid": valid,
    }
    return unit | more


BEFORE, SINCE = "[2004-01-01,2025-07-01)", "[2025-07-01,)"
UNITS = [
    _unit("pre2025:31", "province", "Thành phố Hải Phòng", BEFORE),
    _unit("pre2025:30", "province", "Tỉnh Hải Dương", BEFORE),
    _unit("pre2025:10", "province", "Tỉnh Lào Cai", BEFORE),
    _unit("2025:31", "province", "Thành phố Hải Phòng", SINCE, place="SRID=4326;POINT(106.6 20.8)"),
    _unit("2025:15", "province", "Tỉnh Lào Cai", SINCE),
    _unit(
        "2025:11800",
        "commune",
        "Xã Tiên Lãng",
        SINCE,
        parent_key="2025:31",
        province_key="2025:31",
        place="SRID=4326;POINT(106.55 20.72)",
    ),
]


def _state(
    code: str, name: str, status: str | None, valid: str, **more: object
) -> dict[str, object]:
    state = {
        "cluster_code": code,
        "name": name,
        "status": status,
        "status_basis": "stated" if status else "proposed_only",
        "province_key": "2025:31",
        "place_basis": "none",
        "source_key": "plan",
        "valid": valid,
    }
    return state | more


TIEN_LANG = {
    "former_province_key": "pre2025:31",
    "commune_key": "2025:11800",
    "district_text": "Tiên Lãng",
    "place": "SRID=4326;POINT(106.55 20.72)",
    "place_basis": "commune",
    "place_label": "Xã Tiên Lãng",
}
ESTABLISHED = TIEN_LANG | {
    "start_basis": "decision",
    "start_precision": "day",
    "area_planned_ha": Decimal("50"),
    "area_established_ha": Decimal("49.37"),
    "industrial_land_ha": Decimal("35"),
    "leased_industrial_land_ha": Decimal("17.5"),
    "total_investment_vnd": Decimal("816600000000"),
    "infrastructure_investor": "Công ty Thử",
    "decision_text": "123/QĐ-UBND",
    "n_projects": 4,
    "figures": {"industrial_land_ha": "f1"},
}
STATES = [
    _state("hp-tien-lang", "Tiên Lãng", "planned", "[2018-01-01,2021-03-01)", **TIEN_LANG),
    _state("hp-tien-lang", "Tiên Lãng", "established", "[2021-03-01,)", **ESTABLISHED),
    _state("hp-do-son", "Đồ Sơn", None, "(,)"),
    _state(
        "hd-viet-hoa",
        "Việt Hòa",
        "operating",
        "[2018-10-10,)",
        former_province_key="pre2025:30",
        start_basis="known_no_later_than",
        place="SRID=4326;POINT(106.3 20.94)",
        place_basis="commune",
        source_key="news",
    ),
    _state(
        "lc-dong-pho-moi",
        "Đông Phố Mới",
        "operating",
        "[2015-01-01,)",
        province_key="2025:15",
        former_province_key="pre2025:10",
        place="SRID=4326;POINT(103.98 22.5)",
        place_basis="district",
    ),
]


def write_small_register(session: Session) -> int:
    """Write it all; returns the revision. The caller commits."""
    insert_missing(session, "source", SOURCES)
    codes = sorted({str(row["cluster_code"]) for row in STATES})
    insert_missing(
        session, "industrial_cluster", [{"code": c, "source_key": "plan"} for c in codes]
    )
    insert_missing(
        session,
        "cluster_source",
        [{"cluster_code": "hp-tien-lang", "source_key": "news"}],
    )
    plan = {"plan_key": "hp-2030", "province_key": "2025:31", "title": "Quy hoạch 2021–2030"}
    insert_missing(session, "plan", [plan])
    revision = write_versions(
        session,
        by="tester",
        reason="small register",
        batches=[
            Batch(table="admin_unit", rows=UNITS),
            Batch(table="cluster_state", rows=STATES),
            Batch(table="cluster_figure", rows=FIGURES),
            Batch(table="cluster_event", rows=EVENTS),
            Batch(table="cluster_boundary", rows=[BOUNDARY]),
            Batch(table="plan_version", rows=[PLAN_VERSION]),
            Batch(table="plan_entry", rows=PLAN_ENTRIES),
            Batch(table="infrastructure_work", rows=[WORK]),
            Batch(table="work_progress", rows=PROGRESS),
            Batch(table="capital_amount", rows=[CAPITAL]),
            Batch(table="reference_statistic", rows=STATISTICS),
        ],
    )
    assert revision is not None
    return revision


def correct_leased_land(session: Session, leased_ha: Decimal) -> int:
    """Say that more (or less) was let all along; returns the new revision."""
    row = STATES[1] | {"leased_industrial_land_ha": leased_ha}
    revision = write_versions(
        session,
        by="tester",
        reason="correction",
        batches=[Batch(table="cluster_state", rows=[row])],
    )
    assert revision is not None
    return revision


_OF = {"cluster_code": "hp-tien-lang", "source_key": "news"}
FIGURES = [
    _OF | {"figure_key": "f1", "field": "industrial_land_ha", "value": 35, "adopted": True},
    _OF | {"figure_key": "f2", "field": "industrial_land_ha", "value": Decimal("34.9")},
    _OF | {"figure_key": "f3", "field": "fill_rate_pct", "value": 60, "as_of_from": "2023-12-31"},
]
EVENTS = [
    _OF
    | {
        "event_key": "e1",
        "cluster_name": "Tiên Lãng",
        "event_type": "established",
        "happened_from": "2021-03-01",
        "happened_until": "2021-03-01",
        "happened_precision": "day",
    }
]
BOUNDARY = {
    "cluster_code": "hp-tien-lang",
    "source_geom": RECTANGLE,
    "source_format": "csv",
    "measuring_srid": 9210,
    "quality": "surveyed",
    "act": "established",
    "source_key": "plan",
    "valid": "[2021-03-01,)",
}
PLAN_VERSION = {
    "plan_version_key": "hp-2030-v1",
    "plan_key": "hp-2030",
    "title": "Quyết định 1516",
    "approved_from": "2023-12-02",
    "approved_precision": "day",
    "source_key": "plan",
    "valid": "[2023-12-02,)",
}
PLAN_ENTRIES = [
    {
        "entry_key": "p1",
        "plan_version_key": "hp-2030-v1",
        "cluster_code": "hp-tien-lang",
        "name": "CCN Tiên Lãng",
        "change": "kept",
        "area_min_ha": 50,
        "area_max_ha": 50,
        "source_key": "plan",
        "valid": "[2023-12-02,)",
    }
]
WORK = _OF | {
    "work_key": "w1",
    "work_type": "wastewater_treatment",
    "common_work": True,
    "item": "central treatment station",
    "planned_capacity": 1390,
    "capacity_unit": "m3/day",
}
PROGRESS = [
    {
        "progress_key": "g1",
        "work_key": "w1",
        "progress_pct": 40,
        "as_of_from": "2022-06-30",
        "source_key": "news",
    },
    {
        "progress_key": "g2",
        "work_key": "w1",
        "progress_pct": 90,
        "as_of_from": "2023-06-30",
        "source_key": "news",
    },
]
CAPITAL = _OF | {"capital_key": "k1", "kind": "planned", "amount_vnd": 816_600_000_000}
STATISTICS = [
    {
        "statistic_key": "t1",
        "area_name": "Hải Phòng",
        "level": "province",
        "province_key": "2025:31",
        "year": 2025,
        "month": 11,
        "measure": "established_clusters",
        "value": 80,
        "unit": "clusters",
        "source_key": "news",
    }
]
