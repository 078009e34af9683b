"""One move of a proposal: the state machine asked, its effects written, the event kept.

Everything of a move happens in the caller's transaction, or nothing. `decide_proposal` does the
two moves that end in the register.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Place
from cluster_gis.domain.proposal_ladder import (
    STEP_OF_MOVE,
    Paper,
    check_paper,
    ladder_of,
)
from cluster_gis.domain.proposal_moves import (
    Details,
    Move,
    Standing,
    State,
    advance,
    get_move,
    roles_at,
)
from cluster_gis.errors import Conflict, InvalidInput
from cluster_gis.i18n import N_, Phrases
from cluster_gis.law.ministry_opinion import ministry_opinion
from cluster_gis.law.procedure_steps import procedure_steps, version_id
from cluster_gis.services.check_proposal import ProposalCheck, check_proposal
from cluster_gis.services.proposal_facts import Ground
from cluster_gis.services.write_proposal import Writer, place_of, require_version
from cluster_gis.storage.queries.proposal_review import (
    attachments_of,
    insert_paper,
    opinions_of,
    papers_of,
)
from cluster_gis.storage.queries.proposals import (
    Proposal,
    clocks_of,
    drop_clock,
    events_of,
    get_proposal,
    insert_event,
    insert_revision,
    last_revision_of,
    put_clock,
    put_items,
    update_proposal,
)
from cluster_gis.storage.register import revision_at

#: Rules of the clocks that moves start and stop; the plan's is only shown, not enforced.
APPRAISAL_RULES = ("PROC-APPRAISE", "PLAN-APPRAISE")
DECISION_RULE = "PROC-DECIDE"


@dataclass(slots=True, kw_only=True)
class Moving:
    """A move under way. values: columns of the proposal to set; details: kept with the event."""

    session: Session
    proposal: Proposal
    move: Move
    given: Details
    writer: Writer
    place: Place
    values: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    revision: int | None = None

    @property
    def on(self) -> date:
        """The legal day of the move."""
        return self.writer.on


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
    handler = _HANDLERS.get(move.name)
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


def _submit(moving: Moving) -> None:
    moving.values["law_on"] = moving.on
    _new_revision(moving, law_on=moving.on)


def _answer(moving: Moving) -> None:
    _new_revision(moving, law_on=moving.proposal.law_on)
    _pause(moving, completed=moving.on)


def _new_revision(moving: Moving, *, law_on: date | None) -> None:
    session, proposal = moving.session, moving.proposal
    check = check_now(session, proposal, proposal.draft, today=moving.on, law_on=law_on)
    refuse_blocked(check)
    moving.revision = insert_revision(
        session,
        proposal.id,
        {
            "content": proposal.draft.to_json(),
            "attachments": [row["id"] for row in attachments_of(session, proposal.id)],
            "findings": dict(check.answer),
            "reason": moving.given.reason,
            "made_by": moving.writer.by,
        },
    )
    put_items(session, proposal.id, moving.revision, proposal.draft)
    moving.details["verdict"] = check.verdict


def refuse_blocked(check: ProposalCheck) -> None:
    """Raise InvalidInput with everything that blocks, the first field named."""
    if not check.blocking:
        return
    raise InvalidInput(
        N_("Not ready to be submitted: {what}"),
        field=str(check.blocking[0]["field"]),
        what=Phrases((str(one["message"]), one["values"]) for one in check.blocking),
    )


def _accept(moving: Moving) -> None:
    received = moving.given.received_on or moving.on
    if not (moving.proposal.law_on or received) <= received <= moving.on:
        raise InvalidInput(
            N_("{field} is {value}; expected a day from the submission until today."),
            field="received_on",
            value=f"{received:%d/%m/%Y}",
        )
    moving.details["received_on"] = received.isoformat()
    for rule in _rules(moving):
        put_clock(
            moving.session,
            moving.proposal.id,
            rule,
            started_on=received,
            done_on=None,
            pauses=[],
        )


def _rules(moving: Moving, wanted: Sequence[str] = APPRAISAL_RULES) -> list[str]:
    """Those of the rules that the law of the day has for these items."""
    proposal = moving.proposal
    if proposal.law_on is None or not version_id(proposal.law_on):
        return []
    found: list[str] = []
    for procedure in submitted_content(moving.session, proposal).procedures:
        steps = {step.rule for step in procedure_steps(procedure, proposal.law_on)}
        found += [rule for rule in wanted if rule in steps and rule not in found]
    return found


def _request_completion(moving: Moving) -> None:
    moving.details["requested"] = [line.strip() for line in moving.given.requested if line.strip()]
    _pause(moving, completed=None)


def _pause(moving: Moving, *, completed: date | None) -> None:
    """Open a pause of the appraisal on the day of the request, or close the open one."""
    for row in _running(moving, APPRAISAL_RULES):
        pauses = [dict(one) for one in row["pauses"]]
        if completed is None:
            pauses.append({"requested": moving.on.isoformat(), "completed": None})
        elif pauses:
            pauses[-1]["completed"] = completed.isoformat()
        put_clock(
            moving.session,
            moving.proposal.id,
            row["rule"],
            started_on=row["started_on"],
            done_on=row["done_on"],
            pauses=pauses,
        )


def _running(moving: Moving, rules: Sequence[str]) -> list[Mapping[str, Any]]:
    rows = clocks_of(moving.session, [moving.proposal.id]).get(moving.proposal.id, [])
    return [dict(row) for row in rows if row["rule"] in rules]


def _set_done(moving: Moving, rules: Sequence[str], done_on: date | None) -> None:
    for row in _running(moving, rules):
        put_clock(
            moving.session,
            moving.proposal.id,
            row["rule"],
            started_on=row["started_on"],
            done_on=done_on,
            pauses=row["pauses"],
        )


def _appraise(moving: Moving) -> None:
    session, proposal = moving.session, moving.proposal
    content = submitted_content(session, proposal)
    check = check_now(session, proposal, content, today=moving.on)
    moving.values |= {
        "base_revision": check.answer["revision"],
        "appraised_by": moving.writer.account,
        "appraisal_result": moving.given.result,
        "appraised_verdict": check.verdict,
        "appraisal": {"verdicts": check.verdicts, "answer": dict(check.answer)},
    }
    moving.details |= {"result": moving.given.result, "verdict": check.verdict}
    _set_done(moving, APPRAISAL_RULES, moving.on)
    for rule in _rules(moving, (DECISION_RULE,)):
        put_clock(session, proposal.id, rule, started_on=moving.on, done_on=None, pauses=[])


def _reappraise(moving: Moving) -> None:
    _set_done(moving, APPRAISAL_RULES, None)
    drop_clock(moving.session, moving.proposal.id, DECISION_RULE)


def _ministry(moving: Moving) -> None:
    moving.details["opinion"] = moving.given.opinion


def _ask_ministry(moving: Moving) -> None:
    procedures = submitted_content(moving.session, moving.proposal).procedures
    version = version_id(moving.proposal.law_on or moving.on)
    if ministry_opinion(version, procedures) is None:
        raise Conflict(N_("The ministry has no part in establishing or expanding a cluster."))


def finish_clock(moving: Moving) -> None:
    """The decision's clock stops on the day of the move."""
    _set_done(moving, (DECISION_RULE,), moving.on)


_HANDLERS: dict[str, Callable[[Moving], None]] = {
    "submit": _submit,
    "accept": _accept,
    "request_completion": _request_completion,
    "answer": _answer,
    "appraise": _appraise,
    "reappraise": _reappraise,
    "ask_ministry": _ask_ministry,
    "give_ministry_opinion": _ministry,
    "refuse": finish_clock,
}
