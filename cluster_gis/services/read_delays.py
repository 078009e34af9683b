"""The delay monitor: every cluster with days late, months without a rise, and money that lies idle.

Not known is never zero: a cluster without a dated milestone is neither late nor in time, one
without reports is neither stalled nor moving, and money that nothing tells of is left out of sums.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.capital_sums import sum_capital
from cluster_gis.domain.facts import Milestone, Settings
from cluster_gis.domain.inspections import Remedies, sum_remedies
from cluster_gis.domain.progress_forecast import FULL, full_months
from cluster_gis.law.delay import Provision, provisions
from cluster_gis.law.rules.operate import days_late
from cluster_gis.services.read_progress_map import mean_done
from cluster_gis.services.unit_clusters import read_provinces, settings_of
from cluster_gis.storage import progress_tables as p
from cluster_gis.storage import tables as t
from cluster_gis.storage.queries import facts
from cluster_gis.storage.queries.clusters import ClusterAt, clusters_at
from cluster_gis.storage.queries.map_works import WorkAt, common_works_at
from cluster_gis.storage.queries.progress_held import rows_of
from cluster_gis.storage.queries.progress_monitor import (
    Reported,
    Stone,
    reported_works,
    stones_at,
)

#: From this many months without a rise a cluster counts as stalled (a setting of this tool).
STALLED_MONTHS = 6
#: States of clusters whose infrastructure is not asked about.
NOT_BUILT = frozenset({"planned", "withdrawn", "in_plan", "proposed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """One cluster on a day; None = not known.

    days_late: of the milestone open longest, 0 = none late. stalled_months: from the last rise to
    the last report. idle_vnd: paid out where the works are late or stalled and not finished, 0 =
    known to be neither; unspent_vnd: planned and not paid out. remedies: None = no inspection is
    recorded.
    """

    code: str
    name: str
    province_key: str
    province: str | None
    unit: str | None
    investor: str | None
    status: str | None
    works: int
    works_known: int
    done_pct: Decimal | None
    finished: bool | None
    days_late: int | None
    late_stone: Stone | None
    open_stones: int
    last_report: date | None
    stalled_months: int | None
    planned_vnd: Decimal | None
    paid_vnd: Decimal | None
    idle_vnd: Decimal | None
    unspent_vnd: Decimal | None
    provisions: Sequence[Provision] = field(default=())
    remedies: Remedies | None = None

    @property
    def is_late(self) -> bool | None:
        """Whether a milestone is overdue; None = not known."""
        return None if self.days_late is None else self.days_late > 0

    @property
    def is_stalled(self) -> bool | None:
        """Whether nothing rose for `STALLED_MONTHS`; None = not known."""
        return None if self.stalled_months is None else self.stalled_months >= STALLED_MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Clusters of one investor, unit or type of work. key None = not known.

    late_known: of how many it is known whether they are late.
    """

    key: str | None
    clusters: int
    late: int
    late_known: int
    days_late: int | None
    stalled: int
    paid_vnd: Decimal | None
    idle_vnd: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkGroup:
    """Works of one type: how many, done, begun, of unknown progress, and their mean share."""

    work_type: str | None
    works: int
    done: int
    begun: int
    unknown: int
    mean_pct: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor:
    """The whole of it. delays: by days late, the longest first, unknown ones last."""

    as_of: date
    revision: int
    delays: Sequence[Delay]
    works: Sequence[WorkGroup]

    def by(self, key: Callable[[Delay], str | None]) -> list[Group]:
        """The clusters in groups, those with most idle money first."""
        groups: dict[str | None, list[Delay]] = defaultdict(list)
        for delay in self.delays:
            groups[key(delay)].append(delay)
        found = [_group(name, members) for name, members in groups.items()]
        return sorted(
            found, key=lambda g: (g.key is None, -(g.idle_vnd or 0), -g.late, g.key or "")
        )


def read_delays(
    session: Session, *, as_of: date, revision: int, province: str | None = None
) -> Monitor:
    """Clusters that are built or operate, of one province (unit key) or all."""
    clusters = [
        cluster
        for cluster in clusters_at(session, as_of, revision, province=province)
        if cluster.status not in NOT_BUILT
    ]
    codes = [cluster.code for cluster in clusters]
    works = common_works_at(session, as_of=as_of, revision=revision)
    stones = stones_at(session, as_of=as_of, revision=revision)
    reported = reported_works(session, as_of=as_of, revision=revision)
    inspected = rows_of(session, p.inspection, None, revision=revision, on=as_of)
    capital = _capital(session, as_of=as_of, revision=revision)
    provinces = read_provinces(session, on=as_of, facts_on=as_of, revision=revision, keys=())
    late = [code for code in codes if days_of(stones.get(code, ()), as_of)]
    states = facts.states_on(session, on=as_of, revision=revision, codes=late) if late else {}
    settings = {code: settings_of(state, provinces) for code, state in states.items()}
    delays = [
        _delay(
            cluster,
            works.get(cluster.code, ()),
            stones.get(cluster.code, ()),
            reported.get(cluster.code),
            capital.get(cluster.code, ()),
            settings.get(cluster.code, Settings()),
            inspected.get(cluster.code, ()),
            as_of,
        )
        for cluster in clusters
    ]
    known = sorted(
        delays,
        key=lambda d: (
            d.days_late is None,
            -(d.days_late or 0),
            -(d.stalled_months or 0),
            -(d.idle_vnd or 0),
            d.done_pct is None,
            d.name,
        ),
    )
    mine = [work for code in codes for work in works.get(code, ())]
    return Monitor(as_of=as_of, revision=revision, delays=known, works=_by_type(mine))


