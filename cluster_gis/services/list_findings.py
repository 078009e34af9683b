"""Findings of all clusters, rule by rule: how many of each verdict, and which clusters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.law.judgement_json import finding_to_json
from cluster_gis.services.assess_cluster import assess_clusters


@dataclass(frozen=True, slots=True)
class ClusterFinding:
    """The finding of one cluster under the rule asked for."""

    code: str
    finding: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingList:
    """counts: rule -> verdict -> clusters, in the order of the register; results: verdict of the
    procedure -> clusters; rows: those of the rule and verdict asked for, by code.
    """

    n_clusters: int
    results: Mapping[str, int]
    counts: Mapping[str, Mapping[str, int]]
    rows: Sequence[ClusterFinding]


def list_findings(
    session: Session,
    *,
    procedure: str,
    on: date,
    rule: str | None = None,
    verdict: str | None = None,
    facts_on: date | None = None,
    known_at: datetime | None = None,
    province_key: str | None = None,
) -> FindingList:
    """Judge every cluster (of a province) and count; see `assess_clusters` for what is raised."""
    counts: dict[str, Counter[str]] = {}
    results: Counter[str] = Counter()
    rows = []
    for item in assess_clusters(
        session,
        procedure=procedure,
        on=on,
        facts_on=facts_on,
        known_at=known_at,
        province_key=province_key,
    ):
        results[item.verdict] += 1
        for finding in item.judged.findings:
            said = finding.verdict.value
            counts.setdefault(finding.rule.id, Counter())[said] += 1
            if finding.rule.id == rule and verdict in (None, said):
                rows.append(ClusterFinding(item.code, finding_to_json(finding)))
    return FindingList(n_clusters=results.total(), results=results, counts=counts, rows=tuple(rows))
