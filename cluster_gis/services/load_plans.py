"""Plans that come as tables (Lào Cai) into the register."""

from collections.abc import Sequence
from typing import Any

from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.documents import document_key, document_kind
from cluster_gis.domain.intake import PlanDocumentRecord, PlanEntryRecord
from cluster_gis.domain.sources import SourceBook
from cluster_gis.services.load_clusters import span_columns
from cluster_gis.services.load_events import EventRows
from cluster_gis.storage.register import valid_range

#: action of the table -> change of the register
CHANGES = {
    "kept": "kept",
    "widened": "expanded",
    "reduced": "reduced",
    "withdrawn": "withdrawn",
    "added": "new",
    "moved_up": "adjusted",
    "moved_back": "after_period",
}


def build_plans(
    documents: Sequence[PlanDocumentRecord],
    entries: Sequence[PlanEntryRecord],
    book: SourceBook,
    *,
    province_key: str,
    place: str,
    slug: str,
) -> EventRows:
    """Rows of plan, legal_document, plan_version and plan_entry; nothing is written.

    place, slug: "Lào Cai", "lao-cai". A list of clusters that seek an investor is a plan of its own
    kind: its entries say "listed".
    """
    rows = EventRows(book)
    signed = {document.number: document.signed for document in documents}
    versions, papers = [], []
    for document in documents:
        family = "clusters" if document.kind == "plan" else "investors"
        rows.plans.append(
            {
                "plan_key": f"{slug}/{family}",
                "province_key": province_key,
                "title": f"Phương án phát triển cụm công nghiệp tỉnh {place}"
                if document.kind == "plan"
                else f"Danh mục cụm công nghiệp thu hút đầu tư hạ tầng tỉnh {place}",
                "period": document.covers,
            }
        )
        start = document.signed.start
        key = document_key(document.number, place, start.year if start else None)
        papers.append(
            {
                "document_key": key,
                "kind": document_kind(document.number),
                "issuer": document.issuer,
                "title": f"{document.number}: {document.title}",
                **span_columns("signed", document.signed),
                "note": document.note,
                "source_key": book.of([document.source]),
            }
        )
        versions.append(
            {
                "plan_version_key": _version_key(slug, document.number),
                "plan_key": f"{slug}/{family}",
                "title": _title(document),
                "document_key": key,
                **span_columns("approved", document.signed),
                "note": document.note,
                "source_key": book.of([document.source]),
                "valid": valid_range(start),
            }
        )
    rows.plans = list({row["plan_key"]: row for row in rows.plans}.values())
    rows.changes.add("legal_document", papers)
    rows.changes.add("plan_version", versions)
    rows.changes.add(
        "plan_entry", [_entry(entry, signed[entry.plan], slug, book) for entry in entries]
    )
    return rows


def _title(document: PlanDocumentRecord) -> str:
    """The number of a decision; a report has none, so its day."""
    day = document.signed.start
    if document.kind != "report" or day is None:
        return document.number
    return f"Báo cáo ngày {day:%d/%m/%Y}"


def _version_key(slug: str, number: str) -> str:
    return f"{slug}/{number.partition('/')[0].replace(' ', '-')}"


def _entry(entry: PlanEntryRecord, signed: DateSpan, slug: str, book: SourceBook) -> dict[str, Any]:
    notes = [entry.note]
    if entry.communes_printed:
        notes.append(f"printed: {entry.communes_printed}")
    if entry.action.startswith("listed_"):
        notes.append(entry.action.removeprefix("listed_").replace("_", " "))
    version = _version_key(slug, entry.plan)
    return {
        "entry_key": f"{version}/{entry.cluster_code}",
        "plan_version_key": version,
        "cluster_code": entry.cluster_code,
        "name": entry.name,
        "group_label": entry.annex_group,
        "change": CHANGES.get(entry.action, "listed"),
        "unit_text": "; ".join(entry.communes) or None,
        "area_before_ha": entry.area_before_ha,
        "area_max_ha": entry.area_ha,
        "phase": entry.period,
        "capital_vnd": entry.capital_vnd,
        "start_precision": signed.precision,
        "start_basis": "decision" if "/QĐ-" in entry.plan else "known_no_later_than",
        "note": "; ".join(note for note in notes if note) or None,
        "source_key": book.of([entry.source]),
        "valid": valid_range(signed.start),
    }
