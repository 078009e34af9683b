"""Layers as parts of the page: compact data in, one call of our own script out.

folium.GeoJson writes every feature with its style (3.2 MB and 3 s for 2,000 clusters);
here rows go in once, without repeated keys, and the browser styles them by theme.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cluster_gis.services.read_map import Overlay
from maps import spread, styles
from maps.base import Part

Feature = Mapping[str, Any]

#: what may stand in `place_quality`, `area_act`, `status_basis`, `boundary_quality`.
PLACE_QUALITIES = ("commune", "commune_inferred", "district")
AREA_ACTS = ("planned", "established", "after_expansion", "detailed", "measured")
STATUS_BASES = ("decision", "event", "known_no_later_than", "inferred")
BOUNDARY_QUALITIES = ("surveyed", "digitised")

#: columns of a row, in this order; the script reads them by name.
COLUMNS = (
    "code",
    "name",
    "province",
    "place",
    "anchor",
    "place_quality",
    "lon",
    "lat",
    "geometry",
    "boundary_quality",
    "spread",
    "radius_m",
    "status",
    "status_basis",
    "status_text",
    "decision",
    "area_ha",
    "area_act",
    "investor",
    "verdict",
    "rule",
    "verdict_text",
    "infrastructure_state",
    "infrastructure_text",
    "sources",
    "url",
)

#: What only some subjects have.
SUBJECT_COLUMNS = ("facts", "spans", "before")
#: What the filters and the card of the desk read beside; in a row when it is known.
DESK_COLUMNS = ("kind", "fill_pct", "fill_basis")
#: Values that several rows share, by their place in a list of the layer.
SHARED_COLUMNS = ("units", "sectors")

_PLAIN = (
    "code",
    "name",
    "province",
    "place",
    "status_text",
    "decision",
    "investor",
    "rule",
    "verdict_text",
    "infrastructure_text",
    "url",
)
_CODED = {
    "place_quality": PLACE_QUALITIES,
    "area_act": AREA_ACTS,
    "status_basis": STATUS_BASES,
    "boundary_quality": BOUNDARY_QUALITIES,
}


def cluster_layer(
    clusters: Sequence[Feature],
    themes: Sequence[styles.Theme] = tuple(styles.THEMES.values()),
    source_titles: Mapping[str, str] | None = None,
) -> Part:
    """The layer of clusters; the properties of a feature are described in maps/plan_map.py."""
    sources: dict[str, int] = {}
    titles = source_titles or {}
    rows = cluster_rows(clusters, themes, sources)
    shared = {name: _share(rows, name) for name in SHARED_COLUMNS}
    columns = _columns(rows)
    data = {
        "columns": columns,
        "rows": [[row.get(column) for column in columns] for row in rows],
        "sources": list(sources),
        "source_titles": [titles.get(source) for source in sources],
        **shared,
    }
    scripts = ("map/symbols.js", "map/labels.js", "map/clusters.js", "map/card.js")
    return Part("clusters", data, scripts=scripts)


def cluster_rows(
    clusters: Sequence[Feature], themes: Sequence[styles.Theme], sources: dict[str, int]
) -> list[dict[str, Any]]:
    """The clusters with the class of every theme, set apart where they share a unit's point.

    sources: filled with address -> number, as the rows name them.
    """
    rows = [_row(feature, themes, sources) for feature in clusters]
    _set_apart(rows)
    return rows


def _share(rows: Sequence[dict[str, Any]], name: str) -> list[Any]:
    """The values of a column, once each; the rows keep their places in that list."""
    places: dict[Any, int] = {}
    for row in rows:
        if name in row:
            row[name] = [places.setdefault(tuple(value), len(places)) for value in row[name]]
    return list(places)


def _columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """COLUMNS and what the subject adds, without those that no row fills."""
    added = list(dict.fromkeys(key for row in rows for key in row))
    return [*COLUMNS, *(name for name in added if name not in COLUMNS)]


def _row(
    feature: Feature, themes: Sequence[styles.Theme], sources: dict[str, int]
) -> dict[str, Any]:
    properties = feature["properties"]
    row = {name: properties.get(name) for name in _PLAIN}
    for name, allowed in _CODED.items():
        row[name] = _coded(name, properties.get(name), allowed)
    for theme in themes:
        row[theme.field] = theme.category(properties.get(theme.field)).code
    row["anchor"] = properties.get("anchor") or properties.get("place")
    area_ha = properties.get("area_ha")
    # As text, so that 58.80 stays 58.80; missing stays missing.
    row["area_ha"] = None if area_ha is None else f"{area_ha:f}"
    row["sources"] = [sources.setdefault(url, len(sources)) for url in properties["sources"]]
    row |= {
        name: value
        for name, value in properties.items()
        if name in SUBJECT_COLUMNS or name.startswith("tally_")
    }
    row |= {
        name: properties[name]
        for name in (*DESK_COLUMNS, *SHARED_COLUMNS)
        if properties.get(name) is not None
    }
    geometry = feature.get("geometry")
    if geometry and geometry["type"] in ("Polygon", "MultiPolygon"):
        row["geometry"] = rounded(geometry)
        row["lon"], row["lat"] = _middle(geometry)
    elif geometry:
        row["lon"], row["lat"] = (round(value, 6) for value in geometry["coordinates"][:2])
        row["boundary_quality"] = None
        if area_ha and row["place_quality"] in ("commune", "commune_inferred"):
            row["radius_m"] = round(spread.radius_of(area_ha), 1)
    return row


def _coded(field: str, value: str | None, allowed: Sequence[str]) -> str | None:
    if value is not None and value not in allowed:
        raise ValueError(f"{field} is {value!r}; expected one of {', '.join(allowed)}, or None")
    return value


def _set_apart(rows: Iterable[dict[str, Any]]) -> None:
    """Give the clusters that share a unit's point their places in a ring (maps/spread.py)."""
    pointed = [row for row in rows if row.get("lon") is not None and "geometry" not in row]
    spots = [
        spread.Spot(lon=row["lon"], lat=row["lat"], radius_m=row.get("radius_m") or 0.0)
        for row in pointed
    ]
    for row, place in zip(pointed, spread.spread(spots), strict=True):
        row["spread"] = place


