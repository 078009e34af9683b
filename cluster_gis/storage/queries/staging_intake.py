"""Received files and their rows into staging: the bytes in pieces, the rows by COPY."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict

import psycopg
from sqlalchemy import LargeBinary, cast, insert, literal_column, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from cluster_gis.domain.staging import (
    Candidate,
    Kind,
    MatchedBy,
    ReceivedFile,
    RowDraft,
    RowIssue,
)
from cluster_gis.storage.queries.staging import dump_json, issues_json
from cluster_gis.storage.staging_tables import staged_file

_PIECE = 256 * 1024


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
                    dump_json(draft.payload),
                    dump_json(issues_json(draft.issues)),
                    dump_json([asdict(candidate) for candidate in candidates]),
                    cluster_code,
                    matched_by,
                    dump_json(draft.choices),
                    _ewkb(draft.geom_wkb, 4326),
                    _ewkb(draft.source_wkb, draft.source_srid),
                )
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
            "payload": dump_json(draft.payload),
            "issues": dump_json(issues_json(draft.issues)),
            "choices": dump_json(draft.choices),
            "geom": _ewkb(draft.geom_wkb, 4326),
            "source_geom": _ewkb(draft.source_wkb, draft.source_srid),
        },
    )


def _ewkb(wkb: bytes | None, srid: int | None) -> str | None:
    """Hex EWKB: the SRID flag set in two-dimensional little-endian WKB."""
    if wkb is None or srid is None:
        return None
    kind = int.from_bytes(wkb[1:5], "little") | 0x20000000
    return (wkb[:1] + kind.to_bytes(4, "little") + srid.to_bytes(4, "little") + wkb[5:]).hex()
