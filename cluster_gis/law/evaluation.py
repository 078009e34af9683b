"""The engine: which rules speak on a day, and their findings on the facts of a case.

Nothing here reads the clock: the day judged comes with the case.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from cluster_gis.domain.facts import Case
from cluster_gis.i18n import N_
from cluster_gis.law.documents import MEMORY, version_on
from cluster_gis.law.rule import Finding, Group, Outcome, Rule, Text, Verdict, Version

#: Cited where no text is known for the day.
NO_TEXT = "—"


@dataclass(frozen=True, slots=True)
class Selected:
    """A rule chosen for a procedure and day, with its finding where no fact can change it."""

    rule: Rule
    version: Version
    finding: Finding | None = None


def select(rules: Iterable[Rule], procedure: str, on: date) -> tuple[Selected, ...]:
    """The rules that speak on that day; one whose text ended or is not known needs review."""
    chosen = (_select(rule, procedure, on) for rule in rules)
    return tuple(selected for selected in chosen if selected is not None)


def _select(rule: Rule, procedure: str, on: date) -> Selected | None:
    version = rule.version_on(procedure, on)
    if version is not None:
        if rule.says is None:
            return Selected(rule, version)
        return _fixed(rule, version, rule.says(version))
    spoken = rule.of_procedure(procedure)
    if not spoken:
        return None
    first, last = spoken[0], spoken[-1]
    if rule.local:
        return Selected(rule, last)
    if on < first.effective_from:
        gap = rule.gap_before and (not rule.gap_procedures or procedure in rule.gap_procedures)
        return _not_known_before(rule, first, on) if gap else None
    return _ended(rule, last) if last.effective_to and on > last.effective_to else None


def _fixed(rule: Rule, version: Version, outcome: Outcome) -> Selected:
    shared = replace(outcome, shared=True)
    return Selected(rule, version, Finding(rule, version, shared, rule.group))


def _not_known_before(rule: Rule, first: Version, on: date) -> Selected:
    law = version_on(on)
    version = replace(
        first,
        document=law.document if law else NO_TEXT,
        locator=NO_TEXT,
        law=law.id if law else "",
        confidence=MEMORY,
    )
    said = Text(
        N_(
            "The text in force on this day is not known here; the first one known took effect on "
            "{effective_from}. A person must read the older text."
        ),
        {"effective_from": first.effective_from},
    )
    return _fixed(rule, version, Outcome(Verdict.NEEDS_REVIEW, said, limit=first.limit))


def _ended(rule: Rule, last: Version) -> Selected:
    said = Text(
        N_("The text ended on {effective_to} and no successor is known here. A person must check."),
        {"effective_to": last.effective_to},
    )
    return _fixed(rule, last, Outcome(Verdict.NEEDS_REVIEW, said, limit=last.limit))


def evaluate(rules: Iterable[Rule], case: Case) -> list[Finding]:
    """The findings of the rules on a case, in their order."""
    return apply(select(rules, case.procedure, case.on), case)


def apply(selected: Iterable[Selected], case: Case) -> list[Finding]:
    """The findings of rules already chosen by `select` for the procedure and day of the case."""
    findings = []
    for item in selected:
        if item.finding is not None:
            findings.append(item.finding)
        elif item.rule.check is not None:
            outcome = item.rule.check(case, item.version)
            group = item.rule.group if outcome.counts else Group.INFORMATION
            findings.append(Finding(item.rule, item.version, outcome, group))
    return findings
