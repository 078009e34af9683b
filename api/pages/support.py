"""`/support`, `/legacy`, `/sectors`: the support ledger, clusters older than 2009, sector lists."""

from decimal import Decimal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.dependencies import DbSession
from api.identity import Person, may
from api.pages.context import Page, PageContext, render
from api.pages.progress import law_of
from cluster_gis.domain import progress_words as words
from cluster_gis.domain.access import Action
from cluster_gis.i18n import N_
from cluster_gis.reports.law_words import confidence_words
from cluster_gis.services.read_support import Ledger, read_legacy, read_sectors, read_support

router = APIRouter(include_in_schema=False)
#: measure of data/support_totals -> what it counts.
PRINTED = {
    "khuyen_cong_cluster_projects": N_("projects of clusters"),
    "khuyen_cong_cluster_support": N_("support of projects of clusters"),
    "khuyen_cong_projects": N_("projects"),
    "khuyen_cong_support": N_("support"),
    "khuyen_cong_total_cost": N_("total cost"),
    "khuyen_cong_national_support": N_("support, national programme"),
    "khuyen_cong_local_support": N_("support, local programme"),
    "khuyen_cong_national_projects_20_years": N_("projects of the national programme, 2003–2023"),
    "khuyen_cong_national_support_20_years": N_("support of the national programme, 2003–2023"),
}
#: Columns of a need -> the ground of priority they tell (SUP-PRIORITY).
GROUNDS = {
    "environmental": N_("environmental work"),
    "difficult_area": N_("difficult area"),
    "priority_type": N_("priority type"),
}
PERCENT = Decimal(100)


def _province(page: PageContext) -> str | None:
    return page.province.province.key if page.province else None


@router.get("/support", response_class=HTMLResponse)
def show_support(page: Page, session: DbSession) -> HTMLResponse:
    """Grants with their caps, sums by year, needs in their order, printed totals."""
    ledger = read_support(session, as_of=page.day, revision=page.revision, province=_province(page))
    return render(
        "support.html",
        page,
        ledger=ledger,
        words=words,
        grounds=GROUNDS,
        printed_words=PRINTED,
        check=_check_2018(ledger),
        confidence=confidence_words,
    )


def _check_2018(ledger: Ledger) -> dict[str, Decimal] | None:
    """Average support and the shares of clusters of the printed totals of 2018; None = not held."""
    printed = {
        row["measure"]: Decimal(row["value"])
        for row in ledger.printed
        if row["area_name"] == "Việt Nam" and row["year"] == 2018
    }
    try:
        support = printed["khuyen_cong_cluster_support"]
        projects = printed["khuyen_cong_cluster_projects"]
        return {
            "average": round(support / projects, -6),
            "money": support * PERCENT / printed["khuyen_cong_support"],
            "projects": projects * PERCENT / printed["khuyen_cong_projects"],
        }
    except KeyError:
        return None


@router.get("/legacy", response_class=HTMLResponse)
def show_legacy(page: Page, person: Person, session: DbSession) -> HTMLResponse:
    """Clusters formed before the regulation of 2009, their outcome, and the days set."""
    found = read_legacy(session, as_of=page.day, revision=page.revision, province=_province(page))
    return render(
        "legacy.html",
        page,
        found=found,
        may_write=may(person, Action.PROGRESS_ENTER),
        words=words,
        law=law_of(page),
        confidence=confidence_words,
    )


@router.get("/sectors", response_class=HTMLResponse)
def show_sectors(page: Page, person: Person, session: DbSession) -> HTMLResponse:
    """The sector lists of the day; projects against them for those who may read enterprises."""
    found = read_sectors(session, as_of=page.day, revision=page.revision, province=_province(page))
    names = {item.province.key: item.province.short_name for item in page.provinces}
    return render(
        "sectors.html",
        page,
        found=found,
        names=names,
        words=words,
        inside=may(person, Action.ENTERPRISE_READ),
    )
