"""What a person may see of proposals, and who writes in a request."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from api.identity import require_seen
from api.parameters import today
from cluster_gis.domain.access import Action, Actor
from cluster_gis.domain.proposal_moves import State
from cluster_gis.services.write_proposal import Writer, place_of
from cluster_gis.storage.queries.proposals import Proposal, get_proposal


def seen_proposal(session: Session, proposal_id: int, person: Actor) -> Proposal:
    """The proposal, for who may read it; to others it is not there. Drafts are their unit's."""
    proposal = get_proposal(session, proposal_id)
    place = place_of(session, proposal, today())
    draft = proposal.state is State.DRAFT
    action = Action.PROPOSAL_DRAFT if draft else Action.PROPOSAL_READ
    require_seen(person, action, place)
    return proposal


def writer_of(person: Actor) -> Writer:
    """Who writes now."""
    return Writer(actor=person, by=person.name or person.recorded_as, at=datetime.now(UTC))
