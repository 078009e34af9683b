"""A province's list of clusters as an office keeps it: every column of a day, on both clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.amount import Amount
from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.list_columns import COLUMNS, ListColumn
from cluster_gis.services.list_words import milestone_line, work_line
from cluster_gis.storage.queries.cluster_list import ClusterFilter, list_clusters
from cluster_gis.storage.queries.clusters import ClusterAt
from cluster_gis.storage.queries.facts import Row, adopted_figures, milestones_known, states_on
from cluster_gis.storage.queries.list_works import works_listed


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """One cluster of the list.

    values: column key -> Amount (ha, VND, per cent), DateSpan, int, code of a choice, or text as
    recorded; a key that is absent = not known. state: the row that holds on the day, None = none.
    """

    code: str
    values: Mapping[str, Any]
    state: Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterList:
    """The list and what it is a list of. province: its name; None = several provinces.

    filters: (label msgid, value) of what was asked for beside the province.
    """

    entries: Sequence[ListEntry]
    province: str | None
    as_of: date
    known_at: datetime | None
    revision: int
    register: str
    filters: Sequence[tuple[str, str]] = ()


def read_cluster_list(
    session: Session,
    wanted: ClusterFilter,
    *,
    as_of: date,
    revision: int,
    language: str,
    order: str = "name",
    descending: bool = False,
) -> list[ListEntry]:
    """The clusters wanted with every column of the list, in one of the orders of the page.

    language: of the words that tell of works and milestones.
    """
    rows = list_clusters(
        session, wanted, as_of=as_of, revision=revision, order=order, descending=descending
    )
    codes = [row.code for row in rows]
    states = states_on(session, on=as_of, revision=revision, codes=codes)
    figures = adopted_figures(session, revision=revision, codes=codes)
    works = works_listed(session, as_of=as_of, revision=revision)
    milestones = milestones_known(session, revision=revision, on=as_of, codes=codes)
    entries = []
    for row in rows:
        state = states.get(row.code)
        values = _values(row, state, figures)
        if row.code in works:
            values["works"] = "\n".join(work_line(work, language) for work in works[row.code])
        if row.code in milestones:
            lines = [milestone_line(dict(one), language) for one in milestones[row.code]]
            values["milestones"] = "\n".join(lines)
        entries.append(ListEntry(code=row.code, values=values, state=state))
    return entries


def _values(row: ClusterAt, state: Row | None, figures: Mapping[str, Row]) -> dict[str, Any]:
    values: dict[str, Any] = {"code": row.code, "name": row.name}
    for column in COLUMNS:
        value = state_value(column, dict(state), figures) if state is not None else None
        if value is not None:
            values[column.key] = value
    values["new_commune_text"] = row.new_commune_text or row.commune_name
    if state is None:
        values |= {"commune_text": row.commune_text, "district_text": row.district_text}
    if row.fill_rate_pct is not None:
        values["fill_rate_pct"] = Amount(row.fill_rate_pct, unit="pct")
    values["source"] = row.source_url or row.source_title
    return {key: value for key, value in values.items() if value is not None}


def state_value(
    column: ListColumn, state: Mapping[str, Any], figures: Mapping[str, Row] | None = None
) -> Any:
    """What a state row says in a column of the list; None = not known, or not of the state."""
    if column.key == "decision_date":
        return _decision_date(state)
    value = state.get(column.key)
    if value is None or column.kind not in ("area", "money"):
        return value
    figure = (figures or {}).get((state["figures"] or {}).get(column.key, ""))
    qualifier = figure["qualifier"] if figure is not None else None
    return Amount(
        Decimal(value),
        qualifier=qualifier if qualifier in ("about", "nearly", "over") else None,
        unit="ha" if column.kind == "area" else "vnd",
    )


def _decision_date(state: Mapping[str, Any]) -> DateSpan | None:
    start, until = state["decision_from"], state["decision_until"]
    if start is None:
        return None
    last = until or start
    return DateSpan(start, date.fromordinal(last.toordinal() + 1), state["decision_precision"])
