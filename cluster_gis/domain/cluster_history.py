"""From rows and dated events to the periods in which a cluster had a status.

A status begins on the first day that a source supports: the day of a decision, the first day of
the period an event is printed with, or the last day of the period in which it was only reported
(`known_no_later_than`). Undated events support no day and are left to the list of events.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cluster_gis.domain.date_span import DateBasis, DateSpan, Precision
from cluster_gis.domain.intake import ClusterRecord, EventRecord, PlanEntryRecord

#: What an event shows of the status. Listing in a plan by itself shows no more than "planned".
EVENT_STATUS = {
    "plan_listing": "planned",
    "added_to_plan": "planned",
    "addition_agreed": "planned",
    "establishment_studied": "planned",
    # Reported of clusters whose land was let or whose tenants were at work.
    "kept_unchanged": "operating",
    "added_existing": "operating",
    "established": "established",
    "groundbreaking": "under_construction",
    "inaugurated": "operating",
}
#: Statuses of the tables as the law names them.
LAW_STATUS = {"in_plan": "planned"}
RANK = {
    "planned": 0,
    "established": 1,
    "detailed_plan_approved": 2,
    "under_construction": 3,
    "operating": 4,
    "withdrawn": 5,
}
#: Entries of a plan that keep a cluster in it.
LISTED = frozenset({"kept", "widened", "reduced", "added", "moved_up"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPeriod:
    """From `start` (None = not known since when) until the next period.

    status None: an entry of a superseded plan only, or a proposal only, as status_basis says.
    """

    start: date | None
    precision: Precision
    basis: DateBasis
    status: str | None
    status_basis: str


@dataclass(frozen=True, slots=True)
class _Evidence:
    day: date
    date: DateSpan
    basis: DateBasis
    status: str


def _supported(
    span: DateSpan, basis: DateBasis, status: str, read_on: date | None
) -> list[_Evidence]:
    day = span.supported_from(basis, read_on=read_on)
    return [] if day is None else [_Evidence(day, span, basis, status)]


def _evidence(
    record: ClusterRecord,
    events: Iterable[EventRecord],
    entries: Iterable[tuple[PlanEntryRecord, DateSpan]],
    read_on: date | None,
) -> list[_Evidence]:
    found: list[_Evidence] = []
    for event in events:
        status = EVENT_STATUS.get(event.event)
        if status is not None:
            found += _supported(event.date, event.date_basis, status, read_on)
    for entry, signed in entries:
        if entry.action in LISTED:
            found += _supported(signed, "decision", "planned", read_on)
    if record.decision_date.precision == "day":
        decided = {"establishment": "established", "detailed_plan": "detailed_plan_approved"}
        status = decided.get(record.decision_kind or "")
        if status is not None:
            found += _supported(record.decision_date, "decision", status, read_on)
    status = LAW_STATUS.get(record.status, record.status)
    found += _supported(record.status_since, record.status_since_basis, status, read_on)
    return sorted(found, key=lambda item: (item.day, RANK[item.status]))


def _was_founded_later(listed: _Evidence, evidence: Sequence[_Evidence]) -> bool:
    """A plan also lists clusters that exist: the listing shows "planned" only before a start."""
    return any(
        item.status in ("established", "under_construction") and item.day >= listed.day
        for item in evidence
    )


def status_periods(
    record: ClusterRecord,
    events: Sequence[EventRecord] = (),
    entries: Sequence[tuple[PlanEntryRecord, DateSpan]] = (),
    read_on: date | None = None,
) -> tuple[StatusPeriod, ...]:
    """Periods in order, the last one open. events, entries: those of this cluster.

    entries: of plans, each with the day the plan was signed. read_on: when the sources were read,
    None = not told. Never empty: a status that no date
    supports holds with an unknown start.
    """
    if record.status in ("planned", "proposed"):
        return _without_state(record, events)
    last = LAW_STATUS.get(record.status, record.status)
    evidence = _evidence(record, events, entries, read_on)
    periods: list[StatusPeriod] = []
    for item in evidence:
        rank = RANK[periods[-1].status or "planned"] if periods else -1
        if RANK[item.status] <= rank or RANK[item.status] > RANK[last]:
            continue
        if (
            item.status == "planned"
            and last == "operating"
            and not _was_founded_later(item, evidence)
        ):
            continue
        if last == "withdrawn" and item.status == "operating":
            continue
        inferred = record.status_inferred and item.status == last
        periods.append(
            StatusPeriod(
                start=item.day,
                precision=item.date.precision,
                basis=item.basis,
                status=item.status,
                status_basis="inferred" if inferred else "stated",
            )
        )
    if not periods or periods[-1].status != last:
        periods = [
            StatusPeriod(
                start=None,
                precision="unknown",
                basis="unknown",
                status=last,
                status_basis="inferred" if record.status_inferred else "stated",
            )
        ]
    return tuple(_one_a_day(periods))


def _one_a_day(periods: list[StatusPeriod]) -> list[StatusPeriod]:
    """Of two statuses that begin on one day the further one holds."""
    return [
        period
        for period, following in zip(periods, [*periods[1:], None], strict=True)
        if following is None or following.start != period.start
    ]


def _without_state(
    record: ClusterRecord, events: Sequence[EventRecord]
) -> tuple[StatusPeriod, ...]:
    basis = "superseded_plan_only" if record.status == "planned" else "proposed_only"
    named = [
        (day, event.date, event.date_basis)
        for event in events
        if (day := event.date.supported_from(event.date_basis)) is not None
    ]
    if (day := record.status_since.supported_from(record.status_since_basis)) is not None:
        named.append((day, record.status_since, record.status_since_basis))
    first = min(named, key=lambda item: item[0], default=None)
    return (
        StatusPeriod(
            start=first[0] if first else None,
            precision=first[1].precision if first else "unknown",
            basis=first[2] if first else "unknown",
            status=None,
            status_basis=basis,
        ),
    )
