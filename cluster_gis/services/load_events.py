"""Events into the register, and the plans, documents and plan entries that they speak of."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.documents import document_key, document_kind
from cluster_gis.domain.intake import EventRecord
from cluster_gis.domain.sources import SourceBook
from cluster_gis.services.load_clusters import span_columns
from cluster_gis.storage.register import Changes, valid_range

#: event -> what it says of the entry in the plan
CHANGES = {
    "plan_listing": "listed",
    "kept_unchanged": "kept",
    "adjusted_or_widened": "adjusted",
    "added_existing": "new",
    "added_to_plan": "new",
    "addition_agreed": "new",
    "withdrawn": "withdrawn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlan:
    """A plan that events speak of without a table of its own.

    prefix: of the codes it lists. first, end: days of events that belong to it, [first, end);
    end is also when a later plan took its place, None = not known. decided: its events name this
    decision.
    """

    key: str
    version: str
    province_key: str
    prefix: str
    title: str
    version_title: str
    period: str | None
    first: date | None
    end: date | None
    decided: str | None = None


#: Plans that the pages speak of. Titles are ours where no page prints the official one.
PLANS: Sequence[KnownPlan] = (
    KnownPlan(
        key="hai-phong/vinh-bao",
        version="hai-phong/vinh-bao/2015",
        province_key="2025:31",
        prefix="hp-",
        title="Quy hoạch đã duyệt trên địa bàn huyện Vĩnh Bảo",
        version_title="Danh mục quy hoạch đã duyệt của huyện Vĩnh Bảo (11/2015)",
        period=None,
        first=date(2015, 1, 1),
        end=date(2018, 10, 25),
    ),
    KnownPlan(
        key="hai-phong/2020-2025",
        version="hai-phong/2020-2025/2018",
        province_key="2025:31",
        prefix="hp-",
        title="Quy hoạch phát triển cụm công nghiệp thành phố Hải Phòng",
        version_title="Quy hoạch cụm công nghiệp Hải Phòng đến 2020, định hướng 2025",
        period="2020, 2025",
        first=date(2018, 10, 1),
        end=date(2023, 12, 2),
    ),
    KnownPlan(
        key="hai-phong/2021-2030",
        version="hai-phong/2021-2030/1516",
        province_key="2025:31",
        prefix="hp-",
        title="Quy hoạch thành phố Hải Phòng",
        version_title="Quy hoạch thành phố Hải Phòng 2021-2030 (1516/QĐ-TTg)",
        period="2021-2030",
        first=date(2023, 12, 2),
        end=None,
        decided="1516/QĐ-TTg",
    ),
    KnownPlan(
        key="hai-duong/2020",
        version="hai-duong/2020/4222",
        province_key="2025:31",
        prefix="hd-",
        title="Quy hoạch phát triển cụm công nghiệp tỉnh Hải Dương",
        version_title="Rà soát quy hoạch cụm công nghiệp Hải Dương (4222/BCT-CNĐP)",
        period="2020",
        first=None,
        # A plan to the year 2020: what it withdrew says nothing of later plans.
        end=date(2021, 1, 1),
        decided="4222/BCT-CNĐP",
    ),
    KnownPlan(
        key="hai-duong/2020",
        version="hai-duong/2020/bo-sung",
        province_key="2025:31",
        prefix="hd-",
        title="Quy hoạch phát triển cụm công nghiệp tỉnh Hải Dương",
        version_title="Bổ sung quy hoạch cụm công nghiệp Hải Dương (họp ngày 27/7/2020)",
        period="2020",
        first=date(2020, 7, 27),
        end=None,
    ),
)


@dataclass(slots=True)
class EventRows:
    """Rows ready to be written."""

    book: SourceBook
    plans: list[dict[str, Any]] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)


def happened(event: EventRecord) -> DateSpan:
    """When it happened: of something only reported, the last possible day alone is known."""
    if event.date_basis == "known_no_later_than":
        return replace(event.date, start=None)
    return event.date


def _plan_of(event: EventRecord) -> KnownPlan | None:
    if event.event not in CHANGES or event.cluster_code is None:
        return None
    for plan in PLANS:
        if not event.cluster_code.startswith(plan.prefix):
            continue
        if plan.decided is not None and event.decision_number == plan.decided:
            return plan
        day = event.date.supported_from(event.date_basis)
        if (
            plan.decided is None
            and event.decision_number is None
            and day is not None
            and plan.first is not None
            and plan.first <= day
            and (plan.end is None or day < plan.end)
        ):
            return plan
    return None


def _key(event: EventRecord, place: str) -> str | None:
    if event.decision_number is None:
        return None
    start = event.decision_date.start
    return document_key(event.decision_number, place, start.year if start else None)


def _documents(
    events: Iterable[EventRecord],
    places: Mapping[str, str],
    book: SourceBook,
    known: Collection[str],
) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for event in events:
        key = _key(event, _place(event, places))
        if key is None or event.decision_number is None or key in known or key in found:
            continue
        found[key] = {
            "document_key": key,
            "kind": document_kind(event.decision_number),
            "issuer": event.authority,
            "title": event.decision_number,
            **span_columns("signed", event.decision_date),
            "source_key": book.of(event.sources),
        }
    return list(found.values())


def _place(event: EventRecord, places: Mapping[str, str]) -> str:
    return next(
        (name for prefix, name in places.items() if (event.cluster_code or "").startswith(prefix)),
        "-",
    )


def build_events(
    events: Sequence[EventRecord],
    book: SourceBook,
    *,
    places: Mapping[str, str],
    known_documents: Collection[str] = (),
) -> EventRows:
    """Rows of cluster_event, legal_document, plan_version and plan_entry; nothing is written.

    places: prefix of codes -> short name of the province, for keys of local documents.
    known_documents: written with the clusters already.
    """
    rows = EventRows(book)
    rows.changes.add("legal_document", _documents(events, places, book, known_documents))
    rows.changes.add("cluster_event", [_event(event, places, book) for event in events])
    listed: dict[KnownPlan, list[EventRecord]] = {}
    for event in events:
        if (plan := _plan_of(event)) is not None:
            listed.setdefault(plan, []).append(event)
    rows.plans = list(
        {
            plan.key: {
                "plan_key": plan.key,
                "province_key": plan.province_key,
                "title": plan.title,
                "period": plan.period,
            }
            for plan in listed
        }.values()
    )
    versions = [_version(plan, found, places, book) for plan, found in listed.items()]
    rows.changes.add("plan_version", versions)
    entries = [_entry(plan, event, book) for plan, found in listed.items() for event in found]
    rows.changes.add("plan_entry", entries)
    return rows


def _event(event: EventRecord, places: Mapping[str, str], book: SourceBook) -> dict[str, Any]:
    return {
        "event_key": f"{book.note.folder}/{event.line - 1:03d}",
        "cluster_code": event.cluster_code,
        "cluster_name": event.cluster_name,
        "event_type": event.event,
        **span_columns("happened", happened(event)),
        "area_before_ha": event.area_before_ha,
        "area_after_ha": event.area_after_ha,
        "document_key": _key(event, _place(event, places)),
        "authority": event.authority,
        "note": event.note,
        "source_key": book.of(event.sources),
    }


def _version(
    plan: KnownPlan, events: Sequence[EventRecord], places: Mapping[str, str], book: SourceBook
) -> dict[str, Any]:
    first = min(events, key=lambda event: event.date.start or date.max)
    return {
        "plan_version_key": plan.version,
        "plan_key": plan.key,
        "title": plan.version_title,
        "document_key": _key(first, _place(first, places)),
        **span_columns("approved", happened(first)),
        "source_key": book.of(first.sources),
        "valid": valid_range(plan.first, plan.end),
    }


def _entry(plan: KnownPlan, event: EventRecord, book: SourceBook) -> dict[str, Any]:
    return {
        "entry_key": f"{plan.version}/{event.cluster_code}",
        "plan_version_key": plan.version,
        "cluster_code": event.cluster_code,
        "name": event.cluster_name,
        "change": CHANGES[event.event],
        "area_before_ha": event.area_before_ha,
        "area_max_ha": event.area_after_ha,
        "area_qualifier": event.area_qualifier,
        "start_precision": event.date.precision,
        "start_basis": event.date_basis,
        "note": event.note,
        "source_key": book.of(event.sources),
        "valid": valid_range(
            event.date.supported_from(event.date_basis, read_on=book.read_on), plan.end
        ),
    }
