"""What a second look at the register reads: rows as stored, beside PostGIS's own figures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.orm import Session

from cluster_gis.storage.queries.topology import held

_BOUNDARIES = text(f"""
    SELECT a.cluster_code AS code, a.quality, a.act, a.area_ha, a.measuring_srid,
           ST_SRID(a.source_geom) AS source_srid, ST_AsBinary(a.source_geom) AS source_wkb,
           ST_AsBinary(a.geom) AS copy_wkb,
           register.area_ha(a.source_geom, a.measuring_srid) AS postgis_ha,
           round((ST_Area(a.geom::geography) / 10000)::numeric, 6) AS postgis_geodesic_ha,
           ST_IsValidReason(a.geom) AS copy_valid, ST_IsValidReason(a.source_geom) AS source_valid
    FROM register.cluster_boundary a WHERE {held("a")}
    ORDER BY a.cluster_code COLLATE "C"
""")  # noqa: S608 - constants of this module
_AREAS = text(f"""
    SELECT a.area_key, a.layer, a.name, a.province_key, ST_SRID(a.source_geom) AS source_srid,
           ST_AsBinary(a.source_geom) AS source_wkb
    FROM register.restricted_area a WHERE {held("a")} ORDER BY a.area_key
""")  # noqa: S608 - constants of this module
_CLUSTERS = text("""
    SELECT c.code, c.name, c.status, c.state_known, c.valid_from, c.start_basis, c.province_key,
           c.commune_key, c.commune_name, c.former_commune_key, c.commune_text, c.new_commune_text,
           c.area_planned_ha, c.area_established_ha, c.area_detailed_ha, c.industrial_land_ha,
           c.leased_industrial_land_ha, c.licensed_not_leased_ha, c.fill_rate_pct,
           c.fill_rate_printed_pct, c.decision, c.decision_document_key, c.decision_from,
           c.decision_until, c.decision_precision, c.place_basis, c.place_label, c.source_title,
           c.source_url, c.source_urls, register.search_form(c.name) AS search_name,
           ST_X(c.geom) AS lon, ST_Y(c.geom) AS lat
    FROM published.clusters(CAST(:as_of AS date), CAST(:revision AS bigint)) c
    ORDER BY c.code COLLATE "C"
""")
_PLAN = text(f"""
    SELECT e.entry_key, e.cluster_code AS code, e.name, e.change, e.area_min_ha, e.area_max_ha,
           e.area_qualifier, v.title, v.approved_from, p.province_key
    FROM register.plan_entry e
    JOIN register.plan_version v
      ON v.plan_version_key = e.plan_version_key COLLATE "C" AND {held("v")}
    LEFT JOIN register.plan p ON p.plan_key = v.plan_key
    WHERE {held("e")} ORDER BY v.approved_from DESC NULLS LAST, e.entry_key
""")  # noqa: S608 - constants of this module
_EVENTS = text("""
    SELECT e.cluster_code AS code, e.event_type, e.happened_from, e.happened_until,
           e.happened_precision
    FROM register.cluster_event e
    WHERE published.knew(e.recorded, CAST(:revision AS bigint)) AND e.cluster_code IS NOT NULL
      AND e.happened_from IS NOT NULL
    ORDER BY e.cluster_code COLLATE "C", e.happened_from
""")
_STATES = text("""
    SELECT s.cluster_code AS code, s.name, s.province_key, s.status, s.start_basis,
           lower(s.valid) AS begins, upper(s.valid) AS ends
    FROM register.cluster_state s WHERE published.knew(s.recorded, CAST(:revision AS bigint))
    ORDER BY s.cluster_code COLLATE "C", lower(s.valid) NULLS FIRST
""")
_LOTS = text(f"""
    SELECT l.cluster_code AS code, count(*) AS lots, sum(l.area_ha) AS area_ha,
           sum(l.area_ha) FILTER (WHERE l.leased) AS leased_ha,
           bool_and(l.leased IS NOT NULL) AS all_told
    FROM register.land_lot l
    WHERE {held("l")} AND l.area_ha IS NOT NULL GROUP BY l.cluster_code
""")  # noqa: S608 - constants of this module
_ASSESSMENTS = text("""
    SELECT DISTINCT ON (cluster_code, procedure) cluster_code AS code, procedure, on_date, verdict,
           register_revision, findings
    FROM register.assessment a WHERE published.knew(a.recorded, CAST(:revision AS bigint))
      AND on_date <= CAST(:as_of AS date)
    ORDER BY cluster_code, procedure, on_date DESC
""")
_WORK = text(f"""
    SELECT (SELECT count(*) FROM register.cluster_boundary a WHERE {held("a")})
         + (SELECT count(DISTINCT (cluster_code, procedure)) FROM register.assessment a
            WHERE published.knew(a.recorded, CAST(:revision AS bigint))
              AND on_date <= CAST(:as_of AS date))
