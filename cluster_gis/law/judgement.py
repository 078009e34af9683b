"""The records of a judged case."""

from dataclasses import dataclass
from datetime import date

from cluster_gis.law.documents import LawVersion, Notice
from cluster_gis.law.rule import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Deadline:
    """A statutory limit of one step. day_kind: "working" or "calendar"."""

    rule: str
    days: int
    day_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Every finding of a case and the verdict of its deciding ones. law None = before V0."""

    procedure: str
    on: date
    law: LawVersion | None
    verdict: Verdict
    findings: tuple[Finding, ...]
    deadlines: tuple[Deadline, ...]
    notices: tuple[Notice, ...]
