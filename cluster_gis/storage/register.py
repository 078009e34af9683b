"""The one way to write the register, and how a point of recorded time is named.

Everything is written by the SQL function `register.write_versions` (see migration 0002), called as
the last step of a transaction that the caller commits.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import text
from sqlalchemy.orm import Session

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Versions for one versioned table.

    rows: column -> value. `valid` is a `daterange` text such as "[2024-05-01,)"; left out =
    unbounded (unknown time, holds on every date). Geometry is EWKT or hex EWKB text with its SRID,
    x = easting or longitude first. Numbers are Decimal or int. A column left out takes the
    default of the schema, else null.
    mode: "write" = the rows hold now, older versions are closed where they overlap;
    "close" = nothing holds for these keys on these days any more (keys and `valid` only).
    """

    table: str
    rows: Sequence[Row]
    mode: Literal["write", "close"] = "write"


@dataclass(slots=True)
class Changes:
    """What one transaction wants to write; kept until the last step."""

    batches: list[Batch] = field(default_factory=list)

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Queue `rows` for `table` (mode "write"); an empty list is nothing."""
        rows = list(rows)
        if rows:
            self.batches.append(Batch(table=table, rows=rows))


def valid_range(start: date | None, end: date | None = None) -> str:
    """`daterange` text [start, end): None = unbounded on that side."""
    return f"[{start or ''},{end or ''})" if start else f"(,{end or ''})"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        # Exact digits reach PostgreSQL's numeric through json text, never through float.
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"cannot write {type(value).__name__} to the register")


def write_versions(
    session: Session, *, by: str, reason: str, batches: Sequence[Batch]
) -> int | None:
    """Write versions as one revision; returns its number, None when nothing was new.

    Takes the register's lock until the transaction ends: call it last, then commit.
    Raises sqlalchemy.exc.IntegrityError when a row breaks the schema; nothing is then written.
    """
    payload = json.dumps(
        [{"table": b.table, "mode": b.mode, "rows": [dict(r) for r in b.rows]} for b in batches],
        default=_plain,
        ensure_ascii=False,
    )
    revision: int | None = session.scalar(
        text("SELECT register.write_versions(:by, :reason, CAST(:batches AS jsonb))"),
        {"by": by, "reason": reason, "batches": payload},
    )
    return revision


def insert_missing(session: Session, table: str, rows: Sequence[Row]) -> int:
    """Insert rows that are not there yet; returns how many were new. Existing rows stay.

    table: source, plan, industrial_cluster or cluster_source (identities, not versioned).
    """
    if not rows:
        return 0
    if table not in {"source", "plan", "industrial_cluster", "cluster_source"}:
        raise ValueError(f"{table} is not an identity table")
    payload = json.dumps([dict(r) for r in rows], default=_plain, ensure_ascii=False)
    statement = (
        f"WITH new AS (INSERT INTO register.{table} "  # noqa: S608 - table is one of four names
        f"SELECT * FROM jsonb_populate_recordset(null::register.{table}, CAST(:rows AS jsonb)) "
        "ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*) FROM new"
    )
    return int(session.scalar(text(statement), {"rows": payload}) or 0)


def last_revision(session: Session) -> tuple[int, datetime] | None:
    """The newest revision and when it was recorded; None = the register was never written."""
    row = session.execute(
        text("SELECT id, recorded_at FROM register.revision ORDER BY id DESC LIMIT 1")
    ).one_or_none()
    return None if row is None else (row.id, row.recorded_at.astimezone(UTC))


def refresh_statistics(session: Session) -> None:
    """Tell the planner what the tables now hold: after loading much, else first reads are slow."""
    names = session.scalars(text("SELECT name FROM register.versioned_table ORDER BY name")).all()
    tables = ", ".join(f"register.{name}" for name in names)
    session.execute(text(f"ANALYZE register.industrial_cluster, register.source, {tables}"))


def revision_at(session: Session, known_at: datetime | None = None) -> int:
    """Number of the newest revision recorded at or before `known_at` (None = now); 0 = none yet."""
    return int(session.scalar(text("SELECT register.revision_at(:at)"), {"at": known_at}) or 0)
