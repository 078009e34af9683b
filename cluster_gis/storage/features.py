"""Statements that answer a request for features with bytes made by the database.

Each returns (SQL for psycopg, named values). The SQL of one combination of filters is always the
same text, so it is prepared once per connection. Numbers are written by PostgreSQL: exact.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cluster_gis.storage.crs import CRS84, Crs
from cluster_gis.storage.layers import SQL_TYPES, Layer, Selection

Statement = tuple[str, dict[str, Any]]


def revision_statement() -> str:
    """Newest revision at %(known_at)s (null = now)."""
    return "SELECT register.revision_at(%(known_at)s::timestamptz)"


def count_statement(layer: Layer, selection: Selection) -> Statement:
    """How many features match."""
    where, values = conditions_of(layer, selection)
    return f"SELECT count(*) {source_of(layer)} {where}", values


def classes_statement(layer: Layer, selection: Selection, columns: Sequence[str]) -> Statement:
    """One JSON list: the values of `columns` that occur, with "features" and those "placed"."""
    where, values = conditions_of(layer, selection)
    names = ", ".join(columns)
    return (
        "SELECT coalesce(json_agg(g), '[]') FROM ("  # noqa: S608 - names of layers.py only
        f"SELECT {names}, count(*) AS features, count(geom) AS placed "
        f"{source_of(layer)} {where} GROUP BY {names}) AS g",
        values,
    )


def page_statement(
    layer: Layer,
    selection: Selection,
    *,
    limit: int,
    offset: int,
    labels: Mapping[str, Mapping[str, str]],
    crs: Crs = CRS84,
) -> Statement:
    """One row: number of features, and their GeoJSON texts joined by commas (null when none).

    Ordered by the layer's key. labels: column -> code -> text, for the layer's `labelled`.
    """
    where, values = conditions_of(layer, selection)
    # Keys first: the columns of a feature that the offset skips would be computed in vain.
    order = f'ORDER BY {layer.key} COLLATE "C"'
    keys = (
        f"SELECT {layer.key} {source_of(layer)} {where} {order} LIMIT %(limit)s OFFSET %(offset)s"
    )
    page = (
        f"SELECT {_columns(layer)}, geom {source_of(layer)} "
        f'WHERE {layer.key} = ANY (ARRAY({keys}) COLLATE "C") {order}'
    )
    values |= {"limit": limit, "offset": offset, **_label_values(layer, labels)}
    statement = (
        f"SELECT count(*), string_agg({_feature(layer, crs)}, ',') "  # noqa: S608 - names of layers.py
        f"FROM ({page}) AS p CROSS JOIN LATERAL (SELECT {_properties(layer)}) AS f"
    )
    return statement, values


def feature_statement(
    layer: Layer,
    selection: Selection,
    key: str,
    *,
    labels: Mapping[str, Mapping[str, str]],
    crs: Crs = CRS84,
) -> Statement:
    """The GeoJSON text of one feature; no row when there is none."""
    where, values = conditions_of(layer, selection, f'{layer.key} = %(key)s COLLATE "C"')
    values |= {"key": key, **_label_values(layer, labels)}
    one = f"SELECT {_columns(layer)}, geom {source_of(layer)} {where} LIMIT 1"
    return (
        f"SELECT {_feature(layer, crs)} FROM ({one}) AS p "  # noqa: S608 - names of layers.py only
        f"CROSS JOIN LATERAL (SELECT {_properties(layer)}) AS f",
        values,
    )


def rows_statement(
    layer: Layer, selection: Selection, labels: Mapping[str, Mapping[str, str]]
) -> Statement:
    """Every feature as a row: the properties, then the geometry as WKB (EPSG:4326) when drawn.

    Numbers as double precision, lists of texts joined by "; ": what files of GIS can hold.
    """
    where, values = conditions_of(layer, selection)
    columns = [_plain(name, kind) for name, kind in layer.columns.items()]
    columns += [
        f"%(label_{name})s::jsonb ->> coalesce({name}, '') AS {name}_label"
        for name in layer.labelled
    ]
    if layer.drawn:
        columns.append("ST_AsBinary(geom) AS geometry")
    order = f'ORDER BY {layer.key} COLLATE "C"'
    return (
        f"SELECT {', '.join(columns)} {source_of(layer)} {where} {order}",
        {**values, **_label_values(layer, labels)},
    )


def shapes_statement(layer: Layer, selection: Selection) -> Statement:
    """The kinds of geometry that occur: POINT, MULTIPOLYGON and so on; null = features without."""
    where, values = conditions_of(layer, selection)
    return f"SELECT DISTINCT GeometryType(geom) {source_of(layer)} {where}", values


def _plain(name: str, kind: str) -> str:
    match kind:
        case "number":
            return f"{name}::float8 AS {name}"
        case "texts":
            return f"array_to_string({name}, '; ') AS {name}"
    return name


def source_of(layer: Layer) -> str:
    """FROM the layer at the two clocks: %(during)s and %(revision)s."""
    return f"FROM published.{layer.name}(%(during)s::daterange, %(revision)s::bigint)"


def _columns(layer: Layer) -> str:
    return ", ".join(layer.columns)


def _properties(layer: Layer) -> str:
    parts = []
    for name in layer.columns:
        parts.append(f"p.{name}")
        if name in layer.labelled:
            parts.append(f"%(label_{name})s::jsonb ->> coalesce(p.{name}, '') AS {name}_label")
    return ", ".join(parts)


def _feature(layer: Layer, crs: Crs) -> str:
    geometry = "p.geom" if crs.srid == 4326 else f"ST_Transform(p.geom, {int(crs.srid)})"
    if crs.north_first:
        geometry = f"ST_FlipCoordinates({geometry})"
    # 0: without the crs member that PostGIS would write for any system but EPSG:4326.
    return (
        f"""'{{"type":"Feature","id":' || to_json(p.{layer.key})::text || ',"geometry":' || """
        f"""coalesce(ST_AsGeoJSON({geometry}, {crs.digits}, 0), 'null') || ',"properties":' || """
        """row_to_json(f)::text || '}'"""
    )


def _label_values(layer: Layer, labels: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    return {f"label_{name}": json.dumps(labels[name]) for name in layer.labelled}


def conditions_of(layer: Layer, selection: Selection, *more: str) -> Statement:
    """The WHERE of a selection and its values, the two clocks among them."""
    values: dict[str, Any] = {"during": selection.during, "revision": selection.revision}
    conditions = list(more)
    if selection.bbox is not None:
        conditions.append(_in_box(selection.bbox, selection.bbox_srid, values))
    if selection.province is not None:
        values["province"] = selection.province
        former = "former_province_key" in layer.columns
        conditions.append(
            "(province_key = %(province)s OR former_province_key = %(province)s)"
            if former
            else "province_key = %(province)s"
        )
    for name, value in sorted(selection.equal.items()):
        kind = layer.filters[name]  # a KeyError here would be a fault of the caller
        conditions.append(f"{name} = %(is_{name})s::{SQL_TYPES[kind]}")
        values[f"is_{name}"] = value
    if selection.condition is not None:
        conditions.append(f"({selection.condition})")
        values |= selection.values
    return f"WHERE {' AND '.join(conditions)}" if conditions else "", values


def _in_box(bbox: tuple[float, float, float, float], srid: int, values: dict[str, Any]) -> str:
    """Intersects the box, or has no geometry (OGC 17-069r4, /req/core/fc-bbox-response C)."""
    west, south, east, north = bbox
    if srid != 4326:
        values |= {"west": west, "south": south, "east": east, "north": north}
        # Its straight sides are curves in degrees: forty pieces a side follow them.
        corners = "%(west)s, %(south)s, %(east)s, %(north)s"
        box = f"ST_Envelope(ST_MakeEnvelope({corners}, {int(srid)}))"
        step = "greatest(%(east)s - %(west)s, %(north)s - %(south)s, 1) / 40"
        curved = f"ST_Transform(ST_Segmentize({box}, {step}), 4326)"
        return f"(geom IS NULL OR ST_Intersects(geom, {curved}))"
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    parts = ["geom IS NULL"]
    for number, (left, right) in enumerate(spans):
        names = [f"{side}{number}" for side in ("west", "south", "east", "north")]
        values |= dict(zip(names, (left, south, right, north), strict=True))
        corners = ", ".join(f"%({name})s" for name in names)
        # ST_Envelope makes a point or a line of a box without an area.
        box = f"ST_Envelope(ST_MakeEnvelope({corners}, 4326))"
        parts.append(f"ST_Intersects(geom, {box})")
    return f"({' OR '.join(parts)})"
