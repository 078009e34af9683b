"""Natural keys of what rows of progress write, and the series of figures they belong to.

A statement's key holds the day and the reporter: the same reporter on the same day corrects
itself, another reporter stands beside it.
"""

import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cluster_gis.domain.progress_entry import EntryRow, Held
from cluster_gis.domain.unit_index import search_form
from cluster_gis.i18n import data_translator

_shown = data_translator("vi")
#: Longest slug of a text within a key.
MOST_WORDS = 80


def slug(text: str) -> str:
    """Small letters, digits and hyphens: "Trạm xử lý" -> "tram-xu-ly"."""
    return re.sub(r"[^a-z0-9]+", "-", search_form(text)).strip("-")


def _same(held: str, said: str) -> bool:
    """Whether a name told is the one held, as recorded or as it is shown in Vietnamese."""
    return search_form(said) in (search_form(held), search_form(_shown(held)))


def work_key(row: EntryRow, held: Held) -> str | None:
    """Of the work that the row means: one held with that type and name, else a new one."""
    kind = row.values.get("work_type")
    if row.code is None or kind is None:
        return None
    item = row.values.get("item")
    same = [work for work in held.works.get(row.code, ()) if work["work_type"] == kind]
    if item is None and len(same) == 1:
        return str(same[0]["work_key"])
    for work in same:
        if item is not None and _same(work["item"], item):
            return str(work["work_key"])
    return f"{row.code}/{kind}" + (f"/{slug(item)}" if item else "")


def milestone_key(row: EntryRow, held: Held) -> str | None:
    """Of the milestone that the row means: by its name, else by its kind."""
    kind, name = row.values.get("kind"), row.values.get("milestone_name")
    if row.code is None or kind is None:
        return None
    stones = held.milestones.get(row.code, ())
    named = [s for s in stones if name is not None and _same(s["name"], name)]
    of_kind = [s for s in stones if name is None and s["kind"] == kind]
    for stone in (*named, *of_kind):
        return str(stone["milestone_key"])
    return f"{row.code}/milestone/{kind}" + (f"/{slug(name)}" if name else "")


def project_key(row: EntryRow, held: Held) -> str | None:
    """Of the project that the row names: one held with that name, else a new one."""
    name = row.values.get("project_name")
    if row.code is None or name is None:
        return None
    for project in held.projects.get(row.code, ()):
        if search_form(project["name"]) == search_form(name):
            return str(project["project_key"])
    return f"{row.code}/project/{slug(name)}"


def row_key(row: EntryRow, held: Held, reporter: str | None) -> str | None:
    """Key of the row that would be written; None = the row does not say enough."""
    if row.code is None:
        return None
    found: str | None
    match row.kind:
        case "milestone":
            found = milestone_key(row, held)
        case "project":
            found = project_key(row, held)
        case "lot":
            lot = row.values.get("lot_no")
            found = None if lot is None else f"{row.code}/{lot}"
        case "inspection":
            found = _inspection_key(row.code, row.values)
        case "lease":
            found = _lease_key(row.code, row.values)
        case "support" | "need" | "legacy":
            found = _support_key(row.kind, row.code, row.values)
        case _:
            thing = _thing(row, held)
            day = row.values.get("as_of", "-")
            found = thing and f"{thing}/{day}/{reporter or 'source'}"
    return found


def _support_key(kind: str, code: str, values: Mapping[str, Any]) -> str | None:
    """Of a grant: programme, year and title; of a need: its work; of a legacy cluster: itself."""
    if kind == "legacy":
        return code
    if kind == "need":
        return f"{code}/need/{slug(values['missing_work'])}" if "missing_work" in values else None
    parts = [values.get(key) for key in ("programme", "year", "title")]
    return None if None in parts else f"{code}/support/" + "/".join(slug(str(p)) for p in parts)


def _inspection_key(code: str, values: Mapping[str, Any]) -> str | None:
    """Of a finding: its inspection (decision, else inspector, and day) and its own words."""
    by, day = values.get("decision") or values.get("inspector"), values.get("inspected_on")
    if by is None or day is None:
        return None
    said = slug(str(values.get("finding", ""))) or "-"
    words = said if len(said) <= MOST_WORDS else f"{said[:MOST_WORDS]}-{_short(said)}"
    return f"{code}/inspection/{slug(str(by))}/{day}/{words}"


def _short(text: str) -> str:
    """A few letters that tell long texts with the same beginning apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _thing(row: EntryRow, held: Held) -> str | None:
    """What a statement is about; None = the row does not say."""
    values = row.values
    match row.kind:
        case "work":
            return work_key(row, held)
        case "capital" if "kind" in values:
            fund = values.get("fund_source", "all")
            coverage = values.get("coverage", "unsaid")
            return f"{row.code}/capital/{values['kind']}/{fund}/{coverage}"
        case "clearance" if "measure" in values:
            return f"{row.code}/clearance/{values['measure']}"
        case "wastewater" | "infrastructure":
            return f"{row.code}/{row.kind}"
    return None


def _lease_key(code: str, values: Mapping[str, Any]) -> str | None:
    name = values.get("contract_number") or values.get("tenant")
    signed = values.get("signed_on")
    return None if name is None or signed is None else f"{code}/lease/{slug(str(name))}/{signed}"


def series_of(row: EntryRow, held: Held) -> tuple[str, ...] | None:
    """Name of the cumulative series that the row continues; None = it continues none."""
    values = row.values
    if row.code is None:
        return None
    if row.kind == "work":
        work = work_key(row, held)
        return None if work is None else ("work", work)
    if row.kind == "capital" and values.get("coverage") == "cumulative" and "kind" in values:
        return ("capital", row.code, values["kind"], values.get("fund_source", ""))
    if row.kind == "clearance" and "measure" in values:
        return ("clearance", row.code, values["measure"])
    return None


def series_value(row: EntryRow) -> Decimal | None:
    """The row's figure in its series."""
    keys = {"work": "progress_pct", "capital": "amount_vnd", "clearance": "area_ha"}
    key = keys.get(row.kind)
    value = row.values.get(key) if key else None
    return value if isinstance(value, Decimal) else None
