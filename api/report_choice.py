"""What a reports page is asked for: form, period, unit, and who may see how much of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query
from sqlalchemy.orm import Session

from api.dependencies import DbSession
from api.identity import may
from api.pages.context import Page, PageContext
from cluster_gis.domain.access import Action, Actor, Place
from cluster_gis.domain.reporting.forms import Form
from cluster_gis.domain.reporting.periods import Period, latest_period, parse_period
from cluster_gis.domain.reporting.returns import REPORTERS
from cluster_gis.services.make_report import Report, find_report_unit, make_report
from cluster_gis.services.read_duties import Duty, read_duties
from cluster_gis.services.read_report_forms import find_form, read_forms
from cluster_gis.services.report_facts import moment_of
from cluster_gis.services.work_on_returns import place_of_report

Word = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """form: the version for the period. province: unit key of the cut-off day, None = all."""

    form: Form
    period: Period
    province: str | None
    unit: str


def get_choice(
    page: Page, session: DbSession, form: Word = "04", period: Word = "", unit: Word = ""
) -> Choice:
    """Form, period and unit of an address; raises InvalidInput naming what is not known."""
    chosen = parse_period(period) if period else latest_period(page.day)
    found = find_form(form, chosen.last)
    province = None
    if page.province is not None:
        moment = moment_of(session, None)
        wanted = find_report_unit(
            session,
            page.province.province.slug,
            find_form("04", chosen.last),
            as_of=chosen.last,
            revision=moment.revision,
        )
        province = wanted.key
    return Choice(form=found, period=chosen, province=province, unit=unit)


Chosen = Annotated[Choice, Depends(get_choice)]


def forms_on(period: Period) -> Sequence[Form]:
    """One version of each form: that of the period."""
    names = dict.fromkeys(form.form for form in read_forms())
    return [find_form(name, period.last) for name in names]


def duties_of(session: Session, choice: Choice, page: PageContext) -> list[Duty]:
    """Reports owed in the province shown, on the day of the page."""
    return read_duties(session, choice.period, on=page.day, province=choice.province)


def place_of(session: Session, report: Report) -> Place:
    """Where the report's unit lies on its cut-off, for rights."""
    return place_of_report(session, report.unit, report.cut_off)


def shown_report(
    session: Session, choice: Choice, person: Actor, page: PageContext, *, unit: str | None = None
) -> Report:
    """The report as this reader may see it: returned figures only for those who may read them."""
    return make_report(
        session,
        choice.form.form,
        choice.period,
        unit if unit is not None else choice.unit,
        known_at=page.known_at,
        register=page.register,
        with_returns=may(person, Action.REPORT_READ),
    )


def is_return(form: Form) -> bool:
    """Whether the form goes by returns."""
    return form.form in REPORTERS
