"""How stored outlines lie to each other: overlaps, shares inside communes, neighbours.

Only boundaries are asked: a place is indicative and never measured. Pairs are found through the
GiST indexes on EPSG:4326; what they share is measured in the TM-3 zone of the first boundary.
The clocks are written with `published.knew` and `published.holds`, which no index serves, so that
the planner joins by the geometry.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, TextClause, text
from sqlalchemy.orm import Session

from cluster_gis.domain.topology import (
    DIGITISED,
    SURVEYED,
    UNIT_OUTLINE,
    Tolerance,
    layer_tolerances,
)

_DAY = "daterange(CAST(:as_of AS date), CAST(:as_of AS date), '[]')"


def held(table: str) -> str:
    """SQL: the row of `table` holds on :as_of, as known at :revision."""
    return (
        f"published.knew({table}.recorded, CAST(:revision AS bigint)) "
        f"AND published.holds({table}.valid, {_DAY})"
    )


#: Name and province of the state nearest to the day, as the published layers tell them.
_STATE = """
    LEFT JOIN LATERAL (
        SELECT s.name, s.province_key, s.former_province_key, s.commune_key, s.former_commune_key
        FROM register.cluster_state s
        WHERE s.cluster_code = {alias}.cluster_code COLLATE "C"
          AND published.knew(s.recorded, CAST(:revision AS bigint))
        ORDER BY published.rank_version(s.valid, {day}) LIMIT 1) {alias}_state ON true"""

#: Pieces of what two outlines share, those that count apart from slivers.
_SHARED = """
    CROSS JOIN LATERAL (
        SELECT sum(m2) FILTER (WHERE counts) AS m2, sum(m2) FILTER (WHERE NOT counts) AS sliver_m2,
               count(*) FILTER (WHERE counts) AS pieces, max(width) FILTER (WHERE counts) AS width,
               (array_agg(piece ORDER BY m2 DESC) FILTER (WHERE counts))[1] AS largest
        FROM (SELECT piece, m2, width, m2 > {least_m2} AND width > {least_width} AS counts
              FROM (SELECT d.geom AS piece, ST_Area(d.geom) AS m2,
                           2 * ST_Area(d.geom) / nullif(ST_Perimeter(d.geom), 0) AS width
                    FROM ST_Dump(ST_CollectionExtract(ST_Transform(
                        ST_Intersection(a.geom, b.geom), a.measuring_srid), 3)) AS d) AS measured
              WHERE m2 > 0) AS judged) AS shared"""

_COLUMNS = """
    a.cluster_code AS code, coalesce(a_state.name, a.cluster_code) AS name,
    a_state.province_key, a.quality,
    round((shared.m2 / 10000)::numeric, 6) AS area_ha,
    round((shared.m2 / 100 / a.area_ha)::numeric, 4) AS share_pct,
    round(shared.width::numeric, 3) AS width_m,
    round((coalesce(shared.sliver_m2, 0) / 10000)::numeric, 6) AS sliver_ha,
    shared.pieces::integer AS pieces, a.measuring_srid AS srid,
    ST_X(spot.point) AS lon, ST_Y(spot.point) AS lat"""
_SPOT = """
    CROSS JOIN LATERAL (
        SELECT ST_Transform(ST_PointOnSurface(shared.largest), 4326) AS point) AS spot"""
_IN_PROVINCE = (
    "(CAST(:province AS text) IS NULL OR a_state.province_key = :province "
    "OR a_state.former_province_key = :province)"
)


def overlaps_between_clusters() -> TextClause:
    """Pairs of clusters that overlap beyond the tolerance, each pair once, by codes."""
    both = "a.quality = 'surveyed' AND b.quality = 'surveyed'"
    shared = _SHARED.format(
        least_m2=f"CASE WHEN {both} THEN {SURVEYED.area_m2} ELSE {DIGITISED.area_m2} END",
        least_width=f"CASE WHEN {both} THEN {SURVEYED.width_m} ELSE {DIGITISED.width_m} END",
    )
    return text(f"""
        SELECT {_COLUMNS}, b.cluster_code AS other, b_state.name AS other_name,
               b.quality AS other_quality, NULL AS layer
        FROM register.cluster_boundary a
        JOIN register.cluster_boundary b
          ON ST_Intersects(a.geom, b.geom)
          AND a.cluster_code COLLATE "C" < b.cluster_code COLLATE "C"
        {shared}{_SPOT}
        {_STATE.format(alias="a", day=_DAY)}
        {_STATE.format(alias="b", day=_DAY)}
        WHERE {held("a")} AND {held("b")} AND shared.pieces > 0
          AND (CAST(:code AS text) IS NULL OR :code IN (a.cluster_code, b.cluster_code))
          AND ({_IN_PROVINCE}
               OR :province IN (b_state.province_key, b_state.former_province_key))
        ORDER BY shared.m2 DESC, a.cluster_code, b.cluster_code
    """)  # noqa: S608 - constants of this module


def overlaps_with_restricted() -> TextClause:
    """Clusters and the restricted areas (industrial parks too) they overlap, largest first."""
    return text(f"""
        SELECT {_COLUMNS}, b.area_key AS other, b.name AS other_name, NULL AS other_quality, b.layer
        FROM register.cluster_boundary a
        JOIN register.restricted_area b ON ST_Intersects(a.geom, b.geom)
        {_SHARED.format(least_m2=_by_layer("area_m2"), least_width=_by_layer("width_m"))}{_SPOT}
        {_STATE.format(alias="a", day=_DAY)}
        WHERE {held("a")} AND {held("b")} AND shared.pieces > 0
          AND (CAST(:code AS text) IS NULL OR :code = a.cluster_code) AND {_IN_PROVINCE}
        ORDER BY shared.m2 DESC, a.cluster_code, b.area_key
    """)  # noqa: S608 - constants of this module


def _by_layer(limit: str) -> str:
    """The limit of the pair as SQL, by the boundary's quality and the layer."""

    def among(tolerances: dict[str, Tolerance]) -> str:
        arms = " ".join(f"WHEN '{k}' THEN {getattr(t, limit)}" for k, t in tolerances.items())
        return f"CASE b.layer {arms} END"

    surveyed, digitised = among(layer_tolerances("surveyed")), among(layer_tolerances("digitised"))
    return f"CASE a.quality WHEN 'surveyed' THEN {surveyed} ELSE {digitised} END"


