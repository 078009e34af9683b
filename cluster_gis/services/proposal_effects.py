"""What an approval writes: plan version, cluster states, boundaries, events, assessments.

Everything holds from the day the decision was signed; what held before is closed on that day. A
fact of the decision stands as a figure of its source beside the state, which points to it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.documents import document_key, document_kind
from cluster_gis.domain.proposal_fields import CLUSTER_KINDS, ItemKind
from cluster_gis.domain.proposal_moves import Document
from cluster_gis.domain.proposals import ChangeSet, Item
from cluster_gis.law.judge import judgement_to_json
from cluster_gis.services.plan_effects import PlanChange, plan_batches
from cluster_gis.services.plan_totals import held_plan
from cluster_gis.services.proposal_facts import Ground, JudgedItem, commune_of
from cluster_gis.services.proposal_outlines import code_of_name
from cluster_gis.storage.queries.facts import cluster_exists
from cluster_gis.storage.queries.proposal_base import (
    HeldBoundary,
    boundaries_held,
    point_inside,
    unit_record,
)
from cluster_gis.storage.queries.provinces import find_province
from cluster_gis.storage.queries.state_versions import Version, versions_of
from cluster_gis.storage.register import Batch, valid_range

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
#: The act of a held boundary that a planned outline may follow.
_BEFORE_ESTABLISHMENT = frozenset({"planned", "unknown"})


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


@dataclass(slots=True, kw_only=True)
class Effects:
    """Rows ready to be written in one revision. codes: item key -> cluster code."""

    batches: list[Batch] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    clusters: list[dict[str, Any]] = field(default_factory=list)
    cluster_sources: list[dict[str, Any]] = field(default_factory=list)
    plans: list[dict[str, Any]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    plan_version_key: str | None = None

    def add(self, table: str, rows: Sequence[Mapping[str, Any]], *, close: bool = False) -> None:
        """Queue rows; an empty list is nothing."""
        if rows:
            mode = "close" if close else "write"
            self.batches.append(Batch(table=table, rows=list(rows), mode=mode))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What an undone decision had changed, as it was before, by cluster code.

    boundaries: None = there was none.
    """

    columns: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    boundaries: Mapping[str, HeldBoundary | None] = field(default_factory=dict)


def build_effects(
    session: Session,
    content: ChangeSet,
    judged: Sequence[JudgedItem],
    ground: Ground,
    decision: Decision,
    *,
    restored: Restored | None = None,
) -> Effects:
    """Everything the decision writes; nothing is written here. restored: of an undone decision."""
    back = restored or Restored()
    effects = Effects()
    _papers(effects, decision)
    effects.codes = _codes(session, content, ground, effects, decision)
    versions = versions_of(session, content.codes, revision=ground.revision)
    held = boundaries_held(session, content.codes, on=decision.on, revision=ground.revision)
    events, boundaries, closed = [], [], []
    for one in judged:
        item, code = one.item, effects.codes[one.item.key]
        known = versions.get(code, [])
        if known:
            columns = changed_columns(item) | dict(back.columns.get(code, {}))
            _change_states(effects, item, code, known, decision, columns)
        else:
            effects.add("cluster_state", [_first_state(session, item, code, ground, decision)])
        before = held.get(code)
        if code in back.boundaries:
            former = back.boundaries[code]
            if former is not None:
                boundaries.append(_former_boundary(former, decision))
            elif before is not None:
                closed.append({"cluster_code": code, "valid": valid_range(decision.on)})
        elif item.kind is ItemKind.WITHDRAW:
            if before is not None:
                closed.append({"cluster_code": code, "valid": valid_range(decision.on)})
        elif _takes_outline(item, None if before is None else before.act):
            boundaries.append(_boundary(item, code, decision))
        area_before = None if one.state is None else one.state["area_established_ha"]
        area_before = area_before or (None if one.state is None else one.state["area_planned_ha"])
        events.append(_event(item, code, one, decision, area_before))
    effects.add("cluster_boundary", closed, close=True)
    effects.add("cluster_boundary", boundaries)
    effects.add("cluster_event", events)
    effects.add("assessment", [_assessment(one, effects, ground, decision) for one in judged])
    if content.changes_plan:
        plan = held_plan(session, content, ground)
        change = PlanChange(
            proposal_id=decision.proposal_id,
            document_number=decision.document.number,
            document_key=decision.key,
            source_key=decision.source_key,
            on=decision.on,
            province_key=ground.province_key,
            place=decision.place,
        )
        written = plan_batches(plan, content, effects.codes, change)
        effects.batches += written.batches
        effects.plans += written.plans
        effects.plan_version_key = written.version_key
    return effects


