"""Everything about the progress of one cluster on a day, with what disagrees and what to ask."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.capital_sums import Capital, paid_series, sum_capital
from cluster_gis.domain.cumulative import Fall, find_falls
from cluster_gis.domain.dates import parse_date_span
from cluster_gis.domain.facts import Settings
from cluster_gis.domain.fill_rates import Filled, FillRate, fill_rates, filled_land
from cluster_gis.domain.inspections import Remedies, sum_remedies
from cluster_gis.domain.progress_forecast import (
    Forecast,
    Plan,
    Point,
    forecast,
    mean_series,
    planned_share,
    stalled_months,
)
from cluster_gis.domain.reporters import order_of
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.law.delay import Provision, provisions
from cluster_gis.services.progress_findings import (
    ABOUT_ENTERPRISES,
    ProgressFinding,
    find_oddities,
)
from cluster_gis.services.read_delays import days_of, milestone_of
from cluster_gis.services.unit_clusters import read_provinces, settings_of
from cluster_gis.storage import progress_tables as p
from cluster_gis.storage import tables as t
from cluster_gis.storage.queries import facts
from cluster_gis.storage.queries.clusters import ClusterAt, find_cluster_at
from cluster_gis.storage.queries.progress_held import Row, evidence_of, progress_rows, rows_of
from cluster_gis.storage.queries.progress_monitor import Stone, stones_at


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """A work with its newest statement; said: all of them, newest first."""

    work: Row
    said: Sequence[Row]

    @property
    def newest(self) -> Row | None:
        """The newest statement that gives a share or says whether it runs."""
        return next(iter(self.said), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Shares in percent by day. planned: of works with both days; money: paid over planned.

    planned_works, works: of how many works it tells.
    """

    done: Sequence[Point]
    planned: Sequence[Point]
    money: Sequence[Point]
    works: int
    planned_works: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Statements of one thing on one day by different reporters, all held."""

    what: str
    measure: str
    day: date
    said: Sequence[tuple[str | None, Decimal, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterProgress:
    """The cluster on a day; an empty sequence = nothing is recorded."""

    cluster: ClusterAt
    as_of: date
    works: Sequence[WorkLine]
    stones: Sequence[Stone]
    days_late: int | None
    provisions: Sequence[Provision]
    stalled_months: int | None
    forecast: Forecast | None
    curve: Curve
    capital: Capital
    clearance: Mapping[str, Sequence[Row]]
    wastewater: Sequence[Row]
    projects: Sequence[Row]
    leases: Sequence[Row]
    grants: Sequence[Row]
    needs: Sequence[Row]
    legacy: Sequence[Row]
    inspections: Sequence[Row]
    remedies: Remedies | None
    falls: Mapping[str, Sequence[Fall]]
    filled: Filled
    fill: Sequence[FillRate]
    printed_fill: Sequence[Row]
    evidence: Sequence[Row]
    disagreements: Sequence[Disagreement]
    findings: Sequence[ProgressFinding]


def read_cluster_progress(
    session: Session, code: str, *, as_of: date, revision: int
) -> ClusterProgress:
    """Raises NotFound."""
    cluster = find_cluster_at(session, code, as_of, revision)
    if cluster is None:
        raise NotFound(N_("There is no cluster with code {code}."), code=code)

    def held(table: Any) -> list[Row]:
        rows = rows_of(session, table, [code], revision=revision, on=as_of).get(code, [])
        return [
            row for row in rows if row.get("as_of_until") is None or row["as_of_until"] <= as_of
        ]

    works = held(t.infrastructure_work)
    said = progress_rows(session, [code], revision=revision, on=as_of).get(code, [])
    by_work: dict[str, list[Row]] = defaultdict(list)
    for row in said:
        by_work[row["work_key"]].append(row)
    for rows in by_work.values():
        rows.sort(key=order_of)  # newest first; of one day the reporter that counts till settled
    capital = held(t.capital_amount)
    cleared: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(held(p.land_clearance), key=order_of):
        cleared[row["measure"]].append(row)
    water = sorted(held(p.wastewater_statement), key=order_of)
    projects, leases = held(p.enterprise_project), held(p.land_lease)
    stones = stones_at(session, as_of=as_of, revision=revision).get(code, [])
    found = facts.states_on(session, on=as_of, revision=revision, codes=[code]).get(code)
    state = dict(found) if found is not None else None
    provinces = read_provinces(session, on=as_of, facts_on=as_of, revision=revision, keys=())
    settings = settings_of(found, provinces) if found is not None else Settings()
    late = days_of(stones, as_of)
    sums = sum_capital(capital)
    series = [
        [(row["as_of_until"], row["progress_pct"]) for row in reversed(rows) if _dated(row)]
        for rows in by_work.values()
        if rows[0]["common_work"]
    ]
    mean = mean_series(series)
    filled = filled_land(state, projects, leases)
    figures = held(t.cluster_figure)
    inspections = sorted(held(p.inspection), key=lambda row: row["inspected_on"], reverse=True)
    record = ClusterProgress(
        cluster=cluster,
        as_of=as_of,
        works=[WorkLine(work=work, said=by_work.get(work["work_key"], ())) for work in works],
        stones=stones,
        days_late=late,
        provisions=provisions([milestone_of(s) for s in stones], settings, on=as_of)
        if late
        else (),
        stalled_months=stalled_months(mean),
        forecast=forecast(mean),
        curve=_curve(mean, series, works, sums, capital, as_of),
        capital=sums,
        clearance=cleared,
        wastewater=water,
        projects=projects,
        leases=leases,
        grants=held(p.support_grant),
        needs=held(p.support_need),
        legacy=held(p.legacy_cluster),
        inspections=inspections,
        remedies=sum_remedies(inspections, as_of),
        falls={
            "work": list(find_falls(said, ["work_key"], "progress_pct")),
            "capital": list(
                find_falls(
                    [row for row in capital if row["coverage"] == "cumulative"],
                    ["kind", "fund_source", "work_key"],
                    "amount_vnd",
                )
            ),
            "clearance": list(find_falls(held(p.land_clearance), ["measure"], "area_ha")),
        },
        filled=filled,
        fill=fill_rates(filled, state, {m: rows[0] for m, rows in cleared.items()}, on=as_of),
        printed_fill=[row for row in figures if row["field"] == "fill_rate_pct"],
        evidence=evidence_of(session, code, on=as_of, revision=revision),
        disagreements=[
            *_apart(said, "work_key", "progress_pct", "progress_key", "work"),
            *_apart(capital, "fund_source", "amount_vnd", "capital_key", "capital", "kind"),
            *_apart(held(p.land_clearance), "measure", "area_ha", "clearance_key", "clearance"),
            *_apart(water, "cluster_code", "actual_m3_per_day", "statement_key", "wastewater"),
        ],
        findings=(),
    )
    return _with_findings(record, state)


def without_enterprises(record: ClusterProgress) -> ClusterProgress:
    """The record as everybody may read it: no row of a single enterprise, no file, sums kept."""
    open_findings = [one for one in record.findings if one.rule not in ABOUT_ENTERPRISES]
    return replace(
        record,
        projects=(),
        leases=(),
        evidence=(),
        inspections=(),
        findings=tuple(open_findings),
    )


def as_investor(record: ClusterProgress) -> ClusterProgress:
    """The record as the infrastructure investor reads it: of enterprises only what it told itself.

    Findings of inspections that are not about another enterprise, and the files of evidence.
    """
    return replace(
        without_enterprises(record),
        projects=[row for row in record.projects if row["reporter"] == "investor"],
        leases=[row for row in record.leases if row["reporter"] == "investor"],
        inspections=[row for row in record.inspections if row["subject"] != "enterprise"],
        evidence=record.evidence,
    )


def _with_findings(record: ClusterProgress, state: Any) -> ClusterProgress:
    return replace(record, findings=tuple(find_oddities(record, state)))


def _dated(row: Row) -> bool:
    return row["progress_pct"] is not None and row["as_of_until"] is not None


def _curve(
    mean: Sequence[Point],
    series: Sequence[Sequence[Point]],
    works: Sequence[Row],
    sums: Capital,
    capital: Sequence[Row],
    as_of: date,
) -> Curve:
    plans = [plan for work in works if work["common_work"] and (plan := _plan(work)) is not None]
    days: list[date] = []
    if plans:
        first, last = min(p.start for p in plans), max(p.end for p in plans)
        days = sorted({first, last, *(p.start for p in plans), *(p.end for p in plans)})
        days = sorted({*days, *(d for d, _ in mean if first <= d <= last)})
        if first <= as_of <= last:
            days = sorted({*days, as_of})
    planned = sums.whole.get("planned")
    money = (
        [(day, paid * 100 / planned.amount_vnd) for day, paid in paid_series(capital)]
        if planned is not None and planned.amount_vnd
        else []
    )
    return Curve(
        done=mean,
        planned=[(d, s) for d in days if (s := planned_share(plans, d)) is not None],
        money=money,
        works=sum(bool(points) for points in series),
        planned_works=len(plans),
    )


def _plan(work: Row) -> Plan | None:
    days = []
    for name in ("planned_start_text", "planned_end_text"):
        try:
            span = parse_date_span(work[name] or "")
        except InvalidInput:
            return None
        days.append(span)
    start, end = days[0].start, days[1].last_day
    return None if start is None or end is None or end <= start else Plan(start=start, end=end)


def _apart(
    rows: Sequence[Row], thing: str, value: str, key: str, what: str, also: str | None = None
) -> list[Disagreement]:
    """Statements of one thing and day that differ; those of one reporter are versions, not two."""
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row[value] is not None and row["as_of_until"] is not None:
            name = row[thing], row[also] if also else None, row["as_of_until"]
            if what == "capital" and row["work_key"] is not None:
                continue
            groups[name].append(row)
    found = []
    for (name, more, day), group in groups.items():
        if len({row[value] for row in group}) > 1:
            found.append(
                Disagreement(
                    what=what,
                    measure="/".join(str(part) for part in (more, name) if part),
                    day=day,
                    said=[(row["reporter"], row[value], row[key]) for row in group],
                )
            )
    return found
