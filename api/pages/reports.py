"""`/reports`: choose a form, a period and a unit; what is due, who has not reported; the form."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import DbSession, release
from api.forms import form_token, remember_token
from api.identity import Person, may
from api.pages.asked import asked_scope
from api.pages.context import Page, PageContext, render
from api.pages.documents import download
from api.parameters import today
from api.report_choice import Choice, Chosen, Word, duties_of, forms_on, is_return, shown_report
from cluster_gis.domain.access import Action
from cluster_gis.domain.reporting.forms import UNITS, Figure
from cluster_gis.domain.reporting.periods import Period, due_date, latest_period
from cluster_gis.domain.reporting.returns import DUTY_NAMES, STATE_NAMES
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.reports.form_words import form_words, period_words
from cluster_gis.reports.report_files import (
    MEDIA_TYPES,
    TOLD,
    file_name,
    formats_of,
    report_file,
)
from cluster_gis.services.explain_cell import explain_cell
from cluster_gis.services.make_report import Report
from cluster_gis.services.report_context import read_context
from cluster_gis.storage.queries.reporting import list_issued

router = APIRouter(include_in_schema=False)

#: Periods offered before and after the newest closed one.
_OFFERED_YEARS = 3


def periods_offered(page: PageContext) -> list[Period]:
    """Half-years, nine months and years, newest first."""
    newest = latest_period(page.day).year
    years = range(newest + 1, newest - _OFFERED_YEARS, -1)
    return [Period(year, kind) for year in years for kind in ("Y", "9M", "H1")]


def unit_name(figure: Figure, language: str) -> str:
    """The unit of a figure as the annex prints it."""
    return UNITS[figure.unit][0 if language == "vi" else 1]


@router.get("/reports", response_class=HTMLResponse)
def show_reports(
    *, request: Request, page: Page, session: DbSession, person: Person, choice: Chosen
) -> Response:
    """Forms, periods, who owes what; reports issued, for those who may read them."""
    duties = duties_of(session, choice, page)
    own = [duty for duty in duties if duty.form == choice.form.form]
    readable = may(person, Action.REPORT_READ)
    issued = list_issued(session, period=choice.period.key) if readable else []
    keys = {duty.province for duty in duties}
    token = form_token(request)
    response = render(
        "reports.html",
        page,
        choice=choice,
        forms=forms_on(choice.period),
        periods=periods_offered(page),
        period_words=lambda period: period_words(period, page.language),
        due=due_date(choice.form, choice.period),
        duties=own,
        counts={
            form.form: Counter(duty.state for duty in duties if duty.form == form.form)
            for form in forms_on(choice.period)
            if is_return(form)
        },
        dues={form.form: due_date(form, choice.period) for form in forms_on(choice.period)},
        issued=[
            one for one in issued if choice.province is None or one.province_key in {*keys, None}
        ],
        duty_names=DUTY_NAMES,
        state_names=STATE_NAMES,
        may_read_returns=may(person, Action.RETURN_READ),
        returns=is_return(choice.form),
        may_begin=may(person, Action.RETURN_ENTER),
        token=token,
    )
    remember_token(request, response, token)
    return response


@router.get("/reports/view", response_class=HTMLResponse)
def show_report(
    request: Request, page: Page, session: DbSession, person: Person, choice: Chosen
) -> Response:
    """The form of one unit, with what is missing beside each figure."""
    report = shown_report(session, choice, person, page)
    token = form_token(request)
    response = render(
        "report_form.html",
        page,
        report=report,
        choice=choice,
        words=form_words(report, page.language, printed_on=today()),
        cells={cell.number: cell for cell in report.cells},
        explain=lambda cell, figure: explain_cell(cell, figure, page.language),
        unit_name=lambda figure: unit_name(figure, page.language),
        formats_offered=formats_of(choice.form),
        issued=None,
        held=None,
        may_issue=may(person, Action.REPORT_ISSUE),
        earlier=_issued_of(session, report) if may(person, Action.REPORT_READ) else [],
        token=token,
    )
    remember_token(request, response, token)
    return response


@router.get("/reports/why", response_class=HTMLResponse)
def show_why(
    page: Page, session: DbSession, person: Person, choice: Chosen, number: Word = ""
) -> HTMLResponse:
    """The records behind one figure: cluster by cluster, with source and link."""
    report = shown_report(session, choice, person, page)
    return why_page(page, report, number, back=_view_address(page, choice))


def why_page(page: PageContext, report: Report, number: str, *, back: str) -> HTMLResponse:
    """The page of one cell; raises NotFound for a row that the form does not have."""
    try:
        cell, figure = report.cell(number), report.form.figure(number)
    except (KeyError, StopIteration):
        raise NotFound(N_("The form has no row {number}."), number=repr(number)) from None
    return render(
        "report_why.html",
        page,
        report=report,
        cell=cell,
        figure=figure,
        words=form_words(report, page.language, printed_on=today()),
        explanation=explain_cell(cell, figure, page.language),
        unit_name=unit_name(figure, page.language),
        back=back,
    )


@router.get("/reports/file")
def save_report(
    *,
    page: Page,
    session: DbSession,
    person: Person,
    choice: Chosen,
    fmt: Annotated[str, Query(alias="format", max_length=10)] = "xlsx",
) -> Response:
    """The report as a file, made now."""
    if fmt not in formats_of(choice.form):
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="format",
            value=repr(fmt),
            expected=", ".join(formats_of(choice.form)),
        )
    report = shown_report(session, choice, person, page)
    context = (
        read_context(session, report, language=page.language, asked=asked_scope(person))
        if fmt in TOLD
        else None
    )
    release(session)
    content = report_file(report, context, fmt, page.language, printed_on=today())
    name = file_name(report.form.form, report.period.key, report.unit.key, fmt)
    return download(content, MEDIA_TYPES[fmt], name)


def _view_address(page: PageContext, choice: Choice) -> str:
    return page.url(
        "/reports/view",
        form=choice.form.form,
        period=choice.period.key,
        unit=choice.unit,
    )


def _issued_of(session: DbSession, report: Report) -> list[object]:
    return list(
        list_issued(
            session,
            period=report.period.key,
            form=report.form.form,
            unit=report.unit.key,
        )
    )
