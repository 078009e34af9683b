"""The proposal map; a cluster is a Feature as maps/plan_map.py tells, with the themes below."""

from cluster_gis.i18n import N_, Translator
from maps.assets import Assets
from maps.base import OfflineMap
from maps.content import PlanMap
from maps.page import Look, build_map
from maps.styles import STATE
from maps.subject_styles import OUTLINES, PROPOSAL

LOOK = Look(
    code="proposal",
    title=N_("Proposal for an industrial cluster"),
    short=N_("Proposal"),
    themes=(
        PROPOSAL,
        STATE,
    ),
    note=N_(
        "Dashed blue: the outline proposed. Hatched grey: before. Hatched red: what it overlaps."
    ),
    overlays=OUTLINES,
)


def build_proposal_map(
    plan: PlanMap, *, assets: Assets, _: Translator, language: str = "vi"
) -> OfflineMap:
    """The map of `plan`, in the language of `_`."""
    return build_map(plan, LOOK, assets=assets, _=_, language=language)
