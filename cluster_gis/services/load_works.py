"""Works, what was done of them, and money into the register.

A stated fact about a work that comes again on another date is the same work with another
progress; a planned figure that changes is a new version of the work.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from cluster_gis.domain.intake import WorkRecord
from cluster_gis.domain.sources import SourceBook
from cluster_gis.domain.unit_index import search_form
from cluster_gis.services.load_clusters import span_columns
from cluster_gis.storage.register import Changes, valid_range

#: word of the table -> (type of the law's code list, common technical infrastructure?)
TYPES: dict[str, tuple[str | None, bool]] = {
    "roads": ("road", True),
    "power": ("power", True),
    "water_supply": ("water_supply", True),
    "drainage": ("drainage", True),
    "wastewater": (None, True),
    "lighting": ("lighting", True),
    "telecom": ("telecom", True),
}
#: Levelling, clearance, buildings, roads outside, land and "all": never a common work.
OTHER = ("other", False)
FULL = Decimal(100)


def law_type(work: WorkRecord) -> tuple[str | None, bool]:
    """Type in the law's code list (None = not told) and whether it is a common work."""
    if work.work_type == "wastewater" and re.search(r"\b(plant|station|treatment)\b", work.item):
        return "wastewater_treatment", True
    return TYPES.get(work.work_type, OTHER)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", search_form(text)).strip("-")


def _completed(work: WorkRecord) -> bool | None:
    """Said to be done, said not to be there, or neither. A percentage of 100 is done."""
    if work.planned:
        return None
    if work.done_pct == FULL:
        return True
    if work.value == 0 and work.unit is None:
        return False
    return None


def build_works(works: Sequence[WorkRecord], book: SourceBook) -> Changes:
    """Rows of infrastructure_work, work_progress and capital_amount; nothing is written."""
    changes = Changes()
    groups: dict[tuple[str, str, str], list[WorkRecord]] = defaultdict(list)
    for work in works:
        groups[work.cluster_code, work.work_type, work.item].append(work)
    versions: list[dict[str, Any]] = []
    progress: list[dict[str, Any]] = []
    money: list[dict[str, Any]] = []
    for (code, kind, item), group in groups.items():
        key = f"{code}/{kind}/{_slug(item)}"
        versions += _versions(key, group, book)
        taken: Counter[str] = Counter()
        for work in group:
            when = work.as_of.start.isoformat() if work.as_of.start else "undated"
            taken[when] += 1
            suffix = f"{when}/{taken[when]}"
            if not work.planned:
                progress.append(_progress(f"{key}/{suffix}", key, work, book))
            money += _money(f"{key}/{suffix}", key, work, book)
    changes.add("infrastructure_work", versions)
    changes.add("work_progress", progress)
    changes.add("capital_amount", money)
    return changes


def _known(work: WorkRecord, book: SourceBook) -> date | None:
    return work.as_of.supported_from("known_no_later_than", read_on=book.read_on)


def _versions(key: str, group: Sequence[WorkRecord], book: SourceBook) -> list[dict[str, Any]]:
    """Planned figures in the order of their dates; without one, the bare work.

    A work that is only known from a date on is valid from it: it may be older.
    """
    planned = sorted(
        (work for work in group if work.planned), key=lambda work: str(work.as_of.last_day or "")
    )
    described = planned or sorted(group, key=lambda work: str(work.as_of.last_day or ""))[:1]
    starts = [_known(work, book) for work in described]
    rows = []
    for n, work in enumerate(described):
        following = starts[n + 1] if n + 1 < len(starts) else None
        if following is not None and following == starts[n]:
            continue
        kind, common = law_type(work)
        rows.append(
            {
                "work_key": key,
                "cluster_code": work.cluster_code,
                "work_type": kind,
                "common_work": common,
                "item": work.item,
                "source_term": work.work_type,
                "planned_capacity": work.value if work.planned else None,
                "capacity_unit": work.unit if work.planned else None,
                "planned_start_text": work.start if work.planned else None,
                "planned_end_text": work.end if work.planned else None,
                "note": work.note if work.planned else None,
                "source_key": book.of(work.sources),
                "valid": valid_range(starts[n], following),
            }
        )
    return rows


def _progress(key: str, work_key: str, work: WorkRecord, book: SourceBook) -> dict[str, Any]:
    done = _completed(work)
    dates = [text for text in (work.start, work.end) if text]
    notes = [work.note, f"{' - '.join(dates)}" if dates else None]
    return {
        "progress_key": key,
        "work_key": work_key,
        "measure": work.item,
        "value": None if done is False else work.value,
        "unit": work.unit,
        "progress_pct": work.done_pct,
        "completed": done,
        "in_operation": False if done is False else None,
        **span_columns("as_of", work.as_of),
        "note": "; ".join(note for note in notes if note) or None,
        "source_key": book.of(work.sources),
        "valid": valid_range(_known(work, book)),
    }


def _money(key: str, work_key: str, work: WorkRecord, book: SourceBook) -> list[dict[str, Any]]:
    amounts = (("planned", work.capital_planned_vnd), ("disbursed", work.capital_disbursed_vnd))
    return [
        {
            "capital_key": f"{key}/{kind}",
            "cluster_code": work.cluster_code,
            "work_key": work_key,
            "kind": kind,
            "amount_vnd": amount,
            "qualifier": work.qualifier,
            **span_columns("as_of", work.as_of),
            "note": work.note,
            "source_key": book.of(work.sources),
        }
        for kind, amount in amounts
        if amount is not None
    ]
