"""Cumulative figures that fall between two reports without a reason (REPORT_FORMS D2)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A figure below an earlier one of the same reporter. thing: key of what is measured."""

    thing: str
    before: Decimal
    before_on: date
    now: Decimal
    now_on: date


def find_falls(
    rows: Sequence[Mapping[str, Any]], things: Sequence[str], value: str
) -> Iterator[Fall]:
    """Falls without a reason among statements of one kind; things: columns that name a series."""
    series: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row[value] is not None and row["as_of_until"] is not None:
            series[(*(row[name] for name in things), row["reporter"])].append(row)
    for named, said in series.items():
        said.sort(key=lambda row: row["as_of_until"])
        for first, second in pairwise(said):
            fell = second[value] < first[value] and first["as_of_until"] < second["as_of_until"]
            if fell and not second["fall_reason"]:
                yield Fall(
                    thing="/".join(str(name) for name in named[:-1] if name is not None),
                    before=first[value],
                    before_on=first["as_of_until"],
                    now=second[value],
                    now_on=second["as_of_until"],
                )
