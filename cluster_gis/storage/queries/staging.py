"""Staged files and rows: written by COPY, read whole, changed by decisions only.

Findings of rows are given back only while they hold: while no row's inputs changed since they were
computed and the register did not move in the tables the kind compares with.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

import psycopg
from sqlalchemy import LargeBinary, cast, func, insert, literal_column, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from cluster_gis.domain.staging import (
    Candidate,
    Decision,
    Kind,
    MatchedBy,
    ReceivedFile,
    RowDraft,
    RowIssue,
    StagedFile,
    StagedRow,
)
from cluster_gis.errors import Conflict, NotFound
from cluster_gis.i18n import N_
from cluster_gis.storage.staging_tables import staged_file, staged_row

#: Findings compare with these tables whatever the kind.
COMPARED_TABLES = ("cluster_state", "cluster_boundary")

_PIECE = 256 * 1024

_FILE = text("""
    SELECT id, kind, file_name, sha256, length(content) AS size, options, source_title,
           document_key, issues, staged_by, staged_at, base_revision, state, applied_by, applied_at,
           applied_revision, undone_by, undone_at, undone_revision, discarded_by, discarded_at,
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


def _issues(stored: Iterable[Mapping[str, Any]]) -> tuple[RowIssue, ...]:
    return tuple(RowIssue(**issue) for issue in stored)


def insert_file(
    session: Session,
    kind: Kind,
    received: ReceivedFile,
    *,
    issues: Sequence[RowIssue],
    by: str,
    base_revision: int,
) -> int:
    """Keep the file as received; returns its id."""
    _send_content(session, received.content)
    sent = literal_column("(SELECT content FROM received_content)", LargeBinary)
    query = insert(staged_file).values(
        kind=kind,
        file_name=received.name,
        content=sent,
        sha256=hashlib.sha256(received.content).hexdigest(),
        options=dict(received.options),
        source_title=received.source_title,
        document_key=received.document_key,
        issues=issues_json(issues),
        staged_by=by,
        base_revision=base_revision,
    )
    found = int(session.execute(query.returning(staged_file.c.id)).scalar_one())
    session.execute(text("DROP TABLE received_content"))
    return found


def _send_content(session: Session, content: bytes) -> None:
    """The bytes into a temporary table piece by piece; as a parameter they are copied twice."""
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101 - the only driver in use
    with driver.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE received_content (content bytea) ON COMMIT DROP")
        cursor.execute("ALTER TABLE received_content ALTER content SET STORAGE EXTERNAL")
        with cursor.copy("COPY received_content FROM STDIN (FORMAT binary)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\x00" + bytes(8) + b"\x00\x01" + len(content).to_bytes(4))
            for start in range(0, len(content), _PIECE):
                copy.write(content[start : start + _PIECE])
            copy.write(b"\xff\xff")


def add_file_issue(session: Session, file_id: int, issue: RowIssue) -> None:
    """Say one thing more about the file as a whole."""
    more = cast(issues_json([issue]), JSONB)
    session.execute(
        update(staged_file)
        .where(staged_file.c.id == file_id)
        .values(issues=staged_file.c.issues.concat(more))
    )


def find_open_copy(session: Session, kind: Kind, content: bytes) -> int | None:
    """Id of an open file of the kind with the same bytes; None = there is none."""
    found: int | None = session.scalar(
        select(func.max(staged_file.c.id)).where(
            staged_file.c.kind == kind,
            staged_file.c.state == "open",
            staged_file.c.sha256 == hashlib.sha256(content).hexdigest(),
        )
    )
    return found


def copy_rows(
    session: Session,
    file_id: int,
    rows: Iterable[tuple[int, RowDraft, Sequence[Candidate], str | None, MatchedBy | None]],
) -> None:
    """Write rows by COPY: (row number, draft, candidates, matched cluster, how)."""
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101 - the only driver in use
    columns = (
        "file_id, row_no, label, place, payload, issues, candidates, cluster_code, matched_by,"
        " choices, geom, source_geom"
    )
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY register.staged_row ({columns}) FROM STDIN") as copy,
    ):
        for row_no, draft, candidates, cluster_code, matched_by in rows:
            copy.write_row(
                (
                    file_id,
                    row_no,
                    draft.label,
                    draft.place,
                    _dump(draft.payload),
                    _dump(issues_json(draft.issues)),
                    _dump([asdict(candidate) for candidate in candidates]),
                    cluster_code,
                    matched_by,
                    _dump(draft.choices),
                    _ewkb(draft.geom_wkb, 4326),
                    _ewkb(draft.source_wkb, draft.source_srid),
                )
            )


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _ewkb(wkb: bytes | None, srid: int | None) -> str | None:
    """Hex EWKB: the SRID flag set in two-dimensional little-endian WKB."""
    if wkb is None or srid is None:
        return None
    kind = int.from_bytes(wkb[1:5], "little") | 0x20000000
    return (wkb[:1] + kind.to_bytes(4, "little") + srid.to_bytes(4, "little") + wkb[5:]).hex()


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


def matched_codes(session: Session, file_id: int) -> list[str]:
    """Clusters that rows of the file are matched with."""
    query = select(staged_row.c.cluster_code).where(
        staged_row.c.file_id == file_id, staged_row.c.cluster_code.is_not(None)
    )
    return list(session.scalars(query.distinct()))


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


def redraft_row(session: Session, file_id: int, row_no: int, draft: RowDraft) -> None:
    """Replace what was read of a row by what its new choices make of it; decisions are taken back.

    The match stays: it was made by name or by a person, not by the choices.
    """
    session.execute(
        text("""
            UPDATE register.staged_row SET payload = CAST(:payload AS jsonb),
                issues = CAST(:issues AS jsonb), choices = CAST(:choices AS jsonb),
                geom = CAST(:geom AS geometry), source_geom = CAST(:source_geom AS geometry),
                decision = 'undecided', decided_by = NULL, decided_at = NULL
            WHERE file_id = :file AND row_no = :row
        """),
        {
            "file": file_id,
            "row": row_no,
            "payload": _dump(draft.payload),
            "issues": _dump(issues_json(draft.issues)),
            "choices": _dump(draft.choices),
            "geom": _ewkb(draft.geom_wkb, 4326),
            "source_geom": _ewkb(draft.source_wkb, draft.source_srid),
        },
    )


def store_findings(
    session: Session, file_id: int, findings: Mapping[int, Sequence[RowIssue]]
) -> None:
    """Replace the findings of every row and note what they were computed from."""
    stored = [{"row_no": n, "findings": issues_json(found)} for n, found in findings.items()]
    session.execute(
        text("""
            UPDATE register.staged_row r SET findings = coalesce(f.findings, '[]')
            FROM register.staged_row s
            LEFT JOIN jsonb_to_recordset(CAST(:findings AS jsonb)) AS f(row_no int, findings jsonb)
                ON f.row_no = s.row_no
            WHERE s.file_id = :file AND r.file_id = s.file_id AND r.row_no = s.row_no
              AND r.findings IS DISTINCT FROM coalesce(f.findings, '[]')
        """),
        {"file": file_id, "findings": _dump(stored)},
    )
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
    session: Session, file_id: int, state: str, *, by: str, revision: int | None = None
) -> None:
    """Mark it applied, undone or discarded, with who and when."""
    values: dict[str, Any] = {"state": state, f"{state}_by": by, f"{state}_at": func.now()}
    if state != "discarded":
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
