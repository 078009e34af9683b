"""`/law/rules`: the rule book as a page, one rule with its examples, and both as documents."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import DbSession
from api.pages.asked import asked_about
from api.pages.context import Page, PageContext, render
from api.pages.documents import PDF, download
from cluster_gis.law.register import BY_ID
from cluster_gis.law.rule_book import find_rule
from cluster_gis.reports.rule_book import rule_book, rule_book_html, rule_book_pdf

router = APIRouter(include_in_schema=False)


@router.get("/law/rules", response_class=HTMLResponse)
def show_rules(page: Page) -> HTMLResponse:
    """Every rule with versions, marks and open questions; examples stand on each rule's page."""
    book = rule_book(page.language, on=page.day, examples=False)
    return render("law_rules.html", page, book=book)


@router.get("/law/rules.pdf")
def print_rules(page: Page) -> Response:
    """The whole book as PDF."""
    book = rule_book(page.language, on=page.day)
    return download(rule_book_pdf(book), PDF, _name(page, "pdf"))


@router.get("/law/rules.html")
def save_rules(page: Page) -> Response:
    """The whole book as one HTML file."""
    book = rule_book(page.language, on=page.day)
    return download(rule_book_html(book).encode(), "text/html; charset=utf-8", _name(page, "html"))


@router.get("/law/rules/{rule}", response_class=HTMLResponse)
def show_rule(
    page: Page, session: DbSession, rule: Annotated[str, Path(max_length=60)]
) -> Response:
    """One rule with its examples; an arm or exception leads to the rule that reports it."""
    found = find_rule(rule)
    if rule not in BY_ID:
        return RedirectResponse(page.url(f"/law/rules/{found.id}"), status_code=308)
    book = rule_book(page.language, on=page.day, rules=[found.id])
    [entry] = (entry for group in book["groups"] for entry in group["rules"])
    return render(
        "law_rule.html",
        page,
        book=book,
        entry=entry,
        asked=asked_about(session, page, rule=found.id),
    )


def _name(page: PageContext, extension: str) -> str:
    return f"rules-{page.day.isoformat()}-{page.language}.{extension}"
