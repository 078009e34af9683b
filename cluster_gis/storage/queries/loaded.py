"""What was loaded before."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cluster_gis.storage.tables import revision
from cluster_gis.storage.unit_tables import admin_unit


def find_load(session: Session, reason: str) -> int | None:
    """Number of the revision written for exactly this reason; None = never."""
    found: int | None = session.scalar(
        select(func.max(revision.c.id)).where(revision.c.reason == reason)
    )
    return found


def unit_keys(session: Session, system: str) -> set[str]:
    """Keys of all units of a system ("2025" or "pre2025") that the register holds now."""
    query = select(admin_unit.c.unit_key).where(
        admin_unit.c.unit_key.startswith(f"{system}:"), func.upper_inf(admin_unit.c.recorded)
    )
    return set(session.scalars(query))