""")  # noqa: S608 - constants of this module
_FACTS_REVISION = text("""
    SELECT coalesce(max(id), 0) FROM register.revision
    WHERE id <= CAST(:revision AS bigint) AND reason <> 'assess'
""")
_REVISIONS = text("""
    SELECT id, recorded_at, before_id, before_at FROM (
        SELECT id, recorded_at, lag(id) OVER (ORDER BY id) AS before_id,
               lag(recorded_at) OVER (ORDER BY id) AS before_at
        FROM register.revision WHERE id <= CAST(:revision AS bigint)) r
    WHERE id <> coalesce(before_id, 0) + 1 OR recorded_at <= before_at
""")
_FAULTS = {
    "overlap": "SELECT count(*) FROM register.{name} a JOIN register.{name} b ON {same} "
    "AND a.id < b.id AND a.valid && b.valid AND a.recorded && b.recorded",
    "revision": "SELECT count(*) FROM register.{name} a WHERE NOT EXISTS ("
    "SELECT 1 FROM register.revision r WHERE r.id = lower(a.recorded)) OR "
    "(NOT upper_inf(a.recorded) AND NOT EXISTS ("
    "SELECT 1 FROM register.revision r WHERE r.id = upper(a.recorded)))",
}
_TABLES = text("SELECT name, key_columns FROM register.versioned_table ORDER BY name")


def _rows(session: Session, statement: Any, **values: Any) -> Sequence[RowMapping]:
    return session.execute(statement, values).mappings().all()


def boundaries(session: Session, *, as_of: date, revision: int) -> Sequence[RowMapping]:
    """Every boundary of the day: source and copy as WKB, stored and PostGIS's areas."""
    return _rows(session, _BOUNDARIES, as_of=as_of, revision=revision)


def restricted(session: Session, *, as_of: date, revision: int) -> Sequence[RowMapping]:
    """Every restricted area of the day with its coordinates as received."""
    return _rows(session, _AREAS, as_of=as_of, revision=revision)


def clusters(session: Session, *, as_of: date, revision: int) -> Sequence[RowMapping]:
    """Every cluster as the published layer tells it, with its place (indicative)."""
    return _rows(session, _CLUSTERS, as_of=as_of, revision=revision)


def plan_entries(session: Session, *, as_of: date, revision: int) -> Sequence[RowMapping]:
    """Entries of the plan versions in force, newest approval first."""
    return _rows(session, _PLAN, as_of=as_of, revision=revision)


def events(session: Session, *, revision: int) -> Sequence[RowMapping]:
    """Dated events of known clusters, in order of time."""
    return _rows(session, _EVENTS, revision=revision)


def states(session: Session, *, revision: int) -> Sequence[RowMapping]:
    """Every state held, with its first day and the first day it no longer holds."""
    return _rows(session, _STATES, revision=revision)


def lot_sums(session: Session, *, as_of: date, revision: int) -> Sequence[RowMapping]:
    """Per cluster, the land of its lots in hectares; all_told: each says if it is let."""
    return _rows(session, _LOTS, as_of=as_of, revision=revision)


def assessments(session: Session, *, as_of: date, revision: int) -> Sequence[RowMapping]:
    """The newest stored assessment of each cluster and procedure up to the day."""
    return _rows(session, _ASSESSMENTS, as_of=as_of, revision=revision)


def count_work(session: Session, *, as_of: date, revision: int) -> int:
    """Boundaries of the day and stored assessments: what takes long."""
    return int(session.scalar(_WORK, {"as_of": as_of, "revision": revision}) or 0)


def facts_revision(session: Session, revision: int) -> int:
    """Newest revision that wrote anything but findings."""
    return int(session.scalar(_FACTS_REVISION, {"revision": revision}) or 0)


def disordered_revisions(session: Session, *, revision: int) -> Sequence[RowMapping]:
    """Revisions that leave a gap in the numbers or are not later than the one before."""
    return _rows(session, _REVISIONS, revision=revision)


def faulty_versions(session: Session) -> list[dict[str, Any]]:
    """table, fault (`overlap`, `revision`) and how many rows; an empty list is a sound history."""
    found = []
    for table in session.execute(_TABLES).mappings().all():
        name, keys = table["name"], table["key_columns"]
        same = " AND ".join(f"a.{key} = b.{key}" for key in keys)
        # Names of tables and keys are those that a migration gave to make_versioned.
        for fault, template in _FAULTS.items():
            statement = template.format(name=name, same=same)
            n = session.scalar(text(statement))
            if n:
                found.append({"table": name, "fault": fault, "rows": int(n)})
    return found
