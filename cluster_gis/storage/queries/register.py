"""What the database holds as a whole."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.storage.register import revision_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """migration: None = never migrated. counts: collection -> how many there are now."""

    migration: str | None
    register: str | None
    revision: int
    counts: dict[str, int]


_COUNTED = ("industrial_cluster", "cluster_boundary", "plan_entry", "infrastructure_work")


def read_condition(session: Session, *, as_of: date) -> Condition:
    """Migration, identity, newest revision, and counts at `as_of`; never fails on an empty one."""
    if session.scalar(text("SELECT to_regclass('register.register_identity')")) is None:
        return Condition(migration=None, register=None, revision=0, counts={})
    counts = {
        "industrial_cluster": "SELECT count(DISTINCT cluster_code) FROM register.cluster_state "
        "WHERE upper_inf(recorded)",
        **{
            name: f"SELECT count(*) FROM register.{name} "  # noqa: S608 - names written above
            "WHERE upper_inf(recorded) AND valid @> :as_of"
            for name in _COUNTED[1:]
        },
    }
    return Condition(
        migration=session.scalar(text("SELECT version_num FROM alembic_version")),
        register=session.scalar(text("SELECT kind FROM register.register_identity")),
        revision=revision_at(session),
        counts={
            name: int(session.scalar(text(statement), {"as_of": as_of}) or 0)
            for name, statement in counts.items()
        },
    )
