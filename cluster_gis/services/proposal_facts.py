"""Cases of the law engine for the items of a proposal: the register's facts, and what is proposed.

What an item does not say stays as the register has it; of a new cluster it stays unknown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.facts import Adjustment, Case, ClusterFacts, Investor
from cluster_gis.domain.proposal_fields import ItemKind
from cluster_gis.domain.proposals import ChangeSet, Item
from cluster_gis.law.judge import judge_case
from cluster_gis.law.judgement import Judgement
from cluster_gis.services.register_cases import RegisterCase, register_cases
from cluster_gis.services.unit_clusters import (
    Provinces,
    read_provinces,
    settings_of,
    unit_clusters_of,
)
from cluster_gis.storage.queries.facts import Row, states_on
from cluster_gis.storage.queries.proposal_base import unit_record

#: The area an item is judged by.
AREA_OF_KIND = {
    ItemKind.ADD: "area_planned_ha",
    ItemKind.ESTABLISH: "area_established_ha",
    ItemKind.EXPAND: "area_after_expansion_ha",
}
_SAME_NAME = (
    "kind",
    "industrial_land_ha",
    "service_area_ha",
    "craft_industrial_land_ha",
    "documented_demand_ha",
    "residents_inside",
    "land_use_plan_fits",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedItem:
    """An item with its case, its judgement, and the state of its cluster in the register.

    from_item: paths of the facts that the proposal itself states.
    """

    item: Item
    case: Case
    judged: Judgement
    state: Row | None
    provenance: Mapping[str, Mapping[str, Any]]
    from_item: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where and when a change set is judged. on: day of the law; facts_on: day of the facts.

    unit_level: of the proposing unit; None = not looked up yet.
    """

    province_key: str
    unit_key: str
    on: date
    facts_on: date
    revision: int
    unit_level: str | None = None


def judge_items(session: Session, content: ChangeSet, ground: Ground) -> list[JudgedItem]:
    """Every item under the law of `ground.on`, in order."""
    codes = [item.cluster_code for item in content.items if item.cluster_code]
    states: Mapping[str, Row] = {}
    if codes:
        states = states_on(session, on=ground.facts_on, revision=ground.revision, codes=codes)
    known: dict[str, RegisterCase] = {}
    for procedure in content.procedures:
        asked = [i.cluster_code for i in content.items if i.procedure == procedure]
        known_codes = [code for code in asked if code is not None]
        if not known_codes:
            continue  # a dozen statements for nothing
        cases = register_cases(
            session,
            known_codes,
            procedure=procedure,
            on=ground.on,
            facts_on=ground.facts_on,
            revision=ground.revision,
        )
        known.update({case.code: case for case in cases})
    provinces: Provinces | None = None
    judged = []
    for item in content.items:
        base = known.get(item.cluster_code or "")
        if base is None:
            provinces = provinces or read_provinces(
                session,
                on=ground.on,
                facts_on=ground.facts_on,
                revision=ground.revision,
                keys=[ground.province_key],
            )
            base = _new_cluster(session, item, ground, provinces)
        judged.append(_judge(item, base, states.get(item.cluster_code or "")))
    return judged


def _new_cluster(
    session: Session, item: Item, ground: Ground, provinces: Provinces
) -> RegisterCase:
    """A cluster that the register does not have: only its unit and its province are known."""
    state: Any = {
        "cluster_code": item.cluster_code or "",
        "province_key": ground.province_key,
        "commune_key": commune_of(session, item, ground),
        "former_district_key": None,
        "former_province_key": None,
    }
    settings = settings_of(state, provinces)
    listed = unit_clusters_of(state, provinces, on=ground.on, agg_unit=settings.agg_unit)
    case = Case(
        procedure=item.procedure,
        on=ground.on,
        cluster=ClusterFacts(commune=state["commune_key"]),
        unit_clusters=None if listed is None else listed[0],
        settings=settings,
    )
    provenance: dict[str, Mapping[str, Any]] = {}
    if listed is not None:
        provenance["facts.unit_clusters"] = {"source_key": listed[1]["source_key"]}
    return RegisterCase(code=item.cluster_code or "", case=case, provenance=provenance, known=False)


