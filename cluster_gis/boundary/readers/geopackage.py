"""Layers of a GeoPackage in batches, straight from its tables: one file in SQLite (OGC 12-128r19).

For files of many thousands of outlines; GDAL's binding would bring pandas into memory with it.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cluster_gis.boundary.issues import refuse

#: Bytes of the envelope in the header of a geometry by its code, §2.1.3 of the standard.
_ENVELOPES = (0, 32, 48, 48, 64)
_LAYERS = """
    SELECT c.table_name, g.column_name,
           CASE WHEN upper(s.organization) = 'EPSG'
                THEN 'EPSG:' || s.organization_coordsys_id ELSE s.definition END
    FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
    LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id AND s.srs_id > 0
    WHERE c.data_type = 'features' ORDER BY c.rowid
"""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer to be read in batches. crs: as the file says it; None = it does not."""

    name: str
    fields: tuple[str, ...]
    crs: str | None
    count: int


#: Outlines as WKB and the columns asked for, equally long.
Batch = tuple[Sequence[bytes | None], Mapping[str, Sequence[object]]]


def describe_layer(path: Path, layer: str | None) -> Layer:
    """The layer of that name, else the only one; raises Refused."""
    with closing(_open(path)) as database:
        return _find(database, layer)[0]


def read_batches(
    path: Path,
    layer: str | None,
    columns: Sequence[str],
    *,
    size: int,
    skip: int = 0,
    limit: int = -1,
) -> Iterator[Batch]:
    """Features in the order of the file; limit -1 = all. Damaged geometries are given as b""."""
    with closing(_open(path)) as database:
        found, geometry = _find(database, layer)
        wanted = ", ".join(_quote(name) for name in (geometry, *columns))
        rows = database.execute(
            f"SELECT {wanted} FROM {_quote(found.name)} ORDER BY rowid LIMIT ? OFFSET ?",  # noqa: S608 - names of the file itself, quoted
            (limit, skip),
        )
        while batch := _fetch(rows, size):
            outlines, *values = zip(*batch, strict=True)
            yield [_wkb(blob) for blob in outlines], dict(zip(columns, values, strict=True))


def _fetch(rows: sqlite3.Cursor, size: int) -> list[tuple[object, ...]]:
    try:
        return rows.fetchmany(size)
    except sqlite3.DatabaseError as error:
        raise refuse("unreadable", value="GPKG", reason=str(error)[:120]) from error


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _find(database: sqlite3.Connection, layer: str | None) -> tuple[Layer, str]:
    try:
        layers = {name: (column, crs) for name, column, crs in database.execute(_LAYERS)}
    except sqlite3.DatabaseError as error:
        raise refuse("unreadable", value="GPKG", reason=str(error)[:120]) from error
    if not layers:
        raise refuse("no_outline/shape")
    if layer is not None and layer not in layers:
        raise refuse("layer_unknown", field="layer", value=layer, known=", ".join(layers))
    if layer is None and len(layers) > 1:
        raise refuse("several_layers", field="layer", value=", ".join(layers))
    name = layer or next(iter(layers))
    geometry, crs = layers[name]
    described = database.execute(f"PRAGMA table_info({_quote(name)})").fetchall()
    (count,) = database.execute(f"SELECT count(*) FROM {_quote(name)}").fetchone()  # noqa: S608 - as above
    fields = tuple(
        column for _, column, _, _, _, key in described if column != geometry and not key
    )
    return Layer(name, fields, crs, int(count)), geometry


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _wkb(blob: object) -> bytes | None:
    """The WKB behind the header; b"" where there is no such header."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        return b""
    code = blob[3] >> 1 & 7
    return blob[8 + _ENVELOPES[code] :] if code < len(_ENVELOPES) else b""
