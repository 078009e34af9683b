"""Approve a proposal: the plan, the clusters and the proposal change in one transaction.

The register is locked first, so that what is compared with the appraisal is what is written over.
When the base changed since the appraisal nothing is written: the conflict is said, and the
department appraises again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.proposal_moves import Details, advance, get_move
from cluster_gis.domain.proposals import ChangeSet
from cluster_gis.errors import InvalidInput, NotFound, Stale
from cluster_gis.i18n import N_, Phrases
from cluster_gis.services.check_proposal import ProposalCheck
from cluster_gis.services.decision_rows import Decision
from cluster_gis.services.move_proposal import finish_move, record_paper
from cluster_gis.services.plan_totals import held_plan
from cluster_gis.services.proposal_effects import Effects, Restored, build_effects
from cluster_gis.services.proposal_move_effects import Moving, finish_clock
from cluster_gis.services.proposal_standing import (
    check_now,
    ground_of,
    standing_of,
    submitted_content,
)
from cluster_gis.services.undo_decision import restored_boundaries, restored_columns
from cluster_gis.services.write_proposal import Writer, place_of, require_version
from cluster_gis.storage.queries.proposal_base import boundaries_changed_under, plan_changed
from cluster_gis.storage.queries.proposals import Proposal, get_proposal
from cluster_gis.storage.queries.provinces import find_province
from cluster_gis.storage.queries.staging_changes import clusters_changed, lock_register
from cluster_gis.storage.register import insert_missing, revision_at, write_versions

#: Tables whose versions of a named cluster are the base of an appraisal.
BASE_TABLES = ("cluster_state", "cluster_boundary", "plan_entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseChange:
    """Something that changed since the appraisal. what: msgid with values."""

    what: str
    values: Mapping[str, Any]


def approve_proposal(
    session: Session,
    proposal_id: int,
    given: Details,
    writer: Writer,
    *,
    expected: int | None,
) -> Proposal:
    """Approve and apply; returns the proposal as decided. The caller commits.

    Raises what `move_proposal` raises, and Stale when the base changed since the appraisal.
    """
    proposal = get_proposal(session, proposal_id, lock=True)
    require_version(session, proposal, expected)
    move = get_move("approve")
    place = place_of(session, proposal, writer.on)
    to = advance(standing_of(session, proposal), move, given, writer.actor, place, writer.on)
    lock_register(session)  # what is compared now is still so when it is written
    moving = Moving(
        session=session, proposal=proposal, move=move, given=given, writer=writer, place=place
    )
    content = submitted_content(session, proposal)
    check = check_now(session, proposal, content, today=writer.on)
    changes = base_changes(session, proposal, content, check, today=writer.on)
    if changes:
        raise Stale(
            N_("The base changed since the appraisal; appraise again: {what}"),
            what=Phrases((change.what, change.values) for change in changes),
        )
    record_paper(moving)
    effects, revision = _write(session, proposal, content, check, moving)
    finish_clock(moving)
    moving.values |= {
        "decided_revision": revision,
        "plan_version_key": effects.plan_version_key,
    }
    moving.details |= {
        "codes": effects.codes,
        "revision": revision,
        "plan_version": effects.plan_version_key,
        "verdict": check.verdict,
    }
    return finish_move(moving, to)


def base_changes(
    session: Session,
    proposal: Proposal,
    content: ChangeSet,
    check: ProposalCheck,
    *,
    today: date,
) -> list[BaseChange]:
    """What changed of the base since the appraisal; empty = the appraisal still stands."""
    since = proposal.base_revision or 0
    found = (
        []
        if since == revision_at(session)
        else _facts_changed(session, proposal, content, since, today)
    )
    appraised = (proposal.appraisal or {}).get("verdicts", {})
    # Also of a register that nobody wrote: a fact may hold from a day that has come since.
    for key, verdicts in check.verdicts.items():
        before = appraised.get(key, {})
        found += [
            BaseChange(
                what=N_("{rule}: {before} at the appraisal, {after} now"),
                values={"rule": rule, "before": before.get(rule), "after": verdict},
            )
            for rule, verdict in verdicts.items()
            if before.get(rule) != verdict and rule != "*"
        ]
    return found


def _facts_changed(
    session: Session, proposal: Proposal, content: ChangeSet, since: int, today: date
) -> list[BaseChange]:
    """What was written after that revision of the clusters, the land and the plan it names."""
    found = [
        BaseChange(what=N_("cluster {code} was changed"), values={"code": code})
        for code in clusters_changed(session, BASE_TABLES, content.codes, since=since)
    ]
    outlines = [json.dumps(i.outline.geometry) for i in content.items if i.outline is not None]
    found += [
        BaseChange(
            what=N_("the boundary of {code} changed on the same land"), values={"code": code}
        )
        for code in boundaries_changed_under(session, outlines, own=content.codes, since=since)
    ]
    if content.changes_plan:
        ground = ground_of(session, proposal, today=today)
        plan = held_plan(session, content, ground)
        if plan.plan_key is not None and plan_changed(session, plan.plan_key, since=since):
            found.append(BaseChange(what=N_("the plan has a newer version"), values={}))
    return found


def _write(
    session: Session,
    proposal: Proposal,
    content: ChangeSet,
    check: ProposalCheck,
    moving: Moving,
) -> tuple[Effects, int]:
    document = moving.given.document
    if document is None:
        raise InvalidInput(
            N_("{field}: number and day of the paper are expected."), field="document"
        )
    if proposal.law_on is not None and document.signed_on < proposal.law_on:
        raise InvalidInput(
            N_("{field} is {value}; expected a day on or after the submission, {first}."),
            field="document.signed_on",
            value=f"{document.signed_on:%d/%m/%Y}",
            first=f"{proposal.law_on:%d/%m/%Y}",
        )
    ground = ground_of(session, proposal, today=moving.on)
    province = find_province(session, proposal.province_key, revision=ground.revision)
    if province is None:
        raise NotFound(
            N_("There is no administrative unit {key}."), key=repr(proposal.province_key)
        )
    decision = Decision(proposal_id=proposal.id, document=document, place=province.short_name)
    restored = None
    if proposal.undoes is not None:
        undone = get_proposal(session, proposal.undoes)
        restored = Restored(
            columns=restored_columns(session, undone),
            boundaries=restored_boundaries(session, undone),
        )
    effects = build_effects(session, content, check.judged, ground, decision, restored=restored)
    _insert_identities(session, effects)
    revision = write_versions(
        session,
        by=moving.writer.by,
        reason=f"proposal {proposal.id}: {document.number}",
        batches=effects.batches,
    )
    assert revision is not None  # noqa: S101 - the decision itself is always new
    return effects, revision


def _insert_identities(session: Session, effects: Effects) -> None:
    identities: Sequence[tuple[str, list[dict[str, Any]]]] = (
        ("source", effects.sources),
        ("industrial_cluster", effects.clusters),
        ("cluster_source", effects.cluster_sources),
        ("plan", effects.plans),
    )
    for table, rows in identities:
        insert_missing(session, table, rows)
