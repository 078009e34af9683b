"""Of two reporters who disagree: which figure counts until they are settled.

The one rule of sums, forms, curves and map layers (a choice of this tool; no law names an order).
Of one thing the newest day counts; of one day the reporter first in `ORDER`: who looks after the
matter by office comes before who reports on himself. Both statements stay and are shown, and
`SETTLES` says which of them holds, after hearing both. In the database the same order is
register.reporter_rank (migration 0026); a test compares the two.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cluster_gis.domain.progress_words import SETTLES

__all__ = ["ORDER", "SETTLES", "order_of", "rank"]

#: None: a source that is no reporter; it comes last.
ORDER: tuple[str | None, ...] = (
    "inspection",
    "department",
    "commune",
    "district",
    "statistics",
    "investor",
    "enterprise",
    "other",
    None,
)


def rank(reporter: str | None) -> int:
    """Place of a reporter in the order, 1 = the first."""
    return ORDER.index(reporter) + 1


def order_of(row: Mapping[str, Any]) -> tuple[int, int]:
    """Sorts statements of one thing: the newest first, then by reporter."""
    day = row["as_of_until"] or date.min
    return -day.toordinal(), rank(row["reporter"])
