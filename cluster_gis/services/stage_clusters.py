"""The kind of staged file that a province's own list of clusters is.

A row changes only the cells that differ from the register; an emptied cell changes nothing. The
new values hold from the day of the list on ("known no later than"), as long as the state they
correct would have held.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.list_cells import BadCell, HeadedColumn, printed, read_value
from cluster_gis.domain.list_columns import BY_KEY, COLUMNS
from cluster_gis.domain.list_rows import ListCell, ListRow
from cluster_gis.domain.list_values import clean_text, from_json, same_value, to_json
from cluster_gis.domain.staging import (
    FieldChange,
    Kind,
    MatchHints,
    RowDraft,
    RowIssue,
    StagedFile,
    StagedRow,
)
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import LANGUAGES, N_, data_translator
from cluster_gis.services.fact_versions import (
    NewFacts,
    write_facts,
)
from cluster_gis.services.list_checks import Compared, bare_name, check_row
from cluster_gis.services.list_line_versions import (
    BY_LINES,
    line_changes,
    line_issues,
    read_lines,
    write_lines,
)
from cluster_gis.services.list_notes import find_emptied, find_stated_only, find_unknown_units
from cluster_gis.services.list_words import default_factor, shown
from cluster_gis.services.read_cluster_list import state_value
from cluster_gis.services.staging_kind import StagedChanges
from cluster_gis.storage.queries.cluster_record import units_by_key
from cluster_gis.storage.queries.facts import Row, adopted_figures
from cluster_gis.storage.queries.state_versions import Version, versions_of
from cluster_gis.storage.register import revision_at

#: What a person may say of a cell: leave it out, or take it although it looks wrong.
LEAVE, TAKE = "leave", "take"
#: Codes of findings that a person overruled for the whole row.
CONFIRM = "confirm"
_TRANSLATORS = [data_translator(language) for language in LANGUAGES]


def draft_row(row: ListRow, *, province_key: str | None) -> RowDraft:
    """A row of a list as staging takes it."""
    cells = {
        key: {"place": cell.place, "text": cell.text, "value": to_json(cell.value)}
        for key, cell in row.cells.items()
    }
    issues = [
        {
            "code": issue.code,
            "severity": issue.severity,
            "message": issue.message,
            "values": {k: str(v) for k, v in issue.values.items()},
            "cell": issue.place,
            "field": issue.key,
            "value": issue.value,
        }
        for issue in row.issues
    ]
    payload = {
        "line": row.line,
        "cells": cells,
        "empty": list(row.empty),
        "issues": issues,
        "province_key": province_key,
    }
    return _draft(payload, row.place, {})


def _draft(payload: Mapping[str, Any], place: str | None, choices: Mapping[str, Any]) -> RowDraft:
    cells = payload["cells"]

    def text(key: str) -> str | None:
        return str(cells[key]["value"]) if key in cells else None

    communes = tuple(
        part.strip()
        for key in ("new_commune_text", "commune_text")
        for part in (text(key) or "").split(";")
        if part.strip()
    )
    issues = [
        RowIssue(line=payload["line"], **issue)
        for issue in payload["issues"]
        if issue["field"] not in choices
    ]
    return RowDraft(
        label=text("name") or text("code") or "?",
        place=place,
        payload=payload,
        hints=MatchHints(
            code=text("code"),
            name=text("name"),
            province_key=payload["province_key"],
            communes=communes,
        ),
        issues=issues,
        choices=choices,
    )


@dataclass(frozen=True, slots=True)
class _Register:
    """What rows are compared with: every version of each cluster, and the adopted figures."""

    versions: Mapping[str, Sequence[Version]]
    figures: Mapping[str, Row]
    communes: Mapping[str, str]
    as_of: date

    def version(self, code: str) -> Version | None:
        """The version that holds on the day of the list."""
        day_after = date.fromordinal(self.as_of.toordinal() + 1)
        found = [v for v in self.versions.get(code, ()) if v.overlaps(self.as_of, day_after)]
        return found[0] if found else None

    def held(self, code: str) -> dict[str, Any]:
        """Key -> value of that version, known ones only."""
        version = self.version(code)
        if version is None:
            return {}
        values = {
            column.key: state_value(column, version.columns, self.figures)
            for column in COLUMNS
            if column.read and column.key != "code"
        }
        values["new_commune_text"] = values["new_commune_text"] or self.communes.get(
            str(version.columns["commune_key"])
        )
        return {key: value for key, value in values.items() if value is not None}


def _as_of(file: StagedFile) -> date:
    return date.fromisoformat(str(file.options["as_of"]))


def _register(session: Session, file: StagedFile, rows: Sequence[StagedRow]) -> _Register:
    codes = {row.cluster_code for row in rows if row.cluster_code is not None}
    revision = revision_at(session)
    versions = versions_of(session, codes, revision=revision)
    keys = {v.columns["commune_key"] for held in versions.values() for v in held}
    communes = units_by_key(session, [k for k in keys if k], revision=revision)
    return _Register(
        versions=versions,
        communes={key: unit["name"] for key, unit in communes.items()},
        figures=adopted_figures(session, revision=revision, codes=codes),
        as_of=_as_of(file),
    )


def _compared(row: StagedRow, held: Mapping[str, Any], as_of: date) -> Compared:
    """The row's cells beside the register; left-out cells are not there."""
    cells, listed = {}, {}
    for key, stored in row.payload["cells"].items():
        choice = row.choices.get(key)
        if key == "code" or key in BY_LINES or choice == LEAVE:
            continue
        value = from_json(BY_KEY[key], stored["value"])
        text = stored["text"]
        if choice not in (None, TAKE):
            value, text = from_json(BY_KEY[key], choice["value"]), choice["text"]
        cells[key] = ListCell(stored["place"], text, value)
        listed[key] = value
    for key, choice in row.choices.items():
        own = key in BY_KEY and key not in BY_LINES and key not in cells
        if own and isinstance(choice, Mapping):
            place = next(
                (i["cell"] for i in row.payload["issues"] if i["field"] == key), row.place or ""
            )
            value = from_json(BY_KEY[key], choice["value"])
            cells[key], listed[key] = ListCell(place, choice["text"], value), value
    changed = frozenset(key for key in listed if not _same(key, listed[key], held.get(key)))
    return Compared(held, listed, cells, changed, as_of)


