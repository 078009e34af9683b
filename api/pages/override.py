"""`/clusters/{code}/override`: an officer decides a finding that needs review, with grounds."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from api.dependencies import DbSession
from api.forms import form_token, keep_form
from api.identity import Person, require
from api.if_match import IfMatchOrForm, read_tag
from api.pages.context import Page, PageContext, parse_day, render
from api.pages.refusals import refusal_status
from api.parameters import today
from api.writing import Writer
from cluster_gis.domain.access import Action
from cluster_gis.errors import ClusterGisError, Conflict, InvalidInput
from cluster_gis.i18n import N_, fill
from cluster_gis.reports import law_words
from cluster_gis.services.assess_cluster import assess_cluster, require_procedure
from cluster_gis.services.override_finding import (
    OVERRIDE_VERDICTS,
    finding_version,
    override_finding,
)
from cluster_gis.storage.queries.territory import place_of_cluster

router = APIRouter(include_in_schema=False)
Code = Annotated[str, Path(max_length=100)]
Asked = Annotated[str, Query(max_length=60)]
Words = Annotated[str, Form(max_length=2000)]


@router.get("/clusters/{code}/override")
def show_form(
    request: Request,
    page: Page,
    person: Person,
    session: DbSession,
    code: Code,
    procedure: Asked = "establish",
    on: Asked = "",
    rule: Asked = "",
) -> Response:
    """What the machine says, what officers decided before, and the form."""
    require(person, Action.FINDING_OVERRIDE, place_of_cluster(session, code, today()))
    day = parse_day(on, "on") if on else today()
    return _page(request, page, session, code, procedure=procedure, on=day, rule=rule, given={})


@router.post("/clusters/{code}/override")
def take_form(
    *,
    request: Request,
    page: Page,
    person: Person,
    session: Writer,
    code: Code,
    version: IfMatchOrForm,
    procedure: Words = "",
    on: Words = "",
    rule: Words = "",
    verdict: Words = "",
    document: Words = "",
    reason: Words = "",
) -> Response:
    """Record the decision beside the machine's verdict; 412 when the finding changed meanwhile."""
    require(person, Action.FINDING_OVERRIDE, place_of_cluster(session, code, today()))
    day = parse_day(on, "on")
    given = {"verdict": verdict, "document": document, "reason": reason}
    try:
        with session.begin_nested():
            override_finding(
                session,
                code,
                procedure=procedure,
                on=day,
                rule=rule,
                verdict=verdict,
                officer=person.name or person.recorded_as,
                reason=reason,
                document=document,
                by=person.recorded_as,
                expected=read_tag(version),
            )
    except (InvalidInput, Conflict) as error:
        return _page(
            request,
            page,
            session,
            code,
            procedure=procedure,
            on=day,
            rule=rule,
            given=given,
            problem=error,
            status=refusal_status(error),
        )
    address = page.url(f"/clusters/{code}/findings", procedure=procedure, on=day.isoformat())
    return RedirectResponse(f"{address}#f-{rule}", 303)


def _page(
    request: Request,
    page: PageContext,
    session: Session,
    code: str,
    *,
    procedure: str,
    on: date,
    rule: str,
    given: dict[str, str],
    problem: ClusterGisError | None = None,
    status: int = 200,
) -> Response:
    require_procedure(procedure)
    found = assess_cluster(session, code, procedure=procedure, on=on)
    judged: dict[str, Any] | None = next(
        (one for one in found.judgement["findings"] if one["rule"] == rule), None
    )
    if judged is None:
        raise InvalidInput(
            N_("{field}: {value} is not a rule of this procedure on that day."),
            field="rule",
            value=repr(rule),
        )
    token = form_token(request)
    response = render(
        "override.html",
        page,
        status=status,
        code=code,
        name=place_of_cluster(session, code, today()).label,
        procedure=procedure,
        on=on,
        finding=judged,
        decided=[row for row in found.overrides if row["rule"] == rule],
        verdicts=OVERRIDE_VERDICTS,
        words=law_words,
        version=finding_version(found, rule),
        given=dict.fromkeys(("verdict", "document", "reason"), "") | given,
        problem=None if problem is None else fill(problem.message, problem.values, page.gettext),
        token=token,
    )
    return keep_form(request, response, token)
