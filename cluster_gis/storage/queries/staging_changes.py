"""What happens to staged rows and files: decisions, findings, and the end of a file."""

from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import func, text, update
from sqlalchemy.orm import Session

from cluster_gis.domain.staging import (
    Decision,
    RowIssue,
)
from cluster_gis.storage.queries.staging import COMPARED_TABLES, dump_json, issues_json
from cluster_gis.storage.staging_tables import staged_file, staged_row

#: As JSON a finding takes several times the memory of its record.
_ROWS_AT_ONCE = 1_000
_CLEAR_FINDINGS = text("""
    UPDATE register.staged_row SET findings = '[]'
    WHERE file_id = :file AND findings <> '[]' AND row_no <> ALL (CAST(:rows AS int[]))
""")
#: The file is part of the join (OFFSET 0 keeps it there): a plan that compares each row of a large
#: file with each finding takes minutes.
_SET_FINDINGS = text("""
    UPDATE register.staged_row r SET findings = f.findings
    FROM (SELECT CAST(:file AS bigint) AS file_id, row_no, findings
          FROM jsonb_to_recordset(CAST(:findings AS jsonb)) AS j(row_no int, findings jsonb)
          OFFSET 0) AS f
    WHERE r.file_id = f.file_id AND r.row_no = f.row_no AND r.findings <> f.findings
""")


def update_row(session: Session, file_id: int, row_no: int, **values: Any) -> None:
    """Change columns of a row that is still open."""
    session.execute(
        update(staged_row)
        .where(staged_row.c.file_id == file_id, staged_row.c.row_no == row_no)
        .values(**values)
    )


def update_decision(
    session: Session, file_id: int, row_nos: Sequence[int], decision: Decision, *, by: str
) -> None:
    """Decide rows; "undecided" takes a decision back."""
    decided = decision != "undecided"
    session.execute(
        update(staged_row)
        .where(staged_row.c.file_id == file_id, staged_row.c.row_no.in_(row_nos))
        .values(
            decision=decision,
            decided_by=by if decided else None,
            decided_at=func.now() if decided else None,
        )
    )


def reopen_rows(session: Session, file_id: int, codes: Collection[str]) -> None:
    """Take back that rows of these clusters were accepted."""
    session.execute(
        update(staged_row)
        .where(
            staged_row.c.file_id == file_id,
            staged_row.c.decision == "accept",
            staged_row.c.cluster_code.in_(codes),
        )
        .values(decision="undecided", decided_by=None, decided_at=None)
    )


def store_findings(
    session: Session, file_id: int, findings: Mapping[int, Sequence[RowIssue]]
) -> None:
    """Replace the findings of every row and note what they were computed from."""
    session.execute(_CLEAR_FINDINGS, {"file": file_id, "rows": list(findings)})
    rows = iter(findings.items())
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        stored = [{"row_no": n, "findings": issues_json(found)} for n, found in some]
        session.execute(_SET_FINDINGS, {"file": file_id, "findings": dump_json(stored)})
    mark_checked(session, file_id)


def mark_checked(session: Session, file_id: int) -> None:
    """Note that the findings answer to the rows and to the register as they are now."""
    session.execute(
        text("""
            UPDATE register.staged_file SET checked_changes = row_changes,
                checked_revision = register.last_change(:compared),
                base_revision = register.revision_at(NULL)
            WHERE id = :file
        """),
        {"file": file_id, "compared": list(COMPARED_TABLES)},
    )


def close_file(
    session: Session,
    file_id: int,
    state: str,
    *,
    by: str,
    revision: int | None = None,
    reason: str | None = None,
) -> None:
    """Mark it applied, undone or discarded, with who and when. reason: of a discarded file."""
    values: dict[str, Any] = {"state": state, f"{state}_by": by, f"{state}_at": func.now()}
    if state == "discarded":
        values["discarded_reason"] = reason
    else:
        values[f"{state}_revision"] = revision
    session.execute(update(staged_file).where(staged_file.c.id == file_id).values(**values))


def clusters_changed(
    session: Session, tables: Collection[str], codes: Collection[str], *, since: int
) -> list[str]:
    """Codes, sorted, of which a version in these tables was written or closed after `since`."""
    query = text(
        "SELECT DISTINCT register.clusters_changed(:tables, :codes, :since) AS c ORDER BY 1"
    )
    values = {"tables": list(tables), "codes": list(codes), "since": since}
    return list(session.scalars(query, values))


def changed_after(session: Session, revision: int) -> list[tuple[str, str]]:
    """(table, cluster or key) of versions of that revision that somebody has touched since."""
    query = text("SELECT table_name, owner FROM register.changed_after(:revision) ORDER BY 1, 2")
    return [(row.table_name, row.owner) for row in session.execute(query, {"revision": revision})]


def undo_revision(session: Session, revision: int, *, by: str, reason: str) -> int | None:
    """Restore what stood before `revision` as new versions; the revision, None = it wrote none."""
    query = text("SELECT register.undo_revision(:revision, :by, :reason)")
    found: int | None = session.scalar(query, {"revision": revision, "by": by, "reason": reason})
    return found


def lock_register(session: Session) -> None:
    """Let nobody else write the register until the transaction ends."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext('register.revision'))"))
