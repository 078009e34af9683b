"""What the planning map needs besides the clusters themselves. Geometry in EPSG:4326."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Shape:
    """A stored boundary: GeoJSON geometry (lon, lat) and its quality."""

    geometry: dict[str, Any]
    quality: str


@dataclass(frozen=True, slots=True)
class WorkCount:
    """Common technical works of a cluster: all, begun (or done), in operation."""

    works: int
    begun: int
    in_operation: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a province is: (south, west, north, east), islands included; its VN-2000 zone."""

    extent: tuple[float, float, float, float]
    zone_epsg: int | None


_SHAPES = text("""
    SELECT cluster_code, ST_AsGeoJSON(geom, 7), quality
    FROM register.cluster_boundary
    WHERE recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)
""")
_WORKS = text("""
    SELECT w.cluster_code, count(*),
        count(*) FILTER (WHERE p.completed OR p.in_operation OR p.progress_pct > 0),
        count(*) FILTER (WHERE p.in_operation)
    FROM register.infrastructure_work w
    LEFT JOIN LATERAL (
        SELECT bool_or(g.completed) AS completed, max(g.progress_pct) AS progress_pct,
            (array_agg(g.in_operation ORDER BY g.as_of_from DESC NULLS LAST)
                FILTER (WHERE g.in_operation IS NOT NULL))[1] AS in_operation
        FROM register.work_progress g
        WHERE g.work_key = w.work_key AND g.recorded @> CAST(:revision AS bigint)
          AND g.valid @> CAST(:as_of AS date)
          AND (g.as_of_from IS NULL OR g.as_of_from <= :as_of)) p ON true
    WHERE w.common_work AND w.recorded @> CAST(:revision AS bigint)
      AND w.valid @> CAST(:as_of AS date)
    GROUP BY w.cluster_code
""")
#: The units of 2025 as they are recorded; their points stand in where no extent was loaded.
_FRAMES = text("""
    SELECT p.unit_key, ST_YMin(b.box), ST_XMin(b.box), ST_YMax(b.box), ST_XMax(b.box),
        (SELECT z.srid FROM register.measuring_zone z
         WHERE z.unit_key = p.unit_key AND z.recorded @> CAST(:revision AS bigint)
         ORDER BY published.rank_version(z.valid, daterange(:as_of, :as_of, '[]')) LIMIT 1)
    FROM register.admin_unit p
    CROSS JOIN LATERAL (
        SELECT ST_Extent(coalesce(u.extent, ST_Expand(u.place, 0.06))::geometry) AS box
        FROM register.admin_unit u
        WHERE u.recorded @> CAST(:revision AS bigint)
          AND (u.unit_key = p.unit_key OR u.province_key = p.unit_key)) b
    WHERE p.unit_key = ANY(:keys) AND p.recorded @> CAST(:revision AS bigint) AND b.box IS NOT NULL
""")
_NEWEST = text("""
    SELECT max(o.published_on) FROM register.source o
    WHERE EXISTS (SELECT 1 FROM register.cluster_source c WHERE c.source_key = o.source_key)
       OR EXISTS (SELECT 1 FROM register.cluster_state s WHERE s.source_key = o.source_key)
""")


def shapes_at(session: Session, *, as_of: date, revision: int) -> dict[str, Shape]:
    """Code -> the boundary held on the day; most clusters have none."""
    rows = session.execute(_SHAPES, {"as_of": as_of, "revision": revision})
    return {code: Shape(json.loads(shape), quality) for code, shape, quality in rows}


def works_at(session: Session, *, as_of: date, revision: int) -> dict[str, WorkCount]:
    """Code -> counts of its common works; a cluster without a recorded work is absent."""
    rows = session.execute(_WORKS, {"as_of": as_of, "revision": revision})
    return {code: WorkCount(*counts) for code, *counts in rows}


def frames_of(session: Session, keys: list[str], *, as_of: date, revision: int) -> dict[str, Frame]:
    """Province key -> where it is; a province without any place is absent."""
    rows = session.execute(_FRAMES, {"keys": keys, "as_of": as_of, "revision": revision})
    return {
        key: Frame((south, west, north, east), zone) for key, south, west, north, east, zone in rows
    }


def newest_source(session: Session) -> str | None:
    """Date of the newest page the clusters were read from, as printed (ISO, perhaps short)."""
    newest: str | None = session.scalar(_NEWEST)
    return newest
