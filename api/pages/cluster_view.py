"""Everything the page of one cluster shows, put together from the register on two clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from cluster_gis.domain.labels import FIGURE
from cluster_gis.domain.land_balance import BalanceLine, balance_land
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.assess_cluster import Assessment, assess_clusters
from cluster_gis.services.check_topology import Neighbourhood, find_neighbourhood
from cluster_gis.storage.queries import cluster_record as record
from cluster_gis.storage.queries.clusters import find_cluster_at

#: The acts a cluster of a register can be in, in the order of its life.
PROCEDURES = ("plan_add", "establish", "expand", "operate")
#: Groups of findings that decide the verdict of a procedure.
DECIDING = ("condition", "plan", "operation")

Row = RowMapping


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure of the state, and what sources say of it.

    value: the adopted one, None = not known. adopted: the stated figure it came from, if told.
    others: stated figures of the same field that were not adopted.
    basis: the state's row, whose source stands in when `adopted` is None.
    """

    name: str
    value: Any
    adopted: Row | None
    others: Sequence[Row]
    basis: Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of the timeline. begins: None = not dated. future: after the day shown."""

    kind: str
    row: Row
    begins: date | None
    future: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterView:
    """The cluster on a day. state: None = not known on that day; latest: the nearest one known.

    fill_rate_pct: computed from leased and industrial land; None when one of them is not known.
    land: empty when the state is not known. around: None = no boundary to measure from.
    """

    code: str
    latest: Row
    state: Row | None
    figures: Sequence[FigureLine]
    more_figures: Mapping[str, Sequence[Row]]
    timeline: Sequence[Moment]
    works: Sequence[Row]
    progress: Mapping[str, Sequence[Row]]
    capital: Sequence[Row]
    milestones: Sequence[Row]
    land: Sequence[BalanceLine]
    lots: Sequence[Row]
    around: Neighbourhood | None
    plan_entries: Sequence[Row]
    boundary: Row | None
    units: Mapping[str, Row]
    lineage: Sequence[Row]
    documents: Mapping[str, Row]
    sources: Sequence[Row]
    assessments: Sequence[Assessment]
    fill_rate_pct: Any

    @property
    def name(self) -> str:
        """The name on the day, else the nearest one known."""
        name: str = (self.state or self.latest)["name"]
        return name

    @property
    def addresses(self) -> Mapping[str, str | None]:
        """Source key -> address of the page."""
        return {row["source_key"]: row["url"] for row in self.sources}

    @property
    def missing(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Fact that is not known -> (procedure, rule) pairs whose verdict waits for it."""
        waiting: dict[str, list[tuple[str, str]]] = {}
        for assessment in self.assessments:
            for finding in assessment.judgement["findings"]:
                deciding = finding["group"] in DECIDING
                if deciding and finding["verdict"] == "not_enough_data":
                    for path in finding["missing"]:
                        pair = (assessment.judgement["procedure"], finding["rule"])
                        waiting.setdefault(path, []).append(pair)
        return waiting


def read_cluster(
    session: Session, code: str, *, as_of: date, revision: int, known_at: Any = None
) -> ClusterView:
    """All that is known of the cluster; raises NotFound."""
    states = record.states_of(session, code, revision=revision)
    if not states:
        raise NotFound(N_("There is no cluster with code {code}."), code=code)
    published = find_cluster_at(session, code, as_of, revision)
    state = next((row for row in states if _holds(row, as_of)), None)
    latest = state or min(states, key=lambda row: _distance(row, as_of))
    figures = record.figures_of(session, code, as_of=as_of, revision=revision)
    works = record.works_of(session, code, as_of=as_of, revision=revision)
    entries = record.plan_entries_of(session, code, revision=revision)
    events = record.events_of(session, code, revision=revision)
    unit_keys = [
        latest[column]
        for column in (
            "province_key",
            "commune_key",
            "former_province_key",
            "former_district_key",
            "former_commune_key",
        )
        if latest[column]
    ]
    document_keys = {
        *(row["document_key"] for row in events if row["document_key"]),
        *(row["plan_document_key"] for row in entries if row["plan_document_key"]),
        *([latest["establishment_document_key"]] if latest["establishment_document_key"] else []),
    }
    assessments = [
        assessment
        for procedure in PROCEDURES
        for assessment in assess_clusters(
            session, [code], procedure=procedure, on=as_of, known_at=known_at
        )
    ]
    return ClusterView(
        code=code,
        latest=latest,
        state=state,
        figures=_figure_lines(state, figures),
        more_figures=_grouped((row for row in figures if row["field"] not in FIGURE), "field"),
        timeline=_timeline(states, events, as_of),
        works=works,
        progress=_grouped(
            record.progress_of(session, code, as_of=as_of, revision=revision), "work_key"
        ),
        capital=record.capital_of(session, code, as_of=as_of, revision=revision),
        milestones=record.milestones_of(session, code, as_of=as_of, revision=revision),
        land=balance_land(dict(state)) if state is not None else [],
        lots=record.lots_of(session, code, as_of=as_of, revision=revision),
        around=find_neighbourhood(session, code, as_of=as_of, revision=revision),
        plan_entries=entries,
        boundary=record.boundary_of(session, code, as_of=as_of, revision=revision),
        units=record.units_by_key(session, unit_keys, revision=revision),
        lineage=record.lineage_of(session, _old_units(latest), revision=revision),
        documents=record.documents_by_key(session, sorted(document_keys), revision=revision),
        sources=record.sources_of(session, code),
        assessments=assessments,
        fill_rate_pct=published.fill_rate_pct if published else None,
    )


def _holds(row: Row, day: date) -> bool:
    begins, ends = row["begins"], row["ends"]
    return (begins is None or begins <= day) and (ends is None or day < ends)


def _distance(row: Row, day: date) -> timedelta:
    begins, ends = row["begins"], row["ends"]
    after = begins - day if begins is not None and begins > day else None
    return after if after is not None else day - (ends or day)


def _old_units(row: Row) -> list[str]:
    """The narrowest unit of before 2025 that is known."""
    for column in ("former_commune_key", "former_district_key"):
        if row[column]:
            return [row[column]]
    return []


def _figure_lines(state: Row | None, figures: Sequence[Row]) -> list[FigureLine]:
    by_key = {row["figure_key"]: row for row in figures}
    by_field = _grouped(figures, "field")
    lines = []
    for name in FIGURE:
        stated = by_field.get(name, [])
        adopted = None
        value = None
        if state is not None and name in state:
            value = state[name]
            adopted = by_key.get((state["figures"] or {}).get(name, ""))
        if adopted is None:
            adopted = next((row for row in stated if row["adopted"]), None)
        if value is None and adopted is not None and (state is None or name not in state):
            value = adopted["value"]
        lines.append(
            FigureLine(
                name=name,
                value=value,
                adopted=adopted,
                others=[row for row in stated if row is not adopted],
                basis=state,
            )
        )
    return lines


def _timeline(states: Sequence[Row], events: Sequence[Row], as_of: date) -> list[Moment]:
    """States and events in one line of time, undated ones last."""
    moments = [
        Moment(
            kind="state",
            row=row,
            begins=row["begins"],
            future=row["begins"] is not None and row["begins"] > as_of,
        )
        for row in states
    ]
    moments += [
        Moment(
            kind="event",
            row=row,
            begins=row["happened_from"],
            future=row["happened_from"] is not None and row["happened_from"] > as_of,
        )
        for row in events
    ]
    return sorted(
        moments, key=lambda item: (item.begins is None, item.begins or date.min, item.kind)
    )


def _grouped(rows: Any, column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found
