"""`/proposals/{id}/edit`: the draft – facts, drawing, files – and its check while it is written."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import DbSession
from api.forms import keep_form
from api.identity import Person, require
from api.pages.context import Page, render
from api.pages.proposal_words import editor_words
from api.parameters import today
from api.proposal_access import seen_proposal
from cluster_gis.domain.access import Action
from cluster_gis.domain.labels import KIND
from cluster_gis.services.describe_proposal import describe_proposal
from cluster_gis.services.proposal_json import form_json
from cluster_gis.services.write_proposal import place_of
from cluster_gis.storage.queries.known_clusters import known_clusters
from cluster_gis.storage.queries.places import Commune, communes_of_2025

router = APIRouter(include_in_schema=False)
Number = Annotated[int, Path(ge=1, le=2**62)]


@router.get("/proposals/{proposal_id}/edit", response_class=HTMLResponse)
def show_editor(
    request: Request, page: Page, session: DbSession, person: Person, proposal_id: Number
) -> Response:
    """The draft: facts, drawing, files, and the check while it is written."""
    proposal = seen_proposal(session, proposal_id, person)
    on = today()
    require(person, Action.PROPOSAL_DRAFT, place_of(session, proposal, on))
    told = describe_proposal(session, proposal, person, page.gettext, on=on)
    if not told["may_write"]:
        return RedirectResponse(page.url(f"/proposals/{proposal_id}"), 303)
    communes = communes_of_2025(session, proposal.province_key)
    clusters = [c for c in known_clusters(session) if proposal.province_key in c.provinces]
    commune = next((one for one in communes if one.unit_key == proposal.unit_key), None)
    data = {
        "id": proposal.id,
        "version": proposal.version,
        "unit": proposal.unit_key,
        "content": proposal.draft.to_json(),
        "kinds": form_json(page.gettext),
        "communes": [[one.unit_key, one.name] for one in communes],
        "clusters": [[one.code, one.name] for one in clusters],
        "choices": {code: page.gettext(label) for code, label in KIND.items() if code},
        "attachments": told["attachments"],
        "centre": [commune.lat, commune.lon] if commune else _centre(communes),
        "language": page.language,
        "token": page.visitor.token,
        "words": editor_words(page),
    }
    response = render("proposal_edit.html", page, told=told, data=data, proposal=proposal)
    return keep_form(request, response, page.visitor.token)


def _centre(communes: Sequence[Commune]) -> list[float]:
    if not communes:
        return [20.85, 106.68]
    lats, lons = [one.lat for one in communes], [one.lon for one in communes]
    return [sum(lats) / len(lats), sum(lons) / len(lons)]
