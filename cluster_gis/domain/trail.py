"""What the trail holds, and a record's life made of it. No clock, no SQL.

An act is a transaction; its entries are the rows it changed. A life is told by revision of the
register: versions that a revision closed and wrote are held against each other, field by field.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

Operation = Literal["baseline", "insert", "update", "delete", "truncate"]
ChangeKind = Literal["added", "changed", "ended", "removed"]
Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A transaction as its seal tells it. tables: table -> operation -> rows; hash: hex.

    people: accounts, else names given with revisions, else the role of the database.
    """

    number: int
    act: int
    at: datetime
    people: Sequence[str]
    reasons: Sequence[str]
    revisions: Sequence[int]
    entries: int
    tables: Mapping[str, Mapping[str, int]]
    session_role: str
    application: str | None
    client: str | None
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row changed. act: number of its seal; key: of the row; record: what people call it.

    old, new: columns as JSON or PostgreSQL's text; of an update the changed ones alone.
    """

    act: int
    position: int
    at: datetime
    actor: str | None
    table: str
    operation: Operation
    key: Mapping[str, Any]
    record: str | None
    subject: str | None
    revision: int | None
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A column with its value before and after; None = not known."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one record. days: on which the new values hold (the end excluded)."""

    table: str
    record: str
    kind: ChangeKind
    days: Days | None
    fields: Sequence[FieldChange]
    source_key: str | None
    document_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What happened to a record in one revision, or in an act without one (revision None)."""

    revision: int | None
    act: int
    changes: Sequence[Change]


#: Columns that say nothing to a reader, or say what another column says.
SILENT = frozenset(
    {
        *(
            "id",
            "recorded",
            "recorded_by",
            "figures",
            "shape",
            "valid",
            "cluster_code",
            "source_key",
        ),
        *("start_precision", "start_basis", "as_of_precision", "happened_precision"),
        *("decision_precision", "approved_precision", "signed_precision", "register_revision"),
        *("provenance", "findings", "deadlines", "notices", "figure_key", "event_key", "work_key"),
        *("progress_key", "capital_key", "milestone_key", "lot_key", "lease_key", "project_key"),
        *("evidence_key", "grant_key", "need_key", "clearance_key", "statement_key", "entry_key"),
    }
)


@dataclass(slots=True)
class _Row:
    act: int
    table: str
    record: str
    values: dict[str, Any]
    gone: int | None = None

    @property
    def span(self) -> tuple[int, int | None] | None:
        """Revisions [written, closed); None = the table has no versions."""
        text = self.values.get("recorded")
        if not isinstance(text, str):
            return None
        first, _, last = text.strip("[)").partition(",")
        return int(first), int(last) if last else None

    @property
    def days(self) -> Days | None:
        text = self.values.get("valid")
        if not isinstance(text, str):
            return None
        first, _, last = text.strip("[()]").partition(",")
        return (_day(first), _day(last))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def tell_life(entries: Iterable[Entry]) -> list[Moment]:
    """What happened to a record, newest first. entries: all of it, in the order of the trail."""
    rows = _replay(entries)
    acts: dict[int, int] = {}
    opened: dict[int, list[_Row]] = {}
    closed: dict[int, list[_Row]] = {}
    plain: dict[int, list[_Row]] = {}
    for row in rows:
        if row.span is None:
            plain.setdefault(row.act, []).append(row)
            continue
        first, last = row.span
        opened.setdefault(first, []).append(row)
        acts[first] = min(row.act, acts.get(first, row.act))
        if last is not None:
            closed.setdefault(last, []).append(row)
    first_of = {act: revision for revision, act in sorted(acts.items(), reverse=True)}
    moments = []
    for revision in sorted(opened.keys() | closed.keys(), reverse=True):
        act = acts.get(revision, max((row.act for row in closed.get(revision, [])), default=0))
        changes = _compare(closed.get(revision, []), opened.get(revision, []))
        if revision == first_of.get(act):
            changes += [_plain_change(row) for row in plain.pop(act, [])]
        if changes:
            changes.sort(key=lambda change: (_order(change.table), change.table, change.record))
            moments.append(Moment(revision=revision, act=act, changes=changes))
    for act, others in plain.items():
        found = Moment(revision=None, act=act, changes=[_plain_change(row) for row in others])
        place = next((n for n, one in enumerate(moments) if one.act < act), len(moments))
        moments.insert(place, found)
    return moments


#: Told first and last; the rest between.
_FIRST = ("register.cluster_state", "register.cluster_boundary")
_LAST = ("register.cluster_figure", "register.cluster_source", "register.assessment")


def _order(table: str) -> int:
    if table in _FIRST:
        return _FIRST.index(table)
    return 100 + _LAST.index(table) if table in _LAST else 10


def _replay(entries: Iterable[Entry]) -> list[_Row]:
    """Every row there ever was, as it was last; in the order of the trail."""
    rows: list[_Row] = []
    held: dict[tuple[str, str], _Row] = {}
    for entry in entries:
        place = (entry.table, repr(sorted(entry.key.items())))
        if entry.operation == "update" and place in held:
            held[place].values.update(entry.new or {})
        elif entry.operation == "delete":
            gone = held.pop(place, None)
            if gone is not None:
                gone.gone = entry.act
        elif entry.operation in ("insert", "baseline"):
            row = _Row(entry.act, entry.table, entry.record or "", dict(entry.new or {}))
            if place not in held:
                rows.append(row)
                held[place] = row
            else:  # brought up to what the table holds, after a migration
                held[place].values = row.values
    return rows


def _compare(closed: Sequence[_Row], opened: Sequence[_Row]) -> list[Change]:
    changes: list[Change] = []
    used: set[int] = set()
    for new in opened:
        before = [o for o in closed if _same_record(o, new) and _overlap(o.days, new.days)]
        old = before[0] if before else None
        used.update(id(one) for one in before)
        if old is None:
            changes.append(_change("added", new, _fields({}, new.values)))
            continue
        fields = _fields(old.values, new.values)
        if fields:
            changes.append(_change("changed", new, fields, said=_new_source(old, new)))
    kept = {(new.table, new.record) for new in opened}
    gone = [o for o in closed if id(o) not in used and (o.table, o.record) not in kept]
    return changes + [_change("ended", old, ()) for old in gone]


def _same_record(one: _Row, other: _Row) -> bool:
    return (one.table, one.record) == (other.table, other.record)


def _overlap(one: Days | None, other: Days | None) -> bool:
    if one is None or other is None:
        return True
    return (one[0] is None or other[1] is None or one[0] < other[1]) and (
        other[0] is None or one[1] is None or other[0] < one[1]
    )


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldChange]:
    names = [name for name in new if name not in SILENT]
    if "source_geom" in new:
        names = [name for name in names if name != "geom"]
    return [
        FieldChange(column=name, old=old.get(name), new=new[name])
        for name in names
        if old.get(name) != new[name]
    ]


def _new_source(old: _Row, new: _Row) -> bool:
    """Whether the change has a source of its own; else its figures stand beside it with theirs."""
    return old.values.get("source_key") != new.values.get("source_key")


def _change(
    kind: ChangeKind, row: _Row, fields: Sequence[FieldChange], *, said: bool = True
) -> Change:
    document = next(
        (
            row.values[name]
            for name in ("establishment_document_key", "document_key", "document")
            if isinstance(row.values.get(name), str)
        ),
        None,
    )
    return Change(
        table=row.table,
        record=row.record,
        kind=kind,
        days=row.days,
        fields=fields,
        source_key=row.values.get("source_key") if said else None,
        document_key=document,
    )


def _plain_change(row: _Row) -> Change:
    kind: ChangeKind = "added" if row.gone is None else "removed"
    return _change(kind, row, _fields({}, row.values))
