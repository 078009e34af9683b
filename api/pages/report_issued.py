"""Issued reports as they were issued: the form, why a number, the files, and their verification."""

import io
from typing import Annotated

import segno
from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import DbSession
from api.identity import Person, may, require
from api.pages.context import Page, PageContext, parse_day, render
from api.pages.documents import download
from api.pages.reports import unit_name, why_page
from api.report_choice import Word, place_of
from api.report_issue import Wanted, issue_now
from cluster_gis.domain.access import Action
from cluster_gis.domain.reporting.periods import parse_period
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.reports.form_words import form_words, period_words
from cluster_gis.reports.report_files import MEDIA_TYPES, file_name
from cluster_gis.services.explain_cell import explain_cell
from cluster_gis.services.issue_report import (
    get_issued,
    read_issued,
    verify_report,
)
from cluster_gis.storage.queries.reporting import issued_file, issued_files

router = APIRouter(include_in_schema=False)
Sum = Annotated[str, Path(max_length=64)]
Words = Annotated[str, Form(max_length=2000)]


@router.post("/reports/issue")
def issue(
    request: Request,
    page: Page,
    reading: DbSession,
    person: Person,
    form: Words = "",
    period: Words = "",
    unit: Words = "",
    reason: Words = "",
    number: Words = "",
    dated: Words = "",
    signer: Words = "",
) -> Response:
    """Freeze the report as known now; then show it as issued."""
    wanted = Wanted(
        form=form,
        period=period,
        unit=unit,
        number=number,
        dated=parse_day(dated, "dated") if dated.strip() else None,
        signer=signer,
        reason=reason,
    )
    total = issue_now(request, reading, person, wanted, language=page.language)
    return RedirectResponse(page.url(f"/reports/issued/{total}"), 303)


@router.get("/reports/issued/{total}", response_class=HTMLResponse)
def show_issued(
    *,
    page: Page,
    session: DbSession,
    person: Person,
    total: Sum,
    compare: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """The frozen report; on request held against itself made again, and against what is known."""
    issued = get_issued(session, total)
    report = read_issued(session, issued)
    require(person, Action.REPORT_READ, place_of(session, report))
    return render(
        "report_form.html",
        page,
        report=report,
        choice=None,
        words=form_words(report, page.language, printed_on=issued.issued_on),
        cells={cell.number: cell for cell in report.cells},
        explain=lambda cell, figure: explain_cell(cell, figure, page.language),
        unit_name=lambda figure: unit_name(figure, page.language),
        issued=issued,
        files=issued_files(session, issued.sha256),
        held=verify_report(session, issued.sha256, register=page.register) if compare else None,
        figure_of=report.form.figure,
        may_issue=False,
        earlier=[],
    )


@router.get("/reports/issued/{total}/why", response_class=HTMLResponse)
def show_why_issued(
    page: Page, session: DbSession, person: Person, total: Sum, number: Word = ""
) -> HTMLResponse:
    """The records that stood behind one figure when the report was issued."""
    report = read_issued(session, get_issued(session, total))
    require(person, Action.REPORT_READ, place_of(session, report))
    return why_page(page, report, number, back=page.url(f"/reports/issued/{total}"))


@router.get("/reports/issued/{total}/{fmt}/{language}")
def save_issued(
    session: DbSession,
    person: Person,
    total: Sum,
    fmt: Annotated[str, Path(max_length=10)],
    language: Annotated[str, Path(max_length=5)],
) -> Response:
    """A file byte for byte as it was issued."""
    issued = get_issued(session, total)
    require(person, Action.REPORT_READ, place_of(session, read_issued(session, issued)))
    content = issued_file(session, issued.sha256, fmt, language)
    if content is None:
        raise NotFound(
            N_("The report was not issued as {format} ({language})."), format=fmt, language=language
        )
    name = file_name(issued.form, issued.period, issued.unit_key, fmt)
    return download(content, MEDIA_TYPES[fmt], name)


@router.get("/verify/{total}", response_class=HTMLResponse)
def show_verification(
    request: Request, page: Page, session: DbSession, person: Person, total: Sum
) -> HTMLResponse:
    """What a QR code leads to: that this report was issued here, by whom, when; no figures."""
    issued = get_issued(session, total)
    address = str(request.url_for("show_verification", total=issued.sha256))
    picture = io.BytesIO()
    segno.make(address, micro=False).save(picture, kind="svg", scale=4, xmldecl=False)
    report = read_issued(session, issued)
    return render(
        "report_verify.html",
        page,
        issued=issued,
        asked=total,
        files=issued_files(session, issued.sha256),
        period=_period(page, issued.period),
        title=report.form.title.of(page.language),
        qr=picture.getvalue().decode("utf-8"),
        address=address,
        may_read=may(person, Action.REPORT_READ, place_of(session, report)),
    )


def _period(page: PageContext, key: str) -> str:
    return period_words(parse_period(key), page.language)
