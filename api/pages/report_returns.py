"""`/reports/returns/{id}`: one version of a return; typing, submitting, accepting, sending back."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from api.dependencies import DbSession
from api.identity import Person, require
from api.pages.context import Page, PageContext, render
from api.pages.reports import unit_name
from api.parameters import today
from api.report_choice import place_of
from api.writing import FromOurForm, Writer, form_token, may_write, remember_token
from cluster_gis.domain.access import Action, Actor, Place
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


@router.post("/reports/returns", dependencies=[FromOurForm])
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


@router.post("/reports/returns/{number}", dependencies=[FromOurForm])
def act(
    request: Request,
    page: Page,
    session: Writer,
    person: Person,
    number: Number,
    figures: Figures,
    move: Words = "",
    remark: Words = "",
) -> Response:
    """Keep typed figures (move "save"), or make a move; 422 names the row that is wrong."""
    version = get_return(session, number)
    report = report_of(session, version, register=page.register)
    place = place_of(session, report)
    chosen = Move(move) if move in set(Move) else None
    entering = chosen is None or chosen in OF_THE_REPORTER
    action = Action.RETURN_ENTER if entering else Action.RETURN_ACCEPT
    _require(person, action, version, chosen, place)
    try:
        with session.begin_nested():
            if figures:
                type_figures(
                    session, number, figures, locale="vi" if page.language == "vi" else "en"
                )
            if chosen is not None:
                move_return(
                    session,
                    number,
                    chosen,
                    by=person.recorded_as,
                    on=today(),
                    remark=remark,
                    register=page.register,
                )
    except InvalidInput as error:
        values = {
            key: page.gettext(value) if isinstance(value, str) else value
            for key, value in error.values.items()
        }
        said = page.gettext(error.message).format(**values)
        return _page(
            request, page, session, person, version, report,
            problem=said, given=figures, status=422,
        )  # fmt: skip
    return RedirectResponse(page.url(f"/reports/returns/{number}"), 303)


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
    writes = may_write(request)
    moves = [
        move
        for move in Move
        if writes and (version.state, move) in MOVES and _allowed(person, version, move, place)
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
        moves=moves,
        move_names=MOVE_NAMES,
        history=moves_of(session, version.id),
        state_names=STATE_NAMES,
        typing=Move.SUBMIT in moves and version.form in ("01", "02"),
        correcting=version.state in CLOSED and writes and _allowed(person, version, None, place),
        given=given or {},
        problem=problem,
        disagreements=wrong,
        silent=silent,
        prefix=PREFIX,
        token=token,
    )
    remember_token(response, token)
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
