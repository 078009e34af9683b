"""Named measures and conditions of clusters: the words that forms are written in.

A measure is a figure of one cluster on the cut-off day with the record behind it, or the reason
why there is none. A condition is True, False or None (the register cannot tell). A new form uses
these names and needs no code; a new kind of fact adds a name here.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from cluster_gis.domain.investors import is_enterprise
from cluster_gis.domain.reporting.cells import Answer, Known, Registry, Unknown
from cluster_gis.i18n import N_
from cluster_gis.law.fill_rate import contradicts
from cluster_gis.services.report_facts import Record, ReportFacts

BILLION = Decimal(1_000_000_000)
#: Why a cell is empty or partial, in words.
REASONS: Mapping[str, str] = {
    "no_member": N_("the register holds no cluster of this unit"),
    "state_unknown": N_("the state of the cluster on the cut-off day is not known"),
    "undecided": N_("the register does not say whether these clusters count"),
    "nothing_to_divide": N_("there is nothing to divide by"),
    "nothing_to_add": N_("there is nothing to add up"),
    "operand": N_("a row that it is computed from is not complete"),
    "not_returned": N_("the reporter has not returned the figure"),
    "no_planned_area": N_("no source for the area in the plan"),
    "no_established_area": N_("no source for the area of the establishment decision"),
    "no_detailed_area": N_("no source for the area of the detailed plan"),
    "no_project_area": N_("no source for the area of the infrastructure project"),
    "no_area": N_("no source for an area of the cluster"),
    "no_industrial_land": N_("no source for the industrial land of the detailed plan"),
    "no_leased_land": N_("no source for the leased industrial land"),
    "land_contradicts": N_("more land is said to be leased than there is"),
    "no_capital": N_("no source for the total investment of the approved project"),
    "no_paid_capital": N_("no source for the capital paid"),
    "no_projects": N_("no source for the number of projects"),
    "no_fdi": N_("no source for projects with foreign capital"),
    "no_projects_operating": N_("no source for projects in operation"),
    "no_revenue": N_("no return of form 01 with the revenue of the projects"),
    "no_budget": N_("no return of form 01 with what was paid to the budget"),
    "no_labour": N_("no return of form 01 with the number of workers"),
}
_ESTABLISHED = ("established", "detailed_plan_approved", "under_construction", "operating")

MeasureOf = Callable[[ReportFacts, str], Answer]
ConditionOf = Callable[[ReportFacts, str], tuple[bool | None, str]]


def registry_of(facts: ReportFacts) -> Registry:
    """The measures and conditions over the clusters of `facts`."""

    def bound(function: Any) -> Any:
        return lambda code: function(facts, code)

    return Registry(
        measures={name: bound(function) for name, function in MEASURES.items()},
        conditions={name: bound(function) for name, function in CONDITIONS.items()},
    )


def _column(column: str, reason: str, *, divisor: Decimal | None = None) -> MeasureOf:
    def measure(facts: ReportFacts, code: str) -> Answer:
        answer = facts.number(code, column, reason)
        if divisor is None or isinstance(answer, Unknown):
            return answer
        return Known(value=answer.value / divisor, record=answer.record)

    return measure


def _lacking(reason: str) -> MeasureOf:
    """A figure that no table of the register holds."""
    return lambda _facts, _code: Unknown(reason=reason)


def _any_area(facts: ReportFacts, code: str) -> Answer:
    """The area of the latest act: decision, else detailed plan, else plan."""
    for column in ("area_established_ha", "area_detailed_ha", "area_planned_ha"):
        answer = facts.number(code, column, "no_area")
        if isinstance(answer, Known):
            return answer
    return Unknown(reason="state_unknown" if facts.rows[code].state is None else "no_area")


def _planned_area(facts: ReportFacts, code: str) -> Answer:
    """The area of the plan in force; a range in the plan has no single figure."""
    entry = facts.entries.get(code)
    if entry and entry["area_min_ha"] is not None and entry["area_min_ha"] == entry["area_max_ha"]:
        record = Record(
            table="plan_entry",
            row=entry["entry_key"],
            field="area_min_ha",
            said=f"{entry['area_min_ha']} ha",
            as_of=None,
            source_key=entry["source_key"],
        )
        return Known(value=entry["area_min_ha"], record=facts.note(record))
    return facts.number(code, "area_planned_ha", "no_planned_area")


def _land(column: str, reason: str) -> MeasureOf:
    """A figure of the land balance; none where the balance contradicts itself."""

    def measure(facts: ReportFacts, code: str) -> Answer:
        if _contradictory(facts, code):
            return Unknown(reason="land_contradicts")
        return facts.number(code, column, reason)

    return measure


def _filled(facts: ReportFacts, code: str) -> Answer:
    """Leased land and land licensed but not yet leased (Decree 32/2024/NĐ-CP, Điều 2 khoản 7)."""
    leased = _land("leased_industrial_land_ha", "no_leased_land")(facts, code)
    if isinstance(leased, Unknown):
        return leased
    licensed = facts.value(code, "licensed_not_leased_ha") or Decimal(0)
    return Known(value=leased.value + licensed, record=leased.record)


class _Land:
    """The land figures of a cluster, as the law asks for them."""

    def __init__(self, facts: ReportFacts, code: str) -> None:
        self.industrial_land_ha: Decimal | None = facts.value(code, "industrial_land_ha")
        self.leased_industrial_land_ha: Decimal | None = facts.value(
            code, "leased_industrial_land_ha"
        )
        self.licensed_not_leased_ha: Decimal | None = facts.value(code, "licensed_not_leased_ha")


def _contradictory(facts: ReportFacts, code: str) -> bool:
    return facts.rows[code].state is not None and contradicts(_Land(facts, code))


def _paid(facts: ReportFacts, code: str) -> Answer:
    """Newest cumulative payments, one a source of money, billion VND."""
    rows = facts.paid.get(code, ())
    by_work = {row["work_key"] for row in rows}
    # Totals of several works of one cluster may hold each other: no sum is safe.
    if not rows or len(by_work) > 1:
        return Unknown(reason="no_paid_capital")
    total = sum((row["amount_vnd"] for row in rows), Decimal(0))
    record = Record(
        table="capital_amount",
        row=rows[0]["capital_key"],
        field="amount_vnd",
        said=" + ".join(str(row["amount_vnd"]) for row in rows) + " VND",
        as_of=max((row["as_of_from"] for row in rows if row["as_of_from"]), default=None),
        source_key=rows[0]["source_key"],
    )
    return Known(value=total / BILLION, record=facts.note(record))


MEASURES: Mapping[str, MeasureOf] = {
    "area_planned_ha": _planned_area,
    "area_established_ha": _column("area_established_ha", "no_established_area"),
    "area_detailed_ha": _column("area_detailed_ha", "no_detailed_area"),
    "area_project_ha": _lacking("no_project_area"),
    "area_ha": _any_area,
    "industrial_land_ha": _land("industrial_land_ha", "no_industrial_land"),
    "leased_land_ha": _land("leased_industrial_land_ha", "no_leased_land"),
    "filled_land_ha": _filled,
    "infra_capital_approved": _column("total_investment_vnd", "no_capital", divisor=BILLION),
    "infra_capital_paid_cum": _paid,
    "projects": _column("n_projects", "no_projects"),
    "projects_fdi": _lacking("no_fdi"),
    "projects_operating": _lacking("no_projects_operating"),
    "revenue_period": _lacking("no_revenue"),
    "budget_paid_period": _lacking("no_budget"),
    "labour_contract": _lacking("no_labour"),
}


def _planned(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    entry = facts.entries.get(code)
    if entry is not None:
        record = Record(
            table="plan_entry",
            row=entry["entry_key"],
            field="change",
            said=entry["change"],
            as_of=None,
            source_key=entry["source_key"],
        )
        told = None if entry["change"] == "unknown" else entry["change"] not in _OUT_OF_PLAN
        return told, facts.note(record)
    stated = facts.value(code, "in_approved_plan")
    if stated is not None:
        return stated, facts.of_state(code, "in_approved_plan")
    status = facts.status(code)
    told = {"planned": True, "withdrawn": False}.get(status or "")
    return told, facts.of_state(code, "status")


_OUT_OF_PLAN = frozenset({"withdrawn", "after_period"})


def _is_established(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    """A decision of establishment is known, or the state says so itself.

    A cluster that only has a detailed plan, is being cleared, or is at work without a known
    decision is never called established.
    """
    status = facts.status(code)
    if status in ("planned", "withdrawn", "pre_regulation"):
        return False, facts.of_state(code, "status")
    if facts.value(code, "establishment_document_key"):
        return True, facts.of_state(code, "establishment_document_key")
    for event in facts.established.get(code, ()):
        if status is not None:
            record = Record(
                table="cluster_event",
                row=event["event_key"],
                field="event_type",
                said="established",
                as_of=event["happened_from"],
                source_key=event["source_key"],
            )
            return True, facts.note(record)
    if status == "established":
        return True, facts.of_state(code, "status")
    return None, facts.of_state(code, "status")


def _not_established(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    told, record = _is_established(facts, code)
    return (None if told is None else not told), record


def _established_in_period(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    """The decision was signed, or the event happened, inside the window."""
    first, last = facts.period.first, facts.period.last
    signed, until = facts.value(code, "decision_from"), facts.value(code, "decision_until")
    record = facts.of_state(code, "decision_from")
    if not facts.value(code, "establishment_document_key"):
        signed = until = None
    if signed is None:
        events = facts.established.get(code, ())
        dated = next((event for event in events if event["happened_from"]), None)
        if dated is not None:
            signed, until = dated["happened_from"], dated["happened_until"]
    if signed is None:
        # It was established before the window opened: whatever the day, not in the period.
        before = facts.status_before.get(code) in _ESTABLISHED
        return (False if before else None), record
    until = until or signed
    if first <= signed and until <= last:
        return True, record
    return (False if until < first or signed > last else None), record


def _enterprise_investor(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    told, record = _is_established(facts, code)
    if told is False:
        return False, record
    investor = facts.value(code, "infrastructure_investor")
    kind = None if investor is None else is_enterprise(investor)
    if kind is False:
        return False, facts.of_state(code, "infrastructure_investor")
    both = None if told is None else kind
    return both, facts.of_state(code, "infrastructure_investor")


def _detailed_plan(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    status = facts.status(code)
    if facts.value(code, "area_detailed_ha") is not None:
        return True, facts.of_state(code, "area_detailed_ha")
    if "detailed plan" in (facts.value(code, "decision_text") or ""):
        return True, facts.of_state(code, "decision_text")
    told = {
        "detailed_plan_approved": True,
        "planned": False,
        "established": False,
        "withdrawn": False,
    }.get(status or "")
    return told, facts.of_state(code, "status")


def _project_approved(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    """Works begin only after the project was approved (Decree 32/2024/NĐ-CP, Điều 14)."""
    status, basis = facts.status(code), facts.value(code, "status_basis")
    if status in ("planned", "established", "withdrawn"):
        return False, facts.of_state(code, "status")
    building = status in ("under_construction", "operating") and basis == "stated"
    if building and facts.value(code, "total_investment_vnd") is not None:
        return True, facts.of_state(code, "total_investment_vnd")
    return None, facts.of_state(code, "status")


def _operating(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    """It has an investment project inside (the words of the form), or its state says so."""
    projects = facts.value(code, "n_projects")
    if facts.status(code) == "operating":
        return True, facts.of_state(code, "status")
    if projects:
        return True, facts.of_state(code, "n_projects")
    told = None if facts.status(code) in (None, "pre_regulation") else False
    return told, facts.of_state(code, "status")


def _may_lease(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    """A cluster that exists: its plan alone lets no land."""
    status = facts.status(code)
    told = None if status is None else status not in ("planned", "withdrawn")
    return told, facts.of_state(code, "status")


def _kind(kind: str) -> ConditionOf:
    def condition(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
        known = facts.value(code, "kind")
        return (None if known is None else known == kind), facts.of_state(code, "kind")

    return condition


def _treatment(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    """A central treatment plant is built or being built; planned on paper alone is not."""
    if facts.status(code) in ("planned", "withdrawn"):
        return False, facts.of_state(code, "status")
    works = facts.treatment.get(code, ())
    told: bool | None = None
    for work in works:
        record = Record(
            table="infrastructure_work",
            row=work["work_key"],
            field="work_type",
            said=_progress_words(work),
            as_of=work["progress_as_of"],
            source_key=work["source_key"],
        )
        begun = work["completed"] or work["in_operation"] or (work["progress_pct"] or 0) > 0
        if begun:
            return True, facts.note(record)
        if work["completed"] is False or work["progress_pct"] == 0:
            told = False
            facts.note(record)
    return told, facts.of_state(code, "wastewater_text")


def _progress_words(work: Mapping[str, Any]) -> str:
    parts = [f"{name}={work[name]}" for name in ("progress_pct", "completed", "in_operation")]
    return ", ".join(part for part in parts if not part.endswith("=None"))


def _treatment_compliant(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    """Without a plant there is none that complies; no table says yet whether a plant does."""
    built, record = _treatment(facts, code)
    return (False if built is False else None), record


CONDITIONS: Mapping[str, ConditionOf] = {
    "planned": _planned,
    "established": _is_established,
    "not_established": _not_established,
    "established_in_period": _established_in_period,
    "enterprise_investor": _enterprise_investor,
    "detailed_plan": _detailed_plan,
    "project_approved": _project_approved,
    "operating": _operating,
    "may_lease": _may_lease,
    "craft_village": _kind("craft_village"),
    "specialised": _kind("specialised"),
    "wwtp_built_or_building": _treatment,
    "wwtp_compliant": _treatment_compliant,
}