def placements() -> TextClause:
    """Every boundary with its parts, a point inside, and the communes its cluster declares."""
    return text(f"""
        SELECT a.cluster_code AS code, coalesce(a_state.name, a.cluster_code) AS name,
               a_state.province_key, a.quality, ST_NumGeometries(a.geom) AS parts, a.area_ha,
               ARRAY(SELECT u.unit_key FROM register.admin_unit u
                     WHERE u.unit_key IN (a_state.commune_key, a_state.former_commune_key)
                       AND {held("u")} ORDER BY 1) AS declared,
               ST_X(ST_PointOnSurface(a.geom)) AS lon, ST_Y(ST_PointOnSurface(a.geom)) AS lat
        FROM register.cluster_boundary a
        {_STATE.format(alias="a", day=_DAY)}
        WHERE {held("a")} AND (CAST(:code AS text) IS NULL OR :code = a.cluster_code)
          AND {_IN_PROVINCE}
        ORDER BY a.cluster_code COLLATE "C"
    """)  # noqa: S608 - constants of this module


def commune_shares() -> TextClause:
    """Boundary by commune outline: hectares and percent shared, largest first.

    counts: more than the tolerance of such an outline.
    """
    limits = {
        limit: " ".join(f"WHEN '{q}' THEN {getattr(t, limit)}" for q, t in UNIT_OUTLINE.items())
        for limit in ("area_m2", "width_m")
    }
    shared = _SHARED.format(
        least_m2=f"CASE b.quality {limits['area_m2']} END",
        least_width=f"CASE b.quality {limits['width_m']} END",
    )
    return text(f"""
        SELECT a.cluster_code AS code, b.unit_key, u.name, shared.pieces > 0 AS counts,
               round(((coalesce(shared.m2, 0) + coalesce(shared.sliver_m2, 0)) / 10000)::numeric, 6)
                   AS area_ha
        FROM register.cluster_boundary a
        JOIN register.admin_unit_outline b ON ST_Intersects(a.geom, b.geom)
        JOIN register.admin_unit u ON u.unit_key = b.unit_key COLLATE "C" AND u.level = 'commune'
        {shared}
        WHERE {held("a")} AND {held("b")} AND {held("u")}
          AND (CAST(:code AS text) IS NULL OR :code = a.cluster_code)
        ORDER BY a.cluster_code, area_ha DESC, b.unit_key
    """)  # noqa: S608 - constants of this module


