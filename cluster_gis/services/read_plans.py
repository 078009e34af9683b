"""The plan workspace: versions, the list on a day, differences of versions, amendments.

A source may name only part of a list: what the other version does not name is told as "not named",
never as withdrawn or added, unless an entry says so itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from cluster_gis.domain.cluster_names import name_key
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.storage.queries.plan_history import (
    plan_entries_of,
    plan_events_of,
    plan_versions_of,
)

#: Events that amend a list, as the sources tell them (`labels.EVENT_TYPE` names them).
AMENDMENTS = (
    "plan_approved",
    "plan_listing",
    "kept_unchanged",
    "adjusted_or_widened",
    "added_existing",
    "added_to_plan",
    "addition_agreed",
    "proposed",
    "withdrawn",
)
#: Changes of an entry that say it left the list.
GONE = frozenset({"withdrawn"})
DIFFERENCES = {
    "added": N_("added"),
    "newly_named": N_("not named in the earlier version"),
    "withdrawn": N_("withdrawn"),
    "adjusted": N_("adjusted"),
    "same": N_("unchanged"),
    "not_named": N_("not named in the later version"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCluster:
    """A line of the list on a day. version: where it stands; area_ha: the most it allows."""

    code: str | None
    name: str
    change: str
    version: str
    entry: RowMapping

    @property
    def area_ha(self) -> Decimal | None:
        """None = no source says."""
        value: Decimal | None = self.entry["area_max_ha"] or self.entry["area_min_ha"]
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A cluster in two versions; before, after: its entries, None = not in that one."""

    state: str
    code: str | None
    name: str
    before: RowMapping | None
    after: RowMapping | None


def list_on(
    session: Session, versions: Sequence[RowMapping], *, on: date, revision: int
) -> list[ListedCluster]:
    """The list of one plan on the day: of each cluster its newest entry, withdrawn ones left out.

    versions: of the plan, newest first, as `plan_versions_of` gives them.
    """
    held = [row["key"] for row in versions if row["holds"]]
    order = {key: place for place, key in enumerate(held)}
    entries = plan_entries_of(session, held, revision=revision, on=on)
    found: dict[str, RowMapping] = {}
    for entry in sorted(entries, key=lambda row: order[row["plan_version_key"]]):
        found.setdefault(_same(entry), entry)
    return [
        ListedCluster(
            code=entry["cluster_code"],
            name=entry["name"],
            change=entry["change"],
            version=entry["plan_version_key"],
            entry=entry,
        )
        for entry in sorted(found.values(), key=lambda row: name_key(row["name"]))
        if entry["change"] not in GONE
    ]


def list_sums(listed: Sequence[ListedCluster]) -> dict[str, Any]:
    """Lines and hectares; unknown = lines without an area, never counted as zero."""
    known = [one.area_ha for one in listed if one.area_ha is not None]
    return {
        "entries": len(listed),
        "area_ha": sum(known, Decimal(0)) if known else None,
        "unknown": len(listed) - len(known),
    }


def _same(entry: RowMapping) -> str:
    return str(entry["cluster_code"] or f"name:{name_key(entry['name'])}")


def find_version(versions: Sequence[RowMapping], key: str) -> RowMapping:
    """The version of that key; raises NotFound."""
    found = next((row for row in versions if row["key"] == key), None)
    if found is None:
        raise NotFound(N_("There is no plan version {key}."), key=repr(key))
    return found


def compare_versions(
    session: Session, first: RowMapping, second: RowMapping, *, revision: int
) -> list[Difference]:
    """What differs from the first version to the second, cluster by cluster, changes first."""
    before = {_same(e): e for e in plan_entries_of(session, [first["key"]], revision=revision)}
    after = {_same(e): e for e in plan_entries_of(session, [second["key"]], revision=revision)}
    found = []
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        named = new or old
        if named is None:
            continue
        found.append(
            Difference(
                state=_difference(old, new),
                code=named["cluster_code"],
                name=named["name"],
                before=old,
                after=new,
            )
        )
    order = list(DIFFERENCES)
    return sorted(found, key=lambda one: (order.index(one.state), name_key(one.name)))


def _difference(old: RowMapping | None, new: RowMapping | None) -> str:
    if new is None:
        return "not_named"
    if new["change"] in GONE:
        return "withdrawn"
    if old is None:  # the source of the earlier list may have named a part of it only
        return "added" if new["change"] == "new" else "newly_named"
    if old["change"] in GONE:
        return "added"
    names = ("name", "area_min_ha", "area_max_ha", "unit_text", "sectors", "phase")
    # A figure that the later version does not repeat is no change of it.
    if any(new[name] is not None and new[name] != old[name] for name in names):
        return "adjusted"
    return "same"


def amendments(
    session: Session, *, revision: int, province_key: str | None = None
) -> list[RowMapping]:
    """The history of the list as the sources tell it, newest first, undated last."""
    return plan_events_of(session, list(AMENDMENTS), revision=revision, province_key=province_key)


def version_json(row: RowMapping) -> dict[str, Any]:
    """A version as plain values."""
    return dict(row)


def listed_json(one: ListedCluster) -> dict[str, Any]:
    """A line of the list as plain values."""
    return {**dict(one.entry), "area_ha": one.area_ha}


def difference_json(one: Difference) -> dict[str, Any]:
    """A difference as plain values."""
    return {
        "state": one.state,
        "cluster_code": one.code,
        "name": one.name,
        "before": None if one.before is None else dict(one.before),
        "after": None if one.after is None else dict(one.after),
    }


__all__ = [
    "AMENDMENTS",
    "DIFFERENCES",
    "Difference",
    "ListedCluster",
    "amendments",
    "compare_versions",
    "difference_json",
    "find_version",
    "list_on",
    "list_sums",
    "listed_json",
    "plan_versions_of",
    "version_json",
]
