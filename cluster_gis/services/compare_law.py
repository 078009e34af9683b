"""The same clusters, the same facts, two laws: which verdicts turn."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.law.judgement_json import finding_to_json
from cluster_gis.law.register import RULES
from cluster_gis.law.what_if import with_thresholds
from cluster_gis.services.assess_cluster import Assessment, assess_clusters

#: Name of the row that tells of the whole procedure.
PROCEDURE_RESULT = "*"


@dataclass(frozen=True, slots=True)
class Turn:
    """A verdict that turned. rule: a rule id, or "*" for the result of the procedure."""

    code: str
    rule: str
    before: str
    after: str
    message: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides and what turned between them.

    totals: side ("before", "after") -> verdict of the procedure -> number of clusters.
    """

    n_clusters: int
    facts_on: date
    totals: Mapping[str, Mapping[str, int]]
    turns: tuple[Turn, ...]

    def to_json(self) -> dict[str, Any]:
        """JSON-able data of the comparison."""
        return {
            "n_clusters": self.n_clusters,
            "facts_on": self.facts_on.isoformat(),
            "totals": {side: dict(counts) for side, counts in self.totals.items()},
            "turns": [
                {
                    "code": turn.code,
                    "rule": turn.rule,
                    "before": turn.before,
                    "after": turn.after,
                    "message": dict(turn.message),
                }
                for turn in self.turns
            ],
        }


def compare_law(
    session: Session,
    codes: Collection[str] | None = None,
    *,
    procedure: str,
    before: date,
    after: date | None = None,
    thresholds: Mapping[str, Decimal] | None = None,
    facts_on: date | None = None,
    province_key: str | None = None,
) -> Comparison:
    """Judge the clusters twice with the facts of one day.

    before, after: days whose law is compared (after None = the same day, then `thresholds` says
    what is different). facts_on: the day of the facts, default the later of the two.
    Raises InvalidInput when the two sides would be the same.
    """
    if after is None and not thresholds:
        raise InvalidInput(
            N_("{field}: give a second date or a threshold to change; both sides are the same."),
            field="and",
        )
    second = after or before
    day = facts_on or max(before, second)
    rules = with_thresholds(thresholds) if thresholds else RULES

    def judge(on: date, *, changed: bool) -> dict[str, Assessment]:
        found = assess_clusters(
            session,
            codes,
            procedure=procedure,
            on=on,
            facts_on=day,
            province_key=province_key,
            rules=rules if changed else RULES,
        )
        return {item.code: item for item in found}

    sides = judge(before, changed=False), judge(second, changed=True)
    turns = [turn for code in sides[0] for turn in _turns(sides[0][code], sides[1][code])]
    return Comparison(
        n_clusters=len(sides[0]),
        facts_on=day,
        totals={
            name: Counter(item.verdict for item in side.values())
            for name, side in zip(("before", "after"), sides, strict=True)
        },
        turns=tuple(turns),
    )


def _turns(before: Assessment, after: Assessment) -> list[Turn]:
    """The result first, then rules; a rule that only one side has is "not_applicable" there."""
    turns = []
    if before.verdict != after.verdict:
        turns.append(
            Turn(
                before.code,
                PROCEDURE_RESULT,
                before.verdict,
                after.verdict,
                {"vi": "", "en": ""},
            )
        )
    old = {finding.rule.id: finding for finding in before.judged.findings}
    new = {finding.rule.id: finding for finding in after.judged.findings}
    for rule in [*new, *(r for r in old if r not in new)]:
        was = old[rule].verdict.value if rule in old else "not_applicable"
        now = new[rule].verdict.value if rule in new else "not_applicable"
        if was != now:
            message = finding_to_json(new.get(rule) or old[rule])["message"]
            turns.append(Turn(before.code, rule, was, now, message))
    return turns
