"""Proposals and what hangs on them: read and written, never committed here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from cluster_gis.domain.access import Role, Scope, TerritoryKind
from cluster_gis.domain.proposal_moves import OPEN, State
from cluster_gis.domain.proposals import ChangeSet, read_content
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.storage.proposal_tables import clock, event, item, proposal, revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal as it stands. version: what a writer must name. law_on: legal day of submission.

    base_revision, appraised_*, appraisal: of the last appraisal; None before the first.
    """

    id: int
    province_key: str
    unit_key: str
    proposer_role: Role
    state: State
    version: int
    draft: ChangeSet
    law_on: date | None
    base_revision: int | None
    appraised_by: str | None
    appraisal_result: str | None
    appraised_verdict: str | None
    appraisal: Mapping[str, Any] | None
    undoes: int | None
    decided_revision: int | None
    plan_version_key: str | None
    created_by: str
    created_by_name: str
    created_at: datetime
    changed_by: str
    changed_at: datetime

    @property
    def title(self) -> str:
        """What it is called; its number until it has a title."""
        return self.draft.title or f"#{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What was submitted, as it was. findings: of the check made then."""

    number: int
    content: ChangeSet
    attachments: tuple[int, ...]
    findings: Mapping[str, Any]
    reason: str | None
    made_by: str
    made_at: datetime


def get_proposal(session: Session, proposal_id: int, *, lock: bool = False) -> Proposal:
    """The proposal; lock: nobody else changes it until the transaction ends. Raises NotFound."""
    query = select(proposal).where(proposal.c.id == proposal_id)
    row = session.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    if row is None:
        raise NotFound(N_("There is no proposal {id}."), id=proposal_id)
    return _proposal(row)


def _proposal(row: RowMapping) -> Proposal:
    known = dict(row)
    known["draft"] = read_content(known["draft"])
    known["state"] = State(known["state"])
    known["proposer_role"] = Role(known["proposer_role"])
    return Proposal(**known)


def list_proposals(
    session: Session,
    *,
    readable: Scope,
    drafts: Scope,
    states: Sequence[State] | None = None,
    province_key: str | None = None,
    limit: int = 500,
) -> list[Proposal]:
    """Proposals inside the scopes, the last changed first. drafts: where drafts are shown."""
    query = (
        select(proposal)
        .where(
            _within(readable),
            or_(proposal.c.state != State.DRAFT.value, _within(drafts)),
        )
        .order_by(proposal.c.changed_at.desc(), proposal.c.id.desc())
        .limit(limit)
    )
    if states is not None:
        query = query.where(proposal.c.state.in_([state.value for state in states]))
    if province_key is not None:
        query = query.where(proposal.c.province_key == province_key)
    return [_proposal(row) for row in session.execute(query).mappings()]


def _within(scope: Scope) -> ColumnElement[bool]:
    if scope.everywhere:
        return literal(value=True)
    units = [one.key for one in scope.territories if one.kind is TerritoryKind.UNIT]
    codes = [one.key for one in scope.territories if one.kind is TerritoryKind.CLUSTER]
    # As services.write_proposal.place_of: of proposals that speak of one known cluster alone.
    of_cluster = (
        select(item.c.proposal_id)
        .where(item.c.revision == 0)
        .group_by(item.c.proposal_id)
        .having(func.count(func.distinct(func.coalesce(item.c.cluster_code, ""))) == 1)
        .having(func.min(item.c.cluster_code).in_(codes))
    )
    return or_(
        proposal.c.unit_key.in_(units),
        proposal.c.province_key.in_(units),
        proposal.c.id.in_(of_cluster),
    )


def insert_proposal(session: Session, values: Mapping[str, Any]) -> int:
    """A new proposal; returns its id."""
    return int(
        session.execute(insert(proposal).values(values).returning(proposal.c.id)).scalar_one()
    )


def update_proposal(session: Session, proposal_id: int, values: Mapping[str, Any]) -> int:
    """Set columns and raise the version by one; returns the new version."""
    statement = (
        update(proposal)
        .where(proposal.c.id == proposal_id)
        .values({**values, "version": proposal.c.version + 1, "changed_at": func.clock_timestamp()})
        .returning(proposal.c.version)
    )
    return int(session.execute(statement).scalar_one())


_PUT_ITEMS = text("""
    INSERT INTO proposal.item
        (proposal_id, revision, item_key, kind, cluster_code, name, area_ha, geom)
    SELECT :proposal_id, :revision, i ->> 'key', i ->> 'kind', c.code, i #>> '{values,name}',
        nullif(coalesce(i #>> '{values,area_ha}', i #>> '{outline,area_ha}'), '')::numeric,
        CASE WHEN jsonb_typeof(i -> 'outline') = 'object' THEN
            ST_Multi(ST_CollectionExtract(ST_MakeValid(
                ST_SetSRID(ST_GeomFromGeoJSON(i #> '{outline,geometry}'), 4326)), 3)) END
    FROM jsonb_array_elements(CAST(:items AS jsonb)) AS i
    LEFT JOIN register.industrial_cluster c ON c.code = i ->> 'cluster_code'
""")


def put_items(session: Session, proposal_id: int, number: int, content: ChangeSet) -> None:
    """The items of a revision (0 = the draft, written over) on the ground."""
    if number == 0:
        session.execute(delete(item).where(item.c.proposal_id == proposal_id, item.c.revision == 0))
    values = {"proposal_id": proposal_id, "revision": number, "items": _items(content)}
    session.execute(_PUT_ITEMS, values)


