"""A new version of a plan from the one that holds and the items of a decided proposal.

The new version carries the whole list: what a version does not name is not in the plan.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping

from cluster_gis.domain.proposal_fields import PLAN_KINDS, ItemKind
from cluster_gis.domain.proposals import ChangeSet, Item
from cluster_gis.services.plan_totals import GONE, HeldPlan
from cluster_gis.storage.register import Batch, valid_range

_COPIED = (
    "cluster_code", "name", "group_label", "unit_text", "area_min_ha", "area_max_ha",
    "area_qualifier", "phase", "sectors", "capital_vnd",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """The decision as the plan keeps it. place: short name of the province."""

    proposal_id: int
    document_number: str
    document_key: str
    source_key: str
    on: date
    province_key: str
    place: str


@dataclass(slots=True, kw_only=True)
class PlanRows:
    """Rows of the plan. plans: a plan that the register did not have."""

    version_key: str
    batches: list[Batch] = field(default_factory=list)
    plans: list[dict[str, Any]] = field(default_factory=list)


def plan_batches(
    plan: HeldPlan, content: ChangeSet, codes: Mapping[str, str], change: PlanChange
) -> PlanRows:
    """Closes the versions that hold and writes the next one, whole."""
    plan_key = plan.plan_key or f"plan/{change.province_key}"
    rows = PlanRows(version_key=f"{plan_key}/proposal-{change.proposal_id}")
    if plan.plan_key is None:
        title = f"Phương án phát triển cụm công nghiệp {change.place}"
        rows.plans.append(
            {
                "plan_key": plan_key,
                "province_key": change.province_key,
                "title": title,
                "period": None,
            }
        )
    valid = valid_range(change.on)
    closing = [
        ("plan_version", "plan_version_key", plan.versions),
        ("plan_entry", "entry_key", plan.all_entries),
    ]
    for table, key, held in closing:
        if held:
            closed = [{key: row[key], "valid": valid} for row in held]
            rows.batches.append(Batch(table=table, rows=closed, mode="close"))
    version = {
        "plan_version_key": rows.version_key,
        "plan_key": plan_key,
        "title": change.document_number,
        "document_key": change.document_key,
        "approved_from": change.on,
        "approved_until": change.on,
        "approved_precision": "day",
        "note": f"proposal {change.proposal_id}",
        "source_key": change.source_key,
        "valid": valid,
    }
    rows.batches.append(Batch(table="plan_version", rows=[version]))
    entries = _entries(plan, content, codes, rows.version_key, change)
    rows.batches.append(Batch(table="plan_entry", rows=entries))
    return rows


def _entries(
    plan: HeldPlan,
    content: ChangeSet,
    codes: Mapping[str, str],
    version_key: str,
    change: PlanChange,
) -> list[dict[str, Any]]:
    changed = {codes[item.key]: item for item in content.items if item.kind in PLAN_KINDS}
    held = plan.entries
    common = {
        "plan_version_key": version_key,
        "start_precision": "day",
        "start_basis": "decision",
        "valid": valid_range(change.on),
    }
    entries = []
    for key, row in held.items():
        if key in changed or row["change"] in GONE:
            continue
        entries.append(
            {
                **{name: row[name] for name in _COPIED},
                **common,
                "entry_key": f"{version_key}/{key}",
                "change": row["change"] if row["change"] == "after_period" else "kept",
                "note": row["note"],
                "source_key": row["source_key"],
            }
        )
    for code, item in changed.items():
        entry = _changed_entry(item, held.get(code), code)
        entries.append(
            {
                **entry,
                **common,
                "entry_key": f"{version_key}/{code}",
                "cluster_code": code,
                "source_key": change.source_key,
            }
        )
    return entries


def _changed_entry(item: Item, held: RowMapping | None, code: str) -> dict[str, Any]:
    before = None if held is None else held["area_max_ha"]
    entry = {name: None if held is None else held[name] for name in _COPIED}
    entry["name"] = item.name or entry["name"] or code
    entry["area_before_ha"] = before
    for name in ("phase", "sectors"):
        if item.values.get(name):
            entry[name] = item.values[name]
    if "capital_vnd" in item.values:
        entry["capital_vnd"] = Decimal(item.values["capital_vnd"])
    if item.area_ha is not None and item.kind is not ItemKind.WITHDRAW:
        entry |= {"area_min_ha": item.area_ha, "area_max_ha": item.area_ha, "area_qualifier": None}
    entry["change"] = _change(item, before)
    entry["note"] = item.values.get("conversion_solution")
    return entry


def _change(item: Item, before: Decimal | None) -> str:
    if item.kind is ItemKind.WITHDRAW:
        return "withdrawn"
    if item.kind is ItemKind.ADD:
        return "new"
    after = item.area_ha
    if before is None or after is None or after == before:
        return "adjusted"
    return "expanded" if after > before else "reduced"
