"""Reporting duties: who reports for which period, until when, to whom (LAW §9, RPT-*).

"Before 20 June" is exclusive: the last day in time is 19 June. The year report covers
the whole window again, it is not a second half. Which circular holds follows the end of
the period. The forms and days of Circulars 15/2017 and 28/2020 were not read: their
duties exist, their due date is not known.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.law.procedure_steps import COMMUNES_TAKE_OVER

DUE_SOON_DAYS = 7


class Party(StrEnum):
    """Who must report."""

    PRODUCER = "producer"
    INVESTOR = "infrastructure_investor"
    LOCAL_PC = "local_pc"
    DEPARTMENT = "department_of_industry_and_trade"
    MINISTRY = "ministry_of_industry_and_trade"


class ReportState(StrEnum):
    """A report on a day. DUE_DATE_UNKNOWN: the circular's day was not read."""

    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    SUBMITTED = "submitted"
    LATE_SUBMITTED = "late_submitted"
    MISSING = "missing"
    DUE_DATE_UNKNOWN = "due_date_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDuty:
    """One report owed. period: "2025-H1" or "2025-Y".

    window_first, window_last: days of the data, both included. due_date: last day in
    time, None = not known. recipients: codes, by the due date (see `recipients_on`).
    """

    rule: str
    form: str
    party: Party
    reporter: str
    period: str
    window_first: date
    window_last: date
    due_date: date | None
    recipients: tuple[str, ...]
    document: str
    locator: str
    confidence: str


PARTY_NAMES = {
    "producer": N_("producer in the cluster"),
    "infrastructure_investor": N_("infrastructure investor"),
    "district_pc": N_("district People's Committee"),
    "commune_pc": N_("commune People's Committee"),
    "department_of_industry_and_trade": N_("Department of Industry and Trade"),
    "ministry_of_industry_and_trade": N_("Ministry of Industry and Trade"),
    "provincial_pc": N_("provincial People's Committee"),
    "district_statistics_office": N_("district statistics office"),
    "area_statistics_office": N_("statistics office in charge of the area"),
    "statistics_office": N_("Statistics Office, Ministry of Finance"),
}

_LOCAL = "local_pc"
_LOCAL_STATISTICS = "local_statistics_office"
_DEPARTMENT = Party.DEPARTMENT.value
_MINISTRY = Party.MINISTRY.value

#: form -> (rule, party, recipients, due before in the half-year, in the year: month and day)
FORMS: dict[str, tuple[str, Party, tuple[str, ...], tuple[int, int], tuple[int, int]]] = {
    "01": ("RPT-01", Party.PRODUCER, (_LOCAL_STATISTICS, _LOCAL), (6, 20), (12, 20)),
    "02": (
        "RPT-02",
        Party.INVESTOR,
        (_LOCAL_STATISTICS, _LOCAL, _DEPARTMENT),
        (6, 20),
        (12, 20),
    ),
    "03": ("RPT-03", Party.LOCAL_PC, ("provincial_pc", _DEPARTMENT), (6, 25), (12, 25)),
    "04": ("RPT-04", Party.DEPARTMENT, ("provincial_pc", _MINISTRY), (6, 30), (12, 31)),
}
STATISTICS_FORM = "005.N/BCB-CT"

#: (first day, last day, rule, document, locator, confidence) of the circulars before 14/2024.
OLD_CIRCULARS = (
    (date(2017, 10, 16), date(2020, 12, 31), "RPT-V1", "15/2017/TT-BCT", "Điều 12", "secondary"),
    (date(2021, 1, 1), date(2024, 9, 30), "RPT-V2", "28/2020/TT-BCT", "", "memory"),
)
CIRCULAR_14_STARTS = date(2024, 10, 1)
CIRCULAR_14 = "14/2024/TT-BCT"
CIRCULAR_38 = "14/2024/TT-BCT, sửa đổi bởi 38/2025/TT-BCT"
FIRST_STATISTICS_YEAR = 2026


