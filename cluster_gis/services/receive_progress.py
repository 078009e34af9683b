"""A filled template into staging, and the answer row by row: the same for command and page."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.progress_columns import KINDS
from cluster_gis.domain.progress_entry import BILLION, EntryRow, from_plain
from cluster_gis.domain.progress_words import REPORTER
from cluster_gis.domain.staging import ReceivedFile, RowIssue, StagedRow
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.i18n import N_, Translator
from cluster_gis.services.apply_staging import apply_staging
from cluster_gis.services.check_staging import check_staging
from cluster_gis.services.decide_staging import decide_rows
from cluster_gis.services.describe_staging import issue_text
from cluster_gis.services.stage_file import stage_file
from cluster_gis.services.stage_progress import ProgressKind, draft_entry
from cluster_gis.storage.queries.staging import find_open_copy, get_staged_file, staged_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressFile:
    """A file as received and read. as_of: for rows without a day. day: the legal day now.

    rows: as read, each with what could not be read of it.
    """

    name: str
    content: bytes
    rows: Sequence[tuple[EntryRow, Sequence[RowIssue]]]
    source: str
    reporter: str
    as_of: date | None
    day: date
    province_key: str | None = None


def receive_progress(session: Session, file: ProgressFile, *, by: str) -> int:
    """Stage the file; returns its id, that of the same file where it waits already.

    Raises InvalidInput. The caller commits.
    """
    if file.reporter not in REPORTER:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="reporter",
            value=repr(file.reporter),
            expected=", ".join(REPORTER),
        )
    if not file.rows:
        raise InvalidInput(N_("{field}: nothing is filled in."), field=file.name)
    received = ReceivedFile(
        name=file.name,
        content=file.content,
        source_title=file.source,
        options={
            "reporter": file.reporter,
            "as_of": file.as_of.isoformat() if file.as_of else None,
            "day": file.day.isoformat(),
        },
    )
    waiting = find_open_copy(session, ProgressKind.name, hashlib.sha256(file.content).hexdigest())
    if waiting is not None:  # sent again: checked anew against what the register holds now
        check_staging(session, ProgressKind(), waiting)
        return waiting
    drafts = [draft_entry(row, issues, province_key=file.province_key) for row, issues in file.rows]
    return stage_file(session, ProgressKind(), received, drafts, by=by)


def answer_rows(session: Session, file_id: int, translate: Translator) -> dict[str, Any]:
    """What was staged and what was not, as plain values: each bad row by sheet, row and column."""
    rows = staged_rows(session, get_staged_file(session, file_id))
    bad = [row for row in rows if row.has_error]
    return {
        "staged_file": file_id,
        "rows": len(rows),
        "staged": len(rows) - len(bad),
        "refused": len(bad),
        "errors": [
            _plain(row, issue, translate)
            for row in bad
            for issue in row.all_issues
            if issue.severity == "error"
        ],
        "warnings": [
            _plain(row, issue, translate)
            for row in rows
            for issue in row.all_issues
            if issue.severity == "warning"
        ],
    }


def refused_rows(
    session: Session, file_id: int, translate: Translator
) -> tuple[dict[str, list[dict[str, Any]]], dict[tuple[str, int, str], str]]:
    """The rows with an error, by kind, as the template shows them, and what is wrong with them.

    What is wrong: (kind, number of the row in its kind from 0, column) -> what is told of the cell.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    marks: dict[tuple[str, int, str], str] = {}
    for row in staged_rows(session, get_staged_file(session, file_id)):
        if not row.has_error:
            continue
        kind = row.payload["kind"]
        number = len(found.setdefault(kind, []))
        found[kind].append(_as_written(row))
        for issue in row.all_issues:
            if issue.severity == "error" and issue.field:
                said = issue_text(issue, translate)
                key = kind, number, issue.field
                marks[key] = f"{marks[key]}\n{said}" if key in marks else said
    return found, marks


def _as_written(row: StagedRow) -> dict[str, Any]:
    """Cells of a row for the template: read values where they were read, else the text."""
    cells: dict[str, Any] = {}
    for column in KINDS[row.payload["kind"]].columns:
        if column.key in row.payload["values"]:
            value = from_plain(column, row.payload["values"][column.key])
            if column.kind == "money":
                value = value / BILLION
            cells[column.key] = (
                {True: "yes", False: "no"}[value] if column.kind == "flag" else value
            )
        elif column.key in row.payload["texts"]:
            cells[column.key] = row.payload["texts"][column.key]
    return cells


def _plain(row: StagedRow, issue: RowIssue, translate: Translator) -> dict[str, Any]:
    column = KINDS[row.payload["kind"]].column(issue.field or "")
    sheet, _, cell = (issue.cell or row.place or "").rpartition("!")
    return {
        "row": row.row_no,
        "label": row.label,
        "code": issue.code,
        "sheet": sheet,
        "cell": cell,
        "column": translate(column.header) if column else None,
        "value": issue.value,
        "message": issue_text(issue, translate),
    }


def apply_good_rows(session: Session, file_id: int, *, by: str) -> int | None:
    """Accept every row without an error and apply them; returns the revision.

    The others stay in the file as they are, undecided. The caller commits.
    """
    kind = ProgressKind()
    file = get_staged_file(session, file_id)
    if file.kind != kind.name:
        raise NotFound(N_("There is no staged file {id} of progress."), id=file_id)
    rows = staged_rows(session, file)
    good = [
        row.row_no
        for row in rows
        if not row.has_error and row.cluster_code is not None and row.decision == "undecided"
    ]
    decide_rows(session, file_id, good, "accept", by=by)
    return apply_staging(session, kind, file_id, by=by, leave_undecided=True)
