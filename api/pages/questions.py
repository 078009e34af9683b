"""`/questions`: difficulties and their answers, one of them, and the forms to ask and to answer."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from api.dependencies import DbSession
from api.forms import remember_token
from api.identity import Person
from api.pages.context import Page, PageContext, parse_day, render
from api.parameters import today
from api.proposal_access import writer_of
from api.question_access import notice_of_question, seen_question
from api.writing import Writer
from cluster_gis.domain.access import Action, Actor, Role, may, scope_of
from cluster_gis.domain.actors import ROLE_LABELS
from cluster_gis.domain.proposal_moves import Document
from cluster_gis.domain.questions import (
    DESKS,
    STATE_NAMES,
    Desk,
    NewQuestion,
    Question,
    QuestionState,
)
from cluster_gis.errors import Conflict, InvalidInput, NotFound, Stale
from cluster_gis.i18n import N_, fill
from cluster_gis.law.register import BY_ID
from cluster_gis.services.ask_question import (
    MOST_DAYS,
    Said,
    ask_question,
    move_question,
    working_days_after,
)
from cluster_gis.services.describe_question import question_json, questions_json
from cluster_gis.services.notify import tell
from cluster_gis.storage.queries.places import communes_of_2025
from cluster_gis.storage.queries.questions import cluster_choices, get_question, list_questions
from cluster_gis.storage.queries.territory import place_of_unit

router = APIRouter(include_in_schema=False)
Number = Annotated[int, Path(ge=1, le=2**62)]
Asked = Annotated[str, Query(max_length=100)]
#: Field of a form -> what people read beside it.
FIELDS: Mapping[str, str] = {
    "title": N_("Subject"),
    "body": N_("Text"),
    "asked_by": N_("Asked by"),
    "asked_on": N_("Day asked"),
    "desk": N_("Sent to"),
    "desk_name": N_("Name of the department"),
    "days": N_("Working days to answer"),
    "due_on": N_("Answer due on"),
    "about": N_("Cluster, rule or proposal"),
    "cluster": N_("Cluster"),
    "rule": N_("Rule"),
    "proposal": N_("Proposal"),
    "unit": N_("Unit that asks"),
    "document": N_("Paper"),
    "document.signed_on": N_("Day signed"),
    "signed_on": N_("Day signed"),
}


@router.get("/questions", response_class=HTMLResponse)
def show_questions(
    page: Page,
    session: DbSession,
    person: Person,
    state: Annotated[str, Query(pattern="^(|open|overdue|answered|closed)$")] = "",
    cluster: Asked = "",
    rule: Asked = "",
    proposal: Annotated[str, Query(pattern="^[0-9]{0,18}$")] = "",
) -> HTMLResponse:
    """Questions the reader may see, open ones first; a table to filter, sort and save."""
    on = today()
    found = list_questions(
        session,
        scope=scope_of(person, Action.QUESTION_READ, on),
        on=on,
        cluster_code=cluster or None,
        rule=rule or None,
        proposal_id=int(proposal) if proposal else None,
        province_key=page.province.province.key if page.province else None,
    )
    counts = {"": len(found), "overdue": sum(one.is_overdue(on) for one in found)}
    counts |= {one.value: sum(f.state is one for f in found) for one in QuestionState}
    shown = [one for one in found if _chosen(one, state, on)]
    return render(
        "questions.html",
        page,
        rows=questions_json(session, shown, page.gettext, on=on),
        counts=counts,
        chosen=state,
        states=_state_words(),
        about={"cluster": cluster, "rule": rule, "proposal": proposal},
        may_ask=page.visitor.may(Action.QUESTION_ASK),
        parse_date=date.fromisoformat,
        on=on,
    )


def _chosen(one: Question, state: str, on: date) -> bool:
    return one.is_overdue(on) if state == "overdue" else state in ("", one.state.value)


def _state_words() -> dict[str, str]:
    return {
        "": N_("all"),
        "open": STATE_NAMES[QuestionState.OPEN],
        "overdue": N_("overdue"),
        "answered": STATE_NAMES[QuestionState.ANSWERED],
        "closed": STATE_NAMES[QuestionState.CLOSED],
    }


@router.get("/questions/new", response_class=HTMLResponse)
def show_new(
    request: Request,
    page: Page,
    session: DbSession,
    person: Person,
    cluster: Asked = "",
    rule: Asked = "",
    proposal: Asked = "",
) -> Response:
    """The form to ask, filled with what the reader came from."""
    given = {"cluster": cluster, "rule": rule, "proposal": proposal}
    return _new_page(request, page, session, person, given)


async def read_form(request: Request) -> dict[str, str]:
    """Fields of the form."""
    form = await request.form()
    return {key: value.strip() for key, value in form.items() if isinstance(value, str)}


Form = Annotated[dict[str, str], Depends(read_form)]


@router.post("/questions/new")
def ask(
    request: Request,
    page: Page,
    session: Writer,
    person: Person,
    after: BackgroundTasks,
    form: Form,
) -> Response:
    """Record the question; what is wrong comes back with what was typed."""
    who = writer_of(person)
    try:
        with session.begin_nested():
            asked_on = parse_day(form.get("asked_on", ""), "asked_on")
            made = ask_question(
                session,
                NewQuestion(
                    title=form.get("title", ""),
                    body=form.get("body", ""),
                    asked_by=form.get("asked_by", ""),
                    asked_on=asked_on,
                    desk=Desk.parse(form.get("desk", ""), form.get("desk_name")),
                    cluster_code=form.get("cluster") or None,
                    rule=form.get("rule") or None,
                    proposal_id=_number(form, "proposal"),
                    unit_key=form.get("unit") or None,
                    due_on=_due(form, asked_on),
                    document=_document(form),
                ),
                who,
            )
    except (InvalidInput, Conflict, NotFound) as error:
        return _new_page(request, page, session, person, form, error)
    told = notice_of_question(get_question(session, made), "ask", who.by)
    after.add_task(tell, request.app.state.notice_sinks, told)
    return RedirectResponse(page.url(f"/questions/{made}"), 303)


@router.get("/questions/{question_id}", response_class=HTMLResponse)
def show_question(
    request: Request, page: Page, session: DbSession, person: Person, question_id: Number
) -> Response:
    """One question: text, way, answer, and the steps that are the reader's."""
    question = seen_question(session, question_id, person)
    return _question_page(request, page, session, person, question, {})


