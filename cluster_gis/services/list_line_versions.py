"""Changed lines of works and milestones of a list as issues of its row, and as versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.list_columns import BY_KEY, COLUMNS
from cluster_gis.domain.staging import FieldChange, RowIssue, StagedFile, StagedRow
from cluster_gis.domain.unit_index import search_form
from cluster_gis.services.list_lines import (
    Change,
    LineIssue,
    Lines,
    Milestone,
    read_milestones,
    read_works,
)
from cluster_gis.services.list_words import milestone_line, work_line
from cluster_gis.services.load_clusters import span_columns
from cluster_gis.storage.queries.list_works import (
    ListedWork,
    milestone_versions,
    work_version,
    works_listed,
)
from cluster_gis.storage.queries.state_versions import Version
from cluster_gis.storage.register import Changes, revision_at, valid_range

#: Columns of the list that are read line by line.
BY_LINES = tuple(column.key for column in COLUMNS if column.by_lines)
WORKS, MILESTONES = "works", "milestones"


@dataclass(frozen=True, slots=True)
class RowLines:
    """What a row says of works and milestones; an empty cell says nothing."""

    works: Lines[ListedWork]
    milestones: Lines[Milestone]
    held: Sequence[Version]

    @property
    def changed(self) -> bool:
        """Whether anything would be written."""
        return bool(self.works.changes or self.milestones.changes)


def read_lines(session: Session, rows: Sequence[StagedRow], as_of: date) -> dict[int, RowLines]:
    """Row number -> its works and milestones beside those of its cluster."""
    told = [row for row in rows if row.cluster_code and any(_text(row, key) for key in BY_LINES)]
    codes = {str(row.cluster_code) for row in told}
    if not codes:
        return {}
    revision = revision_at(session)
    works = works_listed(session, as_of=as_of, revision=revision, codes=codes)
    milestones = milestone_versions(session, codes, revision=revision)
    found = {}
    for row in told:
        code = str(row.cluster_code)
        held = milestones.get(code, [])
        known = [Milestone(v.columns["name"], v.columns["due"], v.columns["done"]) for v in held]
        text = {key: _text(row, key) for key in BY_LINES}
        found[row.row_no] = RowLines(
            read_works(text[WORKS], code, works.get(code, ())) if text[WORKS] else Lines(),
            read_milestones(text[MILESTONES], known, as_of) if text[MILESTONES] else Lines(),
            held,
        )
    return found


def _text(row: StagedRow, key: str) -> str:
    """The cell, or what a person chose instead; "" = empty or left out."""
    choice = row.choices.get(key)
    if isinstance(choice, Mapping):
        return str(choice["text"])
    stored = row.payload["cells"].get(key)
    return "" if choice == "leave" or stored is None else str(stored["value"])


def line_issues(row: StagedRow, lines: RowLines) -> list[RowIssue]:
    """What is said of the lines, at their cells."""
    return [
        _issue(row, key, issue)
        for key, found in ((WORKS, lines.works.issues), (MILESTONES, lines.milestones.issues))
        for issue in found
    ]


def _issue(row: StagedRow, key: str, issue: LineIssue) -> RowIssue:
    cell = row.payload["cells"].get(key)
    return RowIssue(
        code=issue.code,
        severity=issue.severity,
        message=issue.message,
        values=dict(issue.values),
        line=row.payload["line"],
        cell=None if cell is None else cell["place"],
        field=key,
    )


def line_changes(lines: RowLines) -> list[FieldChange]:
    """Old and new line of each work and milestone that changes."""
    works = [
        FieldChange(
            field=BY_KEY[WORKS].header,
            before=None if change.before is None else work_line(change.before, "vi"),
            after=work_line(change.after, "vi"),
        )
        for change in lines.works.changes
    ]
    milestones = [
        FieldChange(
            field=BY_KEY[MILESTONES].header,
            before=None if one.before is None else _told(one.before),
            after=_told(one.after),
        )
        for one in lines.milestones.changes
    ]
    return works + milestones


def _told(one: Milestone) -> str:
    return milestone_line({"name": one.name, "due": one.due, "done": one.done}, "vi")


def write_lines(
    session: Session, changes: Changes, file: StagedFile, lines: RowLines, as_of: date, code: str
) -> None:
    """Queue versions: works and their progress from the day of the list on."""
    for work in lines.works.changes:
        _write_work(session, changes, file, work, as_of)
    for milestone in lines.milestones.changes:
        _write_milestone(changes, file, milestone, lines.held, code)


def _write_work(
    session: Session, changes: Changes, file: StagedFile, change: Change[ListedWork], as_of: date
) -> None:
    before, after = change.before, change.after
    key = after.work_key or f"{after.cluster_code}/{after.work_type or 'unstated'}/{_slug(after)}"
    figures = {"planned_capacity": after.planned_capacity, "capacity_unit": after.capacity_unit}
    if before is None:
        row = {
            "work_key": key,
            "cluster_code": after.cluster_code,
            "work_type": after.work_type,
            "common_work": after.work_type not in ("other", None),
            "item": after.item,
            "source_key": file.source_key,
            **figures,
        }
        changes.add("infrastructure_work", [{**row, "valid": valid_range(as_of)}])
    elif any(getattr(before, name) != value for name, value in figures.items()):
        held = work_version(session, key, on=as_of, revision=revision_at(session))
        columns = {} if held is None else held.columns
        valid = valid_range(as_of, None if held is None else held.ends)
        row = {**columns, **figures, "source_key": file.source_key, "valid": valid}
        changes.add("infrastructure_work", [row])
    said = {
        name: getattr(after, name)
        for name in ("progress_pct", "completed", "in_operation")
        if getattr(after, name) is not None
        and (before is None or getattr(after, name) != getattr(before, name))
    }
    if said:
        progress = {
            "progress_key": f"{key}/{as_of.isoformat()}/{file.source_key}",
            "work_key": key,
            "measure": after.item or "done",
            **said,
            **span_columns("as_of", _day(as_of)),
            "source_key": file.source_key,
            "valid": valid_range(as_of),
        }
        changes.add("work_progress", [progress])


def _day(as_of: date) -> DateSpan:
    return DateSpan(as_of, date.fromordinal(as_of.toordinal() + 1), "day")


def _slug(work: ListedWork) -> str:
    return search_form(work.item or "").replace(" ", "-")


def _write_milestone(
    changes: Changes,
    file: StagedFile,
    change: Change[Milestone],
    held: Sequence[Version],
    code: str,
) -> None:
    """A new one holds always, as its days say for themselves; a changed one as long as it held."""
    days = {"due": change.after.due, "done": change.after.done, "source_key": file.source_key}
    before = change.before
    if before is None:
        key = f"{code}/{search_form(change.after.name).replace(' ', '-')}"
        row = {"milestone_key": key, "cluster_code": code, "name": change.after.name, **days}
        changes.add("milestone", [{**row, "valid": valid_range(None)}])
        return
    [version] = [
        v
        for v in held
        if (v.columns["name"], v.columns["due"], v.columns["done"])
        == (before.name, before.due, before.done)
    ][:1]
    valid = valid_range(version.begins, version.ends)
    changes.add("milestone", [{**version.columns, **days, "valid": valid}])
