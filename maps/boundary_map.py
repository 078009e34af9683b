"""A boundary under check: the reading in use or every candidate, and where its issues lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import escape

from cluster_gis.i18n import N_, Translator
from maps import styles
from maps.assets import Assets
from maps.base import OfflineMap
from maps.folium_alone import folium
from maps.layers import Feature


@dataclass(frozen=True, slots=True)
class Drawn:
    """One outline: GeoJSON geometry in EPSG:4326, its name, whether it is the one in use.

    middle: (lat, lon), as Leaflet wants. number: of the candidate in the list under the map.
    """

    geometry: Mapping[str, Any]
    label: str
    used: bool
    middle: tuple[float, float]
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """An issue's place, EPSG:4326 degrees."""

    lon: float
    lat: float
    text: str


def build_boundary_map(
    outlines: Sequence[Drawn],
    spots: Sequence[Spot],
    *,
    land: Feature | None,
    lines: Feature | None,
    unit: Mapping[str, Any] | None = None,
    bounds: tuple[float, float, float, float],
    assets: Assets,
    _: Translator,
    language: str,
) -> OfflineMap:
    """unit: the outline of the declared unit. bounds: (south, west, north, east) shown first."""
    page = OfflineMap(
        assets,
        name="boundary",
        title=_(N_("Boundary check")),
        language=language,
        attribution_control=False,
    )
    for layer, style in (
        (land, {"color": styles.COAST, "weight": 1, "fillColor": styles.LAND, "fillOpacity": 1}),
        (lines, {"color": styles.PROVINCE_LINE, "weight": 1, "fill": False}),
    ):
        if layer is not None:
            page.add_child(_below(layer, style))
    if unit is not None:
        style = {
            "color": styles.PROVINCE_LINE,
            "weight": 2,
            "dashArray": "2 5",
            "fillOpacity": 0.05,
        }
        feature = {"type": "Feature", "properties": {}, "geometry": dict(unit)}
        page.add_child(_below(feature, style), name="unit")
    for number, outline in enumerate(outlines):
        page.add_child(_outline(outline), name=f"outline_{number}")
        if not outline.used:  # at a scale that shows them all an outline is a dot
            label = folium.Tooltip(
                str(outline.number or number + 1), permanent=True, direction="top"
            )
            place = folium.CircleMarker(
                outline.middle, radius=9, color=styles.CANDIDATE, weight=2, tooltip=label
            )
            page.add_child(place, name=f"place_{number}")
    for number, spot in enumerate(spots):
        marker = folium.CircleMarker(
            (spot.lat, spot.lon),
            radius=6,
            color=styles.ISSUE_PLACE,
            weight=3,
            fill=True,
            tooltip=str(escape(spot.text)),
        )
        page.add_child(marker, name=f"spot_{number}")
    south, west, north, east = bounds
    page.fit_bounds([(south, west), (north, east)], padding=(30, 30))
    return page


def _below(layer: Feature, style: dict[str, Any]) -> folium.GeoJson:
    """Land or lines under the outlines; they answer no pointer."""
    return folium.GeoJson(dict(layer), style_function=lambda _feature: style, interactive=False)


def _outline(outline: Drawn) -> folium.GeoJson:
    colour = styles.CHECKED if outline.used else styles.CANDIDATE
    style = {"color": colour, "weight": 3, "dashArray": "" if outline.used else "6 4"}
    return folium.GeoJson(
        {"type": "Feature", "properties": {}, "geometry": dict(outline.geometry)},
        style_function=lambda _feature: style,
        tooltip=str(escape(outline.label)),
    )
