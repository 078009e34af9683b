"""OGC API Tiles, Part 1 (OGC 20-057): vector tiles of the collections that can be drawn."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from api.byte_answers import read_revision
from api.dependencies import Gettext, ServerResources, only
from api.language import require_language
from api.layer_selection import CHOICES, equals_of, filter_of, period_of, read_selection
from api.ogc_definition import PROPERTY_SCHEMAS
from api.parameters import single_values, today
from api.resources import Resources
from api.routers.ogc import find_layer, link, ogc_root, page_link
from api.schemas import answers
from api.tile_cache import StoredTile
from api.tile_sets import (
    WEB_MERCATOR_QUAD,
    WEB_MERCATOR_QUAD_URI,
    WEB_MERCATOR_URI,
    matrix_set,
)
from api.tile_shortcut import MVT, answer_tile, remember_address
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.i18n import N_, Translator
from cluster_gis.storage.layers import Layer
from cluster_gis.storage.tiles import (
    DETAIL_ZOOM,
    MAX_ZOOM,
    SUMS,
    Tile,
    sums_of,
    sums_statement,
    tile_properties,
    tile_statement,
)

router = APIRouter(prefix="/ogc", tags=["OGC API Tiles"])

TILING = "http://www.opengis.net/def/rel/ogc/1.0"

_ONLY_FORMAT = [Depends(only("f"))]


@router.get("/tileMatrixSets", dependencies=_ONLY_FORMAT)
def read_matrix_sets(request: Request, resources: ServerResources) -> dict[str, Any]:
    """The tile matrix sets: WebMercatorQuad alone."""
    known = matrix_set()
    address = f"{ogc_root(request)}/tileMatrixSets/{WEB_MERCATOR_QUAD}"
    entry = {key: known[key] for key in ("id", "title", "uri", "crs")}
    links = [link(address, "self", known["title"])]
    return {
        "tileMatrixSets": [{**entry, "links": links}],
        "register": resources.settings.register,
    }


@router.get("/tileMatrixSets/{matrix}", dependencies=_ONLY_FORMAT)
def read_matrix_set(matrix: str) -> dict[str, Any]:
    """Scales and origin of a tile matrix set."""
    _require_matrix_set(matrix)
    return matrix_set()


@router.get("/collections/{collection}/tiles", dependencies=_ONLY_FORMAT)
def read_tile_sets(
    collection: str, request: Request, resources: ServerResources, _: Gettext
) -> dict[str, Any]:
    """The tilesets of a collection."""
    layer = _drawn_layer(collection)
    address = f"{ogc_root(request)}/collections/{layer.name}/tiles"
    return {
        "links": [link(address, "self", _(layer.title)), page_link(request, _)],
        "tilesets": [_short_tile_set(layer, request, _)],
        "register": resources.settings.register,
    }


@router.get("/collections/{collection}/tiles/{matrix}", dependencies=_ONLY_FORMAT)
def read_tile_set(
    collection: str, matrix: str, request: Request, resources: ServerResources, _: Gettext
) -> dict[str, Any]:
    """Address template, layers and properties of a tileset."""
    layer = _drawn_layer(collection)
    _require_matrix_set(matrix)
    described = _short_tile_set(layer, request, _)
    sums = SUMS.get(layer.name)
    details: dict[str, Any] = {
        "id": layer.name,
        "title": _(layer.title),
        "description": _(layer.description),
        "dataType": "vector",
        "minTileMatrix": str(DETAIL_ZOOM if sums else 0),
        "maxTileMatrix": str(MAX_ZOOM),
        "propertiesSchema": _schema(tile_properties(layer)),
    }
    layers = [details]
    if sums:
        layers.insert(
            0,
            {
                "id": sums.name,
                "title": _(N_("Sums by cluster")),
                "dataType": "vector",
                "geometryDimension": 0,
                "minTileMatrix": "0",
                "maxTileMatrix": str(MAX_ZOOM if sums.unplaced else DETAIL_ZOOM - 1),
                "propertiesSchema": _schema(sums.columns),
            },
        )
    return {
        **described,
        "tileMatrixSetLimits": [
            {
                "tileMatrix": str(zoom),
                "minTileRow": 0,
                "maxTileRow": 2**zoom - 1,
                "minTileCol": 0,
                "maxTileCol": 2**zoom - 1,
            }
            for zoom in range(MAX_ZOOM + 1)
        ],
        "layers": layers,
        "register": resources.settings.register,
    }


@router.get(
    "/collections/{collection}/tiles/{matrix}/{z}/{row}/{col}",
    responses=answers(MVT) | {204: {"description": "Nothing lies in this tile."}},
)
async def read_tile(
    collection: str,
    matrix: str,
    z: str,
    row: str,
    col: str,
    request: Request,
    resources: ServerResources,
) -> Response:
    """One Mapbox Vector Tile; 204 when nothing is there. Parameters: see /ogc/api."""
    day = today()
    layer = _drawn_layer(collection)
    _require_matrix_set(matrix)
    tile = _read_tile_address(z, row, col)
    asked = _read_parameters(request, layer)
    # Refused before anything is looked up.
    during, _ = period_of(asked), equals_of(layer, asked, TILE_PARAMETERS)
    filter_of(layer, asked)
    properties = _read_properties(layer, tile, asked.get("properties"))
    revision = await read_revision(resources, asked.get("known_at"))
    query = tuple(sorted((k, v) for k, v in asked.items() if k not in ("f", "lang")))
    wanted = (layer.name, tile, query, during)
    key = (*wanted, revision)
    stored = resources.tiles.get(key)
    if stored is None:
        stored = await _make_tile(resources, layer, tile, asked, revision, properties, repr(key))
        resources.tiles.keep(key, stored)
    if "known_at" not in asked:
        remember_address(resources, request.scope, day, wanted)
    return answer_tile(request, stored, settled="known_at" in asked and "datetime" in asked)


TILE_PARAMETERS = CHOICES | {"f", "lang", "properties"}


def tile_parameters(layer: Layer) -> frozenset[str]:
    """Every parameter that the tiles of a collection take."""
    return TILE_PARAMETERS | layer.filters.keys()


async def _make_tile(
    resources: Resources,
    layer: Layer,
    tile: Tile,
    asked: Mapping[str, str],
    revision: int,
    properties: tuple[str, ...],
    key: str,
) -> StoredTile:
    tag = f'W/"{sha256(key.encode()).hexdigest()[:24]}"'
    sums = sums_of(layer, tile.zoom)
    selection = await read_selection(resources, layer, asked, revision, TILE_PARAMETERS)
    if sums:
        statement = sums_statement(layer, selection, tile)
    else:
        statement = tile_statement(layer, selection, tile, properties)
    return StoredTile(tag, await resources.fetch_bytes(*statement) or b"")


def _drawn_layer(name: str) -> Layer:
    layer = find_layer(name)
    if not layer.drawn:
        raise NotFound(N_("The collection {name} has no geometry, so no tiles."), name=repr(name))
    return layer


def _require_matrix_set(name: str) -> None:
    if name != WEB_MERCATOR_QUAD:
        raise NotFound(
            N_("There is no tile matrix set {name}; there is {known}."),
            name=repr(name),
            known=WEB_MERCATOR_QUAD,
        )


def _read_tile_address(z: str, row: str, col: str) -> Tile:
    numbers = []
    for field, value in (("tileMatrix", z), ("tileRow", row), ("tileCol", col)):
        if not (value.isascii() and value.isdigit() and len(value) <= 9):
            raise InvalidInput(
                N_("The parameter {field} is {value}; expected a whole number."),
                field=field,
                value=repr(value),
            )
        numbers.append(int(value))
    tile = Tile(*numbers)
    if tile.zoom > MAX_ZOOM or max(tile.row, tile.column) >= 2**tile.zoom:
        raise NotFound(
            N_("There is no tile {tile} in {matrix}, whose zooms go from 0 to {most}."),
            tile=f"{z}/{row}/{col}",
            matrix=WEB_MERCATOR_QUAD,
            most=MAX_ZOOM,
        )
    return tile


def _read_parameters(request: Request, layer: Layer) -> dict[str, str]:
    asked = single_values(request.query_params, tile_parameters(layer))
    require_language(request)
    if asked.get("f", "mvt") not in ("mvt", MVT):
        raise InvalidInput(
            N_("The parameter {field} is {value}; expected {expected}."),
            field="f",
            value=repr(asked["f"]),
            expected="mvt",
        )
    return asked


def _read_properties(layer: Layer, tile: Tile, value: str | None) -> tuple[str, ...]:
    """The properties wanted, in the order of the layer; none named = all."""
    known = tile_properties(layer)
    if value is None:
        return tuple(known)
    sums = sums_of(layer, tile.zoom)
    wanted = set(filter(None, value.split(",")))
    for name in wanted - known.keys() - (sums.columns.keys() if sums else set()):
        raise InvalidInput(
            N_("The parameter {field} is {value}; expected properties of the collection: {known}."),
            field="properties",
            value=repr(name),
            known=", ".join(known),
        )
    return tuple(name for name in known if name in wanted)


def _short_tile_set(layer: Layer, request: Request, _: Translator) -> dict[str, Any]:
    root = ogc_root(request)
    address = f"{root}/collections/{layer.name}/tiles/{WEB_MERCATOR_QUAD}"
    template = link(f"{address}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", "item", "", MVT)
    return {
        "title": _(layer.title),
        "dataType": "vector",
        "crs": WEB_MERCATOR_URI,
        "tileMatrixSetURI": WEB_MERCATOR_QUAD_URI,
        "links": [
            link(address, "self", _(layer.title)),
            link(
                f"{root}/tileMatrixSets/{WEB_MERCATOR_QUAD}",
                f"{TILING}/tiling-scheme",
                WEB_MERCATOR_QUAD,
            ),
            {**template, "title": _(layer.title), "templated": True},
        ],
    }


def _schema(columns: Mapping[str, Any]) -> dict[str, Any]:
    properties = {name: PROPERTY_SCHEMAS[kind] for name, kind in columns.items()}
    return {"type": "object", "properties": properties}
