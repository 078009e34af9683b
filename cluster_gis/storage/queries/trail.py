"""The trail: acts, their entries, and whether they are as they were written.

Reading goes by the views of schema `trail`; proofs and rebuilding are the owner's, in `audit`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    column,
    exists,
    func,
    literal,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.orm import Session

from cluster_gis.domain.access import Scope
from cluster_gis.domain.trail import Act, Entry
from cluster_gis.storage.queries.territory import codes_within
from cluster_gis.storage.register import revision_at
from cluster_gis.storage.tables import infrastructure_work

_SEAL = table(
    "seal",
    *map(
        column,
        [
            "number",
            "act",
            "sealed_at",
            "people",
            "reasons",
            "revisions",
            "entries",
            "tables",
            "hash",
        ],
    ),
    schema="trail",
)
_ACT = table(
    "act", *map(column, ["number", "session_role", "application", "client"]), schema="trail"
)
_ENTRY_COLUMNS = (
    *("act", "position", "at", "actor", "table_name", "operation", "key", "record", "subject"),
    *("revision", "old", "new"),
)
_ENTRY = table("entry", *map(column, _ENTRY_COLUMNS), schema="trail")
_EVERYWHERE = Scope(everywhere=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which acts. since, until: [since, until), aware; None = no bound. before: number of a seal.

    table: "register.cluster_state"; cluster: its code. scope: where the reader may read, on `on`.
    """

    since: datetime | None = None
    until: datetime | None = None
    person: str | None = None
    table: str | None = None
    cluster: str | None = None
    before: int | None = None
    scope: Scope = _EVERYWHERE
    on: date | None = None


