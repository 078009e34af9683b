"""Rows of projects, lots, leases, support, legacy clusters and inspections for the register.

Each is a record that is kept and told of again: what a row leaves out stays as it is held.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cluster_gis.domain.progress_entry import EntryRow, Held
from cluster_gis.domain.progress_keys import project_key, row_key
from cluster_gis.storage.register import valid_range

#: Land of industrial clusters, as plans code it.
INDUSTRIAL_LAND = "SKN"
Built = list[tuple[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who says it, and the source key of the paper it stands in."""

    reporter: str | None
    source_key: str


def given(row: EntryRow, *keys: str) -> dict[str, Any]:
    """Columns of the row that are filled, under their own names."""
    return {key: row.values[key] for key in keys if key in row.values}


def _known(
    held: Mapping[str, Sequence[Mapping[str, Any]]], code: str | None, column: str, key: str | None
) -> dict[str, Any] | None:
    """The row held under this key, as it is written again; None = there is none."""
    for row in held.get(code or "", ()):
        if row[column] == key:
            return {k: v for k, v in row.items() if k not in ("begins", "ends", "shape")}
    return None


def _project(row: EntryRow, held: Held, teller: Teller) -> Built:
    key = row_key(row, held, teller.reporter)
    known = _known(held.projects, row.code, "project_key", key)
    columns: dict[str, Any] = known or {
        "project_key": key,
        "cluster_code": row.code,
        "name": row.values["project_name"],
    }
    left_out = ("name", "project_name", "as_of")
    columns |= {k: v for k, v in row.values.items() if k not in left_out}
    since = row.values.get("as_of") if known is not None else _first(row)
    columns |= {
        "reporter": teller.reporter,
        "source_key": teller.source_key,
        "valid": valid_range(since),
    }
    return [("enterprise_project", columns)]


def _first(row: EntryRow) -> date | None:
    """First day on which a project is known: its approval, else the day told."""
    found: date | None = row.values.get("approved_on") or row.values.get("as_of")
    return found


def _lot(row: EntryRow, held: Held, teller: Teller) -> Built:
    """A lot told of again is another version from its day; its shape stays."""
    key = row_key(row, held, teller.reporter)
    columns: dict[str, Any] = _known(held.lots, row.code, "lot_key", key) or {
        "lot_key": key,
        "cluster_code": row.code,
        "lot_no": row.values["lot_no"],
        "land_use": INDUSTRIAL_LAND,
    }
    columns |= given(row, "land_use", "area_ha", "leased")
    since = valid_range(row.values.get("as_of"))
    return [("land_lot", columns | {"source_key": teller.source_key, "valid": since})]


def _lease(row: EntryRow, held: Held, teller: Teller) -> Built:
    key = row_key(row, held, teller.reporter)
    columns: dict[str, Any] = _known(held.leases, row.code, "lease_key", key) or {
        "lease_key": key,
        "cluster_code": row.code,
    }
    columns |= given(
        row, "tenant", "kind", "area_ha", "contract_number", "signed_on", "ends_on", "note"
    )
    # Also of a project told in the same file: its land is not counted a second time.
    if "project_name" in row.values:
        columns["project_key"] = project_key(row, held)
    if "lot_no" in row.values:
        columns["lot_key"] = f"{row.code}/{row.values['lot_no']}"
    columns |= {
        "reporter": teller.reporter,
        "source_key": teller.source_key,
        "valid": valid_range(columns["signed_on"], columns.get("ends_on")),
    }
    return [("land_lease", columns)]


def _support(row: EntryRow, held: Held, teller: Teller) -> Built:
    """A new state of a grant holds from its day; what was said of it before stays."""
    key = row_key(row, held, teller.reporter)
    state = held.states.get(row.code or "")
    columns: dict[str, Any] = _known(held.grants, row.code, "grant_key", key) or {
        "grant_key": key,
        "cluster_code": row.code,
        "province_key": state["province_key"] if state else None,
    }
    columns |= {k: v for k, v in row.values.items() if k not in ("name", "document")}
    if "document" in row.values:
        columns["document_key"] = row.values["document"]
    since = valid_range(row.values.get("state_on"))
    return [("support_grant", columns | {"source_key": teller.source_key, "valid": since})]


def _need(row: EntryRow, held: Held, teller: Teller) -> Built:
    key = row_key(row, held, teller.reporter)
    columns: dict[str, Any] = _known(held.needs, row.code, "need_key", key) or {
        "need_key": key,
        "cluster_code": row.code,
    }
    columns |= {k: v for k, v in row.values.items() if k != "name"}
    return [
        (
            "support_need",
            columns | {"reporter": teller.reporter, "source_key": teller.source_key},
        )
    ]


def _legacy(row: EntryRow, held: Held, teller: Teller) -> Built:
    columns: dict[str, Any] = _known(held.legacy, row.code, "cluster_code", row.code) or {
        "cluster_code": row.code
    }
    columns |= given(row, "formed_text", "outcome", "decided_on", "note")
    if "document" in row.values:
        columns["document_key"] = row.values["document"]
    columns |= {
        "source_key": teller.source_key,
        "valid": valid_range(row.values.get("decided_on")),
    }
    return [("legacy_cluster", columns)]


def _inspection(row: EntryRow, held: Held, teller: Teller) -> Built:
    """What is remedied later corrects the row: the finding holds from the inspection on."""
    key = row_key(row, held, teller.reporter)
    columns: dict[str, Any] = _known(held.inspections, row.code, "inspection_key", key) or {
        "inspection_key": key,
        "cluster_code": row.code,
    }
    columns |= {k: v for k, v in row.values.items() if k != "name"}
    columns |= {
        "reporter": teller.reporter,
        "source_key": teller.source_key,
        "valid": valid_range(row.values["inspected_on"]),
    }
    return [("inspection", columns)]


RECORDS = {
    "project": _project,
    "lot": _lot,
    "lease": _lease,
    "support": _support,
    "need": _need,
    "legacy": _legacy,
    "inspection": _inspection,
}
