"""The compliance map; a cluster is a Feature as maps/plan_map.py tells, with the themes below."""

from cluster_gis.i18n import N_, Translator
from maps.assets import Assets
from maps.base import OfflineMap
from maps.content import PlanMap
from maps.page import Look, build_map
from maps.styles import STATE, VERDICT

LOOK = Look(
    code="compliance",
    title=N_("Compliance of industrial clusters"),
    short=N_("Compliance"),
    themes=(VERDICT, STATE),
    note=N_("Each cluster is judged by one procedure; the card names the rule that decides."),
    on_paper=N_("Each cluster is judged by one procedure, with what the register knows of it."),
)


def build_compliance_map(
    plan: PlanMap, *, assets: Assets, _: Translator, language: str = "vi"
) -> OfflineMap:
    """The map of `plan`, in the language of `_`."""
    return build_map(plan, LOOK, assets=assets, _=_, language=language)
