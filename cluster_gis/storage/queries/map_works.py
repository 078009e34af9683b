"""Works, milestones and histories that maps of a subject ask for: one set-based query each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.storage.newest import PROGRESS

#: Type of the code list: central wastewater treatment.
TREATMENT = "wastewater_treatment"


@dataclass(frozen=True, slots=True)
class WorkAt:
    """A common technical work on a day, with the newest statement of each kind; None = not said.

    progress_on: the day of the newest statement.
    """

    cluster_code: str
    work_type: str | None
    item: str
    planned_capacity: Decimal | None
    capacity_unit: str | None
    progress_pct: Decimal | None
    completed: bool | None
    in_operation: bool | None
    progress_on: date | None

    @property
    def done_pct(self) -> Decimal | None:
        """How much is done; None = nothing says. Completed or in operation is all of it."""
        if self.completed or self.in_operation:
            return Decimal(100)
        if self.progress_pct is None and self.completed is False and self.in_operation is False:
            return Decimal(0)
        return self.progress_pct


@dataclass(frozen=True, slots=True)
class MilestoneAt:
    """A milestone as the register has it."""

    name: str
    due: date | None
    done: date | None


#: Works, each with the newest statement of each kind, gathered once for all of them.
_EACH = f"""
    SELECT w.*, p.progress_pct, p.completed, p.in_operation, p.progress_as_of
    FROM register.infrastructure_work w
    LEFT JOIN (
        SELECT g.work_key,
            (array_agg(g.progress_pct ORDER BY {PROGRESS})
                FILTER (WHERE g.progress_pct IS NOT NULL))[1] AS progress_pct,
            (array_agg(g.completed ORDER BY {PROGRESS})
                FILTER (WHERE g.completed IS NOT NULL))[1] AS completed,
            (array_agg(g.in_operation ORDER BY {PROGRESS})
                FILTER (WHERE g.in_operation IS NOT NULL))[1] AS in_operation,
            max(g.as_of_from) FILTER (WHERE
                num_nonnulls(g.progress_pct, g.completed, g.in_operation) > 0) AS progress_as_of
        FROM register.work_progress g
        WHERE g.recorded @> CAST(:revision AS bigint) AND g.valid @> CAST(:as_of AS date)
          AND (g.as_of_from IS NULL OR g.as_of_from <= :as_of)
        GROUP BY g.work_key) p USING (work_key)
    WHERE w.common_work AND w.recorded @> CAST(:revision AS bigint)
      AND w.valid @> CAST(:as_of AS date)
"""  # noqa: S608 - a constant of ours
_WORKS = text(f"""
    SELECT cluster_code, work_type, item, planned_capacity, capacity_unit,
        progress_pct, completed, in_operation, progress_as_of
    FROM ({_EACH}) work
    WHERE CAST(:work_type AS text) IS NULL OR work_type = :work_type
    ORDER BY cluster_code, work_type, item
""")  # noqa: S608 - a constant of ours
#: The share done is that of `WorkAt.done_pct`.
_MEANS = text(f"""
    SELECT cluster_code, avg(CASE WHEN completed OR in_operation THEN 100
        WHEN progress_pct IS NULL AND NOT completed AND NOT in_operation THEN 0
        ELSE progress_pct END)
    FROM ({_EACH}) work GROUP BY cluster_code
""")  # noqa: S608 - a constant of ours
_MILESTONES = text("""
    SELECT cluster_code, name, due, CASE WHEN done <= :as_of THEN done END
    FROM register.milestone
    WHERE recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)
    ORDER BY cluster_code, due, name
""")


def common_works_at(
    session: Session, *, as_of: date, revision: int, work_type: str | None = None
) -> dict[str, list[WorkAt]]:
    """Code -> its common technical works; a cluster without a recorded one is absent.

    work_type: a type of the code list; None = all.
    """
    works: dict[str, list[WorkAt]] = defaultdict(list)
    values = {"as_of": as_of, "revision": revision, "work_type": work_type}
    for row in session.execute(_WORKS, values):
        works[row[0]].append(WorkAt(*row))
    return dict(works)


def mean_done_at(session: Session, *, as_of: date, revision: int) -> dict[str, Decimal | None]:
    """Code -> plain mean of what is done of its common works, percent; None = nothing is stated.

    What `mean_done` makes of `common_works_at`, for registers with too many works to be listed.
    """
    values = {"as_of": as_of, "revision": revision}
    return {row[0]: row[1] for row in session.execute(_MEANS, values)}


def milestones_at(session: Session, *, as_of: date, revision: int) -> dict[str, list[MilestoneAt]]:
    """Code -> milestones; one done after the day is not done on it."""
    found: dict[str, list[MilestoneAt]] = defaultdict(list)
    for code, *values in session.execute(_MILESTONES, {"as_of": as_of, "revision": revision}):
        found[code].append(MilestoneAt(*values))
    return dict(found)
