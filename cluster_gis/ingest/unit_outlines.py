"""Official outlines of administrative units, from any vector file that GDAL reads.

The file's units are matched by their code to those the register holds. A polygon that is not
valid is an issue, never repaired in silence.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import geopandas
import pyogrio.errors
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely import Geometry, MultiPolygon, Polygon, get_num_coordinates, is_valid_reason

from cluster_gis.domain.intake import Issue, Parsed
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_

System = Literal["2025", "pre2025"]
#: More points than this in one outline are a mistake of the file.
MOST_POINTS = 1_000_000
#: Việt Nam with its islands: west, south, east, north.
EXTENT = (100.0, 5.0, 120.0, 25.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineRecord:
    """An outline in EPSG:4326 (lon, lat) of a unit that the register knows."""

    unit_key: str
    geom: MultiPolygon


def _declared(frame: geopandas.GeoDataFrame, crs: str | None, path: Path) -> CRS:
    if crs is not None:
        try:
            declared = CRS.from_user_input(crs)
        except CRSError as error:
            raise InvalidInput(
                N_("{field} is {value}; expected a coordinate system such as EPSG:9210."),
                field="--crs",
                value=repr(crs),
            ) from error
        if frame.crs is not None and not frame.crs.equals(declared, ignore_axis_order=True):
            raise InvalidInput(
                N_("{field} is {value}, but the file itself says {found}."),
                field="--crs",
                value=declared.to_string(),
                found=frame.crs.to_string(),
            )
        return declared
    if frame.crs is None:
        raise InvalidInput(
            N_("{field} does not say its coordinate system; name it with --crs."), field=path.name
        )
    found: CRS = frame.crs
    return found


def _fault(shape: Geometry | None) -> str | None:
    if shape is None or shape.is_empty:
        return N_("no geometry")
    if not isinstance(shape, Polygon | MultiPolygon):
        return N_("not a polygon")
    if get_num_coordinates(shape) > MOST_POINTS:
        return N_("more points than an outline can have")
    if not shape.is_valid:
        return N_("the polygon is not valid")
    west, south, east, north = shape.bounds
    if not (EXTENT[0] <= west <= east <= EXTENT[2] and EXTENT[1] <= south <= north <= EXTENT[3]):
        return N_("lies outside Việt Nam: wrong coordinate system or swapped axes?")
    return None


def _code(value: Any) -> str:
    """Codes are text with leading zeros; programs like to make numbers of them."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def read_unit_outlines(
    path: Path,
    known: Collection[str],
    *,
    system: System,
    code_column: str = "code",
    crs: str | None = None,
    layer: str | None = None,
) -> Parsed[OutlineRecord]:
    """Outlines of `path` whose code is a unit of `system`. known: unit keys of the register.

    crs: needed when the file does not say it; refused when it contradicts the file. Raises
    InvalidInput when the file cannot be read, has no such column or no coordinate system.
    """
    try:
        frame = geopandas.read_file(path, **({"layer": layer} if layer else {}))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise InvalidInput(
            N_("{field} cannot be read: {detail}."), field=path.name, detail=str(error)
        ) from error
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise InvalidInput(N_("{field} holds no geometry."), field=path.name)
    if code_column not in frame.columns:
        raise InvalidInput(
            N_("{field} has no column {columns}."), field=path.name, columns=code_column
        )
    moved = frame.set_crs(_declared(frame, crs, path), allow_override=True).to_crs(4326)
    found = list(_rows(list(moved[code_column]), list(moved.geometry), path, known, system))
    return Parsed(
        records=tuple(item for item in found if isinstance(item, OutlineRecord)),
        issues=tuple(item for item in found if isinstance(item, Issue)),
        rows_read=len(frame),
    )


def _rows(
    codes: list[Any],
    shapes: list[Geometry | None],
    path: Path,
    known: Collection[str],
    system: System,
) -> Iterator[OutlineRecord | Issue]:
    widths = {len(key) for key in known}
    seen: set[str] = set()
    for number, (value, shape) in enumerate(zip(codes, shapes, strict=True), start=1):
        code, field = _code(value), "code"
        candidates = [f"{system}:{code.zfill(n - len(system) - 1)}" for n in sorted(widths)]
        key = next((name for name in candidates if name in known), None)
        reason = None if key else N_("no unit of that system has this code")
        if key is not None and key in seen:
            reason = N_("repeats the key of an earlier row")
        if reason is None:
            reason, field = _fault(shape), "geometry"
            if reason == "the polygon is not valid":
                code = is_valid_reason(shape)
        if reason is not None or key is None or shape is None:
            yield Issue(
                dataset="admin-units",
                file=path.name,
                line=number,
                field=field,
                value=code,
                reason=reason or "",
            )
            continue
        seen.add(key)
        yield OutlineRecord(
            unit_key=key, geom=shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])
        )


def outline_rows(
    records: Collection[OutlineRecord],
    *,
    quality: Literal["official", "generalised"],
    source_key: str,
    valid: str,
) -> list[dict[str, Any]]:
    """Rows of admin_unit_outline."""
    return [
        {
            "unit_key": record.unit_key,
            "geom": f"SRID=4326;{record.geom.wkt}",
            "quality": quality,
            "source_key": source_key,
            "valid": valid,
        }
        for record in records
    ]


def default_validity(system: System) -> tuple[date | None, date | None]:
    """Days [from, until) on which units of `system` exist."""
    merger = date(2025, 7, 1)
    return (merger, None) if system == "2025" else (None, merger)
