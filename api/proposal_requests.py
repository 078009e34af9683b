"""The opening of every route about one proposal: who asks may see it, and who changes it writes."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Path, Response
from sqlalchemy.orm import Session

from api.dependencies import DbSession, Gettext
from api.identity import Person
from api.if_match import versioned_answer
from api.proposal_access import seen_proposal, writer_of
from api.writing import Writer
from cluster_gis.i18n import Translator
from cluster_gis.services.describe_proposal import summary_json
from cluster_gis.services.write_proposal import Writer as ProposalWriter
from cluster_gis.storage.queries.proposals import Proposal, get_proposal

Number = Annotated[int, Path(ge=1, le=2**62)]


def get_seen(session: DbSession, person: Person, proposal_id: Number) -> Proposal:
    """The proposal of the path; NotFound for who may not read it."""
    return seen_proposal(session, proposal_id, person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change under way of a proposal that the person may read."""

    session: Session
    proposal_id: int
    writer: ProposalWriter
    translate: Translator

    def answer(self, **more: Any) -> Response:
        """The proposal as it stands then, with its new version, and what the change made."""
        return changed(get_proposal(self.session, self.proposal_id), self.translate, **more)


def get_change(session: Writer, person: Person, gettext: Gettext, proposal_id: Number) -> Change:
    """The change that a route is about to make; NotFound for who may not read the proposal."""
    seen_proposal(session, proposal_id, person)
    writer = writer_of(person)
    return Change(session=session, proposal_id=proposal_id, writer=writer, translate=gettext)


Seen = Annotated[Proposal, Depends(get_seen)]
Changing = Annotated[Change, Depends(get_change)]


def changed(proposal: Proposal, translate: Translator, **more: Any) -> Response:
    """What a change answers: one line of the proposal, and what the change made."""
    return versioned_answer({**summary_json(proposal, translate), **more}, proposal.version)


def begun(proposal: Proposal, translate: Translator) -> Response:
    """The answer to a proposal begun: where it is."""
    response = changed(proposal, translate)
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/proposals/{proposal.id}"
    return response
