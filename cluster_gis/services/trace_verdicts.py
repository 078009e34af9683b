"""One cluster under the law of several days, with the same facts: what turned, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy.orm import Session

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.law.documents import LawVersion, version_on
from cluster_gis.law.rule_book import Difference, differences
from cluster_gis.services.compare_law import Turn, compare_law

#: The last day of the first version, and a day in each later one.
DAYS = (
    date(2020, 7, 31),
    date(2020, 8, 1),
    date(2024, 5, 1),
    date(2026, 5, 1),
    date(2026, 9, 15),
)
MOST_DAYS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedDay:
    """The cluster under the law of a day. turns: against the day before it in the row.

    law None = before every version. reasons: rule id -> what the law says otherwise, if anything.
    """

    on: date
    law: LawVersion | None
    verdict: str
    turns: Sequence[Turn]
    reasons: Mapping[str, Difference]


def trace_verdicts(
    session: Session,
    code: str,
    *,
    procedure: str,
    days: Sequence[date] = DAYS,
    facts_on: date | None = None,
) -> list[TracedDay]:
    """The cluster on each day, in order of time; the facts are those of one day.

    facts_on: default the newest of the days. Raises InvalidInput for fewer than two different
    days or too many, else as `compare_law`.
    """
    ordered = sorted(set(days))
    if not 2 <= len(ordered) <= MOST_DAYS:
        raise InvalidInput(
            N_("{field}: give 2 to {most} different days."), field="days", most=MOST_DAYS
        )
    facts_day = facts_on or ordered[-1]
    traced: list[TracedDay] = []
    for earlier, later in pairwise(ordered):
        found = compare_law(
            session,
            [code],
            procedure=procedure,
            before=earlier,
            after=later,
            facts_on=facts_day,
        )
        if not traced:
            [first] = found.totals["before"]
            traced.append(_day(earlier, first))
        [verdict] = found.totals["after"]
        reasons = {
            difference.rule.id: difference
            for difference in differences(earlier, later)
            if difference.procedure == procedure
        }
        traced.append(_day(later, verdict, found.turns, reasons))
    return traced


def _day(
    on: date,
    verdict: str,
    turns: Sequence[Turn] = (),
    reasons: Mapping[str, Difference] | None = None,
) -> TracedDay:
    return TracedDay(on=on, law=version_on(on), verdict=verdict, turns=turns, reasons=reasons or {})