def _papers(effects: Effects, decision: Decision) -> None:
    document = decision.document
    effects.sources.append(
        {
            "source_key": decision.source_key,
            "dataset": "proposal",
            "title": f"{document.number} ({document.signed_on:%d/%m/%Y})",
            "publisher": None,
            "url": None,
            "published_on": document.signed_on.isoformat(),
            "licence": None,
        }
    )
    effects.add(
        "legal_document",
        [
            {
                "document_key": decision.key,
                "kind": document_kind(document.number),
                "issuer": None,
                "title": document.number,
                "signed_from": document.signed_on,
                "signed_until": document.signed_on,
                "signed_precision": "day",
                "note": f"signed by {document.signer}" if document.signer else None,
                "source_key": decision.source_key,
            }
        ],
    )


def _codes(
    session: Session, content: ChangeSet, ground: Ground, effects: Effects, decision: Decision
) -> dict[str, str]:
    """Codes of all items; a new cluster gets one that no other has."""
    province = find_province(session, ground.province_key, revision=ground.revision)
    slug = "x" if province is None else province.slug
    codes: dict[str, str] = {}
    for item in content.items:
        code = item.cluster_code
        if code is None:
            wanted = code_of_name(item.name or "", slug)
            code, number = wanted, 1
            while cluster_exists(session, code) or code in codes.values():
                number += 1
                code = f"{wanted}-{number}"
            effects.clusters.append({"code": code, "source_key": decision.source_key})
        codes[item.key] = code
        effects.cluster_sources.append({"cluster_code": code, "source_key": decision.source_key})
    return codes


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


def _decision_columns(item: Item, decision: Decision) -> dict[str, Any]:
    if item.kind is not ItemKind.ESTABLISH:
        return {}
    return {
        "decision_text": decision.document.number,
        "decision_from": decision.on,
        "decision_until": decision.on,
        "decision_precision": "day",
        "establishment_document_key": decision.key,
    }


def _change_states(
    effects: Effects,
    item: Item,
    code: str,
    versions: Sequence[Version],
    decision: Decision,
    columns: Mapping[str, Any],
) -> None:
    """The state as it was, with what the decision changes, from its day on."""
    figures, keys = _figures(code, columns, decision)
    effects.add("cluster_figure", figures)
    rows = []
    for version in versions:
        if not version.overlaps(decision.on, None):
            continue
        since = max(day for day in (decision.on, version.begins) if day)
        held = {
            name: key
            for name, key in dict(version.columns["figures"] or {}).items()
            if name not in columns
        }
        row = {**version.columns, **columns, **_decision_columns(item, decision)}
        row |= {"figures": held | keys, "valid": valid_range(since, version.ends)}
        if since == decision.on:
            row |= {"start_basis": "decision", "start_precision": "day"}
        rows.append(row)
    effects.add("cluster_state", rows)


def _figures(
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


def _first_state(
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
        **_decision_columns(item, decision),
    }


def _takes_outline(item: Item, act_held: str | None) -> bool:
    """Whether the outline becomes the boundary: a planned one never follows an established one."""
    if item.outline is None or not item.outline.usable:
        return False
    return item.kind in CLUSTER_KINDS or act_held is None or act_held in _BEFORE_ESTABLISHMENT


def _boundary(item: Item, code: str, decision: Decision) -> dict[str, Any]:
    outline = item.outline
    assert outline is not None  # noqa: S101 - asked for by `_takes_outline`
    return {
        "cluster_code": code,
        "source_geom": outline.source,
        "source_format": outline.source_format,
        "measuring_srid": outline.measuring_srid,
        "quality": outline.quality,
        "act": ACT_OF[item.kind],
        "document_key": decision.key,
        "start_precision": "day",
        "start_basis": "decision",
        "source_key": decision.source_key,
        "valid": valid_range(decision.on),
    }


def _former_boundary(former: HeldBoundary, decision: Decision) -> dict[str, Any]:
    return {
        "cluster_code": former.cluster_code,
        "source_geom": former.source,
        "source_format": former.source_format,
        "measuring_srid": former.measuring_srid,
        "quality": former.quality,
        "act": former.act,
        "document_key": decision.key,
        "start_precision": "day",
        "start_basis": "decision",
        "source_key": decision.source_key,
        "valid": valid_range(decision.on),
    }


def _event(
    item: Item, code: str, judged: JudgedItem, decision: Decision, area_before: Decimal | None
) -> dict[str, Any]:
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


def _assessment(
    judged: JudgedItem, effects: Effects, ground: Ground, decision: Decision
) -> dict[str, Any]:
    """The judgement as it was when it was decided."""
    printed = judgement_to_json(judged.judged)
    own = {path: {"source_key": decision.source_key} for path in judged.from_item}
    return {
        "cluster_code": effects.codes[judged.item.key],
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
