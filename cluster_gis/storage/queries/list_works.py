"""Works of every cluster with their newest progress, as the lists tell them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedWork:
    """One work on a day; None = not stated. progress_pct: 0-100."""

    cluster_code: str
    work_type: str | None
    item: str | None
    planned_capacity: Decimal | None
    capacity_unit: str | None
    progress_pct: Decimal | None
    completed: bool | None
    in_operation: bool | None


_LIST = text("""
    SELECT cluster_code, work_type, item, planned_capacity, capacity_unit, progress_pct, completed,
           in_operation
    FROM published.infrastructure_works(CAST(:as_of AS date), CAST(:revision AS bigint))
    ORDER BY cluster_code, common_work DESC, work_type NULLS LAST, work_key
""")


def works_listed(session: Session, *, as_of: date, revision: int) -> dict[str, list[ListedWork]]:
    """Code of the cluster -> its works, common technical works first."""
    found: dict[str, list[ListedWork]] = {}
    rows = session.execute(_LIST, {"as_of": as_of, "revision": revision})
    for row in rows.mappings():
        found.setdefault(row["cluster_code"], []).append(ListedWork(**row))
    return found
