"""Examples of a rule, found by running the rule: a pass, the exact limit, a fail, a missing figure.

Nothing is written by hand: an invented case that meets every condition is changed fact by fact,
and what the engine answers is shown. A rule that changes cannot keep an old example.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cluster_gis.domain.facts import Case
from cluster_gis.law.rule import Finding, Rule, Verdict, Version
from cluster_gis.reports.example_facts import (
    complying_case,
    fact_at,
    other_values,
    situations,
    with_fact,
)

#: Where a case is looked at first for the example of a rule that serves several procedures.
_BEST = ("establish", "expand", "operate", "plan_add", "plan_adjust", "plan_withdraw")
_ORDER = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.NEEDS_REVIEW,
    Verdict.NOT_ENOUGH_DATA,
    Verdict.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A finding on an invented case. at_limit: the measured value is the limit itself."""

    case: Case
    finding: Finding
    at_limit: bool


def examples_of(rule: Rule, version: Version) -> tuple[Example, ...]:
    """At most one example a verdict, and one at the exact limit; () for a rule without a check."""
    if rule.check is None:
        return ()
    found: dict[tuple[Verdict, bool], Example] = {}
    for example in _tried(rule, version):
        key = (example.finding.verdict, example.at_limit)
        held = found.get(key)
        if held is None or _distance(example) < _distance(held):
            found[key] = example
    return tuple(
        found[verdict, at_limit]
        for verdict in _ORDER
        for at_limit in (False, True)
        if (verdict, at_limit) in found
    )


def _tried(rule: Rule, version: Version) -> Iterator[Example]:
    spoken = rule.procedures_of(version)
    procedure = next((name for name in _BEST if name in spoken), None)
    if procedure is None:
        return
    for case in situations(complying_case(procedure, version.effective_from), rule, version):
        first = _judged(rule, version, case)
        yield first
        for path in _facts_read(first):
            for value in other_values(case, path, version):
                if value != fact_at(case, path):
                    yield _judged(rule, version, with_fact(case, path, value))


def _facts_read(example: Example) -> Sequence[str]:
    """Each record list once: "facts.candidates[0].plan" is read from "facts.candidates"."""
    return list(dict.fromkeys(path.partition("[")[0] for path in example.finding.outcome.inputs))


def _judged(rule: Rule, version: Version, case: Case) -> Example:
    assert rule.check is not None  # noqa: S101 - asked by `examples_of`
    outcome = rule.check(case, version)
    limit = outcome.limit or version.limit
    measured = outcome.measured
    at_limit = isinstance(measured, Decimal) and measured == limit.threshold
    return Example(
        case=case,
        finding=Finding(rule, version, outcome, rule.group),
        at_limit=at_limit,
    )


def _distance(example: Example) -> Decimal:
    """How far the measured value is from the limit: the nearest example says most."""
    outcome = example.finding.outcome
    limit = (outcome.limit or example.finding.version.limit).threshold
    if isinstance(outcome.measured, Decimal) and isinstance(limit, Decimal):
        return abs(outcome.measured - limit)
    return Decimal(0)
