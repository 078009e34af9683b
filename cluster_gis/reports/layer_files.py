"""A whole layer as GeoPackage, FlatGeobuf or GeoJSON: rows -> Arrow -> GDAL, batch by batch.

The rows come from a server-side cursor and are forgotten once written, so memory stays flat
whatever the layer holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psycopg
import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError
from sqlalchemy.orm import Session

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.storage.features import rows_statement, shapes_statement
from cluster_gis.storage.layers import ColumnKind, Layer, Selection

DRIVERS: Mapping[str, str] = {".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".geojson": "GeoJSON"}
#: Rows of one batch: enough for speed, little for memory.
_BATCH = 5_000
_TYPES: Mapping[ColumnKind, pa.DataType] = {
    "text": pa.string(),
    "texts": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
_SHAPES = {
    "POINT": "Point",
    "MULTIPOINT": "MultiPoint",
    "LINESTRING": "LineString",
    "MULTILINESTRING": "MultiLineString",
    "POLYGON": "Polygon",
    "MULTIPOLYGON": "MultiPolygon",
}


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds."""

    features: int
    unplaced: int


def driver_of(path: Path) -> str:
    """The GDAL driver for the ending of a file's name; raises InvalidInput."""
    driver = DRIVERS.get(path.suffix.lower())
    if driver is None:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="--output",
            value=repr(path.suffix),
            expected=", ".join(DRIVERS),
        )
    return driver


def write_layer(
    session: Session,
    layer: Layer,
    selection: Selection,
    path: Path,
    *,
    labels: Mapping[str, Mapping[str, str]],
) -> Written:
    """Write the layer in EPSG:4326, longitude first; a file of that name is replaced.

    Features without a geometry are in the file too. Raises InvalidInput when it cannot be written.
    """
    driver = driver_of(path)
    connection = cast("psycopg.Connection[Any]", session.connection().connection.driver_connection)
    shapes = _shapes_of(connection, layer, selection)
    # Its index holds no feature without a place.
    indexless = driver == "FlatGeobuf" and None in shapes
    schema = _schema(layer)
    counted = [0, 0]
    statement, values = rows_statement(layer, selection, labels)
    # A half-written file never takes the place of a whole one.
    draft = path.with_name(f".{path.name}.part{path.suffix}")
    try:
        with connection.cursor(name="export_layer", binary=True) as cursor:
            cursor.execute(statement.encode(), values)
            pyogrio.write_arrow(
                pa.RecordBatchReader.from_batches(schema, _batches(cursor, schema, counted)),
                draft,
                driver=driver,
                layer=layer.name,
                geometry_name="geometry" if layer.drawn else None,
                geometry_type=_shape_of(shapes) if layer.drawn else None,
                crs="EPSG:4326" if layer.drawn else None,
                encoding="UTF-8",
                **({"SPATIAL_INDEX": "NO"} if indexless else {}),
            )
        draft.replace(path)
    except (OSError, DataSourceError, DataLayerError) as error:
        raise InvalidInput(
            N_("{field}: {value} cannot be written ({reason})."),
            field="--output",
            value=str(path),
            reason=str(error),
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return Written(counted[0], counted[1])


def _shapes_of(
    connection: psycopg.Connection[Any], layer: Layer, selection: Selection
) -> set[str | None]:
    """Kinds of geometry that occur; None = features without one."""
    if not layer.drawn:
        return {None}
    statement, values = shapes_statement(layer, selection)
    return {row[0] for row in connection.execute(statement.encode(), values)}


def _shape_of(shapes: set[str | None]) -> str:
    """The one kind of geometry of the layer, else "Unknown": any."""
    known = shapes - {None}
    return _SHAPES.get(known.pop() or "", "Unknown") if len(known) == 1 else "Unknown"


def _schema(layer: Layer) -> pa.Schema:
    fields = [pa.field(name, _TYPES[kind]) for name, kind in layer.columns.items()]
    fields += [pa.field(f"{name}_label", pa.string()) for name in layer.labelled]
    if layer.drawn:
        known = {"ARROW:extension:name": "geoarrow.wkb"}
        fields.append(pa.field("geometry", pa.binary(), metadata=known))
    return pa.schema(fields)


def _batches(
    rows: psycopg.ServerCursor[Any], schema: pa.Schema, counted: list[int]
) -> Iterator[pa.RecordBatch]:
    while some := rows.fetchmany(_BATCH):
        columns = [
            pa.array(column, type=field.type)
            for column, field in zip(zip(*some, strict=True), schema, strict=True)
        ]
        counted[0] += len(some)
        if schema.names[-1] == "geometry":
            counted[1] += columns[-1].null_count
        yield pa.RecordBatch.from_arrays(columns, schema=schema)
