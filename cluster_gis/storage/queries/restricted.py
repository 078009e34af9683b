"""Restricted areas as they were loaded: what is held, and what one revision wrote."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.orm import Session

_LIST = text("""
    SELECT a.layer, a.province_key, o.title AS source, a.document_key, lower(a.valid) AS valid_from,
           upper(a.valid) AS valid_to, lower(a.recorded) AS revision, count(*) AS areas,
           round((sum(ST_Area(a.geom::geography)) / 10000)::numeric, 2) AS geodesic_ha
    FROM register.restricted_area a JOIN register.source o USING (source_key)
    WHERE a.recorded @> CAST(:revision AS bigint)
    GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 7, 3
""")
#: What is too small for the map's width is left out; the rest is cut to the box and simplified.
_DRAWN = text("""
    SELECT layer, name, documented, source, ST_AsGeoJSON(piece, 6) AS geometry
    FROM (SELECT a.layer, coalesce(a.name, a.area_key) AS name, o.title AS source,
              a.document_key IS NOT NULL AS documented,
              ST_CollectionExtract(ST_MakeValid(ST_SimplifyPreserveTopology(
                  ST_Intersection(a.geom::geometry, box), wide / 5000)), 3) AS piece
          FROM register.restricted_area a JOIN register.source o USING (source_key),
              LATERAL (SELECT ST_MakeEnvelope(:west, :south, :east, :north, 4326) AS box,
                  greatest(:east - :west, :north - :south) AS wide) AS extent
          WHERE a.geom && box AND a.recorded @> CAST(:revision AS bigint)
            AND a.valid @> CAST(:as_of AS date)
            AND greatest(ST_XMax(a.geom::geometry) - ST_XMin(a.geom::geometry),
                         ST_YMax(a.geom::geometry) - ST_YMin(a.geom::geometry)) > wide / 2000
          ORDER BY ST_Area(a.geom::geometry) DESC, a.area_key) AS cut
    WHERE NOT ST_IsEmpty(piece)
""")
_HELD = text("""
    SELECT area_key FROM register.restricted_area
    WHERE upper_inf(recorded) AND layer = :layer AND province_key IS NOT DISTINCT FROM :province
""")
_TOUCHED = """
    SELECT area_key FROM register.restricted_area WHERE :r IN (lower(recorded), upper(recorded))"""
_LATER = text(f"""
    SELECT max(greatest(lower(recorded), coalesce(upper(recorded), 0)))
    FROM register.restricted_area WHERE area_key IN ({_TOUCHED})
""")  # noqa: S608 - constants of this module
_BEFORE = text("""
    SELECT area_key, layer, name, province_key,
           encode(ST_AsEWKB(source_geom), 'hex') AS source_geom, source_format,
           document_key, start_precision, start_basis, note, source_key, valid::text AS valid
    FROM register.restricted_area WHERE upper(recorded) = :r
""")
_NEW = text("""
    SELECT i.area_key, piece::text AS valid
    FROM (SELECT area_key, range_agg(valid) AS days FROM register.restricted_area
          WHERE lower(recorded) = :r GROUP BY area_key) i
    LEFT JOIN (SELECT area_key, range_agg(valid) AS days FROM register.restricted_area
               WHERE upper(recorded) = :r GROUP BY area_key) c USING (area_key)
    CROSS JOIN LATERAL unnest(i.days - coalesce(c.days, '{}'::datemultirange)) AS piece
""")


def list_restricted(session: Session, *, revision: int) -> Sequence[RowMapping]:
    """What is held, by layer, province, source, days and the revision that wrote it."""
    return session.execute(_LIST, {"revision": revision}).mappings().all()


def held_keys(session: Session, *, layer: str, province: str | None) -> set[str]:
    """Keys of the areas of a layer and province held now."""
    return set(session.scalars(_HELD, {"layer": layer, "province": province}))


def last_touched(session: Session, revision: int) -> int | None:
    """Newest revision that wrote any area the revision wrote; None = it wrote no area."""
    newest: int | None = session.scalar(_LATER, {"r": revision})
    return newest


def rows_before(session: Session, revision: int) -> list[dict[str, Any]]:
    """What the revision closed: rows to be written again when it is undone."""
    return [dict(row) for row in session.execute(_BEFORE, {"r": revision}).mappings()]


def days_added(session: Session, revision: int) -> list[dict[str, Any]]:
    """Keys and days on which nothing was held before the revision."""
    return [dict(row) for row in session.execute(_NEW, {"r": revision}).mappings()]


def areas_to_draw(
    session: Session, box: tuple[float, float, float, float], *, as_of: date, revision: int
) -> Sequence[RowMapping]:
    """Rows of layer, name, documented, source and geometry (GeoJSON text), largest first.

    box: (south, west, north, east), EPSG:4326. documented: a deciding document is named.
    """
    south, west, north, east = box
    values = {"south": south, "west": west, "north": north, "east": east}
    return session.execute(_DRAWN, values | {"as_of": as_of, "revision": revision}).mappings().all()
