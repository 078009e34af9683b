"""Returns and issued reports: schema `reporting`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.orm import Session

from cluster_gis.domain.reporting.returns import ReturnState, ReturnVersion

_VERSIONS = """
    SELECT r.id, r.form, r.period, r.reporter, r.version, r.state, r.typed, r.reason,
        (SELECT max(m.at) FROM reporting.return_move m WHERE m.return_id = r.id) AS moved_at,
        (SELECT min(m.on_date) FROM reporting.return_move m
         WHERE m.return_id = r.id AND m.to_state = 'submitted') AS submitted_on
    FROM reporting.report_return r
"""
_NEWEST = text(
    f"{_VERSIONS} WHERE form = :form AND period = :period AND reporter = :reporter "
    "ORDER BY version DESC LIMIT 1"
)
_BY_ID = text(f"{_VERSIONS} WHERE id = :id FOR UPDATE OF r")
_READ = text(f"{_VERSIONS} WHERE id = :id")
_OF_PERIOD = text(
    f"{_VERSIONS} WHERE period = :period AND (CAST(:form AS text) IS NULL OR form = :form) "
    "AND state <> 'discarded' ORDER BY form, reporter, version"
)
_INSERT = text("""
    INSERT INTO reporting.report_return (form, period, reporter, version, cluster_code, unit_key,
        province_key, typed, reason, created_by)
    VALUES (:form, :period, :reporter, :version, :cluster_code, :unit_key, :province_key,
        CAST(:typed AS jsonb), :reason, :by) RETURNING id
""")
_SAVE = text("UPDATE reporting.report_return SET typed = CAST(:typed AS jsonb) WHERE id = :id")
#: The register's lock: accepted returns and revisions have one order, so that a moment names both.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('register.revision'))")
_MOVE = text("""
    WITH moved AS (
        UPDATE reporting.report_return
        SET state = :to_state, document = coalesce(CAST(:document AS jsonb), document)
        WHERE id = :id RETURNING id)
    INSERT INTO reporting.return_move
        (return_id, move, from_state, to_state, by_whom, on_date, remark)
    SELECT id, :move, :from_state, :to_state, :by, :on, :remark FROM moved
""")
_MOVES = text("""
    SELECT move, from_state, to_state, by_whom, at, on_date, remark FROM reporting.return_move
    WHERE return_id = :id ORDER BY id
""")
_DOCUMENT = text("SELECT document FROM reporting.report_return WHERE id = :id")
#: The version of each return that was accepted last by the moment.
_ACCEPTED = text("""
    SELECT DISTINCT ON (r.form, r.reporter) r.id, r.form, r.reporter, r.version, r.cluster_code,
        r.typed, r.document, m.at, m.on_date
    FROM reporting.report_return r
    JOIN reporting.return_move m ON m.return_id = r.id AND m.to_state = 'accepted'
    WHERE r.period = :period AND r.form = ANY(CAST(:forms AS text[]))
      AND (CAST(:known_at AS timestamptz) IS NULL OR m.at <= :known_at)
    ORDER BY r.form, r.reporter, m.at DESC, r.version DESC
""")
_NEWEST_MOVE = text("""
    SELECT greatest((SELECT max(recorded_at) FROM register.revision),
                    (SELECT max(at) FROM reporting.return_move))
""")
_ISSUE = text("""
    INSERT INTO reporting.issued_report (sha256, document, form, form_version, period, unit_key,
        unit_name, province_key, cut_off, known_at, revision, replaces, reason, issued_by,
        issued_on, paper_number, paper_dated, paper_signer)
    VALUES (:sha256, :document, :form, :form_version, :period, :unit_key, :unit_name,
        :province_key, :cut_off, :known_at, :revision, :replaces, :reason, :by, :on,
        :paper_number, :paper_dated, :paper_signer)
""")
_FILE = text("""
    INSERT INTO reporting.issued_file (report, format, language, content, sha256)
    VALUES (:report, :format, :language, :content, :sha256)
""")
_ISSUED = """
    SELECT sha256, form, form_version, period, unit_key, unit_name, province_key, cut_off,
        known_at, revision, replaces, reason, issued_by, issued_at, issued_on,
        paper_number, paper_dated, paper_signer
    FROM reporting.issued_report
"""
_FIND_ISSUED = text(
    f"{_ISSUED} WHERE sha256 = :sum OR sha256 = "  # noqa: S608 - constants of this module
    "(SELECT report FROM reporting.issued_file WHERE sha256 = :sum LIMIT 1)"
)
_LIST_ISSUED = text(
    f"{_ISSUED} WHERE (CAST(:period AS text) IS NULL OR period = :period) "
    "AND (CAST(:form AS text) IS NULL OR form = :form) "
    "AND (CAST(:unit AS text) IS NULL OR unit_key = :unit) ORDER BY issued_at DESC"
)
_CONTENT = text("SELECT document FROM reporting.issued_report WHERE sha256 = :sum")
_FILES = text("""
    SELECT format, language, sha256, length(content) AS size FROM reporting.issued_file
    WHERE report = :sum ORDER BY format, language
""")
_FILE_CONTENT = text("""
    SELECT content FROM reporting.issued_file
    WHERE report = :sum AND format = :format AND language = :language
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedReport:
    """The head of a frozen report; its bytes are asked for apart.

    paper_number, paper_dated, paper_signer: the paper it was issued as, all or none.
    """

    sha256: str
    form: str
    form_version: str
    period: str
    unit_key: str
    unit_name: str
    province_key: str | None
    cut_off: date
    known_at: datetime | None
    revision: int
    replaces: str | None
    reason: str | None
    issued_by: str
    issued_at: datetime
    issued_on: date
    paper_number: str | None
    paper_dated: date | None
    paper_signer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReturn:
    """A version to be begun. typed: field -> figure as text."""

    form: str
    period: str
    reporter: str
    version: int
    cluster_code: str | None
    unit_key: str | None
    province_key: str | None
    typed: Mapping[str, str]
    reason: str | None
    by: str


