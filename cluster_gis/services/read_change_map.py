"""Records of the change map: two days of the register, or two versions of a plan, side by side.

How a change is told: cluster_gis/services/tell_changes.py.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.labels import PLAN_CHANGE
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
from cluster_gis.services.tell_changes import Changed, compare_entries, tell_change, tell_sizes
from cluster_gis.storage.queries.map_history import (
    EntryAt,
    EntrySigned,
    EventAt,
    PlanVersionAt,
    entries_between,
    entries_of,
    events_between,
    plan_versions,
    spans_of,
)
from cluster_gis.storage.queries.map_records import Shape, shapes_at
from cluster_gis.storage.register import revision_at


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
    signed: dict[str, list[EntrySigned]] = defaultdict(list)
    for one in entries_between(session, after=before, until=after, revision=ground.revision):
        signed[one.entry.cluster_code or ""].append(one)
    changed = {
        code: tell_change(
            ground, spans.get(code, ()), events.get(code, ()), signed.get(code, ()), before, after
        )
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
    order = ["added", "enlarged", "reduced", "withdrawn", "state", "named", "same", "unknown"]
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
    _ = ground.gettext
    changed, states = {}, {}
    for code in ground.codes:
        one, other = old.get(code), new.get(code)
        category = compare_entries(one, other)
        texts: list[str] = []
        if other is not None and category not in (None, "same"):
            texts.append(_(PLAN_CHANGE.get(other.change, other.change)))
        sizes = [entry.area_ha if entry else None for entry in (one, other)]
        if sizes[0] != sizes[1] and category is not None:
            texts.append(tell_sizes(ground, *sizes))
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
