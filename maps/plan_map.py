"""The planning map: clusters by state, by verdict, by infrastructure, on one date.

`build_plan_map(PlanMap(...), assets=..., _=...)` gives a folium.Map; its page is
`that_map.figure.render()`. No database and no file: records come in ready.

A cluster is a GeoJSON Feature, EPSG:4326. geometry: Polygon or MultiPolygon (a stored
boundary), Point (the point of the unit it lies in, never the site) or None (no place known:
listed and counted, not drawn). properties; a key may be absent or None = not known:

    code*, name*            register code; full name
    province*               code of one of `PlanMap.provinces`
    place                   place as text for people ("xã Quang Phục, huyện Tiên Lãng")
    anchor                  short name of the unit whose point is given ("Quang Phục")
    place_quality           commune | commune_inferred | district
    boundary_quality        surveyed | digitised; only with a polygon
    status                  code of styles.STATE; None = not known on this date
    status_basis            decision | event | known_no_later_than | inferred
    status_text             a remark on the state, already in the reader's language
    decision                number and date of the decision in force, as text
    area_ha, area_act       Decimal hectares; planned | established | after_expansion |
                            detailed | measured
    investor                name of the infrastructure investor
    verdict                 code of styles.VERDICT; rule: id of the deciding rule;
    verdict_text            the finding in short, already in the reader's language
    infrastructure_state    code of styles.INFRASTRUCTURE; infrastructure_text: in short
    sources*                addresses or names of documents, may be empty
    url                     page of the cluster; None in a file that stands alone

(* always present.) A wrong code raises ValueError that names the field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from cluster_gis.i18n import N_, Translator
from maps import styles
from maps.assets import Assets
from maps.base import OfflineMap, Part
from maps.graticule import Extent, build_graticule
from maps.layers import Feature, basemap_layer, cluster_layer, graticule_layer, theme_data
from maps.texts import page_texts

#: Shown while the register holds no province: northern Việt Nam.
NORTH: Extent = (20.0, 102.0, 23.5, 108.2)

#: Part of every map of the whole country, as Vietnamese map regulations ask: (name, extent).
ARCHIPELAGOS: tuple[tuple[str, Extent], ...] = (
    ("Quần đảo Hoàng Sa", (15.6, 111.0, 17.3, 113.0)),
    ("Quần đảo Trường Sa", (7.3, 111.3, 11.8, 115.9)),
)
#: A map that spans more degrees of latitude than this is one of the country.
_COUNTRY_SPAN = 8.0

#: (text, latitude, longitude, kind); positions from Natural Earth's land layer.
SEA_AND_ISLANDS = (
    ("Vịnh Bắc Bộ", 20.635, 107.0, "sea"),
    ("Đảo Cát Hải", 20.80, 106.90, "island"),
    ("Đảo Cát Bà", 20.79, 107.02, "island"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceView:
    """A province that can be chosen. extent: (south, west, north, east) of the land shown first.

    insets: (name, extent) of islands too far out for that: each gets a frame of its own.
    zone_epsg: the VN-2000 TM-3 zone; None = no grid is drawn.
    """

    code: str
    name: str
    extent: Extent
    zone_epsg: int | None
    insets: tuple[tuple[str, Extent], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many clusters are known against how many an official page reports.

    when: date of that page, as text ("2025-11").
    """

    province: str
    known: int
    reported: int
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseLayers:
    """GeoJSON FeatureCollections in EPSG:4326; None = not there.

    province_lines, unit_lines: only lines that existed on the date shown; a line whose
    property `kind` is "country" is drawn as the land border.
    background: {"url": tile template, "attribution": text} of an online map, off at first.
    """

    land: Feature | None = None
    province_lines: Feature | None = None
    unit_lines: Feature | None = None
    background: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMap:
    """Everything the map shows.

    province: code of the one shown first; None = all. known_at: recorded time that the
    answer holds for; None = now. data_date: the newest fact, as text.
    sources: names of what the map was made from. reload_url: address that answers
    `?as_of=YYYY-MM-DD`; None = the date is fixed (a file).
    theme: code of the theme shown first.
    """

    clusters: Sequence[Feature]
    provinces: Sequence[ProvinceView]
    province: str | None
    as_of: date
    known_at: datetime | None = None
    register: Literal["real", "simulated"] = "real"
    base: BaseLayers = field(default_factory=BaseLayers)
    coverage: Sequence[Coverage] = ()
    sources: Sequence[str] = ()
    data_date: str | None = None
    reload_url: str | None = None
    theme: str = "state"


