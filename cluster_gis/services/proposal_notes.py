"""What every change of a review does beside its own: opens the proposal, leaves an event."""

from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.proposal_moves import (
    OPEN,
    STATE_NAMES,
    State,
)
from cluster_gis.errors import Conflict
from cluster_gis.i18n import N_, Words
from cluster_gis.services.write_proposal import (
    Writer,
    require_version,
)
from cluster_gis.storage.queries.proposals import (
    Proposal,
    get_proposal,
    insert_event,
    update_proposal,
)


def open_proposal(session: Session, proposal_id: int, expected: int | None) -> Proposal:
    """The proposal, locked, as long as it is not decided; Stale or Conflict otherwise."""
    proposal = get_proposal(session, proposal_id, lock=True)
    require_version(session, proposal, expected)
    require_state(proposal, OPEN)
    return proposal


def require_state(proposal: Proposal, allowed: frozenset[State]) -> None:
    """Raise Conflict unless the proposal is in one of the states."""
    if proposal.state not in allowed:
        raise Conflict(
            N_("This is not done while a proposal is “{state}”."),
            state=Words([STATE_NAMES[proposal.state]]),
        )


def note_event(
    session: Session, proposal: Proposal, writer: Writer, move: str, details: dict[str, Any]
) -> None:
    """Raise the version and keep who did what; the state stays."""
    version = update_proposal(session, proposal.id, {"changed_by": writer.by})
    role = next(iter(writer.actor.memberships_on(writer.on))).role.value
    insert_event(
        session,
        {
            "proposal_id": proposal.id,
            "version": version,
            "move": move,
            "from_state": proposal.state.value,
            "to_state": proposal.state.value,
            "at": writer.at,
            "on_date": writer.on,
            "by_account": writer.account,
            "by_name": writer.by,
            "role": "operator" if writer.actor.operator else role,
            "details": details,
        },
    )
