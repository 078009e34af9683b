"""How a proposal stands: what counts of it, what is missing, what its check says now."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.proposal_ladder import Paper
from cluster_gis.domain.proposal_moves import Standing
from cluster_gis.law.ministry_opinion import ministry_opinion
from cluster_gis.law.procedure_steps import version_id
from cluster_gis.services.check_proposal import ProposalCheck, check_proposal
from cluster_gis.services.proposal_facts import Ground
from cluster_gis.storage.queries.proposal_review import attachments_of, opinions_of, papers_of
from cluster_gis.storage.queries.proposals import Proposal, events_of, last_revision_of
from cluster_gis.storage.register import revision_at


def standing_of(session: Session, proposal: Proposal) -> Standing:
    """What the state machine looks at now."""
    asked = opinions_of(session, proposal.id)
    answered = False
    for row in events_of(session, proposal.id):
        if row["move"] == "appraise":
            answered = False
        elif row["move"] == "give_ministry_opinion":
            answered = True
    ministry = None
    if proposal.law_on is not None:
        version = version_id(proposal.law_on)
        ministry = ministry_opinion(version, submitted_content(session, proposal).procedures)
    return Standing(
        state=proposal.state,
        proposer_role=proposal.proposer_role,
        appraised_by=proposal.appraised_by,
        ministry_required=ministry is not None and ministry.required,
        ministry_answered=answered,
        opinions_missing=tuple(
            row["agency"] for row in asked if row["required"] and row["given_on"] is None
        ),
        appraised_verdict=proposal.appraised_verdict,
        appraisal_result=proposal.appraisal_result,
    )


def submitted_content(session: Session, proposal: Proposal) -> Any:
    """The content that counts: the newest revision, the draft before the first."""
    newest = last_revision_of(session, proposal.id)
    return proposal.draft if newest is None else newest.content


def ground_of(session: Session, proposal: Proposal, *, today: date) -> Ground:
    """Where and when the proposal is judged: the law of its submission, the facts of today."""
    return Ground(
        province_key=proposal.province_key,
        unit_key=proposal.unit_key,
        on=proposal.law_on or today,
        facts_on=today,
        revision=revision_at(session),
    )


def check_now(
    session: Session, proposal: Proposal, content: Any, *, today: date, law_on: date | None = None
) -> ProposalCheck:
    """The check of some content of the proposal with the files attached now."""
    files = attachments_of(session, proposal.id)
    ground = ground_of(session, proposal, today=today)
    if law_on is not None:
        ground = Ground(
            province_key=ground.province_key,
            unit_key=ground.unit_key,
            on=law_on,
            facts_on=ground.facts_on,
            revision=ground.revision,
        )
    return check_proposal(
        session,
        content,
        ground,
        papers={(row["item_key"], row["paper"]) for row in files if row["paper"]},
        proposal_id=proposal.id,
    )


def held_papers(session: Session, proposal_id: int) -> list[Paper]:
    """Papers on the ladder so far."""
    return [
        Paper(
            step=row["step"],
            number=row["number"],
            signed_on=row["signed_on"],
            agency=row["agency"],
        )
        for row in papers_of(session, proposal_id)
    ]
