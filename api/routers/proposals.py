"""Proposals: drafts, checks, moves, review. What is written names its version (If-Match)."""

import json
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import (
    APIRouter,
    BackgroundTasks,
    Body,
    Depends,
    File,
    Form,
    Path,
    Query,
    Request,
    Response,
    UploadFile,
)
from sqlalchemy import RowMapping

from api.dependencies import DbSession, Gettext, only
from api.identity import Person, require
from api.if_match import IfMatch, etag
from api.parameters import today
from api.proposal_access import seen_proposal, writer_of
from api.proposal_bodies import CommentIn, MoveIn, OpinionIn, OpinionsIn, PaperIn
from api.proposal_notices import notice_of
from api.schemas import answers, json_answer
from api.writing import Writer
from cluster_gis.boundary.limits import MAX_FILE_BYTES
from cluster_gis.domain.access import Action
from cluster_gis.domain.proposal_moves import State
from cluster_gis.domain.proposals import read_content
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.i18n import N_, Translator
from cluster_gis.services.ask_opinions import give_opinion, request_opinions
from cluster_gis.services.check_proposal import check_proposal
from cluster_gis.services.comment_proposal import NewComment, add_comment, settle_comment
from cluster_gis.services.decide_proposal import approve_proposal
from cluster_gis.services.describe_proposal import (
    describe_proposal,
    newest_content,
    summary_json,
    task_json,
)
from cluster_gis.services.move_proposal import move_proposal
from cluster_gis.services.notify import tell
from cluster_gis.services.proposal_clocks import read_worklist, readable_scopes
from cluster_gis.services.proposal_diff_json import diff_json
from cluster_gis.services.proposal_facts import Ground
from cluster_gis.services.proposal_json import boundary_issue_json, check_json, form_json
from cluster_gis.services.proposal_outlines import OutlineFile, outline_of_file, province_code
from cluster_gis.services.proposal_standing import check_now
from cluster_gis.services.review_proposal import (
    MOST_BYTES,
    NewFile,
    attach_file,
    detach_file,
    record_step,
)
from cluster_gis.services.undo_decision import start_undo
from cluster_gis.services.write_proposal import save_draft, settle_content, start_proposal
from cluster_gis.storage.queries.proposal_base import unit_record
from cluster_gis.storage.queries.proposal_review import attachment_with_content, attachments_of
from cluster_gis.storage.queries.proposals import (
    Proposal,
    get_proposal,
    list_proposals,
    revisions_of,
)
from cluster_gis.storage.queries.territory import place_of_unit
from cluster_gis.storage.register import revision_at

router = APIRouter(prefix="/api/v1", tags=["Proposals"])
Number = Annotated[int, Path(ge=1, le=2**62)]
Plain = Depends(only())
Content = Annotated[dict[str, Any], Body(description="Title, grounds and items of a proposal.")]


def _version(named: str) -> int:
    """The version of If-Match; "*" is none: a change names what it saw."""
    try:
        return int(named.strip().removeprefix("W/").strip('"'))
    except ValueError:
        raise InvalidInput(
            N_('{field} is {value}; expected the ETag that was read, such as "3".'),
            field="If-Match",
            value=repr(named),
        ) from None


def _changed(proposal: Proposal, translate: Translator, **more: Any) -> Response:
    response = json_answer({**summary_json(proposal, translate), **more})
    response.headers["ETag"] = etag(proposal.version)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/proposals", dependencies=[Depends(only("state", "province"))])
def read_proposals(
    session: DbSession,
    person: Person,
    gettext: Gettext,
    state: Annotated[State | None, Query()] = None,
    province: Annotated[str | None, Query(max_length=20)] = None,
) -> Response:
    """Proposals of the person's territory, the last changed first; drafts of their own unit."""
    readable, drafts = readable_scopes(person, today())
    found = list_proposals(
        session,
        readable=readable,
        drafts=drafts,
        states=None if state is None else [state],
        province_key=province,
    )
    return json_answer({"proposals": [summary_json(one, gettext) for one in found]})


@router.post("/proposals", dependencies=[Plain], status_code=201)
def begin_proposal(
    session: Writer,
    person: Person,
    gettext: Gettext,
    unit: Annotated[str, Body(max_length=20, description="Unit key, 2025:11800.")],
    content: Annotated[dict[str, Any] | None, Body()] = None,
) -> Response:
    """Begin a draft of a commune or a province; the answer names it and its version."""
    made = start_proposal(session, unit, writer_of(person), content=content)
    response = _changed(get_proposal(session, made), gettext)
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/proposals/{made}"
    return response


