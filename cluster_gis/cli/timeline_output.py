"""How a timeline is printed: as plain data with both languages, or as lines of text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cluster_gis.i18n import N_, Translator, translator
from cluster_gis.law.deadlines import Clock, Note, Reading, State
from cluster_gis.law.holidays_vn import Calendar
from cluster_gis.law.procedure_steps import ACTOR_NAMES, DayKind, Step
from cluster_gis.law.timelines import TimedStep, Timeline

DAY_KIND_NAMES = {DayKind.WORKING: N_("working days"), DayKind.CALENDAR: N_("calendar days")}
STATE_NAMES = {
    State.NOT_STARTED: N_("not started"),
    State.RUNNING: N_("running"),
    State.PAUSED: N_("paused: completion requested"),
    State.OVERDUE: N_("overdue"),
    State.DONE: N_("done"),
    State.DONE_LATE: N_("done late"),
}
PROCEDURE_NAMES = {
    "establish": N_("Establish an industrial cluster"),
    "expand": N_("Expand an industrial cluster"),
    "plan_add": N_("Add a cluster to the plan"),
    "plan_adjust": N_("Adjust a cluster in the plan"),
    "plan_withdraw": N_("Withdraw a cluster from the plan"),
}
CONFIDENCE_NAMES = {
    "text": N_("legal text read"),
    "secondary": N_("reported by others"),
    "memory": N_("text not verified"),
}


def timeline_json(result: Timeline, calendar: Calendar) -> dict[str, Any]:
    """The timeline as plain data; every text in Vietnamese and English."""
    return {
        "procedure": result.procedure,
        "received": result.received.isoformat(),
        "as_of": result.as_of.isoformat(),
        "law_version": result.law_version,
        "needs_review": result.needs_review,
        "steps": [_step_json(item) for item in result.steps],
        "days_off": [
            {"date": day.day.isoformat(), "vi": day.name_vi, "en": day.name_en}
            for day in calendar.special_days(*_span(result))
        ],
        "notices": [_both(note.text, note.values) for note in result.notes],
    }


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
    days_off = calendar.special_days(*_span(result))
    if days_off:
        lines += ["", _("Days off and make-up days in this time:")]
        lines += [
            f"  {_day(day.day, language)} {day.name_vi if language == 'vi' else day.name_en}"
            for day in days_off
        ]
    return lines


def _span(result: Timeline) -> tuple[date, date]:
    """From reception to the last due date shown."""
    clocks = [item.clock for item in result.steps if item.clock is not None]
    return result.received, max(
        (clock.due_date or clock.started for clock in clocks), default=result.received
    )


def _day(day: date | None, language: str) -> str:
    if day is None:
        return "—"
    return day.strftime("%d/%m/%Y") if language == "vi" else day.isoformat()


def _both(text: str, values: Mapping[str, Any] | None = None) -> dict[str, str]:
    return {
        language: translator(language)(text).format(**(values or {})) for language in ("vi", "en")
    }


def _step_json(item: TimedStep) -> dict[str, Any]:
    step = item.step
    data: dict[str, Any] = {
        "rule": step.rule,
        "title": _both(step.title),
        "starts_from": _both(step.starts_from),
        "days": step.days,
        "day_kind": step.day_kind.value,
        "law_version": step.law_version,
        "citation": {"document": step.document, "locator": step.locator},
        "confidence": step.confidence,
        "enforced": step.enforced,
        "remarks": [_both(remark) for remark in step.remarks],
        "projected": item.projected,
    }
    clock = item.clock
    actor = step.actor if clock is None else clock.actor
    data["actor"] = {"code": actor.value, **_both(ACTOR_NAMES[actor])}
    if clock is None:
        return {**data, "started": None, "due_date": None, "state": "not_started"}
    return {**data, **_clock_json(clock)}


def _clock_json(clock: Clock) -> dict[str, Any]:
    return {
        "started": clock.started.isoformat(),
        "done": _iso(clock.done),
        "due_date": _iso(clock.due_date),
        "days_used": clock.days_used,
        "days_left": clock.days_left,
        "days_late": clock.days_late,
        "overdue": clock.overdue,
        "state": clock.state.value,
        "needs_review": clock.needs_review,
        "readings": [
            {
                "kind": reading.kind,
                "why": _both(reading.why, reading.values),
                "days": reading.days,
                "day_kind": reading.day_kind.value,
                "due_date": _iso(reading.due_date),
                "lawful": reading.lawful,
                "law_version": reading.law_version,
            }
            for reading in clock.readings
        ],
        "notes": [_both(note.text, note.values) for note in clock.notes],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


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
        return _("{due}, if it starts on {start} (projected)").format(
            due=due, start=_day(clock.started, language)
        )
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
