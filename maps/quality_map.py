"""Where the issues of the register are: a small map of places, no boundaries."""

from collections.abc import Sequence
from dataclasses import dataclass

from cluster_gis.domain.quality import SEVERITY_NAMES
from cluster_gis.i18n import N_, Translator
from maps import styles
from maps.assets import Assets
from maps.base import OfflineMap, Part
from maps.boundary_map import ground
from maps.content import ARCHIPELAGOS, NORTH, union
from maps.layers import Feature

#: severity -> colour, radius in pixels, filled: size and fill tell it without colour too
SIGNS = {
    "error": (styles.ISSUE_PLACE, 8, True),
    "warning": (styles.CANDIDATE, 7, False),
    "note": (styles.NOTE_PLACE, 4, False),
}
#: Degrees of latitude beyond which the whole country is shown, islands and all.
_WIDE = 6.0
#: The mainland; a map of the country shows the archipelagos too.
_MAINLAND = (8.3, 102.0, 23.5, 109.6)
_MARGIN = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """An issue at its place, EPSG:4326. indicative: the cluster's place, not a boundary."""

    lon: float
    lat: float
    severity: str
    title: str
    text: str
    url: str | None
    indicative: bool


def is_wide(spots: Sequence[Spot]) -> bool:
    """True when the places together show the country: its land layer is then needed whole."""
    latitudes = [spot.lat for spot in spots]
    return bool(latitudes) and max(latitudes) - min(latitudes) > _WIDE


def _bounds(spots: Sequence[Spot]) -> tuple[float, float, float, float]:
    if not spots:
        return NORTH
    if is_wide(spots):
        return union([_MAINLAND, *(extent for _name, extent in ARCHIPELAGOS)])
    lons, lats = [s.lon for s in spots], [s.lat for s in spots]
    return (
        min(lats) - _MARGIN,
        min(lons) - _MARGIN,
        max(lats) + _MARGIN,
        max(lons) + _MARGIN,
    )


def build_quality_map(
    spots: Sequence[Spot],
    *,
    land: Feature | None,
    lines: Feature | None,
    assets: Assets,
    _: Translator,
    language: str,
) -> OfflineMap:
    """One sign an issue; a click opens the cluster's page in the window around the frame."""
    page = OfflineMap(
        assets,
        name="quality",
        title=_(N_("Places of the issues")),
        language=language,
        attribution_control=False,
        zoomSnap=0.25,
    )
    page.add_child(ground(land=land, lines=lines))
    named = ARCHIPELAGOS if is_wide(spots) else ()
    south, west, north, east = _bounds(spots)
    data = {
        "sea": styles.SEA,
        "bounds": ((south, west), (north, east)),
        "names": [
            {"text": name, "lat": (south + north) / 2, "lon": (west + east) / 2}
            for name, (south, west, north, east) in named
        ],
        "signs": {
            name: {"colour": colour, "radius": radius, "filled": filled}
            for name, (colour, radius, filled) in SIGNS.items()
        },
        "rows": [
            {
                "lon": spot.lon,
                "lat": spot.lat,
                "severity": spot.severity,
                "title": spot.title,
                "text": f"{_(SEVERITY_NAMES[spot.severity])}: {spot.text}",
                "note": _(N_("indicative place")) if spot.indicative else None,
                "url": spot.url,
            }
            # The gravest are drawn last, on top.
            for spot in reversed(spots)
        ],
    }
    page.add_child(Part("spots", data, scripts=("map/spots.js",)))
    return page
