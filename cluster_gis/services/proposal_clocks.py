"""The statutory clocks of proposals on a day, and who must act next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from cluster_gis.domain.access import Action, Actor, Role, Scope, may, scope_of
from cluster_gis.domain.proposal_moves import OPEN, State, roles_at
from cluster_gis.i18n import N_
from cluster_gis.law.deadlines import Clock, Pause, clock
from cluster_gis.law.holidays_vn import vietnam_calendar
from cluster_gis.law.procedure_steps import Step, procedure_steps
from cluster_gis.services.write_proposal import place_of
from cluster_gis.storage.queries.proposal_review import opinions_of
from cluster_gis.storage.queries.proposals import Proposal, clocks_of, list_proposals

#: State -> the permission of who must act, and what is to be done (msgid). None: the proposer.
NEXT: Mapping[State, tuple[Action | None, str]] = {
    State.DRAFT: (None, N_("Finish and submit the proposal")),
    State.SUBMITTED: (Action.PROPOSAL_APPRAISE, N_("Accept the dossier or return it")),
    State.IN_APPRAISAL: (Action.PROPOSAL_APPRAISE, N_("Appraise the dossier")),
    State.COMPLETION_REQUESTED: (None, N_("Complete the dossier")),
    State.APPRAISED: (Action.PROPOSAL_DECIDE, N_("Decide")),
    State.MINISTRY_OPINION: (Action.PROPOSAL_OPINE, N_("Give the opinion of the ministry")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that waits. mine: for this person. due: None = no limit, or not fixed (paused).

    clock: of the step under way; opinion: the agency asked, when the task is an opinion.
    """

    proposal: Proposal
    what: str
    mine: bool
    due: date | None
    overdue: bool
    clock: Clock | None = None
    opinion: RowMapping | None = None


def clocks_on(
    proposal: Proposal, rows: Sequence[RowMapping], procedures: Sequence[str], *, as_of: date
) -> list[Clock]:
    """Clocks of the steps begun, by the law of the day of submission."""
    if proposal.law_on is None:
        return []
    steps = {
        step.rule: step
        for procedure in procedures
        for step in procedure_steps(procedure, proposal.law_on)
    }
    calendar = vietnam_calendar()
    return [
        clock(
            steps[row["rule"]],
            row["started_on"],
            [_pause(one) for one in row["pauses"]],
            calendar,
            as_of,
            done=row["done_on"],
        )
        for row in rows
        if row["rule"] in steps
    ]


def ladder_limits(
    proposal: Proposal,
    running: Sequence[Clock],
    procedures: Sequence[str],
    signed: Mapping[str, date],
    *,
    as_of: date,
) -> dict[str, tuple[Step, Clock | None]]:
    """Rule -> its step in the law of the submission (before it: of today) and its clock.

    signed: step of the ladder -> day of its newest paper. Before the department's clocks run, the
    window counts from the notice, and the preparing of the dossier from the end of the window.
    """
    law_on = proposal.law_on or as_of
    steps = {one.rule: one for name in procedures for one in procedure_steps(name, law_on)}
    clocks = {one.step.rule: one for one in running}
    calendar = vietnam_calendar()
    window = steps.get("PROC-WINDOW")
    if window is not None and "notice" in signed:
        clocks["PROC-WINDOW"] = clock(window, signed["notice"], (), calendar, as_of)
        ends, prepare = clocks["PROC-WINDOW"].due_date, steps.get("PROC-PREPARE")
        if ends is not None and ends <= as_of and prepare is not None:
            done = signed.get("submission")
            clocks["PROC-PREPARE"] = clock(prepare, ends, (), calendar, as_of, done=done)
    return {rule: (step, clocks.get(rule)) for rule, step in steps.items()}


def _pause(kept: Mapping[str, Any]) -> Pause:
    completed = kept["completed"]
    return Pause(
        date.fromisoformat(kept["requested"]),
        None if completed is None else date.fromisoformat(completed),
    )


def read_worklist(session: Session, actor: Actor, *, on: date) -> list[Task]:
    """What waits in the person's territory on the day: own tasks first, the most urgent on top."""
    readable = scope_of(actor, Action.PROPOSAL_READ, on)
    if readable.is_empty:
        return []
    drafts = scope_of(actor, Action.PROPOSAL_DRAFT, on)
    proposals = list_proposals(
        session, readable=readable, drafts=drafts, states=sorted(OPEN, key=list(State).index)
    )
    held = clocks_of(session, [one.id for one in proposals])
    tasks = []
    for proposal in proposals:
        rows = held.get(proposal.id, [])
        tasks.append(_task(session, proposal, rows, actor, on))
        tasks += _opinion_tasks(session, proposal, actor, on)
    return sorted(tasks, key=_urgency)


def running_clock(session: Session, proposal: Proposal, *, on: date) -> Clock | None:
    """The clock of the step under way; None = none runs."""
    rows = clocks_of(session, [proposal.id]).get(proposal.id, [])
    return _running(proposal, rows, on)


def _running(proposal: Proposal, rows: Sequence[RowMapping], on: date) -> Clock | None:
    running = [
        one
        for one in clocks_on(proposal, rows, proposal.draft.procedures, as_of=on)
        if one.done is None
    ]
    return running[-1] if running else None


def _urgency(task: Task) -> tuple[bool, bool, date, int]:
    return (not task.mine, not task.overdue, task.due or date.max, task.proposal.id)


def _task(
    session: Session, proposal: Proposal, rows: Sequence[RowMapping], actor: Actor, on: date
) -> Task:
    action, what = NEXT[proposal.state]
    place = place_of(session, proposal, on)
    if action is None:
        roles = roles_at(actor, Action.PROPOSAL_SUBMIT, place, on)
        mine = actor.operator or proposal.proposer_role in roles
    else:
        mine = may(actor, action, place, on)
    if proposal.state is State.MINISTRY_OPINION:
        mine = actor.operator or Role.MINISTRY in roles_at(actor, Action.PROPOSAL_OPINE, place, on)
    now = _running(proposal, rows, on)
    return Task(
        proposal=proposal,
        what=what,
        mine=mine,
        due=None if now is None else now.due_date,
        overdue=now is not None and now.overdue,
        clock=now,
    )


def _opinion_tasks(session: Session, proposal: Proposal, actor: Actor, on: date) -> list[Task]:
    if proposal.state not in (State.IN_APPRAISAL, State.COMPLETION_REQUESTED):
        return []
    place = place_of(session, proposal, on)
    may_opine = may(actor, Action.PROPOSAL_OPINE, place, on)
    own = {one.organisation for one in actor.memberships_on(on)}
    return [
        Task(
            proposal=proposal,
            what=N_("Give an opinion"),
            mine=may_opine and (actor.operator or row["agency"] in own or own <= {""}),
            due=row["due_on"],
            overdue=row["due_on"] is not None and row["due_on"] < on,
            opinion=row,
        )
        for row in opinions_of(session, proposal.id)
        if row["given_on"] is None
    ]


def readable_scopes(actor: Actor, on: date) -> tuple[Scope, Scope]:
    """Where the person may read proposals, and where drafts."""
    return scope_of(actor, Action.PROPOSAL_READ, on), scope_of(actor, Action.PROPOSAL_DRAFT, on)
