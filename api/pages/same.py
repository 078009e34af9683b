"""`/clusters/{code}/same`: say that two records are one cluster, or take that back."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from api.dependencies import DbSession
from api.forms import form_token, keep_form
from api.identity import Person, require
from api.if_match import IfMatchOrForm, require_version
from api.pages.context import Page, PageContext, render
from api.pages.refusals import REFUSALS, refusal_status
from api.parameters import today
from api.writing import Writer
from cluster_gis.domain.access import Action
from cluster_gis.errors import ClusterGisError
from cluster_gis.i18n import fill
from cluster_gis.services.correct_fact import read_fact
from cluster_gis.services.mark_same import mark_same, unmark_same
from cluster_gis.storage.queries.lineage import find_kept, same_clusters
from cluster_gis.storage.queries.territory import place_of_cluster
from cluster_gis.storage.register import revision_at

router = APIRouter(include_in_schema=False)
Code = Annotated[str, Path(max_length=100)]
Words = Annotated[str, Form(max_length=2000)]


@router.get("/clusters/{code}/same")
def show_form(
    request: Request, page: Page, person: Person, session: DbSession, code: Code
) -> Response:
    """Where the record leads, which records lead to it, and the form."""
    require(person, Action.RECORD_MERGE, place_of_cluster(session, code, today()))
    return _page(request, page, session, code, given={})


@router.post("/clusters/{code}/same")
def take_form(
    *,
    request: Request,
    page: Page,
    person: Person,
    session: Writer,
    code: Code,
    version: IfMatchOrForm,
    step: Words = "mark",
    keep: Words = "",
    source: Words = "",
    reason: Words = "",
) -> Response:
    """Mark this record as another of `keep`, or with step=unmark take that back."""
    require(person, Action.RECORD_MERGE, place_of_cluster(session, code, today()))
    keep, given = keep.strip(), {"keep": keep.strip(), "source": source, "reason": reason}
    try:
        with session.begin_nested():  # an error takes back what it had begun, no more
            require_version(version, read_fact(session, code, "name", on=today()).touched)
            kept = find_kept(session, code, revision=revision_at(session))
            other = keep if step == "mark" else kept.kept_code if kept else code
            require(person, Action.RECORD_MERGE, place_of_cluster(session, other, today()))
            by = person.recorded_as
            if step == "mark":
                mark_same(session, (code, keep), keep=keep, source=source, reason=reason, by=by)
            else:
                unmark_same(session, code, reason=reason, by=by)
    except REFUSALS as error:
        status = refusal_status(error)
        return _page(request, page, session, code, given=given, problem=error, status=status)
    return RedirectResponse(page.url(f"/clusters/{other if step == 'mark' else code}"), 303)


def _page(
    request: Request,
    page: PageContext,
    session: Session,
    code: str,
    *,
    given: dict[str, str],
    problem: ClusterGisError | None = None,
    status: int = 200,
) -> Response:
    held = read_fact(session, code, "name", on=today())
    found = same_clusters(session, revision=revision_at(session), code=code)
    token = form_token(request)
    response = render(
        "same.html",
        page,
        status=status,
        code=code,
        name=held.name,
        version=held.touched,
        kept=next((one for one in found if one.code == code), None),
        others=[one for one in found if one.kept_code == code],
        given=dict.fromkeys(("keep", "source", "reason"), "") | given,
        problem=None if problem is None else fill(problem.message, problem.values, page.gettext),
        token=token,
    )
    return keep_form(request, response, token)
