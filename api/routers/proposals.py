"""Proposals: drafts, checks, moves, review. What is written names its version (If-Match)."""

import json
from typing import Annotated, Any

from fastapi import (
    APIRouter,
    BackgroundTasks,
    Body,
    Depends,
    File,
    Form,
    Query,
    Request,
    Response,
    UploadFile,
)

from api.dependencies import DbSession, Gettext, only
from api.identity import Person, require
from api.if_match import Version, versioned_answer
from api.parameters import today
from api.proposal_access import seen_proposal, writer_of
from api.proposal_bodies import MoveIn
from api.proposal_notices import notice_of
from api.proposal_requests import Changing, Number, Seen, begun, changed
from api.schemas import json_answer
from api.writing import Writer
from cluster_gis.boundary.limits import MAX_FILE_BYTES
from cluster_gis.domain.access import Action
from cluster_gis.domain.proposal_moves import State
from cluster_gis.domain.proposals import read_content
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.check_proposal import check_proposal
from cluster_gis.services.decide_proposal import approve_proposal
from cluster_gis.services.describe_proposal import (
    describe_proposal,
    newest_content,
    summary_json,
    task_json,
)
from cluster_gis.services.describe_question import questions_json, waiting_questions
from cluster_gis.services.move_proposal import move_proposal
from cluster_gis.services.notify import tell
from cluster_gis.services.proposal_clocks import read_worklist, readable_scopes
from cluster_gis.services.proposal_diff_json import diff_json
from cluster_gis.services.proposal_facts import Ground
from cluster_gis.services.proposal_json import boundary_issue_json, check_json, form_json
from cluster_gis.services.proposal_outlines import OutlineFile, outline_of_file, province_code
from cluster_gis.services.proposal_standing import check_now
from cluster_gis.services.undo_decision import start_undo
from cluster_gis.services.write_proposal import save_draft, settle_content, start_proposal
from cluster_gis.storage.queries.proposal_base import unit_record
from cluster_gis.storage.queries.proposal_review import attachments_of
from cluster_gis.storage.queries.proposals import get_proposal, list_proposals, revisions_of
from cluster_gis.storage.queries.territory import place_of_unit
from cluster_gis.storage.register import revision_at

router = APIRouter(prefix="/api/v1", tags=["Proposals"])
Plain = Depends(only())
Content = Annotated[dict[str, Any], Body(description="Title, grounds and items of a proposal.")]


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
    return begun(get_proposal(session, made), gettext)


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
    on, revision = today(), revision_at(session)
    require(person, Action.PROPOSAL_DRAFT, place_of_unit(session, unit, on, revision))
    papers: set[tuple[str | None, str]] = set()
    law_on = on
    if proposal is not None:
        held = seen_proposal(session, proposal, person)
        law_on = held.law_on or on
        files = attachments_of(session, proposal)
        papers = {(row["item_key"], row["paper"]) for row in files if row["paper"]}
    known = unit_record(session, unit, revision)
    if known is None:
        raise NotFound(N_("There is no administrative unit {key}."), key=repr(unit))
    draft = read_content(settle_content(session, content, known["province_key"], on))
    ground = Ground(
        province_key=known["province_key"],
        unit_key=unit,
        on=law_on,
        facts_on=on,
        revision=revision,
        unit_level=known["level"],
    )
    result = check_proposal(session, draft, ground, papers=papers, proposal_id=proposal)
    outlines = {i.key: i.outline.to_json() for i in draft.items if i.outline is not None}
    return json_answer({**check_json(result.answer, gettext), "outlines": outlines})


@router.get("/proposals/{proposal_id}", dependencies=[Plain])
def read_proposal(session: DbSession, person: Person, gettext: Gettext, proposal: Seen) -> Response:
    """One proposal with everything that hangs on it; its ETag is the version to write against."""
    answer = describe_proposal(session, proposal, person, gettext, on=today())
    return versioned_answer(answer, proposal.version)


@router.put("/proposals/{proposal_id}", dependencies=[Plain])
def write_proposal(version: Version, change: Changing, content: Content) -> Response:
    """Write the content of a draft over; 428 without If-Match, 412 when somebody wrote since."""
    proposal = save_draft(
        change.session, change.proposal_id, content, change.writer, expected=version
    )
    return changed(proposal, change.translate, content=proposal.draft.to_json())


@router.get("/proposals/{proposal_id}/check", dependencies=[Plain])
def read_check(session: DbSession, gettext: Gettext, proposal: Seen) -> Response:
    """The check of the content that counts now: the draft, or the newest revision."""
    content = newest_content(session, proposal)
    result = check_now(session, proposal, content, today=today())
    return json_answer(check_json(result.answer, gettext))


@router.post("/proposals/{proposal_id}/outline", dependencies=[Plain])
def read_outline(
    *,
    session: DbSession,
    gettext: Gettext,
    proposal: Seen,
    file: Annotated[UploadFile, File(description="Boundary file of any kind the reader knows")],
    crs: Annotated[str | None, Form(max_length=40)] = None,
    quality: Annotated[str, Form(max_length=20)] = "digitised",
    accept: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Read a boundary file for an item; nothing is kept, the outline goes into the content.

    outline null: the coordinate system is not settled; candidates say what it can be.
    """
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
    request: Request, version: Version, change: Changing, after: BackgroundTasks, move: MoveIn
) -> Response:
    """Make a move of the state machine; an approval writes the plan in the same transaction."""
    given, opened = move.to_details(), (change.session, change.proposal_id)
    if move.move == "approve":
        proposal = approve_proposal(*opened, given, change.writer, expected=version)
    else:
        proposal = move_proposal(*opened, move.move, given, change.writer, expected=version)
    # Told after the answer is sent, which is after the commit.
    notice = notice_of(change.session, proposal, move.move, change.writer.by, on=change.writer.on)
    after.add_task(tell, request.app.state.notice_sinks, notice)
    return changed(proposal, change.translate)


@router.get("/proposals/{proposal_id}/revisions/{number}", dependencies=[Plain])
def read_revision(session: DbSession, gettext: Gettext, proposal: Seen, number: Number) -> Response:
    """A revision as it was submitted, with the check made then."""
    found = next((one for one in revisions_of(session, proposal.id) if one.number == number), None)
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
    gettext: Gettext,
    proposal: Seen,
    first: Annotated[int, Query(alias="from", ge=1)],
    second: Annotated[int, Query(alias="to", ge=1)],
) -> Response:
    """What differs between two revisions: facts, and land added and given up."""
    revisions = revisions_of(session, proposal.id)
    return json_answer(diff_json(session, revisions, first, second, gettext))


@router.post("/proposals/{proposal_id}/undo", dependencies=[Plain], status_code=201)
def begin_undo(
    change: Changing, reason: Annotated[str, Body(embed=True, max_length=4000)]
) -> Response:
    """Begin a proposal that takes an approved one back by another decision."""
    made = start_undo(change.session, change.proposal_id, change.writer, reason=reason)
    return begun(get_proposal(change.session, made), change.translate)


@router.get("/worklist", dependencies=[Plain])
def read_tasks(session: DbSession, person: Person, gettext: Gettext) -> Response:
    """What waits in the person's territory: own tasks first, the most urgent on top."""
    tasks = read_worklist(session, person, on=today())
    waiting = waiting_questions(session, person, on=today())
    rows = questions_json(session, [one.question for one in waiting], gettext, on=today())
    return json_answer(
        {
            "tasks": [task_json(one, gettext) for one in tasks],
            "questions": [row | {"mine": one.mine} for one, row in zip(waiting, rows, strict=True)],
        }
    )
