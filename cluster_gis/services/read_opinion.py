"""All that a legal opinion on one cluster says, and the page of its findings.

The machine's findings with the facts they rest on, officers' decisions beside them, the steps and
the dossier of the law of the day. Nothing is stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from cluster_gis.domain.facts import Case
from cluster_gis.errors import NotFound
from cluster_gis.law.dossier_items import Item, Sets
from cluster_gis.law.dossiers import dossier_checklist, dossier_sets
from cluster_gis.law.open_questions import OpenQuestion, questions_of
from cluster_gis.law.procedure_steps import CLUSTER_PROCEDURES, PROCEDURES, Step, procedure_steps
from cluster_gis.law.rule import DECIDING
from cluster_gis.services.assess_cluster import Assessment, assess_cluster
from cluster_gis.storage.queries.cluster_list import names_of_clusters
from cluster_gis.storage.queries.cluster_record import boundary_of
from cluster_gis.storage.queries.clusters import ClusterAt, find_cluster_at
from cluster_gis.storage.queries.map_records import Shape, shapes_at
from cluster_gis.storage.queries.overview import recorded_at


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A fact of the case. value None = not known; origin: {title, url, published_on, …} or None."""

    path: str
    value: Any
    origin: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A finding as `judge` prints it, with what stands beside it.

    facts: what the rule read. decision: the officer's, None = none. questions: those of the law
    that are open for it.
    """

    finding: Mapping[str, Any]
    facts: Sequence[FactLine]
    decision: Mapping[str, Any] | None
    questions: Sequence[OpenQuestion]

    @property
    def deciding(self) -> bool:
        """True when it counts in the verdict."""
        return self.finding["group"] in DECIDING


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """The opinion on one cluster, procedure and day.

    cluster: None = nothing of it was known then. facts: every fact that is known. missing: fact
    path -> rules that wait for it. shape, boundary: the stored outline and its row, None = none.
    steps, dossier: empty where the law of the day knows none.
    """

    code: str
    name: str
    assessment: Assessment
    cluster: ClusterAt | None
    lines: Sequence[FindingLine]
    facts: Sequence[FactLine]
    missing: Mapping[str, Sequence[str]]
    steps: Sequence[Step]
    dossier: Sequence[Item]
    sets: Sets | None
    shape: Shape | None
    boundary: RowMapping | None
    recorded_at: datetime | None

    @property
    def judgement(self) -> Mapping[str, Any]:
        """As `judge` prints it."""
        return self.assessment.judgement


def read_opinion(
    session: Session,
    code: str,
    *,
    procedure: str,
    on: date,
    facts_on: date | None = None,
    known_at: datetime | None = None,
) -> Opinion:
    """The opinion; see `assess_clusters` for the parameters and what is raised."""
    assessment = assess_cluster(
        session, code, procedure=procedure, on=on, facts_on=facts_on, known_at=known_at
    )
    revision = assessment.revision
    findings = assessment.judgement["findings"]
    decisions = {decision["rule"]: decision for decision in assessment.overrides}
    missing: dict[str, list[str]] = {}
    for finding in findings:
        if finding["verdict"] == "not_enough_data":
            for path in finding["missing"]:
                missing.setdefault(path, []).append(finding["rule"])
    dossier = _dossier(procedure, on)
    cluster = find_cluster_at(session, code, assessment.facts_on, revision)
    units = _unit_names(cluster)
    return Opinion(
        code=code,
        name=cluster.name if cluster else names_of_clusters(session, revision=revision)[code],
        assessment=assessment,
        cluster=cluster,
        lines=[
            FindingLine(
                finding=finding,
                facts=[_fact(assessment, path, units) for path in _once(finding["inputs"])],
                decision=decisions.get(finding["rule"]),
                questions=questions_of(finding["rule"], finding["law_version"] or ""),
            )
            for finding in findings
        ],
        facts=[_fact(assessment, path, units) for path in assessment.provenance],
        missing=missing,
        steps=_steps(procedure, on),
        dossier=dossier,
        sets=dossier_sets(on) if dossier and procedure in CLUSTER_PROCEDURES else None,
        boundary=boundary_of(session, code, as_of=assessment.facts_on, revision=revision),
        shape=shapes_at(session, as_of=assessment.facts_on, revision=revision).get(code),
        recorded_at=recorded_at(session, revision),
    )


def _once(paths: Sequence[str]) -> list[str]:
    """Paths without places in lists: "facts.candidates[0].plan" is read from "facts.candidates"."""
    return list(dict.fromkeys(path.partition("[")[0] for path in paths))


def _unit_names(cluster: ClusterAt | None) -> Mapping[str, str | None]:
    """Facts that hold the key of a unit -> its name, for readers."""
    if cluster is None:
        return {}
    return {
        "facts.cluster.commune": cluster.commune_name,
        "facts.cluster.former_district": cluster.former_district_name,
    }


def _fact(assessment: Assessment, path: str, units: Mapping[str, str | None]) -> FactLine:
    return FactLine(
        path=path,
        value=units.get(path) or value_at(assessment.case, path),
        origin=assessment.provenance.get(path),
    )


def value_at(case: Case, path: str) -> Any:
    """The fact of a case at a path such as "facts.cluster.kind"; None = not known."""
    _, record, *name = path.partition("[")[0].split(".")
    found = getattr(case, record)
    return getattr(found, name[0]) if name else found


def _steps(procedure: str, on: date) -> tuple[Step, ...]:
    if procedure not in PROCEDURES:
        return ()
    try:
        return procedure_steps(procedure, on)
    except NotFound:
        return ()


def _dossier(procedure: str, on: date) -> tuple[Item, ...]:
    if procedure not in PROCEDURES:
        return ()
    try:
        return dossier_checklist(on, procedure)
    except NotFound:
        return ()
