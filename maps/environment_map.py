"""The environment map; a cluster is a Feature as maps/plan_map.py tells, with the themes below."""

from cluster_gis.i18n import N_, Translator
from maps.assets import Assets
from maps.base import OfflineMap
from maps.content import PlanMap
from maps.page import Look, build_map
from maps.styles import STATE
from maps.subject_styles import WASTEWATER

LOOK = Look(
    code="environment",
    title=N_("Central wastewater treatment of industrial clusters"),
    short=N_("Wastewater"),
    themes=(WASTEWATER, STATE),
    note=N_(
        "In operation only when a source says so; a cluster of which no source tells is not known."
    ),
)


def build_environment_map(
    plan: PlanMap, *, assets: Assets, _: Translator, language: str = "vi"
) -> OfflineMap:
    """The map of `plan`, in the language of `_`."""
    return build_map(plan, LOOK, assets=assets, _=_, language=language)
