"""Staging of very large files: COPY into a temporary table, then one statement that judges all."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.domain.staging import Candidate, MatchedBy
from cluster_gis.i18n import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingRow:
    """An outline as read, WKB in the file's system, with its cluster where that is certain."""

    row_no: int
    label: str
    name: str | None
    stated_area_ha: str | None
    wkb: bytes | None
    candidates: Sequence[Candidate]
    cluster_code: str | None
    matched_by: MatchedBy | None


#: Issues that the statement names; the message is translated where it is shown.
NOT_VALID = N_("The outline is not a valid polygon: {reason}.")
NO_POLYGON = N_("There is no polygon in this row.")
OUTSIDE = N_("The outline lies outside Việt Nam.")
_WEST, _SOUTH, _EAST, _NORTH = 102.0, 6.0, 118.0, 23.5

_JUDGE = text("""
    INSERT INTO register.staged_row (file_id, row_no, label, place, payload, issues, candidates,
        cluster_code, matched_by, choices, geom, source_geom)
    SELECT :file, i.row_no, i.label, '#' || i.row_no,
           jsonb_build_object('name', i.name, 'stated_area_ha', i.stated, 'crs', CAST(:crs AS text),
               'crs_how', 'declared', 'source_format', CAST(:format AS text),
               'vertices', ST_NPoints(i.shape), 'measuring_srid', z.srid,
               'area_ha', CASE WHEN d.valid THEN register.area_ha(i.shape, z.srid)::text END,
               'drawn_rectangle', ST_SRID(i.shape) = 4326 AND ST_NPoints(i.shape) = 5
                   AND d.valid AND ST_Area(i.shape) = ST_Area(ST_Envelope(i.shape))),
           CASE WHEN NOT coalesce(p.polygon, false) THEN jsonb_build_array(jsonb_build_object(
                    'code', 'no_outline', 'severity', 'error', 'message',
                    CAST(:no_polygon AS text)))
                WHEN NOT d.valid THEN jsonb_build_array(jsonb_build_object(
                    'code', CASE WHEN d.reason LIKE '%Self-intersection' THEN 'self_intersection'
                                 ELSE 'invalid_outline' END,
                    'severity', 'error', 'message', CAST(:not_valid AS text),
                    'values', jsonb_build_object('reason', d.reason),
                    'lon', round(ST_X(spot.point)::numeric, 7),
                    'lat', round(ST_Y(spot.point)::numeric, 7)))
                WHEN NOT m.geom @ ST_MakeEnvelope(:west, :south, :east, :north, 4326)
                THEN jsonb_build_array(jsonb_build_object('code', 'outside_vietnam',
                    'severity', 'error', 'message', CAST(:outside AS text),
                    'lon', ST_XMin(m.geom), 'lat', ST_YMin(m.geom)))
                ELSE '[]' END,
           i.candidates, i.cluster_code, i.matched_by, CAST(:choices AS jsonb), m.geom, i.shape
    FROM incoming i
    CROSS JOIN LATERAL (SELECT GeometryType(i.shape) IN ('POLYGON', 'MULTIPOLYGON')
                               AND NOT ST_IsEmpty(i.shape) AS polygon) AS p
    CROSS JOIN LATERAL (SELECT ST_Transform(i.shape, 4326) AS geom) AS m
    CROSS JOIN LATERAL (SELECT (ST_IsValidDetail(i.shape)).*) AS d
    CROSS JOIN LATERAL (SELECT CASE WHEN d.location IS NOT NULL THEN ST_Transform(
                            ST_SetSRID(d.location, ST_SRID(i.shape)), 4326) END AS point) AS spot
    CROSS JOIN LATERAL (SELECT coalesce(CAST(:measuring AS int), CASE
                            WHEN ST_XMin(m.geom) < 103.5 THEN 5896
                            WHEN ST_XMin(m.geom) < 106.5 THEN 5897 ELSE 5898 END) AS srid) AS z
    ORDER BY i.row_no
""")


def copy_incoming(session: Session, rows: Iterable[IncomingRow], *, srid: int) -> None:
    """Write rows into the temporary table `incoming`; `shape` gets the SRID."""
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101 - the only driver in use
    with driver.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE incoming (row_no int, label text, name text, stated text,"
            " candidates jsonb, cluster_code text, matched_by text, shape geometry) ON COMMIT DROP"
        )
        head = (0x20000000, srid.to_bytes(4, "little"))
        with cursor.copy("COPY incoming FROM STDIN") as copy:
            for row in rows:
                copy.write_row(
                    (
                        row.row_no,
                        row.label,
                        row.name,
                        row.stated_area_ha,
                        "[]" if not row.candidates else _candidates(row.candidates),
                        row.cluster_code,
                        row.matched_by,
                        None if row.wkb is None else _ewkb(row.wkb, *head),
                    )
                )


def _candidates(candidates: Sequence[Candidate]) -> str:
    return json.dumps([asdict(candidate) for candidate in candidates], ensure_ascii=False)


def _ewkb(wkb: bytes, flag: int, srid: bytes) -> str:
    kind = int.from_bytes(wkb[1:5], "little") | flag
    return (wkb[:1] + kind.to_bytes(4, "little") + srid + wkb[5:]).hex()


def judge_incoming(
    session: Session,
    file_id: int,
    *,
    choices: Mapping[str, Any],
    source_format: str,
    measuring_srid: int | None,
    declared: str,
) -> None:
    """Rows of `incoming` into staging, validity, area and place of each told by PostGIS."""
    # One long statement for each step: compiling it costs more than it saves.
    session.execute(text("SET LOCAL jit = off"))
    session.execute(
        _JUDGE,
        {
            "file": file_id,
            "choices": json.dumps(dict(choices)),
            "format": source_format,
            "measuring": measuring_srid,
            "crs": declared,
            "no_polygon": NO_POLYGON,
            "not_valid": NOT_VALID,
            "outside": OUTSIDE,
            "west": _WEST,
            "south": _SOUTH,
            "east": _EAST,
            "north": _NORTH,
        },
    )
    session.execute(text("DROP TABLE incoming"))
    session.execute(text("ANALYZE register.staged_row (file_id, row_no, geom)"))
