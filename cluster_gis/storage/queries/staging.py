"""Staged files and rows as they are read; `staging_intake` writes, `staging_changes` decides.

Findings of rows are given back only while they hold: while no row's inputs changed since they were
computed and the register did not move in the tables the kind compares with.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from cluster_gis.domain.staging import (
    Candidate,
    Decision,
    Kind,
    RowIssue,
    StagedFile,
    StagedRow,
)
from cluster_gis.errors import Conflict, NotFound
from cluster_gis.i18n import N_
from cluster_gis.storage.staging_tables import staged_file, staged_row

#: Findings compare with these tables whatever the kind.
COMPARED_TABLES = ("cluster_state", "cluster_boundary")

_FILE = text("""
    SELECT id, kind, file_name, sha256, length(content) AS size, options, source_title,
           document_key, issues, staged_by, staged_at, base_revision, state, applied_by, applied_at,
           applied_revision, undone_by, undone_at, undone_revision, discarded_by, discarded_at,
           discarded_reason,
           state <> 'open' OR checked_changes IS NOT DISTINCT FROM row_changes
               AND checked_revision IS NOT DISTINCT FROM register.last_change(:compared)
               AS findings_hold
    FROM register.staged_file
    WHERE CAST(:id AS bigint) IS NULL OR id = :id
    ORDER BY id DESC
""")
_ROW_COLUMNS = (
    staged_row.c.row_no,
    staged_row.c.label,
    staged_row.c.place,
    staged_row.c.payload,
    staged_row.c.issues,
    staged_row.c.findings,
    staged_row.c.candidates,
    staged_row.c.cluster_code,
    staged_row.c.matched_by,
    staged_row.c.choices,
    staged_row.c.decision,
    staged_row.c.decided_by,
    staged_row.c.decided_at,
)


_ISSUE_MEMBERS = tuple(member.name for member in fields(RowIssue))


def issues_json(issues: Iterable[RowIssue]) -> list[dict[str, Any]]:
    """Issues as plain JSON values, empty members left out."""
    return [
        {
            name: dict(value) if name == "values" else value
            for name in _ISSUE_MEMBERS
            if (value := getattr(issue, name)) not in (None, {})
        }
        for issue in issues
    ]


def dump_json(value: Any) -> str:
    """As JSON text; what JSON does not know is written as words."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _issues(stored: Iterable[Mapping[str, Any]]) -> tuple[RowIssue, ...]:
    return tuple(RowIssue(**issue) for issue in stored)


def find_open_copy(session: Session, kind: Kind, sha256: str) -> int | None:
    """Id of an open file of the kind with the same bytes; None = there is none."""
    found: int | None = session.scalar(
        select(func.max(staged_file.c.id)).where(
            staged_file.c.kind == kind,
            staged_file.c.state == "open",
            staged_file.c.sha256 == sha256,
        )
    )
    return found


def staged_files(session: Session) -> list[StagedFile]:
    """Every staged file, the newest first."""
    rows = session.execute(_FILE, {"id": None, "compared": list(COMPARED_TABLES)}).mappings()
    return [StagedFile(**{**row, "issues": _issues(row["issues"])}) for row in rows]


def get_staged_file(session: Session, file_id: int, *, lock: bool = False) -> StagedFile:
    """One file; raises NotFound. lock: nobody else changes it until the transaction ends."""
    if lock:
        query = select(staged_file.c.id).where(staged_file.c.id == file_id).with_for_update()
        session.execute(query)
    compared = {"id": file_id, "compared": list(COMPARED_TABLES)}
    row = session.execute(_FILE, compared).mappings().one_or_none()
    if row is None:
        raise NotFound(N_("There is no staged file {id}."), id=file_id)
    return StagedFile(**{**row, "issues": _issues(row["issues"])})


def get_open_file(session: Session, file_id: int) -> StagedFile:
    """One open file, locked; raises NotFound, or Conflict when it is closed."""
    found = get_staged_file(session, file_id, lock=True)
    if found.state != "open":
        raise Conflict(
            N_("Staged file {id} is {state}: only an open one is changed."),
            id=file_id,
            state=found.state,
        )
    return found


def content_of(session: Session, file_id: int) -> bytes:
    """The bytes as received."""
    found = session.scalar(select(staged_file.c.content).where(staged_file.c.id == file_id))
    return bytes(found or b"")


def staged_rows(
    session: Session,
    file: StagedFile,
    *,
    decision: Decision | None = None,
    numbers: Collection[int] | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[StagedRow]:
    """Rows of the file in order; of one decision, or of these numbers, when given."""
    query = select(*_ROW_COLUMNS).where(staged_row.c.file_id == file.id)
    if decision is not None:
        query = query.where(staged_row.c.decision == decision)
    if numbers is not None:
        query = query.where(staged_row.c.row_no.in_(numbers))
    query = query.order_by(staged_row.c.row_no).limit(limit).offset(offset)
    return [_row(row, file) for row in session.execute(query).mappings()]


def get_staged_row(session: Session, file: StagedFile, row_no: int) -> StagedRow:
    """One row; raises NotFound."""
    query = select(*_ROW_COLUMNS).where(
        staged_row.c.file_id == file.id, staged_row.c.row_no == row_no
    )
    found = session.execute(query).mappings().one_or_none()
    if found is None:
        raise NotFound(N_("Staged file {id} has no row {row}."), id=file.id, row=row_no)
    return _row(found, file)


def _row(row: Any, file: StagedFile) -> StagedRow:
    candidates = [
        Candidate(**{**c, "evidence": tuple(c.get("evidence", ()))}) for c in row["candidates"]
    ]
    return StagedRow(
        **{
            **row,
            "issues": _issues(row["issues"]),
            "findings": _issues(row["findings"]) if file.findings_hold else None,
            "candidates": tuple(candidates),
        }
    )


def count_rows(session: Session, file_id: int) -> dict[str, int]:
    """Rows of a file: total, undecided, accept, reject, unmatched, with_errors, with_issues."""
    row = session.execute(
        text("""
            SELECT count(*) AS total,
                   count(*) FILTER (WHERE decision = 'undecided') AS undecided,
                   count(*) FILTER (WHERE decision = 'accept') AS accept,
                   count(*) FILTER (WHERE decision = 'reject') AS reject,
                   count(*) FILTER (WHERE cluster_code IS NULL) AS unmatched,
                   count(*) FILTER (WHERE (issues || findings) @> '[{"severity": "error"}]')
                       AS with_errors,
                   count(*) FILTER (WHERE (issues || findings) @> '[{"severity": "error"}]'
                       OR (issues || findings) @> '[{"severity": "warning"}]') AS with_issues
            FROM register.staged_row WHERE file_id = :id
        """),
        {"id": file_id},
    ).mappings()
    return dict(row.one())


def matched_codes(session: Session, file_id: int) -> list[str]:
    """Clusters that rows of the file are matched with."""
    query = select(staged_row.c.cluster_code).where(
        staged_row.c.file_id == file_id, staged_row.c.cluster_code.is_not(None)
    )
    return list(session.scalars(query.distinct()))