def _version(row: RowMapping) -> ReturnVersion:
    return ReturnVersion(**{**row, "state": ReturnState(row["state"])})


def newest_version(session: Session, form: str, period: str, reporter: str) -> ReturnVersion | None:
    """The newest version of a return; None = never begun."""
    values = {"form": form, "period": period, "reporter": reporter}
    row = session.execute(_NEWEST, values).mappings().one_or_none()
    return None if row is None else _version(row)


def find_version(session: Session, number: int, *, lock: bool = False) -> ReturnVersion | None:
    """One version by its number; locked for a change when asked."""
    row = session.execute(_BY_ID if lock else _READ, {"id": number}).mappings().one_or_none()
    return None if row is None else _version(row)


def versions_of_period(
    session: Session, period: str, form: str | None = None
) -> list[ReturnVersion]:
    """Every version of the period that was not discarded, oldest first within a return."""
    rows = session.execute(_OF_PERIOD, {"period": period, "form": form}).mappings()
    return [_version(row) for row in rows]


def insert_return(session: Session, new: NewReturn) -> int:
    """Number of the new draft."""
    values = {
        "form": new.form,
        "period": new.period,
        "reporter": new.reporter,
        "version": new.version,
        "cluster_code": new.cluster_code,
        "unit_key": new.unit_key,
        "province_key": new.province_key,
        "typed": json.dumps(dict(new.typed), ensure_ascii=False),
        "reason": new.reason,
        "by": new.by,
    }
    return int(session.execute(_INSERT, values).scalar_one())


def save_typed(session: Session, number: int, typed: Mapping[str, str]) -> None:
    """Replace the typed figures of a draft."""
    session.execute(_SAVE, {"id": number, "typed": json.dumps(dict(typed), ensure_ascii=False)})


def lock_moments(session: Session) -> None:
    """Wait for other writers of the register and of returns: moments then have one order."""
    session.execute(_LOCK)


def move_return(
    session: Session,
    number: int,
    *,
    move: str,
    from_state: str,
    to_state: str,
    by: str,
    on: date,
    remark: str | None,
    document: Mapping[str, Any] | None = None,
) -> None:
    """Write the move and the state after it; with the document that was submitted."""
    session.execute(
        _MOVE,
        {
            "id": number,
            "move": move,
            "from_state": from_state,
            "to_state": to_state,
            "by": by,
            "on": on,
            "remark": remark,
            "document": None if document is None else json.dumps(document, ensure_ascii=False),
        },
    )


def moves_of(session: Session, number: int) -> list[Mapping[str, Any]]:
    """What happened to a version, oldest first."""
    return [dict(row) for row in session.execute(_MOVES, {"id": number}).mappings()]


def submitted_document(session: Session, number: int) -> Mapping[str, Any] | None:
    """The report as it was submitted."""
    found: Mapping[str, Any] | None = session.scalar(_DOCUMENT, {"id": number})
    return found


def accepted_returns(
    session: Session, period: str, forms: Sequence[str], *, known_at: datetime | None
) -> list[Mapping[str, Any]]:
    """The accepted version of every return of these forms, as known at the moment."""
    values = {"period": period, "forms": list(forms), "known_at": known_at}
    return [dict(row) for row in session.execute(_ACCEPTED, values).mappings()]


def known_moment(session: Session) -> datetime | None:
    """The moment of the newest revision or move: what a report made now knows. None = nothing."""
    newest: datetime | None = session.scalar(_NEWEST_MOVE)
    return newest


def insert_issued(session: Session, values: Mapping[str, Any]) -> None:
    """Freeze a report."""
    session.execute(_ISSUE, dict(values))


def insert_file(session: Session, values: Mapping[str, Any]) -> None:
    """Keep a file of a frozen report."""
    session.execute(_FILE, dict(values))


def find_issued(session: Session, sha256: str) -> IssuedReport | None:
    """The report of this sum, or the one that a file of this sum belongs to."""
    row = session.execute(_FIND_ISSUED, {"sum": sha256}).mappings().one_or_none()
    return None if row is None else IssuedReport(**row)


def list_issued(
    session: Session,
    *,
    period: str | None = None,
    form: str | None = None,
    unit: str | None = None,
) -> list[IssuedReport]:
    """Frozen reports, newest first."""
    values = {"period": period, "form": form, "unit": unit}
    return [IssuedReport(**row) for row in session.execute(_LIST_ISSUED, values).mappings()]


def issued_document(session: Session, sha256: str) -> bytes | None:
    """The canonical JSON of a frozen report."""
    found = session.scalar(_CONTENT, {"sum": sha256})
    return None if found is None else bytes(found)


def issued_files(session: Session, sha256: str) -> list[Mapping[str, Any]]:
    """Format, language, sum and size of its files."""
    return [dict(row) for row in session.execute(_FILES, {"sum": sha256}).mappings()]


def issued_file(session: Session, sha256: str, fmt: str, language: str) -> bytes | None:
    """The file byte for byte as issued."""
    values = {"sum": sha256, "format": fmt, "language": language}
    found = session.scalar(_FILE_CONTENT, values)
    return None if found is None else bytes(found)
