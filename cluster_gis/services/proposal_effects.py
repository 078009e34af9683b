"""What an approval writes: plan version, cluster states, boundaries, events, assessments.

Everything holds from the day the decision was signed; what held before is closed on that day. A
fact of the decision stands as a figure of its source beside the state, which points to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.documents import document_kind
from cluster_gis.domain.proposal_fields import CLUSTER_KINDS, ItemKind
from cluster_gis.domain.proposals import ChangeSet, Item, Outline
from cluster_gis.services.decision_rows import (
    ACT_OF,
    Decision,
    assessment_row,
    boundary_row,
    changed_columns,
    decision_columns,
    event_row,
    figure_rows,
    first_state,
)
from cluster_gis.services.plan_effects import PlanChange, plan_batches
from cluster_gis.services.plan_totals import held_plan
from cluster_gis.services.proposal_facts import Ground, JudgedItem
from cluster_gis.services.proposal_outlines import code_of_name
from cluster_gis.storage.queries.facts import cluster_exists
from cluster_gis.storage.queries.proposal_base import HeldBoundary, boundaries_held
from cluster_gis.storage.queries.provinces import find_province
from cluster_gis.storage.queries.state_versions import Version, versions_of
from cluster_gis.storage.register import Batch, valid_range

#: The act of a held boundary that a planned outline may follow.
_BEFORE_ESTABLISHMENT = frozenset({"planned", "unknown"})


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
            effects.add("cluster_state", [first_state(session, item, code, ground, decision)])
        before = held.get(code)
        if code in back.boundaries:
            former = back.boundaries[code]
            if former is not None:
                boundaries.append(boundary_row(code, former, former.act, decision))
            elif before is not None:
                closed.append({"cluster_code": code, "valid": valid_range(decision.on)})
        elif item.kind is ItemKind.WITHDRAW:
            if before is not None:
                closed.append({"cluster_code": code, "valid": valid_range(decision.on)})
        elif outline := _outline_taken(item, None if before is None else before.act):
            boundaries.append(boundary_row(code, outline, ACT_OF[item.kind], decision))
        area_before = None if one.state is None else one.state["area_established_ha"]
        area_before = area_before or (None if one.state is None else one.state["area_planned_ha"])
        events.append(event_row(item, code, one, decision, area_before))
    effects.add("cluster_boundary", closed, close=True)
    effects.add("cluster_boundary", boundaries)
    effects.add("cluster_event", events)
    effects.add(
        "assessment", [assessment_row(one, effects.codes, ground, decision) for one in judged]
    )
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


def _change_states(
    effects: Effects,
    item: Item,
    code: str,
    versions: Sequence[Version],
    decision: Decision,
    columns: Mapping[str, Any],
) -> None:
    """The state as it was, with what the decision changes, from its day on."""
    figures, keys = figure_rows(code, columns, decision)
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
        row = {**version.columns, **columns, **decision_columns(item, decision)}
        row |= {"figures": held | keys, "valid": valid_range(since, version.ends)}
        if since == decision.on:
            row |= {"start_basis": "decision", "start_precision": "day"}
        rows.append(row)
    effects.add("cluster_state", rows)


def _outline_taken(item: Item, act_held: str | None) -> Outline | None:
    """The outline that becomes the boundary: a planned one never follows an established one."""
    if item.outline is None or not item.outline.usable:
        return None
    follows = act_held is None or act_held in _BEFORE_ESTABLISHMENT
    return item.outline if item.kind in CLUSTER_KINDS or follows else None
