"""What the register holds about provinces' decisions, complete lists and officers' decisions."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cluster_gis.storage.law_tables import (
    complete_list,
    finding_override,
    province_rule,
    province_setting,
)
from cluster_gis.storage.queries.facts import Row, holds, of_its_own
from cluster_gis.storage.tables import cluster_state

#: Statuses of a cluster that has been established (đã thành lập) and was not withdrawn.
ESTABLISHED = ("established", "detailed_plan_approved", "under_construction", "operating")


def settings_on(session: Session, *, on: date, revision: int) -> dict[str, dict[str, Row]]:
    """Per province, setting -> the row in force on the day."""
    query = select(province_setting).where(holds(province_setting, on=on, revision=revision))
    found: dict[str, dict[str, Row]] = {}
    for row in session.execute(query).mappings():
        found.setdefault(row["province_key"], {})[row["setting"]] = row
    return found


def province_rules_on(session: Session, *, on: date, revision: int) -> dict[str, list[Row]]:
    """Per province, its own rules in force on the day, with `valid`."""
    query = (
        select(province_rule)
        .where(holds(province_rule, on=on, revision=revision))
        .order_by(province_rule.c.rule_key)
    )
    found: dict[str, list[Row]] = {}
    for row in session.execute(query).mappings():
        found.setdefault(row["province_key"], []).append(row)
    return found


def complete_lists_on(session: Session, *, on: date, revision: int) -> dict[str, Row]:
    """Units whose list of established clusters is stated to be complete on the day."""
    query = select(complete_list).where(holds(complete_list, on=on, revision=revision))
    return {row["unit_key"]: row for row in session.execute(query).mappings()}


def established_on(
    session: Session, *, on: date, revision: int, provinces: Collection[str] | None = None
) -> list[Row]:
    """Established clusters on the day with their units and land, sorted by code.

    provinces: unit keys; None = of every province.
    """
    query = (
        select(
            cluster_state.c.cluster_code,
            cluster_state.c.province_key,
            cluster_state.c.former_province_key,
            cluster_state.c.commune_key,
            cluster_state.c.former_district_key,
            cluster_state.c.industrial_land_ha,
            cluster_state.c.leased_industrial_land_ha,
            cluster_state.c.licensed_not_leased_ha,
        )
        .where(
            holds(cluster_state, on=on, revision=revision),
            cluster_state.c.status.in_(ESTABLISHED),
            of_its_own(revision),
        )
        .order_by(cluster_state.c.cluster_code)
    )
    if provinces is not None:
        query = query.where(cluster_state.c.province_key.in_(provinces))
    return list(session.execute(query).mappings())


def overrides_on(
    session: Session, *, procedure: str, on: date, revision: int
) -> dict[str, list[Row]]:
    """Per cluster, officers' decisions on findings of that procedure and day, by rule."""
    query = (
        select(finding_override)
        .where(
            finding_override.c.procedure == procedure,
            finding_override.c.on_date == on,
            holds(finding_override, on=None, revision=revision),
        )
        .order_by(finding_override.c.rule)
    )
    found: dict[str, list[Row]] = {}
    for row in session.execute(query).mappings():
        found.setdefault(row["cluster_code"], []).append(row)
    return found
