"""The change map; a cluster is a Feature as maps/plan_map.py tells, with the themes below."""

from cluster_gis.i18n import N_, Translator
from maps.assets import Assets
from maps.base import OfflineMap
from maps.content import PlanMap
from maps.page import Look, build_map
from maps.styles import STATE
from maps.subject_styles import CHANGE

LOOK = Look(
    code="change",
    title=N_("What changed in the industrial clusters"),
    short=N_("Change"),
    themes=(
        CHANGE,
        STATE,
    ),
    note=N_(
        "Added means that a plan or an event says so. A cluster first named or listed by a later"
        " source may be older: it is counted apart."
    ),
    extra=("change", "map/change.js"),
)


def build_change_map(
    plan: PlanMap, *, assets: Assets, _: Translator, language: str = "vi"
) -> OfflineMap:
    """The map of `plan`, in the language of `_`."""
    return build_map(plan, LOOK, assets=assets, _=_, language=language)
