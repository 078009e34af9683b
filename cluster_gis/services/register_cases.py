"""Cases of the law engine built from the register, each fact with the source it came from.

What the register does not know stays None: no boundary stored is "not known", not "has none";
a list of works or of the unit's clusters that is not known to be complete stays open.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.facts import Case, ClusterFacts, Investor, Milestone, Settings, Work
from cluster_gis.services.unit_clusters import (
    Provinces,
    read_provinces,
    settings_of,
    unit_clusters_of,
)
from cluster_gis.storage.queries import facts

#: columns of cluster_state that are facts of the cluster under the same name
SAME_NAME = (
    "kind",
    "mountainous",
    "status",
    "area_planned_ha",
    "area_established_ha",
    "area_detailed_ha",
    "industrial_land_ha",
    "leased_industrial_land_ha",
    "licensed_not_leased_ha",
    "craft_industrial_land_ha",
    "service_area_ha",
    "residents_inside",
    "clearance_completed",
    "land_use_plan_fits",
)
#: act of a boundary -> the column whose area it measures
AREA_OF_ACT = {
    "planned": "area_planned_ha",
    "established": "area_established_ha",
    "detailed": "area_detailed_ha",
    "expanded": "area_after_expansion_ha",
}
SOURCE_NAMES = ("source_key", "title", "url", "published_on")
NOT_IN_PLAN = frozenset({"withdrawn", "after_period"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCase:
    """A case, and path of each known fact -> {source_key, title, url, published_on, as_of, ...}.

    known: False when the register has no state of the cluster on the day of the facts.
    """

    code: str
    case: Case
    provenance: Mapping[str, Mapping[str, Any]]
    known: bool


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """Everything read, once, for all clusters asked for."""

    states: Mapping[str, facts.Row]
    figures: Mapping[str, facts.Row]
    boundaries: Mapping[str, facts.Row]
    plan_entries: Mapping[str, list[facts.Row]]
    works: Mapping[str, list[facts.Row]]
    milestones: Mapping[str, list[facts.Row]]
    sources: Mapping[str, dict[str, Any]]
    provinces: Provinces


def register_cases(
    session: Session,
    codes: Collection[str],
    *,
    procedure: str,
    on: date,
    facts_on: date,
    revision: int,
) -> Iterator[RegisterCase]:
    """One case a code, in the order given: the law of `on`, the facts that held on `facts_on`."""
    known = _read(session, codes, on=on, facts_on=facts_on, revision=revision)
    for code in codes:
        yield _case(code, known, procedure, on)


def _read(
    session: Session, codes: Collection[str], *, on: date, facts_on: date, revision: int
) -> _Knowledge:
    states = facts.states_on(session, on=facts_on, revision=revision, codes=codes)
    boundaries = facts.boundaries_on(session, on=facts_on, revision=revision, codes=codes)
    plan_entries = facts.plan_entries_on(session, on=facts_on, revision=revision, codes=codes)
    works = facts.works_on(session, on=facts_on, revision=revision, codes=codes)
    provinces = read_provinces(
        session,
        on=on,
        facts_on=facts_on,
        revision=revision,
        keys={row["province_key"] for row in states.values()},
    )
    milestones = facts.milestones_known(session, revision=revision, on=facts_on, codes=codes)
    keys = {row["source_key"] for row in (*states.values(), *boundaries.values())}
    keys.update(row["source_key"] for row in provinces.complete.values())
    for group in (plan_entries, works, milestones):
        keys.update(row["source_key"] for rows in group.values() for row in rows)
    return _Knowledge(
        states=states,
        figures=facts.adopted_figures(session, revision=revision, codes=codes),
        boundaries=boundaries,
        plan_entries=plan_entries,
        works=works,
        milestones=milestones,
        sources={
            key: {name: row[name] for name in SOURCE_NAMES}
            for key, row in facts.sources_of(session, keys).items()
        },
        provinces=provinces,
    )


def _case(code: str, known: _Knowledge, procedure: str, on: date) -> RegisterCase:
    state = known.states.get(code)
    provenance: dict[str, Mapping[str, Any]] = {}
    values: dict[str, Any] = {}
    if state is not None:
        for name in SAME_NAME:
            if state[name] is not None:
                values[name] = state[name]
                provenance[f"facts.cluster.{name}"] = _origin(name, state, known)
        for name, column in (
            ("commune", "commune_key"),
            ("former_district", "former_district_key"),
        ):
            if state[column] is not None:
                values[name] = state[column]
                provenance[f"facts.cluster.{name}"] = _source(state["source_key"], known)
    _in_plan(code, state, known, values, provenance)
    spread: dict[str, Decimal] = {}
    if (boundary := known.boundaries.get(code)) is not None:
        values["has_boundary"] = True
        provenance["facts.cluster.has_boundary"] = _source(boundary["source_key"], known) | {
            "quality": boundary["quality"]
        }
        spread = _measured_area(boundary, known, values, provenance)
    investor = Investor()
    if state is not None and state["infrastructure_investor"]:
        investor = Investor(identified=True)
        provenance["facts.investor.identified"] = _origin("infrastructure_investor", state, known)
    settings = Settings() if state is None else settings_of(state, known.provinces)
    unit_clusters = None
    if state is not None:
        listed = unit_clusters_of(state, known.provinces, on=on, agg_unit=settings.agg_unit)
        if listed is not None:
            unit_clusters, statement = listed
            provenance["facts.unit_clusters"] = _source(statement["source_key"], known) | {
                "stated_by": statement["stated_by"]
            }
    case = Case(
        procedure=procedure,
        on=on,
        cluster=ClusterFacts(**values),
        unit_clusters=unit_clusters,
        settings=settings,
        works=_works(known.works.get(code, []), known, provenance),
        investor=investor,
        milestones=_milestones(known.milestones.get(code, []), known, provenance),
        area_spread_ha=spread,
    )
    return RegisterCase(code=code, case=case, provenance=provenance, known=state is not None)


def _in_plan(
    code: str,
    state: facts.Row | None,
    known: _Knowledge,
    values: dict[str, Any],
    provenance: dict[str, Mapping[str, Any]],
) -> None:
    """In the approved plan: as the state says, else by entries of the plan versions in force."""
    path = "facts.cluster.in_approved_plan"
    entries = known.plan_entries.get(code, [])
    if state is not None and state["in_approved_plan"] is not None:
        values["in_approved_plan"] = state["in_approved_plan"]
        provenance[path] = _origin("in_approved_plan", state, known)
    elif entries:
        values["in_approved_plan"] = any(row["change"] not in NOT_IN_PLAN for row in entries)
        provenance[path] = _source(entries[0]["source_key"], known) | {"plan": entries[0]["title"]}


def _measured_area(
    boundary: facts.Row,
    known: _Knowledge,
    values: dict[str, Any],
    provenance: dict[str, Mapping[str, Any]],
) -> dict[str, Decimal]:
    """The area of the act the boundary belongs to, and how far its figures lie apart (hectares).

    The decision's figure is judged where there is one; else the measured area. The spread is the
    widest difference among decision, planar and geodesic area of the same act.
    """
    column = AREA_OF_ACT.get(boundary["act"])
    if column is None:
        return {}
    path = f"facts.cluster.{column}"
    if column not in values:
        values[column] = boundary["area_ha"]
        provenance[path] = _source(boundary["source_key"], known) | {
            "method": boundary["area_method"]
        }
    measured = (boundary["area_ha"], boundary["area_geodesic_ha"])
    return {path: max(abs(values[column] - area) for area in measured)}


def _works(
    rows: list[facts.Row], known: _Knowledge, provenance: dict[str, Mapping[str, Any]]
) -> tuple[Work, ...] | None:
    if not rows:
        return None
    provenance["facts.works"] = _source(rows[0]["source_key"], known)
    return tuple(
        Work(type=row["work_type"], completed=row["completed"], in_operation=row["in_operation"])
        for row in rows
    )


def _milestones(
    rows: list[facts.Row], known: _Knowledge, provenance: dict[str, Mapping[str, Any]]
) -> tuple[Milestone, ...] | None:
    if not rows:
        return None
    provenance["facts.milestones"] = _source(rows[0]["source_key"], known)
    return tuple(Milestone(name=row["name"], due=row["due"], done=row["done"]) for row in rows)


def _origin(name: str, state: facts.Row, known: _Knowledge) -> dict[str, Any]:
    """The adopted figure's source when one is recorded, else the source of the whole state."""
    figure = known.figures.get(state["figures"].get(name, ""))
    if figure is None:
        origin = _source(state["source_key"], known)
        return origin | {"basis": state["status_basis"]} if name == "status" else origin
    origin = {k: figure[k] for k in SOURCE_NAMES}
    if figure["qualifier"]:
        origin["qualifier"] = figure["qualifier"]
    if figure["as_of_from"]:
        origin["as_of"] = figure["as_of_from"].isoformat()
        origin["as_of_precision"] = figure["as_of_precision"]
    return origin


def _source(key: str, known: _Knowledge) -> dict[str, Any]:
    """The source as it is shown: one record, shared by the facts it gave; never written to."""
    return known.sources.get(key) or {"source_key": key}
