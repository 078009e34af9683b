"""Whether the ministry speaks before a change of the plan is decided (LAW PLAN-WHO)."""

from dataclasses import dataclass

from cluster_gis.law.documents import MEMORY, TEXT, V1, V2, V3
from cluster_gis.law.procedure_steps import PLAN_PROCEDURES


@dataclass(frozen=True, slots=True, kw_only=True)
class MinistryOpinion:
    """required: nothing is decided without it; else it may be asked. confidence as everywhere."""

    required: bool
    document: str
    locator: str
    confidence: str


_BY_VERSION = {
    "V1": MinistryOpinion(required=True, document=V1.document, locator="", confidence=MEMORY),
    "V2": MinistryOpinion(required=True, document=V2.document, locator="", confidence=MEMORY),
}
#: 32/2024/NĐ-CP: the ministry gives opinions on the plan "as prescribed"; the province decides.
_SINCE_V3 = MinistryOpinion(
    required=False, document=V3.document, locator="Điều 30 khoản 1", confidence=TEXT
)


def ministry_opinion(version: str, procedures: tuple[str, ...]) -> MinistryOpinion | None:
    """What a version says for these procedures; None = the ministry has no part in them."""
    if not any(procedure in PLAN_PROCEDURES for procedure in procedures):
        return None
    return _BY_VERSION.get(version, _SINCE_V3)
