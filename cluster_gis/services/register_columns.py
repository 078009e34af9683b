"""How the columns of a list of clusters are called in the register, and since when each holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cluster_gis.domain.cluster_history import StatusPeriod
from cluster_gis.domain.date_span import DateSpan
from cluster_gis.domain.intake import ClusterRecord, EventRecord, PlanEntryRecord, StatedFigure

#: field of the record -> column of register.cluster_state
COLUMNS: Mapping[str, str] = {
    "area_in_plan_ha": "area_planned_ha",
    "area_established_ha": "area_established_ha",
    "industrial_land_ha": "industrial_land_ha",
    "leased_land_ha": "leased_industrial_land_ha",
    "infrastructure_investor": "infrastructure_investor",
    "capital_vnd": "total_investment_vnd",
    "works_start": "construction_start_text",
    "works_end": "construction_end_text",
    "wastewater": "wastewater_text",
    "sectors": "sectors",
    "projects": "n_projects",
    "enterprises_at_work": "n_enterprises",
}
#: Also a figure, but computed by the register, so only kept as stated.
STATED_ONLY = {"fill_rate_pct": "fill_rate_pct"}
UNITS = {
    "area_planned_ha": "ha",
    "area_established_ha": "ha",
    "industrial_land_ha": "ha",
    "leased_industrial_land_ha": "ha",
    "total_investment_vnd": "VND",
    "fill_rate_pct": "%",
}
#: What the decision of establishment fixes: it holds since the cluster is established.
FIXED_BY_DECISION = frozenset({"area_established_ha", "infrastructure_investor", "sectors"})
#: Stated with that decision and changed later: so too, unless the figure has a date of its own.
STATED_WITH_DECISION = frozenset({"capital_vnd", "works_start", "works_end"})
#: Investors that no decision appointed.
NOT_APPOINTED = frozenset({"interested", "proposed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """An adopted value of one column. since: first day it is known for; None = with the status."""

    field: str
    value: Any
    since: date | None
    as_of: DateSpan
    figure: StatedFigure | None

    @property
    def name(self) -> str:
        """Its column in the register."""
        return {**COLUMNS, **STATED_ONLY}[self.field]


def _established_on(periods: tuple[StatusPeriod, ...]) -> date | None:
    for period in periods:
        if period.status in ("established", "under_construction", "operating"):
            return period.start
    return None


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def planned_since(
    record: ClusterRecord,
    events: Iterable[EventRecord],
    entries: Iterable[tuple[PlanEntryRecord, DateSpan]],
) -> date | None:
    """First day for which a plan or a proposal gives the planned area of the row."""
    days = [
        event.date.supported_from(event.date_basis)
        for event in events
        if event.event != "established" and event.area_after_ha == record.area_in_plan_ha
    ]
    days += [signed.start for entry, signed in entries if entry.area_ha == record.area_in_plan_ha]
    return _earliest(*days)


def _since(
    field: str,
    record: ClusterRecord,
    figure: StatedFigure | None,
    periods: tuple[StatusPeriod, ...],
    read_on: date,
) -> date | None:
    row_date = record.as_of if record.as_of.start else record.source_date
    dated = figure.as_of if figure is not None and figure.as_of.start else None
    own = (dated or row_date).supported_from("known_no_later_than", read_on=read_on)
    established = _established_on(periods)
    if field in FIXED_BY_DECISION and record.investor_role != "local_authority":
        return _earliest(own, established)
    if field in STATED_WITH_DECISION and dated is None and record.as_of.start is None:
        return _earliest(own, established)
    return own


def columns_of(
    record: ClusterRecord,
    figures: Mapping[str, StatedFigure],
    periods: tuple[StatusPeriod, ...],
    *,
    planned: date | None,
    read_on: date,
) -> list[Column]:
    """Every filled column of `record`. figures: field -> the adopted stated figure.

    A planned area holds since the day `planned` that a plan gives it, what the decision of
    establishment fixes since the cluster is established, everything else since the day its source
    says it, at the latest when it was read (`read_on`).
    """
    found = []
    for field in (*COLUMNS, *STATED_ONLY):
        value = getattr(record, field)
        if value is None:
            continue
        if field == "infrastructure_investor" and record.investor_role in NOT_APPOINTED:
            # Somebody who asks is not the investor: a stated word, never a fact of the state.
            continue
        figure = figures.get(field)
        as_of = record.as_of if record.as_of.start else record.source_date
        if figure is not None and figure.as_of.start is not None:
            as_of = figure.as_of
        since = _since(field, record, figure, periods, read_on)
        if field == "area_in_plan_ha":
            since = _earliest(since, planned)
        found.append(
            Column(
                field=field,
                value=value,
                since=since,
                as_of=as_of,
                figure=figure,
            )
        )
    return found


def figure_key(code: str, column: str, as_of: DateSpan, occurrence: int) -> str:
    """Stable name of a stated figure: a corrected value keeps the key, another date is another."""
    when = as_of.start.isoformat() if as_of.start else "undated"
    return f"{code}/{column}/{when}/{occurrence}"


def as_number(value: Any) -> Decimal | None:
    """The value as a number; None for words."""
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if isinstance(value, int) else None
