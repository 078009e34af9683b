"""Enter progress: one path for form, file and program.

    preview = preview_progress(session, entry, day=today)       findings of every row
    revision = enter_progress(session, entry, day=today)        or InvalidInput naming the rows

A file of many rows goes through staging (`stage_progress`), which checks with the same functions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.list_cells import BadCell
from cluster_gis.domain.progress_checks import check_rows
from cluster_gis.domain.progress_columns import KINDS
from cluster_gis.domain.progress_entry import BILLION, Checking, EntryRow, read_entry_cell
from cluster_gis.domain.progress_words import REPORTER
from cluster_gis.domain.staging import RowIssue
from cluster_gis.errors import Conflict, InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.mark_same import office_source, require_words
from cluster_gis.services.progress_rows import build_changes, read_held
from cluster_gis.services.record_rows import Teller
from cluster_gis.storage.queries.facts import cluster_exists
from cluster_gis.storage.register import Batch, insert_missing, revision_at, write_versions

MOST_ROWS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """A row as written: column key -> text (a program may give numbers and true/false).

    number: how the answer names it. Empty texts say nothing.
    """

    kind: str
    texts: Mapping[str, Any]
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressEntry:
    """What one reporter says of one cluster. as_of: for rows that do not name their day.

    plain: as programs write it: 1234.5, and money in VND; else as people do: 1.234,5, in billions.
    """

    code: str
    rows: Sequence[SaidRow]
    as_of: date
    reporter: str
    source: str
    reason: str
    by: str
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPreview:
    """The rows as read, and what is found: row number -> findings, those of reading first."""

    rows: Sequence[EntryRow]
    issues: Mapping[int, Sequence[RowIssue]] = field(default_factory=dict)

    @property
    def has_error(self) -> bool:
        """Whether a row cannot be written as it stands."""
        return any(i.severity == "error" for found in self.issues.values() for i in found)


def preview_progress(session: Session, entry: ProgressEntry, *, day: date) -> ProgressPreview:
    """Every row read and checked; nothing is written. day: the legal day now.

    Raises NotFound for an unknown cluster, InvalidInput for an unknown kind, column or reporter.
    """
    if not cluster_exists(session, entry.code):
        raise NotFound(N_("There is no cluster with code {code}."), code=entry.code)
    if entry.reporter not in REPORTER:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="reporter",
            value=repr(entry.reporter),
            expected=", ".join(REPORTER),
        )
    if len(entry.rows) > MOST_ROWS:
        raise InvalidInput(N_("{field}: at most {most} rows."), field="rows", most=MOST_ROWS)
    read, unread = [], {}
    for said in entry.rows:
        row, issues = read_said(said, code=entry.code, as_of=entry.as_of, plain=entry.plain)
        read.append(row)
        unread[row.number] = issues
    held = read_held(session, [entry.code], day=day, revision=revision_at(session))
    checking = Checking(held, day, entry.reporter)
    found = check_rows(read, checking)
    return ProgressPreview(
        rows=read,
        issues={n: without_echo(unread[n], issues) for n, issues in found.items()},
    )


def without_echo(unread: Sequence[RowIssue], found: Sequence[RowIssue]) -> list[RowIssue]:
    """Findings of reading, then the others; a cell that cannot be read is not also "missing"."""
    bad = {issue.field for issue in unread}
    said_nothing = {"missing", "says_nothing"} if bad else set()
    return [
        *unread,
        *(
            i
            for i in found
            if not (i.code in said_nothing and (i.field in bad or i.code == "says_nothing"))
        ),
    ]


def read_said(
    said: SaidRow, *, code: str, as_of: date | None, plain: bool
) -> tuple[EntryRow, list[RowIssue]]:
    """A row read cell by cell, and what could not be read."""
    kind = KINDS.get(said.kind)
    if kind is None:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="kind",
            value=repr(said.kind),
            expected=", ".join(KINDS),
        )
    values: dict[str, Any] = {}
    texts = {key: _text(text) for key, text in said.texts.items() if text not in (None, "")}
    row = EntryRow(kind=said.kind, code=code, values=values, texts=texts, number=said.number)
    issues = []
    for key, text in texts.items():
        column = kind.column(key)
        if column is None:
            raise InvalidInput(
                N_("{field}: {value} is not known; one of {expected} is expected."),
                field=f"rows[{said.number}]",
                value=repr(key),
                expected=", ".join(c.key for c in kind.columns),
            )
        if column.kind == "code" or key == "name":
            continue
        factor = BILLION if column.kind == "money" and not plain else Decimal(1)
        try:
            values[key] = read_entry_cell(
                column, text, factor=factor, locale="plain" if plain else "vi"
            )
        except BadCell as bad:
            issues.append(row.issue(key, bad.code, bad.message, **bad.values))
    if as_of is not None and kind.column("as_of") is not None and "as_of" not in texts:
        values.setdefault("as_of", as_of)
    return replace(row, values=values), issues


def _text(value: Any) -> str:
    """A value of a program as a person writes it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def enter_progress(session: Session, entry: ProgressEntry, *, day: date) -> int:
    """Write the rows as one revision; returns it. The caller commits.

    Raises InvalidInput naming the first row that is wrong, Conflict when the register says all of
    it already.
    """
    require_words(source=entry.source, reason=entry.reason, by=entry.by)
    preview = preview_progress(session, entry, day=day)
    if not preview.rows:
        raise InvalidInput(N_("{field}: nothing is filled in."), field="rows")
    for number, issues in preview.issues.items():
        for issue in issues:
            if issue.severity == "error":
                raise InvalidInput(issue.message, **{**issue.values, "field": f"{number}"})
    paper = office_source(entry.source)
    insert_missing(session, "source", [paper])
    insert_missing(
        session, "cluster_source", [{"cluster_code": entry.code, "source_key": paper["source_key"]}]
    )
    held = read_held(session, [entry.code], day=day, revision=revision_at(session))
    teller = Teller(reporter=entry.reporter, source_key=paper["source_key"])
    revision = write_versions(
        session,
        by=entry.by.strip(),
        reason=f"progress of {entry.code}: {entry.reason.strip()}",
        batches=build_changes(preview.rows, held, teller).batches,
    )
    if revision is None:
        raise Conflict(N_("The register holds just this already; nothing was written."))
    return revision


def settle_statement(
    session: Session, table: str, key: str, *, source: str, reason: str, by: str
) -> int:
    """Close the statement `key` that does not hold, of two that disagree; returns the revision.

    table: work_progress, capital_amount, land_clearance, infrastructure_statement or
    wastewater_statement. The other one stays; the closed one stays readable at the revisions
    before. The caller commits.
    """
    require_words(source=source, reason=reason, by=by)
    column = SETTLED.get(table)
    if column is None:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="table",
            value=repr(table),
            expected=", ".join(SETTLED),
        )
    revision = write_versions(
        session,
        by=by.strip(),
        reason=f"{key} does not hold: {reason.strip()} ({source.strip()})",
        batches=[Batch(table=table, rows=[{column: key}], mode="close")],
    )
    if revision is None:
        raise NotFound(N_("There is no statement {key}."), key=key)
    return revision


SETTLED: Mapping[str, str] = {
    "work_progress": "progress_key",
    "capital_amount": "capital_key",
    "land_clearance": "clearance_key",
    "infrastructure_statement": "statement_key",
    "wastewater_statement": "statement_key",
}
