"""Questions and difficulties (kiến nghị, vướng mắc): what one is, and the table of its moves.

Asked of an office; that office answers or passes it on (commune -> department -> province ->
ministry); who asked, or the office, closes it. The law sets no limit for an answer: who asks or
passes it on sets the due day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cluster_gis.domain.actors import ROLE_LABELS, Role
from cluster_gis.domain.proposal_moves import Document
from cluster_gis.errors import IllegalTransition, InvalidInput
from cluster_gis.i18n import N_, Words

#: Offices that answer, in the order a question goes up.
DESKS = (
    Role.COMMUNE,
    Role.INDUSTRY_DEPARTMENT,
    Role.OTHER_DEPARTMENT,
    Role.PROVINCE,
    Role.MINISTRY,
)


class QuestionState(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


STATE_NAMES: Mapping[QuestionState, str] = {
    QuestionState.OPEN: N_("Waits for an answer"),
    QuestionState.ANSWERED: N_("Answered"),
    QuestionState.CLOSED: N_("Closed"),
}
#: Move -> (its name, states it leads out of, the state after it).
MOVES: Mapping[str, tuple[str, frozenset[QuestionState], QuestionState]] = {
    "forward": (N_("Pass on"), frozenset({QuestionState.OPEN}), QuestionState.OPEN),
    "answer": (N_("Answer"), frozenset({QuestionState.OPEN}), QuestionState.ANSWERED),
    "close": (
        N_("Close the question"),
        frozenset({QuestionState.OPEN, QuestionState.ANSWERED}),
        QuestionState.CLOSED,
    ),
}
STEP_NAMES: Mapping[str, str] = {
    "ask": N_("Asked"),
    "forward": N_("Passed on"),
    "answer": N_("Answered"),
    "close": N_("Closed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The office that is to answer. name: what it is called, where the role does not say it."""

    role: Role
    name: str | None = None

    @classmethod
    def parse(cls, role: str, name: str | None = None) -> "Desk":
        """Of a role's code; another department must be named. Raises InvalidInput."""
        if role not in {one.value for one in DESKS}:
            raise InvalidInput(
                N_("{field}: {value} is not known; one of {expected} is expected."),
                field="desk",
                value=repr(role),
                expected=", ".join(DESKS),
            )
        called = (name or "").strip() or None
        if role == Role.OTHER_DEPARTMENT and called is None:
            raise InvalidInput(N_("{field}: name the department."), field="desk_name")
        return cls(role=Role(role), name=called)

    @property
    def label(self) -> str:
        """What people call it: its own name, else the msgid of its role."""
        return self.name or ROLE_LABELS[self.role]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewQuestion:
    """A question as it is asked; of a cluster, a rule or a proposal, at least one of them.

    unit_key: of who asks, only where neither cluster nor proposal says where it belongs.
    """

    title: str
    body: str
    asked_by: str
    asked_on: date
    desk: Desk
    cluster_code: str | None = None
    rule: str | None = None
    proposal_id: int | None = None
    unit_key: str | None = None
    due_on: date | None = None
    document: Document | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it stands. version: what a writer must name."""

    id: int
    cluster_code: str | None
    rule: str | None
    proposal_id: int | None
    unit_key: str
    province_key: str
    title: str
    body: str
    asked_by: str
    asked_on: date
    document: Mapping[str, Any] | None
    state: QuestionState
    desk: Desk
    due_on: date | None
    answered_on: date | None
    closed_on: date | None
    version: int
    created_by: str
    created_by_name: str
    created_at: datetime

    def is_overdue(self, on: date) -> bool:
        """Whether the answer was due before the day and is not there."""
        return self.state is QuestionState.OPEN and self.due_on is not None and self.due_on < on


def state_after(now: QuestionState, move: str) -> QuestionState:
    """The state after the move; raises InvalidInput for none, IllegalTransition naming both."""
    if move not in MOVES:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="move",
            value=repr(move),
            expected=", ".join(MOVES),
        )
    label, states, after = MOVES[move]
    if now not in states:
        raise IllegalTransition(
            N_("“{move}” is not open to a question that is “{state}”."),
            move=Words([label]),
            state=Words([STATE_NAMES[now]]),
        )
    return after
