"""Remarks on a proposal: they only add, so nobody who writes is stopped by one."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Action, decide
from cluster_gis.domain.proposal_moves import (
    OPEN,
    roles_at,
)
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.proposal_notes import require_state
from cluster_gis.services.write_proposal import (
    Writer,
    place_of,
)
from cluster_gis.storage.queries.proposal_review import (
    insert_comment,
    resolve_comment,
)
from cluster_gis.storage.queries.proposals import (
    get_proposal,
    last_revision_of,
)

ABOUT = ("proposal", "vertex", "figure", "rule", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComment:
    """A remark. about "vertex": with lon, lat (EPSG:4326); target: what of that sort is meant."""

    body: str
    about: str = "proposal"
    target: str | None = None
    item_key: str | None = None
    lon: float | None = None
    lat: float | None = None
    reply_to: int | None = None


def add_comment(session: Session, proposal_id: int, comment: NewComment, writer: Writer) -> int:
    """Remark on a proposal; returns the id. Everybody who may read it may. The caller commits."""
    proposal = get_proposal(session, proposal_id)
    place = place_of(session, proposal, writer.on)
    decide(writer.actor, Action.PROPOSAL_READ, place, writer.on)
    require_state(proposal, OPEN)
    if comment.about not in ABOUT:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="about",
            value=repr(comment.about),
            expected=", ".join(ABOUT),
        )
    if not comment.body.strip():
        raise InvalidInput(N_("{field} is empty; a text is expected."), field="body")
    if comment.about != "proposal" and not comment.target:
        raise InvalidInput(N_("{field} is empty; a text is expected."), field="target")
    if (comment.about == "vertex") != (comment.lon is not None and comment.lat is not None):
        raise InvalidInput(
            N_("{field}: longitude and latitude belong to a remark on a point."), field="lon"
        )
    newest = last_revision_of(session, proposal_id)
    roles = roles_at(writer.actor, Action.PROPOSAL_READ, place, writer.on)
    return insert_comment(
        session,
        {
            "proposal_id": proposal_id,
            "revision": 0 if newest is None else newest.number,
            "item_key": comment.item_key,
            "about": comment.about,
            "target": comment.target,
            "lon": comment.lon,
            "lat": comment.lat,
            "body": comment.body.strip(),
            "reply_to": comment.reply_to,
            "by_account": writer.account,
            "by_name": writer.by,
            "role": "operator" if writer.actor.operator else roles[0].value,
        },
    )


def settle_comment(session: Session, proposal_id: int, comment_id: int, writer: Writer) -> None:
    """Mark a remark as settled. The caller commits."""
    proposal = get_proposal(session, proposal_id)
    place = place_of(session, proposal, writer.on)
    decide(writer.actor, Action.PROPOSAL_READ, place, writer.on)
    resolve_comment(session, proposal_id, comment_id, by=writer.by)
