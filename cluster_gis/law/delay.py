"""What the law says to a delay: OPS-SCHEDULE, a province's own limit, 24 months of land law.

The rules judge milestones; the 24 months are told from memory, with their mark, and decide nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cluster_gis.domain.facts import Case, Milestone, Settings
from cluster_gis.i18n import N_
from cluster_gis.law.documents import MEMORY
from cluster_gis.law.evaluation import evaluate
from cluster_gis.law.rule import Text, Verdict
from cluster_gis.law.rules.local import OPS_LATE_LOCAL, months_late
from cluster_gis.law.rules.operate import OPS_SCHEDULE

LAND_LAW_MONTHS = Decimal(24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A provision that a delay triggers. confidence: how its text is known ("text" … "memory")."""

    rule: str
    title: str
    document: str
    locator: str
    confidence: str
    verdict: str
    said: Text


def provisions(milestones: Sequence[Milestone], settings: Settings, *, on: date) -> list[Provision]:
    """The provisions that speak against the schedule as it stands on a day; [] = none does."""
    case = Case(procedure="operate", on=on, milestones=tuple(milestones), settings=settings)
    found = []
    for finding in evaluate((OPS_SCHEDULE, OPS_LATE_LOCAL), case):
        if finding.outcome.verdict not in (Verdict.FAIL, Verdict.NEEDS_REVIEW):
            continue
        cited = finding.outcome.cited
        found.append(
            Provision(
                rule=finding.rule.id,
                title=finding.rule.title,
                document=cited[0] if cited else finding.version.document,
                locator=cited[1] if cited else finding.version.locator,
                confidence=finding.version.confidence,
                verdict=finding.outcome.verdict.value,
                said=finding.outcome.said,
            )
        )
    late = max(
        (months_late(m.due, on) for m in milestones if m.due and not (m.done and m.done <= on)),
        default=Decimal(0),
    )
    if late > LAND_LAW_MONTHS:
        found.append(
            Provision(
                rule="OPS-LATE-24M",
                title=N_("Project ended or land recovered after 24 months of delay"),
                document="31/2024/QH15",
                locator="Điều 81 khoản 8",
                confidence=MEMORY,
                verdict=Verdict.NEEDS_REVIEW.value,
                said=Text(
                    N_("Behind by {months} months; the land law speaks of 24 and an extension."),
                    {"months": late},
                ),
            )
        )
    return found
