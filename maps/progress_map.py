"""The progress map; a cluster is a Feature as maps/plan_map.py tells, with the themes below."""

from cluster_gis.i18n import N_, Translator
from maps.assets import Assets
from maps.base import OfflineMap
from maps.content import PlanMap
from maps.page import Look, build_map
from maps.styles import STATE
from maps.subject_styles import DELAY, DONE

LOOK = Look(
    code="progress",
    title=N_("Infrastructure progress of industrial clusters"),
    short=N_("Progress"),
    themes=(
        DONE,
        DELAY,
        STATE,
    ),
    note=N_(
        "Mean of the works of which a progress is stated; works without one are counted apart."
    ),
)


def build_progress_map(
    plan: PlanMap, *, assets: Assets, _: Translator, language: str = "vi"
) -> OfflineMap:
    """The map of `plan`, in the language of `_`."""
    return build_map(plan, LOOK, assets=assets, _=_, language=language)
