"""Rows of progress into rows of the register; what is held of their clusters beside them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.labels import WORK_TYPE
from cluster_gis.domain.progress_entry import EntryRow, Held, Said
from cluster_gis.domain.progress_keys import row_key, work_key
from cluster_gis.domain.progress_words import MILESTONE_KIND
from cluster_gis.i18n import translator
from cluster_gis.services.record_rows import RECORDS, Built, Teller, given
from cluster_gis.storage import progress_tables as p
from cluster_gis.storage import tables as t
from cluster_gis.storage.queries import facts
from cluster_gis.storage.queries.progress_held import progress_rows, rows_of
from cluster_gis.storage.register import Changes, valid_range

_FULL = Decimal(100)


def read_held(session: Session, codes: Collection[str], *, day: date, revision: int) -> Held:
    """What the register holds of these clusters; rows of any day, states of `day`."""
    works = rows_of(session, t.infrastructure_work, codes, revision=revision)
    stones = rows_of(session, t.milestone, codes, revision=revision, on=day)
    projects = rows_of(session, p.enterprise_project, codes, revision=revision, on=day)
    leases = rows_of(session, p.land_lease, codes, revision=revision, on=day)
    grants = rows_of(session, p.support_grant, codes, revision=revision, on=day)
    lots = rows_of(session, t.land_lot, codes, revision=revision, on=day)
    needs = rows_of(session, p.support_need, codes, revision=revision, on=day)
    legacy = rows_of(session, p.legacy_cluster, codes, revision=revision, on=day)
    inspections = rows_of(session, p.inspection, codes, revision=revision)
    figures: dict[tuple[str, ...], list[Said]] = defaultdict(list)
    for rows in progress_rows(session, codes, revision=revision).values():
        for row in rows:
            if row["progress_pct"] is not None and row["as_of_until"] is not None:
                _note(figures, ("work", row["work_key"]), row, "progress_key", "progress_pct")
    for code, rows in rows_of(session, t.capital_amount, codes, revision=revision).items():
        for row in rows:
            if row["coverage"] == "cumulative" and row["work_key"] is None and row["as_of_until"]:
                fund = row["fund_source"] or ""
                _note(
                    figures, ("capital", code, row["kind"], fund), row, "capital_key", "amount_vnd"
                )
    for code, rows in rows_of(session, p.land_clearance, codes, revision=revision).items():
        for row in rows:
            if row["area_ha"] is not None and row["as_of_until"] is not None:
                _note(figures, ("clearance", code, row["measure"]), row, "clearance_key", "area_ha")
    states = facts.states_on(session, on=day, revision=revision, codes=codes)
    return Held(
        states={code: dict(state) for code, state in states.items()},
        works=works,
        milestones=stones,
        projects=projects,
        leases=leases,
        grants=grants,
        figures=figures,
        lots=lots,
        needs=needs,
        legacy=legacy,
        inspections=inspections,
    )


def _note(
    figures: dict[tuple[str, ...], list[Said]],
    name: tuple[str, ...],
    row: Mapping[str, Any],
    key: str,
    value: str,
) -> None:
    said = Said(key=row[key], day=row["as_of_until"], value=row[value], reporter=row["reporter"])
    figures[name].append(said)


def build_changes(rows: Sequence[EntryRow], held: Held, teller: Teller) -> Changes:
    """Rows of the register's tables, works before what is said of them; nothing is written."""
    tables: dict[str, list[dict[str, Any]]] = {}
    works: dict[str, dict[str, Any]] = {}
    for row in rows:
        for table, columns in _BUILD[row.kind](row, held, teller):
            if table == "infrastructure_work":  # many rows may tell of one work
                key = columns["work_key"]
                works[key] = works.get(key, {}) | columns
            else:
                tables.setdefault(table, []).append(columns)
    changes = Changes()
    changes.add("infrastructure_work", works.values())
    for table, found in tables.items():
        changes.add(table, found)
    return changes


def _said(row: EntryRow, teller: Teller) -> dict[str, Any]:
    """Columns of every statement of a day."""
    day: date = row.values["as_of"]
    return {
        "as_of_from": row.values.get("period_from", day),
        "as_of_until": day,
        "as_of_precision": "day",
        "reporter": teller.reporter,
        "source_key": teller.source_key,
        "valid": valid_range(day),
    }


