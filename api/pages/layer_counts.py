"""`/maps/counts/…`: how many features of each class a layer of the desk has on a day."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request

from api.byte_answers import read_revision
from api.dependencies import ServerResources
from api.language import require_language
from api.layer_selection import read_selection
from api.parameters import single_values
from api.recent import Recent
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.storage.features import classes_statement
from cluster_gis.storage.layers import INFRASTRUCTURE_WORKS, LAYERS
from cluster_gis.storage.work_counts import work_counts_statement
from maps.desk_layers import DESK_TILES
from maps.tile_layers import TileLayer

router = APIRouter()

_KNOWN = frozenset({"datetime", "known_at", "province", "lang"})
_recent = Recent(200)


@router.get("/maps/counts/{name}", include_in_schema=False)
async def send_counts(
    name: Annotated[str, Path(max_length=40)], request: Request, resources: ServerResources
) -> dict[str, Any]:
    """Class -> features, and how many have no geometry, of a province or of all."""
    layer = DESK_TILES.get(name)
    if layer is None:
        raise NotFound(N_("There is no collection {name}."), name=repr(name))
    asked = single_values(request.query_params, _KNOWN)
    require_language(request)
    revision = await read_revision(resources, asked.get("known_at"))
    collection = LAYERS[layer.collection]
    selection = await read_selection(resources, collection, asked, revision, _KNOWN)
    key = (id(resources), name, selection.during, revision, selection.province)
    counts: dict[str, Any] | None = _recent.get(key)
    if counts is None:
        columns = sorted({column for when in layer.when.values() for column in when})
        statement = (
            work_counts_statement(selection)
            if collection is INFRASTRUCTURE_WORKS
            else classes_statement(collection, selection, columns)
        )
        row = await resources.fetch_row(*statement)
        counts = _counted(layer, row[0] if row else [])
        _recent.keep(key, counts)
    return counts


def _counted(layer: TileLayer, groups: list[dict[str, Any]]) -> dict[str, Any]:
    classes = {category.code: 0 for category in layer.theme.categories}
    for group in groups:
        classes[layer.class_of(group)] += group["features"]
    unplaced = sum(group["features"] - group["placed"] for group in groups)
    return {"classes": classes, "unplaced": unplaced}
