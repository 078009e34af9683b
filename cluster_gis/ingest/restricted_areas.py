"""Restricted areas from any vector file that GDAL reads, with the coordinates as received.

The coordinate system is the one the file states, or the one given; it is never guessed. A polygon
that is not valid is an issue with its place, never repaired in silence.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.errors
import shapely
from pyogrio.raw import read as read_raw
from shapely import Geometry, MultiPolygon, Polygon

from cluster_gis.boundary.crs_statement import read_statement
from cluster_gis.boundary.datum import to_wgs84
from cluster_gis.boundary.zones import DEPRECATED, ZONES
from cluster_gis.domain.intake import Issue, Parsed
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

DATASET = "restricted"
#: Endings of files that are read; a zip holds one shapefile.
FORMATS = (".gpkg", ".shp", ".zip", ".geojson", ".json", ".kml", ".gml", ".fgb", ".tab")
#: More points than this in one area are a mistake of the file.
MOST_POINTS = 1_000_000
#: Việt Nam with its islands: west, south, east, north.
EXTENT = (100.0, 5.0, 120.0, 25.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictedRecord:
    """One area. key: stable name; geom: (easting, northing) or (lon, lat) in EPSG:`srid`."""

    key: str
    name: str | None
    geom: Polygon | MultiPolygon
    srid: int


def read_restricted_areas(
    path: Path,
    *,
    layer: str,
    crs: str | None = None,
    file_layer: str | None = None,
    name_column: str | None = None,
    key_column: str | None = None,
) -> Parsed[RestrictedRecord]:
    """Areas of `path` for the layer code.

    key_column: column that names an area for ever; without it the geometry itself is the name, so
    that the same file loaded twice is the same areas. crs: needed when the file does not state it;
    refused when it contradicts the file. Raises InvalidInput when the file cannot be used.
    """
    if path.suffix.lower() not in FORMATS:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="FILE",
            value=path.name,
            expected=", ".join(FORMATS),
        )
    columns = [name for name in (name_column, key_column) if name is not None]
    options: dict[str, Any] = {"DOWNLOAD_SCHEMA": "NO"} if path.suffix.lower() == ".gml" else {}
    try:
        meta, _, geometries, values = read_raw(
            path, layer=file_layer, columns=columns, force_2d=True, **options
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise InvalidInput(
            N_("{field} cannot be read: {detail}."), field=path.name, detail=str(error)
        ) from error
    table = dict(zip(map(str, meta["fields"]), values, strict=True))
    missing = [name for name in columns if name not in table]
    if missing:
        raise InvalidInput(
            N_("{field} has no column {columns}."), field=path.name, columns=", ".join(missing)
        )
    if geometries is None:
        raise InvalidInput(N_("{field} holds no geometry."), field=path.name)
    srid = _srid(path, meta.get("crs"), crs)
    shapes = shapely.from_wkb(geometries, on_invalid="ignore")
    names = table.get(name_column or "")
    keys = table.get(key_column or "")
    found = list(_rows(shapes, names, keys, path=path, layer=layer, srid=srid))
    return Parsed(
        records=tuple(item for item in found if isinstance(item, RestrictedRecord)),
        issues=tuple(item for item in found if isinstance(item, Issue)),
        rows_read=len(shapes),
    )


def _srid(path: Path, stated: str | None, given: str | None) -> int:
    """The code of the file's system: as stated, or as given where it does not say."""
    in_file = read_statement(_prj(path) or stated) if stated else None
    if given is not None:
        chosen = read_statement(given).code
        if chosen is None or (chosen not in ZONES and chosen not in DEPRECATED):
            raise InvalidInput(
                N_("{field} is {value}; expected a coordinate system such as EPSG:9210."),
                field="--crs",
                value=repr(given),
            )
        chosen = DEPRECATED.get(chosen, chosen)
        if in_file is not None and in_file.code not in (None, chosen) and not in_file.flags:
            raise InvalidInput(
                N_("{field} is {value}, but the file itself says {found}."),
                field="--crs",
                value=f"EPSG:{chosen}",
                found=f"EPSG:{in_file.code}",
            )
        return chosen
    if in_file is None or in_file.code is None or in_file.code not in ZONES:
        raise InvalidInput(
            N_("{field} does not say its coordinate system; name it with --crs."), field=path.name
        )
    if in_file.flags:
        raise InvalidInput(
            N_(
                "{field} states EPSG:{code} with a faulty datum ({faults}); name the coordinate "
                "system with --crs."
            ),
            field=path.name,
            code=in_file.code,
            faults=", ".join(sorted(in_file.flags)),
        )
    return in_file.code


