"""Changing one cluster: correct a fact, decide a finding, mark it the same as another."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.dependencies import DbSession, Gettext, only
from api.identity import Person, require
from api.if_match import IfMatch, read_tag, versioned_answer
from api.parameters import today
from api.writing import Writer
from cluster_gis.domain.access import Action, Actor
from cluster_gis.domain.facts import PROCEDURES
from cluster_gis.domain.list_values import to_json
from cluster_gis.errors import InvalidInput, Stale
from cluster_gis.i18n import N_, Translator
from cluster_gis.services.assess_cluster import assess_cluster
from cluster_gis.services.correct_fact import (
    Correction,
    HeldFact,
    correct_fact,
    preview_correction,
    read_fact,
)
from cluster_gis.services.describe_staging import issue_json
from cluster_gis.services.mark_same import mark_same, unmark_same
from cluster_gis.services.override_finding import finding_version, override_finding
from cluster_gis.storage.queries.lineage import same_clusters
from cluster_gis.storage.queries.territory import place_of_cluster
from cluster_gis.storage.register import revision_at

router = APIRouter(prefix="/api/v1/clusters/{code}", tags=["Corrections"])
Code = Annotated[str, Path(max_length=100)]
Plain = Depends(only())
Paper = Annotated[str, Field(min_length=1, max_length=500)]
Reason = Annotated[str, Field(min_length=10, max_length=2000)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CorrectionIn(_Body):
    """A fact as it is written in a list. value null: not known any more.

    since: first day it holds ("31/12/2024", "12/2024", "2024"); "" = it was never right. source:
    number and date of the paper. dry_run: say what would change and write nothing.
    """

    field: Annotated[str, Field(max_length=40)]
    value: Annotated[str | None, Field(max_length=2000)]
    since: Annotated[str, Field(max_length=40)] = ""
    source: Paper
    reason: Reason
    dry_run: bool = False


class OverrideIn(_Body):
    """An officer's decision on a finding that needs review. document: the paper it rests on."""

    procedure: Annotated[str, Field(max_length=40)]
    on: date
    rule: Annotated[str, Field(max_length=60)]
    verdict: Annotated[str, Field(max_length=40)]
    officer: Annotated[str | None, Field(max_length=200)] = None
    reason: Reason
    document: Paper


class SameIn(_Body):
    """The record that is kept, of which this one is another."""

    keep: Annotated[str, Field(min_length=1, max_length=100)]
    source: Paper
    reason: Reason


class ApartIn(_Body):
    """Why the two are two clusters after all."""

    reason: Reason


@router.get("/facts/{field}", dependencies=[Plain])
def read_held_fact(
    session: DbSession,
    person: Person,
    code: Code,
    field: Annotated[str, Path(max_length=40)],
) -> Response:
    """A fact as it stands, for who may correct it; its ETag is the version to correct."""
    require(person, Action.FACT_CORRECT, place_of_cluster(session, code, today()))
    held = read_fact(session, code, field, on=today())
    return versioned_answer(_held_json(code, field, held), held.touched)


@router.post("/corrections", dependencies=[Plain], status_code=201)
def correct(
    session: Writer,
    person: Person,
    gettext: Gettext,
    code: Code,
    wanted: CorrectionIn,
    if_match: IfMatch,
) -> Response:
    """Write the fact as a new version (201), or with dry_run say what would change (200)."""
    on = today()
    require(person, Action.FACT_CORRECT, place_of_cluster(session, code, on))
    said = Correction(
        code=code,
        field=wanted.field,
        value=wanted.value,
        since=wanted.since,
        source=wanted.source,
        reason=wanted.reason,
        by=person.recorded_as,
    )
    expected = _number(if_match)
    if wanted.dry_run:
        return _preview(session, said, gettext, on=on, expected=expected)
    revision = correct_fact(session, said, on=on, expected=expected)
    held = read_fact(session, code, wanted.field, on=on)
    answer = {**_held_json(code, wanted.field, held), "revision": revision}
    return versioned_answer(answer, held.touched, status=201)


def _preview(
    session: Session, said: Correction, gettext: Translator, *, on: date, expected: int
) -> Response:
    preview = preview_correction(session, said, on=on)
    if preview.held.touched != expected:
        raise Stale(
            N_("It was changed meanwhile: you read version {read}, now it is {current}."),
            read=expected,
            current=preview.held.touched,
        )
    answer = {
        **_held_json(said.code, said.field, preview.held),
        "new_value": to_json(preview.value),
        "warnings": [issue_json(issue, gettext) for issue in preview.warnings],
        "verdicts_that_turn": [asdict(turn) for turn in preview.turns],
        "revision": None,
    }
    return versioned_answer(answer, preview.held.touched, status=200)