def commune_of(session: Session, item: Item, ground: Ground) -> str | None:
    """The commune of a new cluster: as stated, else the proposing unit when it is a commune."""
    stated = item.values.get("commune_key")
    if stated is not None:
        return stated
    level = ground.unit_level
    if level is None:
        unit = unit_record(session, ground.unit_key, ground.revision)
        level = None if unit is None else unit["level"]
    return ground.unit_key if level == "commune" else None


def _judge(item: Item, base: RegisterCase, state: Row | None) -> JudgedItem:
    said: list[str] = []
    values = _stated(item, base.case.cluster)
    said += [f"facts.cluster.{name}" for name in values]
    cluster = replace(base.case.cluster, **values)
    spread: dict[str, Decimal] = dict(base.case.area_spread_ha)
    column = AREA_OF_KIND.get(item.kind)
    outline = item.outline
    if column is not None and outline is not None and outline.area_ha is not None:
        asked = values.get(column)
        if asked is not None:
            spread[f"facts.cluster.{column}"] = abs(asked - outline.area_ha)
    case = replace(
        base.case,
        cluster=cluster,
        investor=_investor(item, base.case.investor, said),
        candidates=tuple(item.candidates) or base.case.candidates,
        adjustment=_adjustment(item, state),
        area_spread_ha=spread,
    )
    return JudgedItem(
        item=item,
        case=case,
        judged=judge_case(case),
        state=state,
        provenance={k: v for k, v in base.provenance.items() if k not in said},
        from_item=tuple(said),
    )


def _stated(item: Item, base: ClusterFacts) -> dict[str, Any]:
    values: dict[str, Any] = {}
    # The fill rate of an expansion is that of the cluster as it is; its industrial land is stated
    # as it will be, which only the share of craft producers is measured by.
    as_it_is = (
        item.kind is ItemKind.EXPAND
        and base.industrial_land_ha is not None
        and "craft_industrial_land_ha" not in item.values
    )
    for name in _SAME_NAME:
        text = item.values.get(name)
        if text is None or (as_it_is and name == "industrial_land_ha"):
            continue
        if name == "kind":
            values[name] = text
        elif name == "residents_inside":
            values[name] = int(text)
        elif name == "land_use_plan_fits":
            values[name] = item.yes_no(name)
        else:
            values[name] = Decimal(text)
    column = AREA_OF_KIND.get(item.kind)
    if column is not None and item.area_ha is not None:
        values[column] = item.area_ha
    if item.outline is not None and item.outline.usable:
        values["has_boundary"] = True
    if item.values.get("commune_key"):
        values["commune"] = item.values["commune_key"]
    if item.kind is ItemKind.ADD:
        values["status"] = "planned"
    return values


def _investor(item: Item, base: Investor, said: list[str]) -> Investor:
    names = ("legal_status", "capacity", "experience", "requests")
    values: dict[str, Any] = {
        name: item.yes_no(f"investor_{name}") for name in names if f"investor_{name}" in item.values
    }
    if item.values.get("investor"):
        values["identified"] = True
    said += [f"facts.investor.{name}" for name in values]
    return replace(base, **values)


def _adjustment(item: Item, state: Row | None) -> Adjustment:
    """The change of the plan's entry. A commune that is not named is the one it has."""
    if item.kind not in (ItemKind.ADD, ItemKind.ADJUST, ItemKind.WITHDRAW):
        return Adjustment()
    same_commune: bool | None = None
    if item.kind is ItemKind.ADJUST and state is not None:
        stated = item.values.get("commune_key")
        same_commune = stated is None or stated == state["commune_key"]
    conversion = item.values.get("conversion_solution")
    return Adjustment(
        planned_ha=None if state is None else state["area_planned_ha"],
        proposed_ha=item.area_ha if item.kind is ItemKind.ADJUST else None,
        same_commune=same_commune,
        same_district=True if same_commune else None,
        conversion_solution=True if conversion else None,
        basis=item.values.get("basis"),
    )


def verdict_of(judged: Sequence[JudgedItem]) -> str:
    """The worst verdict of the items, in the law's order; "pass" when all pass."""
    verdicts = [one.judged.verdict.value for one in judged]
    for worst in ("fail", "not_enough_data", "needs_review"):
        if worst in verdicts:
            return worst
    return "pass"
