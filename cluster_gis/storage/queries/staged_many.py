"""Staging of very large files: rows by binary COPY, overlaps of all rows by one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np
import psycopg
import shapely
from numpy.typing import NDArray
from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.domain.staging import Candidate, MatchedBy
from cluster_gis.domain.topology import DIGITISED, SURVEYED
from cluster_gis.storage.binary_copy import HEAD, NULL, TAIL, field, jsonb, jsonb_field
from cluster_gis.storage.queries.staged_boundaries import SharedLand


class Matched(Protocol):
    """What a row's name was found to mean."""

    @property
    def candidates(self) -> Sequence[Candidate]:
        """Ranked, best first."""

    @property
    def cluster_code(self) -> str | None:
        """The cluster it is beyond doubt."""

    @property
    def matched_by(self) -> MatchedBy | None:
        """How it was found."""


@dataclass(slots=True, kw_only=True)
class IncomingRows:
    """A batch of outlines as judged, column by column; `first` is the number of its first row.

    payloads, issues: JSON. geoms (EPSG:4326), source_geoms: EWKB, None = no outline. issues and
    matches: of the rows that have any, by their position in the batch.
    """

    first: int
    labels: list[str]
    payloads: list[str]
    issues: Mapping[int, str]
    matches: Mapping[int, Matched]
    geoms: list[bytes | None]
    source_geoms: list[bytes | None]


_COLUMNS = (
    "file_id, row_no, label, place, payload, issues, candidates, cluster_code, matched_by,"
    " choices, geom, source_geom"
)
_START = np.dtype([("columns", ">i2"), ("id_bytes", ">i4"), ("file_id", ">i8"),
                   ("no_bytes", ">i4"), ("row_no", ">i4")])  # fmt: skip
#: Boxes that are in memory as geometries at a time.
_STRIP = 4_000


def copy_rows_judged(
    session: Session, file_id: int, batches: Iterable[IncomingRows], *, choices: Mapping[str, Any]
) -> None:
    """Write rows into staging in PostgreSQL's binary form, which needs no text of coordinates."""
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101 - the only driver in use
    chosen = jsonb_field(dict(choices))
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY register.staged_row ({_COLUMNS}) FROM STDIN (FORMAT binary)") as copy,
    ):
        copy.write(HEAD)
        for batch in batches:
            copy.write(_pack(file_id, batch, chosen))
        copy.write(TAIL)
    # Enough for the plans that follow; the outlines themselves are not looked at.
    session.execute(text("SET LOCAL default_statistics_target = 10"))
    session.execute(text("ANALYZE register.staged_row (file_id, row_no, cluster_code)"))


def _pack(file_id: int, rows: IncomingRows, chosen: bytes) -> bytes:
    """The batch on the wire.

    Columns are laid side by side, then joined once: a call for each of ten fields of each row
    would take longer than all geometry.
    """
    count = len(rows.labels)
    starts = np.zeros(count, _START)
    starts["columns"], starts["id_bytes"], starts["file_id"], starts["no_bytes"] = 12, 8, file_id, 4
    starts["row_no"] = np.arange(rows.first, rows.first + count)
    nothing = jsonb_field([])
    between = [nothing + nothing + NULL + NULL + chosen] * count
    for n in rows.issues.keys() | rows.matches.keys():
        issues = field(jsonb(rows.issues[n])) if n in rows.issues else nothing
        between[n] = issues + _matched(rows.matches.get(n), nothing) + chosen
    pieces: list[bytes] = [b""] * (12 * count)
    pieces[0::12] = starts.view(f"V{_START.itemsize}").tolist()
    pieces[1::12], pieces[2::12] = _column([label.encode() for label in rows.labels])
    pieces[3::12], pieces[4::12] = _column(
        [b"#%d" % number for number in range(rows.first, rows.first + count)]
    )
    pieces[5::12], pieces[6::12] = _column([jsonb(payload) for payload in rows.payloads])
    pieces[7::12] = between
    pieces[8::12], pieces[9::12] = _column(rows.geoms)
    pieces[10::12], pieces[11::12] = _column(rows.source_geoms)
    return b"".join(pieces)


def _matched(match: Matched | None, nothing: bytes) -> bytes:
    """Candidates, cluster and how it was found."""
    if match is None:
        return nothing + NULL + NULL
    return (
        jsonb_field([asdict(candidate) for candidate in match.candidates])
        + field(match.cluster_code.encode() if match.cluster_code else None)
        + field(match.matched_by.encode() if match.matched_by else None)
    )


def _column(values: Sequence[bytes | None]) -> tuple[list[bytes], list[bytes]]:
    """Lengths and bytes of a column's fields; -1 = null."""
    lengths = np.array([-1 if value is None else len(value) for value in values], dtype=">i4")
    return lengths.view("V4").tolist(), [value or b"" for value in values]


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
Boxes = NDArray[np.void]
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
        FROM (SELECT CAST(:file AS bigint) AS file, a_no, b_no
              FROM unnest(CAST(:firsts AS int[]), CAST(:seconds AS int[])) AS t(a_no, b_no)
              OFFSET 0) AS t
        JOIN register.staged_row a ON a.file_id = file AND a.row_no = a_no
        JOIN register.staged_row b ON b.file_id = file AND b.row_no = b_no
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


def build_boxes(first: int, bounds: NDArray[np.float64], here: NDArray[np.bool_]) -> Boxes:
    """Boxes as the database would give them back, of the rows of a batch that have an outline.

    first: number of the batch's first row. bounds: west, south, east, north in degrees.
    """
    boxes = np.zeros(int(here.sum()), _BOX)
    boxes["row_no"] = first + np.flatnonzero(here)
    for name, side, outwards in zip(
        ("west", "south", "east", "north"),
        bounds[here].T,
        (-np.inf, -np.inf, np.inf, np.inf),
        strict=True,
    ):
        boxes[name] = np.nextafter(side.astype(np.float32), np.float32(outwards))
    return boxes


def _stored_boxes(session: Session, file_id: int) -> Boxes:
    sent = session.scalar(_BOXES, {"file": file_id})
    return np.frombuffer(sent or b"", _BOX)


def touching_rows(boxes: Boxes) -> tuple[list[int], list[int]]:
    """Pairs of rows, the lower first, whose boxes in degrees meet.

    A tree in memory finds them ten times sooner than an index that must be built and probed.
    """
    if not boxes.size:
        return [], []
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


def shared_among_many(
    session: Session, file_id: int, boxes: Boxes | None = None
) -> list[SharedLand]:
    """Pairs of rows that are not rejected, each once, the lower row first; as for small files.

    boxes: of those rows where they are at hand (`build_boxes`); else the database is asked.
    """
    firsts, seconds = touching_rows(_stored_boxes(session, file_id) if boxes is None else boxes)
    if not firsts:
        return []
    # Compiling one long statement costs more than it saves.
    session.execute(text("SET LOCAL jit = off"))
    values = {"file": file_id, "firsts": firsts, "seconds": seconds}
    return [SharedLand(**row) for row in session.execute(_SHARED, values).mappings()]
