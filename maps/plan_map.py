"""The planning map: clusters by state, by verdict, by infrastructure, on one date.

`build_plan_map(PlanMap(...), assets=..., _=...)` gives a folium.Map; its page is
`that_map.figure.render()`. The other subjects draw the same features with other properties.

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
    facts                   [(label, value, remark), ...] lines of the card, as text
    tally_<code>            figures for the table of that code, see services.read_map.Tally
    spans                   [(first day, day after the last, status, area_ha), ...] for the slider
    before                  {"status", "area_ha", "geometry"} of the earlier side of a change

(* always present.) A wrong code raises ValueError that names the field.
"""

from cluster_gis.i18n import N_, Translator
from maps.assets import Assets
from maps.base import OfflineMap
from maps.content import BaseLayers, Coverage, PlanMap, ProvinceView, is_country_map
from maps.page import Look, build_map
from maps.styles import INFRASTRUCTURE, STATE, VERDICT

__all__ = [
    "BaseLayers",
    "Coverage",
    "PlanMap",
    "ProvinceView",
    "build_plan_map",
    "is_country_map",
]

LOOK = Look(
    code="plan",
    title=N_("Planning map of industrial clusters"),
    short=N_("Plan"),
    themes=(STATE, VERDICT, INFRASTRUCTURE),
)


def build_plan_map(
    plan: PlanMap, *, assets: Assets, _: Translator, language: str = "vi"
) -> OfflineMap:
    """The planning map of `plan`, in the language of `_`."""
    return build_map(plan, LOOK, assets=assets, _=_, language=language)
