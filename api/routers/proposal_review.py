"""The review of a proposal in place: files, opinions, remarks and papers."""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Response, UploadFile

from api.dependencies import DbSession, only
from api.if_match import Version
from api.proposal_bodies import CommentIn, OpinionIn, OpinionsIn, PaperIn, ReplyIn
from api.proposal_requests import Changing, Number, Seen
from api.saved_file import saved_file
from api.schemas import answers
from cluster_gis.services.ask_opinions import give_opinion, reply_to_opinion, request_opinions
from cluster_gis.services.comment_proposal import NewComment, add_comment, settle_comment
from cluster_gis.services.review_proposal import (
    MOST_BYTES,
    NewFile,
    attach_file,
    detach_file,
    record_step,
)
from cluster_gis.storage.queries.proposal_review import attachment_with_content

router = APIRouter(prefix="/api/v1/proposals/{proposal_id}", tags=["Proposals"])

Plain = Depends(only())


@router.post("/attachments", dependencies=[Plain])
def add_attachment(
    *,
    version: Version,
    change: Changing,
    file: Annotated[UploadFile, File()],
    item_key: Annotated[str | None, Form(max_length=40)] = None,
    paper: Annotated[str | None, Form(max_length=60)] = None,
) -> Response:
    """Attach a file; paper: the id of the dossier checklist that it is."""
    new = NewFile(
        name=file.filename or "",
        media_type=file.content_type or "application/octet-stream",
        content=file.file.read(MOST_BYTES + 1),
        item_key=item_key or None,
        paper=paper or None,
    )
    made = attach_file(change.session, change.proposal_id, new, change.writer, expected=version)
    return change.answer(attachment=made)


@router.get(
    "/attachments/{attachment_id}",
    dependencies=[Plain],
    responses=answers("application/octet-stream"),
)
def read_attachment(session: DbSession, proposal: Seen, attachment_id: Number) -> Response:
    """The file as it was received; always to be saved, never shown in our pages."""
    row = attachment_with_content(session, proposal.id, attachment_id)
    return saved_file(bytes(row["content"]), row["file_name"])


@router.delete("/attachments/{attachment_id}", dependencies=[Plain])
def remove_attachment(version: Version, change: Changing, attachment_id: Number) -> Response:
    """Take a file off the draft; revisions that hold it keep it."""
    detach_file(change.session, change.proposal_id, attachment_id, change.writer, expected=version)
    return change.answer()


@router.post("/opinions", dependencies=[Plain])
def ask_opinions(version: Version, change: Changing, asked: OpinionsIn) -> Response:
    """Ask agencies for their opinions."""
    made = request_opinions(
        change.session,
        change.proposal_id,
        asked.agencies,
        change.writer,
        expected=version,
        required=asked.required,
        due_on=asked.due_on,
    )
    return change.answer(opinions=made)


@router.post("/opinions/{opinion_id}", dependencies=[Plain])
def answer_opinion(
    version: Version, change: Changing, opinion_id: Number, answer: OpinionIn
) -> Response:
    """Give the opinion that was asked for."""
    give_opinion(
        change.session,
        change.proposal_id,
        opinion_id,
        change.writer,
        result=answer.result,
        body=answer.body,
        document=None if answer.document is None else answer.document.to_document(),
        expected=version,
    )
    return change.answer()


@router.post("/opinions/{opinion_id}/reply", dependencies=[Plain])
def reply(version: Version, change: Changing, opinion_id: Number, answer: ReplyIn) -> Response:
    """Say what was taken over of an opinion, or why not."""
    reply_to_opinion(
        change.session,
        change.proposal_id,
        opinion_id,
        answer.body,
        change.writer,
        expected=version,
    )
    return change.answer()


@router.post("/comments", dependencies=[Plain])
def write_comment(change: Changing, comment: CommentIn) -> Response:
    """Remark on a vertex, a figure, a rule, a document or the whole; needs no If-Match."""
    new = NewComment(**comment.model_dump())
    made = add_comment(change.session, change.proposal_id, new, change.writer)
    return change.answer(comment=made)


@router.post("/comments/{comment_id}/settle", dependencies=[Plain])
def close_comment(change: Changing, comment_id: Number) -> Response:
    """Mark a remark as settled."""
    settle_comment(change.session, change.proposal_id, comment_id, change.writer)
    return change.answer()


@router.post("/papers", dependencies=[Plain])
def add_paper(version: Version, change: Changing, paper: PaperIn) -> Response:
    """Record a paper on the ladder; 409 naming the paper that passed its step."""
    made = record_step(
        change.session,
        change.proposal_id,
        paper.step,
        paper.document.to_document(),
        change.writer,
        expected=version,
        agency=paper.agency,
        title=paper.title,
    )
    return change.answer(paper=made)