@router.post("/questions/{question_id}/steps")
def make_step(
    request: Request,
    page: Page,
    session: Writer,
    person: Person,
    after: BackgroundTasks,
    question_id: Number,
    form: Form,
) -> Response:
    """One form of the page; what is wrong comes back with what was typed."""
    question = seen_question(session, question_id, person)
    who = writer_of(person)
    move = form.get("move", "")
    try:
        with session.begin_nested():
            said = Said(
                body=form.get("body", ""),
                document=_document(form),
                desk=Desk.parse(form["desk"], form.get("desk_name")) if "desk" in form else None,
                due_on=_due(form, who.on),
            )
            moved = move_question(
                session, question_id, move, said, who, expected=_number(form, "version")
            )
    except (InvalidInput, Conflict) as error:
        return _question_page(request, page, session, person, question, form, error)
    told = notice_of_question(moved, move, who.by)
    after.add_task(tell, request.app.state.notice_sinks, told)
    return RedirectResponse(page.url(f"/questions/{question_id}"), 303)


def _number(form: Mapping[str, str], field: str) -> int | None:
    text = form.get(field, "")
    if not text:
        return None
    if not text.isdigit() or len(text) > len(str(2**62)) - 1:
        raise InvalidInput(N_("{field}: {value} is no number."), field=field, value=repr(text))
    return int(text)


