"""What does not fit together in the progress of one cluster (REPORT_FORMS D1-D6, OPS-WW-GATE).

A finding asks; it changes nothing. Who settles it is a choice of this tool.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from cluster_gis.domain.capital_sums import Capital
from cluster_gis.domain.fill_rates import Filled, FillRate
from cluster_gis.domain.inspection_checks import ONCE_A_YEAR_FROM
from cluster_gis.domain.labels import FUND_SOURCE
from cluster_gis.domain.progress_forecast import full_months
from cluster_gis.domain.progress_words import CAPITAL_KIND, CLEARANCE
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, data_translator

#: The detailed plan may differ from the decision by this much (as OPS-DETAIL-PLAN), hectares.
NEAR_HA = Decimal(5)
#: Reports are half-yearly: a record older than this is asked for anew.
OLD_MONTHS = 7
#: Rules whose findings name single enterprises.
ABOUT_ENTERPRISES = frozenset({"D3", "OPS-WW-GATE", "OPS-INSPECT"})
INVESTOR, OFFICE = N_("infrastructure investor"), N_("Department of Industry and Trade")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressFinding:
    """One. rule: of the checks of reports (D1 …) or of the law. values: numbers stay numbers."""

    rule: str
    severity: str
    message: str
    owner: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: str, translate: Any) -> str:
        """The sentence; numbers and days as people of the language write them."""
        formats, data = Formats(language), data_translator(language)

        def shown(value: Any) -> Any:
            if isinstance(value, date):
                return formats.day(value)
            if isinstance(value, Decimal | int):
                return formats.number(value, 2)
            said = translate(value)
            return said if said != value else data(value)

        return str(translate(self.message).format(**{k: shown(v) for k, v in self.values.items()}))


class _Record(Protocol):
    """What of `ClusterProgress` is looked at."""

    @property
    def as_of(self) -> date: ...
    @property
    def capital(self) -> Capital: ...
    @property
    def filled(self) -> Filled: ...
    @property
    def fill(self) -> Any: ...
    @property
    def projects(self) -> Any: ...
    @property
    def leases(self) -> Any: ...
    @property
    def wastewater(self) -> Any: ...
    @property
    def works(self) -> Any: ...
    @property
    def clearance(self) -> Any: ...
    @property
    def falls(self) -> Any: ...
    @property
    def inspections(self) -> Any: ...


def find_oddities(record: _Record, state: Mapping[str, Any] | None) -> Iterator[ProgressFinding]:
    """The findings of one cluster; state: its row of the register on the day, None = not known."""
    if state is not None:
        yield from _land(state)
        yield from _money(record.capital, state)
    yield from _falls(record)
    yield from _fill(record.filled, record.fill)
    yield from _projects(record)
    yield from _water(record)
    yield from _inspected(record)
    yield from _age(record)


def _asked(rule: str, message: str, owner: str = OFFICE, **values: Any) -> ProgressFinding:
    return ProgressFinding(
        rule=rule, severity="warning", message=message, owner=owner, values=values
    )


def _land(state: Mapping[str, Any]) -> Iterator[ProgressFinding]:
    industrial, detailed = state["industrial_land_ha"], state["area_detailed_ha"]
    established = state["area_established_ha"]
    if industrial is not None and detailed is not None and industrial > detailed:
        yield _asked(
            "D1",
            N_("Industrial land {industrial} ha is above the detailed plan, {detailed} ha."),
            industrial=industrial,
            detailed=detailed,
        )
    if detailed is not None and established is not None and abs(detailed - established) > NEAR_HA:
        yield _asked(
            "D1",
            N_("The detailed plan, {detailed} ha, is far from the decision, {established} ha."),
            detailed=detailed,
            established=established,
        )


def _money(capital: Capital, state: Mapping[str, Any]) -> Iterator[ProgressFinding]:
    billion = Decimal(10) ** 9
    for kind, (whole, parts) in capital.apart.items():
        yield _asked(
            "D6a",
            N_("{kind}: the whole, {whole} billion VND, is not the sum of its sources, {parts}."),
            INVESTOR,
            kind=N_("planned") if kind == "planned" else N_("paid out"),
            whole=whole / billion,
            parts=parts / billion,
        )
    paid, total = capital.whole.get("disbursed"), state["total_investment_vnd"]
    if paid is not None and total is not None and paid.amount_vnd > total:
        yield _asked(
            "D6a",
            N_("Paid out {paid} billion VND, above the approved {total}."),
            INVESTOR,
            paid=paid.amount_vnd / billion,
            total=total / billion,
        )


def _fill(filled: Filled, rates: Any) -> Iterator[ProgressFinding]:
    if filled.apart:
        yield _asked(
            "D4",
            N_("Contracts come to {contracts} ha, the stated leased land is {stated} ha."),
            INVESTOR,
            contracts=filled.contracts_ha,
            stated=filled.stated_ha,
        )
    for rate in rates:
        if isinstance(rate, FillRate) and rate.contradicts:
            yield _asked(
                "D1",
                N_("More land is let, {let} ha, than there is by this basis, {ground} ha."),
                INVESTOR,
                let=rate.filled_ha,
                ground=rate.ground_ha,
            )


def _falls(record: _Record) -> Iterator[ProgressFinding]:
    """A cumulative figure that is lower than before, and nobody said why."""
    works = {line.work["work_key"]: line.work["item"] for line in record.works}
    billion = Decimal(10) ** 9
    for kind, falls in record.falls.items():
        for fall in falls:
            unit = billion if kind == "capital" else Decimal(1)
            yield _asked(
                "D2",
                {
                    "work": N_(
                        "Share done of {thing} fell without a reason: {before} % on {before_on}, "
                        "{now} % on {now_on}."
                    ),
                    "capital": N_(
                        "Cumulative capital ({thing}) fell without a reason: {before} billion VND "
                        "on {before_on}, {now} on {now_on}."
                    ),
                    "clearance": N_(
                        "Site clearance ({thing}) fell without a reason: {before} ha on "
                        "{before_on}, {now} ha on {now_on}."
                    ),
                }[kind],
                INVESTOR,
                thing=works.get(fall.thing) or _called(kind, fall.thing),
                before=fall.before / unit,
                before_on=fall.before_on,
                now=fall.now / unit,
                now_on=fall.now_on,
            )


def _called(kind: str, thing: str) -> str:
    """A measure or an amount in words; an English msgid."""
    if kind == "clearance":
        return CLEARANCE[thing]
    first, _, fund = thing.partition("/")
    return FUND_SOURCE[fund] if fund in FUND_SOURCE else CAPITAL_KIND[first]


def _inspected(record: _Record) -> Iterator[ProgressFinding]:
    """Regular inspections of one producer more than once in a calendar year (OPS-INSPECT)."""
    seen: dict[tuple[str, int], set[date]] = defaultdict(set)
    for row in record.inspections:
        producer = row["subject"] == "enterprise" and row["subject_name"]
        if producer and row["kind"] == "regular":
            seen[row["subject_name"], row["inspected_on"].year].add(row["inspected_on"])
    for (name, year), days in seen.items():
        if len(days) > 1 and max(days) >= ONCE_A_YEAR_FROM:
            yield _asked(
                "OPS-INSPECT",
                N_(
                    "{name} was inspected by the plan {times} times in the year {year}; at most "
                    "once, unless there are signs of violation."
                ),
                name=name,
                times=len(days),
                year=str(year),
            )


def _projects(record: _Record) -> Iterator[ProgressFinding]:
    operating = [one for one in record.projects if one["state"] == "operating"]
    with_land = {one["project_key"] for one in record.leases if one["project_key"]}
    without = [one["name"] for one in operating if one["project_key"] not in with_land]
    if record.leases and without:
        yield _asked(
            "D3",
            N_("In production without a lease held: {names}."),
            INVESTOR,
            names="; ".join(without[:5]),
        )


def _water(record: _Record) -> Iterator[ProgressFinding]:
    newest = next(iter(record.wastewater), None)
    running = newest["in_operation"] if newest else None
    dirty = [one["name"] for one in record.projects if one["discharges_wastewater"]]
    if running is False and dirty:
        yield _asked(
            "OPS-WW-GATE",
            N_("Projects that discharge wastewater although no central treatment runs: {names}."),
            INVESTOR,
            names="; ".join(dirty[:5]),
        )
    if newest and newest["permit_until"] is not None and newest["permit_until"] < record.as_of:
        yield _asked(
            "OPS-ENV-PERMIT",
            N_("The environmental permit ended on {day}."),
            INVESTOR,
            day=newest["permit_until"],
        )


def _age(record: _Record) -> Iterator[ProgressFinding]:
    days = [
        line.newest["as_of_until"]
        for line in record.works
        if line.newest is not None and line.newest["as_of_until"] is not None
    ]
    if days and full_months(max(days), record.as_of) >= OLD_MONTHS:
        yield _asked(
            "OLD",
            N_("The newest progress is of {day}, {months} months ago."),
            INVESTOR,
            day=max(days),
            months=full_months(max(days), record.as_of),
        )
