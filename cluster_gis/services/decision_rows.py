"""Rows that a decision writes for one item: states, figures, boundary, event, assessment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.documents import document_key
from cluster_gis.domain.proposal_fields import CLUSTER_KINDS, ItemKind
from cluster_gis.domain.proposal_moves import Document
from cluster_gis.domain.proposals import Item, Outline
from cluster_gis.law.judge import judgement_to_json
from cluster_gis.services.proposal_facts import Ground, JudgedItem, commune_of
from cluster_gis.storage.queries.proposal_base import HeldBoundary, point_inside, unit_record
from cluster_gis.storage.register import valid_range

EVENT_OF = {
    ItemKind.ADD: "added_to_plan",
    ItemKind.ADJUST: "adjusted_or_widened",
    ItemKind.WITHDRAW: "withdrawn",
    ItemKind.ESTABLISH: "established",
    ItemKind.EXPAND: "expanded",
}

ACT_OF = {
    ItemKind.ADD: "planned",
    ItemKind.ADJUST: "planned",
    ItemKind.ESTABLISH: "established",
    ItemKind.EXPAND: "expanded",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The paper that decides, and who it belongs to."""

    proposal_id: int
    document: Document
    place: str

    @property
    def on(self) -> date:
        """The day from which everything holds."""
        return self.document.signed_on

    @property
    def key(self) -> str:
        """Key of the legal document."""
        return document_key(self.document.number, self.place, self.on.year)

    @property
    def source_key(self) -> str:
        """Key of the source that the new facts name."""
        return f"proposal:{self.proposal_id}:{self.document.number}"


def changed_columns(item: Item) -> dict[str, Any]:
    """Columns of cluster_state that the decision sets; what the item does not say stays."""
    columns: dict[str, Any] = {}
    if item.kind is ItemKind.WITHDRAW:
        return {"status": "withdrawn", "status_basis": "stated", "in_approved_plan": False}
    if item.name:
        columns["name"] = item.name
    for name, column in (
        ("kind", "kind"),
        ("sectors", "sectors"),
        ("investor", "infrastructure_investor"),
        ("commune_key", "commune_key"),
    ):
        if item.values.get(name):
            columns[column] = item.values[name]
    for name in ("industrial_land_ha", "service_area_ha", "craft_industrial_land_ha"):
        if name in item.values:
            columns[name] = Decimal(item.values[name])
    if "residents_inside" in item.values:
        columns["residents_inside"] = int(item.values["residents_inside"])
    if "land_use_plan_fits" in item.values:
        columns["land_use_plan_fits"] = item.yes_no("land_use_plan_fits")
    if item.area_ha is not None:
        established = item.kind in CLUSTER_KINDS
        columns["area_established_ha" if established else "area_planned_ha"] = item.area_ha
    if item.kind is ItemKind.ADD:
        columns |= {"status": "planned", "status_basis": "stated", "in_approved_plan": True}
    if item.kind is ItemKind.ESTABLISH:
        columns |= {"status": "established", "status_basis": "stated"}
    if item.kind in CLUSTER_KINDS and "capital_vnd" in item.values:
        columns["total_investment_vnd"] = Decimal(item.values["capital_vnd"])
    return columns


def decision_columns(item: Item, decision: Decision) -> dict[str, Any]:
    """Columns that name the decision of an establishment; none for the other kinds."""
    if item.kind is not ItemKind.ESTABLISH:
        return {}
    return {
        "decision_text": decision.document.number,
        "decision_from": decision.on,
        "decision_until": decision.on,
        "decision_precision": "day",
        "establishment_document_key": decision.key,
    }


