"""The plan of a province before and after a change set: entries, hectares, and the land quota."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from cluster_gis.domain.proposal_fields import PLAN_KINDS, ItemKind
from cluster_gis.domain.proposals import ChangeSet
from cluster_gis.domain.province_settings import LAND_QUOTA
from cluster_gis.law.judgement_json import plain
from cluster_gis.services.proposal_facts import Ground
from cluster_gis.storage.queries.facts import states_on
from cluster_gis.storage.queries.law_settings import settings_on
from cluster_gis.storage.queries.proposal_base import (
    entries_held,
    plan_of_province,
    versions_held,
)

#: Entries that name a cluster as no part of the list any more.
GONE = frozenset({"withdrawn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPlan:
    """The plan on a day. versions: those that hold, newest first. entries: one a cluster.

    plan_key None: the register knows no plan of the province.
    """

    plan_key: str | None
    title: str | None
    versions: Sequence[RowMapping]
    all_entries: Sequence[RowMapping]

    @property
    def entries(self) -> dict[str, RowMapping]:
        """Cluster code (or name) -> its entry in the newest version that names it."""
        order = {row["plan_version_key"]: n for n, row in enumerate(self.versions)}
        found: dict[str, RowMapping] = {}
        for row in sorted(self.all_entries, key=lambda one: order[one["plan_version_key"]]):
            found.setdefault(row["cluster_code"] or f"name:{row['name']}", row)
        return found


def held_plan(session: Session, content: ChangeSet, ground: Ground) -> HeldPlan:
    """The plan that the change set speaks of, as it holds on the day of the facts."""
    plan_key, title = content.plan_key, None
    if plan_key is None:
        found = plan_of_province(session, ground.province_key, on=ground.facts_on)
        if found is None:
            return HeldPlan(plan_key=None, title=None, versions=(), all_entries=())
        plan_key, title = found["plan_key"], found["title"]
    versions = versions_held(session, plan_key, on=ground.facts_on, revision=ground.revision)
    keys = [row["plan_version_key"] for row in versions]
    entries = entries_held(session, keys, on=ground.facts_on, revision=ground.revision)
    return HeldPlan(
        plan_key=plan_key,
        title=title or (versions[0]["title"] if versions else None),
        versions=versions,
        all_entries=entries,
    )


def plan_totals(session: Session, content: ChangeSet, ground: Ground) -> dict[str, Any]:
    """Counts and hectares before and after; `unknown` = entries without an area, never zero.

    quotas: land for clusters that the province, and the commune, were given, as far as recorded.
    quota_ha, quota_left_ha: of the province; None = not known, or a cluster has no known area.
    """
    plan = held_plan(session, content, ground)
    before = {
        code: row["area_max_ha"] for code, row in plan.entries.items() if row["change"] not in GONE
    }
    after: dict[str, Decimal | None] = dict(before)
    for item in content.items:
        if item.kind not in PLAN_KINDS:
            continue
        code = item.cluster_code or f"new:{item.key}"
        if item.kind is ItemKind.WITHDRAW:
            after.pop(code, None)
        elif item.area_ha is not None or code not in after:
            after[code] = item.area_ha
    quotas = _quotas(session, before, after, content, ground)
    of_province = next((one for one in quotas if one["unit_key"] == ground.province_key), None)
    return {
        "plan_key": plan.plan_key,
        "title": plan.title,
        "before": _sums(before),
        "after": _sums(after),
        "quotas": quotas,
        "quota_ha": None if of_province is None else of_province["quota_ha"],
        "quota_left_ha": None if of_province is None else of_province["left_ha"],
    }


def _quotas(
    session: Session,
    before: Mapping[str, Decimal | None],
    after: Mapping[str, Decimal | None],
    content: ChangeSet,
    ground: Ground,
) -> list[dict[str, Any]]:
    """Quota, what the list uses of it before and after, what is left; [] = none is recorded."""
    settings = settings_on(session, on=ground.facts_on, revision=ground.revision)
    units = dict.fromkeys((ground.province_key, ground.unit_key))
    recorded = {key: settings.get(key, {}).get(LAND_QUOTA) for key in units}
    communes: dict[str, str | None] = {}
    if len(units) > 1 and recorded[ground.unit_key] is not None:
        communes = _communes(session, {*before, *after}, content, ground)
    quotas = []
    for key, row in recorded.items():
        if row is None:
            continue
        whole = key == ground.province_key
        parts = [
            # A cluster whose commune is not known may lie in it: its area is not known there.
            [
                area if whole or communes[code] else None
                for code, area in one.items()
                if whole or communes[code] in (key, None)
            ]
            for one in (before, after)
        ]
        quota = Decimal(row["value"])
        used_before, used_after = (_sum(areas) for areas in parts)
        quotas.append(
            {
                "unit_key": key,
                "quota_ha": plain(quota),
                "used_before_ha": plain(used_before),
                "used_after_ha": plain(used_after),
                "left_ha": None if used_after is None else plain(quota - used_after),
                "unknown": sum(area is None for area in parts[1]),
                "document": row["document_key"],
                "first_day": _iso(row["valid"].lower),
                "last_day": _iso(row["valid"].upper and row["valid"].upper - timedelta(days=1)),
            }
        )
    return quotas


def _communes(
    session: Session, codes: Collection[str], content: ChangeSet, ground: Ground
) -> dict[str, str | None]:
    """Cluster of the list -> its commune; a new one lies where it says, else with the proposer."""
    held = states_on(
        session,
        on=ground.facts_on,
        revision=ground.revision,
        codes=[code for code in codes if ":" not in code],
    )
    new = {
        f"new:{item.key}": str(item.values.get("commune_key") or ground.unit_key)
        for item in content.items
    }
    return {code: held[code]["commune_key"] if code in held else new.get(code) for code in codes}


def _sum(areas: Sequence[Decimal | None]) -> Decimal | None:
    """Hectares together; None = one of them is not known."""
    known = [area for area in areas if area is not None]
    return sum(known, Decimal(0)) if len(known) == len(areas) else None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _sums(areas: Mapping[str, Decimal | None]) -> dict[str, Any]:
    known = [area for area in areas.values() if area is not None]
    return {
        "entries": len(areas),
        "area_ha": plain(sum(known, Decimal(0))) if known or not areas else None,
        "unknown": len(areas) - len(known),
    }
