"""`/proposals/{id}/papers/{kind}.docx` and `.pdf`: the papers of a proposal, made anew."""

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from api.dependencies import DbSession, Gettext, only
from api.identity import Person
from api.pages.context import Page
from api.pages.documents import DOCX, PDF, download
from api.parameters import today
from api.proposal_access import seen_proposal
from api.resources import Resources
from api.schemas import json_answer
from cluster_gis.config import Register
from cluster_gis.errors import NotFound
from cluster_gis.first_use import on_first_use
from cluster_gis.i18n import N_
from cluster_gis.reports.paper_patterns import PAPER_NAMES, PaperKind, parse_kind, suffixes_of
from cluster_gis.services.read_map import MapQuestion
from cluster_gis.services.read_paper import PaperFacts, read_paper, read_paper_map
from cluster_gis.services.read_print import read_print

if TYPE_CHECKING:
    from cluster_gis.reports.proposal_papers import paper_docx, paper_map, paper_pdf
else:
    paper_docx = on_first_use("cluster_gis.reports.proposal_papers", "paper_docx")
    paper_map = on_first_use("cluster_gis.reports.proposal_papers", "paper_map")
    paper_pdf = on_first_use("cluster_gis.reports.proposal_papers", "paper_pdf")

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["Proposals"])
Number = Annotated[int, Path(ge=1, le=2**62)]


def papers_json(proposal_id: int, translate: Any) -> list[dict[str, Any]]:
    """Kinds of papers with their names and addresses, for pages and the API."""
    return [
        {
            "kind": kind.value,
            "name": translate(PAPER_NAMES[kind]),
            "files": {
                suffix: f"/proposals/{proposal_id}/papers/{kind.value}.{suffix}"
                for suffix in suffixes_of(kind)
            },
        }
        for kind in PaperKind
    ]


@api.get("/proposals/{proposal_id}/documents", dependencies=[Depends(only())])
def list_papers(
    session: DbSession, person: Person, gettext: Gettext, proposal_id: Number
) -> Response:
    """Papers that are made of the proposal, with the addresses of their files."""
    seen_proposal(session, proposal_id, person)
    return json_answer({"documents": papers_json(proposal_id, gettext)})


@router.get("/proposals/{proposal_id}/papers/{name}")
def make_paper(
    *,
    request: Request,
    page: Page,
    session: DbSession,
    person: Person,
    proposal_id: Number,
    name: Annotated[str, Path(max_length=60)],
    revision: Annotated[int | None, Query(ge=1)] = None,
    item: Annotated[str | None, Query(max_length=40)] = None,
) -> Response:
    """One paper, "decision.docx"; of the newest content, or of a revision."""
    proposal = seen_proposal(session, proposal_id, person)
    text, _, suffix = name.rpartition(".")
    kind = parse_kind(text)
    if suffix not in suffixes_of(kind):
        raise NotFound(N_("There is nothing at this address."))
    facts = read_paper(session, proposal, on=today(), revision=revision)
    saved = f"proposal-{proposal_id}-{kind.value}.{suffix}"
    if kind is PaperKind.MAP:
        return download(_map(session, facts, page, item), PDF, saved)
    resources: Resources = request.app.state.resources
    own = resources.settings.templates
    if suffix == "pdf":
        made = paper_pdf(facts, kind, register=page.register, templates=own)
        return download(made, PDF, saved)
    return download(paper_docx(facts, kind, register=page.register, templates=own), DOCX, saved)


def _map(session: DbSession, facts: PaperFacts, page: Page, item: str | None) -> bytes:
    question = MapQuestion(
        as_of=facts.on,
        province=facts.proposal.province_key,
        language=page.language,
        verdicts=False,
    )
    register: Register = "simulated" if page.simulated else "real"
    records = read_paper_map(session, facts, question, item_key=item)
    found = read_print(session, records, codes=())
    made: bytes = paper_map(facts, found, register=register, language=page.language)
    return made
