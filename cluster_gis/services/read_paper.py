"""Everything that the papers of a proposal say: content, check, base, opinions, documents.

Nothing is stored. A paper of a revision speaks of that revision and of the check made with it; of
a draft, of the check made now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from cluster_gis.domain.proposals import ChangeSet, Item
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.law.documents import LawVersion, version_on
from cluster_gis.services.describe_proposal import newest_content
from cluster_gis.services.plan_totals import HeldPlan, held_plan
from cluster_gis.services.proposal_facts import commune_of
from cluster_gis.services.proposal_standing import check_now, ground_of
from cluster_gis.services.read_map import MapQuestion, MapRecords, read_ground
from cluster_gis.services.read_proposal_map import proposal_records
from cluster_gis.storage.queries.facts import Row, states_on
from cluster_gis.storage.queries.proposal_base import unit_record
from cluster_gis.storage.queries.proposal_review import attachments_of, opinions_of, papers_of
from cluster_gis.storage.queries.proposals import Proposal, events_of, revisions_of
from cluster_gis.storage.queries.provinces import find_province

#: UTM zone for outlines that were not measured.
_UTM_48N = 3405


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperItem:
    """One change. state: its cluster in the register; entry: its line in the plan; None = none.

    found: its part of the check. commune: name of the commune asked for, before: of the register.
    """

    item: Item
    found: Mapping[str, Any]
    state: Row | None
    entry: RowMapping | None
    commune: str | None
    commune_before: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """A proposal on a day. revision: number of what is spoken of, None = the draft.

    answer: of the check. moves: name of a move -> its last event. on: day of the paper.
    """

    proposal: Proposal
    content: ChangeSet
    revision: int | None
    on: date
    law: LawVersion | None
    answer: Mapping[str, Any]
    items: Sequence[PaperItem]
    unit: RowMapping | None
    province_name: str
    province_short: str
    plan: HeldPlan
    opinions: Sequence[RowMapping]
    papers: Sequence[RowMapping]
    attachments: Sequence[RowMapping]
    moves: Mapping[str, RowMapping]


def read_paper(
    session: Session, proposal: Proposal, *, on: date, revision: int | None = None
) -> PaperFacts:
    """What the papers of the proposal say; raises InvalidInput for a revision that is not there."""
    revisions = revisions_of(session, proposal.id)
    content, number = newest_content(session, proposal), None
    if content is not proposal.draft:
        number = revisions[-1].number
    answer: Mapping[str, Any] | None = None
    if revision is not None:
        chosen = next((one for one in revisions if one.number == revision), None)
        if chosen is None:
            raise InvalidInput(
                N_("{field} is {value}; the proposal has {count} revisions."),
                field="revision",
                value=revision,
                count=len(revisions),
            )
        content, number, answer = chosen.content, chosen.number, chosen.findings
    if answer is None:
        answer = check_now(session, proposal, content, today=on).answer
    ground = ground_of(session, proposal, today=on)
    province = find_province(session, proposal.province_key, revision=ground.revision)
    plan = held_plan(session, content, ground)
    states = states_on(session, on=on, revision=ground.revision, codes=content.codes)
    found = {one["key"]: one for one in answer["items"]}
    items = []
    for item in content.items:
        state = states.get(item.cluster_code or "")
        asked = commune_of(session, item, ground) if state is None else None
        asked = item.values.get("commune_key") or asked
        before = None if state is None else state["commune_key"]
        items.append(
            PaperItem(
                item=item,
                found=found.get(item.key, {}),
                state=state,
                entry=plan.entries.get(item.cluster_code or ""),
                commune=_unit_name(session, asked or before, ground.revision),
                commune_before=_unit_name(session, before, ground.revision),
            )
        )
    return PaperFacts(
        proposal=proposal,
        content=content,
        revision=number,
        on=on,
        law=version_on(ground.on),
        answer=answer,
        items=items,
        unit=unit_record(session, proposal.unit_key, ground.revision),
        province_name="" if province is None else province.name,
        province_short="" if province is None else province.short_name,
        plan=plan,
        opinions=opinions_of(session, proposal.id),
        papers=papers_of(session, proposal.id),
        attachments=attachments_of(session, proposal.id),
        moves={row["move"]: row for row in events_of(session, proposal.id)},
    )


def _unit_name(session: Session, key: str | None, revision: int) -> str | None:
    found = None if key is None else unit_record(session, key, revision)
    return None if found is None else str(found["name"])


def read_paper_map(
    session: Session, facts: PaperFacts, question: MapQuestion, *, item_key: str | None = None
) -> MapRecords:
    """The proposal map of one item, the first with an outline; raises InvalidInput without one."""
    outlined = [one.item for one in facts.items if one.item.outline is not None]
    item = next((one for one in outlined if item_key in (None, one.key)), None)
    if item is None or item.outline is None:
        raise InvalidInput(
            N_("{field}: no item of this proposal has a boundary to draw."), field="item"
        )
    outline = item.outline
    return proposal_records(
        session,
        read_ground(session, question),
        after=outline.geometry,
        area_ha=outline.area_ha,
        srid=outline.measuring_srid or _UTM_48N,
        code=item.cluster_code,
    )
