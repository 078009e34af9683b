"""Capital of a cluster from its statements: planned and paid out, by source of funds and together.

Of one source the newest cumulative statement counts; amounts of periods are added up where there
is no cumulative one. A statement that does not say whether it is cumulative is taken as such. Of
two reporters on one day see reporters.py.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cluster_gis.domain.reporters import order_of

#: Parts and the whole may differ by rounding of printed figures.
PARTS_TOLERANCE = Decimal("0.005")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """An amount in VND and its last day; parts: how many sources it was added from."""

    amount_vnd: Decimal
    day: date | None
    parts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Capital:
    """by_fund: (kind, source) -> sum, source None = not told. whole: kind -> the cluster's sum.

    apart: kinds whose told whole and sum of parts differ: kind -> (whole, sum of the parts).
    """

    by_fund: Mapping[tuple[str, str | None], Sum]
    whole: Mapping[str, Sum]
    apart: Mapping[str, tuple[Decimal, Decimal]]


def sum_capital(rows: Sequence[Row]) -> Capital:
    """From rows of capital_amount of one cluster; those of single works are left out."""
    groups: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for row in rows:
        if row["work_key"] is None:
            groups[row["kind"], row["fund_source"]].append(row)
    by_fund = {key: _of_one(group) for key, group in groups.items()}
    whole: dict[str, Sum] = {}
    apart: dict[str, tuple[Decimal, Decimal]] = {}
    for kind in ("planned", "disbursed"):
        parts = [item for (k, fund), item in by_fund.items() if k == kind and fund is not None]
        told = by_fund.get((kind, None))
        added = sum((part.amount_vnd for part in parts), Decimal(0))
        if told is not None:
            whole[kind] = told
            if parts and abs(added - told.amount_vnd) > told.amount_vnd * PARTS_TOLERANCE:
                apart[kind] = (told.amount_vnd, added)
        elif parts:
            newest = max((part.day for part in parts if part.day), default=None)
            whole[kind] = Sum(amount_vnd=added, day=newest, parts=len(parts))
    return Capital(by_fund=by_fund, whole=whole, apart=apart)


def _of_one(rows: Sequence[Row]) -> Sum:
    cumulative = [row for row in rows if row["coverage"] != "in_period"]
    if cumulative:
        newest = min(cumulative, key=order_of)
        return Sum(amount_vnd=newest["amount_vnd"], day=newest["as_of_until"])
    periods: dict[tuple[Any, Any], Row] = {}
    for row in sorted(rows, key=order_of, reverse=True):
        periods[row["as_of_from"], row["as_of_until"]] = row
    days = [row["as_of_until"] for row in periods.values() if row["as_of_until"]]
    return Sum(
        amount_vnd=sum((row["amount_vnd"] for row in periods.values()), Decimal(0)),
        day=max(days, default=None),
    )


def paid_series(rows: Sequence[Row]) -> list[tuple[date, Decimal]]:
    """(day, paid out until then) of each day with a cumulative statement, all sources together."""
    told = [
        row
        for row in rows
        if row["kind"] == "disbursed"
        and row["work_key"] is None
        and row["coverage"] != "in_period"
        and row["as_of_until"] is not None
    ]
    days = sorted({row["as_of_until"] for row in told})
    series = []
    for day in days:
        capital = sum_capital([row for row in told if row["as_of_until"] <= day])
        series.append((day, capital.whole["disbursed"].amount_vnd))
    return series
