"""The notice of a move, for the sinks of this server."""

from cluster_gis.domain.proposal_moves import STATE_NAMES
from cluster_gis.services.notify import Notice
from cluster_gis.services.proposal_clocks import NEXT
from cluster_gis.storage.queries.proposals import Proposal


def notice_of(proposal: Proposal, move: str, by: str) -> Notice:
    """What is told of a move, with who is to act next."""
    action, _ = NEXT.get(proposal.state, (None, ""))
    role = None
    if proposal.state in NEXT:
        role = proposal.proposer_role.value if action is None else action.value
    return Notice(
        subject="proposal",
        number=proposal.id,
        title=proposal.title,
        state=STATE_NAMES[proposal.state],
        move=move,
        by=by,
        province_key=proposal.province_key,
        unit_key=proposal.unit_key,
        role=role,
    )
