"""What rows of inspections must answer before they are written."""

from collections.abc import Iterator
from datetime import date

from cluster_gis.domain.progress_entry import Checking, EntryRow
from cluster_gis.domain.progress_keys import row_key
from cluster_gis.domain.staging import RowIssue
from cluster_gis.domain.unit_index import search_form
from cluster_gis.i18n import N_

#: Once a year, of one producer (Decree 32/2024 Điều 24 khoản 2, from 2024-05-01).
ONCE_A_YEAR_FROM = date(2024, 5, 1)


def check_inspection(row: EntryRow, checking: Checking) -> Iterator[RowIssue]:
    """A remedy belongs to a finding, has a day, and is not before the inspection."""
    values = row.values
    told = [key for key in ("remedy", "due", "remedied_on") if key in values]
    if told and "finding" not in values:
        yield row.issue(
            "finding", "missing", N_("{column} is empty, but a remedy is told; write the finding.")
        )
    if "remedy" in values and "due" not in values and "remedied_on" not in values:
        yield row.issue(
            "due",
            "remedy_without_day",
            N_("{column} is empty: whether the remedy is overdue cannot be told."),
            severity="warning",
        )
    yield from _again(row, checking)


def _again(row: EntryRow, checking: Checking) -> Iterator[RowIssue]:
    """A second regular inspection of one producer within a year (OPS-INSPECT)."""
    values = row.values
    day, name = values.get("inspected_on"), values.get("subject_name")
    asked = values.get("kind") == "regular" and values.get("subject") == "enterprise"
    if not asked or name is None or not isinstance(day, date) or day < ONCE_A_YEAR_FROM:
        return
    own = row_key(row, checking.held, checking.reporter)
    for held in checking.held.inspections.get(row.code or "", ()):
        same = held["kind"] == "regular" and search_form(held["subject_name"] or "") == search_form(
            name
        )
        other_day = held["inspected_on"] != day and held["inspected_on"].year == day.year
        if same and other_day and held["inspection_key"] != own:
            yield row.issue(
                "kind",
                "inspected_again",
                N_(
                    "{name} was inspected by the plan on {day} already: at most once a year, "
                    "unless there are signs of violation (32/2024/NĐ-CP Điều 24 khoản 2)."
                ),
                severity="warning",
                name=name,
                day=held["inspected_on"].strftime("%d/%m/%Y"),
            )
            return
