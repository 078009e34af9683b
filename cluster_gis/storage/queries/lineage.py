"""Records that mean one cluster: which is kept, and which lead to it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class SameCluster:
    """A record that leads to another. name: as its newest version has it."""

    code: str
    name: str
    kept_code: str
    kept_name: str
    reason: str
    source_title: str
    source_url: str | None
    recorded_by: str
    recorded_at: datetime


_NAME = """
    (SELECT s.name FROM register.cluster_state s
     WHERE s.cluster_code = {code} AND s.recorded @> CAST(:revision AS bigint)
     ORDER BY lower(s.valid) DESC NULLS LAST LIMIT 1)
"""
_SAME = text(f"""
    SELECT l.from_code AS code, coalesce({_NAME.format(code="l.from_code")}, l.from_code) AS name,
           l.to_code AS kept_code,
           coalesce({_NAME.format(code="l.to_code")}, l.to_code) AS kept_name,
           l.reason, o.title AS source_title, o.url AS source_url, l.recorded_by, r.recorded_at
    FROM register.cluster_lineage l
    JOIN register.source o USING (source_key)
    JOIN register.revision r ON r.id = lower(l.recorded)
    WHERE l.relation = 'same' AND l.recorded @> CAST(:revision AS bigint)
      AND (CAST(:code AS text) IS NULL OR :code IN (l.from_code, l.to_code))
    ORDER BY l.from_code
""")  # noqa: S608 - constants of this module


def same_clusters(session: Session, *, revision: int, code: str | None = None) -> list[SameCluster]:
    """Every such record at the revision; of one cluster on either side when `code` is given."""
    rows = session.execute(_SAME, {"revision": revision, "code": code})
    return [SameCluster(**row) for row in rows.mappings()]


def find_kept(session: Session, code: str, *, revision: int) -> SameCluster | None:
    """The record that `code` leads to; None = it is a cluster of its own."""
    found = same_clusters(session, revision=revision, code=code)
    return next((item for item in found if item.code == code), None)
