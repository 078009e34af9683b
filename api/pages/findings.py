"""`/clusters/{code}/findings`: what the law of a day says of one cluster, and other days beside."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse

from api.dependencies import DbSession
from api.identity import may
from api.pages.context import Page, render
from api.pages.law_parameters import LongText, Text, read_day, read_days, read_procedure
from api.parameters import today
from cluster_gis.domain.access import Action
from cluster_gis.domain.facts import PROCEDURES
from cluster_gis.law.documents import VERSIONS
from cluster_gis.law.labels import NEED_NAMES
from cluster_gis.law.procedure_steps import ACTOR_NAMES
from cluster_gis.law.register import BY_ID
from cluster_gis.reports import law_words
from cluster_gis.services.read_opinion import read_opinion
from cluster_gis.services.trace_verdicts import DAYS, trace_verdicts
from cluster_gis.storage.queries.territory import place_of_cluster

router = APIRouter(include_in_schema=False)


@router.get("/clusters/{code}/findings", response_class=HTMLResponse)
def show_findings(
    *,
    page: Page,
    session: DbSession,
    code: Annotated[str, Path(max_length=100)],
    procedure: Text = "",
    on: Text = "",
    facts_on: Text = "",
    days: LongText = "",
) -> HTMLResponse:
    """The findings; raises NotFound, or InvalidInput naming the parameter.

    on: day of the law, default the day of the page. facts_on: day of the facts, default `on`.
    days: those of the comparison, whose facts are of `facts_on` or else of its newest day.
    """
    chosen, law_day, facts_day = (
        read_procedure(procedure),
        read_day("on", on) or page.day,
        read_day("facts_on", facts_on),
    )
    compared: list[date] = read_days("days", days) or list(DAYS)
    opinion = read_opinion(
        session,
        code,
        procedure=chosen,
        on=law_day,
        facts_on=facts_day,
        known_at=page.known_at,
    )
    trace = trace_verdicts(session, code, procedure=chosen, days=compared, facts_on=facts_day)
    place = place_of_cluster(session, code, today())
    return render(
        "findings.html",
        page,
        opinion=opinion,
        may_override=may(page.person, Action.FINDING_OVERRIDE, place),
        trace=trace,
        procedure=chosen,
        procedures=PROCEDURES,
        on=law_day,
        facts_on=facts_day,
        facts_compared=facts_day or max(compared),
        days=", ".join(page.formats.day(day) for day in compared),
        versions={law.id: law for law in VERSIONS},
        rules=BY_ID,
        words=law_words,
        actors=ACTOR_NAMES,
        needs=NEED_NAMES,
    )