def _same(key: str, listed: Any, held: Any) -> bool:
    if key == "name" and held is not None:
        return bare_name(str(listed)) == bare_name(str(held))
    if key in ("commune_text", "district_text") and held is None:
        return False
    return same_value(listed, held, _TRANSLATORS)


class ClusterListKind:
    """See `staging_kind.StagingKind`."""

    name: Kind = "clusters"
    tables: tuple[str, ...] = (
        "cluster_state",
        "cluster_figure",
        "infrastructure_work",
        "milestone",
    )
    one_row_a_cluster = True

    def check(
        self, session: Session, file: StagedFile, rows: Sequence[StagedRow]
    ) -> Mapping[int, Sequence[RowIssue]]:
        """Findings of changed cells, of lines of works and milestones, and of unknown states."""
        register = _register(session, file, rows)
        kept = [row for row in rows if row.decision != "reject"]
        lines = read_lines(session, kept, register.as_of)
        found = {number: list(issues) for number, issues in self._cells(session, register, rows)}
        for row in kept:
            if row.row_no in lines:
                found.setdefault(row.row_no, []).extend(line_issues(row, lines[row.row_no]))
        return found

    def _cells(
        self, session: Session, register: _Register, rows: Sequence[StagedRow]
    ) -> Iterator[tuple[int, Sequence[RowIssue]]]:
        for row in rows:
            if row.decision == "reject" or row.cluster_code is None:
                continue
            if row.matched_by == "new":
                compared = _compared(row, {}, register.as_of)
                named = replace(compared, changed=compared.changed - {"name"})
                yield row.row_no, check_row(named)
                continue
            if register.version(row.cluster_code) is None:
                yield row.row_no, [_not_known(row, register)]
                continue
            compared = _compared(row, register.held(row.cluster_code), register.as_of)
            overruled = row.choices.get(CONFIRM, ())
            issues = [
                i
                for i in check_row(compared)
                if row.choices.get(i.field or "") != TAKE and i.code not in overruled
            ]
            issues += find_unknown_units(session, compared, register.version(row.cluster_code))
            issues += find_emptied(row, register.held(row.cluster_code))
            issues += find_stated_only(compared)
            yield row.row_no, issues

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
        """Cells left out, taken although they look wrong, or given another value.

        choices: key of a column -> "leave", "take", or the value as a person writes it; "confirm"
        -> codes of findings that the person overrules.
        """
        made = {
            key: value if key == CONFIRM else _choice(key, value, row)
            for key, value in choices.items()
        }
        return _draft(row.payload, row.place, made)

    def build(self, session: Session, file: StagedFile, rows: Sequence[StagedRow]) -> StagedChanges:
        """Versions of the changed cells."""
        register = _register(session, file, rows)
        built = StagedChanges()
        as_of = register.as_of
        span = DateSpan(as_of, date.fromordinal(as_of.toordinal() + 1), "day")
        lines = read_lines(session, rows, as_of)
        for row in rows:
            code = str(row.cluster_code)
            new = row.matched_by == "new"
            compared = _compared(row, {} if new else register.held(code), as_of)
            values = {key: compared.listed[key] for key in sorted(compared.changed)}
            if row.row_no in lines and lines[row.row_no].changed:
                write_lines(session, built.changes, file, lines[row.row_no], as_of, code)
                built.cluster_sources.append({"cluster_code": code, "source_key": file.source_key})
            if not values:
                continue
            versions = [_first_version(file, row)] if new else register.versions[code]
            version = versions[0] if new else register.version(code)
            facts = NewFacts(
                code=code,
                values=values,
                since=as_of,
                until=version.ends if version else None,
                source_key=file.source_key,
                as_of=span,
                place=str(file.options.get("province_name") or ""),
            )
            write_facts(session, built.changes, facts, versions)
            built.cluster_sources.append({"cluster_code": code, "source_key": file.source_key})
            if new:
                built.clusters.append({"code": code, "source_key": file.source_key})
        return built

    def compare(self, session: Session, file: StagedFile, row: StagedRow) -> Sequence[FieldChange]:
        """Old and new value of each changed cell and line, in Vietnamese forms."""
        if row.cluster_code is None:
            return []
        lines = read_lines(session, [row], _as_of(file))
        told = line_changes(lines[row.row_no]) if row.row_no in lines else []
        register = _register(session, file, [row])
        held = {} if row.matched_by == "new" else register.held(row.cluster_code)
        compared = _compared(row, held, register.as_of)
        return [
            FieldChange(
                field=BY_KEY[key].header,
                before=shown(key, held.get(key)),
                after=shown(key, compared.listed[key]),
            )
            for key in BY_KEY
            if key in compared.changed
        ] + told


