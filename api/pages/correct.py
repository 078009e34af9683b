"""`/clusters/{code}/correct`: one fact, its source and reason; preview, then a new version."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.dependencies import DbSession
from api.forms import form_token, keep_form
from api.identity import Person, require
from api.pages.context import Page, PageContext, render
from api.parameters import today
from api.writing import Writer
from cluster_gis.domain.access import Action
from cluster_gis.domain.list_columns import BY_KEY
from cluster_gis.errors import InvalidInput, Stale
from cluster_gis.i18n import translator
from cluster_gis.services.correct_fact import (
    FIELDS,
    Correction,
    correct_fact,
    preview_correction,
    read_fact,
)
from cluster_gis.services.describe_staging import issue_text
from cluster_gis.services.list_words import shown
from cluster_gis.storage.queries.territory import place_of_cluster

router = APIRouter(include_in_schema=False)
Code = Annotated[str, Path(max_length=100)]
Words = Annotated[str, Form(max_length=2000)]


@router.get("/clusters/{code}/correct")
def show_form(
    request: Request,
    page: Page,
    person: Person,
    session: DbSession,
    code: Code,
    field: Annotated[str, Query(max_length=40)] = "area_established_ha",
) -> Response:
    """The form for one fact, with its present value and where that is from."""
    require(person, Action.FACT_CORRECT, place_of_cluster(session, code, today()))
    wanted = Correction(code=code, field=field, value=None, since="", source="", reason="", by="")
    return _page(request, page, session, wanted)


@router.post("/clusters/{code}/correct")
def take_form(
    request: Request,
    page: Page,
    person: Person,
    session: Writer,
    code: Code,
    field: Words = "",
    value: Words = "",
    unknown: Words = "",
    since: Words = "",
    source: Words = "",
    reason: Words = "",
    by: Words = "",
    step: Words = "preview",
    touched: Annotated[int, Form()] = -1,
) -> Response:
    """Preview, or with step=write the correction; 412 when the cluster changed meanwhile."""
    on = today()
    require(person, Action.FACT_CORRECT, place_of_cluster(session, code, on))
    wanted = Correction(
        code=code,
        field=field,
        value=None if unknown else value,
        since=since,
        source=source,
        reason=reason,
        by=person.account or by,
    )
    try:
        if step != "write":
            preview = preview_correction(session, wanted, on=on)
            return _page(request, page, session, wanted, preview=preview)
        with session.begin_nested():  # an error takes back what it had begun, no more
            revision = correct_fact(session, wanted, on=on, expected=touched)
    except InvalidInput as error:
        return _page(request, page, session, wanted, problem=_said(error, page), status=422)
    except Stale as error:
        preview = preview_correction(session, wanted, on=on)
        return _page(
            request,
            page,
            session,
            wanted,
            preview=preview,
            problem=_said(error, page),
            status=412,
        )
    return RedirectResponse(
        page.url(f"/clusters/{code}", corrected=str(revision)) + "#figures-heading", 303
    )


def _said(error: InvalidInput | Stale, page: PageContext) -> str:
    values: Mapping[str, Any] = {
        key: page.gettext(value) if isinstance(value, str) else value
        for key, value in error.values.items()
    }
    named = values.get("field")
    if named in BY_KEY:
        values = {**values, "field": page.gettext(BY_KEY[str(named)].header)}
    return page.gettext(error.message).format(**values)


def _page(
    request: Request,
    page: PageContext,
    session: Any,
    wanted: Correction,
    *,
    preview: Any = None,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    field = wanted.field if wanted.field in FIELDS else FIELDS[0]
    held = read_fact(session, wanted.code, field, on=today())
    token = form_token(request)
    translate = translator(page.language)
    response = render(
        "correct.html",
        page,
        status=status,
        code=wanted.code,
        wanted=replace(wanted, field=field),
        held=held,
        fields={key: BY_KEY[key] for key in FIELDS},
        shown=lambda value: shown(field, value, page.language),
        preview=preview,
        warnings=[issue_text(i, translate) for i in preview.warnings] if preview else [],
        problem=problem,
        token=token,
    )
    return keep_form(request, response, token)
