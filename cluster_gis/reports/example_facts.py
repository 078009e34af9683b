"""An invented case that meets every condition, and what else each of its facts could be.

Used by the rule book to show a rule at work; nothing here is a real cluster. Areas in hectares.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cluster_gis.domain.facts import (
    BASES,
    KINDS,
    STATUSES,
    WORK_TYPES,
    Adjustment,
    Candidate,
    Case,
    ClusterFacts,
    Environment,
    Investor,
    Milestone,
    Override,
    UnitCluster,
    Work,
)
from cluster_gis.law.rule import Rule, Version

#: A step beyond a limit that still counts: the law compares unrounded.
STEP = Decimal("0.0001")
HUNDRED, TWO = Decimal(100), Decimal(2)
INDUSTRIAL = Decimal(40)
AREA = Decimal(50)
#: codes a fact may have; units of the province's decision are not tried.
CODES: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS,
    "status": STATUSES,
    "basis": BASES,
    "commune": (),
    "former_district": (),
    "overrides": (),
    "agg_unit": (),
    "land_plan": (),
    "tolerance": (),
}
COUNTS = (None, 0, 1, 5, 10)
YES_NO = (True, False, None)


def complying_case(procedure: str, on: date) -> Case:
    """Every fact known, every condition met."""
    return Case(
        procedure=procedure,
        on=on,
        cluster=ClusterFacts(
            kind="ordinary",
            mountainous=False,
            status="operating" if procedure in ("operate", "expand") else "planned",
            area_planned_ha=AREA,
            area_established_ha=AREA,
            area_detailed_ha=AREA,
            area_after_expansion_ha=Decimal(60),
            industrial_land_ha=INDUSTRIAL,
            leased_industrial_land_ha=Decimal(32),
            licensed_not_leased_ha=Decimal(0),
            craft_industrial_land_ha=Decimal(36),
            same_sector_industrial_land_ha=Decimal(36),
            supporting_industrial_land_ha=Decimal(36),
            hightech_industrial_land_ha=Decimal(36),
            sme_reserved_ha=Decimal(4),
            service_area_ha=Decimal(4),
            documented_demand_ha=Decimal(0),
            residents_inside=0,
            in_approved_plan=True,
            clearance_completed=True,
            land_use_plan_fits=True,
            has_boundary=True,
            commune="A",
            former_district="B",
        ),
        unit_clusters=_unit(("100", "80")),
        works=_works(WORK_TYPES),
        investor=Investor(
            identified=True,
            legal_status=True,
            capacity=True,
            experience=True,
            assigned_unit=False,
            requests=True,
        ),
        candidates=_candidates((12, 12, 24, 32)),
        adjustment=Adjustment(
            planned_ha=AREA,
            proposed_ha=Decimal(53),
            same_commune=True,
            same_district=True,
            conversion_solution=True,
            basis="a",
        ),
        environment=Environment(
            wastewater_central_in_operation=True,
            connected_establishments=10,
            establishments=10,
            new_wastewater_project=False,
            environment_officers=1,
            industrial_wastewater_m3_per_day=Decimal(120),
            environmental_permit=True,
            storm_drain_outlets=0,
        ),
        milestones=(_road(on, done=on),),
    )


def with_fact(case: Case, path: str, value: Any) -> Case:
    """The case with the fact at a path ("facts.cluster.kind", "facts.works") replaced."""
    _, record, *name = path.partition("[")[0].split(".")
    changed = replace(getattr(case, record), **{name[0]: value}) if name else value
    return replace(case, **{record: changed})


def fact_at(case: Case, path: str) -> Any:
    """The value at a path."""
    _, record, *name = path.partition("[")[0].split(".")
    found = getattr(case, record)
    return getattr(found, name[0]) if name else found


def situations(case: Case, rule: Rule, version: Version) -> Iterator[Case]:
    """The complying case, and others in which guarded rules speak."""
    yield case
    for kind in KINDS[1:]:
        yield with_fact(case, "facts.cluster.kind", kind)
    yield with_fact(case, "facts.cluster.status", "pre_regulation")
    yield with_fact(case, "facts.cluster.clearance_completed", False)
    yield with_fact(case, "facts.environment.wastewater_central_in_operation", False)
    yield with_fact(case, "facts.cluster.leased_industrial_land_ha", Decimal(4))
    if rule.local:
        limit = version.limit.threshold
        decision = Override(
            rule=rule.id,
            threshold=limit if isinstance(limit, Decimal) else Decimal(1),
            document=version.document,
            locator=version.locator,
            effective_from=version.effective_from,
        )
        yield with_fact(case, "facts.settings.overrides", (decision,))


def other_values(case: Case, path: str, version: Version) -> Iterable[Any]:
    """What else the fact at a path could be: not known, each code, the limits and a step away."""
    name = path.partition("[")[0].rpartition(".")[2]
    if name in CODES:
        return (None, *CODES[name]) if CODES[name] else ()
    lists: Mapping[str, Callable[[], Iterable[Any]]] = {
        "unit_clusters": lambda: _unit_lists(version),
        "works": _work_lists,
        "candidates": _candidate_lists,
        "milestones": lambda: _schedules(case.on),
    }
    if name in lists:
        return lists[name]()
    value = fact_at(case, path)
    if isinstance(value, Decimal) or name.endswith("_ha"):
        return (None, *_numbers(case, version))
    return COUNTS if type(value) is int else YES_NO


def _numbers(case: Case, version: Version) -> Iterator[Decimal]:
    """Amounts that stand exactly at a limit of the version, read as hectares or as a share."""
    planned, area = case.adjustment.planned_ha or AREA, case.cluster.area_established_ha or AREA
    yield Decimal(0)
    for limit in version.limits:
        if not isinstance(limit.threshold, Decimal):
            continue
        share = limit.threshold if limit.unit == "ratio" else limit.threshold / HUNDRED
        for exact in (
            limit.threshold,
            share * INDUSTRIAL,
            share * area,
            planned + limit.threshold,
        ):
            yield from (exact, exact + STEP, max(exact - STEP, Decimal(0)))
    yield from (INDUSTRIAL, Decimal(100), Decimal(99), Decimal(200))


def _unit_lists(version: Version) -> Iterator[tuple[UnitCluster, ...] | None]:
    yield from (None, (), _unit(("100", "80")), _unit(("200", "40")), _unit(("100", None)))
    for limit in version.limits:
        if isinstance(limit.threshold, Decimal) and limit.unit == "ha":
            half = limit.threshold
            yield _unit((str(half * TWO), str(half)))
            yield _unit((str(half * TWO + STEP), str(half)))
            yield _unit((str(half * TWO - STEP), str(half)))


def _unit(*figures: tuple[str, str | None]) -> tuple[UnitCluster, ...]:
    return tuple(
        UnitCluster(
            code=f"CCN {number}",
            industrial_land_ha=Decimal(land),
            leased_industrial_land_ha=None if leased is None else Decimal(leased),
        )
        for number, (land, leased) in enumerate(figures, 1)
    )


def _works(done: Iterable[str], *, open_ones: Iterable[str] = ()) -> tuple[Work, ...]:
    return tuple(
        Work(type=kind, planned=True, completed=state, in_operation=state)
        for state, kinds in ((True, done), (False, open_ones))
        for kind in kinds
    )


def _work_lists() -> Iterator[tuple[Work, ...] | None]:
    essential = ("road", "water_supply", "wastewater_collection")
    yield from (None, _works(essential), _works(essential, open_ones=["wastewater_treatment"]))


def _candidates(
    *scores: tuple[int | str, int | str, int | str, int | str],
) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            name="ABCDE"[place],
            plan=Decimal(plan),
            environment_management=Decimal(environment),
            capacity_experience=Decimal(capacity),
            finance=Decimal(finance),
        )
        for place, (plan, environment, capacity, finance) in enumerate(scores)
    )


def _candidate_lists() -> Iterator[tuple[Candidate, ...] | None]:
    yield None
    yield _candidates((10, 10, 10, 20))
    yield _candidates((10, 10, 10, "19.9"))
    yield _candidates((16, 10, 20, 20))
    yield _candidates((12, 12, 24, 32), (12, 12, 24, 32))


def _road(due: date, *, done: date | None = None) -> Milestone:
    return Milestone(name="road", due=due, done=done)


def _schedules(on: date) -> Iterator[tuple[Milestone, ...] | None]:
    yield None
    yield (_road(on),)
    yield (_road(on - timedelta(days=1)),)
    yield (_road(on - timedelta(days=300)),)
    yield (_road(on - timedelta(days=800)),)