def outlined_communes() -> TextClause:
    """Keys of the communes whose outline is loaded."""
    return text(f"""
        SELECT b.unit_key FROM register.admin_unit_outline b
        JOIN register.admin_unit u ON u.unit_key = b.unit_key COLLATE "C" AND u.level = 'commune'
        WHERE {held("b")} AND {held("u")}
    """)  # noqa: S608 - constants of this module


_NEAR = """
    SELECT {columns}, round(ST_Distance(a.plane, near.plane)::numeric, 1) AS distance_m,
           ST_X(spot.point) AS lon, ST_Y(spot.point) AS lat
    FROM (SELECT geom, cluster_code, measuring_srid, ST_Transform(geom, measuring_srid) AS plane
          FROM register.cluster_boundary
          WHERE cluster_code = :code AND {a_held}) a
    JOIN register.{table} b ON b.geom && ST_Expand(a.geom, :degrees)
    CROSS JOIN LATERAL (SELECT ST_Transform(b.geom, a.measuring_srid) AS plane) near
    CROSS JOIN LATERAL (
        SELECT ST_Transform(ST_ClosestPoint(near.plane, a.plane), 4326) AS point) spot
    {state}
    WHERE {b_held} AND {other} AND ST_DWithin(a.plane, near.plane, :within_m)
    ORDER BY distance_m, key LIMIT :most
"""


def neighbouring_clusters() -> TextClause:
    """Boundaries within :within_m metres of that of :code, nearest first."""
    statement = _NEAR.format(
        columns="b.cluster_code AS key, b_state.name, NULL AS layer, b.quality",
        table="cluster_boundary",
        state=_STATE.format(alias="b", day=_DAY),
        a_held=held("cluster_boundary"),
        b_held=held("b"),
        other="b.cluster_code <> a.cluster_code",
    )
    return text(statement)


def neighbouring_restricted() -> TextClause:
    """Restricted areas within :within_m metres of the boundary of :code, nearest first."""
    statement = _NEAR.format(
        columns="b.area_key AS key, b.name, b.layer, NULL AS quality",
        table="restricted_area",
        state="",
        a_held=held("cluster_boundary"),
        b_held=held("b"),
        other="true",
    )
    return text(statement)


def read_rows(session: Session, statement: TextClause, **values: Any) -> Sequence[RowMapping]:
    """Rows of one of the statements above; `as_of` and `revision` are its clocks."""
    return session.execute(statement, values).mappings().all()


def pairs_on(
    session: Session,
    *,
    as_of: date,
    revision: int,
    province: str | None = None,
    code: str | None = None,
) -> list[RowMapping]:
    """Every overlap: of clusters with each other, then with restricted areas."""
    values = {"as_of": as_of, "revision": revision, "province": province, "code": code}
    return [
        *read_rows(session, overlaps_between_clusters(), **values),
        *read_rows(session, overlaps_with_restricted(), **values),
    ]


def measuring_srid_of(session: Session, code: str, *, as_of: date, revision: int) -> int:
    """The zone in which the boundary held on the day is measured."""
    statement = text(
        "SELECT measuring_srid FROM register.cluster_boundary "  # noqa: S608 - constants
        f"WHERE cluster_code = :code AND {held('cluster_boundary')}"
    )
    return int(
        session.execute(
            statement, {"code": code, "as_of": as_of, "revision": revision}
        ).scalar_one()
    )
