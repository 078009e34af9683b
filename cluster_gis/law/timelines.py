"""A dossier's whole timeline: each step's clock, one after the other.

A step starts on the day its event happened, when that day is known; otherwise it is
projected: the latest lawful day of the step before. A projected step that is overdue
says that the latest lawful day of the whole chain has passed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.law.deadlines import Clock, Note, Pause, clock
from cluster_gis.law.holidays_vn import Calendar
from cluster_gis.law.procedure_steps import (
    CLUSTER_PROCEDURES,
    V6_STARTS,
    Step,
    procedure_steps,
    version_id,
)

NOT_YET_SENT = N_(
    "Announced before 15 September 2026 and not yet with the Department of Industry and Trade: "
    "whether it counts as being appraised is not said; versions V5 and V6 are both possible."
)
UNDER_WAY = N_(
    "Under way on 15 September 2026: the dossier goes on under the law of the day it was "
    "received; for steps that start later the limits without Resolution 19/2026 are shown beside."
)
NO_LIMIT = N_("No number of days is set for this procedure in version {version}.")
PAUSE_WITHOUT_EFFECT = N_("The pause from {requested} lies outside every step that can be paused.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierEvents:
    """What is known to have happened. Missing keys = not known.

    started, done: rule id of the step -> day. pauses: completion requests.
    """

    started: Mapping[str, date] = field(default_factory=dict)
    done: Mapping[str, date] = field(default_factory=dict)
    pauses: Sequence[Pause] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedStep:
    """A step and its clock; clock None = its start is not known (the step before is paused)."""

    step: Step
    projected: bool
    clock: Clock | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The steps of one dossier on `as_of`. needs_review: see `notes`."""

    procedure: str
    received: date
    as_of: date
    law_version: str
    steps: tuple[TimedStep, ...]
    needs_review: bool
    notes: tuple[Note, ...]


def timeline(
    procedure: str,
    received: date,
    calendar: Calendar,
    as_of: date,
    events: DossierEvents | None = None,
) -> Timeline:
    """Every step of a dossier received on that day; the law version is that of the day.

    Raises InvalidInput when an event names a step that this version does not have.
    """
    known = events or DossierEvents()
    steps = procedure_steps(procedure, received)
    _check_events(known, steps)
    timed: list[TimedStep] = []
    following: date | None = received
    projected = False
    for step in steps:
        start = known.started.get(step.rule, following)
        projected = projected and step.rule not in known.started
        measured = (
            None
            if start is None
            else clock(step, start, known.pauses, calendar, as_of, done=known.done.get(step.rule))
        )
        timed.append(TimedStep(step=step, projected=projected, clock=measured))
        following = None if measured is None else measured.done or measured.due_date
        projected = measured is None or measured.done is None
    version = version_id(received)
    review = needs_transition_review(
        procedure,
        received,
        announced=known.done.get("PROC-NOTICE"),
        sent=known.done.get("PROC-PREPARE") or known.started.get("PROC-APPRAISE"),
        as_of=as_of,
    )
    return Timeline(
        procedure=procedure,
        received=received,
        as_of=as_of,
        law_version=version,
        steps=tuple(timed),
        needs_review=review,
        notes=_notes(version, timed, known, review=review),
    )


def needs_transition_review(
    procedure: str, received: date, *, announced: date | None, sent: date | None, as_of: date
) -> bool:
    """Whether Decree 303/2026 leaves open which law a dossier follows (LAW §0.2 rule 3).

    announced: day of the commune's public notice; sent: day the dossier reached the
    Department of Industry and Trade; None = not (yet) known to have happened.
    """
    if procedure not in CLUSTER_PROCEDURES or received >= V6_STARTS or as_of < V6_STARTS:
        return False
    if version_id(received) in ("V0", "V1", "V2", ""):
        return False  # no notice in those versions: the dossier was made by the district
    return announced is not None and announced < V6_STARTS and (sent is None or sent >= V6_STARTS)


def _check_events(events: DossierEvents, steps: Sequence[Step]) -> None:
    rules = [step.rule for step in steps]
    for name, days in (("started", events.started), ("done", events.done)):
        for rule in days:
            if rule not in rules:
                raise InvalidInput(
                    N_("{field} is {value}; expected one of {expected}."),
                    field=name,
                    value=repr(rule),
                    expected=", ".join(rules) or "-",
                )


def _notes(
    version: str, timed: Sequence[TimedStep], events: DossierEvents, *, review: bool
) -> tuple[Note, ...]:
    notes = []
    if not timed:
        notes.append(Note(text=NO_LIMIT, values={"version": version}))
    if review:
        notes.append(Note(text=NOT_YET_SENT))
    starts = [item.clock.started for item in timed if item.clock is not None]
    if version == "V5" and any(start >= V6_STARTS for start in starts):
        notes.append(Note(text=UNDER_WAY))
    for pause in events.pauses:
        if not any(_touches(pause, item) for item in timed):
            values = {"requested": pause.requested.isoformat()}
            notes.append(Note(text=PAUSE_WITHOUT_EFFECT, values=values))
    return tuple(notes)


def _touches(pause: Pause, item: TimedStep) -> bool:
    """Whether the pause overlaps the running time of a step that can be paused."""
    if item.clock is None or not item.step.pausable:
        return False
    begins, ends = item.clock.started, item.clock.due_date
    return (ends is None or pause.requested < ends) and (
        pause.completed is None or pause.completed > begins
    )
