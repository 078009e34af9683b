"""OGC API Features, Parts 1 to 3, and Tiles: landing page, conformance, collections."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from api.dependencies import DbSession, Gettext, ServerResources, only
from api.ogc_definition import build_definition, build_queryables, build_schema
from api.schemas import answers
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_, Translator
from cluster_gis.storage.crs import CRS84, CRS_BY_URI
from cluster_gis.storage.layers import LAYERS, Layer
from cluster_gis.storage.queries.extents import Extent, extent_of
from cluster_gis.storage.register import revision_at

router = APIRouter(prefix="/ogc", tags=["OGC API Features"], dependencies=[Depends(only("f"))])

GEOJSON = "application/geo+json"
SCHEMA = "application/schema+json"
DEFINITION = "application/vnd.oai.openapi+json;version=3.0"
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
TILING_SCHEMES = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
TILESETS_VECTOR = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
HTML = "text/html"
AS_PAGE = N_("The same as a page")
CONFORMS_TO = [
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilesetmetadata",
]


def ogc_root(request: Request) -> str:
    """Absolute address of the API as the client reached it, without a slash at the end."""
    return f"{str(request.base_url).rstrip('/')}/ogc"


def link(href: str, rel: str, title: str, media_type: str = "application/json") -> dict[str, str]:
    """One link of an answer."""
    return {"href": href, "rel": rel, "type": media_type, "title": title}


def page_link(request: Request, _: Translator) -> dict[str, str]:
    """The link of a document to the same as a page for people."""
    others = [(name, value) for name, value in request.query_params.multi_items() if name != "f"]
    address = f"{str(request.base_url).rstrip('/')}{request.url.path}"
    return link(f"{address}?{urlencode([*others, ('f', 'html')])}", "alternate", _(AS_PAGE), HTML)


def find_layer(name: str) -> Layer:
    """The collection of this name; raises NotFound."""
    layer = LAYERS.get(name)
    if layer is None:
        raise NotFound(N_("There is no collection {name}."), name=repr(name))
    return layer


@router.get("", name="ogc_landing")
@router.get("/", include_in_schema=False)
def read_landing_page(request: Request, resources: ServerResources, _: Gettext) -> dict[str, Any]:
    """Where everything is."""
    root = ogc_root(request)
    return {
        "title": "Cluster GIS",
        "description": _(N_("Register, plan, law findings and maps of industrial clusters.")),
        "register": resources.settings.register,
        "links": [
            link(f"{root}/", "self", _(N_("This page"))),
            page_link(request, _),
            link(f"{root}/api", "service-desc", _(N_("Definition of the API")), DEFINITION),
            link(f"{request.base_url}docs", "service-doc", _(N_("Console")), "text/html"),
            link(f"{root}/conformance", "conformance", _(N_("Standards conformed to"))),
            link(f"{root}/collections", "data", _(N_("Collections"))),
            link(f"{root}/tileMatrixSets", TILING_SCHEMES, _(N_("Tile matrix sets"))),
        ],
    }


@router.get("/conformance")
def read_conformance(resources: ServerResources) -> dict[str, Any]:
    """Standards that this API conforms to."""
    return {"conformsTo": CONFORMS_TO, "register": resources.settings.register}


@router.get("/api", responses=answers(DEFINITION))
def read_definition(request: Request, _: Gettext) -> JSONResponse:
    """The OGC part as OpenAPI 3.0, for clients that configure themselves from it."""
    return JSONResponse(build_definition(ogc_root(request), _), media_type=DEFINITION)


@router.get("/collections")
def read_collections(
    request: Request, session: DbSession, resources: ServerResources, _: Gettext
) -> dict[str, Any]:
    """Every collection."""
    root, revision = ogc_root(request), revision_at(session)
    return {
        "register": resources.settings.register,
        "links": [
            link(f"{root}/collections", "self", _(N_("Collections"))),
            page_link(request, _),
        ],
        "collections": [
            _describe(layer, extent_of(session, layer, revision=revision), root, _)
            for layer in LAYERS.values()
        ],
    }


@router.get("/collections/{collection}")
def read_collection(
    request: Request,
    collection: str,
    session: DbSession,
    resources: ServerResources,
    _: Gettext,
) -> dict[str, Any]:
    """One collection: what it holds, where and when."""
    layer = find_layer(collection)
    extent = extent_of(session, layer, revision=revision_at(session))
    described = _describe(layer, extent, ogc_root(request), _)
    return {**described, "register": resources.settings.register}


@router.get("/collections/{collection}/schema", responses=answers(SCHEMA))
def read_schema(collection: str, _: Gettext) -> JSONResponse:
    """JSON Schema of a feature: without it clients guess a column's type from the first page."""
    return JSONResponse(build_schema(find_layer(collection), _), media_type=SCHEMA)


@router.get("/collections/{collection}/queryables", responses=answers(SCHEMA))
def read_queryables(collection: str, request: Request, _: Gettext) -> JSONResponse:
    """Properties that a filter may name, with their types."""
    layer = find_layer(collection)
    address = f"{ogc_root(request)}/collections/{layer.name}/queryables"
    return JSONResponse(build_queryables(layer, address, _), media_type=SCHEMA)


def _describe(layer: Layer, extent: Extent, root: str, _: Translator) -> dict[str, Any]:
    address = f"{root}/collections/{layer.name}"
    days = [None if day is None else f"{day.isoformat()}T00:00:00Z" for day in extent.days]
    described: dict[str, Any] = {
        "id": layer.name,
        "title": _(layer.title),
        "description": _(layer.description),
        "itemType": "feature",
        "crs": list(CRS_BY_URI),
        "storageCrs": CRS84.uri,
        "links": [
            link(address, "self", _(layer.title)),
            link(f"{address}/items", "items", _(layer.title), GEOJSON),
            link(f"{address}/schema", "describedby", _(N_("Schema of a feature")), SCHEMA),
            link(f"{address}/queryables", QUERYABLES, _(N_("Queryables")), SCHEMA),
            link(f"{address}?f=html", "alternate", _(AS_PAGE), HTML),
        ],
        "extent": {"temporal": {"interval": [days]}},
    }
    if layer.drawn:
        described["links"].append(link(f"{address}/tiles", TILESETS_VECTOR, _(N_("Vector tiles"))))
    if extent.bbox is not None:
        described["extent"]["spatial"] = {"bbox": [list(extent.bbox)], "crs": CRS84.uri}
    return described
