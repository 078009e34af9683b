"""What became of a cluster between two days or two plans: its class, and the words for it.

What is not known on one of the two is no change: a cluster that a source names later may be older,
and so may one that a plan only lists. "Added" is what a plan or an event says is added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cluster_gis.domain.labels import EVENT_TYPE, PLAN_CHANGE
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_
from cluster_gis.services.read_map import Ground
from cluster_gis.storage.queries.map_history import EntryAt, EntrySigned, EventAt, Span

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
#: What is said outright goes before what two states show; of several the first is told.
_SAID = ("withdrawn", "added", "enlarged", "reduced", "state")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What became of one cluster. category: code of the class. texts: in the reader's language."""

    category: str | None
    texts: tuple[str, ...] = ()
    before_status: str | None = None
    before_area_ha: Decimal | None = None


def _at(spans: Sequence[Span], day: date) -> Span | None:
    for span in spans:
        if (span.start is None or span.start <= day) and (span.end is None or day < span.end):
            return span
    return None


def compare(spans: Sequence[Span], before: date, after: date) -> str | None:
    """Class of the change that the states of two days show; None = not known on one of them.

    "named": the later state has no day of its own, so it may be older than `before`.
    """
    first, second = _at(spans, before), _at(spans, after)
    if second is None or second.status is None or (first and first.status is None):
        return None
    begun = _begun(spans, before, after)
    dated = any(one.start_basis in _DATED and one.status == second.status for one in begun)
    grown = _grown(first, second) if first else Decimal(0)
    if first is None:
        # A plan that lists a cluster does not say that it is new.
        dated = dated and second.status != "planned"
    elif first.status == second.status and not grown:
        return "same"
    if grown and second.status != "withdrawn":
        return "enlarged" if grown > 0 else "reduced"
    if not dated:
        return "named"
    return "withdrawn" if second.status == "withdrawn" else "state"


def _begun(spans: Sequence[Span], before: date, after: date) -> list[Span]:
    """The states that begin after `before`, up to and with `after`."""
    return [one for one in spans if one.start is not None and before < one.start <= after]


def _grown(first: Span, second: Span) -> Decimal:
    """Hectares gained, of the first act of which both areas are known."""
    for one, other in zip(first.areas_ha, second.areas_ha, strict=True):
        if one is not None and other is not None and one != other:
            return other - one
    return Decimal(0)


def tell_change(
    ground: Ground,
    spans: Sequence[Span],
    events: Sequence[EventAt],
    signed: Sequence[EntrySigned],
    before: date,
    after: date,
) -> Changed:
    """What became of a cluster; events, signed: those between the two days."""
    category = compare(spans, before, after)
    said = [_BY_ENTRY[one.entry.change] for one in signed] + [
        _BY_EVENT[event.event_type]
        for event in events
        if event.event_type in _BY_EVENT and event.happened_from is not None
    ]
    if category != "withdrawn":
        category = next((one for one in _SAID if one in said or one == category), category)
    told = [_told_entry(ground, one) for one in signed] + [_told(ground, one) for one in events]
    first = _at(spans, before)
    if first is None and category in (None, "named") and "same" in said:
        category = "same"  # What a plan keeps was there before.
    shown = [] if category in (None, "same") else _shown(ground, spans, before, after, bool(told))
    return Changed(
        category=category,
        texts=(*shown, *told),
        before_status=first.status if first else None,
        before_area_ha=first.area_ha if first else None,
    )


def _shown(
    ground: Ground, spans: Sequence[Span], before: date, after: date, told: bool
) -> list[str]:
    """What the states of the two days show, in words. told: a plan or an event is told beside."""
    _, formats = ground.gettext, Formats(ground.question.language)
    first, second = _at(spans, before), _at(spans, after)
    begun = _begun(spans, before, after)
    texts = []
    known = begun and begun[0].status and not (told and begun[0].status in ("planned", "withdrawn"))
    if first is None and known and begun[0].start:
        since = (
            N_("{state} since {day}")
            if begun[0].start_basis in _DATED
            else N_("{state}, told of by {day}")
        )
        texts.append(
            _(since).format(state=_(STATES[begun[0].status]), day=formats.day(begun[0].start))
        )
    one = first.status if first else begun[0].status if begun else None
    other = second.status if second else None
    if one != other:
        text = f"{_(STATES[one])} → {_(STATES[other])}"
        last = next((span for span in begun if span.status == other), None)
        if last and last.start and last.start_basis not in _DATED:
            by = _(N_("told of by {day}, may be older")).format(day=formats.day(last.start))
            text = f"{text} ({by})"
        texts.append(text)
    if first and second and _grown(first, second):
        texts.append(tell_sizes(ground, first.area_ha, second.area_ha))
    return texts


def tell_sizes(ground: Ground, before: Decimal | None, after: Decimal | None) -> str:
    """Two areas; one that is not known is said to be so."""
    formats = Formats(ground.question.language)
    unknown = ground.gettext(N_("not known"))
    return " → ".join(formats.hectares(ha) if ha else unknown for ha in (before, after))


def _told_entry(ground: Ground, signed: EntrySigned) -> str:
    _, formats = ground.gettext, Formats(ground.question.language)
    entry = signed.entry
    text = f"{formats.day(signed.approved_on)}: {_(PLAN_CHANGE[entry.change])}"
    if entry.area_ha is not None and entry.change == "new":
        text += f", {formats.hectares(entry.area_ha)}"
    elif entry.area_ha is not None and entry.area_before_ha != entry.area_ha:
        text += f", {tell_sizes(ground, entry.area_before_ha, entry.area_ha)}"
    return f"{text} ({signed.title})"


def _told(ground: Ground, event: EventAt) -> str:
    _, formats = ground.gettext, Formats(ground.question.language)
    day = event.happened_from or event.happened_until
    when = formats.period(day, event.happened_until, event.happened_precision)
    if event.happened_from is None:
        when = _(N_("by {day}")).format(day=when)
    paper = f" ({event.decision})" if event.decision else ""
    return f"{when}: {_(EVENT_TYPE.get(event.event_type, event.event_type))}{paper}"


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
