"""What each move of a proposal does beside the change of its state: revisions, clocks, findings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Place
from cluster_gis.domain.proposal_moves import Details, Move
from cluster_gis.errors import Conflict, InvalidInput
from cluster_gis.i18n import N_, Phrases
from cluster_gis.law.ministry_opinion import ministry_opinion
from cluster_gis.law.procedure_steps import procedure_steps, version_id
from cluster_gis.services.check_proposal import ProposalCheck
from cluster_gis.services.proposal_standing import check_now, submitted_content
from cluster_gis.services.write_proposal import Writer
from cluster_gis.storage.queries.proposal_review import attachments_of
from cluster_gis.storage.queries.proposals import (
    Proposal,
    clocks_of,
    drop_clock,
    insert_revision,
    put_clock,
    put_items,
)

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


#: Move -> what it does; a move that is not here changes the state alone.
HANDLERS: dict[str, Callable[[Moving], None]] = {
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