def _prj(path: Path) -> str | None:
    """The text of the .prj beside a shapefile: GDAL forgets its datum shift."""
    beside = path.with_suffix(".prj")
    if path.suffix.lower() != ".shp" or not beside.is_file():
        return None
    return beside.read_text(encoding="utf-8", errors="replace").strip()


def _rows(
    shapes: Any,
    names: Any,
    keys: Any,
    *,
    path: Path,
    layer: str,
    srid: int,
) -> Iterator[RestrictedRecord | Issue]:
    seen: set[str] = set()
    for number, shape in enumerate(shapes, start=1):
        label = _text(names, number)
        stated = _text(keys, number)
        reason, field, value = None, "geometry", ""
        if keys is not None and stated is None:
            reason, field = N_("is empty"), "key"
        if reason is None:
            reason, value = _fault(shape, srid)
        key = f"{layer}:{stated or _digest(shape, srid)}" if reason is None else ""
        if reason is None and key in seen:
            reason, field, value = N_("repeats the key of an earlier row"), "key", key
        if reason is not None:
            yield Issue(
                dataset=DATASET,
                file=path.name,
                line=number,
                field=field,
                value=" · ".join(part for part in (label or stated, value) if part),
                reason=reason,
            )
            continue
        seen.add(key)
        yield RestrictedRecord(key=key, name=label, geom=shape, srid=srid)


def _text(column: Any, number: int) -> str | None:
    """The cell as NFC text; None when there is no column or nothing in it."""
    if column is None:
        return None
    value = column[number - 1]
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return None
    if isinstance(value, float | np.floating) and float(value).is_integer():
        value = int(value)
    return unicodedata.normalize("NFC", str(value).strip()) or None


def _digest(shape: Geometry, srid: int) -> str:
    return sha256(f"{srid}:".encode() + shapely.to_wkb(shape, byte_order=1)).hexdigest()[:20]


def _fault(shape: Geometry | None, srid: int) -> tuple[str | None, str]:
    """What is wrong with a polygon and where, (None, "") when nothing is."""
    if shape is None or shape.is_empty:
        return N_("no geometry"), ""
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        return N_("a coordinate is not a number"), ""
    if not isinstance(shape, Polygon | MultiPolygon):
        return N_("not a polygon"), _place(shape, srid)
    if shapely.get_num_coordinates(shape) > MOST_POINTS:
        return N_("more points than an outline can have"), _place(shape, srid)
    return _fault_of_polygon(shape, srid)


def _fault_of_polygon(shape: Polygon | MultiPolygon, srid: int) -> tuple[str | None, str]:
    if not shape.is_valid:
        return N_("the polygon is not valid"), _invalid_place(shape, srid)
    west, south, east, north = shape.bounds
    lon, lat = to_wgs84(srid, [west, west, east, east], [south, north, south, north])
    inside = (EXTENT[0] <= lon) & (lon <= EXTENT[2]) & (EXTENT[1] <= lat) & (lat <= EXTENT[3])
    if not inside.all():
        reason = N_("lies outside Việt Nam: wrong coordinate system or swapped axes?")
        return reason, f"{west:.2f} {south:.2f}"
    return None, ""


def _place(shape: Geometry, srid: int) -> str:
    x, y = shapely.get_coordinates(shape)[0]
    return _lon_lat(x, y, srid)


def _invalid_place(shape: Geometry, srid: int) -> str:
    """What GEOS says, with the place as received and as longitude and latitude."""
    reason = str(shapely.is_valid_reason(shape))
    _, _, spot = reason.partition("[")
    numbers = spot.rstrip("]").split()[:2]
    return f"{reason} {_lon_lat(float(numbers[0]), float(numbers[1]), srid)}" if numbers else reason


def _lon_lat(x: float, y: float, srid: int) -> str:
    lon, lat = to_wgs84(srid, [x], [y])
    return f"({lon[0]:.6f} {lat[0]:.6f})"


def restricted_rows(
    records: tuple[RestrictedRecord, ...], *, layer: str, common: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Rows of restricted_area. common: columns that every row shares."""
    return [
        {
            "area_key": record.key,
            "layer": layer,
            "name": record.name,
            "source_geom": shapely.to_wkb(
                shapely.set_srid(record.geom, record.srid), hex=True, include_srid=True
            ),
        }
        | dict(common)
        for record in records
    ]
