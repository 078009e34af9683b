"""Statutory clocks: when a step is due, how many days are used, whether it is late.

Day 1 is the day after reception. Working days leave out Saturday, Sunday and the
days off of the calendar; calendar days leave out nothing. While the applicant
completes the dossier the clock stands: the day of the request still counts, the day
of completion does not, counting goes on the day after (the same rule as day 1).
Nothing here reads the clock of the machine: `as_of` is a parameter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.law.holidays_vn import Calendar, is_working_day
from cluster_gis.law.procedure_steps import COMMUNES_TAKE_OVER, Actor, DayKind, Step

ONE_DAY = timedelta(days=1)

UNSURE_COUNTED = N_("If these days were counted as working days: {days}.")
NEXT_WORKING_DAY = N_(
    "The last day is a day off; by the Civil Code 2015 Điều 148(5) a time limit then ends on "
    "the next working day (text not verified)."
)
FORECAST = N_(
    "Days off after {day} are computed, not decided: those of Tết and of 2 September are fixed "
    "each year."
)


class State(StrEnum):
    """Where a clock stands on the day asked about."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"


@dataclass(frozen=True, slots=True)
class Pause:
    """Completion of the dossier was requested on one day and delivered on another.

    completed: None = still open. The two may be the same day (nothing is added).
    """

    requested: date
    completed: date | None = None

    def __post_init__(self) -> None:
        if self.completed is not None and self.completed < self.requested:
            raise InvalidInput(
                N_("{field} is {value}; expected a day on or after the request, {requested}."),
                field="pause.completed",
                value=self.completed.isoformat(),
                requested=self.requested.isoformat(),
            )

    def covers(self, day: date) -> bool:
        """Whether `day` is not counted because of this pause."""
        return self.requested < day and (self.completed is None or day <= self.completed)

    def is_open_on(self, day: date) -> bool:
        """Whether the request is unanswered at the end of `day`."""
        return self.requested <= day and (self.completed is None or day < self.completed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Another due date shown beside the main one. why: msgid with `values` by name.

    lawful: a second lawful reading; False = information only.
    due_date: None = not fixed, a completion request is open.
    """

    kind: str
    why: str
    days: int
    day_kind: DayKind
    due_date: date | None
    lawful: bool
    law_version: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark: msgid and its values."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One step measured on `as_of`.

    due_date: last day in time; None = not fixed, a completion request is open.
    days_used, days_left, days_late: counted days of the step's kind, never negative.
    overdue: after the due date and not done by then; always False for a step that is
    displayed only. A step that elapses is done on its due date. needs_review: another
    lawful reading says otherwise about overdue.
    """

    step: Step
    actor: Actor
    started: date
    as_of: date
    done: date | None
    due_date: date | None
    days_used: int
    days_left: int
    days_late: int
    overdue: bool
    state: State
    needs_review: bool
    readings: tuple[Reading, ...]
    notes: tuple[Note, ...]


def due_date(
    received: date,
    days: int,
    day_kind: DayKind,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    *,
    unsure_as_working: bool = False,
) -> date | None:
    """The last day of the limit; None when an open pause keeps it from being fixed.

    Raises InvalidInput for a negative number of days or a day outside the calendar.
    """
    if days < 0:
        raise InvalidInput(
            N_("{field} is {value}; expected a whole number from 0."), field="days", value=days
        )
    counts = _counter(day_kind, calendar, unsure_as_working=unsure_as_working)
    day, left = received, days
    while left > 0:
        day = _day_after(day)
        covering = [pause for pause in pauses if pause.covers(day)]
        if any(pause.completed is None for pause in covering):
            return None
        if not covering and counts(day):
            left -= 1
    return day


def _day_after(day: date) -> date:
    if day == date.max:
        raise InvalidInput(
            N_("{field}: the time limit would end after {last}, the last day that can be counted."),
            field="received",
            last=date.max.isoformat(),
        )
    return day + ONE_DAY


def count_days(
    received: date,
    until: date,
    day_kind: DayKind,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
) -> int:
    """Counted days after `received` up to and including `until`; 0 when `until` is not later."""
    counts = _counter(day_kind, calendar, unsure_as_working=False)
    span = (received + timedelta(days=n) for n in range(1, (until - received).days + 1))
    return sum(counts(day) for day in span if not any(pause.covers(day) for pause in pauses))


def clock(
    step: Step,
    started: date,
    pauses: Sequence[Pause],
    calendar: Calendar,
    as_of: date,
    *,
    done: date | None = None,
) -> Clock:
    """The step's clock on `as_of`, started by the event of `step.starts_from`.

    pauses: ignored unless the step can be paused. done: day the step was completed,
    ignored when later than `as_of`.
    """
    held = tuple(pauses) if step.pausable else ()
    due = due_date(started, step.days, step.day_kind, calendar, held)
    finished = due if step.elapses and done is None else done
    finished = finished if finished is not None and finished <= as_of else None
    measured = finished or as_of
    used = count_days(started, measured, step.day_kind, calendar, held)
    late = step.enforced and due is not None and measured > due
    readings = _readings(step, started, held, calendar, due)
    return Clock(
        step=step,
        actor=_acting(step, started),
        started=started,
        as_of=as_of,
        done=finished,
        due_date=due,
        days_used=used,
        days_left=max(step.days - used, 0),
        days_late=max(used - step.days, 0),
        overdue=late,
        state=_state(started, as_of, finished, held, late=late),
        needs_review=step.enforced
        and not step.elapses
        and _readings_disagree(readings, measured, late=late),
        readings=readings,
        notes=_notes(step, due, calendar),
    )


def _counter(
    day_kind: DayKind, calendar: Calendar, *, unsure_as_working: bool
) -> Callable[[date], bool]:
    if day_kind is DayKind.CALENDAR:
        return lambda _day: True
    return lambda day: is_working_day(day, calendar, unsure_as_working=unsure_as_working)


def _acting(step: Step, started: date) -> Actor:
    """Districts are gone since 2025-07-01: the commune acts in their place."""
    if step.actor is Actor.DISTRICT_PC and started >= COMMUNES_TAKE_OVER:
        return Actor.COMMUNE_PC
    return step.actor


def _state(
    started: date, as_of: date, done: date | None, pauses: Sequence[Pause], *, late: bool
) -> State:
    if as_of < started:
        return State.NOT_STARTED
    if done is not None:
        return State.DONE_LATE if late else State.DONE
    if late:
        return State.OVERDUE
    if any(pause.is_open_on(as_of) for pause in pauses):
        return State.PAUSED
    return State.RUNNING


def _readings(
    step: Step, started: date, pauses: Sequence[Pause], calendar: Calendar, due: date | None
) -> tuple[Reading, ...]:
    """Every other due date worth showing, lawful readings first."""
    readings = []
    if step.day_kind is DayKind.WORKING:
        counted = due_date(
            started, step.days, step.day_kind, calendar, pauses, unsure_as_working=True
        )
        if counted is not None and counted != due:
            last = due or counted
            unsure = [day.isoformat() for day in sorted(calendar.unsure) if started < day <= last]
            readings.append(
                _reading(
                    step, "unsure_days_counted", UNSURE_COUNTED, counted, days=", ".join(unsure)
                )
            )
    elif due is not None and not is_working_day(due, calendar):
        day = due
        while not is_working_day(day, calendar):
            day = _day_after(day)
        readings.append(_reading(step, "next_working_day", NEXT_WORKING_DAY, day))
    readings.extend(
        Reading(
            kind="other_day_kind" if other.lawful else "information",
            why=other.why,
            days=other.days,
            day_kind=other.day_kind,
            due_date=due_date(started, other.days, other.day_kind, calendar, pauses),
            lawful=other.lawful,
            law_version=other.law_version,
        )
        for other in step.others
        if other.starts_after is None or started > other.starts_after
    )
    return tuple(readings)


def _reading(step: Step, kind: str, why: str, due: date, **values: Any) -> Reading:
    return Reading(
        kind=kind,
        why=why,
        days=step.days,
        day_kind=step.day_kind,
        due_date=due,
        lawful=True,
        law_version=step.law_version,
        values=values,
    )


def _readings_disagree(readings: Sequence[Reading], measured: date, *, late: bool) -> bool:
    return any(
        reading.due_date is not None and (measured > reading.due_date) != late
        for reading in readings
        if reading.lawful
    )


def _notes(step: Step, due: date | None, calendar: Calendar) -> tuple[Note, ...]:
    if step.day_kind is DayKind.WORKING and due is not None and due > calendar.checked_through:
        return (Note(text=FORECAST, values={"day": calendar.checked_through.isoformat()}),)
    return ()