def rounded(geometry: Feature, digits: int = 6) -> dict[str, Any]:
    """The geometry with coordinates rounded: 10⁻⁶ degree is a tenth of a metre."""
    return {"type": geometry["type"], "coordinates": _cut(geometry["coordinates"], digits)}


def _cut(value: Any, digits: int) -> Any:
    """Positions rounded and without heights, at whatever depth they lie."""
    first = value[0]
    if isinstance(first, (int, float)):
        return [round(first, digits), round(value[1], digits)]
    if isinstance(first[0], (int, float)):
        return [[round(lon, digits), round(lat, digits)] for lon, lat, *_height in value]
    return [_cut(part, digits) for part in value]


def _middle(geometry: Feature) -> tuple[float, float]:
    """Middle of the bounding box of the outer rings, (lon, lat): where the symbol stands."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    corners = [corner for polygon in polygons for corner in polygon[0]]
    lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return round((min(lons) + max(lons)) / 2, 6), round((min(lats) + max(lats)) / 2, 6)


def basemap_layer(
    *,
    land: Feature | None,
    province_lines: Feature | None,
    unit_lines: Feature | None,
    labels: Iterable[tuple[str, float, float, str]],
    background: Mapping[str, str] | None,
) -> Part:
    """Sea, land, lines and names below the clusters.

    The first three are GeoJSON FeatureCollections in EPSG:4326, or None. labels: (text,
    latitude, longitude, kind), kind one of sea, island, archipelago. background: {"url",
    "attribution"} of tiles that the reader may switch on; None = no such switch.
    """
    data = {
        "land": _geometries(land),
        "lines": _geometries(province_lines, border=False),
        "borders": _geometries(province_lines, border=True),
        "units": _geometries(unit_lines),
        "labels": list(labels),
        "background": background,
        "colours": {
            "sea": styles.SEA,
            "beyond": styles.BEYOND,
            "land": styles.LAND,
            "coast": styles.COAST,
            "line": styles.PROVINCE_LINE,
            "border": styles.COUNTRY_LINE,
            "grid": styles.GRID,
        },
    }
    return Part("basemap", data, scripts=("map/basemap.js",))


def dated_lines(held: Feature, ended: Mapping[str, Feature]) -> dict[str, Any]:
    """Province lines of a map whose day can change: those of every day, the others by last day."""
    return {
        "lines": _geometries(held, border=False),
        "ended_lines": [
            [last, _geometries(lines, border=False)] for last, lines in sorted(ended.items())
        ],
    }


def _geometries(collection: Feature | None, *, border: bool | None = None) -> list[dict[str, Any]]:
    """Geometries alone, to 10⁻⁵ degree (one metre): a base map is looked at, not measured.

    border: True = only the land border of the country, False = only the rest, None = all.
    """
    if collection is None:
        return []
    return [
        rounded(feature["geometry"], 5)
        for feature in collection["features"]
        if feature.get("geometry")
        and border in (None, (feature.get("properties") or {}).get("kind") == "country")
    ]


def overlay_data(
    overlays: Sequence[Overlay], theme: styles.Theme | None, _: Any
) -> dict[str, Any] | None:
    """Shapes beside the clusters with the classes they are drawn by; None without any."""
    if theme is None or not overlays:
        return None
    return {
        "theme": theme_data([theme], _)[0],
        "shapes": [
            [
                theme.category(overlay.category).code,
                overlay.label,
                overlay.lines,
                rounded(overlay.geometry),
            ]
            for overlay in overlays
        ],
    }


def graticule_layer(grids: Mapping[str, Mapping[str, Any]]) -> Part:
    """VN-2000 grids by province code, from maps/graticule.py."""
    return Part("graticule", grids, scripts=("map/graticule.js",))


def category_data(category: styles.Category, _: Any) -> dict[str, Any]:
    """One class as the scripts draw it, its label translated by `_`."""
    return {
        "code": category.code,
        "label": _(category.label),
        "colour": category.colour,
        "symbol": category.symbol,
        "hollow": category.hollow,
        "dashed": category.dashed,
        "hatched": category.hatched,
    }


def theme_data(themes: Iterable[styles.Theme], _: Any) -> list[dict[str, Any]]:
    """Themes as the scripts need them, labels translated by `_`."""
    return [
        {
            "code": theme.code,
            "label": _(theme.label),
            "field": theme.field,
            "categories": [category_data(category, _) for category in theme.categories],
        }
        for theme in themes
    ]
