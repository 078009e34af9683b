"""How staged outlines lie to each other and to the register, measured by PostGIS.

Pieces that two outlines share are judged one by one by the tolerances of `domain.topology`, so that
neighbours which only share an edge are not accused. Invalid outlines are compared as their repair
would make them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

import shapely
from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from cluster_gis.boundary.reading import Shape
from cluster_gis.domain.topology import DIGITISED, SURVEYED


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLand:
    """What a staged row shares with another row or a cluster's boundary beyond the tolerance.

    area_ha: pieces that count, planar in the row's measuring zone. like_pct: common land by united
    land, percent. width_m: of the widest piece. lon, lat: inside the largest piece, EPSG:4326.
    other_row: None when it is a boundary of the register, `other_code` then its cluster.
    """

    row_no: int
    label: str
    other_row: int | None
    other_code: str | None
    other_label: str
    same_cluster: bool
    area_ha: Decimal
    like_pct: float
    width_m: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterFacts:
    """What the register says of a matched cluster on its newest day. Areas in hectares."""

    code: str
    name: str
    province_key: str
    commune_key: str | None
    communes_text: str | None
    area_established_ha: Decimal | None
    area_planned_ha: Decimal | None
    area_detailed_ha: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBoundary:
    """The newest boundary the register holds for a cluster. shape: EPSG:4326."""

    code: str
    shape: Shape
    area_ha: Decimal
    quality: str
    act: str
    valid: str


_SOUND = "CASE WHEN ST_IsValid({0}) THEN {0} ELSE ST_MakeValid({0}, 'method=structure') END"
_SRID = "coalesce((a.payload ->> 'measuring_srid')::int, 3405)"
_PIECES = f"""
    CROSS JOIN LATERAL (
        SELECT sum(m2) FILTER (WHERE counts) AS m2, max(width) FILTER (WHERE counts) AS width,
               (array_agg(piece ORDER BY m2 DESC) FILTER (WHERE counts))[1] AS largest
        FROM (SELECT piece, m2, width, m2 > least_m2 AND width > least_width AS counts
              FROM (SELECT d.geom AS piece, ST_Area(d.geom) AS m2,
                           2 * ST_Area(d.geom) / nullif(ST_Perimeter(d.geom), 0) AS width
                    FROM ST_Dump(ST_CollectionExtract(ST_Transform(
                        ST_Intersection({_SOUND.format("a.geom")}, {_SOUND.format("b.geom")}),
                        {_SRID}), 3)) AS d) AS measured
              CROSS JOIN (SELECT CASE WHEN {{surveyed}} THEN {SURVEYED.area_m2}
                                      ELSE {DIGITISED.area_m2} END AS least_m2,
                                 CASE WHEN {{surveyed}} THEN {SURVEYED.width_m}
                                      ELSE {DIGITISED.width_m} END AS least_width) AS limits
             ) AS judged) AS shared
    CROSS JOIN LATERAL (
        SELECT ST_Transform(ST_PointOnSurface(shared.largest), 4326) AS point) AS spot
    CROSS JOIN LATERAL (
        SELECT ST_Area(a.geom::geography) AS a_m2, ST_Area(b.geom::geography) AS b_m2) AS whole"""  # noqa: S608 - constants
#: An outline whose quality nobody has said yet is held to the strict limits.
_BOTH_SURVEYED = (
    "coalesce(a.choices ->> 'quality', 'surveyed') = 'surveyed'"
    " AND coalesce({0}, 'surveyed') = 'surveyed'"
)
_SHARED_COLUMNS = """
    round((shared.m2 / 10000)::numeric, 4) AS area_ha, shared.width AS width_m,
    100 * shared.m2 / greatest(whole.a_m2 + whole.b_m2 - shared.m2, shared.m2) AS like_pct,
    ST_X(spot.point) AS lon, ST_Y(spot.point) AS lat"""

_WITH_REGISTER = text(f"""
    SELECT a.row_no, a.label, NULL::int AS other_row, b.cluster_code AS other_code,
           coalesce((SELECT s.name FROM register.cluster_state s
                     WHERE s.cluster_code = b.cluster_code AND upper_inf(s.recorded)
                     ORDER BY lower(s.valid) DESC NULLS LAST LIMIT 1), b.cluster_code)
               AS other_label,
           coalesce(a.cluster_code = b.cluster_code, false) AS same_cluster, {_SHARED_COLUMNS}
    FROM register.staged_row a
    JOIN register.cluster_boundary b ON a.geom && b.geom AND upper_inf(b.recorded)
         AND upper_inf(b.valid)
    {_PIECES.format(surveyed=_BOTH_SURVEYED.format("b.quality"))}
    WHERE a.file_id = :file AND a.decision <> 'reject' AND shared.m2 > 0
      AND a.cluster_code IS DISTINCT FROM b.cluster_code
    ORDER BY 1, 3
""")  # noqa: S608 - constants of this module
_FACTS = text("""
    SELECT DISTINCT ON (cluster_code) cluster_code AS code, name, province_key, commune_key,
           concat_ws(';', new_commune_text, commune_text) AS communes_text,
           area_established_ha, area_planned_ha, area_detailed_ha
    FROM register.cluster_state
    WHERE cluster_code IN :codes AND upper_inf(recorded)
    ORDER BY cluster_code, lower(valid) DESC NULLS LAST
