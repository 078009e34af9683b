"""A boundary under check: the reading in use or every candidate, and where its issues lie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cluster_gis.i18n import N_, Translator
from maps import styles
from maps.assets import Assets
from maps.base import OfflineMap, Part
from maps.layers import Feature

GROUND = "map/ground.js"


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
    page.add_child(ground(land=land, lines=lines, unit=unit))
    south, west, north, east = bounds
    data = {
        "outlines": [_outline(outline, number) for number, outline in enumerate(outlines, 1)],
        "spots": [{"at": (spot.lat, spot.lon), "words": spot.text} for spot in spots],
        "spot_colour": styles.ISSUE_PLACE,
        "bounds": ((south, west), (north, east)),
    }
    page.add_child(Part("outlines", data, scripts=(GROUND,)))
    return page


def ground(
    *, land: Feature | None, lines: Feature | None, unit: Mapping[str, Any] | None = None
) -> Part:
    """What lies under the outlines of a small map: land, lines of provinces, one unit."""
    layers = [
        (land, {"color": styles.COAST, "weight": 1, "fillColor": styles.LAND, "fillOpacity": 1}),
        (lines, {"color": styles.PROVINCE_LINE, "weight": 1, "fill": False}),
        (
            unit,
            {
                "color": styles.PROVINCE_LINE,
                "weight": 2,
                "dashArray": "2 5",
                "fillOpacity": 0.05,
            },
        ),
    ]
    data = [{"shape": dict(shape), "style": style} for shape, style in layers if shape is not None]
    return Part("ground", data, scripts=(GROUND,))


def _outline(outline: Drawn, place: int) -> dict[str, Any]:
    colour = styles.CHECKED if outline.used else styles.CANDIDATE
    # At a scale that shows all candidates an outline is a dot: each has a numbered ring.
    number = str(outline.number or place)
    return {
        "geometry": dict(outline.geometry),
        "label": outline.label,
        "style": {"color": colour, "weight": 3, "dashArray": "" if outline.used else "6 4"},
        "place": None if outline.used else {"at": outline.middle, "number": number},
    }