def insert_revision(session: Session, proposal_id: int, values: Mapping[str, Any]) -> int:
    """A new revision under the next number; returns the number."""
    following = (
        select(func.coalesce(func.max(revision.c.number), 0) + 1)
        .where(revision.c.proposal_id == proposal_id)
        .scalar_subquery()
    )
    statement = (
        insert(revision)
        .values({**values, "proposal_id": proposal_id, "number": following})
        .returning(revision.c.number)
    )
    return int(session.execute(statement).scalar_one())


def revisions_of(session: Session, proposal_id: int) -> list[Revision]:
    """Revisions in order."""
    query = (
        select(revision).where(revision.c.proposal_id == proposal_id).order_by(revision.c.number)
    )
    return [_revision(row) for row in session.execute(query).mappings()]


def last_revision_of(session: Session, proposal_id: int) -> Revision | None:
    """The newest revision; None = never submitted."""
    query = (
        select(revision)
        .where(revision.c.proposal_id == proposal_id)
        .order_by(revision.c.number.desc())
        .limit(1)
    )
    row = session.execute(query).mappings().one_or_none()
    return None if row is None else _revision(row)


def _revision(row: RowMapping) -> Revision:
    return Revision(
        number=row["number"],
        content=read_content(row["content"]),
        attachments=tuple(row["attachments"]),
        findings=row["findings"],
        reason=row["reason"],
        made_by=row["made_by"],
        made_at=row["made_at"],
    )


def insert_event(session: Session, values: Mapping[str, Any]) -> None:
    """Who moved what, when, why."""
    session.execute(insert(event).values(values))


def events_of(session: Session, proposal_id: int, *, since_version: int = 0) -> list[RowMapping]:
    """Events in order; since_version: only those that raised the version beyond it."""
    query = (
        select(event)
        .where(event.c.proposal_id == proposal_id, event.c.version > since_version)
        .order_by(event.c.id)
    )
    return list(session.execute(query).mappings())


def clocks_of(session: Session, proposal_ids: Sequence[int]) -> dict[int, list[RowMapping]]:
    """Started clocks of each proposal, in the order they started."""
    query = (
        select(clock)
        .where(clock.c.proposal_id.in_(proposal_ids))
        .order_by(clock.c.started_on, clock.c.rule)
    )
    found: dict[int, list[RowMapping]] = {}
    for row in session.execute(query).mappings():
        found.setdefault(row["proposal_id"], []).append(row)
    return found


def put_clock(
    session: Session,
    proposal_id: int,
    rule: str,
    *,
    started_on: date,
    done_on: date | None,
    pauses: Sequence[Mapping[str, Any]],
) -> None:
    """The clock of a step as it stands now."""
    values = {"started_on": started_on, "done_on": done_on, "pauses": list(pauses)}
    statement = upsert(clock).values(proposal_id=proposal_id, rule=rule, **values)
    session.execute(
        statement.on_conflict_do_update(index_elements=["proposal_id", "rule"], set_=values)
    )


def drop_clock(session: Session, proposal_id: int, rule: str) -> None:
    """Forget a clock that began too early: the step before was opened again."""
    session.execute(delete(clock).where(clock.c.proposal_id == proposal_id, clock.c.rule == rule))


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """Another open proposal on the same land or cluster. area_ha: shared; None = same cluster."""

    item_key: str
    proposal_id: int
    title: str
    state: State
    cluster_code: str | None
    area_ha: Any


_COLLISIONS = text("""
    WITH mine AS (
        SELECT i ->> 'key' AS key, i ->> 'cluster_code' AS code,
            CASE WHEN jsonb_typeof(i -> 'outline') = 'object' THEN
                ST_SetSRID(ST_GeomFromGeoJSON(i #> '{outline,geometry}'), 4326) END AS geom,
            coalesce((i #>> '{outline,measuring_srid}')::integer, 3405) AS srid
        FROM jsonb_array_elements(CAST(:items AS jsonb)) AS i),
    newest AS (
        SELECT p.id, p.state, p.draft ->> 'title' AS title, o.cluster_code, o.geom
        FROM proposal.proposal p
        JOIN proposal.item o ON o.proposal_id = p.id AND o.revision = CASE WHEN p.state = 'draft'
            THEN 0 ELSE (SELECT max(number) FROM proposal.revision r WHERE r.proposal_id = p.id) END
        WHERE p.id IS DISTINCT FROM CAST(:own AS bigint) AND p.state = ANY(:states)
          AND (p.state <> 'draft' OR p.unit_key = :unit))
    SELECT mine.key AS item_key, newest.id AS proposal_id, newest.title, newest.state,
        CASE WHEN newest.cluster_code = mine.code THEN mine.code END AS cluster_code,
        round((shared.m2 / 10000)::numeric, 6) AS area_ha
    FROM mine JOIN newest ON newest.cluster_code = mine.code OR newest.geom && mine.geom
    CROSS JOIN LATERAL (SELECT ST_Area(ST_Transform(ST_CollectionExtract(
        ST_Intersection(ST_MakeValid(mine.geom), newest.geom), 3), mine.srid)) AS m2) AS shared
    WHERE newest.cluster_code = mine.code OR shared.m2 > 100
    ORDER BY mine.key, newest.id
""")


def collisions_of(
    session: Session, content: ChangeSet, *, own: int | None, unit_key: str
) -> list[Collision]:
    """Open proposals of others that want the same cluster or more than 100 m² of the same land.

    Drafts count only within the unit: what others are still writing is theirs.
    """
    values = {
        "items": _items(content),
        "own": own,
        "unit": unit_key,
        "states": [state.value for state in OPEN],
    }
    return [
        Collision(**{**row, "state": State(row["state"]), "title": row["title"] or ""})
        for row in session.execute(_COLLISIONS, values).mappings()
    ]


def _items(content: ChangeSet) -> str:
    return json.dumps(content.to_json()["items"], ensure_ascii=False)
