"""Works and milestones of clusters as the lists tell them, and whole versions to write again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from cluster_gis.storage.queries.facts import holds
from cluster_gis.storage.queries.state_versions import Version
from cluster_gis.storage.tables import infrastructure_work, milestone

_CLOCKS = frozenset({"id", "valid", "recorded", "recorded_by"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedWork:
    """One work on a day; None = not stated. progress_pct: 0-100."""

    work_key: str
    cluster_code: str
    work_type: str | None
    item: str | None
    planned_capacity: Decimal | None
    capacity_unit: str | None
    progress_pct: Decimal | None
    completed: bool | None
    in_operation: bool | None


_LIST = text("""
    SELECT work_key, cluster_code, work_type, item, planned_capacity, capacity_unit, progress_pct,
           completed, in_operation
    FROM published.infrastructure_works(CAST(:as_of AS date), CAST(:revision AS bigint))
    WHERE CAST(:codes AS text[]) IS NULL OR cluster_code = ANY(:codes)
    ORDER BY cluster_code, common_work DESC, work_type NULLS LAST, work_key
""")


def works_listed(
    session: Session, *, as_of: date, revision: int, codes: Collection[str] | None = None
) -> dict[str, list[ListedWork]]:
    """Code of the cluster -> its works, common technical works first."""
    found: dict[str, list[ListedWork]] = {}
    wanted = None if codes is None else list(codes)
    rows = session.execute(_LIST, {"as_of": as_of, "revision": revision, "codes": wanted})
    for row in rows.mappings():
        found.setdefault(row["cluster_code"], []).append(ListedWork(**row))
    return found


def work_version(session: Session, work_key: str, *, on: date, revision: int) -> Version | None:
    """The version of a work that holds on the day; its geometry as hex EWKB."""
    table = infrastructure_work
    columns: list[Any] = [c for c in table.c if c.name not in _CLOCKS and c.name != "geom"]
    return _version(session, table, [*columns, func.ST_AsHEXEWKB(table.c.geom).label("geom")],
                    table.c.work_key == work_key, on, revision)  # fmt: skip


def milestone_versions(
    session: Session, codes: Collection[str], *, revision: int
) -> dict[str, list[Version]]:
    """Code -> the milestones of the cluster, in the order of the list."""
    statement = (
        select(
            *(c for c in milestone.c if c.name not in _CLOCKS),
            func.lower(milestone.c.valid).label("begins"),
            func.upper(milestone.c.valid).label("ends"),
        )
        .where(milestone.c.cluster_code.in_(codes), holds(milestone, on=None, revision=revision))
        .order_by(milestone.c.due)
    )
    found: dict[str, list[Version]] = {}
    for row in session.execute(statement).mappings():
        found.setdefault(row["cluster_code"], []).append(Version(dict(row)))
    return found


def _version(
    session: Session, table: Any, columns: list[Any], condition: Any, on: date, revision: int
) -> Version | None:
    statement = select(
        *columns,
        func.lower(table.c.valid).label("begins"),
        func.upper(table.c.valid).label("ends"),
    ).where(condition, holds(table, on=on, revision=revision))
    row = session.execute(statement).mappings().first()
    return None if row is None else Version(dict(row))
