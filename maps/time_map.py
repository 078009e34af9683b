"""The time map; a cluster is a Feature as maps/plan_map.py tells, with the themes below."""

from cluster_gis.i18n import N_, Translator
from maps.assets import Assets
from maps.base import OfflineMap
from maps.content import PlanMap
from maps.page import Look, build_map
from maps.styles import STATE

LOOK = Look(
    code="time",
    title=N_("Industrial clusters through time"),
    short=N_("Time"),
    themes=(STATE,),
    note=N_("Move the slider: before the first supported day a state is not known."),
    on_paper=N_("Before the first day that a source supports a state is not known."),
    extra=("time", "map/timeline.js"),
)


def build_time_map(
    plan: PlanMap, *, assets: Assets, _: Translator, language: str = "vi"
) -> OfflineMap:
    """The map of `plan`, in the language of `_`."""
    return build_map(plan, LOOK, assets=assets, _=_, language=language)
