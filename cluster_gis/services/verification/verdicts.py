"""Stored verdicts judged again from their facts as JSON, the way `judge` reads a case."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from cluster_gis.domain.facts_export import case_to_json
from cluster_gis.domain.facts_json import facts_from_json, read_json
from cluster_gis.domain.labels import PROCEDURE
from cluster_gis.domain.quality import QualityIssue
from cluster_gis.i18n import N_
from cluster_gis.law.judge import judge_case
from cluster_gis.services.register_cases import RegisterCase, register_cases
from cluster_gis.services.verification.reading import Reading
from cluster_gis.storage.queries import quality as queries

#: rule -> verdict, "" = the whole procedure
Verdicts = dict[str, str]
_MOST_NAMED = 4


def check_verdicts(reading: Reading) -> Iterator[QualityIssue]:
    """The newest stored assessment of each cluster and procedure against a new judgement.

    Judged from the facts of its own revision it must be the same (`verdict_differs`); judged from
    the present facts it should be (`verdict_stale`).
    """
    stored = queries.assessments(reading.session, as_of=reading.as_of, revision=reading.revision)
    reading.count("verdict_differs", stored)
    newest = queries.facts_revision(reading.session, reading.revision)
    groups: dict[tuple[str, date, int], list[RowMapping]] = {}
    for row in stored:
        key = (row["procedure"], row["on_date"], row["register_revision"])
        groups.setdefault(key, []).append(row)
    for (procedure, on, revision), rows in groups.items():
        then = _judged(reading, rows, procedure, on, revision)
        yield from _compared(reading, rows, then, "verdict_differs")
        reading.count("verdict_stale", rows)
        if newest > revision:
            now = _judged(reading, rows, procedure, on, reading.revision)
            yield from _compared(
                reading, [r for r in rows if then[r["code"]] == _stored(r)], now, "verdict_stale"
            )
        reading.advance(len(rows))


def _judged(
    reading: Reading, rows: list[RowMapping], procedure: str, on: date, revision: int
) -> Mapping[str, Verdicts]:
    cases = register_cases(
        reading.session,
        [row["code"] for row in rows],
        procedure=procedure,
        on=on,
        facts_on=on,
        revision=revision,
    )
    return {item.code: judged_again(item) for item in cases}


def judged_again(item: RegisterCase) -> Verdicts:
    """The verdicts of a case that went through the text of its JSON."""
    case = facts_from_json(read_json(json.dumps(case_to_json(item.case), ensure_ascii=False)))
    judgement = judge_case(case, area_spread_ha=item.case.area_spread_ha)
    return {"": judgement.verdict.value} | {
        finding.rule.id: finding.verdict.value for finding in judgement.findings
    }


def _stored(row: RowMapping) -> Verdicts:
    findings: list[dict[str, Any]] = row["findings"]
    return {"": row["verdict"]} | {finding["rule"]: finding["verdict"] for finding in findings}


def _compared(
    reading: Reading, rows: list[RowMapping], judged: Mapping[str, Verdicts], check: str
) -> Iterator[QualityIssue]:
    for row in rows:
        stored, again = _stored(row), judged[row["code"]]
        rules = sorted(
            rule for rule in stored.keys() | again.keys() if stored.get(rule) != again.get(rule)
        )
        if not rules:
            continue
        named = [rule for rule in rules if rule][:_MOST_NAMED] or [N_("the whole procedure")]
        message = N_("{procedure}: stored and judged again differ in {rules}.")
        if check == "verdict_stale":
            message = N_(
                "{procedure}: facts changed since it was judged; {rules} would turn. Judge again "
                "(cluster-gis assess)."
            )
        yield reading.issue(
            check,
            row["code"],
            message,
            procedure=PROCEDURE[row["procedure"]],
            rules=", ".join(named) + ("…" if len(rules) > _MOST_NAMED + 1 else ""),
            measured={
                (rule or "verdict"): f"{stored.get(rule, '–')} → {again.get(rule, '–')}"
                for rule in rules
            },
        )
