"""The records of the engine: dated, cited rules, what a check says, and how verdicts combine.

A `Rule` has versions; each version cites its text and carries its limits (`Limit`, one row of
the reviewed rule table each). A new decree adds a `Version`; it never edits an old one, except
to close it. `evaluate` (law/evaluation.py) runs rules over the facts of a case.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from cluster_gis.domain.facts import Case
from cluster_gis.law.documents import LawVersion

Threshold = Decimal | str | bool
Measured = Decimal | int | bool | str | None


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


DECIDING = (Group.CONDITION, Group.PLAN, Group.OPERATION)


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Version:
    """A rule as one text states it; told apart by identity.

    effective_to is the last day in force, None = open-ended.
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


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a check says. inputs, missing: paths of the facts used, and of those not known.

    shared: the same object is given for many cases, so it is printed once.
    """

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
    #: False = shown as information: the facts that would make it count were not given.
    counts: bool = True
    #: (document, locator) when not the version's own: a provincial decision.
    cited: tuple[str, str] | None = None
    shared: bool = False


Check = Callable[[Case, Version], Outcome]
Saying = Callable[[Version], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rule:
    """A rule of the register. It has a check, or it only says what its text says.

    gap_before: the matter was regulated before the first version, by a text not known here:
    an earlier day needs review. Otherwise the rule is new with its first version.
    gap_procedures: the procedures for which that holds; empty = all of the rule.
    local: its limits come from the province's decisions in the case; its versions are examples.
    """

    id: str
    title: str
    group: Group
    procedures: tuple[str, ...]
    versions: tuple[Version, ...]
    check: Check | None = None
    says: Saying | None = None
    gap_before: bool = False
    gap_procedures: tuple[str, ...] = ()
    local: bool = False

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


@dataclass(frozen=True, slots=True, eq=False)
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
