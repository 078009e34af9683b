"""Statements that answer a request for a vector tile with bytes made by the database.

Tiles are those of WebMercatorQuad (OGC 17-083r4, annex D.1): EPSG:3857, 256 pixels, row 0 in the
north. A tile holds every feature that touches it or the margin around it, cut to that margin, so
that outlines meet across tiles. Below `DETAIL_ZOOM` lots and works come as sums by cluster.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cluster_gis.storage.features import Statement, conditions_of, source_of
from cluster_gis.storage.layers import ColumnKind, Layer, Selection

MAX_ZOOM = 22
#: The first zoom that shows single lots and works.
DETAIL_ZOOM = 13
#: Steps of a tile's side, and of the margin around it.
EXTENT, MARGIN = 4096, 64
#: Sums are symbols wider than a point: the tile beside draws its half of them.
SUMS_MARGIN = 512
#: Properties every feature of an answer shares; they are members of the tileset, not of features.
SHARED = frozenset({"register", "revision"})


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile of WebMercatorQuad; row and column are below 2^zoom."""

    zoom: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Sums:
    """How a layer is told by cluster at small zooms. columns: property -> kind.

    from_zoom: tiles of smaller zooms are empty.
    """

    name: str
    columns: Mapping[str, ColumnKind]
    from_zoom: int = 0


_LOT_SUMS: dict[str, ColumnKind] = {
    "cluster_code": "text",
    "cluster_name": "text",
    "lots": "integer",
    "leased_lots": "integer",
    "free_lots": "integer",
    "unknown_lots": "integer",
    "area_ha": "number",
    "leased_area_ha": "number",
    "leased_share_pct": "number",
}
_WORK_SUMS: dict[str, ColumnKind] = {
    "cluster_code": "text",
    "cluster_name": "text",
    "works": "integer",
    "completed_works": "integer",
    "works_in_operation": "integer",
    "works_without_progress": "integer",
    "mean_progress_pct": "number",
}
#: layer -> its sums. A work without a geometry counts too: the sums stand at the cluster's place.
SUMS: Mapping[str, Sums] = {
    "land_lots": Sums("land_lots_by_cluster", _LOT_SUMS),
    # Counted anew for each tile, from the newest statement of every work: a country would take
    # seconds.
    "infrastructure_works": Sums("infrastructure_works_by_cluster", _WORK_SUMS, from_zoom=8),
}


def tile_properties(layer: Layer) -> Mapping[str, ColumnKind]:
    """Properties a feature of a tile may have: scalars, and nothing all of them share."""
    return {
        name: kind for name, kind in layer.columns.items() if kind != "texts" and name not in SHARED
    }


def sums_of(layer: Layer, zoom: int) -> Sums | None:
    """What stands for the features of the layer at this zoom; None = the features themselves."""
    return SUMS.get(layer.name) if zoom < DETAIL_ZOOM else None


def tile_statement(
    layer: Layer, selection: Selection, tile: Tile, properties: Iterable[str]
) -> Statement:
    """The features of a tile as one Mapbox Vector Tile; empty bytes when there are none.

    properties: those wanted, of `tile_properties`.
    """
    values: dict[str, Any] = {**_place(tile)}
    if layer.shape:
        shape = layer.shape
        near = f"{shape} && (SELECT {_around()})"
    else:
        shape = "ST_Transform(geom, 3857)"
        values |= _degrees_around(tile)
        near = "geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)"
    where, bound = conditions_of(layer, selection, near)
    columns = "".join(_column(name, layer.columns[name]) for name in properties)
    inner = f"SELECT {columns}{_cut(shape)} {source_of(layer)} {where}"
    return _encoded(layer.name, inner), values | bound


def sums_statement(layer: Layer, selection: Selection, tile: Tile) -> Statement:
    """The sums by cluster of a tile; for layers of `SUMS`."""
    values: dict[str, Any] = {**_place(tile)}
    build = _lots_by_cluster if layer.name == "land_lots" else _works_by_cluster
    inner, bound = build(layer, selection, tile)
    return _encoded(SUMS[layer.name].name, inner), values | bound


_BOX = "ST_TileEnvelope(%(zoom)s::int, %(column)s::int, %(row)s::int)"


def _around(margin: int = MARGIN) -> str:
    return f"{_BOX[:-1]}, margin => {margin / EXTENT})"


def _cut(shape: str, margin: int = MARGIN) -> str:
    return f"ST_AsMVTGeom({shape}, (SELECT {_BOX}), {EXTENT}, {margin}) AS mvt"


def _encoded(name: str, inner: str) -> str:
    return f"SELECT ST_AsMVT(t, '{name}', {EXTENT}, 'mvt') FROM ({inner}) AS t"  # noqa: S608


