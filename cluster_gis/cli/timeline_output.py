"""How a timeline is printed for people: lines of text."""

from datetime import date

from cluster_gis.i18n import Translator, translator
from cluster_gis.law.deadlines import Clock, Note, Reading, State
from cluster_gis.law.holidays_vn import Calendar
from cluster_gis.law.labels import (
    CONFIDENCE_NAMES,
    DAY_KIND_NAMES,
    PROCEDURE_NAMES,
    STATE_NAMES,
)
from cluster_gis.law.procedure_steps import ACTOR_NAMES, Step
from cluster_gis.law.timeline_json import time_span
from cluster_gis.law.timelines import TimedStep, Timeline


def timeline_lines(result: Timeline, calendar: Calendar, language: str) -> list[str]:
    """The timeline as lines of text."""
    _ = translator(language)
    lines = [
        _("{procedure}: received {received}, law version {version}, read on {as_of}.").format(
            procedure=_(PROCEDURE_NAMES[result.procedure]),
            received=_day(result.received, language),
            version=result.law_version,
            as_of=_day(result.as_of, language),
        )
    ]
    lines += [f"! {_(note.text).format(**note.values)}" for note in result.notes]
    for number, item in enumerate(result.steps, start=1):
        lines += ["", *_step_lines(number, item, language)]
    days_off = calendar.special_days(*time_span(result))
    if days_off:
        lines += ["", _("Days off and make-up days in this time:")]
        lines += [
            f"  {_day(day.day, language)} {day.name_vi if language == 'vi' else day.name_en}"
            for day in days_off
        ]
    return lines


def _day(day: date | None, language: str) -> str:
    if day is None:
        return "—"
    return day.strftime("%d/%m/%Y") if language == "vi" else day.isoformat()


def _step_lines(number: int, item: TimedStep, language: str) -> list[str]:
    _ = translator(language)
    step, clock = item.step, item.clock
    actor = step.actor if clock is None else clock.actor
    lines = [
        f"{number}. {_(step.title)} [{step.rule}] — {_(ACTOR_NAMES[actor])}",
        "   " + _limit(step, _),
        "   "
        + _("{document} {locator} ({confidence})").format(
            document=step.document,
            locator=step.locator,
            confidence=_(CONFIDENCE_NAMES[step.confidence]),
        ),
    ]
    if clock is None:
        lines.append("   " + _("Start not known: the step before is paused."))
    else:
        lines.append("   " + _clock_line(clock, language, projected=item.projected))
        lines += [f"   ~ {_reading_line(reading, language)}" for reading in clock.readings]
        lines += [f"   ! {_note_line(note, _)}" for note in clock.notes]
        if clock.needs_review:
            lines.append("   ! " + _("Lawful readings disagree on whether this is late: review."))
    lines += [f"   · {_(remark)}" for remark in step.remarks]
    return lines


def _limit(step: Step, _: Translator) -> str:
    return _("{days} {day_kind} from {start}").format(
        days=step.days, day_kind=_(DAY_KIND_NAMES[step.day_kind]), start=_(step.starts_from)
    )


def _clock_line(clock: Clock, language: str, *, projected: bool) -> str:
    _ = translator(language)
    if clock.due_date is None:
        due = _("due date not fixed")
    else:
        due = _("due {day}").format(day=_day(clock.due_date, language))
    if projected:
        line = _("{due}, if it starts on {start} (projected)").format(
            due=due, start=_day(clock.started, language)
        )
        return f"{line}; {_(STATE_NAMES[State.OVERDUE])}" if clock.overdue else line
    return _("started {start}, {due}: {used} used, {left} left, {late} late; {state}").format(
        start=_day(clock.started, language),
        due=due,
        used=clock.days_used,
        left=clock.days_left,
        late=clock.days_late,
        state=_(STATE_NAMES[clock.state]),
    )


def _reading_line(reading: Reading, language: str) -> str:
    _ = translator(language)
    limit = f"{reading.days} {_(DAY_KIND_NAMES[reading.day_kind])}"
    why = _(reading.why).format(**reading.values)
    return f"{_day(reading.due_date, language)}: {limit}. {why}"


def _note_line(note: Note, _: Translator) -> str:
    return _(note.text).format(**note.values)
