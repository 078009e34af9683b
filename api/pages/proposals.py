"""`/proposals`, `/proposals/new` and `/worklist`: what there is, what waits, and a new draft."""

import json
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import DbSession
from api.forms import remember_token
from api.identity import Person
from api.pages.context import Page, render
from api.parameters import today
from api.proposal_access import writer_of
from api.subject_page import base_layers
from api.writing import Writer
from cluster_gis.domain.access import Action, may
from cluster_gis.domain.proposal_moves import STATE_NAMES, State
from cluster_gis.services.describe_proposal import summary_json, task_json, waits_for
from cluster_gis.services.describe_question import questions_json, waiting_questions
from cluster_gis.services.proposal_clocks import read_worklist, readable_scopes
from cluster_gis.services.write_proposal import start_proposal
from cluster_gis.storage.queries.places import communes_of_2025
from cluster_gis.storage.queries.proposals import list_proposals
from cluster_gis.storage.queries.territory import place_of_unit

router = APIRouter(include_in_schema=False)


@router.get("/proposals", response_class=HTMLResponse)
def show_proposals(
    page: Page,
    session: DbSession,
    person: Person,
    state: Annotated[State | None, Query()] = None,
) -> HTMLResponse:
    """Proposals the reader may see, the last changed first."""
    readable, drafts = readable_scopes(person, today())
    found = list_proposals(
        session,
        readable=readable,
        drafts=drafts,
        states=None if state is None else [state],
        province_key=page.province.province.key if page.province else None,
    )
    names = {one.unit_key: one.name for one in communes_of_2025(session)}
    names |= {one.province.key: one.province.name for one in page.provinces}
    rows = [
        (summary_json(one, page.gettext), waits_for(one, page.gettext), one.changed_at)
        for one in found
    ]
    return render(
        "proposals.html",
        page,
        rows=rows,
        names=names,
        states={one.value: STATE_NAMES[one] for one in State},
        chosen=None if state is None else state.value,
        may_draft=page.visitor.may(Action.PROPOSAL_DRAFT),
    )


@router.get("/worklist", response_class=HTMLResponse)
def show_worklist(page: Page, session: DbSession, person: Person) -> HTMLResponse:
    """What waits for the reader, then for others, the most urgent first."""
    on = today()
    tasks = [
        (task_json(one, page.gettext), one.due, waits_for(one.proposal, page.gettext))
        for one in read_worklist(session, person, on=on)
    ]
    waiting = waiting_questions(session, person, on=on)
    rows = questions_json(session, [one.question for one in waiting], page.gettext, on=on)
    asked = list(zip(waiting, rows, strict=True))
    return render("worklist.html", page, tasks=tasks, asked=asked, on=on)


@router.get("/proposals/ground.json")
def read_ground() -> Response:
    """Land and province lines below the drawing, GeoJSON."""
    return Response(
        _ground(), media_type="application/json", headers={"Cache-Control": "private, max-age=3600"}
    )


@cache
def _ground() -> str:
    layers = base_layers(today())
    return json.dumps({"land": layers.land, "lines": layers.province_lines})


@router.get("/proposals/new", response_class=HTMLResponse)
def show_new(request: Request, page: Page, session: DbSession, person: Person) -> Response:
    """Where the proposal is from: the units in which the reader may draft."""
    on = today()
    provinces = [one.province for one in page.shown]
    units = [
        (one.unit_key, f"{one.name} – {one.province_name}")
        for province in provinces
        for one in communes_of_2025(session, province.key)
    ]
    units = [(one.key, one.name) for one in provinces] + units
    open_to = [
        (key, name)
        for key, name in units
        if may(person, Action.PROPOSAL_DRAFT, place_of_unit(session, key, on), on)
    ]
    response = render("proposal_new.html", page, units=open_to)
    remember_token(request, response, page.visitor.token)
    return response


@router.post("/proposals/new")
def begin(
    page: Page,
    session: Writer,
    person: Person,
    unit: Annotated[str, Form(max_length=20)],
    title: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Begin the draft and open it."""
    content = {"title": title, "grounds": "", "items": []}
    made = start_proposal(session, unit, writer_of(person), content=content)
    return RedirectResponse(page.url(f"/proposals/{made}/edit"), 303)
