"""`/law`: the versions of the law and the rules this product judges by, each with its citation."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.pages.context import Page, render
from cluster_gis.law.documents import VERSIONS
from cluster_gis.law.register import RULES
from cluster_gis.reports import law_words

router = APIRouter()


@router.get("/law", response_class=HTMLResponse, include_in_schema=False)
def show_law(page: Page) -> HTMLResponse:
    """What is in force on the day, and every version before and after."""
    return render("law.html", page, versions=VERSIONS, rules=RULES, words=law_words)
