"""Which version of the cluster law is in force on a day (V0 … V6), first and last day inclusive.

V5 is the time of Government Resolution 19/2026, whose cluster part ended when
Decree 303/2026 took effect: its Điều 8(3) says so, there is no version after V6.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class VersionPeriod:
    """One version of the law. effective_to: last day in force; None = still in force."""

    id: str
    effective_from: date
    effective_to: date | None


VERSION_PERIODS = (
    VersionPeriod("V0", date(2009, 10, 5), date(2017, 7, 14)),
    VersionPeriod("V1", date(2017, 7, 15), date(2020, 7, 31)),
    VersionPeriod("V2", date(2020, 8, 1), date(2024, 4, 30)),
    VersionPeriod("V3", date(2024, 5, 1), date(2025, 6, 30)),
    VersionPeriod("V4", date(2025, 7, 1), date(2026, 4, 28)),
    VersionPeriod("V5", date(2026, 4, 29), date(2026, 9, 14)),
    VersionPeriod("V6", date(2026, 9, 15), None),
)

#: From this day the commune People's Committee does what the district's did
#: (district level abolished; Decree 139/2025 Điều 6, 11).
COMMUNES_TAKE_OVER = date(2025, 7, 1)

#: First day of Decree 303/2026.
V6_STARTS = date(2026, 9, 15)


def law_version_on(day: date) -> str | None:
    """Id of the version in force on `day`; None before 2009-10-05, when none was."""
    for period in VERSION_PERIODS:
        if period.effective_from <= day and (
            period.effective_to is None or day <= period.effective_to
        ):
            return period.id
    return None
