"""Files and papers of a proposal, before and during its review.

Each change raises the version of the proposal and leaves an event.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Action, Actor, Place, decide, may
from cluster_gis.domain.proposal_ladder import Paper, check_paper, get_step, ladder_of
from cluster_gis.domain.proposal_moves import OPEN, Document, State
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.proposal_notes import note_event, open_proposal, require_state
from cluster_gis.services.proposal_standing import held_papers, submitted_content
from cluster_gis.services.write_proposal import Writer, place_of, require_version, require_writable
from cluster_gis.storage.queries.proposal_review import (
    insert_attachment,
    insert_paper,
    remove_attachment,
)
from cluster_gis.storage.queries.proposals import Proposal, get_proposal

MOST_BYTES = 30_000_000
_REVIEWERS = (
    Action.PROPOSAL_APPRAISE,
    Action.PROPOSAL_OPINE,
    Action.PROPOSAL_DECIDE,
    Action.PROPOSAL_DRAFT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file as it came. paper: id of the dossier checklist; None = other evidence."""

    name: str
    media_type: str
    content: bytes
    item_key: str | None = None
    paper: str | None = None


def attach_file(
    session: Session, proposal_id: int, file: NewFile, writer: Writer, *, expected: int | None
) -> int:
    """Keep a file with the proposal; returns its id. The caller commits.

    A paper of the dossier is the proposer's, while the content may be written; other files may
    come from everybody who has a part in the review.
    """
    proposal = open_proposal(session, proposal_id, expected)
    place = place_of(session, proposal, writer.on)
    if file.paper is not None or file.item_key is not None:
        decide(writer.actor, Action.PROPOSAL_DRAFT, place, writer.on)
        require_writable(proposal)
    elif not any(may(writer.actor, action, place, writer.on) for action in _REVIEWERS):
        decide(writer.actor, Action.PROPOSAL_APPRAISE, place, writer.on)
    if not file.name.strip() or not file.content:
        raise InvalidInput(N_("{field}: a file with content is expected."), field="file")
    if len(file.content) > MOST_BYTES:
        raise InvalidInput(
            N_("{field} has {value} bytes; at most {most} are kept."),
            field="file",
            value=len(file.content),
            most=MOST_BYTES,
        )
    attachment_id = insert_attachment(
        session,
        {
            "proposal_id": proposal_id,
            "item_key": file.item_key,
            "paper": file.paper,
            "file_name": file.name.strip()[-200:],
            "media_type": file.media_type,
            "content": file.content,
            "size": len(file.content),
            "sha256": hashlib.sha256(file.content).hexdigest(),
            "added_by": writer.by,
        },
    )
    note_event(
        session, proposal, writer, "attach", {"attachment": attachment_id, "file": file.name}
    )
    return attachment_id


def detach_file(
    session: Session, proposal_id: int, attachment_id: int, writer: Writer, *, expected: int | None
) -> None:
    """Take a file off the draft; revisions that hold it keep it. The caller commits."""
    proposal = open_proposal(session, proposal_id, expected)
    place = place_of(session, proposal, writer.on)
    decide(writer.actor, Action.PROPOSAL_DRAFT, place, writer.on)
    require_writable(proposal)
    remove_attachment(session, proposal_id, attachment_id)
    note_event(session, proposal, writer, "detach", {"attachment": attachment_id})


#: Who records papers of the ladder.
_RECORDERS = (Action.PROPOSAL_APPRAISE, Action.PROPOSAL_SUBMIT, Action.PROPOSAL_DECIDE)


def may_record(proposal: Proposal, actor: Actor, place: Place, on: date) -> bool:
    """Whether the page may offer to record a paper: also those that follow an approval."""
    return proposal.state in OPEN | {State.APPROVED} and any(
        may(actor, action, place, on) for action in _RECORDERS
    )


def record_step(
    session: Session,
    proposal_id: int,
    step: str,
    document: Document,
    writer: Writer,
    *,
    expected: int | None,
    agency: str | None = None,
    title: str | None = None,
) -> int:
    """Record a paper of the ladder; returns its id. The caller commits.

    Raises Conflict naming the paper that passed the step already.
    """
    proposal = get_proposal(session, proposal_id, lock=True)
    place = place_of(session, proposal, writer.on)
    if not any(may(writer.actor, action, place, writer.on) for action in _RECORDERS):
        decide(writer.actor, Action.PROPOSAL_APPRAISE, place, writer.on)
    require_version(session, proposal, expected)
    require_state(proposal, OPEN | {State.APPROVED})
    if document.signed_on > writer.on:
        raise InvalidInput(
            N_("{field}: {value} is a day to come."),
            field="document.signed_on",
            value=f"{document.signed_on:%d/%m/%Y}",
        )
    content = submitted_content(session, proposal)
    ladder = ladder_of([item.kind for item in content.items])
    get_step(ladder, step)
    paper = Paper(step=step, number=document.number, signed_on=document.signed_on)
    approved = proposal.state is State.APPROVED
    check_paper(ladder, held_papers(session, proposal_id), paper, decided=approved)
    paper_id = insert_paper(
        session,
        {
            "proposal_id": proposal_id,
            "step": step,
            "number": document.number.strip(),
            "signed_on": document.signed_on,
            "agency": agency,
            "title": title,
            "attachment": document.attachment,
            "recorded_by": writer.by,
        },
    )
    if not approved:  # a decided proposal stands; its later papers only hang on it
        note_event(session, proposal, writer, "paper", {"step": step, "number": document.number})
    return paper_id