def _capital(session: Session, *, as_of: date, revision: int) -> dict[str, list[Mapping[str, Any]]]:
    found = rows_of(session, t.capital_amount, None, revision=revision, on=as_of)
    return {
        code: [row for row in rows if row["as_of_until"] is None or row["as_of_until"] <= as_of]
        for code, rows in found.items()
    }


def days_of(stones: Sequence[Stone], on: date) -> int | None:
    """Days late of the milestone open longest; 0 = none, None = no due day is known."""
    late = [days_late(milestone_of(stone), on) for stone in stones]
    known = [days for stone, days in zip(stones, late, strict=True) if stone.due is not None]
    return max((days for days in known if days), default=0) if known else None


def milestone_of(stone: Stone) -> Milestone:
    """As the law engine takes it."""
    return Milestone(name=stone.name, due=stone.due, done=stone.done)


def _delay(
    cluster: ClusterAt,
    works: Sequence[WorkAt],
    stones: Sequence[Stone],
    reported: Reported | None,
    capital: Sequence[Mapping[str, Any]],
    settings: Settings,
    inspected: Sequence[Mapping[str, Any]],
    as_of: date,
) -> Delay:
    sums = sum_capital(capital).whole
    planned = sums["planned"].amount_vnd if "planned" in sums else None
    paid = sums["disbursed"].amount_vnd if "disbursed" in sums else None
    late = days_of(stones, as_of)
    shares = [work.done_pct for work in works]
    finished = _finished(shares)
    stalled = _stalled(reported)
    open_stones = [stone for stone in stones if stone.due and stone.done is None]
    worst = next((s for s in open_stones if s.due and s.due < as_of), None)
    slow = _slow(late, stalled, finished=finished)
    return Delay(
        code=cluster.code,
        name=cluster.name,
        province_key=cluster.province_key,
        province=cluster.province_name,
        unit=cluster.commune_name or cluster.new_commune_text or cluster.district_text,
        investor=cluster.infrastructure_investor,
        status=cluster.status,
        works=len(works),
        works_known=sum(share is not None for share in shares),
        done_pct=mean_done(works),
        finished=finished,
        days_late=late,
        late_stone=worst,
        open_stones=len(open_stones),
        last_report=reported.last if reported else None,
        stalled_months=stalled,
        planned_vnd=planned,
        paid_vnd=paid,
        idle_vnd=None if paid is None or slow is None else paid if slow else Decimal(0),
        unspent_vnd=None if planned is None or paid is None else max(planned - paid, Decimal(0)),
        provisions=provisions([milestone_of(s) for s in stones], settings, on=as_of)
        if late
        else (),
        remedies=sum_remedies(inspected, as_of),
    )


def _finished(shares: Sequence[Decimal | None]) -> bool | None:
    """Whether all works are done; False as soon as one is known not to be, None = not known."""
    if any(share is not None and share < FULL for share in shares):
        return False
    return None if not shares or None in shares else True


def _stalled(reported: Reported | None) -> int | None:
    if reported is None or reported.reports < 2 or reported.last_pct >= FULL:
        return None
    return full_months(reported.rise, reported.last)


def _slow(late: int | None, stalled: int | None, *, finished: bool | None) -> bool | None:
    """Late or stalled, and not finished; None = nothing tells."""
    if finished:
        return False
    if late or (stalled is not None and stalled >= STALLED_MONTHS):
        return True
    return None if late is None and stalled is None else False


def _total(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _group(key: str | None, members: Sequence[Delay]) -> Group:
    late = [member.is_late for member in members]
    return Group(
        key=key,
        clusters=len(members),
        late=sum(one is True for one in late),
        late_known=sum(one is not None for one in late),
        days_late=max((m.days_late for m in members if m.days_late is not None), default=None),
        stalled=sum(member.is_stalled is True for member in members),
        paid_vnd=_total([member.paid_vnd for member in members]),
        idle_vnd=_total([member.idle_vnd for member in members]),
    )


def _by_type(works: Sequence[WorkAt]) -> list[WorkGroup]:
    groups: dict[str | None, list[WorkAt]] = defaultdict(list)
    for work in works:
        groups[work.work_type].append(work)
    found = []
    for kind, members in groups.items():
        shares = [work.done_pct for work in members]
        known = [share for share in shares if share is not None]
        found.append(
            WorkGroup(
                work_type=kind,
                works=len(members),
                done=sum(share == FULL for share in known),
                begun=sum(0 < share < FULL for share in known),
                unknown=len(members) - len(known),
                mean_pct=mean_done(members),
            )
        )
    return sorted(found, key=lambda g: (g.mean_pct is None, g.mean_pct or 0))
