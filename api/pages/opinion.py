"""`/clusters/{code}/opinion.pdf` and `.docx`: the legal opinion on one cluster."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from api.dependencies import DbSession
from api.pages.context import Page
from api.pages.documents import DOCX, PDF, download
from api.pages.law_parameters import Text, read_day, read_procedure
from api.parameters import today
from cluster_gis.first_use import on_first_use
from cluster_gis.services.read_opinion import Opinion, read_opinion

if TYPE_CHECKING:
    from cluster_gis.reports.legal_opinion import legal_opinion_docx, legal_opinion_pdf
else:
    legal_opinion_docx = on_first_use("cluster_gis.reports.legal_opinion", "legal_opinion_docx")
    legal_opinion_pdf = on_first_use("cluster_gis.reports.legal_opinion", "legal_opinion_pdf")

router = APIRouter(include_in_schema=False)
Code = Annotated[str, Path(max_length=100)]


def get_opinion(
    page: Page,
    session: DbSession,
    code: Code,
    procedure: Text = "",
    on: Text = "",
    facts_on: Text = "",
) -> Opinion:
    """The opinion asked for; parameters as on the page of findings."""
    law_day: date = read_day("on", on) or page.day
    return read_opinion(
        session,
        code,
        procedure=read_procedure(procedure),
        on=law_day,
        facts_on=read_day("facts_on", facts_on),
        known_at=page.known_at,
    )


Asked = Annotated[Opinion, Depends(get_opinion)]


@router.get("/clusters/{code}/opinion.pdf")
def print_opinion(page: Page, opinion: Asked) -> Response:
    """The opinion as PDF."""
    made = legal_opinion_pdf(
        opinion, language=page.language, register=page.register, printed_on=today()
    )
    return download(made, PDF, _name(opinion, "pdf"))


@router.get("/clusters/{code}/opinion.docx")
def write_opinion(page: Page, opinion: Asked) -> Response:
    """The opinion as a Word file."""
    made = legal_opinion_docx(
        opinion, language=page.language, register=page.register, printed_on=today()
    )
    return download(made, DOCX, _name(opinion, "docx"))


def _name(opinion: Opinion, extension: str) -> str:
    judged = opinion.judgement
    safe = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in opinion.code)
    return f"opinion-{safe}-{judged['procedure']}-{judged['on']}.{extension}"
