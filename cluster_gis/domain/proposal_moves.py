"""The state machine of a proposal: one table of moves, and the one function that makes one.

draft -> submitted -> in_appraisal <-> completion_requested; in_appraisal -> appraised
-> (ministry_opinion, where the version of the law asks) -> approved | refused; the proposer may
withdraw until it is decided. Nothing leads out of approved, refused and withdrawn: undoing a
decision is another decision, on another proposal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from cluster_gis.domain.access import Action, Actor, Place, Reach, Role, decide
from cluster_gis.domain.actors import ROLE_LABELS
from cluster_gis.domain.permissions import MATRIX
from cluster_gis.errors import ClusterGisError, Conflict, Forbidden, IllegalTransition, InvalidInput
from cluster_gis.i18n import N_, Words


class State(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_APPRAISAL = "in_appraisal"
    COMPLETION_REQUESTED = "completion_requested"
    APPRAISED = "appraised"
    MINISTRY_OPINION = "ministry_opinion"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATE_NAMES = {
    State.DRAFT: N_("Draft"),
    State.SUBMITTED: N_("Submitted"),
    State.IN_APPRAISAL: N_("In appraisal"),
    State.COMPLETION_REQUESTED: N_("Completion requested"),
    State.APPRAISED: N_("Appraised"),
    State.MINISTRY_OPINION: N_("With the ministry for opinion"),
    State.APPROVED: N_("Approved"),
    State.REFUSED: N_("Refused"),
    State.WITHDRAWN: N_("Withdrawn by the proposer"),
}
DECIDED = frozenset({State.APPROVED, State.REFUSED, State.WITHDRAWN})
OPEN = frozenset(State) - DECIDED
#: States in which the content may be written: the draft, and the answer to a request.
WRITABLE = frozenset({State.DRAFT, State.COMPLETION_REQUESTED})
#: States in which departments are asked and answer.
UNDER_REVIEW = frozenset({State.IN_APPRAISAL, State.COMPLETION_REQUESTED})

#: Who may begin a proposal.
PROPOSING_ROLES = (Role.COMMUNE, Role.DISTRICT, Role.INDUSTRY_DEPARTMENT)

RESULTS = {
    "meets": N_("Meets the conditions"),
    "meets_with_conditions": N_("Meets them with conditions"),
    "does_not_meet": N_("Does not meet the conditions"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper: number as printed, day signed, who signed, the file kept as an attachment."""

    number: str
    signed_on: date
    signer: str | None = None
    attachment: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As kept with an event."""
        return {
            "number": self.number,
            "signed_on": self.signed_on.isoformat(),
            "signer": self.signer,
            "attachment": self.attachment,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One arrow. action: row of the permission matrix. needs: details that must be given.

    by_proposer: only the role that began the proposal. role: only this one of the row.
    """

    name: str
    label: str
    states: frozenset[State]
    to: State
    action: Action
    needs: tuple[str, ...] = ()
    by_proposer: bool = False
    role: Role | None = None


_PROPOSER = frozenset({"submit", "answer", "withdraw"})


def _move(
    name: str, label: str, states: Sequence[State], to: State, action: Action, *needs: str
) -> Move:
    return Move(
        name=name,
        label=label,
        states=frozenset(states),
        to=to,
        action=action,
        needs=needs,
        by_proposer=name in _PROPOSER,
        role=Role.MINISTRY if name == "give_ministry_opinion" else None,
    )


