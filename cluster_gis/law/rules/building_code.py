"""Land-structure ratios of the building code: RATIO-*, shown apart from decree verdicts."""

from datetime import date
from decimal import Decimal

from cluster_gis.i18n import N_
from cluster_gis.law.checks import asked
from cluster_gis.law.documents import MEMORY, SECONDARY
from cluster_gis.law.rule import Group, Limit, Rule, Version


def _ratio(rule: str, title: str, confidence: str, limit: Limit) -> Rule:
    return Rule(
        id=rule,
        title=title,
        group=Group.BUILDING_CODE,
        procedures=("establish",),
        versions=(
            Version(
                document="QCVN 01:2021/BXD",
                locator="phần khu công nghiệp",
                effective_from=date(2021, 7, 5),
                effective_to=None,
                confidence=confidence,
                limits=(limit,),
                note=N_("Building code, apart from the verdicts of the decrees."),
            ),
        ),
        says=asked,
    )


RULES = (
    _ratio(
        "RATIO-ROAD",
        N_("Land for traffic"),
        MEMORY,
        Limit("traffic land share", ">=", Decimal(10), "%"),
    ),
    _ratio(
        "RATIO-GREEN",
        N_("Land for greenery"),
        MEMORY,
        Limit("greenery land share", ">=", Decimal(10), "%"),
    ),
    _ratio(
        "RATIO-TECH",
        N_("Land for technical works"),
        MEMORY,
        Limit("technical land share", ">=", Decimal(1), "%"),
    ),
    _ratio(
        "RATIO-DENSITY",
        N_("Net building density of a factory plot"),
        SECONDARY,
        Limit("net density of factory plot", "<=", Decimal(70), "%"),
    ),
    _ratio(
        "RATIO-DENSITY-5F",
        N_("Net building density with more than 5 floors"),
        SECONDARY,
        Limit("net density of factory plot with more than 5 floors", "<=", Decimal(60), "%"),
    ),
    _ratio(
        "RATIO-BUFFER",
        N_("Green isolation strip"),
        SECONDARY,
        Limit("green isolation strip width", ">=", Decimal(10), "m"),
    ),
)