def _column(name: str, kind: ColumnKind) -> str:
    # Vector tiles know texts, truth values and numbers: a numeric would become a text.
    return f"{name}::float8, " if kind == "number" else f"{name}, "


def _place(tile: Tile) -> dict[str, str]:
    """As texts: psycopg would give small and large numbers different types, and so plans."""
    return {"zoom": str(tile.zoom), "row": str(tile.row), "column": str(tile.column)}


def _degrees_around(tile: Tile, steps: int = MARGIN) -> dict[str, float]:
    """The tile with its margin in EPSG:4326, cut at the edge of the world."""
    tiles, margin = float(2**tile.zoom), steps / EXTENT

    def longitude(column: float) -> float:
        return max(-180.0, min(180.0, column / tiles * 360 - 180))

    def latitude(row: float) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / tiles))))

    return {
        "west": longitude(tile.column - margin),
        "east": longitude(tile.column + 1 + margin),
        "south": latitude(tile.row + 1 + margin),
        "north": latitude(tile.row - margin),
    }


_NAME = (
    '(SELECT c.name FROM register.cluster_state c WHERE c.cluster_code = {code} COLLATE "C" '
    "AND published.knew(c.recorded, %(revision)s::bigint) "
    "ORDER BY published.rank_version(c.valid, %(during)s::daterange) LIMIT 1) AS cluster_name"
)
_SHARE = "round(leased_area_ha * 100 / area_ha, 1)::float8 AS leased_share_pct"


def _lots_by_cluster(layer: Layer, selection: Selection, _tile: Tile) -> Statement:
    """From the stored sums; counted anew only when lots are chosen by their properties."""
    where, values = conditions_of(layer, selection, "cluster_code = s.cluster_code")
    stored = (
        "SELECT s.* FROM published.cluster_lots s "  # noqa: S608 - names of this module
        f"WHERE s.middle && (SELECT {_around(SUMS_MARGIN)}) "
        "AND published.knew(s.recorded, %(revision)s::bigint) "
        "AND published.holds(s.valid, %(during)s::daterange) AND NOT EXISTS ("
        "SELECT 1 FROM published.cluster_lots later WHERE later.cluster_code = s.cluster_code "
        "AND published.knew(later.recorded, %(revision)s::bigint) AND later.valid >> s.valid "
        "AND published.holds(later.valid, %(during)s::daterange))"
    )
    chosen = (
        stored
        if not selection.narrows
        else (
            "SELECT s.cluster_code, s.middle, a.* "  # noqa: S608 - names of layers.py only
            f"FROM ({stored}) AS s CROSS JOIN LATERAL (SELECT count(*)::int AS lots, "
            "count(*) FILTER (WHERE leased)::int AS leased_lots, "
            "count(*) FILTER (WHERE NOT leased)::int AS free_lots, "
            "count(*) FILTER (WHERE leased IS NULL)::int AS unknown_lots, "
            "CASE WHEN count(area_ha) = count(*) THEN sum(area_ha) END AS area_ha, "
            "CASE WHEN count(*) FILTER (WHERE leased IS NULL OR leased AND area_ha IS NULL) = 0 "
            "THEN coalesce(sum(area_ha) FILTER (WHERE leased), 0) END AS leased_area_ha "
            f"{source_of(layer)} {where}) AS a WHERE a.lots > 0"
        )
    )
    return (
        f"SELECT cluster_code, {_NAME.format(code='s.cluster_code')}, lots, leased_lots, "  # noqa: S608
        "free_lots, unknown_lots, area_ha::float8, leased_area_ha::float8, "
        f"{_SHARE}, {_cut('middle', SUMS_MARGIN)} FROM ({chosen}) AS s",
        values,
    )


def _works_by_cluster(layer: Layer, selection: Selection, tile: Tile) -> Statement:
    where, values = conditions_of(layer, selection, "cluster_code = s.code")
    return (
        "SELECT s.code AS cluster_code, s.name AS cluster_name, a.*, "  # noqa: S608
        f"{_cut('ST_Transform(s.geom, 3857)', SUMS_MARGIN)} "
        "FROM published.clusters(%(during)s::daterange, %(revision)s::bigint) AS s "
        "CROSS JOIN LATERAL (SELECT count(*)::int AS works, "
        "count(*) FILTER (WHERE completed)::int AS completed_works, "
        "count(*) FILTER (WHERE in_operation)::int AS works_in_operation, "
        "count(*) FILTER (WHERE progress_as_of IS NULL)::int AS works_without_progress, "
        "round(avg(progress_pct), 1)::float8 AS mean_progress_pct "
        f"{source_of(layer)} {where}) AS a "
        "WHERE s.geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326) "
        "AND a.works > 0",
        values | _degrees_around(tile, SUMS_MARGIN),
    )
