"""A proposal as plain values: what the API answers, the page shows and the command prints."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Action, Actor, may
from cluster_gis.domain.actors import Role
from cluster_gis.domain.proposal_fields import KIND_NAMES
from cluster_gis.domain.proposal_moves import (
    MOVES,
    OPEN,
    STATE_NAMES,
    UNDER_REVIEW,
    WRITABLE,
    State,
    may_move,
    moves_from,
)
from cluster_gis.domain.proposals import ChangeSet
from cluster_gis.i18n import Translator
from cluster_gis.law.judgement_json import plain
from cluster_gis.law.procedure_steps import version_id
from cluster_gis.services.proposal_clocks import NEXT, Task, clocks_on
from cluster_gis.services.proposal_json import (
    attachment_json,
    clock_json,
    comment_json,
    day_json,
    event_json,
    ladder_json,
    opinion_json,
    role_label,
)
from cluster_gis.services.proposal_standing import submitted_content
from cluster_gis.services.review_proposal import may_record
from cluster_gis.services.write_proposal import place_of
from cluster_gis.storage.queries.proposal_base import unit_record
from cluster_gis.storage.queries.proposal_review import attachments_of, comments_of, opinions_of
from cluster_gis.storage.queries.proposals import Proposal, clocks_of, events_of, revisions_of
from cluster_gis.storage.register import revision_at


def summary_json(proposal: Proposal, translate: Translator) -> dict[str, Any]:
    """One line of a list. Times are UTC; law_on is a legal day."""
    return {
        "id": proposal.id,
        "title": proposal.draft.title or None,
        "state": proposal.state.value,
        "state_label": translate(STATE_NAMES[proposal.state]),
        "version": proposal.version,
        "province": proposal.province_key,
        "unit": proposal.unit_key,
        "proposer_role": proposal.proposer_role.value,
        "items": [
            {
                "key": item.key,
                "kind": item.kind.value,
                "kind_label": translate(KIND_NAMES[item.kind]),
                "cluster_code": item.cluster_code,
                "name": item.name,
                "area_ha": plain(item.area_ha),
            }
            for item in proposal.draft.items
        ],
        "law_on": day_json(proposal.law_on),
        "law_version": version_id(proposal.law_on) if proposal.law_on else None,
        "undoes": proposal.undoes,
        "decided_revision": proposal.decided_revision,
        "plan_version": proposal.plan_version_key,
        "created_by": proposal.created_by_name,
        "created_at": proposal.created_at.isoformat(),
        "changed_by": proposal.changed_by,
        "changed_at": proposal.changed_at.isoformat(),
    }


def describe_proposal(
    session: Session, proposal: Proposal, actor: Actor, translate: Translator, *, on: date
) -> dict[str, Any]:
    """Everything of a proposal but its check, as this person sees it on the day."""
    place = place_of(session, proposal, on)
    revisions = revisions_of(session, proposal.id)
    content = proposal.draft if not revisions else revisions[-1].content
    clocks = clocks_of(session, [proposal.id]).get(proposal.id, [])
    running = clocks_on(proposal, clocks, content.procedures, as_of=on)
    unit = unit_record(session, proposal.unit_key, revision_at(session))
    writes = proposal.state in WRITABLE and may_move(
        MOVES["submit"], proposal.proposer_role, actor, place, on
    )
    return {
        **summary_json(proposal, translate),
        "unit_name": None if unit is None else unit["name"],
        "content": proposal.draft.to_json(),
        "may_write": writes,
        "may_appraise": proposal.state in UNDER_REVIEW
        and may(actor, Action.PROPOSAL_APPRAISE, place, on),
        "may_reply": proposal.state in OPEN
        and any(
            may(actor, action, place, on)
            for action in (Action.PROPOSAL_APPRAISE, Action.PROPOSAL_SUBMIT)
        ),
        "may_record": may_record(proposal, actor, place, on),
        "may_opine": proposal.state in UNDER_REVIEW
        and may(actor, Action.PROPOSAL_OPINE, place, on),
        "moves": [
            {
                "move": move.name,
                "label": translate(move.label),
                "to": move.to.value,
                "needs": list(move.needs),
                "allowed": may_move(move, proposal.proposer_role, actor, place, on),
            }
            for move in moves_from(proposal.state)
        ],
        "waits_for": waits_for(proposal, translate),
        "clocks": [clock_json(one, translate) for one in running],
        "ladder": ladder_json(session, proposal, content, running, translate, on=on),
        "opinions": [opinion_json(row, translate, on) for row in opinions_of(session, proposal.id)],
        "comments": [comment_json(row, translate) for row in comments_of(session, proposal.id)],
        "attachments": [attachment_json(row) for row in attachments_of(session, proposal.id)],
        "events": [event_json(row, translate) for row in events_of(session, proposal.id)],
        "revisions": [
            {
                "number": one.number,
                "made_by": one.made_by,
                "made_at": one.made_at.isoformat(),
                "reason": one.reason,
                "verdict": one.findings.get("verdict"),
            }
            for one in revisions
        ],
    }


def waits_for(proposal: Proposal, translate: Translator) -> dict[str, str] | None:
    """Who must act and what; None = decided."""
    if proposal.state not in NEXT:
        return None
    action, what = NEXT[proposal.state]
    who = {
        Action.PROPOSAL_APPRAISE: Role.INDUSTRY_DEPARTMENT,
        Action.PROPOSAL_DECIDE: Role.PROVINCE,
        Action.PROPOSAL_OPINE: Role.MINISTRY,
        None: proposal.proposer_role,
    }[action]
    return {"role": who.value, "who": role_label(who, translate), "what": translate(what)}


def task_json(task: Task, translate: Translator) -> dict[str, Any]:
    """One line of a work list."""
    return {
        "proposal": summary_json(task.proposal, translate),
        "what": translate(task.what),
        "mine": task.mine,
        "due": day_json(task.due),
        "overdue": task.overdue,
        "clock": None if task.clock is None else clock_json(task.clock, translate),
        "agency": None if task.opinion is None else task.opinion["agency"],
    }


def newest_content(session: Session, proposal: Proposal) -> ChangeSet:
    """What is shown of a proposal: the draft while it is written, else the newest revision."""
    if proposal.state in (State.DRAFT, State.COMPLETION_REQUESTED):
        return proposal.draft
    content: ChangeSet = submitted_content(session, proposal)
    return content
