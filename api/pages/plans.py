"""`/plans`: versions of plans, the list on a day, what differs between two versions, amendments."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from api.dependencies import DbSession
from api.pages.context import Page, PageContext, render
from api.parameters import today
from cluster_gis.domain.labels import EVENT_TYPE, PLAN_CHANGE
from cluster_gis.reports.form_words import form_words, unit_words
from cluster_gis.services.explain_cell import explain_cell
from cluster_gis.services.read_plan_tables import TABLES, read_plan_table
from cluster_gis.services.read_plans import (
    DIFFERENCES,
    amendments,
    compare_versions,
    find_version,
    list_on,
    list_sums,
    plan_versions_of,
)
from cluster_gis.services.read_report_forms import find_form

router = APIRouter(include_in_schema=False)
Key = Annotated[str, Query(max_length=200)]


@router.get("/plans", response_class=HTMLResponse)
def show_plans(
    *,
    page: Page,
    session: DbSession,
    plan: Key = "",
    first: Annotated[str, Query(alias="from", max_length=200)] = "",
    second: Annotated[str, Query(alias="to", max_length=200)] = "",
    table: Annotated[str, Query(max_length=4)] = "T1",
) -> HTMLResponse:
    """The plans of the province shown; raises NotFound for a version that is not there."""
    province = page.province.province.key if page.province else None
    versions = plan_versions_of(session, on=page.day, revision=page.revision, province_key=province)
    plans = list(dict.fromkeys(row["plan_key"] for row in versions))
    chosen = plan if plan in plans else _standing(versions)
    own = [row for row in versions if row["plan_key"] == chosen]
    listed = list_on(session, own, on=page.day, revision=page.revision)
    differences = None
    if first and second:
        old, new = find_version(versions, first), find_version(versions, second)
        differences = compare_versions(session, old, new, revision=page.revision)
    told = amendments(session, revision=page.revision, province_key=province)
    return render(
        "plans.html",
        page,
        versions=versions,
        titles={row["key"]: row["title"] for row in versions},
        plans={row["plan_key"]: row["plan"] for row in versions},
        chosen=chosen,
        listed=listed,
        sums=list_sums(listed),
        first=first,
        second=second,
        differences=differences,
        difference_names=DIFFERENCES,
        amendments=told,
        event_names=EVENT_TYPE,
        change_names=PLAN_CHANGE,
        **_tables(session, page, table),
        provinces={item.province.key: item.province.short_name for item in page.provinces},
    )


def _tables(session: Session, page: PageContext, table: str) -> dict[str, Any]:
    """The table T1-T6 asked for, of the province (or all of them) and the day shown."""
    report = read_plan_table(
        session,
        table,
        page.province.province.slug if page.province else "",
        on=page.day,
        known_at=page.known_at,
        register=page.register,
    )
    return {
        "tables": {code: find_form(code, page.day).title.of(page.language) for code in TABLES},
        "report": report,
        "words": form_words(report, page.language, printed_on=today()),
        "explain": lambda cell, figure: explain_cell(cell, figure, page.language),
        "unit_name": lambda figure: unit_words(figure, page.language),
    }


def _standing(versions: Sequence[RowMapping]) -> str:
    """The plan that is shown first: of those that hold on the day the newest, with entries."""
    held = [row for row in versions if row["holds"] and row["entries"]] or list(versions)
    return str(held[0]["plan_key"]) if held else ""
