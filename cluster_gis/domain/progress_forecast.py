"""When works will be done, and for how long nothing moved: from the record alone, with its spread.

Method of `forecast`: between two reports the share done rises at a pace (percentage points a day).
The paces of all intervals are weighted by their days; the middle one (weighted median) gives the
day expected, the quick one (80th percentile) and the slow one (20th) the spread. Fewer than
`LEAST_POINTS` reports, or reports over less than `LEAST_DAYS`, are too little to say anything.
It supposes that the works go on as they went; it is no plan and no promise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

LEAST_POINTS = 4
LEAST_DAYS = 180
#: Later than this nothing is said but "no end in sight".
MOST_DAYS = 365 * 30
FULL = Decimal(100)
_SLOW, _MIDDLE, _QUICK = Decimal("0.2"), Decimal("0.5"), Decimal("0.8")

Point = tuple[date, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Days of completion; None = at that pace there is no end in sight.

    points, days: how many reports over how many days it rests on.
    """

    early: date | None
    expected: date | None
    late: date | None
    points: int
    days: int


def forecast(points: Sequence[Point]) -> Forecast | None:
    """From (day, share done in percent), oldest first; None = too little is known, or done."""
    if len(points) < LEAST_POINTS or points[-1][1] >= FULL:
        return None
    days = (points[-1][0] - points[0][0]).days
    if days < LEAST_DAYS:
        return None
    paces = sorted(
        ((after - before) / (later - day).days, (later - day).days)
        for (day, before), (later, after) in pairwise(points)
        if later > day
    )
    last, remaining = points[-1][0], FULL - points[-1][1]
    ends = [_end(last, remaining, _quantile(paces, share)) for share in (_QUICK, _MIDDLE, _SLOW)]
    return Forecast(early=ends[0], expected=ends[1], late=ends[2], points=len(points), days=days)


def _quantile(paces: Sequence[tuple[Decimal, int]], share: Decimal) -> Decimal:
    """The pace below which `share` of the days lie."""
    whole = sum(days for _, days in paces)
    passed = Decimal(0)
    for pace, days in paces:
        passed += days
        if passed >= share * whole:
            return pace
    return paces[-1][0]


def _end(last: date, remaining: Decimal, pace: Decimal) -> date | None:
    if pace <= 0 or remaining / pace > MOST_DAYS:
        return None
    whole = int((remaining / pace).to_integral_value(rounding="ROUND_CEILING"))
    return last + timedelta(days=whole)


def full_months(since: date, until: date) -> int:
    """Whole months between two days; 0 when less than one."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return max(0, months - (until.day < since.day))


def last_rise(points: Sequence[Point]) -> date | None:
    """Day of the report that was last above all before it; None = no report.

    Of the first report only is known that the share was reached by then.
    """
    best: Decimal | None = None
    found = None
    for day, share in points:
        if best is None or share > best:
            best, found = share, day
    return found


def stalled_months(points: Sequence[Point]) -> int | None:
    """Whole months from the last rise to the last report; None = fewer than two reports, or done.

    What happened after the last report is not known and not counted.
    """
    if len(points) < 2 or points[-1][1] >= FULL:
        return None
    rise = last_rise(points)
    return None if rise is None else full_months(rise, points[-1][0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Planned days of one work."""

    start: date
    end: date


def planned_share(plans: Sequence[Plan], on: date) -> Decimal | None:
    """Mean of the works' planned shares on a day, each rising evenly from start to end, percent."""
    if not plans:
        return None
    shares = [_share(plan, on) for plan in plans]
    return sum(shares, Decimal(0)) / len(shares)


def _share(plan: Plan, on: date) -> Decimal:
    if on >= plan.end:
        return FULL
    if on <= plan.start:
        return Decimal(0)
    return FULL * (on - plan.start).days / (plan.end - plan.start).days


def mean_series(works: Sequence[Sequence[Point]]) -> list[Point]:
    """Mean share of works on each day of report, once all of them have been reported.

    Between its reports a work keeps its last share. Works never reported are not in `works`.
    """
    told = [sorted(points) for points in works if points]
    if not told:
        return []
    begin = max(points[0][0] for points in told)
    days = sorted({day for points in told for day, _ in points if day >= begin})
    series = []
    for day in days:
        shares = [[share for when, share in points if when <= day][-1] for points in told]
        series.append((day, sum(shares, Decimal(0)) / len(shares)))
    return series
