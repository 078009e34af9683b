"""The engine: dated, cited rules and one evaluation of them over the facts of a case.

A `Rule` has versions; each version cites its text and carries its limits (`Limit`, one row of
the reviewed rule table each). A new decree adds a `Version`; it never edits an old one, except
to close it. Nothing here reads the clock: the day judged comes with the case.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from cluster_gis.domain.facts import Case
from cluster_gis.i18n import N_
from cluster_gis.law.documents import MEMORY, LawVersion, version_on

Threshold = Decimal | str | bool
Measured = Decimal | int | bool | str | None
NO_VALUES: Mapping[str, Any] = {}


class Verdict(StrEnum):
    """The five answers. Missing data is never a pass."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    NOT_ENOUGH_DATA = "not_enough_data"
    NOT_APPLICABLE = "not_applicable"
    NEEDS_REVIEW = "needs_review"


class Group(StrEnum):
    """Where a finding is shown; the first three decide the verdict of the case."""

    CONDITION = "condition"
    PLAN = "plan"
    OPERATION = "operation"
    ROUTE = "route"
    PROCEDURE = "procedure"
    DOSSIER = "dossier"
    BUILDING_CODE = "building_code"
    SUPPORT = "support"
    REPORT = "report"
    INFORMATION = "information"


DECIDING = frozenset({Group.CONDITION, Group.PLAN, Group.OPERATION})


@dataclass(frozen=True, slots=True)
class Text:
    """An English msgid and the values that go in by name after translation."""

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limit:
    """One row of the rule table: what is compared, how, with what.

    rule: id of the row when it is an arm or an exception reported inside another rule.
    confidence: that of the row when it differs from its version's.
    """

    parameter: str
    operator: str
    threshold: Threshold
    unit: str
    rule: str = ""
    confidence: str = ""

    @property
    def amount(self) -> Decimal:
        """The threshold as a number."""
        if not isinstance(self.threshold, Decimal):
            raise TypeError(f"{self.parameter}: {self.threshold!r} is not a number")
        return self.threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A rule as one text states it. effective_to is the last day in force, None = open-ended.

    procedures: those this version holds for; empty = those of the rule.
    note: msgid of an exception or remark of the text.
    """

    document: str
    locator: str
    effective_from: date
    effective_to: date | None
    confidence: str
    limits: tuple[Limit, ...]
    law: str = ""
    procedures: tuple[str, ...] = ()
    note: str = ""

    @property
    def limit(self) -> Limit:
        """The first, main limit."""
        return self.limits[0]

    def holds(self, on: date) -> bool:
        """True from the first to the last day in force."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def arm(self, rule: str) -> Limit:
        """The limit of the arm or exception with that row id."""
        return next(limit for limit in self.limits if limit.rule == rule)


