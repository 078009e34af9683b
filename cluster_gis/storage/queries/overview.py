"""What every page says about the register as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

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


@dataclass(frozen=True, slots=True)
class StatesOn:
    """The clusters of one state on one day. status: "unknown" = not known on that day.

    area_ha: of the `area_known` clusters whose area is known. industrial_ha, let_ha: of the
    `land_known` clusters of which both are known.
    """

    day: date
    status: str
    clusters: int
    area_ha: Decimal
    area_known: int
    industrial_ha: Decimal
    let_ha: Decimal
    land_known: int


_STATES_ON = text("""
    SELECT day, coalesce(c.status, 'unknown'), count(*),
        coalesce(sum(c.area_ha), 0), count(c.area_ha),
        coalesce(sum(c.industrial_land_ha) FILTER (WHERE c.let_ha <= c.industrial_land_ha), 0),
        coalesce(sum(c.let_ha) FILTER (WHERE c.let_ha <= c.industrial_land_ha), 0),
        count(*) FILTER (WHERE c.let_ha <= c.industrial_land_ha)
    FROM unnest(CAST(:days AS date[])) AS day
    CROSS JOIN LATERAL (
        SELECT status, industrial_land_ha,
            coalesce(area_established_ha, area_detailed_ha, area_planned_ha, boundary_area_ha)
                AS area_ha,
            leased_industrial_land_ha + CASE WHEN day >= CAST(:licensed_counts AS date)
                THEN coalesce(licensed_not_leased_ha, 0) ELSE 0 END AS let_ha
        FROM published.clusters(day, CAST(:revision AS bigint))
        WHERE CAST(:province AS text) IS NULL OR :province IN (province_key, former_province_key)
    ) c
    GROUP BY 1, 2 ORDER BY 1, 2
""")


def states_on(
    session: Session,
    days: Sequence[date],
    *,
    province: str | None,
    revision: int,
    licensed_counts: date,
) -> list[StatesOn]:
    """Clusters by day and state. licensed_counts: first day that licensed land counts as let."""
    values = {
        "days": list(days),
        "province": province,
        "revision": revision,
        "licensed_counts": licensed_counts,
    }
    return [StatesOn(*row) for row in session.execute(_STATES_ON, values)]


def recorded_at(session: Session, revision: int) -> datetime | None:
    """When the revision was recorded; None for revision 0, an empty register."""
    statement = select(t.revision.c.recorded_at).where(t.revision.c.id == revision)
    return session.execute(statement).scalar_one_or_none()