def report_duties(year: int, party: Party | None = None) -> tuple[ReportDuty, ...]:
    """Every report of the periods of `year` (half-year, then year), of one party or of all.

    Empty before 2017, when no circular of the kind was in force. Raises InvalidInput for
    a year outside 1 to 9998.
    """
    if not 1 < year < 9999:
        raise InvalidInput(
            N_("{field} is {value}; expected a year from 2 to 9998."), field="year", value=year
        )
    duties = [
        duty
        for half in (True, False)
        for form in FORMS
        if (duty := _duty(year, form, half=half)) is not None
    ]
    if year >= FIRST_STATISTICS_YEAR:
        duties.append(_statistics_duty(year))
    return tuple(duty for duty in duties if party is None or duty.party is party)


def report_state(duty: ReportDuty, as_of: date, submitted: date | None = None) -> ReportState:
    """The state of a report on `as_of`; a submission after `as_of` has not happened yet."""
    sent = submitted if submitted is not None and submitted <= as_of else None
    if duty.due_date is None:
        return ReportState.DUE_DATE_UNKNOWN if sent is None else ReportState.SUBMITTED
    if sent is not None:
        return ReportState.SUBMITTED if sent <= duty.due_date else ReportState.LATE_SUBMITTED
    if as_of > duty.due_date:
        return ReportState.MISSING
    if (duty.due_date - as_of).days <= DUE_SOON_DAYS:
        return ReportState.DUE_SOON
    return ReportState.NOT_DUE


def recipients_on(form: str, day: date) -> tuple[str, ...]:
    """Who receives a form sent on that day: the district until 2025-06-30, the commune after."""
    return tuple(_unit(recipient, day) for recipient in FORMS[form][2])


def reporter_on(party: Party, day: date) -> str:
    """Code of the body that reports on that day; differs from the party for the local PC only."""
    return _unit(party.value, day)


def report_window(year: int, *, half: bool) -> tuple[date, date]:
    """First and last day of the data: 15 December before to 14 June, or to 14 December."""
    return date(year - 1, 12, 15), date(year, 6 if half else 12, 14)


def _duty(year: int, form: str, *, half: bool) -> ReportDuty | None:
    """One duty under the circular in force at the period's end; None when there was none."""
    rule, party, _recipients, before_half, before_year = FORMS[form]
    end = date(year, 6, 30) if half else date(year, 12, 31)
    month, day = before_half if half else before_year
    due: date | None = date(year, month, day) - timedelta(days=1)
    sent = due or end
    document, locator, confidence = CIRCULAR_14, "Điều 3", "text"
    if sent >= COMMUNES_TAKE_OVER:
        document = CIRCULAR_38
    if end < CIRCULAR_14_STARTS:
        old = next((row for row in OLD_CIRCULARS if row[0] <= end <= row[1]), None)
        if old is None:
            return None
        due = None
        _first, _last, rule, document, locator, confidence = old
        # Of Circular 15/2017 only form 03 is named in a source that was read.
        confidence = confidence if form == "03" else "memory"
    window_first, window_last = report_window(year, half=half)
    return ReportDuty(
        rule=rule,
        form=form,
        party=party,
        reporter=reporter_on(party, sent),
        period=f"{year:04d}-{'H1' if half else 'Y'}",
        window_first=window_first,
        window_last=window_last,
        due_date=due,
        recipients=recipients_on(form, sent),
        document=document,
        locator=locator,
        confidence=confidence,
    )


def _statistics_duty(year: int) -> ReportDuty:
    """MoIT's yearly form: as of 31 December, received by 31 March of the next year (inclusive)."""
    return ReportDuty(
        rule="RPT-STAT",
        form=STATISTICS_FORM,
        party=Party.MINISTRY,
        reporter=_MINISTRY,
        period=f"{year:04d}-Y",
        window_first=date(year, 12, 31),
        window_last=date(year, 12, 31),
        due_date=date(year + 1, 3, 31),
        recipients=("statistics_office",),
        document="139/2026/NĐ-CP",
        locator=f"Biểu {STATISTICS_FORM}",
        confidence="text",
    )


def _unit(code: str, day: date) -> str:
    """A local body under the name it has on that day."""
    before = day < COMMUNES_TAKE_OVER
    if code == _LOCAL:
        return "district_pc" if before else "commune_pc"
    if code == _LOCAL_STATISTICS:
        return "district_statistics_office" if before else "area_statistics_office"
    return code
