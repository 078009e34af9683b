"""What every page says about the register as a whole."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from cluster_gis.storage import tables as t


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Clusters counted by what is known and what is missing, on a day.

    established: established, with a detailed plan, under construction or operating.
    unknown_state: no state on the day: not known, only proposed, or only in a plan of the past.
    undated: the start of the state is not dated by a decision, an event or the law.
    district_only: placed by the district alone.
    without_area: no area of any act. with_boundary: a surveyed or digitised boundary is held.
    """

    clusters: int
    established: int
    unknown_state: int
    undated: int
    unplaced: int
    district_only: int
    without_area: int
    with_boundary: int


_GAPS = text("""
    SELECT count(*) AS clusters,
        count(*) FILTER (WHERE status IN ('established', 'detailed_plan_approved',
            'under_construction', 'operating')) AS established,
        count(*) FILTER (WHERE status IS NULL) AS unknown_state,
        count(*) FILTER (WHERE state_known
            AND start_basis NOT IN ('decision', 'event', 'law')) AS undated,
        count(*) FILTER (WHERE geom IS NULL) AS unplaced,
        count(*) FILTER (WHERE place_basis = 'district') AS district_only,
        count(*) FILTER (WHERE coalesce(area_established_ha, area_detailed_ha, area_planned_ha)
            IS NULL) AS without_area,
        count(*) FILTER (WHERE boundary_area_ha IS NOT NULL) AS with_boundary
    FROM published.clusters(CAST(:as_of AS date), CAST(:revision AS bigint))
    WHERE CAST(:province AS text) IS NULL OR province_key = :province
""")


def count_gaps(session: Session, *, province: str | None, as_of: date, revision: int) -> Gaps:
    """The counts for a province (unit key of 2025), None = all."""
    values = {"province": province, "as_of": as_of, "revision": revision}
    return Gaps(**session.execute(_GAPS, values).mappings().one())


def recorded_at(session: Session, revision: int) -> datetime | None:
    """When the revision was recorded; None for revision 0, an empty register."""
    statement = select(t.revision.c.recorded_at).where(t.revision.c.id == revision)
    return session.execute(statement).scalar_one_or_none()