def _acts(session: Session, wanted: Wanted) -> Select[Any]:
    query = select(_SEAL, _ACT.c.session_role, _ACT.c.application, _ACT.c.client).join_from(
        _SEAL, _ACT, _ACT.c.number == _SEAL.c.act
    )
    if wanted.since is not None:
        query = query.where(_SEAL.c.sealed_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(_SEAL.c.sealed_at < wanted.until)
    if wanted.person is not None:
        query = query.where(literal(wanted.person) == func.any(_SEAL.c.people))
    if wanted.table is not None:
        query = query.where(func.jsonb_exists(_SEAL.c.tables, wanted.table))
    if wanted.before is not None:
        query = query.where(_SEAL.c.number < wanted.before)
    if wanted.cluster is not None:
        query = query.where(_touches(_belongs_to(select(literal(wanted.cluster)))))
    if not wanted.scope.everywhere:
        query = query.where(_touches(_in_scope(session, wanted)))
    return query


def _touches(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(_ENTRY.c.act == _SEAL.c.act, condition)


def _belongs_to(codes: Select[Any]) -> ColumnElement[bool]:
    """Entries of these clusters: their own, and statements of progress, which name their work."""
    work = infrastructure_work.c
    works = select(work.work_key).where(work.cluster_code.in_(codes))
    return _ENTRY.c.subject.in_(union_all(codes, works))


def _in_scope(session: Session, wanted: Wanted) -> ColumnElement[bool]:
    assert wanted.on is not None  # noqa: S101 - a scope speaks of a day
    return _belongs_to(codes_within(wanted.scope, wanted.on, revision_at(session)))


def list_acts(session: Session, wanted: Wanted, *, limit: int) -> list[Act]:
    """The newest acts wanted, newest first."""
    query = _acts(session, wanted).order_by(_SEAL.c.number.desc()).limit(limit)
    return [_act(row) for row in session.execute(query)]


def find_act(session: Session, number: int, wanted: Wanted) -> Act | None:
    """The act of this seal, when the reader may see it."""
    row = session.execute(_acts(session, wanted).where(_SEAL.c.number == number)).one_or_none()
    return None if row is None else _act(row)


def _act(row: Row[Any]) -> Act:
    return Act(
        number=row.number,
        act=row.act,
        at=row.sealed_at,
        people=row.people,
        reasons=row.reasons,
        revisions=row.revisions,
        entries=row.entries,
        tables=row.tables,
        session_role=row.session_role,
        application=row.application,
        client=row.client,
        hash=bytes(row.hash).hex(),
    )


def _entries() -> Select[Any]:
    return select(_SEAL.c.number.label("seal"), _ENTRY).join_from(
        _ENTRY, _SEAL, _SEAL.c.act == _ENTRY.c.act
    )


def entries_of(
    session: Session, act: Act, wanted: Wanted, *, after: int = 0, limit: int = 200
) -> list[Entry]:
    """Entries of an act after a position, in order; only those in the reader's territory."""
    query = _entries().where(_ENTRY.c.act == act.act, _ENTRY.c.position > after)
    if wanted.cluster is not None:
        query = query.where(_belongs_to(select(literal(wanted.cluster))))
    if not wanted.scope.everywhere:
        query = query.where(_in_scope(session, wanted))
    query = query.order_by(_ENTRY.c.position).limit(limit)
    return [_entry(row) for row in session.execute(query)]


def count_entries(session: Session, act: Act, wanted: Wanted) -> int:
    """How many entries of the act the reader may see."""
    if wanted.scope.everywhere and wanted.cluster is None:
        return act.entries
    query = select(func.count()).select_from(_ENTRY).where(_ENTRY.c.act == act.act)
    if wanted.cluster is not None:
        query = query.where(_belongs_to(select(literal(wanted.cluster))))
    if not wanted.scope.everywhere:
        query = query.where(_in_scope(session, wanted))
    return int(session.scalar(query) or 0)


def life_of(session: Session, code: str) -> list[Entry]:
    """Every entry of a cluster in the order of the trail, records merged into it included."""
    own = _entries().where(_belongs_to(select(literal(code))))
    merged = _entries().where(
        _ENTRY.c.table_name == "register.cluster_lineage",
        func.jsonb_extract_path_text(_ENTRY.c.new, "to_code") == code,
    )
    found = [_entry(row) for query in (own, merged) for row in session.execute(query)]
    return sorted(found, key=lambda entry: (entry.act, entry.position))


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        act=row.seal,
        position=row.position,
        at=row.at,
        actor=row.actor,
        table=row.table_name,
        operation=row.operation,
        key=row.key,
        record=row.record,
        subject=row.subject,
        revision=row.revision,
        old=row.old,
        new=row.new,
    )


def acts_of(session: Session, numbers: Sequence[int]) -> dict[int, Act]:
    """Acts by the number of their seal."""
    query = _acts(session, Wanted()).where(_SEAL.c.number.in_(numbers))
    return {row.number: _act(row) for row in session.execute(query)}


@dataclass(frozen=True, slots=True)
class RevisionWords:
    """Who recorded a revision, when and why."""

    at: datetime
    by: str
    reason: str


def revisions_of(session: Session, numbers: Sequence[int]) -> dict[int, RevisionWords]:
    """Revisions by number."""
    rows = session.execute(
        text(
            "SELECT id, recorded_at, recorded_by, reason FROM register.revision WHERE id = ANY(:n)"
        ),
        {"n": list(numbers)},
    )
    return {row.id: RevisionWords(row.recorded_at, row.recorded_by, row.reason) for row in rows}


def titles_of(session: Session, keys: Sequence[str]) -> dict[str, str]:
    """Source or document key -> its title."""
    rows = session.execute(
        text("""SELECT source_key AS key, title FROM register.source WHERE source_key = ANY(:k)
                UNION SELECT document_key, coalesce(title, document_key)
                FROM register.legal_document
                WHERE document_key = ANY(:k) AND upper_inf(recorded)"""),
        {"k": list(keys)},
    )
    return {row.key: row.title for row in rows}


def people_of(session: Session, wanted: Wanted) -> list[str]:
    """Everybody the trail names to this reader; one who may not read it all chooses from nobody."""
    if not wanted.scope.everywhere:
        return []
    query = "SELECT DISTINCT unnest(people) AS who FROM trail.seal ORDER BY who"
    return list(session.scalars(text(query)))


def watched_tables(session: Session) -> list[str]:
    """The tables under the trail."""
    return list(session.scalars(text("SELECT name FROM trail.watched_table ORDER BY name")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A place where the trail is not as it was written. act: number of the seal; None = none.

    what: changed, missing, unsealed (an entry); seal changed, seal missing, seal out of order;
    "trigger missing: TABLE".
    """

    act: int | None
    position: int | None
    what: str


def find_faults(session: Session, *, at_most: int = 20) -> list[Fault]:
    """Every entry and seal computed again; the earliest faults first."""
    rows = session.execute(text("SELECT * FROM audit.faults(:n)"), {"n": at_most})
    return [Fault(act=row.seal, position=row.position, what=row.what) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest seal: its number and hash say which trail this is. acts, entries: how many."""

    number: int
    hash: str
    at: datetime
    entries: int


def head_of_trail(session: Session) -> Head | None:
    """The newest seal; None = nothing was ever written."""
    row = session.execute(
        text("""SELECT number, encode(hash, 'hex') AS hash, sealed_at,
                       (SELECT coalesce(sum(entries), 0) FROM audit.seal) AS entries
                FROM audit.seal ORDER BY number DESC LIMIT 1""")
    ).one_or_none()
    if row is None:
        return None
    return Head(number=row.number, hash=row.hash, at=row.sealed_at, entries=int(row.entries))


def find_seal(session: Session, sha256: str) -> int | None:
    """Number of the seal with this hash; None = the trail holds no such."""
    query = text("SELECT number FROM audit.seal WHERE encode(hash, 'hex') = :hash")
    found: int | None = session.scalar(query, {"hash": sha256})
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A row that a table and its trail tell differently; None = not there."""

    table: str
    key: dict[str, Any]
    in_trail: dict[str, Any] | None
    in_table: dict[str, Any] | None


def differences(session: Session, name: str) -> Iterator[Difference]:
    """Rows of a watched table that are not what the trail makes of them."""
    for row in session.execute(text("SELECT * FROM audit.differences(:name)"), {"name": name}):
        yield Difference(table=name, key=row.key, in_trail=row.in_trail, in_table=row.in_table)


def rebuild_into(session: Session, schema: str) -> dict[str, int]:
    """Make every watched table anew from the trail in a new schema; table -> rows."""
    rows = session.execute(text("SELECT * FROM audit.rebuild_into(:schema)"), {"schema": schema})
    return {row.watched: row.n for row in rows}


def has_schema(session: Session, name: str) -> bool:
    """Whether the database has a schema of this name."""
    query = text("SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = :name)")
    return bool(session.scalar(query, {"name": name}))
