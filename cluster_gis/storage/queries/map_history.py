"""Every version of the clusters' states, for a slider and for what changed between two days."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Span:
    """A state that held from `start` until the day before `end`; None = open on that side.

    areas_ha: established, by the detailed plan, in the plan.
    """

    start: date | None
    end: date | None
    status: str | None
    start_basis: str
    areas_ha: tuple[Decimal | None, Decimal | None, Decimal | None]

    @property
    def area_ha(self) -> Decimal | None:
        """The area that says how big it is drawn."""
        return next((area for area in self.areas_ha if area is not None), None)


@dataclass(frozen=True, slots=True)
class EventAt:
    """An event of a cluster between two days, with its decision where one is named.

    happened_from None: a source tells of it by `happened_until`; it may be older.
    """

    cluster_code: str
    cluster_name: str
    event_type: str
    happened_from: date | None
    happened_until: date | None
    happened_precision: str
    area_before_ha: Decimal | None
    area_after_ha: Decimal | None
    decision: str | None


@dataclass(frozen=True, slots=True)
class EntryAt:
    """What a plan version says of a cluster. area_ha: the greatest it allows."""

    cluster_code: str | None
    name: str
    change: str
    area_before_ha: Decimal | None
    area_ha: Decimal | None


@dataclass(frozen=True, slots=True)
class EntrySigned:
    """What a plan version that was approved on a day says of a cluster."""

    entry: EntryAt
    title: str
    approved_on: date


@dataclass(frozen=True, slots=True)
class PlanVersionAt:
    """A plan version that can be compared. plan: title of the plan; document: its number."""

    key: str
    plan_key: str
    title: str
    approved_from: date | None
    plan: str
    province_key: str
    document: str | None


_SPANS = text("""
    SELECT cluster_code, lower(valid), upper(valid), status, start_basis,
        area_established_ha, area_detailed_ha, area_planned_ha
    FROM register.cluster_state WHERE recorded @> CAST(:revision AS bigint)
    ORDER BY cluster_code, lower(valid) NULLS FIRST
""")
_EVENTS = text("""
    SELECT e.cluster_code, e.cluster_name, e.event_type, e.happened_from, e.happened_until,
        e.happened_precision, e.area_before_ha, e.area_after_ha,
        (SELECT min(d.title) FROM register.legal_document d WHERE d.document_key = e.document_key
         AND d.recorded @> CAST(:revision AS bigint))
    FROM register.cluster_event e
    WHERE e.recorded @> CAST(:revision AS bigint) AND e.cluster_code IS NOT NULL
      AND coalesce(e.happened_from, e.happened_until) > :after
      AND coalesce(e.happened_from, e.happened_until) <= :until
    ORDER BY coalesce(e.happened_from, e.happened_until), e.cluster_code, e.event_type
""")
_ENTRIES = text("""
    SELECT DISTINCT ON (entry_key) cluster_code, name, change, area_before_ha,
        coalesce(area_max_ha, area_min_ha)
    FROM register.plan_entry
    WHERE recorded @> CAST(:revision AS bigint) AND plan_version_key = :key
    ORDER BY entry_key, lower(valid) DESC NULLS LAST
""")
_SIGNED = text("""
    SELECT DISTINCT ON (v.approved_from, e.entry_key) e.cluster_code, e.name, e.change,
        e.area_before_ha, coalesce(e.area_max_ha, e.area_min_ha), v.title, v.approved_from
    FROM register.plan_entry e
    JOIN register.plan_version v USING (plan_version_key)
    WHERE e.recorded @> CAST(:revision AS bigint) AND v.recorded @> CAST(:revision AS bigint)
      AND e.cluster_code IS NOT NULL AND e.change NOT IN ('listed', 'unknown')
      AND v.approved_from > :after AND v.approved_from <= :until
    ORDER BY v.approved_from, e.entry_key, lower(e.valid) DESC NULLS LAST
""")
_VERSIONS = text("""
    SELECT DISTINCT ON (v.plan_version_key) v.plan_version_key, v.plan_key, v.title,
        v.approved_from, p.title, p.province_key, v.document_key
    FROM register.plan_version v JOIN register.plan p USING (plan_key)
    WHERE v.recorded @> CAST(:revision AS bigint)
    ORDER BY v.plan_version_key, lower(v.valid) DESC NULLS LAST
""")


def spans_of(session: Session, *, revision: int) -> dict[str, list[Span]]:
    """Code -> its states in the order of their days."""
    found: dict[str, list[Span]] = defaultdict(list)
    for code, start, end, status, basis, *areas in session.execute(_SPANS, {"revision": revision}):
        found[code].append(Span(start, end, status, basis, (areas[0], areas[1], areas[2])))
    return dict(found)


def events_between(session: Session, *, after: date, until: date, revision: int) -> list[EventAt]:
    """Events later than `after`, up to and with `until`; those without a date are left out.

    Of an event told of "by" a day, that day counts.
    """
    values = {"after": after, "until": until, "revision": revision}
    return [EventAt(*row) for row in session.execute(_EVENTS, values)]


def entries_between(
    session: Session, *, after: date, until: date, revision: int
) -> list[EntrySigned]:
    """What plans approved later than `after`, up to and with `until`, say of clusters.

    An entry that only lists a cluster is left out: it tells of no change.
    """
    values = {"after": after, "until": until, "revision": revision}
    return [
        EntrySigned(EntryAt(*row[:5]), row[5], row[6]) for row in session.execute(_SIGNED, values)
    ]


def plan_versions(session: Session, *, revision: int) -> dict[str, PlanVersionAt]:
    """Key -> plan version."""
    rows = session.execute(_VERSIONS, {"revision": revision})
    return {row[0]: PlanVersionAt(*row) for row in rows}


def entries_of(session: Session, key: str, *, revision: int) -> list[EntryAt]:
    """The entries of a plan version."""
    rows = session.execute(_ENTRIES, {"key": key, "revision": revision})
    return [EntryAt(*row) for row in rows]
