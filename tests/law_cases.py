"""Cases in few words, for tests of rules: facts as JSON says them, the finding of one rule."""

from typing import Any

from cluster_gis.domain.facts_json import facts_from_json
from cluster_gis.law.judge import judge_case
from cluster_gis.law.rule import Finding, Verdict

#: A day inside each version of the law.
V0, V1, V2, V3 = "2012-06-01", "2018-06-01", "2021-03-01", "2024-06-01"
V4, V5, V6 = "2025-08-01", "2026-05-20", "2026-10-01"


def finding_of(rule: str, procedure: str, on: str, **facts: Any) -> Finding:
    """The finding of a rule on the facts."""
    case = facts_from_json({"procedure": procedure, "on": on, "facts": facts})
    [found] = [f for f in judge_case(case).findings if f.rule.id == rule]
    return found


def verdict_of(rule: str, procedure: str, on: str, **facts: Any) -> Verdict:
    """Its verdict."""
    return finding_of(rule, procedure, on, **facts).verdict
