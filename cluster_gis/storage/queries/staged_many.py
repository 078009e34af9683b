"""Staging of very large files: rows by binary COPY, overlaps of all rows by one statement."""

import json
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import psycopg
import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.domain.staging import Candidate, MatchedBy
from cluster_gis.domain.topology import DIGITISED, SURVEYED
from cluster_gis.storage.queries.staged_boundaries import SharedLand


@dataclass(slots=True, kw_only=True)
class IncomingRow:
    """An outline as judged. payload, issues: JSON. geom (EPSG:4326), source_geom: EWKB."""

    row_no: int
    label: str
    payload: str
    issues: str
    candidates: Sequence[Candidate]
    cluster_code: str | None
    matched_by: MatchedBy | None
    geom: bytes | None
    source_geom: bytes | None


_COLUMNS = (
    "file_id, row_no, label, place, payload, issues, candidates, cluster_code, matched_by,"
    " choices, geom, source_geom"
)
_HEAD = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TAIL = b"\xff\xff"
_CHUNK = 256 * 1024
#: Boxes that are in memory as geometries at a time.
_STRIP = 4_000


def copy_rows_judged(
    session: Session, file_id: int, rows: Iterable[IncomingRow], *, choices: Mapping[str, Any]
) -> None:
    """Write rows into staging in PostgreSQL's binary form, which needs no text of coordinates."""
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101 - the only driver in use
    start = struct.pack(">hiqi", 12, 8, file_id, 4)
    chosen = _value(_json(json.dumps(dict(choices), ensure_ascii=False)))
    nothing = _value(_json("[]"))
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY register.staged_row ({_COLUMNS}) FROM STDIN (FORMAT binary)") as copy,
    ):
        block = bytearray(_HEAD)
        for row in rows:
            block += b"".join(
                (
                    start,
                    row.row_no.to_bytes(4),
                    _value(row.label.encode()),
                    _value(b"#%d" % row.row_no),
                    _value(_json(row.payload)),
                    nothing if row.issues == "[]" else _value(_json(row.issues)),
                    _value(_json(_candidates(row.candidates))) if row.candidates else nothing,
                    _value(row.cluster_code and row.cluster_code.encode()),
                    _value(row.matched_by and row.matched_by.encode()),
                    chosen,
                    _value(row.geom),
                    _value(row.source_geom),
                )
            )
            if len(block) >= _CHUNK:
                copy.write(bytes(block))
                block.clear()
        copy.write(bytes(block) + _TAIL)
    # Enough for the plans that follow; the outlines themselves are not looked at.
    session.execute(text("ANALYZE register.staged_row (file_id, row_no, cluster_code)"))


def _value(value: Any) -> bytes:
    """A field: its length and bytes; -1 = null."""
    return b"\xff\xff\xff\xff" if value is None else len(value).to_bytes(4) + value


def _json(value: str) -> bytes:
    """Jsonb on the wire: version 1 and the text, in which PostgreSQL takes no U+0000."""
    return b"\x01" + value.replace("\\u0000", "").encode()


def _candidates(candidates: Sequence[Candidate]) -> str:
    return json.dumps([asdict(candidate) for candidate in candidates], ensure_ascii=False)


#: Boxes as PostGIS keeps them beside an outline: single precision, rounded outwards.
_BOXES = text("""
    SELECT string_agg(int4send(row_no)
                      || float4send(ST_XMin(box)::real) || float4send(ST_YMin(box)::real)
                      || float4send(ST_XMax(box)::real) || float4send(ST_YMax(box)::real), '')
    FROM (SELECT row_no, box2d(geom)::box3d AS box FROM register.staged_row
          WHERE file_id = :file AND decision <> 'reject' AND geom IS NOT NULL) AS boxes
""")
_BOX = np.dtype([("row_no", ">i4"), ("west", ">f4"), ("south", ">f4"), ("east", ">f4"),
                 ("north", ">f4")])  # fmt: skip
#: Outlines of a pair in one plane, the first one's zone; invalid ones as their repair makes them.
_SHAPE = """CASE WHEN {0}.payload ->> 'area_ha' IS NOT NULL THEN {1}
                 ELSE ST_MakeValid({1}, 'method=structure') END"""
_PLANE = """CASE WHEN ST_SRID({0}.source_geom) = zone THEN {0}.source_geom
                 ELSE ST_Transform({0}.geom, zone) END"""