@router.get("/proposals/form", dependencies=[Plain])
def read_form(gettext: Gettext) -> Response:
    """Kinds of items and what each may say."""
    return json_answer({"kinds": form_json(gettext)})


@router.post("/proposals/check", dependencies=[Plain])
def check_content(
    session: DbSession,
    person: Person,
    gettext: Gettext,
    unit: Annotated[str, Body(max_length=20)],
    content: Content,
    proposal: Annotated[int | None, Body()] = None,
) -> Response:
    """What would be said of a content, before it is kept: the same check as of a submission."""
    on = today()
    require(person, Action.PROPOSAL_DRAFT, place_of_unit(session, unit, on))
    papers: set[tuple[str | None, str]] = set()
    law_on = on
    if proposal is not None:
        held = seen_proposal(session, proposal, person)
        law_on = held.law_on or on
        files = attachments_of(session, proposal)
        papers = {(row["item_key"], row["paper"]) for row in files if row["paper"]}
    known = unit_record(session, unit, revision_at(session))
    if known is None:
        raise NotFound(N_("There is no administrative unit {key}."), key=repr(unit))
    draft = read_content(settle_content(session, content, unit, on))
    ground = Ground(
        province_key=known["province_key"],
        unit_key=unit,
        on=law_on,
        facts_on=on,
        revision=revision_at(session),
    )
    result = check_proposal(session, draft, ground, papers=papers, proposal_id=proposal)
    outlines = {i.key: i.outline.to_json() for i in draft.items if i.outline is not None}
    return json_answer({**check_json(result.answer, gettext), "outlines": outlines})


@router.get("/proposals/{proposal_id}", dependencies=[Plain])
def read_proposal(
    session: DbSession, person: Person, gettext: Gettext, proposal_id: Number
) -> Response:
    """One proposal with everything that hangs on it; its ETag is the version to write against."""
    proposal = seen_proposal(session, proposal_id, person)
    answer = describe_proposal(session, proposal, person, gettext, on=today())
    response = json_answer(answer)
    response.headers["ETag"] = etag(proposal.version)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.put("/proposals/{proposal_id}", dependencies=[Plain])
def write_proposal(
    session: Writer,
    person: Person,
    gettext: Gettext,
    proposal_id: Number,
    content: Content,
    if_match: IfMatch,
) -> Response:
    """Write the content of a draft over; 428 without If-Match, 412 when somebody wrote since."""
    seen_proposal(session, proposal_id, person)
    who = writer_of(person)
    proposal = save_draft(session, proposal_id, content, who, expected=_version(if_match))
    return _changed(proposal, gettext, content=proposal.draft.to_json())


@router.get("/proposals/{proposal_id}/check", dependencies=[Plain])
def read_check(
    session: DbSession, person: Person, gettext: Gettext, proposal_id: Number
) -> Response:
    """The check of the content that counts now: the draft, or the newest revision."""
    proposal = seen_proposal(session, proposal_id, person)
    content = newest_content(session, proposal)
    result = check_now(session, proposal, content, today=today())
    return json_answer(check_json(result.answer, gettext))


