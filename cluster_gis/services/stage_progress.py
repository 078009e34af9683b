"""The kind of staged file that a template of progress is: one row a statement, many a cluster.

Rows are checked by the functions that check the form (`domain.progress_checks`). A bad row stays
in the file with its findings and is never applied; the good ones are.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.entry_columns import EntryColumn
from cluster_gis.domain.list_cells import BadCell
from cluster_gis.domain.progress_checks import check_rows
from cluster_gis.domain.progress_columns import KINDS
from cluster_gis.domain.progress_entry import (
    BILLION,
    Checking,
    EntryRow,
    Held,
    from_plain,
    read_entry_cell,
    to_plain,
)
from cluster_gis.domain.progress_keys import row_key, series_of
from cluster_gis.domain.staging import (
    FieldChange,
    Kind,
    MatchHints,
    RowDraft,
    RowIssue,
    StagedFile,
    StagedRow,
)
from cluster_gis.errors import Conflict, InvalidInput
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, translator
from cluster_gis.services.enter_progress import without_echo
from cluster_gis.services.progress_rows import build_changes, read_held
from cluster_gis.services.record_rows import Teller
from cluster_gis.services.staging_kind import StagedChanges
from cluster_gis.storage.queries.progress_held import changed_works
from cluster_gis.storage.register import revision_at

#: What a person may say of a cell: leave it out.
LEAVE = "leave"


def draft_entry(row: EntryRow, issues: Sequence[RowIssue], *, province_key: str | None) -> RowDraft:
    """A row of a template as staging takes it."""
    payload = {
        "kind": row.kind,
        "code": row.texts.get("code"),
        "name": row.texts.get("name"),
        "values": {key: to_plain(value) for key, value in row.values.items()},
        "texts": dict(row.texts),
        "cells": dict(row.cells),
        "issues": [
            {
                "code": issue.code,
                "message": issue.message,
                "values": {k: str(v) for k, v in issue.values.items()},
                "cell": issue.cell,
                "field": issue.field,
                "value": issue.value,
            }
            for issue in issues
        ],
        "province_key": province_key,
    }
    return _draft(payload, row.place, {})


def _draft(payload: Mapping[str, Any], place: str | None, choices: Mapping[str, Any]) -> RowDraft:
    texts = payload["texts"]
    about = next(
        (
            texts[key]
            for key in (
                "project_name",
                "tenant",
                "item",
                "milestone_name",
                "work_type",
                "measure",
                "lot_no",
                "finding",
                "inspector",
            )
            if key in texts
        ),
        texts.get("kind", ""),
    )
    label = f"{payload['name'] or payload['code'] or '?'} · {about}".rstrip(" ·")
    issues = [
        RowIssue(severity="error", **issue)
        for issue in payload["issues"]
        if issue["field"] not in choices
    ]
    return RowDraft(
        label=label,
        place=place,
        payload=payload,
        hints=MatchHints(
            code=payload["code"],
            name=payload["name"] if not payload["code"] else None,
            province_key=payload["province_key"],
        ),
        issues=issues,
        choices=choices,
    )


def entry_of(row: StagedRow, *, as_of: date | None) -> EntryRow:
    """The row as it is checked and written, with what a person chose for its cells."""
    payload = row.payload
    kind = KINDS[payload["kind"]]
    values, texts = {}, dict(payload["texts"])
    for column in kind.columns:
        chosen = row.choices.get(column.key)
        if chosen == LEAVE:
            continue
        if isinstance(chosen, Mapping):
            values[column.key] = from_plain(column, chosen["value"])
            texts[column.key] = chosen["text"]
        elif column.key in payload["values"]:
            values[column.key] = from_plain(column, payload["values"][column.key])
    # A day that cannot be read is not replaced by that of the file.
    if as_of is not None and kind.column("as_of") is not None and "as_of" not in texts:
        values.setdefault("as_of", as_of)
    return EntryRow(
        kind=kind.key,
        code=row.cluster_code if row.matched_by != "new" else None,
        values=values,
        cells=payload["cells"],
        texts=texts,
        number=row.row_no,
        place=row.place,
    )


def _as_of(file: StagedFile) -> date | None:
    text = file.options.get("as_of")
    return date.fromisoformat(str(text)) if text else None


def _day(file: StagedFile) -> date:
    """The legal day on which the file was received: nothing of it lies after."""
    return date.fromisoformat(str(file.options["day"]))


class ProgressKind:
    """See `staging_kind.StagingKind`."""

    name: Kind = "progress"
    tables: tuple[str, ...] = (
        "infrastructure_work",
        "capital_amount",
        "land_clearance",
        "infrastructure_statement",
        "wastewater_statement",
        "milestone",
        "enterprise_project",
        "land_lot",
        "land_lease",
        "support_grant",
        "support_need",
        "legacy_cluster",
        "inspection",
    )
    one_row_a_cluster = False

    def check(
        self, session: Session, file: StagedFile, rows: Sequence[StagedRow]
    ) -> Mapping[int, Sequence[RowIssue]]:
        """Findings of rows against the register and each other; rejected rows count for nothing."""
        kept = [row for row in rows if row.decision != "reject"]
        entries = [entry_of(row, as_of=_as_of(file)) for row in kept]
        checking = Checking(_held(session, file, entries), _day(file), _reporter(file))
        found = check_rows(entries, checking)
        unread = {row.row_no: row.issues for row in kept}
        return {
            number: without_echo(unread[number], issues)[len(unread[number]) :]
            for number, issues in found.items()
        }

    def open_questions(self, row: StagedRow) -> Sequence[RowIssue]:  # noqa: ARG002 - the protocol's
        """None: what must be decided is an error at its cell until it is."""
        return []

    def redraft(
        self,
        session: Session,  # noqa: ARG002 - the protocol's
        file: StagedFile,  # noqa: ARG002
        row: StagedRow,
        choices: Mapping[str, Any],
    ) -> RowDraft:
        """Cells left out or given another value. choices: key -> "leave" or the text as written."""
        kind = KINDS[row.payload["kind"]]
        made = {}
        for key, value in choices.items():
            column = kind.column(key)
            if column is None or column.kind == "code":
                raise InvalidInput(
                    N_("{field}: {value} is not a column of the list that is read."),
                    field="choice",
                    value=repr(key),
                )
            made[key] = (
                value if isinstance(value, Mapping) or value == LEAVE else _read(column, value)
            )
        return _draft(row.payload, row.place, made)

    def build(self, session: Session, file: StagedFile, rows: Sequence[StagedRow]) -> StagedChanges:
        """Rows of the register; raises Conflict when progress of a work moved meanwhile."""
        codes = {str(row.cluster_code) for row in rows}
        moved = changed_works(session, codes, since=file.base_revision)
        if moved:
            raise Conflict(
                N_(
                    "Changed in the register since this file was compared with it: {clusters}. "
                    "Check the file again and look at those rows."
                ),
                clusters=", ".join(moved),
            )
        entries = [entry_of(row, as_of=_as_of(file)) for row in rows]
        teller = Teller(reporter=_reporter(file), source_key=file.source_key)
        held = _held(session, file, entries)
        return StagedChanges(
            changes=build_changes(entries, held, teller),
            cluster_sources=[
                {"cluster_code": code, "source_key": file.source_key} for code in sorted(codes)
            ],
        )

    def compare(self, session: Session, file: StagedFile, row: StagedRow) -> Sequence[FieldChange]:
        """The cells of the row beside what the same reporter said last, in Vietnamese forms."""
        entry = entry_of(row, as_of=_as_of(file))
        if entry.code is None:
            return []
        before = _before(entry, _held(session, file, [entry]), _reporter(file))
        kind = KINDS[entry.kind]
        return [
            FieldChange(
                field=column.header,
                before=before if column.key in _FIGURES else None,
                after=shown_value(column, entry.values[column.key]),
            )
            for column in kind.columns
            if column.key in entry.values and column.key not in ("code", "name")
        ]


_FIGURES = frozenset({"progress_pct", "amount_vnd", "area_ha"})


def _before(entry: EntryRow, held: Held, reporter: str | None) -> str | None:
    series, day = series_of(entry, held), entry.values.get("as_of")
    own = row_key(entry, held, reporter)
    if series is None or day is None:
        return None
    said = [item for item in held.figures.get(series, ()) if item.day < day or item.key == own]
    last = max(said, key=lambda item: item.day, default=None)
    if last is None:
        return None
    figures = {"work": "progress_pct", "capital": "amount_vnd", "clearance": "area_ha"}
    column = KINDS[entry.kind].column(figures[entry.kind])
    return shown_value(column, last.value) if column else None


def shown_value(column: EntryColumn, value: Any, language: str = "vi") -> str:
    """A value as people read it."""
    formats, _ = Formats(language), translator(language)
    shown: Mapping[str, Callable[[Any], str]] = {
        "choice": lambda code: _(column.choices.get(code, str(code))),
        "flag": lambda flag: _(column.choices[{True: "yes", False: "no"}[flag]]),
        "day": formats.day,
        "money": formats.money,
        "area": formats.hectares,
        "percent": formats.percent,
        "number": formats.number,
        "count": formats.number,
    }
    return shown.get(column.kind, str)(value)


def _held(session: Session, file: StagedFile, rows: Sequence[EntryRow]) -> Held:
    codes = {row.code for row in rows if row.code is not None}
    return read_held(session, codes, day=_day(file), revision=revision_at(session))


def _reporter(file: StagedFile) -> str | None:
    found = file.options.get("reporter")
    return str(found) if found else None


def _read(column: EntryColumn, text: Any) -> dict[str, Any]:
    factor = BILLION if column.kind == "money" else Decimal(1)
    try:
        value = read_entry_cell(column, str(text), factor=factor, locale="vi")
    except BadCell as bad:
        raise InvalidInput(bad.message, field=column.key, **bad.values) from bad
    return {"text": str(text), "value": to_plain(value)}
