"""What the planning map needs besides the clusters themselves. Geometry in EPSG:4326."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.storage.newest import PROGRESS

Box = tuple[float, float, float, float]
#: Degrees: an island further from the land of its province than this gets an inset.
FAR = 0.3


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
    """Where a province is, boxes as (south, west, north, east).

    extent: land and near islands; insets: (name, box) of island units far from them.
    zone_epsg: the VN-2000 TM-3 zone whose grid the map shows, None = not recorded; of a merged
    province without one of its own, that of the former province whose name it bears.
    """

    extent: Box
    insets: tuple[tuple[str, Box], ...]
    zone_epsg: int | None


_SHAPES = text("""
    SELECT cluster_code, ST_AsGeoJSON(geom, 7), quality
    FROM register.cluster_boundary
    WHERE recorded @> CAST(:revision AS bigint) AND valid @> CAST(:as_of AS date)
""")
_WORKS = text(f"""
    SELECT w.cluster_code, count(*),
        count(*) FILTER (WHERE p.completed OR p.in_operation OR p.progress_pct > 0),
        count(*) FILTER (WHERE p.in_operation)
    FROM register.infrastructure_work w
    LEFT JOIN (  -- all at once: asked for each work, half a million works take five times as long
        SELECT g.work_key, bool_or(g.completed) AS completed, max(g.progress_pct) AS progress_pct,
            (array_agg(g.in_operation ORDER BY {PROGRESS})
                FILTER (WHERE g.in_operation IS NOT NULL))[1] AS in_operation
        FROM register.work_progress g
        WHERE g.recorded @> CAST(:revision AS bigint) AND g.valid @> CAST(:as_of AS date)
          AND (g.as_of_from IS NULL OR g.as_of_from <= :as_of)
        GROUP BY g.work_key) p USING (work_key)
    WHERE w.common_work AND w.recorded @> CAST(:revision AS bigint)
      AND w.valid @> CAST(:as_of AS date)
    GROUP BY w.cluster_code
""")  # noqa: S608 - a constant of ours
#: Boxes of the units of 2025 by province; their points stand in where no extent was recorded.
_UNITS = """
    SELECT u.province_key, u.name, u.island,
           coalesce(u.extent, ST_Expand(u.place, 0.06))::geometry AS box
    FROM register.admin_unit u
    WHERE u.recorded @> CAST(:revision AS bigint) AND u.level <> 'province'
      AND u.province_key = ANY(:keys) AND coalesce(u.extent, u.place) IS NOT NULL
"""
_FRAMES = text(f"""
    WITH unit AS ({_UNITS}),
    main AS (SELECT province_key, ST_SetSRID(ST_Extent(box)::geometry, 4326) AS box
             FROM unit WHERE NOT island GROUP BY province_key),
    near AS (SELECT unit.*, main.box IS NOT NULL AND ST_Distance(main.box, unit.box) > :far AS far
             FROM unit LEFT JOIN main USING (province_key)),
    province AS MATERIALIZED (SELECT unit_key, short_name FROM register.admin_unit
        WHERE level = 'province' AND recorded @> CAST(:revision AS bigint)),
    zone AS MATERIALIZED (SELECT n.short_name, z.unit_key, z.srid,
            published.rank_version(z.valid, daterange(:as_of, :as_of, '[]')) AS rank
        FROM province n JOIN register.measuring_zone z USING (unit_key)
        WHERE z.recorded @> CAST(:revision AS bigint)),
    land AS (SELECT province_key, ST_Extent(box) AS box FROM near WHERE NOT far GROUP BY 1)
    SELECT province_key, ST_YMin(box), ST_XMin(box), ST_YMax(box), ST_XMax(box),
        (SELECT zone.srid FROM province p JOIN zone ON zone.short_name = p.short_name
         WHERE p.unit_key = land.province_key
         ORDER BY zone.unit_key = p.unit_key DESC, zone.rank LIMIT 1),
        (SELECT json_agg(json_build_array(name, json_build_array(
             ST_YMin(near.box), ST_XMin(near.box), ST_YMax(near.box), ST_XMax(near.box)))
             ORDER BY name)
         FROM near WHERE near.far AND near.province_key = land.province_key)
    FROM land
""")  # noqa: S608 - constants of this module
_NEWEST = text("""
    SELECT max(o.published_on) FROM register.source o
    WHERE EXISTS (SELECT 1 FROM register.cluster_source c WHERE c.source_key = o.source_key)
       OR EXISTS (SELECT 1 FROM register.cluster_state s WHERE s.source_key = o.source_key)
""")
_TITLES = text("""
    SELECT url, min(title) AS title FROM register.source
    WHERE url = ANY(:urls) GROUP BY url HAVING count(DISTINCT title) = 1
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
    values = {"keys": keys, "as_of": as_of, "revision": revision, "far": FAR}
    return {
        key: Frame(
            (south, west, north, east),
            tuple((name, tuple(box)) for name, box in insets or []),
            zone,
        )
        for key, south, west, north, east, zone, insets in session.execute(_FRAMES, values)
    }


def newest_source(session: Session) -> str | None:
    """Date of the newest page the clusters were read from, as printed (ISO, perhaps short)."""
    newest: str | None = session.scalar(_NEWEST)
    return newest


def source_titles(session: Session, urls: Collection[str]) -> dict[str, str]:
    """Address -> title of the page there; of several titles of one address none is given."""
    rows = session.execute(_TITLES, {"urls": list(urls)})
    return {row.url: row.title for row in rows}