MOVES: Mapping[str, Move] = {
    move.name: move
    for move in (
        _move("submit", N_("Submit"), [State.DRAFT], State.SUBMITTED, Action.PROPOSAL_SUBMIT,
              "document"),
        _move("accept", N_("Accept for appraisal"), [State.SUBMITTED], State.IN_APPRAISAL,
              Action.PROPOSAL_APPRAISE),
        _move("return", N_("Return to the proposer"), [State.SUBMITTED], State.DRAFT,
              Action.PROPOSAL_RETURN, "reason"),
        _move("request_completion", N_("Request completion"), [State.IN_APPRAISAL],
              State.COMPLETION_REQUESTED, Action.PROPOSAL_RETURN, "requested", "document"),
        _move("answer", N_("Answer the request"), [State.COMPLETION_REQUESTED],
              State.IN_APPRAISAL, Action.PROPOSAL_SUBMIT, "reason"),
        _move("appraise", N_("Close the appraisal"), [State.IN_APPRAISAL], State.APPRAISED,
              Action.PROPOSAL_APPRAISE, "result", "document"),
        _move("reappraise", N_("Appraise again"), [State.APPRAISED, State.MINISTRY_OPINION],
              State.IN_APPRAISAL, Action.PROPOSAL_APPRAISE, "reason"),
        _move("ask_ministry", N_("Ask the ministry for its opinion"), [State.APPRAISED],
              State.MINISTRY_OPINION, Action.PROPOSAL_DECIDE, "document"),
        _move("give_ministry_opinion", N_("Give the ministry's opinion"),
              [State.MINISTRY_OPINION], State.APPRAISED, Action.PROPOSAL_OPINE, "opinion",
              "document"),
        _move("approve", N_("Approve"), [State.APPRAISED], State.APPROVED,
              Action.PROPOSAL_DECIDE, "document", "signer"),
        _move("refuse", N_("Refuse"), [State.APPRAISED], State.REFUSED,
              Action.PROPOSAL_DECIDE, "reason", "document", "signer"),
        _move("withdraw", N_("Withdraw the proposal"), sorted(OPEN), State.WITHDRAWN,
              Action.PROPOSAL_SUBMIT, "reason"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a move is held against. proposer_role: of who began it. appraised_by: account.

    ministry_required: by the version of the law. ministry_answered: since the last appraisal.
    opinions_missing: agencies asked, and required, that have not answered.
    """

    state: State
    proposer_role: Role
    appraised_by: str | None = None
    ministry_required: bool = False
    ministry_answered: bool = False
    opinions_missing: tuple[str, ...] = ()
    appraised_verdict: str | None = None
    appraisal_result: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What the person gives with a move; None or empty = not given."""

    reason: str | None = None
    document: Document | None = None
    requested: tuple[str, ...] = ()
    result: str | None = None
    opinion: str | None = None
    received_on: date | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def moves_from(state: State) -> tuple[Move, ...]:
    """The arrows that leave a state, in the order of the table."""
    return tuple(move for move in MOVES.values() if state in move.states)


def get_move(name: str) -> Move:
    """The move of that name; raises InvalidInput."""
    if name not in MOVES:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="move",
            value=repr(name),
            expected=", ".join(MOVES),
        )
    return MOVES[name]


def advance(
    standing: Standing, move: Move, details: Details, actor: Actor, place: Place, on: date
) -> State:
    """The state after the move, made on that day.

    Raises IllegalTransition naming both ends, SignInNeeded or Forbidden naming who could,
    InvalidInput naming what is missing, Conflict when something else stands in the way.
    """
    if standing.state not in move.states:
        raise IllegalTransition(
            N_("A proposal that is “{state}” cannot go to “{to}”."),
            state=Words([STATE_NAMES[standing.state]]),
            to=Words([STATE_NAMES[move.to]]),
        )
    require_right(move, standing.proposer_role, actor, place, on)
    _require(move, details)
    _check(standing, move, details, actor)
    return move.to


def require_right(move: Move, proposer_role: Role, actor: Actor, place: Place, on: date) -> None:
    """Raise unless this person may make the move there on the day."""
    decide(actor, move.action, place, on)
    only = proposer_role if move.by_proposer else move.role
    if actor.operator or only is None or only in roles_at(actor, move.action, place, on):
        return
    raise Forbidden(
        N_("“{move}” belongs to: {roles}."),
        move=Words([move.label]),
        roles=Words([ROLE_LABELS[only]]),
    )


def may_move(move: Move, proposer_role: Role, actor: Actor, place: Place, on: date) -> bool:
    """Whether a page may offer the move to this person."""
    try:
        require_right(move, proposer_role, actor, place, on)
    except ClusterGisError:
        return False
    return True


def roles_at(actor: Actor, action: Action, place: Place, on: date) -> tuple[Role, ...]:
    """Roles of the person that the action is granted to at the place on the day."""
    grants = MATRIX[action].grants
    return tuple(
        one.role
        for one in actor.memberships_on(on)
        if one.role in grants
        and (grants[one.role] is Reach.ANYWHERE or place.lies_in(one.territory))
    )


_MISSING = {
    "reason": N_("{field} is empty; a reason is expected."),
    "document": N_("{field}: number and day of the paper are expected."),
    "signer": N_("{field}: the name of who signed is expected."),
    "requested": N_("{field}: list exactly what is to be completed, one line each."),
    "result": N_("{field}: the result of the appraisal is expected."),
    "opinion": N_("{field}: the text of the opinion is expected."),
}


def _require(move: Move, details: Details) -> None:
    given = {
        "reason": bool(details.reason and details.reason.strip()),
        "document": details.document is not None and bool(details.document.number.strip()),
        "signer": details.document is not None and bool(details.document.signer),
        "requested": any(line.strip() for line in details.requested),
        "result": details.result is not None,
        "opinion": bool(details.opinion and details.opinion.strip()),
    }
    for name in move.needs:
        if not given[name]:
            raise InvalidInput(_MISSING[name], field=name)
    if details.result is not None and details.result not in RESULTS:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="result",
            value=repr(details.result),
            expected=", ".join(RESULTS),
        )


def _check(standing: Standing, move: Move, details: Details, actor: Actor) -> None:
    if move.name == "appraise" and standing.opinions_missing:
        raise Conflict(
            N_("Required opinions are missing: {agencies}."),
            agencies=", ".join(standing.opinions_missing),
        )
    if move.name not in ("approve", "refuse"):
        return
    if actor.recorded_as == standing.appraised_by and not actor.operator:
        raise Forbidden(N_("Who appraised a proposal does not decide on it."))
    if standing.ministry_required and not standing.ministry_answered:
        raise Conflict(
            N_("The law of the day it was received asks for the opinion of the ministry first.")
        )
    against = standing.appraised_verdict == "fail" or standing.appraisal_result == "does_not_meet"
    if move.name == "approve" and against and not (details.reason and details.reason.strip()):
        raise InvalidInput(
            N_("{field}: approved against the appraisal; the reason must be stated."),
            field="reason",
        )
