"""`/law/findings`: all clusters by rule, and which verdicts turn under another day or number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.dependencies import DbSession
from api.pages.context import Page, PageContext, render
from api.pages.law_parameters import (
    VERDICTS,
    LongText,
    Text,
    read_choice,
    read_day,
    read_procedure,
    read_thresholds,
)
from cluster_gis.domain.facts import PROCEDURES
from cluster_gis.law.documents import version_on
from cluster_gis.law.register import BY_ID
from cluster_gis.law.rule_book import find_rule
from cluster_gis.law.what_if import adjustable
from cluster_gis.reports import law_words
from cluster_gis.services.compare_law import PROCEDURE_RESULT, Comparison, Turn, compare_law
from cluster_gis.services.list_findings import list_findings
from cluster_gis.storage.queries.cluster_list import names_of_clusters

router = APIRouter(include_in_schema=False)

PER_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """A question that is answered and forgotten. turns: of the rule asked for, else all."""

    comparison: Comparison
    second: date | None
    asked: str
    turns: list[Turn]


@router.get("/law/findings", response_class=HTMLResponse)
def show_law_findings(
    *,
    page: Page,
    session: DbSession,
    rule: Text = "",
    procedure: Text = "",
    on: Text = "",
    facts_on: Text = "",
    verdict: Text = "",
    second: Text = "",
    thresholds: LongText = "",
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Totals of every rule; with `rule` the clusters; with `second` or `thresholds` what turns.

    second: another day whose law is asked of the same facts. thresholds: "AREA-MAX=70, …", other
    numbers in the rules. Nothing is stored.
    """
    chosen = find_rule(rule).id if rule else ""
    act, law_day = read_procedure(procedure), read_day("on", on) or page.day
    facts_day = read_day("facts_on", facts_on)
    wanted = read_choice("verdict", verdict, VERDICTS)
    key = page.province.province.key if page.province else None
    found = list_findings(
        session,
        procedure=act,
        on=law_day,
        rule=chosen or None,
        verdict=wanted or None,
        facts_on=facts_day,
        known_at=page.known_at,
        province_key=key,
    )
    what_if = None
    second_day, numbers = read_day("second", second), read_thresholds(thresholds)
    if second_day or numbers:
        comparison = compare_law(
            session,
            procedure=act,
            before=law_day,
            after=second_day,
            thresholds=numbers,
            facts_on=facts_day,
            province_key=key,
        )
        what_if = WhatIf(
            comparison=comparison,
            second=second_day,
            asked=", ".join(
                f"{name} = {page.formats.number(value)}" for name, value in numbers.items()
            ),
            turns=[turn for turn in comparison.turns if not chosen or turn.rule == chosen],
        )
    first = (number - 1) * PER_PAGE
    return render(
        "law_findings.html",
        page,
        found=found,
        rows=found.rows[first : first + PER_PAGE],
        number=number,
        last=max(1, -(-len(found.rows) // PER_PAGE)),
        rule=chosen,
        rules=BY_ID,
        procedure=act,
        procedures=PROCEDURES,
        on=law_day,
        law=version_on(law_day),
        facts_on=facts_day,
        verdict=wanted,
        verdicts=VERDICTS,
        second=second_day,
        thresholds=thresholds,
        what_if=what_if,
        adjustable=_adjustable(chosen),
        names=names_of_clusters(session, revision=page.revision),
        result=PROCEDURE_RESULT,
        most=PER_PAGE,
        words=law_words,
        keep=_keep(page, act, law_day),
    )


def _adjustable(rule: str) -> tuple[str, ...]:
    """Ids whose number may be changed: the arms of the rule asked for, else all."""
    if not rule:
        return adjustable()
    return adjustable((BY_ID[rule],))


def _keep(page: PageContext, procedure: str, on: date) -> Mapping[str, str]:
    """Parameters of this page that its links take along."""
    return {
        "procedure": procedure,
        "on": on.isoformat(),
        "facts_on": page.query.get("facts_on", ""),
    }
