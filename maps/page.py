"""One page for every subject: the same frame, the subject's themes, tables and shapes in it."""

from dataclasses import dataclass
from typing import Any

from cluster_gis.domain.unit_names import place_name
from cluster_gis.i18n import Translator
from cluster_gis.law.rule_titles import rule_titles
from maps.assets import Assets
from maps.base import OfflineMap, Part
from maps.content import ARCHIPELAGOS, SEA_AND_ISLANDS, PlanMap, is_country_map, union
from maps.graticule import Extent, build_graticule
from maps.layers import basemap_layer, cluster_layer, graticule_layer, overlay_data, theme_data
from maps.styles import Theme
from maps.texts import page_texts

#: The panel and its parts.
PANEL_SCRIPTS = (
    "map/address.js",
    "map/search.js",
    "map/time.js",
    "map/filters.js",
    "map/legend.js",
    "map/list.js",
    "map/panel.js",
)
#: A title names the provinces up to this many; beyond it says nothing of them.
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a subject looks. Texts are msgids.

    short: one or two words for a switch. themes: what its clusters may be coloured by, the first
    of them first shown. note: how it is read, on_paper: the same where there is nothing to move or
    to open (None = as note). overlays: classes of the shapes drawn beside the
    clusters, None = it has none.
    extra: (maker, script) of one more piece of our own script.
    """

    code: str
    title: str
    short: str
    themes: tuple[Theme, ...]
    note: str = ""
    overlays: Theme | None = None
    extra: tuple[str, str] | None = None
    on_paper: str | None = None

    @property
    def paper_note(self) -> str:
        """How a printed sheet is read."""
        return self.note if self.on_paper is None else self.on_paper


def build_map(
    plan: PlanMap, look: Look, *, assets: Assets, _: Translator, language: str = "vi"
) -> OfflineMap:
    """The map of `plan` as `look` says, in the language of `_`."""
    shown = [view for view in plan.provinces if plan.province in (None, view.code)]
    if not shown and plan.province is not None:
        known = ", ".join(view.code for view in plan.provinces)
        raise ValueError(f"province is {plan.province!r}; expected one of {known}, or None")
    title = _(look.title)
    names = [view.name for view in shown]
    extent = union([view.extent for view in shown])
    page_map = OfflineMap(
        assets,
        name=look.code,
        title=": ".join([title, ", ".join(names)] if 0 < len(names) <= _NAMED else [title]),
        language=language,
        location=[(extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2],
        zoom_start=9,
        zoom_snap=0.25,
        attribution_control=False,
    )
    # folium hands its own min_zoom and max_zoom to tile layers only.
    page_map.options |= {"minZoom": 5, "maxZoom": 18}
    for part in _parts(plan, look, extent, title, language, _):
        page_map.add_child(part)
    return page_map


def _parts(
    plan: PlanMap, look: Look, extent: Extent, title: str, language: str, _: Translator
) -> list[Part]:
    whole = union([view.extent for view in plan.provinces])
    country = ARCHIPELAGOS if is_country_map(plan.provinces) else ()
    far = [extent for view in plan.provinces for _name, extent in view.insets]
    far += [extent for _name, extent in country]
    names = [
        (place_name(name, language, _), (south + north) / 2, (west + east) / 2, "archipelago")
        for name, (south, west, north, east) in country
    ]
    # Thirty grids are half of the file and a mesh nobody can read: the country is drawn without.
    grids = (
        {}
        if country
        else {
            view.code: build_graticule(view.zone_epsg, view.extent)
            for view in plan.provinces
            if view.zone_epsg is not None
        }
    )
    board = {
        "language": language,
        "texts": page_texts(_),
        "themes": theme_data(look.themes, _),
        "theme": plan.theme or look.themes[0].code,
        "subject": look.code,
        "rules": rule_titles(_),
        "province": plan.province,
        "extent": extent,
        "focus": plan.focus,
        "whole": whole,
        "country_insets": ()
        if plan.focus
        else tuple((place_name(name, language, _), box) for name, box in country),
        "reach": union([whole, *far]),
        "provinces": [
            {
                "code": view.code,
                "name": view.name,
                "extent": view.extent,
                # A map of one place shows that place, not a province with its far islands.
                "insets": ()
                if plan.focus
                else tuple((place_name(island, language, _), box) for island, box in view.insets),
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
            labels=(
                *(
                    (place_name(text, language, _), lat, lon, kind)
                    for text, lat, lon, kind in SEA_AND_ISLANDS
                ),
                *names,
            ),
            background=plan.base.background,
        ),
        *([graticule_layer(grids)] if grids or not country else []),
        cluster_layer(plan.clusters, look.themes, plan.source_titles),
        Part("panel", _panel(plan, title), scripts=PANEL_SCRIPTS),
        Part("controls", {}, scripts=("map/controls.js",)),
        *_subject_parts(plan, look, _),
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


def _subject_parts(plan: PlanMap, look: Look, _: Translator) -> list[Part]:
    """What a subject adds to the frame; nothing for one that adds nothing."""
    data: dict[str, Any] = {
        "note": _(look.note) if look.note else None,
        "notes": list(plan.notes),
        "tallies": [
            {
                "code": tally.code,
                "title": tally.title,
                "labels": tally.labels,
                "columns": [
                    {
                        "label": column.label,
                        "unit": column.unit,
                        "ratio": column.ratio,
                        "of": column.of,
                    }
                    for column in tally.columns
                ],
                "note": tally.note,
                "picks": tally.picks,
                "codes": tally.codes,
            }
            for tally in plan.tallies
        ],
        "overlays": overlay_data(plan.overlays, look.overlays, _),
        "listing": plan.listing
        and {
            "title": plan.listing[0],
            "rows": [[one.code, one.category, one.title, one.text] for one in plan.listing[1]],
        },
        "moments": plan.moments,
        "days": plan.days and [day.isoformat() for day in plan.days],
    }
    parts: list[Part] = []
    if any(data.values()):
        parts.append(Part("subject", data, scripts=("map/subject.js",)))
    if look.extra is not None:
        maker, script = look.extra
        chosen = {"moments": data["moments"], "days": data["days"]}
        parts.append(Part(maker, chosen, scripts=(script,)))
    return parts