""").bindparams(bindparam("codes", expanding=True))
_HELD = text("""
    SELECT DISTINCT ON (cluster_code) cluster_code AS code, ST_AsBinary(geom) AS wkb, area_ha,
           quality, act, valid::text AS valid
    FROM register.cluster_boundary
    WHERE cluster_code IN :codes AND upper_inf(recorded)
    ORDER BY cluster_code, lower(valid) DESC NULLS LAST
""").bindparams(bindparam("codes", expanding=True))
_SHAPES = text("""
    SELECT row_no, ST_AsBinary(geom) AS wkb, ST_AsEWKB(source_geom) AS source
    FROM register.staged_row WHERE file_id = :file AND row_no IN :rows
""").bindparams(bindparam("rows", expanding=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredRow:
    """What is compared of a row of a large file: areas in hectares, a rectangle's middle."""

    row_no: int
    cluster_code: str | None
    area_ha: Decimal
    stated_ha: Decimal | None
    drawn: bool
    lon: float
    lat: float


_MEASURED = text("""
    SELECT row_no, cluster_code, area_ha, stated_ha, drawn, ST_X(middle) AS lon, ST_Y(middle) AS lat
    FROM (SELECT row_no, cluster_code, (payload ->> 'area_ha')::numeric AS area_ha,
                 (payload ->> 'stated_area_ha')::numeric AS stated_ha,
                 coalesce((payload ->> 'drawn_rectangle')::boolean, false) AS drawn, geom
          FROM register.staged_row WHERE file_id = :file AND decision <> 'reject') AS r
    CROSS JOIN LATERAL (SELECT ST_PointOnSurface(geom) AS middle) AS m
    WHERE area_ha IS NOT NULL AND (drawn OR abs(area_ha - stated_ha) * 100 > stated_ha
                                   OR stated_ha IS NULL AND cluster_code IS NOT NULL)
    ORDER BY row_no
""")
_TO_COMPARE = text("""
    WITH here AS (
        SELECT row_no, cluster_code, choices ? 'confirm' AS confirmed FROM register.staged_row
        WHERE file_id = :file AND decision <> 'reject'
          AND (cluster_code IS NOT NULL OR choices ? 'confirm'))
    SELECT row_no FROM here
    WHERE confirmed
       OR cluster_code IN (SELECT cluster_code FROM register.cluster_boundary
                           WHERE upper_inf(recorded))
       OR cluster_code IN (SELECT cluster_code FROM here
                           GROUP BY cluster_code HAVING count(*) > 1)
    ORDER BY row_no LIMIT :limit
""")


def rows_to_measure(session: Session, file_id: int) -> list[MeasuredRow]:
    """Rows whose area differs from the stated one by more than 1 %, or is the register's to say."""
    return [MeasuredRow(**row) for row in session.execute(_MEASURED, {"file": file_id}).mappings()]


def rows_to_compare(session: Session, file_id: int, *, limit: int) -> list[int]:
    """Rows with another version of their cluster, in the file or the register."""
    return list(session.scalars(_TO_COMPARE, {"file": file_id, "limit": limit}))


def matched_rows(session: Session, file_id: int) -> list[int]:
    """Rows that are matched with a cluster and not rejected, in order."""
    query = text("""
        SELECT row_no FROM register.staged_row
        WHERE file_id = :file AND cluster_code IS NOT NULL AND decision <> 'reject' ORDER BY row_no
    """)
    return list(session.scalars(query, {"file": file_id}))


def shared_with_register(session: Session, file_id: int) -> list[SharedLand]:
    """Rows with boundaries that the register holds now for other clusters."""
    found = session.execute(_WITH_REGISTER, {"file": file_id}).mappings()
    return [SharedLand(**row) for row in found]


def facts_of_clusters(session: Session, codes: Collection[str]) -> dict[str, ClusterFacts]:
    """Newest facts by code."""
    if not codes:
        return {}
    rows = session.execute(_FACTS, {"codes": list(codes)}).mappings()
    return {row["code"]: ClusterFacts(**row) for row in rows}


def held_boundaries(session: Session, codes: Collection[str]) -> dict[str, HeldBoundary]:
    """Newest boundary the register holds now, by code."""
    if not codes:
        return {}
    found = {}
    for row in session.execute(_HELD, {"codes": list(codes)}).mappings():
        values = dict(row)
        shape = shapely.from_wkb(bytes(values.pop("wkb")))
        found[row["code"]] = HeldBoundary(shape=shape, **values)
    return found


def row_shapes(
    session: Session, file_id: int, row_nos: Collection[int]
) -> dict[int, tuple[Shape | None, str | None]]:
    """(outline in EPSG:4326, hex EWKB as received) by row; None where there is none."""
    if not row_nos:
        return {}
    rows = session.execute(_SHAPES, {"file": file_id, "rows": list(row_nos)}).mappings()
    return {
        row["row_no"]: (
            None if row["wkb"] is None else shapely.from_wkb(bytes(row["wkb"])),
            None if row["source"] is None else bytes(row["source"]).hex(),
        )
        for row in rows
    }
