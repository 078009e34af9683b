"""The notice of a move, for the sinks of this server."""

from datetime import date

from sqlalchemy.orm import Session

from cluster_gis.domain.proposal_moves import STATE_NAMES
from cluster_gis.services.describe_proposal import waits_for
from cluster_gis.services.notify import Notice
from cluster_gis.services.proposal_clocks import running_clock
from cluster_gis.storage.queries.proposals import Proposal


def notice_of(session: Session, proposal: Proposal, move: str, by: str, *, on: date) -> Notice:
    """What is told of a move, with who is to act next and until when."""
    waits = waits_for(proposal, str)
    running = None if waits is None else running_clock(session, proposal, on=on)
    return Notice(
        subject="proposal",
        number=proposal.id,
        title=proposal.title,
        state=STATE_NAMES[proposal.state],
        move=move,
        by=by,
        province_key=proposal.province_key,
        unit_key=proposal.unit_key,
        role=None if waits is None else waits["role"],
        due=None if running is None else running.due_date,
    )
