"""Statements that answer a request for a vector tile with bytes made by the database.

Tiles are those of WebMercatorQuad (OGC 17-083r4, annex D.1): EPSG:3857, 256 pixels, row 0 in the
north. A tile holds every feature that touches it or the margin around it, cut to that margin, so
that outlines meet across tiles. What is smaller than a step of the tile becomes a point; it is
never left out. Below `DETAIL_ZOOM` lots and works come as sums by cluster; from it on works without
a position are summed up beside those that have one.
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

    unplaced: whether features without a geometry are told so at every zoom.
    """

    name: str
    columns: Mapping[str, ColumnKind]
    unplaced: bool = False


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
    "works_without_position": "integer",
    "mean_progress_pct": "number",
}
#: layer -> its sums. A work without a geometry counts too: the sums stand at the cluster's place.
SUMS: Mapping[str, Sums] = {
    "land_lots": Sums("land_lots_by_cluster", _LOT_SUMS),
    "infrastructure_works": Sums("infrastructure_works_by_cluster", _WORK_SUMS, unplaced=True),
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
    features = _encoded(layer.name, inner)
    sums = SUMS.get(layer.name)
    if sums is None or not sums.unplaced:
        return f"SELECT {features}", values | bound
    others, more = _works_by_cluster(layer, selection, tile, unplaced=True)
    # A tile is a row of layers: one put after the other is a tile with both.
    return (
        f"SELECT coalesce({features}, '') || coalesce({_encoded(sums.name, others)}, '')",
        values | bound | more,
    )


def sums_statement(layer: Layer, selection: Selection, tile: Tile) -> Statement:
    """The sums by cluster of a tile; for layers of `SUMS`."""
    values: dict[str, Any] = {**_place(tile)}
    build = _lots_by_cluster if layer.name == "land_lots" else _works_by_cluster
    inner, bound = build(layer, selection, tile)
    return f"SELECT {_encoded(SUMS[layer.name].name, inner)}", values | bound


_BOX = "ST_TileEnvelope(%(zoom)s::int, %(column)s::int, %(row)s::int)"


def _around(margin: int = MARGIN) -> str:
    return f"{_BOX[:-1]}, margin => {margin / EXTENT})"


def _cut(shape: str, margin: int = MARGIN) -> str:
    """The shape in steps of the tile; where nothing of a line or an area is left, a point of it.

    The point nearest to the tile: outside the margin, it is cut off as the shape was.
    """

    def within(geometry: str) -> str:
        return f"ST_AsMVTGeom({geometry}, (SELECT {_BOX}), {EXTENT}, {margin})"

    point = f"ST_ClosestPoint({shape}, (SELECT {_around(margin)}))"
    return f"coalesce({within(shape)}, {within(point)}) AS mvt"


def _encoded(name: str, inner: str) -> str:
    """An expression of the type bytea."""
    return f"(SELECT ST_AsMVT(t, '{name}', {EXTENT}, 'mvt') FROM ({inner}) AS t)"  # noqa: S608


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
    """From the stored sums; counted anew for a period and for lots chosen by their properties."""
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
        if _names_one_day(selection.during) and not selection.narrows
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


def _works_by_cluster(
    layer: Layer, selection: Selection, tile: Tile, *, unplaced: bool = False
) -> Statement:
    """At the place of the cluster; counted anew only when works are chosen by their properties.

    unplaced: only works without a geometry.
    """
    names = [name for name in _WORK_SUMS if not name.startswith("cluster_")]
    values: dict[str, Any] = {"during": selection.during, "revision": selection.revision}
    where = ""
    if _names_one_day(selection.during) and not (selection.equal or selection.condition):
        counted = _STORED_WORKS.format(placed="(false)" if unplaced else "(true), (false)")
        if selection.province is not None:
            where = "AND s.province_key = %(province)s "
            values["province"] = selection.province
    else:
        more = ["geom IS NULL"] if unplaced else []
        chosen, values = conditions_of(layer, selection, "cluster_code = s.code", *more)
        counted = f"{_COUNTED_WORKS} {source_of(layer)} {chosen}"
    return (
        "SELECT s.code AS cluster_code, s.name AS cluster_name, "  # noqa: S608 - names of this module
        f"{', '.join(f'a.{name}' for name in names)}, "
        f"{_cut('ST_Transform(s.geom, 3857)', SUMS_MARGIN)} "
        "FROM published.clusters(%(during)s::daterange, %(revision)s::bigint) AS s "
        f"CROSS JOIN LATERAL ({counted}) AS a "
        "WHERE s.geom && ST_MakeEnvelope(%(sums_west)s, %(sums_south)s, %(sums_east)s, "
        f"%(sums_north)s, 4326) {where}AND a.works > 0",
        values | {f"sums_{k}": v for k, v in _degrees_around(tile, SUMS_MARGIN).items()},
    )


_COUNTED_WORKS = (
    "SELECT count(*)::int AS works, "
    "count(*) FILTER (WHERE completed)::int AS completed_works, "
    "count(*) FILTER (WHERE in_operation)::int AS works_in_operation, "
    "count(*) FILTER (WHERE num_nonnulls(progress_pct, completed, in_operation) = 0)::int "
    "AS works_without_progress, "
    "count(*) FILTER (WHERE geom IS NULL)::int AS works_without_position, "
    "round(avg(progress_pct), 1)::float8 AS mean_progress_pct"
)
_STORED_WORKS = (
    "SELECT sum(w.works)::int AS works, sum(w.completed_works)::int AS completed_works, "
    "sum(w.works_in_operation)::int AS works_in_operation, "
    "sum(w.works_without_progress)::int AS works_without_progress, "
    "coalesce(sum(w.works) FILTER (WHERE NOT w.placed), 0)::int AS works_without_position, "
    "round(sum(w.share_sum) / nullif(sum(w.works_with_share), 0), 1)::float8 AS mean_progress_pct "
    "FROM (VALUES {placed}) AS k (placed) CROSS JOIN LATERAL ("
    'SELECT c.* FROM published.cluster_works c WHERE c.cluster_code = s.code COLLATE "C" '
    "AND c.placed = k.placed AND c.from_day < upper(%(during)s::daterange) "
    "AND published.knew(c.recorded, %(revision)s::bigint) ORDER BY c.from_day DESC LIMIT 1) AS w"
)


def _names_one_day(during: str) -> bool:
    """Whether a `daterange` text names a single day: the sums are stored by day."""
    first, _, last = during.strip("[]").partition(",")
    return during.startswith("[") and during.endswith("]") and first == last
