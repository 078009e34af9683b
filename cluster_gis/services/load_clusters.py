"""Clusters into the register: identities, sources, every stated figure, and dated states."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cluster_gis.domain.cluster_history import StatusPeriod, status_periods
from cluster_gis.domain.date_span import UNKNOWN_DATE, DateSpan
from cluster_gis.domain.documents import document_key, document_kind
from cluster_gis.domain.intake import (
    ClusterRecord,
    EventRecord,
    PlanEntryRecord,
    StatedFigure,
)
from cluster_gis.domain.sources import SourceBook
from cluster_gis.domain.unit_index import ClusterPlace, UnitIndex
from cluster_gis.services.register_columns import (
    COLUMNS,
    NOT_APPOINTED,
    STATED_ONLY,
    UNITS,
    Column,
    as_number,
    columns_of,
    figure_key,
    planned_since,
)
from cluster_gis.storage.register import Changes, valid_range

#: Columns of other names in the list of stated figures.
FIGURE_FIELDS = {**COLUMNS, **STATED_ONLY}
#: How the register names a basis that the list tells finer.
PLACE_BASIS = {"successor_commune_by_name": "commune_by_name"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterList:
    """One list of clusters with what the dated tables say of them.

    province_key: the province of 2025 they lie in. place: its short name, for keys of documents.
    """

    province_key: str
    place: str
    clusters: Sequence[ClusterRecord]
    figures: Sequence[StatedFigure]
    events: Sequence[EventRecord] = ()
    plan_entries: Sequence[tuple[PlanEntryRecord, DateSpan]] = ()


@dataclass(slots=True)
class ClusterRows:
    """Rows ready to be written: identities, and versions in `changes`."""

    book: SourceBook
    clusters: list[dict[str, Any]] = field(default_factory=list)
    cluster_sources: list[dict[str, Any]] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)


def span_columns(prefix: str, span: DateSpan) -> dict[str, Any]:
    """<prefix>_from, <prefix>_until (last day) and <prefix>_precision."""
    return {
        f"{prefix}_from": span.start,
        f"{prefix}_until": span.last_day,
        f"{prefix}_precision": span.precision,
    }


def build_clusters(listed: ClusterList, units: UnitIndex, book: SourceBook) -> ClusterRows:
    """Everything of `listed` as rows; nothing is written."""
    rows = ClusterRows(book)
    events, entries = defaultdict(list), defaultdict(list)
    for event in listed.events:
        events[event.cluster_code].append(event)
    for entry, signed in listed.plan_entries:
        entries[entry.cluster_code].append((entry, signed))
    stated = defaultdict(list)
    for figure in listed.figures:
        stated[figure.cluster_code].append(figure)
    versions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in listed.clusters:
        rows.clusters.append({"code": record.code, "source_key": book.dataset})
        rows.cluster_sources += [
            {"cluster_code": record.code, "source_key": book.one(source)}
            for source in dict.fromkeys(record.sources)
        ]
        happened, listings = events[record.code], entries[record.code]
        periods = status_periods(record, happened, listings, book.read_on)
        adopted = {f.field: f for f in stated[record.code] if f.adopted}
        columns = columns_of(
            record,
            adopted,
            periods,
            planned=planned_since(record, happened, listings),
            read_on=book.read_on,
        )
        figures, keys = _figures(record, columns, stated[record.code], book)
        versions["cluster_figure"] += figures
        document = _establishment(record, listed.place, book)
        if document is not None:
            versions["legal_document"].append(document)
        place = units.place_of(record, listed.province_key)
        base = _base(record, place, book, document)
        versions["cluster_state"] += list(_states(base, periods, columns, keys))
    documents = {row["document_key"]: row for row in versions.pop("legal_document", [])}
    rows.changes.add("legal_document", documents.values())
    for table, found in versions.items():
        rows.changes.add(table, found)
    return rows


def _establishment(record: ClusterRecord, place: str, book: SourceBook) -> dict[str, Any] | None:
    """The decision of establishment as a legal document; None = the list names none."""
    if record.decision_number is None or record.decision_kind != "establishment":
        return None
    start = record.decision_date.start
    return {
        "document_key": document_key(record.decision_number, place, start.year if start else None),
        "kind": document_kind(record.decision_number),
        "title": f"{record.decision_number}: thành lập {record.name}",
        **span_columns("signed", record.decision_date),
        "source_key": book.of(record.sources),
    }


def _base(
    record: ClusterRecord,
    place: ClusterPlace,
    book: SourceBook,
    document: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """What every version of the cluster says alike."""
    lon_lat = place.point
    notes = [record.note, record.progress_note]
    if record.infrastructure_investor and record.investor_role in NOT_APPOINTED:
        notes.append(f"{record.investor_role}: {record.infrastructure_investor}")
    decision = record.decision_number
    if decision and record.decision_kind != "establishment":
        decision = f"{decision} ({(record.decision_kind or '').replace('_', ' ')})"
    return {
        "cluster_code": record.code,
        "name": record.name,
        "kind": record.kind,
        "province_key": place.province_key,
        "commune_key": place.commune_key,
        "former_province_key": place.former_province_key,
        "former_district_key": place.former_district_key,
        "former_commune_key": place.former_commune_key,
        "district_text": record.former_district,
        "commune_text": "; ".join(record.former_communes) or None,
        "new_commune_text": "; ".join(record.communes_2025) or None,
        "place": None if lon_lat is None else f"SRID=4326;POINT({lon_lat[0]} {lon_lat[1]})",
        "place_basis": PLACE_BASIS.get(place.basis, place.basis),
        "place_label": place.label,
        "establishment_document_key": document["document_key"] if document else None,
        "decision_text": decision,
        **span_columns("decision", record.decision_date if decision else UNKNOWN_DATE),
        # A province that lists what its plan holds has said of a proposal that it is not in it.
        "in_approved_plan": False
        if record.status == "proposed" and record.withdrawn_from_plan is not None
        else None,
        "note": "\n".join(note for note in notes if note) or None,
        "source_key": book.of(record.sources) if len(record.sources) == 1 else book.dataset,
    }


def _states(
    base: Mapping[str, Any],
    periods: Sequence[StatusPeriod],
    columns: Sequence[Column],
    keys: Mapping[str, str],
) -> list[dict[str, Any]]:
    """One version a change: a new status, or a figure that a later source adds."""
    first = periods[0].start
    starts: dict[date | None, StatusPeriod | None] = {period.start: period for period in periods}
    for column in columns:
        if column.field in COLUMNS and column.since and (first is None or column.since > first):
            starts.setdefault(column.since, None)
    # An unknown start (None) comes before every known day.
    ordered = sorted(starts, key=lambda day: day or date.min)
    versions = []
    status = periods[0]
    for day, following in zip(ordered, [*ordered[1:], None], strict=True):
        begins = starts[day]
        status = begins or status
        known = [
            column
            for column in columns
            if column.field in COLUMNS
            and (column.since is None or (day is not None and column.since <= day))
        ]
        versions.append(
            {
                **base,
                "status": status.status,
                "status_basis": status.status_basis,
                "start_precision": begins.precision if begins else "day",
                "start_basis": begins.basis if begins else "known_no_later_than",
                **{column.name: column.value for column in known},
                "figures": {
                    column.name: keys[column.name] for column in known if column.name in keys
                },
                "valid": valid_range(day, following),
            }
        )
    return versions


def _figures(
    record: ClusterRecord,
    columns: Sequence[Column],
    stated: Sequence[StatedFigure],
    book: SourceBook,
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Rows of cluster_figure, and column -> key of its adopted figure."""
    rows: list[dict[str, Any]] = []
    keys: dict[str, str] = {}
    taken: Counter[tuple[str, DateSpan]] = Counter()

    def add(name: str, as_of: DateSpan, **values: Any) -> str:
        taken[name, as_of] += 1
        key = figure_key(record.code, name, as_of, taken[name, as_of])
        rows.append(
            {
                "figure_key": key,
                "cluster_code": record.code,
                "field": name,
                **span_columns("as_of", as_of),
                **values,
            }
        )
        return key

    for figure in stated:
        name = FIGURE_FIELDS.get(figure.field, figure.field)
        # A sum or an average of several clusters is nobody's own figure.
        name = f"{name}_of_group" if figure.shared_with else name
        under = figure.qualifier == "under"
        note = ", ".join(figure.shared_with)
        key = add(
            name,
            figure.as_of,
            value=None if under else figure.value,
            value_max=figure.value_max,
            value_text=f"< {figure.value}" if under else figure.value_text,
            unit=figure.unit,
            qualifier=None if under else figure.qualifier,
            adopted=figure.adopted,
            note=" | ".join(x for x in (figure.note, note and f"+ {note}") if x) or None,
            source_key=book.of(figure.sources),
        )
        if figure.adopted:
            keys[name] = key
    for column in columns:
        if column.name in keys:
            continue
        number = as_number(column.value)
        keys[column.name] = add(
            column.name,
            column.as_of,
            value=number,
            value_text=str(column.value) if number is None else None,
            unit=UNITS.get(column.name),
            adopted=True,
            source_key=book.of(record.sources),
        )
    return rows, keys
