"""Issuing a report over HTTP: read it, make its files without a transaction, then freeze it."""

from dataclasses import dataclass
from datetime import date

from fastapi import Request
from sqlalchemy.orm import Session

from api.dependencies import get_resources, release
from api.identity import require
from api.parameters import today
from api.report_choice import place_of
from api.writing import open_writer
from cluster_gis.domain.access import Action, Actor, scope_of
from cluster_gis.domain.reporting.papers import parse_paper
from cluster_gis.domain.reporting.periods import parse_period
from cluster_gis.reports.report_files import report_files
from cluster_gis.services.issue_report import issue_report, sum_of_report
from cluster_gis.services.make_report import make_report
from cluster_gis.services.report_context import read_context


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be issued. number, dated, signer: of the paper; reason: why it is issued anew."""

    form: str
    period: str
    unit: str
    number: str
    dated: date | None
    signer: str
    reason: str | None


def issue_now(
    request: Request,
    reading: Session,
    person: Actor,
    wanted: Wanted,
    *,
    language: str,
) -> str:
    """Freeze the report as known now; its sum.

    The files take seconds, and the database ends a transaction that idles: none is open meanwhile.
    The report names the moment it was read for, whatever is written in between.
    """
    register = get_resources(request).settings.register
    report = make_report(
        reading, wanted.form, parse_period(wanted.period), wanted.unit, register=register
    )
    require(person, Action.REPORT_ISSUE, place_of(reading, report))
    on = today()
    paper = parse_paper(
        report.form, number=wanted.number, dated=wanted.dated, signer=wanted.signer, on=on
    )
    asked = scope_of(person, Action.QUESTION_READ, on)
    context = read_context(reading, report, language=language, asked=asked)
    release(reading)
    link = str(request.url_for("show_verification", total=sum_of_report(report)))
    files = report_files(report, context, printed_on=on, link=link, paper=paper)
    with open_writer(request, person) as session:
        return issue_report(
            session,
            report,
            files,
            by=person.recorded_as,
            on=on,
            reason=wanted.reason,
            paper=paper,
        )
