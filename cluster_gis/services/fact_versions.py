"""New values of a cluster's facts as versions of the register; used by lists and corrections.

The state is written anew for the days the value holds, everything else of it as it was; the value
stands as a stated figure of its source beside, and the state points to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.amount import Amount
from cluster_gis.domain.date_span import DateBasis, DateSpan
from cluster_gis.domain.documents import document_key, document_kind
from cluster_gis.domain.list_columns import BY_KEY
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.load_clusters import span_columns
from cluster_gis.storage.queries.state_versions import Version, units_named
from cluster_gis.storage.register import Changes, valid_range

#: Units of stated figures.
UNITS = {"area": "ha", "money": "VND"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFacts:
    """Facts of one cluster from one source.

    values: key of the list's column -> Amount, DateSpan, int or text; None = not known any more.
    since, until: days [since, until) for which they hold; None = always. basis: of that first day.
    as_of: the day the source speaks of. place: short name of the province, for keys of documents.
    """

    code: str
    values: Mapping[str, Any]
    since: date | None
    source_key: str
    as_of: DateSpan
    until: date | None = None
    basis: DateBasis = "known_no_later_than"
    precision: str = "day"
    note: str | None = None
    place: str = ""


def is_stated_only(value: Any) -> bool:
    """A range or "under 5" is kept as stated: it is no one number for the state."""
    return isinstance(value, Amount) and (
        value.value_max is not None or value.qualifier in ("under", "range")
    )


def write_facts(
    session: Session, changes: Changes, facts: NewFacts, versions: Sequence[Version]
) -> None:
    """Queue the versions in `changes`; raises InvalidInput when no state holds on those days."""
    touched = [v for v in versions if v.overlaps(facts.since, facts.until)]
    if not touched:
        first = min((v.begins for v in versions if v.begins), default=None)
        raise InvalidInput(
            N_("{field}: the register knows no state of {code} then; the first is of {first}."),
            field="valid from",
            code=facts.code,
            first=first or "-",
        )
    figures, keys = _figures(facts)
    changes.add("cluster_figure", figures)
    for version in touched:
        columns = _columns(session, changes, facts, version)
        held = dict(version.columns["figures"] or {})
        for key in facts.values:
            held.pop(key, None)
            if key in keys:
                held[key] = keys[key]
        since = max((d for d in (facts.since, version.begins) if d), default=None)
        until = min((d for d in (facts.until, version.ends) if d), default=None)
        row = {**version.columns, **columns, "figures": held, "valid": valid_range(since, until)}
        if since != version.begins:
            row |= {"start_basis": facts.basis, "start_precision": facts.precision}
        changes.add("cluster_state", [row])


def _figures(facts: NewFacts) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Rows of cluster_figure, and column -> key of the figure the state adopts."""
    rows, keys = [], {}
    for key, value in facts.values.items():
        if value is None:
            continue
        adopted = not is_stated_only(value)
        figure_key = f"{facts.code}/{key}/{facts.source_key}/{facts.since or 'always'}"
        rows.append(
            {
                "figure_key": figure_key,
                "cluster_code": facts.code,
                "field": key,
                **_stated(key, value),
                **span_columns("as_of", facts.as_of),
                "adopted": adopted,
                "note": facts.note,
                "source_key": facts.source_key,
            }
        )
        if adopted:
            keys[key] = figure_key
    return rows, keys


def _stated(key: str, value: Any) -> dict[str, Any]:
    unit = UNITS.get(BY_KEY[key].kind)
    if isinstance(value, Amount):
        if value.qualifier == "under":
            return {"value_text": f"< {value.value}", "unit": unit}
        return {
            "value": value.value,
            "value_max": value.value_max,
            "qualifier": value.qualifier,
            "unit": unit,
        }
    if isinstance(value, int):
        return {"value": value}
    start = value.start if isinstance(value, DateSpan) else None
    return {"value_text": start.isoformat() if start is not None else str(value)}


def _columns(
    session: Session, changes: Changes, facts: NewFacts, version: Version
) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for key, value in facts.values.items():
        if is_stated_only(value):
            continue
        if key == "decision_date":
            columns |= span_columns("decision", value or DateSpan())
        elif isinstance(value, Amount):
            columns[key] = value.value
        else:
            columns[key] = value
    if "status" in columns:
        columns["status_basis"] = "stated" if columns["status"] else "not_known"
    if {"decision_text", "decision_date"} & set(facts.values):
        columns |= _document(changes, facts, {**version.columns, **columns})
    if columns.get("new_commune_text"):
        columns |= commune_columns(session, columns["new_commune_text"], version.columns)
    if columns.get("district_text"):
        columns |= district_columns(session, columns["district_text"], version.columns)
    return columns


def _document(changes: Changes, facts: NewFacts, state: Mapping[str, Any]) -> dict[str, Any]:
    """The decision of establishment as a legal document, when it has a number of its own."""
    number = state["decision_text"]
    if not number or "/" not in number or "(" in number:
        return {"establishment_document_key": None}
    signed = DateSpan()
    if state["decision_from"] is not None:
        last = state["decision_until"] or state["decision_from"]
        signed = DateSpan(
            state["decision_from"],
            date.fromordinal(last.toordinal() + 1),
            state["decision_precision"],
        )
    key = document_key(number, facts.place, signed.start.year if signed.start else None)
    document = {
        "document_key": key,
        "kind": document_kind(number),
        "title": f"{number}: thành lập {state['name']}",
        **span_columns("signed", signed),
        "source_key": facts.source_key,
    }
    if not any(
        row["document_key"] == key
        for batch in changes.batches
        if batch.table == "legal_document"
        for row in batch.rows
    ):
        changes.add("legal_document", [document])
    return {"establishment_document_key": key}


def commune_columns(session: Session, name: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """Where a commune of 2025 is; raises InvalidInput when the province has none of that name."""
    provinces = [state["province_key"]]
    found = units_named(session, name, system="2025", level="commune", provinces=provinces)
    if not found:
        raise InvalidInput(
            N_("{field}: the province has no commune, ward or special zone called {value}."),
            field="new_commune_text",
            value=repr(name),
        )
    unit = found[0]
    columns = {"new_commune_text": unit["name"], "commune_key": unit["unit_key"]}
    if unit["place"] is not None:
        columns |= {"place": unit["place"], "place_basis": "new_commune"}
        columns["place_label"] = unit["name"]
    return columns


def district_columns(session: Session, name: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """The key of a former district; raises InvalidInput when there was none of that name."""
    provinces = [state["former_province_key"]]
    found = units_named(session, name, system="pre2025", level="district", provinces=provinces)
    if not found:
        raise InvalidInput(
            N_("{field}: the former province had no district called {value}."),
            field="district_text",
            value=repr(name),
        )
    return {"district_text": name, "former_district_key": found[0]["unit_key"]}
