"""What of the register a proposal stands on, and what of it changed since a revision."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select, text
from sqlalchemy.orm import Session

from cluster_gis.storage.queries.facts import holds
from cluster_gis.storage.tables import plan_entry, plan_version


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBoundary:
    """The boundary that holds on a day. source: hex EWKB as received; geometry: GeoJSON text."""

    cluster_code: str
    act: str
    quality: str
    area_ha: Any
    measuring_srid: int
    source_format: str
    source: str
    geometry: str


_BOUNDARIES = text("""
    SELECT cluster_code, act, quality, area_ha, measuring_srid, source_format,
        encode(ST_AsEWKB(source_geom), 'hex') AS source, ST_AsGeoJSON(geom, 8) AS geometry
    FROM register.cluster_boundary
    WHERE cluster_code = ANY(:codes) AND recorded @> CAST(:revision AS bigint)
      AND valid @> CAST(:on AS date)
""")


def boundaries_held(
    session: Session, codes: Sequence[str], *, on: date, revision: int
) -> dict[str, HeldBoundary]:
    """Per code, the boundary that holds on the day."""
    values = {"codes": list(codes), "on": on, "revision": revision}
    rows = session.execute(_BOUNDARIES, values).mappings()
    return {row["cluster_code"]: HeldBoundary(**row) for row in rows}


_PLAN = text("""
    SELECT p.plan_key, p.title FROM register.plan p
    LEFT JOIN register.plan_version v ON v.plan_key = p.plan_key AND upper_inf(v.recorded)
        AND v.valid @> CAST(:on AS date)
    WHERE p.province_key = :province AND p.plan_key NOT LIKE '%/investors'
    GROUP BY p.plan_key, p.title
    ORDER BY max(v.approved_from) DESC NULLS LAST, p.plan_key LIMIT 1
""")


def plan_of_province(session: Session, province_key: str, *, on: date) -> RowMapping | None:
    """plan_key and title of the plan with the newest version on the day; None = no plan known."""
    values = {"province": province_key, "on": on}
    return session.execute(_PLAN, values).mappings().one_or_none()


def versions_held(session: Session, plan_key: str, *, on: date, revision: int) -> list[RowMapping]:
    """Versions of the plan that hold on the day, the newest first."""
    query = (
        select(plan_version)
        .where(plan_version.c.plan_key == plan_key, holds(plan_version, on=on, revision=revision))
        .order_by(plan_version.c.approved_from.desc().nulls_last(), plan_version.c.id.desc())
    )
    return list(session.execute(query).mappings())


def entries_held(
    session: Session, version_keys: Sequence[str], *, on: date, revision: int
) -> list[RowMapping]:
    """Entries of those versions that hold on the day, in the order of their keys."""
    query = (
        select(plan_entry)
        .where(
            plan_entry.c.plan_version_key.in_(version_keys),
            holds(plan_entry, on=on, revision=revision),
        )
        .order_by(plan_entry.c.entry_key)
    )
    return list(session.execute(query).mappings())


_CHANGED_PLAN = text("""
    SELECT count(*) FROM register.plan_version
    WHERE plan_key = :plan_key AND greatest(lower(recorded), coalesce(upper(recorded), 0)) > :since
""")


def plan_changed(session: Session, plan_key: str, *, since: int) -> bool:
    """Whether a version of the plan was written or closed after that revision."""
    return bool(session.scalar(_CHANGED_PLAN, {"plan_key": plan_key, "since": since}))


_NEW_OVERLAPS = text("""
    WITH mine AS (
        SELECT ST_SetSRID(ST_GeomFromGeoJSON(g #>> '{}'), 4326) AS geom
        FROM jsonb_array_elements(CAST(:outlines AS jsonb)) AS g)
    SELECT DISTINCT b.cluster_code FROM register.cluster_boundary b
    JOIN mine ON ST_Intersects(b.geom, mine.geom) AND NOT ST_Touches(b.geom, mine.geom)
    WHERE greatest(lower(b.recorded), coalesce(upper(b.recorded), 0)) > :since
      AND NOT (b.cluster_code = ANY(:own))
    ORDER BY 1
""")


def boundaries_changed_under(
    session: Session, outlines: Sequence[str], *, own: Sequence[str], since: int
) -> list[str]:
    """Codes of other clusters whose boundary changed after that revision on the land of these.

    outlines: GeoJSON texts, EPSG:4326.
    """
    values = {"outlines": list(outlines), "own": list(own), "since": since}
    return list(session.scalars(_NEW_OVERLAPS, _as_json(values)))


def _as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, "outlines": json.dumps(values["outlines"])}


_PLACE = text("""
    SELECT ST_AsHEXEWKB(ST_PointOnSurface(ST_SetSRID(ST_GeomFromGeoJSON(:geometry), 4326)))
""")


def point_inside(session: Session, geometry: str) -> str:
    """A point inside a GeoJSON outline, hex EWKB, EPSG:4326."""
    return str(session.scalar(_PLACE, {"geometry": geometry}))


_UNIT = text("""
    SELECT unit_key, name, province_key, level, parent_key, ST_AsHEXEWKB(place) AS place
    FROM register.admin_unit WHERE unit_key = :key AND recorded @> CAST(:revision AS bigint)
    ORDER BY lower(valid) DESC NULLS LAST LIMIT 1
""")


def unit_record(session: Session, key: str, revision: int) -> RowMapping | None:
    """The unit's name, province, level and place; None = there is none."""
    return session.execute(_UNIT, {"key": key, "revision": revision}).mappings().one_or_none()


_DIFFERENCE = text("""
    WITH g AS (SELECT
        ST_Transform(ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON(:before), 4326)), :srid) AS before,
        ST_Transform(ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON(:after), 4326)), :srid) AS after)
    SELECT round((ST_Area(ST_Difference(after, before)) / 10000)::numeric, 6) AS added_ha,
           round((ST_Area(ST_Difference(before, after)) / 10000)::numeric, 6) AS removed_ha FROM g
""")
_NOWHERE = '{"type": "Polygon", "coordinates": []}'
#: UTM zone for outlines that were not measured.
_UTM_48N = 3405


def outline_difference(
    session: Session,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    *,
    srid: int | None,
) -> RowMapping:
    """added_ha, removed_ha between two GeoJSON outlines (EPSG:4326; None = no land)."""
    values = {
        "before": _NOWHERE if before is None else json.dumps(dict(before)),
        "after": _NOWHERE if after is None else json.dumps(dict(after)),
        "srid": srid or _UTM_48N,
    }
    return session.execute(_DIFFERENCE, values).mappings().one()
