"""`/reports/returns/{id}`: one version of a return; typing, submitting, accepting, sending back."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from api.dependencies import DbSession
from api.forms import form_token, remember_token
from api.identity import Person, require
from api.pages.context import Page, PageContext, render
from api.pages.reports import unit_name
from api.parameters import today
from api.report_choice import place_of
from api.writing import Writer
from cluster_gis.domain.access import Action, Actor, Place
from cluster_gis.domain.amounts import NumberLocale
from cluster_gis.domain.reporting.periods import due_date, parse_period
from cluster_gis.domain.reporting.returns import (
    CLOSED,
    MOVES,
    OF_THE_REPORTER,
    STATE_NAMES,
    Move,
    ReturnVersion,
    may_move,
)
from cluster_gis.errors import Forbidden, InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.reports.form_words import form_words
from cluster_gis.services.explain_cell import explain_cell
from cluster_gis.services.hold_returns import (
    begin_return,
    compare_with_parts,
    get_return,
    move_return,
    report_of,
    type_figures,
)
from cluster_gis.services.make_report import Report
from cluster_gis.storage.queries.reporting import moves_of

router = APIRouter(include_in_schema=False)
Number = Annotated[int, Path(ge=1, le=10**12)]
Words = Annotated[str, Form(max_length=2000)]
#: Fields of the entry form begin so, that no field of a form of ours is taken for a figure.
PREFIX = "figure-"
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
    number = begin_return(
        session, form, parse_period(period), reporter, by=person.recorded_as, reason=reason or None
    )
    version = get_return(session, number)
    report = report_of(session, version, register=page.register)
    _require(person, Action.RETURN_ENTER, version, None, place_of(session, report))
    return RedirectResponse(page.url(f"/reports/returns/{number}"), 303)


@router.get("/reports/returns/{number}", response_class=HTMLResponse)
def show_return(
    request: Request, page: Page, session: DbSession, person: Person, number: Number
) -> Response:
    """One version: its figures, what may be done with it, what happened."""
    version = get_return(session, number)
    report = report_of(session, version, register=page.register)
    require(person, Action.RETURN_READ, place_of(session, report))
    return _page(request, page, session, person, version, report)


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
    request: Request,
    page: Page,
    session: Writer,
    person: Person,
    number: Number,
    figures: Figures,
    move: Words = "",
) -> Response:
    """Keep typed figures (move "save"), send or discard; 400 names the row that is wrong."""
    version = get_return(session, number)
    report = report_of(session, version, register=page.register)
    chosen = Move(move) if move in OF_THE_REPORTER else None
    _require(person, Action.RETURN_ENTER, version, chosen, place_of(session, report))
    try:
        with session.begin_nested():
            if figures:
                locale: NumberLocale = "vi" if page.language == "vi" else "en"
                type_figures(session, number, figures, locale=locale)
            if chosen is not None:
                _move(session, page, person, number, chosen, None)
    except InvalidInput as error:
        said = _said(error, page)
        return _page(
            request, page, session, person, version, report,
            problem=said, given=figures, status=400,
        )  # fmt: skip
    return RedirectResponse(page.url(f"/reports/returns/{number}"), 303)


@router.post("/reports/returns/{number}/judge")
def judge(
    request: Request,
    page: Page,
    session: Writer,
    person: Person,
    number: Number,
    move: Words = "",
    remark: Words = "",
) -> Response:
    """Accept, or send back with remarks."""
    version = get_return(session, number)
    report = report_of(session, version, register=page.register)
    chosen = Move(move) if move in (Move.ACCEPT, Move.SEND_BACK) else Move.ACCEPT
    _require(person, Action.RETURN_ACCEPT, version, chosen, place_of(session, report))
    try:
        with session.begin_nested():
            _move(session, page, person, number, chosen, remark)
    except InvalidInput as error:
        said = _said(error, page)
        return _page(
            request, page, session, person, version, report, problem=said, status=400
        )  # fmt: skip
    return RedirectResponse(page.url(f"/reports/returns/{number}"), 303)


def _move(
    session: Session,
    page: PageContext,
    person: Actor,
    number: int,
    move: Move,
    remark: str | None,
) -> None:
    move_return(
        session,
        number,
        move,
        by=person.recorded_as,
        on=today(),
        remark=remark,
        register=page.register,
    )


def _said(error: InvalidInput, page: PageContext) -> str:
    values = {
        key: page.gettext(value) if isinstance(value, str) else value
        for key, value in error.values.items()
    }
    return page.gettext(error.message).format(**values)


def _page(
    request: Request,
    page: PageContext,
    session: Session,
    person: Actor,
    version: ReturnVersion,
    report: Report,
    *,
    problem: str | None = None,
    given: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    place = place_of(session, report)
    moves = [
        move
        for move in Move
        if (version.state, move) in MOVES and _allowed(person, version, move, place)
    ]
    token = form_token(request)
    wrong: tuple[Any, ...] = ()
    silent: list[str] = []
    if version.form == "04":
        wrong, silent = compare_with_parts(session, report.period, version.reporter)
    response = render(
        "report_return.html",
        page,
        status=status,
        version=version,
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
        typing=Move.SUBMIT in moves and version.form in ("01", "02"),
        correcting=version.state in CLOSED and _allowed(person, version, None, place),
        given=given or {},
        problem=problem,
        disagreements=wrong,
        silent=silent,
        prefix=PREFIX,
        token=token,
    )
    remember_token(request, response, token)
    response.headers["Cache-Control"] = "no-store"
    return response


def _allowed(person: Actor, version: ReturnVersion, move: Move | None, place: Place) -> bool:
    return may_move(person, version.form, move, place, today())


def _require(
    person: Actor, action: Action, version: ReturnVersion, move: Move | None, place: Place
) -> None:
    require(person, action, place)
    if not _allowed(person, version, move, place):
        raise Forbidden(N_("Your role does not do this with form {form}."), form=version.form)
