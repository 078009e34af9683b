"""The occupancy map; a cluster is a Feature as maps/plan_map.py tells, with the themes below."""

from cluster_gis.i18n import N_, Translator
from maps.assets import Assets
from maps.base import OfflineMap
from maps.content import PlanMap
from maps.page import Look, build_map
from maps.styles import STATE
from maps.subject_styles import FILL, UNIT_FILL, UNLEASED

LOOK = Look(
    code="occupancy",
    title=N_("Occupancy of industrial clusters"),
    short=N_("Occupancy"),
    themes=(
        FILL,
        UNLEASED,
        STATE,
    ),
    note=N_("Fill rate: let industrial land over industrial land, both as recorded."),
    overlays=UNIT_FILL,
)


def build_occupancy_map(
    plan: PlanMap, *, assets: Assets, _: Translator, language: str = "vi"
) -> OfflineMap:
    """The map of `plan`, in the language of `_`."""
    return build_map(plan, LOOK, assets=assets, _=_, language=language)
