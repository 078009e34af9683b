"""A return on its way: what may happen to it, and who judges it.

draft → submitted → accepted | returned with remarks. What was submitted is never written over: a
correction is a new version with its reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cluster_gis.domain.actors import Actor, Place, Role
from cluster_gis.domain.reporting.forms import Form
from cluster_gis.domain.reporting.periods import Period, due_date
from cluster_gis.errors import Conflict, IllegalTransition, InvalidInput
from cluster_gis.i18n import N_


class ReturnState(StrEnum):
    """Where a version of a return stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    DISCARDED = "discarded"


class Move(StrEnum):
    """What may be done with it."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    DISCARD = "discard"


#: (state, move) -> state after it; what is not here may not be done.
MOVES: Mapping[tuple[ReturnState, Move], ReturnState] = {
    (ReturnState.DRAFT, Move.SUBMIT): ReturnState.SUBMITTED,
    (ReturnState.DRAFT, Move.DISCARD): ReturnState.DISCARDED,
    (ReturnState.SUBMITTED, Move.ACCEPT): ReturnState.ACCEPTED,
    (ReturnState.SUBMITTED, Move.SEND_BACK): ReturnState.RETURNED,
}
#: Moves that the reporter makes; the others are its judge's.
OF_THE_REPORTER = frozenset({Move.SUBMIT, Move.DISCARD})
#: States after which a new version may be begun.
CLOSED = frozenset({ReturnState.ACCEPTED, ReturnState.RETURNED, ReturnState.DISCARDED})
STATE_NAMES: Mapping[ReturnState, str] = {
    ReturnState.DRAFT: N_("draft"),
    ReturnState.SUBMITTED: N_("submitted"),
    ReturnState.ACCEPTED: N_("accepted"),
    ReturnState.RETURNED: N_("sent back with remarks"),
    ReturnState.DISCARDED: N_("discarded"),
}
_LOCAL = frozenset({Role.COMMUNE, Role.DISTRICT})
_DEPARTMENT = frozenset({Role.INDUSTRY_DEPARTMENT})
#: Form -> who sends it (Circular 14/2024/TT-BCT, Điều 3).
REPORTERS: Mapping[str, frozenset[Role]] = {
    "01": frozenset({Role.ENTERPRISE}),
    "02": frozenset({Role.INVESTOR}),
    "03": _LOCAL,
    "04": _DEPARTMENT,
}
#: Form -> who accepts it: the first recipient on the way up.
JUDGES: Mapping[str, frozenset[Role]] = {
    "01": _LOCAL,
    "02": _LOCAL | _DEPARTMENT,
    "03": _DEPARTMENT,
    "04": frozenset({Role.PROVINCE, Role.MINISTRY}),
}
DUE_SOON_DAYS = 7


class DutyState(StrEnum):
    """A report that is owed, on a day."""

    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    SUBMITTED = "submitted"
    LATE_SUBMITTED = "late_submitted"
    MISSING = "missing"
    NOT_OWED = "not_owed"


DUTY_NAMES: Mapping[DutyState, str] = {
    DutyState.NOT_DUE: N_("not due yet"),
    DutyState.DUE_SOON: N_("due soon"),
    DutyState.SUBMITTED: N_("submitted"),
    DutyState.LATE_SUBMITTED: N_("submitted late"),
    DutyState.MISSING: N_("overdue, not submitted"),
    DutyState.NOT_OWED: N_("not owed for this period"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnVersion:
    """One version of a return, with the moment of its last move."""

    id: int
    form: str
    period: str
    reporter: str
    version: int
    state: ReturnState
    typed: Mapping[str, str]
    reason: str | None
    moved_at: datetime | None
    submitted_on: date | None


def advance(state: ReturnState, move: Move, remark: str | None) -> ReturnState:
    """The state after the move; raises IllegalTransition, or InvalidInput for a missing remark."""
    after = MOVES.get((state, move))
    if after is None:
        raise IllegalTransition(
            N_("A return that is {state} cannot be moved by {move}."),
            state=STATE_NAMES[state],
            move=move.value,
        )
    if move is Move.SEND_BACK and not (remark or "").strip():
        raise InvalidInput(
            N_("{field}: say what is to be corrected when a return is sent back."),
            field="remark",
        )
    return after


def may_move(actor: Actor, form: str, move: Move | None, place: Place, on: date) -> bool:
    """Whether a role of the actor makes this move for the form there; None = begin a version."""
    if actor.operator:
        return True
    reporting = move is None or move in OF_THE_REPORTER
    roles = (REPORTERS if reporting else JUDGES).get(form, frozenset())
    return any(
        one.role in roles and place.lies_in(one.territory) for one in actor.memberships_on(on)
    )


def next_version(newest: ReturnVersion | None, reason: str | None) -> int:
    """Number of a new version; raises Conflict while one is open, InvalidInput without a reason."""
    if newest is None:
        return 1
    if newest.state not in CLOSED:
        raise Conflict(
            N_("Version {version} of this return is {state}; it comes first."),
            version=newest.version,
            state=STATE_NAMES[newest.state],
        )
    if not (reason or "").strip():
        raise InvalidInput(
            N_("{field}: a correction is a new version and needs its reason."), field="reason"
        )
    return newest.version + 1


def duty_state(form: Form, period: Period, on: date, submitted: date | None) -> DutyState:
    """The duty on the day; a submission after that day has not happened yet."""
    due = due_date(form, period)
    if due is None:
        return DutyState.NOT_OWED
    if submitted is not None and submitted <= on:
        return DutyState.SUBMITTED if submitted <= due else DutyState.LATE_SUBMITTED
    if on > due:
        return DutyState.MISSING
    soon = (due - on).days <= DUE_SOON_DAYS
    return DutyState.DUE_SOON if soon else DutyState.NOT_DUE
