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


_COUNTED = ("cluster_boundary", "plan_entry", "infrastructure_work")


def read_condition(session: Session, *, as_of: date) -> Condition:
    """Migration, identity, newest revision, and counts at `as_of`; never fails on an empty one."""
    if session.scalar(text("SELECT to_regclass('register.register_identity')")) is None:
        return Condition(migration=None, register=None, revision=0, counts={})
    revision = revision_at(session)
    return Condition(
        migration=session.scalar(text("SELECT version_num FROM alembic_version")),
        register=session.scalar(text("SELECT kind FROM register.register_identity")),
        revision=revision,
        counts=count_collections(session, as_of=as_of, revision=revision),
    )


def count_collections(session: Session, *, as_of: date, revision: int) -> dict[str, int]:
    """Clusters known at `revision`, and what else holds on the day, by table."""
    statements = {
        "industrial_cluster": "SELECT count(DISTINCT cluster_code) FROM register.cluster_state "
        "WHERE recorded @> CAST(:revision AS bigint) "
        "AND NOT published.is_duplicate(cluster_code, CAST(:revision AS bigint))",
        **{
            name: f"SELECT count(*) FROM register.{name} "  # noqa: S608 - names written above
            "WHERE recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)"
            for name in _COUNTED
        },
    }
    values = {"as_of": as_of, "revision": revision}
    return {
        name: int(session.scalar(text(statement), values) or 0)
        for name, statement in statements.items()
    }
