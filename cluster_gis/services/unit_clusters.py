"""The unit's other established clusters and the province's own decisions, for a case.

An empty list of an incomplete register is not "none": the list is given to the law only where the
register states that it is complete for the unit the law adds up over.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.facts import Override, Settings, UnitCluster
from cluster_gis.law.documents import version_on
from cluster_gis.storage.queries import law_settings
from cluster_gis.storage.queries.facts import Row

UNIT_COLUMN = {
    "commune": "commune_key",
    "former_district": "former_district_key",
    "province": "province_key",
}


@dataclass(frozen=True, slots=True)
class Provinces:
    """What is stated on a day: settings, rules, complete lists, established clusters."""

    settings: Mapping[str, Mapping[str, Row]]
    rules: Mapping[str, Sequence[Row]]
    complete: Mapping[str, Row]
    established: Mapping[str, Sequence[Row]]


def read_provinces(
    session: Session,
    *,
    on: date,
    facts_on: date,
    revision: int,
    keys: Collection[str] | None = None,
) -> Provinces:
    """Settings and rules of the day judged; lists of the day whose facts count.

    keys: provinces whose established clusters are read, those of the cases; None = every one.
    """
    established: dict[str, list[Row]] = {}
    for row in law_settings.established_on(session, on=facts_on, revision=revision, provinces=keys):
        established.setdefault(row["province_key"], []).append(row)
    return Provinces(
        settings=law_settings.settings_on(session, on=on, revision=revision),
        rules=law_settings.province_rules_on(session, on=on, revision=revision),
        complete=law_settings.complete_lists_on(session, on=facts_on, revision=revision),
        established=established,
    )


def settings_of(state: Row, provinces: Provinces) -> Settings:
    """The province's decisions as the law engine takes them; none known = empty."""
    key = state["province_key"]
    found = provinces.settings.get(key, {})
    mountainous = found.get("mountainous")
    overrides = tuple(
        Override(
            rule=row["rule"],
            threshold=Decimal(row["threshold"]),
            document=row["document"],
            locator=row["locator"],
            kind=row["kind"],
            effective_from=row["valid"].lower or date.min,
        )
        for row in provinces.rules.get(key, ())
    )
    return Settings(
        agg_unit=_value(found, "agg_unit"),
        mountainous=None if mountainous is None else mountainous["value"] == "true",
        land_plan=_value(found, "land_plan"),
        tolerance=_value(found, "tolerance"),
        overrides=overrides,
    )


def unit_clusters_of(
    state: Row, provinces: Provinces, *, on: date, agg_unit: str | None
) -> tuple[tuple[UnitCluster, ...], Row] | None:
    """The unit's other established clusters and who states they are all; None = not known."""
    units = _units(on, agg_unit)
    statement = None
    for unit in units:
        own = state[UNIT_COLUMN[unit]]
        statement = provinces.complete.get(own) or provinces.complete.get(state["province_key"])
        if own is None or statement is None:
            return None
    members = []
    for row in provinces.established.get(state["province_key"], ()):
        if row["cluster_code"] == state["cluster_code"]:
            continue
        if any(row[UNIT_COLUMN[unit]] is None for unit in units):
            # It may or may not lie in the unit: the sum over the unit is open.
            return None
        if any(row[UNIT_COLUMN[unit]] == state[UNIT_COLUMN[unit]] for unit in units):
            members.append(
                UnitCluster(
                    code=row["cluster_code"],
                    industrial_land_ha=row["industrial_land_ha"],
                    leased_industrial_land_ha=row["leased_industrial_land_ha"],
                    licensed_not_leased_ha=row["licensed_not_leased_ha"],
                    commune=row["commune_key"],
                    former_district=row["former_district_key"],
                )
            )
    assert statement is not None  # noqa: S101 - `units` is never empty
    return tuple(members), statement


def _units(on: date, agg_unit: str | None) -> tuple[str, ...]:
    """The units the law of the day adds up over (LAW AGG-UNIT)."""
    law = version_on(on)
    version = law.id if law else ""
    if version in ("V4", "V5"):
        return (agg_unit,) if agg_unit else ("commune", "former_district")
    return ("commune",) if version == "V6" else ("former_district",)


def _value(found: Mapping[str, Row], setting: str) -> Any:
    row = found.get(setting)
    return None if row is None else row["value"]
