"""The OGC part of the API as an OpenAPI 3.0 document, made from the layers themselves."""

from typing import Any

from cluster_gis.i18n import N_, Translator
from cluster_gis.storage.crs import CRS84, CRS_BY_URI
from cluster_gis.storage.layers import LAYERS, ColumnKind, Layer

PROPERTY_SCHEMAS: dict[ColumnKind, dict[str, Any]] = {
    "text": {"type": "string"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}
_PROBLEM = {"$ref": "#/components/responses/Problem"}


def build_schema(layer: Layer, _: Translator) -> dict[str, Any]:
    """JSON Schema of one GeoJSON feature of the layer.

    One plain type a property, as OGC API Features Part 5 has it: any may be null (not known), and
    GDAL reads neither lists of types nor anyOf, but takes the property for a text.
    """
    columns: dict[str, Any] = {}
    for name, kind in layer.columns.items():
        columns[name] = PROPERTY_SCHEMAS[kind]
        if name in layer.labelled:
            columns[f"{name}_label"] = PROPERTY_SCHEMAS["text"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _(layer.title),
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": "string"},
            "geometry": {"anyOf": [{"type": "object"}, {"type": "null"}]},
            "properties": {"type": "object", "properties": columns},
        },
    }


def build_queryables(layer: Layer, address: str, _: Translator) -> dict[str, Any]:
    """JSON Schema of the properties that a filter on the layer may name."""
    columns: dict[str, Any] = {name: PROPERTY_SCHEMAS[kind] for name, kind in layer.filters.items()}
    if layer.drawn:
        columns["geometry"] = {"format": "geometry-any"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": _(layer.title),
        "type": "object",
        "properties": columns,
        "additionalProperties": False,
    }


def _filter_parameters(_: Translator) -> list[dict[str, Any]]:
    crs = {"type": "string", "enum": list(CRS_BY_URI)}
    return [
        _parameter("filter", {"type": "string"}, _(N_("Condition in CQL2; see queryables."))),
        _parameter(
            "filter-lang",
            {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"},
            _(N_("Language of the filter.")),
        ),
        _parameter("filter-crs", crs, _(N_("Coordinate system of the filter's coordinates."))),
    ]


def _crs_parameters(_: Translator, *names: str) -> list[dict[str, Any]]:
    crs = {"type": "string", "enum": list(CRS_BY_URI), "default": CRS84.uri}
    texts = {
        "crs": _(N_("Coordinate system of the answer.")),
        "bbox-crs": _(N_("Coordinate system of bbox.")),
    }
    return [_parameter(name, crs, texts[name]) for name in names]


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "schema": schema,
        "description": description,
        "style": "form",
        "explode": False,
    }


def _clocks(_: Translator) -> list[dict[str, Any]]:
    return [
        _parameter(
            "datetime",
            {"type": "string"},
            _(N_("Valid time: a day, a time, or start/end with .. for open; default today.")),
        ),
        _parameter(
            "known_at",
            {"type": "string"},
            _(N_("Recorded time: what the register knew then; default now.")),
        ),
    ]


def _clock_parameters(_: Translator) -> list[dict[str, Any]]:
    return [
        *_clocks(_),
        _parameter("lang", {"type": "string", "enum": ["vi", "en"]}, _(N_("Language."))),
        _parameter("f", {"type": "string", "enum": ["json", "html"]}, _(N_("Format."))),
    ]


def _items_parameters(layer: Layer, _: Translator) -> list[dict[str, Any]]:
    return [
        _parameter(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": 10000, "default": 10},
            _(N_("Number of features on one page.")),
        ),
        _parameter(
            "offset",
            {"type": "integer", "minimum": 0, "default": 0},
            _(N_("Number of features before the page.")),
        ),
        _parameter(
            "bbox",
            {
                "type": "array",
                "items": {"type": "number"},
                "oneOf": [{"minItems": n, "maxItems": n} for n in (4, 6)],
            },
            _(N_("West, south, east, north in degrees. Features without geometry match too.")),
        ),
        _province_parameter(_),
        *_crs_parameters(_, "crs", "bbox-crs"),
        *_filter_parameters(_),
        *_clock_parameters(_),
        *_equal_parameters(layer, _),
    ]


def _province_parameter(_: Translator) -> dict[str, Any]:
    return _parameter(
        "province",
        {"type": "string"},
        _(N_("Province: 31, 2025:31 or hai-phong; abolished ones as pre2025:30 or hai-duong.")),
    )


def _equal_parameters(layer: Layer, _: Translator) -> list[dict[str, Any]]:
    return [
        _parameter(name, PROPERTY_SCHEMAS[kind], _(N_("Equal to this value.")))
        for name, kind in layer.filters.items()
    ]


def _get(
    name: str, summary: str, parameters: list[dict[str, Any]], media_type: str = "application/json"
) -> dict[str, Any]:
    content = {media_type: {"schema": {"type": "object"}}}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters,
            "responses": {
                "200": {"description": summary, "content": content},
                "default": _PROBLEM,
            },
        }
    }


def _tile_paths(layer: Layer, _: Translator) -> dict[str, Any]:
    tiles, tileset = f"/collections/{layer.name}/tiles", "WebMercatorQuad"
    title = _(layer.title)
    address = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
        for name in ("tileMatrix", "tileRow", "tileCol")
    ]
    wanted = _parameter(
        "properties",
        {"type": "array", "items": {"type": "string"}},
        _(N_("Only these properties, parted by commas; default all.")),
    )
    return {
        tiles: _get(f"get_{layer.name}_tilesets", title, []),
        f"{tiles}/{tileset}": _get(f"get_{layer.name}_tileset", title, []),
        f"{tiles}/{tileset}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _get(
            f"get_{layer.name}_tile",
            title,
            [
                *address,
                wanted,
                _province_parameter(_),
                *_filter_parameters(_),
                *_clocks(_),
                *_equal_parameters(layer, _),
            ],
            "application/vnd.mapbox-vector-tile",
        ),
    }


def build_definition(root: str, _: Translator) -> dict[str, Any]:
    """OpenAPI 3.0.3 of the API below `root` (absolute, no slash at the end)."""
    paths: dict[str, Any] = {
        "/": _get("getLandingPage", _(N_("Landing page")), []),
        "/conformance": _get("getConformance", _(N_("Standards conformed to")), []),
        "/api": _get("getDefinition", _(N_("Definition of the API")), []),
        "/collections": _get("getCollections", _(N_("Collections")), []),
    }
    for layer in LAYERS.values():
        address, geojson = f"/collections/{layer.name}", "application/geo+json"
        title = _(layer.title)
        feature = {"name": "feature", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[address] = _get(f"describe_{layer.name}", title, [])
        paths[f"{address}/items"] = _get(
            f"get_{layer.name}", title, _items_parameters(layer, _), geojson
        )
        paths[f"{address}/items/{{feature}}"] = _get(
            f"get_{layer.name}_item",
            title,
            [feature, *_crs_parameters(_, "crs"), *_clock_parameters(_)],
            geojson,
        )
        if layer.drawn:
            paths |= _tile_paths(layer, _)
    return {
        "openapi": "3.0.3",
        "info": {"title": "Cluster GIS – OGC API Features", "version": "1"},
        "servers": [{"url": root}],
        "paths": paths,
        "components": {
            "responses": {
                "Problem": {
                    "description": _(N_("What went wrong (RFC 9457).")),
                    "content": {"application/problem+json": {"schema": {"type": "object"}}},
                }
            }
        },
    }
