"""`/reports/returns/{id}`: one version of a return; typing, submitting, accepting, sending back."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from api.dependencies import DbSession
from api.forms import form_token, remember_token
from api.identity import Person
from api.if_match import IfMatchOrForm, read_tag
from api.pages.context import Page, PageContext, render
from api.pages.reports import unit_name
from api.parameters import today
from api.writing import Writer
from cluster_gis.domain.access import Actor
from cluster_gis.domain.amounts import NumberLocale
from cluster_gis.domain.reporting.periods import due_date
from cluster_gis.domain.reporting.returns import (
    OF_THE_REPORTER,
    STATE_NAMES,
    Move,
    ReturnVersion,
)
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.reports.form_words import form_words
from cluster_gis.services import work_on_returns as work
from cluster_gis.services.explain_cell import explain_cell
from cluster_gis.services.hold_returns import (
    TYPED_FORMS,
    compare_with_parts,
    get_return,
    is_typed,
    report_of,
)
from cluster_gis.storage.queries.reporting import moves_of

router = APIRouter(include_in_schema=False)
Number = Annotated[int, Path(ge=1, le=10**12)]
Words = Annotated[str, Form(max_length=2000)]
#: Fields of the entry form begin so, that no field of a form of ours is taken for a figure.
PREFIX = "figure-"
#: What the entry form may ask for beside a move of the reporter.
FILL = "fill"
MOVE_NAMES: Mapping[str, str] = {
    Move.SUBMIT: N_("Send the report"),
    Move.ACCEPT: N_("Accept"),
    Move.SEND_BACK: N_("Send back"),
    Move.DISCARD: N_("Discard the draft"),
}


@router.post("/reports/returns")
def begin(
    page: Page,
    session: Writer,
    person: Person,
    form: Words = "",
    period: Words = "",
    reporter: Words = "",
    reason: Words = "",
) -> Response:
    """Begin a return, or a correction of one with its reason."""
    who = _who(person, page)
    version = work.start_return(session, who, form, period, reporter, reason=reason or None)
    return RedirectResponse(page.url(f"/reports/returns/{version.id}"), 303)


@router.get("/reports/returns/{number}", response_class=HTMLResponse)
def show_return(
    request: Request, page: Page, session: DbSession, person: Person, number: Number
) -> Response:
    """One version: its figures, what may be done with it, what happened."""
    who = _who(person, page)
    return _page(request, page, session, who, work.read_return(session, who, number))


async def figures_of(request: Request) -> dict[str, str]:
    """Field of the form -> text typed, from the body."""
    body = await request.form()
    return {
        name.removeprefix(PREFIX): str(value)
        for name, value in body.items()
        if name.startswith(PREFIX)
    }


Figures = Annotated[dict[str, str], Depends(figures_of)]


@router.post("/reports/returns/{number}")
def enter(
    *,
    request: Request,
    page: Page,
    session: Writer,
    person: Person,
    number: Number,
    figures: Figures,
    read: IfMatchOrForm,
    move: Words = "",
) -> Response:
    """Keep typed figures, then fill the gaps, send or discard; 400 names the row that is wrong."""
    who, tag = _who(person, page), read_tag(read)
    chosen = Move(move) if move in OF_THE_REPORTER else None
    locale: NumberLocale = "vi" if page.language == "vi" else "en"
    try:
        with session.begin_nested():
            if figures and chosen is not Move.DISCARD:
                version = work.type_return(session, who, number, figures, locale=locale, read=tag)
                tag = work.tag_of(version)
            if move == FILL:
                work.fill_return(session, who, number, read=tag)
            if chosen is not None:
                work.step_return(session, who, number, chosen, remark=None, read=tag)
    except InvalidInput as error:
        return _again(request, page, session, who, number, error, given=figures)
    return RedirectResponse(page.url(f"/reports/returns/{number}"), 303)


@router.post("/reports/returns/{number}/judge")
def judge(
    *,
    request: Request,
    page: Page,
    session: Writer,
    person: Person,
    number: Number,
    read: IfMatchOrForm,
    move: Words = "",
    remark: Words = "",
) -> Response:
    """Accept, or send back with remarks."""
    who = _who(person, page)
    if move not in (Move.ACCEPT, Move.SEND_BACK):
        raise InvalidInput(
            N_("{field} is {value}; expected {expected}."),
            field="move",
            value=repr(move),
            expected=f"{Move.ACCEPT.value}, {Move.SEND_BACK.value}",
        )
    try:
        with session.begin_nested():
            work.step_return(session, who, number, Move(move), remark=remark, read=read_tag(read))
    except InvalidInput as error:
        return _again(request, page, session, who, number, error)
    return RedirectResponse(page.url(f"/reports/returns/{number}"), 303)


def _who(person: Actor, page: PageContext) -> work.Person:
    return work.Person(actor=person, by=person.recorded_as, on=today(), register=page.register)


def _again(
    request: Request,
    page: PageContext,
    session: Session,
    who: work.Person,
    number: int,
    error: InvalidInput,
    *,
    given: Mapping[str, str] | None = None,
) -> Response:
    """The page with what is wrong and what was typed."""
    values = {
        key: page.gettext(value) if isinstance(value, str) else value
        for key, value in error.values.items()
    }
    said = page.gettext(error.message).format(**values)
    version = get_return(session, number)
    return _page(request, page, session, who, version, problem=said, given=given, status=400)


def _page(
    request: Request,
    page: PageContext,
    session: Session,
    who: work.Person,
    version: ReturnVersion,
    *,
    problem: str | None = None,
    given: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    report = report_of(session, version, register=page.register)
    moves = work.moves_open(session, who, version)
    token = form_token(request)
    wrong: tuple[Any, ...] = ()
    silent: list[str] = []
    if version.form == "04":
        wrong, silent = compare_with_parts(session, report.period, version.reporter, whole=report)
    response = render(
        "report_return.html",
        page,
        status=status,
        version=version,
        tag=work.tag_of(version),
        report=report,
        words=form_words(report, page.language, printed_on=today()),
        cells={cell.number: cell for cell in report.cells},
        explain=lambda cell, figure: explain_cell(cell, figure, page.language),
        unit_name=lambda figure: unit_name(figure, page.language),
        due=due_date(report.form, report.period),
        moves=[move for move in moves if move in OF_THE_REPORTER],
        judging=[move for move in moves if move not in OF_THE_REPORTER],
        move_names=MOVE_NAMES,
        history=moves_of(session, version.id),
        state_names=STATE_NAMES,
        typing=Move.SUBMIT in moves and version.form in TYPED_FORMS,
        is_typed=is_typed,
        correcting=work.may_correct(session, who, version),
        given=given or {},
        problem=problem,
        disagreements=wrong,
        silent=silent,
        prefix=PREFIX,
        fill=FILL,
        token=token,
    )
    remember_token(request, response, token)
    response.headers["Cache-Control"] = "no-store"
    return response
