"""Set-based readings for the delay monitor: when the works of each cluster were last reported."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Reported:
    """Reports of the share done of a cluster's common works until a day.

    reports: days on which one was made; rise: day of the last one in which a work rose above all
    it had reached before; last_pct: lowest of the works' newest shares.
    """

    cluster_code: str
    reports: int
    first: date
    last: date
    rise: date
    last_pct: Decimal


_REPORTED = text("""
    WITH said AS (
        SELECT w.cluster_code, g.work_key, g.as_of_until AS day, g.progress_pct AS share,
               max(g.progress_pct) OVER (PARTITION BY g.work_key ORDER BY g.as_of_until
                   RANGE BETWEEN UNBOUNDED PRECEDING AND '1 day' PRECEDING) AS best,
               row_number() OVER (PARTITION BY g.work_key ORDER BY g.as_of_until DESC,
                   register.reporter_rank(g.reporter), g.progress_key) AS newest
        FROM register.work_progress g
        JOIN register.infrastructure_work w ON w.work_key = g.work_key AND w.common_work
             AND w.recorded @> CAST(:revision AS bigint) AND w.valid @> CAST(:as_of AS date)
        WHERE g.recorded @> CAST(:revision AS bigint) AND g.valid @> CAST(:as_of AS date)
          AND g.progress_pct IS NOT NULL AND g.as_of_until <= :as_of)
    SELECT cluster_code, count(DISTINCT day), min(day), max(day),
           coalesce(max(day) FILTER (WHERE share > best OR best IS NULL), min(day)),
           min(share) FILTER (WHERE newest = 1)
    FROM said GROUP BY cluster_code
""")


@dataclass(frozen=True, slots=True)
class Stone:
    """A milestone of the schedule in force on a day; done: only when done by that day."""

    cluster_code: str
    key: str
    kind: str | None
    name: str
    due: date | None
    done: date | None
    cause: str | None
    reason: str | None


_STONES = text("""
    SELECT cluster_code, milestone_key, kind, name, due, CASE WHEN done <= :as_of THEN done END,
           cause, reason
    FROM register.milestone
    WHERE recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)
    ORDER BY cluster_code, due, milestone_key
""")


def reported_works(session: Session, *, as_of: date, revision: int) -> dict[str, Reported]:
    """Code -> its reports; a cluster of whose common works no dated share is known is absent."""
    rows = session.execute(_REPORTED, {"as_of": as_of, "revision": revision})
    return {row[0]: Reported(*row) for row in rows}


def stones_at(session: Session, *, as_of: date, revision: int) -> dict[str, list[Stone]]:
    """Code -> milestones by due day."""
    found: dict[str, list[Stone]] = defaultdict(list)
    for row in session.execute(_STONES, {"as_of": as_of, "revision": revision}):
        found[row[0]].append(Stone(*row))
    return dict(found)
