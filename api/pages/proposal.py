"""`/proposals/{id}`: one proposal – content, map, check, review, papers, history – and forms."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import DbSession
from api.forms import remember_token
from api.identity import Person
from api.pages.asked import asked_about
from api.pages.context import Page, PageContext, render
from api.pages.proposal_forms import FormSent, SentBack, do_form, sent_form
from api.pages.proposal_papers import papers_json
from api.parameters import today
from api.proposal_access import seen_proposal, writer_of
from api.proposal_notices import notice_of
from api.saved_file import saved_file
from api.writing import Writer
from cluster_gis.domain.access import Action, Actor
from cluster_gis.domain.facts import SCORE_PARTS
from cluster_gis.domain.proposal_fields import BY_NAME, label_of
from cluster_gis.domain.proposal_moves import RESULTS, State
from cluster_gis.errors import Conflict, InvalidInput, Stale
from cluster_gis.i18n import N_, fill
from cluster_gis.services.ask_opinions import OPINION_RESULTS, USUAL_AGENCIES
from cluster_gis.services.check_proposal import ProposalCheck
from cluster_gis.services.describe_proposal import describe_proposal, newest_content
from cluster_gis.services.notify import tell
from cluster_gis.services.proposal_diff_json import diff_json
from cluster_gis.services.proposal_json import check_json
from cluster_gis.services.proposal_standing import check_now
from cluster_gis.services.review_proposal import MOST_BYTES
from cluster_gis.storage.queries.cluster_list import names_of_clusters
from cluster_gis.storage.queries.facts import states_on
from cluster_gis.storage.queries.places import communes_of_2025
from cluster_gis.storage.queries.proposal_base import boundaries_held
from cluster_gis.storage.queries.proposal_review import attachment_with_content
from cluster_gis.storage.queries.proposals import Proposal, get_proposal, revisions_of
from cluster_gis.storage.register import revision_at

router = APIRouter(include_in_schema=False)
Number = Annotated[int, Path(ge=1, le=2**62)]


@router.get("/proposals/{proposal_id}", response_class=HTMLResponse)
def show_proposal(
    request: Request, page: Page, session: DbSession, person: Person, proposal_id: Number
) -> Response:
    """The proposal as the reader may see it."""
    proposal = seen_proposal(session, proposal_id, person)
    return _page(request, page, session, person, proposal)


@router.get("/proposals/{proposal_id}/diff", response_class=HTMLResponse)
def show_diff(
    page: Page,
    session: DbSession,
    person: Person,
    proposal_id: Number,
    first: Annotated[int, Query(alias="from", ge=1)],
    second: Annotated[int, Query(alias="to", ge=1)],
) -> Response:
    """What differs between two revisions, facts and land, with the map of both lines."""
    proposal = seen_proposal(session, proposal_id, person)
    diff = diff_json(session, revisions_of(session, proposal_id), first, second, page.gettext)
    names = names_of_clusters(session, revision=page.revision)
    for item in diff["items"]:  # an item on a cluster of the register may say its code alone
        item["name"] = names.get(item["name"], item["name"])
    drawn = [
        _drawn(kind, (item["outline"] or {})[kind], item["name"])
        for item in diff["items"]
        for kind in ("before", "after")
        if (item["outline"] or {}).get(kind)
    ]
    shown = _map(drawn, page)
    for kind, number in (("before", first), ("after", second)):
        shown["words"][kind] = page.gettext(N_("revision {number}")).format(number=number)
    shown["words"].pop("conflict")
    return render("proposal_diff.html", page, proposal=proposal, diff=diff, map_data=shown)


@router.get("/proposals/{proposal_id}/files/{attachment_id}")
def read_file(
    session: DbSession, person: Person, proposal_id: Number, attachment_id: Number
) -> Response:
    """A file of the proposal, to be saved."""
    seen_proposal(session, proposal_id, person)
    row = attachment_with_content(session, proposal_id, attachment_id)
    return saved_file(bytes(row["content"]), row["file_name"])


Given = tuple[dict[str, str], tuple[str, bytes]]


async def read_form(request: Request) -> Given:
    """Fields of the form, and the name and bytes of its file."""
    form = await request.form()
    fields = {key: value for key, value in form.items() if isinstance(value, str)}
    file = form.get("file")
    if file is None or isinstance(file, str):
        return fields, ("", b"")
    return fields, (file.filename or "", await file.read(MOST_BYTES + 1))


@router.post("/proposals/{proposal_id}/act")
def act(
    request: Request,
    page: Page,
    session: Writer,
    person: Person,
    after: BackgroundTasks,
    proposal_id: Number,
    given: Annotated[Given, Depends(read_form)],
) -> Response:
    """One form of the page: a move, an opinion, a remark, a paper, a file, the way back.

    What is wrong comes back with the page and what was typed, beside its field.
    """
    form, file = given
    proposal = seen_proposal(session, proposal_id, person)
    try:
        with session.begin_nested():  # an error takes back what it had begun, no more
            sent = FormSent(
                session=session,
                writer=writer_of(person),
                proposal_id=proposal_id,
                fields=form,
                file=file,
                seen=int(form["version"]) if form.get("version", "").isdigit() else None,
            )
            target = do_form(sent)
    except (InvalidInput, Conflict) as error:
        said = fill(error.message, _named(error, page), page.gettext)
        status = 412 if isinstance(error, Stale) else 422
        if not isinstance(error, InvalidInput) and status != 412:
            status = 409
        return _page(
            request,
            page,
            session,
            person,
            get_proposal(session, proposal_id),
            problem=said,
            sent=sent_form(form, str(error.values.get("field") or ""), file[0]),
            status=status,
        )
    now = get_proposal(session, proposal_id)
    if now.state is not proposal.state:
        sinks = request.app.state.notice_sinks
        who = writer_of(person)
        told = notice_of(session, now, form.get("move", ""), who.by, on=who.on)
        after.add_task(tell, sinks, told)
    return RedirectResponse(page.url(target), 303)


def _named(error: InvalidInput | Conflict, page: PageContext) -> dict[str, Any]:
    """Values of the message, fields by the names that the form gives them."""
    names = {
        "reason": N_("Reason"),
        "document": N_("Paper"),
        "document.signed_on": N_("Day signed"),
        "signer": N_("Signed by"),
        "requested": N_("What is to be completed"),
        "result": N_("Result"),
        "opinion": N_("Opinion of the agency"),
        "body": N_("Text"),
        "agencies": N_("Agencies"),
        "received_on": N_("Received on"),
    }
    field = error.values.get("field")
    values = dict(error.values)
    if field in names:
        values["field"] = page.gettext(names[str(field)])
    return values


def _page(
    request: Request,
    page: PageContext,
    session: Any,
    person: Actor,
    proposal: Proposal,
    *,
    problem: str | None = None,
    sent: SentBack | None = None,
    status: int = 200,
) -> Response:
    on = today()
    content = newest_content(session, proposal)
    decided = proposal.state in (State.APPROVED, State.REFUSED, State.WITHDRAWN)
    check: ProposalCheck | None = None
    if decided and proposal.appraisal is not None:
        answer: Mapping[str, Any] = proposal.appraisal["answer"]
    else:
        check = check_now(session, proposal, content, today=on)
        answer = check.answer
    checked = check_json(answer, page.gettext)
    codes = content.codes
    revision = revision_at(session)
    names = {one.unit_key: one.name for one in communes_of_2025(session, proposal.province_key)}
    told = describe_proposal(session, proposal, person, page.gettext, on=on)
    response = render(
        "proposal.html",
        page,
        status=status,
        proposal=proposal,
        made_papers=papers_json(proposal.id, page.gettext),
        told=told,
        content=content,
        fields=BY_NAME,
        label_of=label_of,
        checked={item["key"]: item for item in checked["items"]},
        check=checked,
        states=states_on(session, on=on, revision=revision, codes=codes),
        communes=names,
        map_data=_map(_lines(session, proposal, content, checked, on, revision), page)
        | {"remarks": remark_pins(told["comments"], page)},
        results=RESULTS,
        opinion_results=OPINION_RESULTS,
        usual="\n".join(USUAL_AGENCIES),
        score_parts=SCORE_PARTS,
        on=on,
        problem=problem,
        sent=sent,
        asked=asked_about(session, page, proposal=proposal.id),
        token=page.visitor.token,
        undo=proposal.state is State.APPROVED and page.visitor.may(Action.PROPOSAL_DRAFT),
        parse_date=date.fromisoformat,
    )
    remember_token(request, response, page.visitor.token)
    response.headers["Cache-Control"] = "no-store"
    return response


def _lines(
    session: Any,
    proposal: Proposal,
    content: Any,
    checked: Mapping[str, Any],
    on: date,
    revision: int,
) -> list[dict[str, Any]]:
    """What the map draws: boundaries of now, proposed ones, what they would overlap."""
    day = on
    if proposal.state is State.APPROVED and proposal.decided_revision:
        revision = proposal.decided_revision - 1
    held = boundaries_held(session, content.codes, on=day, revision=revision)
    drawn = [_drawn("before", json.loads(one.geometry), one.cluster_code) for one in held.values()]
    drawn += [
        _drawn("after", item.outline.geometry, item.name or item.key)
        for item in content.items
        if item.outline is not None
    ]
    for item in checked["items"]:
        drawn += [_drawn("conflict", hit["geometry"], hit["name"]) for hit in item["overlaps"]]
    return drawn


def remark_pins(comments: Sequence[Mapping[str, Any]], page: PageContext) -> list[dict[str, Any]]:
    """Remarks on a vertex for the map: number in the list, place (EPSG:4326), text."""
    return [
        {
            "id": one["id"],
            "number": number,
            "lon": one["lon"],
            "lat": one["lat"],
            "by": f"{one['by']} – {one['role']}",
            "body": one["body"],
            "settled": None
            if one["resolved_by"] is None
            else page.gettext(N_("settled by {who}")).format(who=one["resolved_by"]),
        }
        for number, one in enumerate(comments, start=1)
        if one["lon"] is not None
    ]


def _drawn(kind: str, geometry: Any, label: str) -> dict[str, Any]:
    return {"kind": kind, "geometry": dict(geometry), "label": label}


def _map(drawn: list[dict[str, Any]], page: PageContext) -> dict[str, Any]:
    _ = page.gettext
    return {
        "drawn": drawn,
        "words": {
            "before": _(N_("Boundary now")),
            "after": _(N_("Boundary proposed")),
            "conflict": _(N_("Overlap")),
            "near": _(N_("Other clusters")),
        },
    }
