"""What rows of support, needs and legacy clusters must answer before they are written."""

import itertools
from collections.abc import Iterator
from decimal import Decimal

from cluster_gis.domain.progress_entry import Checking, EntryRow
from cluster_gis.domain.progress_keys import row_key
from cluster_gis.domain.staging import RowIssue
from cluster_gis.i18n import N_

YEARS = range(1990, 2101)
#: Amounts of the way of a grant, the earlier first; a later one above an earlier is looked at.
STEPS = ("proposed_vnd", "appraised_vnd", "approved_vnd", "paid_vnd")


def check_year(row: EntryRow, _: Checking) -> Iterator[RowIssue]:
    """A year is one of our time."""
    year = row.values.get("year")
    if year is not None and year not in YEARS:
        yield row.issue("year", "no_such_year", N_("Expected a year such as 2026."))


def check_support(row: EntryRow, checking: Checking) -> Iterator[RowIssue]:
    """Support is a part of the whole cost, grows smaller on its way, and stops with a reason."""
    yield from check_year(row, checking)
    values = row.values
    if values.get("state") == "stopped" and "stop_reason" not in values:
        yield row.issue("stop_reason", "missing", N_("{column} is empty; it is needed."))
    total = values.get("total_cost_vnd")
    for key in STEPS:
        amount = values.get(key)
        if total is not None and amount is not None and amount > total:
            yield row.issue(
                key,
                "support_above_cost",
                N_("{column} {amount} billion VND is above the total cost, {total}."),
                amount=f"{amount / Decimal(10) ** 9:f}",
                total=f"{total / Decimal(10) ** 9:f}",
            )
    known = [(key, values[key]) for key in STEPS if key in values]
    for (_, before), (key, after) in itertools.pairwise(known):
        if after > before:
            yield row.issue(
                key,
                "step_above",
                N_("{column} is above the step before it."),
                severity="warning",
            )
    own = row_key(row, checking.held, checking.reporter)
    held = checking.held.grants.get(row.code or "", ())
    if any(grant["grant_key"] == own for grant in held) and "state_on" not in values:
        yield row.issue("state_on", "missing", N_("{column} is empty; it is needed."))


def check_legacy(row: EntryRow, _: Checking) -> Iterator[RowIssue]:
    """What is decided has its decision; what is not decided has none."""
    decided = row.values.get("outcome") not in (None, "undecided")
    if decided and not ({"decided_on", "document"} & row.values.keys()):
        yield row.issue("document", "missing", N_("{column} is empty; it is needed."))
    if not decided and "decided_on" in row.values:
        yield row.issue("outcome", "decided_undecided", N_("Decided on a day, but not decided?"))
