"""Records of the change map: two days of the register, or two versions of a plan, side by side.

What is not known on one of the two is no change: a cluster that a source names later may be older.
Only a state that begins by a decision or an event says that it was not so before.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.labels import EVENT_TYPE, PLAN_CHANGE
from cluster_gis.errors import InvalidInput
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_
from cluster_gis.services.read_map import (
    Entry,
    Ground,
    MapQuestion,
    MapRecords,
    finish,
    read_ground,
)
from cluster_gis.storage.queries.map_history import (
    EntryAt,
    EventAt,
    PlanVersionAt,
    Span,
    entries_of,
    events_between,
    plan_versions,
    spans_of,
)
from cluster_gis.storage.queries.map_records import Shape, shapes_at
from cluster_gis.storage.register import revision_at

#: The words of maps/styles.py for the states; a test compares the two.
STATES = {
    "planned": N_("In the plan"),
    "established": N_("Established"),
    "detailed_plan_approved": N_("Detailed plan approved"),
    "under_construction": N_("Infrastructure under construction"),
    "operating": N_("Operating"),
    "pre_regulation": N_("Formed before the regulation"),
    "withdrawn": N_("Withdrawn from the plan"),
    None: N_("Not known on this date"),
}
#: A dated event is a change of its own, whatever the states say.
_BY_EVENT = {
    "added_to_plan": "added",
    "added_existing": "added",
    "expanded": "enlarged",
    "withdrawn": "withdrawn",
    "established": "state",
    "detailed_plan_approved": "state",
    "groundbreaking": "state",
    "inaugurated": "state",
}
_BY_ENTRY = {
    "new": "added",
    "expanded": "enlarged",
    "reduced": "reduced",
    "withdrawn": "withdrawn",
    "adjusted": "state",
    "after_period": "state",
    "kept": "same",
}
_DATED = ("decision", "event", "law")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What became of one cluster. category: code of the class. texts: in the reader's language."""

    category: str | None
    texts: tuple[str, ...] = ()
    before_status: str | None = None
    before_area_ha: Decimal | None = None


def read_change_records(session: Session, question: MapQuestion) -> MapRecords:
    """The clusters with what changed between `before` and `after`.

    Both are days (default: a year before `as_of`, and `as_of`) or both keys of plan versions.
    """
    versions = (
        plan_versions(session, revision=revision_at(session, question.known_at))
        if _names_plan(question)
        else {}
    )
    if versions:
        return _read_plans(session, question, versions)
    after = _day(question.after, "to") if question.after else question.as_of
    before = _day(question.before, "from") if question.before else after - timedelta(days=365)
    if before >= after:
        raise InvalidInput(
            N_("{field} is {value}; expected a day before {other}."),
            field="from",
            value=before.isoformat(),
            other=after.isoformat(),
        )
    ground = read_ground(session, replace(question, as_of=after))
    spans = spans_of(session, revision=ground.revision)
    events: dict[str, list[EventAt]] = defaultdict(list)
    for event in events_between(session, after=before, until=after, revision=ground.revision):
        events[event.cluster_code].append(event)
    changed = {
        code: _changed(ground, spans.get(code, ()), events.get(code, ()), before, after)
        for code in ground.codes
    }
    shapes = shapes_at(session, as_of=before, revision=ground.revision)
    formats = Formats(question.language)
    return _records(
        session, ground, changed, shapes, moments=(formats.day(before), formats.day(after))
    )


def _names_plan(question: MapQuestion) -> bool:
    return any(text and not _is_day(text) for text in (question.before, question.after))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _day(text: str, field: str) -> date:
    if not _is_day(text):
        raise InvalidInput(
            N_("{field} is {value}; expected a date such as 2024-05-01 or 01/05/2024."),
            field=field,
            value=repr(text),
        )
    return date.fromisoformat(text)


def _at(spans: Sequence[Span], day: date) -> Span | None:
    for span in spans:
        if (span.start is None or span.start <= day) and (span.end is None or day < span.end):
            return span
    return None


def compare(spans: Sequence[Span], before: date, after: date) -> str | None:
    """Class of the change between two days; None = not known on one of them."""
    first, second = _at(spans, before), _at(spans, after)
    if second is None or second.status is None:
        return None
    if first is None or first.status is None:
        earliest = spans[0]
        if first is None and earliest.start_basis in _DATED and earliest.start is not None:
            return "added" if earliest.status == "planned" else "state"
        return None
    if second.status == "withdrawn" != first.status:
        return "withdrawn"
    grown = _grown(first, second)
    if grown:
        return "enlarged" if grown > 0 else "reduced"
    return "state" if first.status != second.status else "same"


def _grown(first: Span, second: Span) -> Decimal:
    """Hectares gained, of the first act of which both areas are known."""
    for one, other in zip(first.areas_ha, second.areas_ha, strict=True):
        if one is not None and other is not None and one != other:
            return other - one
    return Decimal(0)