def _due(form: Mapping[str, str], first: date) -> date | None:
    days, day = _number(form, "days"), form.get("due_on", "")
    if days is not None and day:
        raise InvalidInput(
            N_("{field}: give the day or the number of working days, not both."), field="days"
        )
    if days is not None:
        return working_days_after(first, days)
    return parse_day(day, "due_on") if day else None


def _document(form: Mapping[str, str]) -> Document | None:
    number = form.get("number", "")
    if not number:
        return None
    signed = parse_day(form.get("signed_on", ""), "signed_on")
    return Document(number=number[:200], signed_on=signed, signer=form.get("signer") or None)


def _said(error: InvalidInput | Conflict | NotFound, page: PageContext) -> dict[str, str]:
    """Field ("" = the whole form) -> message with the field's own name."""
    field = str(error.values.get("field") or "")
    values: dict[str, Any] = dict(error.values)
    if field in FIELDS:
        values["field"] = page.gettext(FIELDS[field])
    return {field: fill(error.message, values, page.gettext)}


def _status(error: InvalidInput | Conflict | NotFound | None) -> int:
    if error is None:
        return 200
    if isinstance(error, Stale):
        return 412
    return 409 if isinstance(error, Conflict) else 422


def _new_page(
    request: Request,
    page: PageContext,
    session: Session,
    person: Actor,
    given: dict[str, str],
    error: InvalidInput | Conflict | NotFound | None = None,
) -> Response:
    on = today()
    clusters = cluster_choices(session, [one.province.key for one in page.shown], on)
    response = render(
        "question_new.html",
        page,
        status=_status(error),
        given=defaultdict(str, asked_on=page.formats.day(on), asked_by=_office(person, on)) | given,
        problems={} if error is None else _said(error, page),
        clusters=clusters,
        rules={rule.id: rule.title for rule in BY_ID.values()},
        units=_units(page, session, person, on),
        desks={role.value: ROLE_LABELS[role] for role in DESKS},
        most_days=MOST_DAYS,
        token=page.visitor.token,
    )
    return _kept(request, page, response)


def _office(person: Actor, on: date) -> str:
    """What the person's own office is called, to begin with."""
    held = [one for one in person.memberships_on(on) if one.role is not Role.PUBLIC]
    own = "" if person.operator else person.name
    return next((one.organisation for one in held if one.organisation), own)


def _units(page: PageContext, session: Session, person: Actor, on: date) -> list[tuple[str, str]]:
    provinces = [one.province for one in page.shown]
    units = [(one.key, one.name) for one in provinces]
    units += [
        (one.unit_key, f"{one.name} – {one.province_name}")
        for province in provinces
        for one in communes_of_2025(session, province.key)
    ]
    return [
        (key, name)
        for key, name in units
        if may(person, Action.QUESTION_ASK, place_of_unit(session, key, on), on)
    ]


def _question_page(
    request: Request,
    page: PageContext,
    session: Session,
    person: Actor,
    question: Question,
    given: dict[str, str],
    error: InvalidInput | Conflict | NotFound | None = None,
) -> Response:
    on = today()
    told = question_json(session, question, person, page.gettext, on=on)
    response = render(
        "question.html",
        page,
        status=_status(error),
        told=told,
        given=defaultdict(str, given),
        problems={} if error is None else _said(error, page),
        rule=BY_ID.get(question.rule or ""),
        desks={
            role.value: ROLE_LABELS[role]
            for role in DESKS
            if role is not question.desk.role or role is Role.OTHER_DEPARTMENT
        },
        most_days=MOST_DAYS,
        token=page.visitor.token,
        parse_date=date.fromisoformat,
    )
    return _kept(request, page, response)


def _kept(request: Request, page: PageContext, response: HTMLResponse) -> Response:
    remember_token(request, response, page.visitor.token)
    response.headers["Cache-Control"] = "no-store"
    return response
