"""Forecast, standstill, planned share and the mean of works, from made-up records."""

from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.domain.progress_forecast import (
    Plan,
    forecast,
    full_months,
    mean_series,
    planned_share,
    stalled_months,
)


def points(*pairs: tuple[str, int]) -> list[tuple[date, Decimal]]:
    return [(date.fromisoformat(day), Decimal(share)) for day, share in pairs]


STEADY = points(("2025-01-01", 0), ("2025-04-11", 10), ("2025-07-20", 20), ("2025-10-28", 30))


def test_a_steady_pace_ends_on_one_day():
    found = forecast(STEADY)
    assert found is not None
    # 10 points in 100 days: 70 points more take 700 days.
    assert found.early == found.expected == found.late == date(2027, 9, 28)
    assert (found.points, found.days) == (4, 300)


def test_an_uneven_pace_has_a_spread_around_its_middle():
    found = forecast(
        points(("2025-01-01", 0), ("2025-04-11", 5), ("2025-07-20", 15), ("2025-10-28", 35))
    )
    assert found is not None
    assert found.early < found.expected < found.late


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(STEADY[:3], id="three-reports-are-too-few"),
        pytest.param(
            points(("2025-01-01", 1), ("2025-02-01", 2), ("2025-03-01", 3), ("2025-04-01", 4)),
            id="three-months-are-too-short",
        ),
        pytest.param([*STEADY[:3], *points(("2025-12-01", 100))], id="done-needs-no-forecast"),
        pytest.param([], id="no-report"),
    ],
)
def test_too_little_says_nothing(record):
    assert forecast(record) is None


def test_works_that_stand_still_have_no_end_in_sight():
    found = forecast(
        points(("2024-01-01", 40), ("2024-06-01", 40), ("2025-01-01", 40), ("2025-06-01", 41))
    )
    assert found is not None
    assert found.expected is None
    assert found.late is None


@pytest.mark.parametrize(
    ("record", "months"),
    [
        pytest.param(STEADY, 0, id="it-rose-in-the-last-report"),
        pytest.param(
            points(("2025-01-14", 40), ("2025-06-14", 40), ("2025-12-14", 40)), 11, id="stalled"
        ),
        pytest.param(points(("2025-01-01", 40)), None, id="one-report-tells-nothing"),
        pytest.param(points(("2025-01-01", 40), ("2026-01-01", 100)), None, id="done"),
        pytest.param(
            points(("2025-01-01", 40), ("2025-07-01", 35), ("2026-01-01", 39)),
            12,
            id="after-a-fall-only-more-than-ever-is-a-rise",
        ),
    ],
)
def test_months_without_a_rise(record, months):
    assert stalled_months(record) == months


def test_a_month_is_full_on_its_day():
    assert full_months(date(2025, 1, 31), date(2025, 2, 28)) == 0
    assert full_months(date(2025, 1, 15), date(2025, 3, 15)) == 2
    assert full_months(date(2025, 3, 15), date(2025, 1, 1)) == 0


def test_each_planned_work_rises_evenly_from_its_start_to_its_end():
    plans = [
        Plan(start=date(2025, 1, 1), end=date(2025, 1, 11)),
        Plan(start=date(2025, 1, 11), end=date(2025, 1, 21)),
    ]
    shares = [planned_share(plans, date(2025, 1, day)) for day in (1, 6, 11, 16, 21, 30)]
    assert shares == [0, 25, 50, 75, 100, 100]
    assert planned_share([], date(2025, 1, 1)) is None


def test_the_mean_begins_when_every_reported_work_is_known():
    road = points(("2025-01-01", 10), ("2025-06-01", 50))
    power = points(("2025-03-01", 30))
    assert mean_series([road, power, []]) == points(("2025-03-01", 20), ("2025-06-01", 40))
    assert mean_series([]) == []