@dataclass(frozen=True, slots=True)
class Arm:
    """The verdict of one arm, exception or reading inside a rule."""

    rule: str
    verdict: Verdict
    measured: Measured
    limit: Limit
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check says. inputs, missing: paths of the facts used, and of those not known."""

    verdict: Verdict
    said: Text
    measured: Measured = None
    limit: Limit | None = None
    inputs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    change: Text | None = None
    remarks: tuple[Text, ...] = ()
    arms: tuple[Arm, ...] = ()
    flips_within_spread: bool = False
    counts: bool = True
    integrity: Text | None = None


Check = Callable[[Case, Version], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the register.

    gap_before: the matter was regulated before the first version, by a text not known here:
    an earlier day needs review. Otherwise the rule is new with its first version.
    gap_procedures: the procedures for which that holds; empty = all of the rule.
    """

    id: str
    title: str
    group: Group
    procedures: tuple[str, ...]
    versions: tuple[Version, ...]
    check: Check
    gap_before: bool = False
    gap_procedures: tuple[str, ...] = ()

    def procedures_of(self, version: Version) -> tuple[str, ...]:
        """The procedures a version holds for."""
        return version.procedures or self.procedures

    def version_on(self, procedure: str, on: date) -> Version | None:
        """The version that holds for the procedure on that day, or None."""
        for version in self.versions:
            if version.holds(on) and procedure in self.procedures_of(version):
                return version
        return None

    def of_procedure(self, procedure: str) -> list[Version]:
        """Every version that speaks of the procedure, oldest first."""
        return [v for v in self.versions if procedure in self.procedures_of(v)]


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict of one rule with all that is needed to defend it.

    group: differs from the rule's own when the rule does not count in this case.
    """

    rule: Rule
    version: Version
    outcome: Outcome
    group: Group

    @property
    def verdict(self) -> Verdict:
        """The verdict of the outcome."""
        return self.outcome.verdict

    @property
    def deciding(self) -> bool:
        """True when the finding counts in the verdict of the case."""
        return self.group in DECIDING


def versions(
    *laws: LawVersion,
    locator: str,
    limits: Sequence[Limit],
    confidence: str,
    procedures: tuple[str, ...] = (),
    document: str = "",
    note: str = "",
) -> tuple[Version, ...]:
    """One version per law version, alike but for the text cited and the days in force."""
    return tuple(
        Version(
            document=document or law.document,
            locator=locator,
            effective_from=law.effective_from,
            effective_to=law.effective_to,
            confidence=confidence,
            limits=tuple(limits),
            law=law.id,
            procedures=procedures,
            note=note,
        )
        for law in laws
    )


@dataclass(frozen=True, slots=True)
class Selected:
    """A rule chosen for a procedure and day: a version in force, or the reason it needs review."""

    rule: Rule
    version: Version
    outside: Text | None = None


def select(rules: Iterable[Rule], procedure: str, on: date) -> tuple[Selected, ...]:
    """The rules that speak on that day; one whose text ended or is not known needs review."""
    selected = []
    for rule in rules:
        version = rule.version_on(procedure, on)
        if version is not None:
            selected.append(Selected(rule, version))
            continue
        spoken = rule.of_procedure(procedure)
        if not spoken:
            continue
        first, last = spoken[0], spoken[-1]
        if on < first.effective_from:
            gap = rule.gap_before and (not rule.gap_procedures or procedure in rule.gap_procedures)
            if gap:
                selected.append(_not_known_before(rule, first, on))
        elif last.effective_to is not None and on > last.effective_to:
            selected.append(_ended(rule, last))
    return tuple(selected)


def _not_known_before(rule: Rule, first: Version, on: date) -> Selected:
    law = version_on(on)
    version = replace(
        first,
        document=law.document if law else "",
        locator="",
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
    return Selected(rule, version, said)


def _ended(rule: Rule, last: Version) -> Selected:
    said = Text(
        N_("The text ended on {effective_to} and no successor is known here. A person must check."),
        {"effective_to": last.effective_to},
    )
    return Selected(rule, last, said)


def evaluate(rules: Iterable[Rule], case: Case) -> list[Finding]:
    """The findings of the rules on a case, in their order."""
    return apply(select(rules, case.procedure, case.on), case)


def apply(selected: Iterable[Selected], case: Case) -> list[Finding]:
    """The findings of rules already chosen by `select` for the procedure and day of the case."""
    findings = []
    for item in selected:
        if item.outside is None:
            outcome = item.rule.check(case, item.version)
        else:
            outcome = Outcome(Verdict.NEEDS_REVIEW, item.outside, limit=item.version.limit)
        group = item.rule.group if outcome.counts else Group.INFORMATION
        findings.append(Finding(item.rule, item.version, outcome, group))
    return findings


def combine(verdicts: Iterable[Verdict]) -> Verdict:
    """All must hold: fail, else not_enough_data, else needs_review, else pass (LAW §0.3)."""
    seen = set(verdicts)
    for worst in (Verdict.FAIL, Verdict.NOT_ENOUGH_DATA, Verdict.NEEDS_REVIEW):
        if worst in seen:
            return worst
    return Verdict.PASS


def either(*arms: Verdict) -> Verdict:
    """One must hold: pass, else needs_review, else not_enough_data, else fail (LAW §0.3)."""
    for best in (Verdict.PASS, Verdict.NEEDS_REVIEW, Verdict.NOT_ENOUGH_DATA):
        if best in arms:
            return best
    return Verdict.FAIL