@router.get("/overrides", dependencies=[Depends(only("procedure", "on", "rule"))])
def read_override(
    session: DbSession,
    person: Person,
    code: Code,
    procedure: Annotated[str, Query(max_length=40)],
    on: date,
    rule: Annotated[str, Query(max_length=60)],
) -> Response:
    """What the machine says of a rule and officers decided; the ETag is the version to decide."""
    require(person, Action.FINDING_OVERRIDE, place_of_cluster(session, code, today()))
    return _finding(session, code, procedure=procedure, on=on, rule=rule)


@router.post("/overrides", dependencies=[Plain], status_code=201)
def override(
    session: Writer, person: Person, code: Code, wanted: OverrideIn, if_match: IfMatch
) -> Response:
    """Record an officer's decision beside the machine's verdict; 409 unless it needs review."""
    require(person, Action.FINDING_OVERRIDE, place_of_cluster(session, code, today()))
    revision = override_finding(
        session,
        code,
        procedure=wanted.procedure,
        on=wanted.on,
        rule=wanted.rule,
        verdict=wanted.verdict,
        officer=wanted.officer or person.name or person.recorded_as,
        reason=wanted.reason,
        document=wanted.document,
        by=person.recorded_as,
        expected=read_tag(if_match),
    )
    return _finding(
        session,
        code,
        procedure=wanted.procedure,
        on=wanted.on,
        rule=wanted.rule,
        status=201,
        revision=revision,
    )


def _finding(
    session: Session,
    code: str,
    *,
    procedure: str,
    on: date,
    rule: str,
    status: int = 200,
    **more: Any,
) -> Response:
    if procedure not in PROCEDURES:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="procedure",
            value=repr(procedure),
            expected=", ".join(PROCEDURES),
        )
    found = assess_cluster(session, code, procedure=procedure, on=on)
    judged = [one for one in found.judgement["findings"] if one["rule"] == rule]
    if not judged:
        raise InvalidInput(
            N_("{field}: {value} is not a rule of this procedure on that day."),
            field="rule",
            value=repr(rule),
        )
    decided = [dict(row) for row in found.overrides if row["rule"] == rule]
    answer = {"code": code, "finding": judged[0], "overrides": decided, **more}
    return versioned_answer(answer, finding_version(found, rule), status=status)


@router.put("/same", dependencies=[Plain])
def mark(
    session: Writer, person: Person, code: Code, wanted: SameIn, if_match: IfMatch
) -> Response:
    """Say that this record means the same cluster as `keep`; both must lie in the territory.

    If-Match: the ETag of a fact of this record. revision null: it was marked so already.
    """
    for one in (code, wanted.keep):
        require(person, Action.RECORD_MERGE, place_of_cluster(session, one, today()))
    _require_untouched(session, code, if_match)
    revision = mark_same(
        session,
        (code, wanted.keep),
        keep=wanted.keep,
        source=wanted.source,
        reason=wanted.reason,
        by=person.recorded_as,
    )
    return versioned_answer({"code": code, "keep": wanted.keep, "revision": revision}, "same")


@router.delete("/same", dependencies=[Plain])
def unmark(
    session: Writer, person: Person, code: Code, wanted: ApartIn, if_match: IfMatch
) -> Response:
    """Take the mark back."""
    for one in _marked(session, code, person):
        require(person, Action.RECORD_MERGE, place_of_cluster(session, one, today()))
    _require_untouched(session, code, if_match)
    revision = unmark_same(session, code, reason=wanted.reason, by=person.recorded_as)
    return versioned_answer({"code": code, "keep": None, "revision": revision}, "apart")


def _marked(session: Session, code: str, _: Actor) -> list[str]:
    found = same_clusters(session, revision=revision_at(session), code=code)
    return [code, *(item.kept_code for item in found if item.code == code)]


def _require_untouched(session: Session, code: str, if_match: str) -> None:
    held = read_fact(session, code, "name", on=today())
    if held.touched != _number(if_match):
        raise Stale(
            N_("It was changed meanwhile: you read version {read}, now it is {current}."),
            read=read_tag(if_match),
            current=held.touched,
        )


def _number(if_match: str) -> int:
    named = read_tag(if_match)
    if not named.isascii() or not named.isdigit() or len(named) > 18:
        raise InvalidInput(
            N_('{field} is {value}; expected the ETag that was read, such as "3".'),
            field="If-Match",
            value=repr(if_match),
        )
    return int(named)


def _held_json(code: str, field: str, held: HeldFact) -> dict[str, Any]:
    return {
        "code": code,
        "name": held.name,
        "field": field,
        "value": to_json(held.value),
        "source": held.source,
    }
