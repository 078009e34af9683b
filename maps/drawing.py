"""A subject's clusters classified and styled without folium: for prints, tables and tests.

`draw(plan, look)` gives what a map of the subject shows by one theme: each cluster with its class,
each class with its style and its count, and what could not be drawn.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cluster_gis.i18n import Translator
from maps.content import PlanMap
from maps.layers import cluster_rows
from maps.page import Look
from maps.styles import UNKNOWN, Category, Theme


@dataclass(frozen=True, slots=True)
class Style:
    """How a class is drawn. Colours as #rrggbb.

    dash: an outline is dashed (planned or indicative). hatch: an area is hatched (indicative, not
    surveyed) instead of filled. symbol: a shape of api/static/map/symbols.js; hollow: its outline.
    """

    colour: str
    symbol: str
    hollow: bool
    dash: bool
    hatch: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """A class as the legend tells it: style, text in the reader's language, clusters in it."""

    code: str
    label: str
    style: Style
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCluster:
    """A cluster as it is drawn. lon, lat: EPSG:4326 degrees of its symbol.

    outline: the stored boundary (GeoJSON, EPSG:4326), or None. radius_m: of the indicative circle
    of the decided area round (lon, lat), when there is no outline. apart: (place, size, metres) in
    the ring of those that share a point, see maps/spread.py. label: its short name.
    """

    code: str
    name: str
    label: str
    category: str
    style: Style
    lon: float
    lat: float
    outline: Mapping[str, Any] | None
    radius_m: float | None
    apart: tuple[int, int, float] | None
    area_ha: str | None
    place_quality: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnShape:
    """A shape beside the clusters (unit, before, after, conflict). geometry: GeoJSON, EPSG:4326."""

    geometry: Mapping[str, Any]
    label: str
    lines: Sequence[str]
    category: str
    style: Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Everything of one subject by one theme. unplaced: no place is known. undated: state not
    known on the day. Both are counted, never dropped.
    """

    title: str
    theme: str
    clusters: Sequence[DrawnCluster]
    legend: Sequence[LegendEntry]
    shapes: Sequence[DrawnShape]
    shape_legend: Sequence[LegendEntry]
    notes: Sequence[str]
    unplaced: int
    undated: int
    total: int


def draw(plan: PlanMap, look: Look, *, _: Translator, theme: str | None = None) -> Drawing:
    """The drawing by the theme of that code; None = the first of the subject."""
    chosen = next((one for one in look.themes if one.code == theme), None)
    if theme is not None and chosen is None:
        expected = ", ".join(one.code for one in look.themes)
        raise ValueError(f"theme is {theme!r}; expected one of {expected}")
    by = chosen or look.themes[0]
    rows = cluster_rows(plan.clusters, look.themes, {})
    note = [_(look.note)] if look.note else []
    return Drawing(
        title=_(look.title),
        theme=_(by.label),
        clusters=[_cluster(row, by) for row in rows if row.get("lon") is not None],
        legend=_legend(by, Counter(row[by.field] for row in rows), _),
        shapes=[
            DrawnShape(
                geometry=shape.geometry,
                label=shape.label,
                lines=shape.lines,
                category=shape.category,
                style=style_of(look.overlays.category(shape.category)),
            )
            for shape in plan.overlays
            if look.overlays is not None
        ],
        shape_legend=_legend(look.overlays, Counter(one.category for one in plan.overlays), _)
        if look.overlays is not None and plan.overlays
        else [],
        notes=[*note, *plan.notes],
        unplaced=sum(row.get("lon") is None for row in rows),
        undated=sum(one["properties"].get("status") in (None, UNKNOWN) for one in plan.clusters),
        total=len(rows),
    )


def style_of(category: Category, *, indicative: bool = False) -> Style:
    """How a class is drawn; an indicative area is hatched and dashed whatever its class."""
    return Style(
        colour=category.colour,
        symbol=category.symbol,
        hollow=category.hollow,
        dash=category.dashed or indicative,
        hatch=indicative or category.hatched,
    )


def _cluster(row: Mapping[str, Any], theme: Theme) -> DrawnCluster:
    category = theme.category(row[theme.field])
    return DrawnCluster(
        code=row["code"],
        name=row["name"],
        label=short_name(row["name"]),
        category=category.code,
        style=style_of(category, indicative=row.get("boundary_quality") != "surveyed"),
        lon=row["lon"],
        lat=row["lat"],
        outline=row.get("geometry"),
        radius_m=row.get("radius_m"),
        apart=row.get("spread"),
        area_ha=row["area_ha"],
        place_quality=row["place_quality"],
    )


def short_name(name: str) -> str:
    """The name without "Cụm công nghiệp", as labels write it."""
    for lead in ("cụm công nghiệp ", "ccn "):
        if name.lower().startswith(lead):
            name = name[len(lead) :].strip()
            break
    return name[:1].upper() + name[1:]


def _legend(theme: Theme, counts: Mapping[str, int], _: Translator) -> list[LegendEntry]:
    return [
        LegendEntry(
            code=category.code,
            label=_(category.label),
            style=style_of(category),
            count=counts.get(category.code, 0),
        )
        for category in theme.categories
    ]