_STRICT = "coalesce({0}.choices ->> 'quality', 'surveyed') = 'surveyed'"
_SHARED = text(f"""
    WITH plane AS MATERIALIZED (
        SELECT a.row_no AS a_no, b.row_no AS b_no,
               {_STRICT.format("a")} AND {_STRICT.format("b")} AS strict,
               {_SHAPE.format("a", _PLANE.format("a"))} AS a_shape,
               {_SHAPE.format("b", _PLANE.format("b"))} AS b_shape
        FROM unnest(CAST(:firsts AS int[]), CAST(:seconds AS int[])) AS t(a_no, b_no)
        JOIN register.staged_row a ON a.file_id = :file AND a.row_no = a_no
        JOIN register.staged_row b ON b.file_id = :file AND b.row_no = b_no
        CROSS JOIN LATERAL (
            SELECT coalesce((a.payload ->> 'measuring_srid')::int, 3405) AS zone OFFSET 0) AS z),
    pair AS MATERIALIZED (
        SELECT a_no, b_no, a_shape, b_shape,
               CASE WHEN strict THEN {SURVEYED.area_m2} ELSE {DIGITISED.area_m2} END AS least_m2,
               CASE WHEN strict THEN {SURVEYED.width_m} ELSE {DIGITISED.width_m} END AS least_width
        FROM plane),
    common AS MATERIALIZED (
        SELECT a_no, b_no, least_m2, least_width, ST_Area(a_shape) + ST_Area(b_shape) AS whole,
               ST_CollectionExtract(ST_Intersection(a_shape, b_shape), 3) AS land
        FROM pair WHERE ST_Intersects(a_shape, b_shape)),
    piece AS MATERIALIZED (
        SELECT a_no, b_no, whole, least_m2, least_width, d.geom, ST_Area(d.geom) AS m2,
               2 * ST_Area(d.geom) / nullif(ST_Perimeter(d.geom), 0) AS width
        FROM common, ST_Dump(land) AS d),
    shared AS MATERIALIZED (
        SELECT a_no, b_no, sum(m2) AS m2, max(width) AS width, min(whole) AS whole,
               ST_Transform(ST_PointOnSurface((array_agg(geom ORDER BY m2 DESC))[1]), 4326) AS spot
        FROM piece WHERE m2 > least_m2 AND width > least_width GROUP BY a_no, b_no)
    SELECT a.row_no, a.label, b.row_no AS other_row, b.cluster_code AS other_code,
           b.label AS other_label,
           coalesce(a.cluster_code = b.cluster_code, false) AS same_cluster,
           round((m2 / 10000)::numeric, 4) AS area_ha, width AS width_m,
           100 * m2 / greatest(whole - m2, m2) AS like_pct, ST_X(spot) AS lon, ST_Y(spot) AS lat
    FROM shared
    JOIN register.staged_row a ON a.file_id = :file AND a.row_no = a_no
    JOIN register.staged_row b ON b.file_id = :file AND b.row_no = b_no
    ORDER BY 1, 3
""")  # noqa: S608 - constants


def touching_rows(session: Session, file_id: int) -> tuple[list[int], list[int]]:
    """Pairs of rows, the lower first, whose boxes in degrees meet; rejected rows are left out.

    A tree in memory finds them ten times sooner than an index that must be built and probed.
    """
    sent = session.scalar(_BOXES, {"file": file_id})
    if sent is None:
        return [], []
    boxes = np.frombuffer(sent, _BOX)
    boxes = boxes[np.argsort(boxes["west"])]
    sides = [boxes[side].astype(np.float32) for side in ("west", "south", "east", "north")]
    diagonals = np.column_stack(sides).reshape(-1, 2, 2)
    numbers, firsts, seconds = boxes["row_no"].astype(np.int64), [], []
    for start in range(0, len(boxes), _STRIP):
        # From west to east strip by strip: each tree is asked for boxes that begin in or after it.
        strip = slice(start, start + _STRIP)
        end = int(np.searchsorted(sides[0], sides[2][strip].max(), side="right"))
        tree = shapely.STRtree(shapely.linestrings(diagonals[strip].astype(np.float64)))
        for other in range(start, end, _STRIP):
            asked = shapely.linestrings(
                diagonals[other : min(other + _STRIP, end)].astype(np.float64)
            )
            later, here = tree.query(asked)
            once = later + other > here + start
            firsts.append(numbers[here[once] + start])
            seconds.append(numbers[later[once] + other])
    one, two = np.concatenate(firsts), np.concatenate(seconds)
    return np.minimum(one, two).tolist(), np.maximum(one, two).tolist()


def shared_among_many(session: Session, file_id: int) -> list[SharedLand]:
    """Pairs of rows that are not rejected, each once, the lower row first; as for small files."""
    firsts, seconds = touching_rows(session, file_id)
    if not firsts:
        return []
    # Compiling one long statement costs more than it saves.
    session.execute(text("SET LOCAL jit = off"))
    values = {"file": file_id, "firsts": firsts, "seconds": seconds}
    return [SharedLand(**row) for row in session.execute(_SHARED, values).mappings()]