def figure_rows(
    code: str, columns: Mapping[str, Any], decision: Decision
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Stated figures of the decision, and column -> key of the figure the state adopts."""
    rows, keys = [], {}
    for name, value in columns.items():
        if name in ("status_basis", "commune_key") or value is None:
            continue
        key = f"{code}/{name}/{decision.source_key}"
        row: dict[str, Any] = {
            "figure_key": key,
            "cluster_code": code,
            "field": name,
            "as_of_from": decision.on,
            "as_of_until": decision.on,
            "as_of_precision": "day",
            "adopted": True,
            "source_key": decision.source_key,
        }
        if isinstance(value, bool):
            row["value_text"] = "true" if value else "false"
        elif isinstance(value, Decimal | int):
            unit = {"ha": "ha", "nd": "VND"}.get(name[-2:])
            row |= {"value": value, "unit": unit}
        else:
            row["value_text"] = str(value)
        rows.append(row)
        keys[name] = key
    return rows, keys


def first_state(
    session: Session, item: Item, code: str, ground: Ground, decision: Decision
) -> dict[str, Any]:
    """The first state of a new cluster: it begins with the decision, nothing is known before."""
    commune_key = commune_of(session, item, ground)
    commune = None if commune_key is None else unit_record(session, commune_key, ground.revision)
    place: dict[str, Any] = {"place": None, "place_basis": "none", "place_label": None}
    if item.outline is not None:
        point = point_inside(session, json.dumps(item.outline.geometry))
        place = {"place": point, "place_basis": "site", "place_label": item.name}
    elif commune is not None and commune["place"] is not None:
        place = {
            "place": commune["place"],
            "place_basis": "commune",
            "place_label": commune["name"],
        }
    return {
        "cluster_code": code,
        "mountainous": None,
        "province_key": ground.province_key,
        "new_commune_text": None if commune is None else commune["name"],
        "start_precision": "day",
        "start_basis": "decision",
        "figures": {},
        "source_key": decision.source_key,
        "valid": valid_range(decision.on),
        "commune_key": commune_key,
        **place,
        **changed_columns(item),
        **decision_columns(item, decision),
    }


def boundary_row(
    code: str, line: Outline | HeldBoundary, act: str, decision: Decision
) -> dict[str, Any]:
    """The boundary from the day of the decision on: an outline proposed, or one held before."""
    return {
        "cluster_code": code,
        "source_geom": line.source,
        "source_format": line.source_format,
        "measuring_srid": line.measuring_srid,
        "quality": line.quality,
        "act": act,
        "document_key": decision.key,
        "start_precision": "day",
        "start_basis": "decision",
        "source_key": decision.source_key,
        "valid": valid_range(decision.on),
    }


def event_row(
    item: Item, code: str, judged: JudgedItem, decision: Decision, area_before: Decimal | None
) -> dict[str, Any]:
    """The event in the history of the cluster."""
    name = item.name or (judged.state["name"] if judged.state else code)
    return {
        "event_key": f"{code}/proposal-{decision.proposal_id}/{item.kind.value}",
        "cluster_code": code,
        "cluster_name": name,
        "event_type": EVENT_OF[item.kind],
        "happened_from": decision.on,
        "happened_until": decision.on,
        "happened_precision": "day",
        "area_before_ha": area_before,
        "area_after_ha": None if item.kind is ItemKind.WITHDRAW else item.area_ha,
        "document_key": decision.key,
        "source_key": decision.source_key,
    }


def assessment_row(
    judged: JudgedItem, codes: Mapping[str, str], ground: Ground, decision: Decision
) -> dict[str, Any]:
    """The judgement as it was when it was decided."""
    printed = judgement_to_json(judged.judged)
    own = {path: {"source_key": decision.source_key} for path in judged.from_item}
    return {
        "cluster_code": codes[judged.item.key],
        "procedure": judged.item.procedure,
        "on_date": ground.on,
        "law_version": printed["law_version"] or "none",
        "verdict": printed["verdict"],
        "register_revision": ground.revision,
        "state_known": judged.state is not None,
        "provenance": {**{k: dict(v) for k, v in judged.provenance.items()}, **own},
        "findings": printed["findings"],
        "deadlines": printed["deadlines"],
        "notices": printed["notices"],
    }
