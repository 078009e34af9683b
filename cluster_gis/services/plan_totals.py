"""The plan of a province before and after a change set: entries, hectares, and the land quota."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from cluster_gis.domain.proposal_fields import PLAN_KINDS, ItemKind
from cluster_gis.domain.proposals import ChangeSet
from cluster_gis.law.judgement_json import plain
from cluster_gis.services.proposal_facts import Ground
from cluster_gis.storage.queries.law_settings import settings_on
from cluster_gis.storage.queries.proposal_base import (
    entries_held,
    plan_of_province,
    versions_held,
)

#: Entries that name a cluster as no part of the list any more.
GONE = frozenset({"withdrawn"})
QUOTA = "land_quota_ha"


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

    quota_ha: land for clusters that the province was given; None = not known.
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
    settings = settings_on(session, on=ground.on, revision=ground.revision)
    quota = settings.get(ground.province_key, {}).get(QUOTA)
    quota_ha = None if quota is None else Decimal(quota["value"])
    sums_after = _sums(after)
    left = None
    if quota_ha is not None and not sums_after["unknown"]:
        left = plain(quota_ha - sum((a for a in after.values() if a is not None), Decimal(0)))
    return {
        "plan_key": plan.plan_key,
        "title": plan.title,
        "before": _sums(before),
        "after": sums_after,
        "quota_ha": plain(quota_ha),
        "quota_left_ha": left,
    }


def _sums(areas: Mapping[str, Decimal | None]) -> dict[str, Any]:
    known = [area for area in areas.values() if area is not None]
    return {
        "entries": len(areas),
        "area_ha": plain(sum(known, Decimal(0))) if known or not areas else None,
        "unknown": len(areas) - len(known),
    }
