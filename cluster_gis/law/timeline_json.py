"""A timeline as plain data: codes, ISO dates, and every text in Vietnamese and English."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cluster_gis.i18n import translator
from cluster_gis.law.deadlines import Clock
from cluster_gis.law.holidays_vn import Calendar
from cluster_gis.law.procedure_steps import ACTOR_NAMES
from cluster_gis.law.timelines import TimedStep, Timeline


def timeline_json(result: Timeline, calendar: Calendar) -> dict[str, Any]:
    """The timeline, its steps in order, the days off in its time and its notices."""
    return {
        "procedure": result.procedure,
        "received": result.received.isoformat(),
        "as_of": result.as_of.isoformat(),
        "law_version": result.law_version,
        "needs_review": result.needs_review,
        "steps": [_step_json(item) for item in result.steps],
        "days_off": [
            {"date": day.day.isoformat(), "vi": day.name_vi, "en": day.name_en}
            for day in calendar.special_days(*time_span(result))
        ],
        "notices": [_both(note.text, note.values) for note in result.notes],
    }


def time_span(result: Timeline) -> tuple[date, date]:
    """From reception to the last due date shown."""
    clocks = [item.clock for item in result.steps if item.clock is not None]
    return result.received, max(
        (clock.due_date or clock.started for clock in clocks), default=result.received
    )


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
