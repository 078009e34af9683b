"""A whole case judged: every rule in force for the procedure on the day, and one verdict.

`judge` answers JSON with JSON; `judge_case` works on records, for callers that take their facts
from the register. Both run the same evaluation.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cluster_gis.domain.facts import Case
from cluster_gis.domain.facts_json import facts_from_json
from cluster_gis.i18n import N_
from cluster_gis.law.documents import BEFORE_EVERY_VERSION, LawVersion, Notice, version_on
from cluster_gis.law.evaluation import Selected, apply, select
from cluster_gis.law.judgement import Deadline, Judgement
from cluster_gis.law.judgement_json import judgement_to_json
from cluster_gis.law.register import RULES
from cluster_gis.law.rule import Rule, Verdict, combine
from cluster_gis.law.rules.integrity import integrity_findings
from cluster_gis.law.rules.procedure import deadlines_on

__all__ = ["facts_from_json", "judge", "judge_case", "judgement_to_json"]

#: Today's limits in hectares for ordinary clusters (AREA-MIN, AREA-MAX).
SMALL_HA, LARGE_HA = Decimal(10), Decimal(75)
KEEPS_OPERATING = Notice(
    "keeps-operating",
    N_(
        "Its size lies outside the limits for new clusters. Clusters below the minimum "
        "established before 2017-07-15 and clusters formed before 2009 above 75 ha keep operating "
        "(32/2024/NĐ-CP Điều 35 khoản 1)."
    ),
)
NOTHING_DECIDES = Notice(
    "nothing-decides",
    N_("No rule known here decides this procedure on this day; a person must read the law."),
)


def judge(case: Mapping[str, Any]) -> dict[str, Any]:
    """The judgement of a JSON case, JSON-able; InvalidInput names the path of a bad field."""
    return judgement_to_json(judge_case(facts_from_json(case)))


def judge_case(
    case: Case,
    *,
    area_spread_ha: Mapping[str, Decimal] | None = None,
    rules: tuple[Rule, ...] = RULES,
) -> Judgement:
    """The judgement of a case.

    area_spread_ha: path of a measured area -> ± hectares of its method; a finding whose verdict
    turns within it says so. rules: another set than the register's, for "what if".
    """
    if area_spread_ha:
        case = replace(case, area_spread_ha=area_spread_ha)
    law, selected, deadlines = _in_force(rules, case.procedure, case.on)
    findings = (*apply(selected, case), *integrity_findings(case))
    decided = [finding.verdict for finding in findings if finding.deciding]
    notices = law.notices if law else (BEFORE_EVERY_VERSION,)
    if decided:
        verdict = combine(decided)
    else:
        verdict, notices = Verdict.NEEDS_REVIEW, (*notices, NOTHING_DECIDES)
    return Judgement(
        procedure=case.procedure,
        on=case.on,
        law=law,
        verdict=verdict,
        findings=findings,
        deadlines=deadlines,
        notices=(*notices, *_kept(case)),
    )


def _kept(case: Case) -> tuple[Notice, ...]:
    """A cluster in operation whose size the present limits would not allow keeps operating."""
    area = case.cluster.area_established_ha
    if case.procedure != "operate" or area is None or SMALL_HA <= area <= LARGE_HA:
        return ()
    return (KEEPS_OPERATING,)


@lru_cache(maxsize=4096)
def _in_force(
    rules: tuple[Rule, ...], procedure: str, on: date
) -> tuple[LawVersion | None, tuple[Selected, ...], tuple[Deadline, ...]]:
    """What a procedure meets on a day; asked once per pair."""
    return version_on(on), select(rules, procedure, on), deadlines_on(procedure, on)
