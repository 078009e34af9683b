"""One move of a proposal: the state machine asked, its effects written, the event kept.

Everything of a move happens in the caller's transaction, or nothing. `decide_proposal` does the
two moves that end in the register.
"""

from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.proposal_ladder import STEP_OF_MOVE, Paper, check_paper, ladder_of
from cluster_gis.domain.proposal_moves import Details, State, advance, get_move, roles_at
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.proposal_move_effects import HANDLERS, Moving
from cluster_gis.services.proposal_standing import held_papers, standing_of, submitted_content
from cluster_gis.services.write_proposal import Writer, place_of, require_version
from cluster_gis.storage.queries.proposal_review import insert_paper
from cluster_gis.storage.queries.proposals import (
    Proposal,
    get_proposal,
    insert_event,
    update_proposal,
)


def move_proposal(
    session: Session,
    proposal_id: int,
    move_name: str,
    given: Details,
    writer: Writer,
    *,
    expected: int | None,
) -> Proposal:
    """Make the move; returns the proposal as it stands then. The caller commits.

    Raises VersionNotNamed or Stale for the version, IllegalTransition, Forbidden, InvalidInput or
    Conflict for the move; nothing is then written.
    """
    proposal = get_proposal(session, proposal_id, lock=True)
    require_version(session, proposal, expected)
    move = get_move(move_name)
    if move.name == "approve":
        raise InvalidInput(N_("{field}: an approval is made by its own command."), field="move")
    place = place_of(session, proposal, writer.on)
    to = advance(standing_of(session, proposal), move, given, writer.actor, place, writer.on)
    moving = Moving(
        session=session, proposal=proposal, move=move, given=given, writer=writer, place=place
    )
    record_paper(moving)
    handler = HANDLERS.get(move.name)
    if handler is not None:
        handler(moving)
    return finish_move(moving, to)


def finish_move(moving: Moving, to: State) -> Proposal:
    """Write the new state and the event; returns the proposal as it stands then."""
    session, proposal_id = moving.session, moving.proposal.id
    values = {**moving.values, "state": to.value, "changed_by": moving.writer.by}
    version = update_proposal(session, proposal_id, values)
    insert_event(session, _event(moving, to, version))
    return get_proposal(session, proposal_id)


def _event(moving: Moving, to: State, version: int) -> dict[str, Any]:
    writer, given = moving.writer, moving.given
    roles = roles_at(writer.actor, moving.move.action, moving.place, moving.on)
    return {
        "proposal_id": moving.proposal.id,
        "version": version,
        "move": moving.move.name,
        "from_state": moving.proposal.state.value,
        "to_state": to.value,
        "at": writer.at,
        "on_date": moving.on,
        "by_account": writer.account,
        "by_name": writer.by,
        "role": "operator" if writer.actor.operator else roles[0].value,
        "reason": given.reason,
        "document": None if given.document is None else given.document.to_json(),
        "revision": moving.revision,
        "details": moving.details,
    }


def record_paper(moving: Moving) -> None:
    """The document of the move on the ladder; refused when its step is passed."""
    step, document = STEP_OF_MOVE.get(moving.move.name), moving.given.document
    if document is None:
        return
    if document.signed_on > moving.on:
        raise InvalidInput(
            N_("{field}: {value} is a day to come."),
            field="document.signed_on",
            value=f"{document.signed_on:%d/%m/%Y}",
        )
    if step is None:
        return
    content = submitted_content(moving.session, moving.proposal)
    ladder = ladder_of([item.kind for item in content.items])
    held = held_papers(moving.session, moving.proposal.id)
    paper = Paper(step=step, number=document.number, signed_on=document.signed_on)
    check_paper(ladder, held, paper, decided=False)
    insert_paper(
        moving.session,
        {
            "proposal_id": moving.proposal.id,
            "step": step,
            "number": document.number.strip(),
            "signed_on": document.signed_on,
            "attachment": document.attachment,
            "recorded_by": moving.writer.by,
        },
    )