def _choice(key: str, value: Any, row: StagedRow) -> Any:
    column = BY_KEY.get(key)
    if column is not None and column.by_lines:
        text = value["text"] if isinstance(value, Mapping) else clean_text(str(value))
        return LEAVE if value == LEAVE else {"text": text, "value": text}
    if column is None or not column.read or key == "code":
        raise InvalidInput(
            N_("{field}: {value} is not a column of the list that is read."),
            field="choice",
            value=repr(key),
        )
    if isinstance(value, Mapping) or value == LEAVE:
        return value
    if value == TAKE:
        if key not in row.payload["cells"]:
            raise InvalidInput(
                N_("{field}: the cell cannot be read, so it cannot be taken as it is."), field=key
            )
        return value
    try:
        headed = HeadedColumn(column, column.header, default_factor(key))
        read = read_value(headed, str(value), "vi")
    except BadCell as bad:
        raise InvalidInput(bad.message, field=key, **bad.values) from bad
    return {"text": printed(str(value)), "value": to_json(read)}


def _first_version(file: StagedFile, row: StagedRow) -> Version:
    """The empty state of a new cluster, from the day of the list on."""
    name = str(row.payload["cells"]["name"]["value"])
    return Version(
        {
            "cluster_code": row.cluster_code,
            "name": name,
            "status_basis": "not_known",
            "province_key": file.options["province_key"],
            "former_province_key": None,
            "place_basis": "none",
            "decision_text": None,
            "decision_from": None,
            "decision_until": None,
            "figures": {},
            "source_key": file.source_key,
            "begins": _as_of(file),
            "ends": None,
            "start_basis": "known_no_later_than",
            "start_precision": "day",
        }
    )


def _not_known(row: StagedRow, register: _Register) -> RowIssue:
    first = min(
        (v.begins for v in register.versions[str(row.cluster_code)] if v.begins), default=None
    )
    return RowIssue(
        code="no_state_then",
        severity="error",
        message=N_("The register knows no state on the day of the list; the first is of {day}."),
        values={"day": first.strftime("%d/%m/%Y") if first else "-"},
        cell=row.place,
    )
