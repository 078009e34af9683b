"""OGC API Features, Parts 1 to 3: features of a collection, as bytes that the database wrote."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.byte_answers import (
    GEOJSON,
    byte_answer,
    entity_tag,
    is_fresh,
    not_modified,
    read_count,
    read_revision,
    timestamp,
)
from api.dependencies import ServerResources
from api.language import language_of, require_language
from api.layer_labels import layer_labels
from api.layer_selection import CHOICES, equals_of, filter_of, period_of, read_selection
from api.parameters import (
    MAX_OFFSET,
    parse_bbox,
    parse_count,
    parse_crs,
    require_json,
    single_values,
)
from api.recent import Recent
from api.routers.ogc import find_layer, ogc_root, page_link
from api.schemas import answers
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_, translator
from cluster_gis.storage.crs import CRS84
from cluster_gis.storage.features import count_statement, feature_statement, page_statement
from cluster_gis.storage.layers import Layer, Selection

router = APIRouter(prefix="/ogc", tags=["OGC API Features"])

DEFAULT_LIMIT, MAX_LIMIT = 10, 10_000
ONE = frozenset({"f", "lang", "datetime", "known_at", "crs"})
MANY = ONE | CHOICES | {"limit", "offset", "bbox", "bbox-crs"}

_counts = Recent(1000)


def known_parameters(layer: Layer) -> frozenset[str]:
    """Every parameter that the items of a collection take."""
    return MANY | layer.filters.keys()


@router.get("/collections/{collection}/items", responses=answers(GEOJSON))
async def read_items(collection: str, request: Request, resources: ServerResources) -> Response:
    """Features of a collection. Parameters: see /ogc/api."""
    layer = find_layer(collection)
    asked = _read(request, known_parameters(layer))
    limit = min(parse_count("limit", asked.get("limit", str(DEFAULT_LIMIT)), least=1), MAX_LIMIT)
    offset = parse_count("offset", asked.get("offset", "0"), least=0, most=MAX_OFFSET)
    crs = parse_crs("crs", asked.get("crs", CRS84.uri))
    bbox_crs = parse_crs("bbox-crs", asked.get("bbox-crs", CRS84.uri))
    bbox = parse_bbox(asked["bbox"], bbox_crs) if "bbox" in asked else None
    # Refused before a 304 is given.
    during, _, _ = period_of(asked), equals_of(layer, asked, MANY), filter_of(layer, asked)
    revision = await read_revision(resources, asked.get("known_at"))
    tag = entity_tag(request, during, revision)
    if is_fresh(request, tag):
        return not_modified(tag)
    selection = replace(
        await read_selection(resources, layer, asked, revision, MANY),
        bbox=bbox,
        bbox_srid=bbox_crs.srid,
    )
    page = await resources.fetch_row(
        *page_statement(
            layer,
            selection,
            limit=limit,
            offset=offset,
            labels=layer_labels(layer, language_of(request)),
            crs=crs,
        )
    )
    returned, features = page or (0, None)
    if 0 < returned < limit:
        matched = offset + returned
    else:
        key = (id(resources), layer.name, repr(selection))
        matched = await read_count(resources, _counts, key, count_statement(layer, selection))
    head = {
        "type": "FeatureCollection",
        "timeStamp": timestamp(),
        "numberMatched": matched,
        "numberReturned": returned,
        "register": resources.settings.register,
        "revision": revision,
        "links": _page_links(request, layer, limit=limit, offset=offset, matched=matched),
    }
    body = f'{json.dumps(head, ensure_ascii=False)[:-1]}, "features":[{features or ""}]}}'
    return byte_answer(request, body, tag, GEOJSON, {"Content-Crs": f"<{crs.uri}>"})


@router.get("/collections/{collection}/items/{feature}", responses=answers(GEOJSON))
async def read_item(
    collection: str, feature: str, request: Request, resources: ServerResources
) -> Response:
    """One feature by its code or key."""
    layer = find_layer(collection)
    asked = _read(request, ONE)
    during = period_of(asked)
    crs = parse_crs("crs", asked.get("crs", CRS84.uri))
    revision = await read_revision(resources, asked.get("known_at"))
    tag = entity_tag(request, during, revision)
    if is_fresh(request, tag):
        return not_modified(tag)
    labels = layer_labels(layer, language_of(request))
    selection = Selection(during=during, revision=revision, equal={})
    row = await resources.fetch_row(
        *feature_statement(layer, selection, feature, labels=labels, crs=crs)
    )
    if row is None:
        raise NotFound(
            N_("The collection {collection} holds no {feature} on this date."),
            collection=layer.name,
            feature=repr(feature),
        )
    root = f"{ogc_root(request)}/collections/{layer.name}"
    links = [
        {"href": str(request.url), "rel": "self", "type": GEOJSON},
        {"href": root, "rel": "collection", "type": "application/json"},
        page_link(request, translator(language_of(request))),
    ]
    body = f'{row[0][:-1]},"links":{json.dumps(links)}}}'
    return byte_answer(request, body, tag, GEOJSON, {"Content-Crs": f"<{crs.uri}>"})


def _read(request: Request, known: frozenset[str]) -> dict[str, str]:
    """The parameters; `lang` and `f` are checked here."""
    asked = single_values(request.query_params, known)
    require_language(request)
    require_json(asked)
    return asked


def _page_links(
    request: Request, layer: Layer, *, limit: int, offset: int, matched: int
) -> list[dict[str, Any]]:
    root = f"{ogc_root(request)}/collections/{layer.name}"
    others = [(k, v) for k, v in request.query_params.multi_items() if k != "offset"]

    def link(rel: str, start: int) -> dict[str, Any]:
        query = urlencode([*others, *([("offset", str(start))] if start else [])])
        return {"href": f"{root}/items{'?' if query else ''}{query}", "rel": rel, "type": GEOJSON}

    links = [link("self", offset)]
    if offset + limit < matched:
        links.append(link("next", offset + limit))
    if offset > 0:
        links.append(link("prev", max(0, offset - limit)))
    links.append({"href": root, "rel": "collection", "type": "application/json"})
    links.append(page_link(request, translator(language_of(request))))
    return links
