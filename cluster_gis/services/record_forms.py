"""The short forms of records: projects, lots and leases; support; older clusters; inspections.

A record that is held is offered folded, with what is held beside each field. What is left empty
stays as it is held; the hidden fields only repeat what names the record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from cluster_gis.domain import progress_words as words
from cluster_gis.domain.entry_columns import EntryKind
from cluster_gis.domain.progress_columns import KINDS
from cluster_gis.domain.progress_entry import BILLION
from cluster_gis.domain.unit_index import search_form
from cluster_gis.i18n import N_
from cluster_gis.services.progress_form import FormRow, FormRows, progress_form
from cluster_gis.services.read_cluster_progress import ClusterProgress, read_cluster_progress
from cluster_gis.storage import progress_tables as p
from cluster_gis.storage import tables as t
from cluster_gis.storage.queries.progress_held import Row, last_change, rows_of

#: Records of one kind that a form offers at once; more are found by a word, or in the workbook.
MOST_HELD = 30
#: Rows offered for new records of one kind.
NEW_ROWS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What one form is about. key: in its address; tables: whose rows it writes."""

    key: str
    title: str
    lead: str
    kinds: tuple[str, ...]
    tables: tuple[Table, ...]


SUBJECTS: Mapping[str, Subject] = {
    one.key: one
    for one in (
        Subject(
            key="progress",
            title=N_("Progress and money"),
            lead=N_("Works, capital, site clearance, wastewater and milestones of a period."),
            kinds=("work", "capital", "clearance", "wastewater", "milestone"),
            tables=(
                t.infrastructure_work,
                t.work_progress,
                t.capital_amount,
                p.land_clearance,
                p.wastewater_statement,
                t.milestone,
            ),
        ),
        Subject(
            key="projects",
            title=N_("Projects, lots and leases"),
            lead=N_("Projects of enterprises, land lots of the detailed plan, and their leases."),
            kinds=("project", "lot", "lease"),
            tables=(p.enterprise_project, t.land_lot, p.land_lease),
        ),
        Subject(
            key="support",
            title=N_("Support and needs"),
            lead=N_("Industry promotion and state support; the whole cost and the support apart."),
            kinds=("support", "need"),
            tables=(p.support_grant, p.support_need),
        ),
        Subject(
            key="legacy",
            title=N_("Formed before 2009"),
            lead=N_("What became of a cluster that is older than Decision 105/2009/QĐ-TTg."),
            kinds=("legacy",),
            tables=(p.legacy_cluster,),
        ),
        Subject(
            key="inspections",
            title=N_("Inspections"),
            lead=N_(
                "Who inspected, what was found, what must be remedied by when, and when it was."
            ),
            kinds=("inspection",),
            tables=(p.inspection,),
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryForm:
    """One form. rows: kind -> its rows; left_out: kind -> records held that are not offered.

    version: the last revision that changed what the form is about.
    """

    subject: Subject
    record: ClusterProgress
    rows: Mapping[str, Sequence[FormRow]]
    left_out: Mapping[str, int]
    version: int


def read_form(
    session: Session,
    code: str,
    subject: Subject,
    *,
    as_of: date,
    revision: int,
    word: str = "",
    enterprises: bool = True,
) -> EntryForm:
    """A form of a cluster; raises NotFound. word: offers only records whose name has it.

    enterprises: whether rows of single enterprises that others told may be shown.
    """
    record = read_cluster_progress(session, code, as_of=as_of, revision=revision)
    left_out: dict[str, int] = {}
    if subject.key == "progress":
        form = progress_form(record)
    else:
        form = FormRows(*subject.kinds)
        for kind in subject.kinds:
            held = rows_of(session, _TABLES[kind], [code], revision=revision, on=as_of)
            shown = [
                row
                for row in held.get(code, ())
                if enterprises or "reporter" not in row or row["reporter"] == "investor"
            ]
            left_out[kind] = _offer(form, kind, shown, record, word)
    return EntryForm(
        subject=subject,
        record=record,
        rows=form.rows,
        left_out={kind: n for kind, n in left_out.items() if n},
        version=last_change(session, code, subject.tables),
    )


_TABLES = {
    "project": p.enterprise_project,
    "lot": t.land_lot,
    "lease": p.land_lease,
    "support": p.support_grant,
    "need": p.support_need,
    "legacy": p.legacy_cluster,
    "inspection": p.inspection,
}
#: Kind -> columns that name a record, or that each row of it must say.
_NAMED = {
    "project": ("project_name",),
    "lot": ("lot_no",),
    "lease": ("tenant", "contract_number", "signed_on", "area_ha"),
    "support": ("programme", "programme_kind", "year", "title", "state"),
    "need": ("missing_work",),
    "legacy": ("outcome",),
    "inspection": ("inspected_on", "inspector", "decision", "finding"),
}
#: Of these the value held is only a default: it may be told anew.
_ANEW = frozenset({"state", "outcome", "area_ha"})
#: A register column that has another name in the row.
_OTHER_NAME = {"project_name": "name", "document": "document_key"}
#: Where a choice is not told of a new row.
_LEFT_OUT = frozenset({"code", "name", "as_of"})


def _offer(
    form: FormRows, kind: str, held: Sequence[Row], record: ClusterProgress, word: str
) -> int:
    """Rows of the records held and of new ones; returns how many held ones are left out."""
    columns = [column for column in KINDS[kind].columns if column.key not in _LEFT_OUT]
    found = [row for row in held if search_form(word) in search_form(_label(kind, row, record))]
    for row in found[:MOST_HELD]:
        named = {key for key in _NAMED[kind] if _value(key, row) is not None}
        form.offer(
            kind,
            {key: _said(KINDS[kind], key, _value(key, row)) for key in named},
            " ".join(c.key for c in columns if c.key not in named or c.key in _ANEW),
            _label(kind, row, record),
            _sub(kind, row),
            {column.key: _value(column.key, row, record) for column in columns},
            folded=kind != "legacy",
            name=" ".join(str(_value(key, row)) for key in _NAMED[kind] if key not in _ANEW),
        )
    if kind != "legacy" or not found:
        for _ in range(NEW_ROWS if kind != "legacy" else 1):
            form.offer(kind, {}, " ".join(column.key for column in columns), "")
    return max(0, len(found) - MOST_HELD)


def _value(key: str, row: Row, record: ClusterProgress | None = None) -> Any:
    """The value held of a column of the form."""
    if key == "project_name" and "project_key" in row and "name" not in row:  # of a lease
        names = {one["project_key"]: one["name"] for one in record.projects} if record else {}
        return names.get(row["project_key"])
    if key == "lot_no" and "lot_no" not in row:
        return str(row["lot_key"]).rpartition("/")[2] if row.get("lot_key") else None
    return row.get(_OTHER_NAME.get(key, key))


def _said(kind: EntryKind, key: str, value: Any) -> str:
    """A value as a person types it: 1,5 · 14/06/2026 · in billions of VND."""
    column = kind.column(key)
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, Decimal):
        amount = value / BILLION if column is not None and column.kind == "money" else value
        return f"{amount:f}".replace(".", ",")
    return str(value)


def _label(kind: str, row: Row, record: ClusterProgress) -> str:
    """What a record is called."""
    if kind == "lease":
        lot = _value("lot_no", row)
        return " · ".join(part for part in (row["tenant"] or "?", lot) if part)
    if kind == "inspection":
        return str(row["finding"] or row["inspector"])
    name = {"project": "name", "lot": "lot_no", "support": "title", "need": "missing_work"}
    return str(row[name[kind]]) if kind in name else record.cluster.name


def _sub(kind: str, row: Row) -> str:
    """A word of its state: an English msgid, or empty."""
    match kind:
        case "project" if row["state"]:
            return words.PROJECT_STATE[row["state"]]
        case "support":
            return words.SUPPORT_STATE[row["state"]]
        case "lot" if row["leased"] is not None:
            return N_("let") if row["leased"] else N_("free")
        case "inspection" if row["finding"]:
            return N_("remedied") if row["remedied_on"] else N_("not remedied")
    return ""