def _work(row: EntryRow, held: Held, teller: Teller) -> Built:
    key = work_key(row, held)
    built: Built = []
    known = next(
        (
            w
            for w in held.works.get(row.code or "", ())
            if w["work_key"] == key and w["ends"] is None
        ),
        None,
    )
    described = {k: v for k, v in _described(row).items() if known is None or known[k] != v}
    if known is None or described:
        kind = row.values["work_type"]
        columns = (
            dict(known)
            if known is not None
            else {
                "work_key": key,
                "cluster_code": row.code,
                "work_type": kind,
                "common_work": kind != "other",
                "item": row.values.get("item") or translator("vi")(WORK_TYPE[kind]),
            }
        )
        since = row.values.get("as_of") if known is not None else None
        columns |= described | {"source_key": teller.source_key, "valid": valid_range(since)}
        for name in ("begins", "ends"):
            columns.pop(name, None)
        built.append(("infrastructure_work", columns))
    done = row.values.get("progress_pct")
    if done is not None or "in_operation" in row.values:
        built.append(
            (
                "work_progress",
                {
                    "progress_key": row_key(row, held, teller.reporter),
                    "work_key": key,
                    "progress_pct": done,
                    "completed": None if done is None else done == _FULL,
                    **given(row, "in_operation", "fall_reason", "note"),
                    **_said(row, teller),
                },
            )
        )
    return built


def _described(row: EntryRow) -> dict[str, Any]:
    """What the row says of the work itself, not of its progress."""
    found = given(row, "planned_capacity", "capacity_unit")
    for key in ("planned_start", "planned_end"):
        if key in row.values:
            found[f"{key}_text"] = row.values[key].isoformat()
    if "lon" in row.values:
        found["geom"] = f"SRID=4326;POINT({row.values['lon']} {row.values['lat']})"
    return found


def _capital(row: EntryRow, held: Held, teller: Teller) -> Built:
    columns = {
        "capital_key": row_key(row, held, teller.reporter),
        "cluster_code": row.code,
        **given(row, "kind", "fund_source", "coverage", "amount_vnd", "fall_reason", "note"),
        **_said(row, teller),
    }
    return [("capital_amount", columns)]


def _clearance(row: EntryRow, held: Held, teller: Teller) -> Built:
    columns = {
        "clearance_key": row_key(row, held, teller.reporter),
        "cluster_code": row.code,
        **given(row, "measure", "area_ha", "households", "amount_vnd", "fall_reason", "note"),
        **_said(row, teller),
    }
    return [("land_clearance", columns)]


def _infrastructure(row: EntryRow, held: Held, teller: Teller) -> Built:
    columns = {
        "statement_key": row_key(row, held, teller.reporter),
        "cluster_code": row.code,
        **given(row, "project_area_ha", "ready_land_ha", "note"),
        "document_key": row.values.get("document"),
        **_said(row, teller),
    }
    return [("infrastructure_statement", columns)]


def _wastewater(row: EntryRow, held: Held, teller: Teller) -> Built:
    plants = [
        w for w in held.works.get(row.code or "", ()) if w["work_type"] == "wastewater_treatment"
    ]
    columns = {
        "statement_key": row_key(row, held, teller.reporter),
        "cluster_code": row.code,
        "work_key": plants[0]["work_key"] if len(plants) == 1 else None,
        **{k: v for k, v in row.values.items() if k not in ("as_of", "name")},
        **_said(row, teller),
    }
    return [("wastewater_statement", columns)]


def _milestone(row: EntryRow, held: Held, teller: Teller) -> Built:
    """A new due day holds from the day told on (the schedule adjusted); what is done corrects."""
    key = row_key(row, held, teller.reporter)
    kind = row.values["kind"]
    stones = held.milestones.get(row.code or "", ())
    known = next((stone for stone in stones if stone["milestone_key"] == key), None)
    said = given(row, "due", "done", "cause", "reason")
    if known is not None and all(known[name] == value for name, value in said.items()):
        return []
    columns: dict[str, Any] = {
        "milestone_key": key,
        "cluster_code": row.code,
        "name": row.values.get("milestone_name") or translator("vi")(MILESTONE_KIND[kind]),
    }
    if known is not None:
        columns = {k: v for k, v in known.items() if k not in ("begins", "ends")}
    columns |= {
        "kind": kind,
        **said,
        "reporter": teller.reporter,
        "source_key": teller.source_key,
    }
    if "document" in row.values:
        columns["document_key"] = row.values["document"]
    valid = valid_range(None)
    if known is not None:
        moved = "due" in row.values and known["due"] not in (None, row.values["due"])
        valid = valid_range(row.values.get("as_of") if moved else known["begins"], known["ends"])
    return [("milestone", columns | {"valid": valid})]


_BUILD = {
    "work": _work,
    "capital": _capital,
    "clearance": _clearance,
    "infrastructure": _infrastructure,
    "wastewater": _wastewater,
    "milestone": _milestone,
    **RECORDS,
}
