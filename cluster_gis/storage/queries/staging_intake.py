"""Received files and their rows into staging: the bytes in pieces, the rows by COPY."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict

import psycopg
from sqlalchemy import cast, text, update
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
from cluster_gis.storage.binary_copy import HEAD, TAIL, field, jsonb_field
from cluster_gis.storage.queries.staging import dump_json, issues_json
from cluster_gis.storage.staging_tables import staged_file

_PIECE = 256 * 1024
_NEXT_FILE = text("SELECT nextval(pg_get_serial_sequence('register.staged_file', 'id'))")


def insert_file(
    session: Session,
    kind: Kind,
    received: ReceivedFile,
    *,
    sha256: str,
    issues: Sequence[RowIssue],
    by: str,
    base_revision: int,
) -> int:
    """Keep the file as received; returns its id.

    The bytes go in by COPY, piece by piece: as a parameter they are copied twice on either side.
    """
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101 - the only driver in use
    found = int(session.scalar(_NEXT_FILE) or 0)
    values: dict[str, bytes] = {
        "id": field(found.to_bytes(8)),
        "kind": field(kind.encode()),
        "file_name": field(received.name.encode()),
        "sha256": field(sha256.encode()),
        "options": jsonb_field(dict(received.options)),
        "source_title": field(received.source_title.encode()),
        "document_key": field(received.document_key.encode() if received.document_key else None),
        "issues": jsonb_field(issues_json(issues)),
        "staged_by": field(by.encode()),
        "base_revision": field(base_revision.to_bytes(8)),
    }
    columns = ", ".join((*values, "content"))
    size = len(received.content)
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY register.staged_file ({columns}) FROM STDIN (FORMAT binary)") as copy,
    ):
        copy.write(HEAD + (len(values) + 1).to_bytes(2) + b"".join(values.values()))
        copy.write(size.to_bytes(4))
        for start in range(0, size, _PIECE):
            copy.write(received.content[start : start + _PIECE])
        copy.write(TAIL)
    return found


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