def _changed(
    ground: Ground,
    spans: Sequence[Span],
    events: Sequence[EventAt],
    before: date,
    after: date,
) -> Changed:
    _, formats = ground.gettext, Formats(ground.question.language)
    category = compare(spans, before, after)
    first, second = _at(spans, before), _at(spans, after)
    texts = []
    if category not in (None, "same"):
        one, other = first.status if first else None, second.status if second else None
        if first is None:
            start = spans[0].start or after
            texts.append(
                _(N_("{state} since {day}")).format(
                    state=_(STATES[spans[0].status]), day=formats.day(start)
                )
            )
            one = spans[0].status
        if one != other:
            texts.append(f"{_(STATES[one])} → {_(STATES[other])}")
        if first and second and _grown(first, second):
            sizes = (first.area_ha, second.area_ha)
            texts.append(" → ".join(formats.hectares(ha) if ha else "?" for ha in sizes))
    for event in events:
        if category in (None, "same"):
            category = _BY_EVENT.get(event.event_type, category)
        when = formats.period(event.happened_from, event.happened_until, event.happened_precision)
        said = _(EVENT_TYPE.get(event.event_type, event.event_type))
        paper = f" ({event.decision})" if event.decision else ""
        texts.append(f"{when}: {said}{paper}")
    return Changed(
        category=category,
        texts=tuple(texts),
        before_status=first.status if first else None,
        before_area_ha=first.area_ha if first else None,
    )


def _records(
    session: Session,
    ground: Ground,
    changed: Mapping[str, Changed],
    shapes: Mapping[str, Shape],
    *,
    moments: tuple[str, str],
    added_to: Mapping[str, Mapping[str, Any]] | None = None,
    notes: tuple[str, ...] = (),
) -> MapRecords:
    _ = ground.gettext
    added: dict[str, dict[str, Any]] = {}
    entries = []
    for cluster in ground.clusters:
        change = changed[cluster.code]
        outline = shapes.get(cluster.code)
        now = ground.shapes.get(cluster.code)
        same = outline is not None and now is not None and outline.geometry == now.geometry
        added[cluster.code] = {
            "change": change.category,
            "facts": [(_(N_("What changed")), "; ".join(change.texts), "")],
            "before": {
                "status": change.before_status or "unknown",
                "area_ha": None if change.before_area_ha is None else f"{change.before_area_ha:f}",
                "same": same,
                "geometry": outline.geometry if outline and not same else None,
            },
            **(added_to or {}).get(cluster.code, {}),
        }
        if change.texts:
            entries.append(
                Entry(
                    code=cluster.code,
                    category=change.category or "unknown",
                    title=cluster.name,
                    text="; ".join(change.texts),
                )
            )
    order = ["added", "enlarged", "reduced", "withdrawn", "state", "same", "unknown"]
    entries.sort(key=lambda entry: order.index(entry.category))
    title = _(N_("Changes from {before} to {after}")).format(before=moments[0], after=moments[1])
    return finish(
        session,
        ground,
        added,
        moments=moments,
        listing=(title, tuple(entries)),
        notes=(f"{title}.", *notes),
    )


def _find_version(versions: Mapping[str, PlanVersionAt], text: str, field: str) -> PlanVersionAt:
    for version in versions.values():
        if text in (version.key, version.title):
            return version
    raise InvalidInput(
        N_("{field} is {value}; expected one of {expected}."),
        field=field,
        value=repr(text),
        expected=", ".join(sorted(versions)) or "YYYY-MM-DD",
    )


def _read_plans(
    session: Session, question: MapQuestion, versions: Mapping[str, PlanVersionAt]
) -> MapRecords:
    """Two plan versions: what the later one says of each cluster, beside the earlier one."""
    before = _find_version(versions, question.before or "", "from")
    after = _find_version(versions, question.after or "", "to")
    ground = read_ground(session, question)
    old = _by_code(entries_of(session, before.key, revision=ground.revision))
    new = _by_code(entries_of(session, after.key, revision=ground.revision))
    _, formats = ground.gettext, Formats(question.language)
    changed, states = {}, {}
    for code in ground.codes:
        one, other = old.get(code), new.get(code)
        category = compare_entries(one, other)
        texts: list[str] = []
        if other is not None and category not in (None, "same"):
            texts.append(_(PLAN_CHANGE.get(other.change, other.change)))
        sizes = [entry.area_ha if entry else None for entry in (one, other)]
        if sizes[0] != sizes[1] and category is not None:
            texts.append(" → ".join(formats.hectares(ha) if ha else "?" for ha in sizes))
        changed[code] = Changed(
            category=category,
            texts=tuple(texts),
            before_status=_listed(one),
            before_area_ha=one.area_ha if one else None,
        )
        states[code] = {"status": _listed(other), "status_basis": None, "status_text": None}
    return _records(
        session,
        ground,
        changed,
        {},
        moments=(before.title, after.title),
        added_to=states,
        notes=(_(N_("The states are those of the two plans, not of the ground.")),),
    )


def _by_code(entries: Sequence[EntryAt]) -> dict[str, EntryAt]:
    return {entry.cluster_code: entry for entry in entries if entry.cluster_code}


def _listed(entry: EntryAt | None) -> str | None:
    if entry is None:
        return None
    return "withdrawn" if entry.change == "withdrawn" else "planned"


def compare_entries(one: EntryAt | None, other: EntryAt | None) -> str | None:
    """Class of the change between two plans; None = the later one does not tell."""
    if other is None:
        return None
    if other.change in _BY_ENTRY:
        return _BY_ENTRY[other.change]
    if one is None:
        return "added"
    if one.area_ha is None or other.area_ha is None or one.area_ha == other.area_ha:
        return "same"
    return "enlarged" if other.area_ha > one.area_ha else "reduced"
