"""What the law says of a cluster of the register on a day.

`assess_cluster` answers; `store_assessments` keeps the answers as they were. The page, the API and
the command all come through here.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.facts import PROCEDURES, Case
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.law.judge import judge_case, judgement_to_json
from cluster_gis.law.judgement import Judgement
from cluster_gis.law.register import RULES
from cluster_gis.law.rule import Rule
from cluster_gis.services.register_cases import RegisterCase, register_cases
from cluster_gis.storage.queries.facts import Row, cluster_exists, codes_known
from cluster_gis.storage.queries.law_settings import overrides_on
from cluster_gis.storage.register import Batch, revision_at, write_versions


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The judgement of one cluster.

    case: the facts judged. judged: the findings as records; `judgement` prints them, when asked.
    provenance: fact path -> its source.
    facts_on: the day whose facts were judged. known: the register has a state on that day.
    overrides: officers' decisions on its findings, with `counts` False once the machine no longer
    leaves the finding to a person.
    """

    code: str
    case: Case
    judged: Judgement
    provenance: Mapping[str, Mapping[str, Any]]
    facts_on: date
    known: bool
    revision: int
    overrides: tuple[dict[str, Any], ...] = ()

    @cached_property
    def judgement(self) -> dict[str, Any]:
        """The judgement as the `judge` contract prints it."""
        return judgement_to_json(self.judged)

    @property
    def verdict(self) -> str:
        """The verdict of the whole procedure."""
        return self.judged.verdict.value

    @property
    def verdicts(self) -> dict[str, str]:
        """Rule id -> verdict of its finding."""
        return {finding.rule.id: finding.verdict.value for finding in self.judged.findings}

    def to_json(self) -> dict[str, Any]:
        """The judgement with the cluster, the register revision and the sources beside it."""
        return {
            "code": self.code,
            **self.judgement,
            "facts_on": self.facts_on.isoformat(),
            "state_known": self.known,
            "revision": self.revision,
            "provenance": dict(self.provenance),
            "overrides": list(self.overrides),
        }


def require_procedure(procedure: str) -> None:
    """Raise InvalidInput unless it is a procedure of the law."""
    if procedure not in PROCEDURES:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="procedure",
            value=repr(procedure),
            expected=", ".join(PROCEDURES),
        )


def assess_clusters(
    session: Session,
    codes: Collection[str] | None = None,
    *,
    procedure: str,
    on: date,
    facts_on: date | None = None,
    known_at: datetime | None = None,
    province_key: str | None = None,
    rules: tuple[Rule, ...] = RULES,
) -> Iterator[Assessment]:
    """Judge clusters (None = every one, sorted by code) under the law of `on`.

    facts_on: the day whose facts count, default `on`; another day asks what that law would say of
    those facts. known_at: what the register knew then, default now. rules: another set than the
    register's, for "what if".
    Raises InvalidInput for an unknown procedure, NotFound for a code that is not there.
    """
    require_procedure(procedure)
    revision = revision_at(session, known_at)
    if codes is None:
        codes = codes_known(session, revision, province_key)
    day = facts_on or on
    cases = register_cases(
        session, codes, procedure=procedure, on=on, facts_on=day, revision=revision
    )
    decided = overrides_on(session, procedure=procedure, on=on, revision=revision)
    return (_assessment(case, day, revision, decided.get(case.code, []), rules) for case in cases)


def assess_cluster(
    session: Session,
    code: str,
    *,
    procedure: str,
    on: date,
    facts_on: date | None = None,
    known_at: datetime | None = None,
) -> Assessment:
    """Judge one cluster; see `assess_clusters`."""
    if not cluster_exists(session, code):
        raise NotFound(N_("There is no cluster with code {code}."), code=code)
    [assessment] = assess_clusters(
        session, [code], procedure=procedure, on=on, facts_on=facts_on, known_at=known_at
    )
    return assessment


def _assessment(
    item: RegisterCase,
    facts_on: date,
    revision: int,
    decided: Sequence[Row],
    rules: tuple[Rule, ...],
) -> Assessment:
    assessment = Assessment(
        code=item.code,
        case=item.case,
        judged=judge_case(item.case, rules=rules),
        provenance=item.provenance,
        facts_on=facts_on,
        known=item.known,
        revision=revision,
    )
    return replace(assessment, overrides=_decisions(assessment, decided)) if decided else assessment


def _decisions(assessment: Assessment, decided: Sequence[Row]) -> tuple[dict[str, Any], ...]:
    machine = assessment.verdicts
    return tuple(
        {name: row[name] for name in ("rule", "verdict", "officer", "reason", "document")}
        | {"counts": machine.get(row["rule"]) == row["machine_verdict"]}
        for row in decided
    )


def store_assessments(
    session: Session, assessments: Collection[Assessment], *, by: str
) -> int | None:
    """Keep assessments of the facts of their own day; returns the revision, None when none is new.

    The caller commits. Assessments of facts of another day are questions, not findings: refused.
    """
    rows = []
    for item in assessments:
        on = date.fromisoformat(item.judgement["on"])
        if on != item.facts_on:
            raise InvalidInput(
                N_("{field}: only assessments of the facts of their own day are stored."),
                field="facts_on",
            )
        rows.append(
            {
                "cluster_code": item.code,
                "procedure": item.judgement["procedure"],
                "on_date": on,
                "law_version": item.judgement["law_version"] or "none",
                "verdict": item.judgement["verdict"],
                "register_revision": item.revision,
                "state_known": item.known,
                "provenance": dict(item.provenance),
                "findings": item.judgement["findings"],
                "deadlines": item.judgement["deadlines"],
                "notices": item.judgement["notices"],
            }
        )
    if not rows:
        return None
    return write_versions(
        session,
        by=by,
        reason="assess",
        batches=[Batch(table="assessment", rows=rows)],
    )