@router.post("/proposals/{proposal_id}/outline", dependencies=[Plain])
def read_outline(
    *,
    session: DbSession,
    person: Person,
    gettext: Gettext,
    proposal_id: Number,
    file: Annotated[UploadFile, File(description="Boundary file of any kind the reader knows")],
    crs: Annotated[str | None, Form(max_length=40)] = None,
    quality: Annotated[str, Form(max_length=20)] = "digitised",
    accept: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Read a boundary file for an item; nothing is kept, the outline goes into the content.

    outline null: the coordinate system is not settled; candidates say what it can be.
    """
    proposal = seen_proposal(session, proposal_id, person)
    received = OutlineFile(
        name=file.filename or "boundary",
        content=file.file.read(MAX_FILE_BYTES + 1),
        crs=crs or None,
        accept=tuple(accept or ()),
        quality=quality,
    )
    province = province_code(session, proposal.unit_key)
    reading, outline = outline_of_file(received, province=province)
    answer = reading.to_json(gettext, details=True)
    issues = [] if outline is None else outline.issues
    return json_answer(
        {
            "outline": None if outline is None else outline.to_json(),
            "boundary": [boundary_issue_json(one, gettext) for one in issues],
            "reading": json.loads(json.dumps(answer, default=str)),
        }
    )


@router.post("/proposals/{proposal_id}/moves", dependencies=[Plain])
def make_move(
    *,
    request: Request,
    session: Writer,
    person: Person,
    gettext: Gettext,
    after: BackgroundTasks,
    proposal_id: Number,
    move: MoveIn,
    if_match: IfMatch,
) -> Response:
    """Make a move of the state machine; an approval writes the plan in the same transaction."""
    seen_proposal(session, proposal_id, person)
    who, given = writer_of(person), move.to_details()
    expected = _version(if_match)
    if move.move == "approve":
        proposal = approve_proposal(session, proposal_id, given, who, expected=expected)
    else:
        proposal = move_proposal(session, proposal_id, move.move, given, who, expected=expected)
    # Told after the answer is sent, which is after the commit.
    after.add_task(tell, request.app.state.notice_sinks, notice_of(proposal, move.move, who.by))
    return _changed(proposal, gettext)


@router.post("/proposals/{proposal_id}/attachments", dependencies=[Plain])
def add_attachment(
    *,
    session: Writer,
    person: Person,
    gettext: Gettext,
    proposal_id: Number,
    file: Annotated[UploadFile, File()],
    if_match: IfMatch,
    item_key: Annotated[str | None, Form(max_length=40)] = None,
    paper: Annotated[str | None, Form(max_length=60)] = None,
) -> Response:
    """Attach a file; paper: the id of the dossier checklist that it is."""
    seen_proposal(session, proposal_id, person)
    new = NewFile(
        name=file.filename or "",
        media_type=file.content_type or "application/octet-stream",
        content=file.file.read(MOST_BYTES + 1),
        item_key=item_key or None,
        paper=paper or None,
    )
    expected = _version(if_match)
    made = attach_file(session, proposal_id, new, writer_of(person), expected=expected)
    return _changed(get_proposal(session, proposal_id), gettext, attachment=made)


@router.get(
    "/proposals/{proposal_id}/attachments/{attachment_id}",
    dependencies=[Plain],
    responses=answers("application/octet-stream"),
)
def read_attachment(
    session: DbSession, person: Person, proposal_id: Number, attachment_id: Number
) -> Response:
    """The file as it was received; always to be saved, never shown in our pages."""
    seen_proposal(session, proposal_id, person)
    row = attachment_with_content(session, proposal_id, attachment_id)
    return file_response(row)


def file_response(row: RowMapping) -> Response:
    """Bytes of a stranger: saved under their name, without being looked into by the browser."""
    return Response(
        bytes(row["content"]),
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(row['file_name'])}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "private, no-store",
        },
    )


@router.delete("/proposals/{proposal_id}/attachments/{attachment_id}", dependencies=[Plain])
def remove_attachment(
    session: Writer,
    person: Person,
    gettext: Gettext,
    proposal_id: Number,
    attachment_id: Number,
    if_match: IfMatch,
) -> Response:
    """Take a file off the draft; revisions that hold it keep it."""
    seen_proposal(session, proposal_id, person)
    expected = _version(if_match)
    detach_file(session, proposal_id, attachment_id, writer_of(person), expected=expected)
    return _changed(get_proposal(session, proposal_id), gettext)


@router.post("/proposals/{proposal_id}/opinions", dependencies=[Plain])
def ask_opinions(
    session: Writer,
    person: Person,
    gettext: Gettext,
    proposal_id: Number,
    asked: OpinionsIn,
    if_match: IfMatch,
) -> Response:
    """Ask agencies for their opinions."""
    seen_proposal(session, proposal_id, person)
    made = request_opinions(
        session,
        proposal_id,
        asked.agencies,
        writer_of(person),
        expected=_version(if_match),
        required=asked.required,
        due_on=asked.due_on,
    )
    return _changed(get_proposal(session, proposal_id), gettext, opinions=made)


@router.post("/proposals/{proposal_id}/opinions/{opinion_id}", dependencies=[Plain])
def answer_opinion(
    session: Writer,
    person: Person,
    gettext: Gettext,
    proposal_id: Number,
    opinion_id: Number,
    answer: OpinionIn,
    if_match: IfMatch,
) -> Response:
    """Give the opinion that was asked for."""
    seen_proposal(session, proposal_id, person)
    give_opinion(
        session,
        proposal_id,
        opinion_id,
        writer_of(person),
        result=answer.result,
        body=answer.body,
        document=None if answer.document is None else answer.document.to_document(),
        expected=_version(if_match),
    )
    return _changed(get_proposal(session, proposal_id), gettext)


@router.post("/proposals/{proposal_id}/comments", dependencies=[Plain])
def write_comment(
    session: Writer, person: Person, gettext: Gettext, proposal_id: Number, comment: CommentIn
) -> Response:
    """Remark on a vertex, a figure, a rule, a document or the whole; needs no If-Match."""
    seen_proposal(session, proposal_id, person)
    new = NewComment(**comment.model_dump())
    made = add_comment(session, proposal_id, new, writer_of(person))
    return _changed(get_proposal(session, proposal_id), gettext, comment=made)


@router.post("/proposals/{proposal_id}/comments/{comment_id}/settle", dependencies=[Plain])
def close_comment(
    session: Writer, person: Person, gettext: Gettext, proposal_id: Number, comment_id: Number
) -> Response:
    """Mark a remark as settled."""
    seen_proposal(session, proposal_id, person)
    settle_comment(session, proposal_id, comment_id, writer_of(person))
    return _changed(get_proposal(session, proposal_id), gettext)


@router.post("/proposals/{proposal_id}/papers", dependencies=[Plain])
def add_paper(
    session: Writer,
    person: Person,
    gettext: Gettext,
    proposal_id: Number,
    paper: PaperIn,
    if_match: IfMatch,
) -> Response:
    """Record a paper on the ladder; 409 naming the paper that passed its step."""
    seen_proposal(session, proposal_id, person)
    made = record_step(
        session,
        proposal_id,
        paper.step,
        paper.document.to_document(),
        writer_of(person),
        expected=_version(if_match),
        agency=paper.agency,
        title=paper.title,
    )
    return _changed(get_proposal(session, proposal_id), gettext, paper=made)


@router.get("/proposals/{proposal_id}/revisions/{number}", dependencies=[Plain])
def read_revision(
    session: DbSession, person: Person, gettext: Gettext, proposal_id: Number, number: Number
) -> Response:
    """A revision as it was submitted, with the check made then."""
    seen_proposal(session, proposal_id, person)
    found = next((one for one in revisions_of(session, proposal_id) if one.number == number), None)
    if found is None:
        raise NotFound(N_("There is no revision {number}."), number=number)
    return json_answer(
        {
            "number": found.number,
            "made_by": found.made_by,
            "made_at": found.made_at,
            "content": found.content.to_json(),
            "attachments": list(found.attachments),
            "check": check_json(found.findings, gettext),
        }
    )


@router.get("/proposals/{proposal_id}/diff", dependencies=[Depends(only("from", "to"))])
def read_diff(
    session: DbSession,
    person: Person,
    gettext: Gettext,
    proposal_id: Number,
    first: Annotated[int, Query(alias="from", ge=1)],
    second: Annotated[int, Query(alias="to", ge=1)],
) -> Response:
    """What differs between two revisions: facts, and land added and given up."""
    seen_proposal(session, proposal_id, person)
    revisions = revisions_of(session, proposal_id)
    return json_answer(diff_json(session, revisions, first, second, gettext))


@router.post("/proposals/{proposal_id}/undo", dependencies=[Plain], status_code=201)
def begin_undo(
    session: Writer,
    person: Person,
    gettext: Gettext,
    proposal_id: Number,
    reason: Annotated[str, Body(embed=True, max_length=4000)],
) -> Response:
    """Begin a proposal that takes an approved one back by another decision."""
    seen_proposal(session, proposal_id, person)
    made = start_undo(session, proposal_id, writer_of(person), reason=reason)
    response = _changed(get_proposal(session, made), gettext)
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/proposals/{made}"
    return response


@router.get("/worklist", dependencies=[Plain])
def read_tasks(session: DbSession, person: Person, gettext: Gettext) -> Response:
    """What waits in the person's territory: own tasks first, the most urgent on top."""
    tasks = read_worklist(session, person, on=today())
    return json_answer({"tasks": [task_json(one, gettext) for one in tasks]})
