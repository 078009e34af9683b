"""Undo a decision by another decision: a draft that takes an approved proposal back.

Nothing is erased. The draft goes the way of every proposal; when it is approved, the facts that
the first decision set are those of before again, from the day of the second one.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.proposal_fields import ItemKind
from cluster_gis.domain.proposal_moves import State
from cluster_gis.domain.proposals import ChangeSet, Item
from cluster_gis.errors import Conflict
from cluster_gis.i18n import N_
from cluster_gis.services.decision_rows import changed_columns
from cluster_gis.services.write_proposal import Writer, start_proposal
from cluster_gis.storage.queries.facts import Row, states_on
from cluster_gis.storage.queries.proposal_base import HeldBoundary, boundaries_held
from cluster_gis.storage.queries.proposals import (
    Proposal,
    events_of,
    get_proposal,
    last_revision_of,
)

#: What takes an item back. An establishment is annulled as an adjustment of the cluster.
REVERSE = {
    ItemKind.ADD: ItemKind.WITHDRAW,
    ItemKind.WITHDRAW: ItemKind.ADD,
    ItemKind.ADJUST: ItemKind.ADJUST,
    ItemKind.ESTABLISH: ItemKind.ADJUST,
    ItemKind.EXPAND: ItemKind.ADJUST,
}


def start_undo(session: Session, proposal_id: int, writer: Writer, *, reason: str) -> int:
    """A draft that takes the approved proposal back; returns its id. The caller commits."""
    undone = get_proposal(session, proposal_id)
    if undone.state is not State.APPROVED:
        raise Conflict(N_("Only an approved proposal can be taken back."))
    content = _decided(session, undone)
    codes = codes_of(session, undone)
    before = _states_before(session, undone, list(codes.values()))
    items = [
        _reversed(item, codes[item.key], before.get(codes[item.key])) for item in content.items
    ]
    draft = ChangeSet(
        title=f"Bãi bỏ: {content.title}",
        grounds=reason.strip(),
        plan_key=content.plan_key,
        items=tuple(items),
    )
    return start_proposal(
        session, undone.unit_key, writer, content=draft.to_json(), undoes=proposal_id
    )


def codes_of(session: Session, proposal: Proposal) -> dict[str, str]:
    """Item key -> cluster code, as the approval wrote them."""
    approved = next(row for row in events_of(session, proposal.id) if row["move"] == "approve")
    return dict(approved["details"]["codes"])


def restored_columns(session: Session, undone: Proposal) -> dict[str, dict[str, Any]]:
    """Cluster code -> columns that the first decision set, with their values of before."""
    codes = codes_of(session, undone)
    before = _states_before(session, undone, list(codes.values()))
    restored: dict[str, dict[str, Any]] = {}
    for item in _decided(session, undone).items:
        state = before.get(codes[item.key])
        if state is not None:
            names = set(changed_columns(item)) | _with_decision(item)
            restored[codes[item.key]] = {name: state[name] for name in sorted(names)}
    return restored


def restored_boundaries(session: Session, undone: Proposal) -> dict[str, HeldBoundary | None]:
    """Cluster code -> the boundary of before the first decision; None = there was none."""
    codes = list(codes_of(session, undone).values())
    day, revision = _day_of(session, undone), _revision_before(undone)
    held = boundaries_held(session, codes, on=day, revision=revision)
    return {code: held.get(code) for code in codes}


def _with_decision(item: Item) -> set[str]:
    if item.kind is not ItemKind.ESTABLISH:
        return set()
    return {
        "decision_text",
        "decision_from",
        "decision_until",
        "decision_precision",
        "establishment_document_key",
    }


def _decided(session: Session, proposal: Proposal) -> ChangeSet:
    newest = last_revision_of(session, proposal.id)
    return proposal.draft if newest is None else newest.content


def _day_of(session: Session, proposal: Proposal) -> date:
    approved = next(row for row in events_of(session, proposal.id) if row["move"] == "approve")
    return date.fromisoformat(approved["document"]["signed_on"])


def _revision_before(proposal: Proposal) -> int:
    return (proposal.decided_revision or 1) - 1


def _states_before(session: Session, proposal: Proposal, codes: list[str]) -> Mapping[str, Row]:
    day = _day_of(session, proposal)
    return states_on(session, on=day, revision=_revision_before(proposal), codes=codes)


def _reversed(item: Item, code: str, before: Row | None) -> Item:
    values: dict[str, str] = {"basis": item.values.get("basis", "b")}
    if before is not None:
        values["name"] = before["name"]
        area = before["area_planned_ha"]
        if area is not None:
            values["area_ha"] = str(area)
    return Item(key=item.key, kind=REVERSE[item.kind], cluster_code=code, values=values)