def is_country_map(provinces: Sequence[ProvinceView]) -> bool:
    """True when the provinces together show the country: its land layer is then needed whole."""
    south, _west, north, _east = _union([view.extent for view in provinces])
    return north - south > _COUNTRY_SPAN


def build_plan_map(
    plan: PlanMap, *, assets: Assets, _: Translator, language: str = "vi"
) -> OfflineMap:
    """The planning map of `plan`, in the language of `_`."""
    shown = [view for view in plan.provinces if plan.province in (None, view.code)]
    if not shown and plan.province is not None:
        known = ", ".join(view.code for view in plan.provinces)
        raise ValueError(f"province is {plan.province!r}; expected one of {known}, or None")
    title = _(N_("Planning map of industrial clusters"))
    extent = _union([view.extent for view in shown])
    page_map = OfflineMap(
        assets,
        name="plan",
        title=": ".join(filter(None, (title, ", ".join(view.name for view in shown)))),
        language=language,
        location=[(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2],
        zoom_start=9,
        zoom_snap=0.25,
        attribution_control=False,
    )
    # folium hands its own min_zoom and max_zoom to tile layers only.
    page_map.options |= {"minZoom": 5, "maxZoom": 18}
    for part in _parts(plan, extent, title, language, _):
        page_map.add_child(part)
    return page_map


def _parts(plan: PlanMap, extent: Extent, title: str, language: str, _: Translator) -> list[Part]:
    whole = _union([view.extent for view in plan.provinces])
    country = ARCHIPELAGOS if is_country_map(plan.provinces) else ()
    far = [extent for view in plan.provinces for _name, extent in view.insets]
    far += [extent for _name, extent in country]
    names = [
        (name, (south + north) / 2, (west + east) / 2, "archipelago")
        for name, (south, west, north, east) in country
    ]
    grids = {
        view.code: build_graticule(view.zone_epsg, view.extent)
        for view in plan.provinces
        if view.zone_epsg is not None
    }
    board = {
        "language": language,
        "texts": page_texts(_),
        "themes": theme_data(styles.THEMES.values(), _),
        "theme": plan.theme,
        "province": plan.province,
        "extent": extent,
        "whole": whole,
        "country_insets": country,
        "reach": _union([whole, *far]),
        "provinces": [
            {
                "code": view.code,
                "name": view.name,
                "extent": view.extent,
                "insets": view.insets,
            }
            for view in plan.provinces
        ],
    }
    return [
        Part("start", board),
        basemap_layer(
            land=plan.base.land,
            province_lines=plan.base.province_lines,
            unit_lines=plan.base.unit_lines,
            labels=(*SEA_AND_ISLANDS, *names),
            background=plan.base.background,
        ),
        graticule_layer(grids),
        cluster_layer(plan.clusters),
        Part("panel", _panel(plan, title), scripts=("map/search.js", "map/panel.js")),
        Part("controls", {}, scripts=("map/controls.js",)),
    ]


def _panel(plan: PlanMap, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "as_of": plan.as_of.isoformat(),
        "known_at": plan.known_at.isoformat() if plan.known_at else None,
        "reload_url": plan.reload_url,
        "simulated": plan.register == "simulated",
        "coverage": [
            {
                "province": item.province,
                "known": item.known,
                "reported": item.reported,
                "when": item.when,
            }
            for item in plan.coverage
        ],
        "sources": list(plan.sources),
        "data_date": plan.data_date,
    }


def _union(extents: Sequence[Extent]) -> Extent:
    """The smallest extent that holds all of them; with none, that of northern Việt Nam."""
    if not extents:
        return NORTH
    souths, wests, norths, easts = zip(*extents, strict=True)
    return min(souths), min(wests), max(norths), max(easts)
