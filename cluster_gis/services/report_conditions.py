"""Named conditions of clusters: which of them a figure counts.

True, False, or None where the register cannot tell; with the record that says so.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cluster_gis.domain.investors import is_enterprise
from cluster_gis.services.report_facts import Record, ReportFacts, short_day

ConditionOf = Callable[[ReportFacts, str], tuple[bool | None, str]]
_ESTABLISHED = ("established", "detailed_plan_approved", "under_construction", "operating")


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
                as_of=short_day(event["happened_from"]),
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


def _reached(facts: ReportFacts, code: str, kind: str) -> str | None:
    """Key of the record of a milestone that was reached; None = none on record."""
    for stone in facts.approved.get(code, ()):
        if stone["kind"] == kind:
            record = Record(
                table="milestone",
                row=stone["milestone_key"],
                field="done",
                said=stone["done"].isoformat(),
                as_of=short_day(stone["done"]),
                source_key=stone["source_key"],
            )
            return facts.note(record)
    return None


def _detailed_plan(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    status = facts.status(code)
    reached = _reached(facts, code, "detailed_plan")
    if reached is not None:
        return True, reached
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
    reached = _reached(facts, code, "project_approval")
    if reached is not None:
        return True, reached
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
    typed = facts.typed(code, "02", "wwtp_built_or_building")
    if typed:
        return typed[0].value == 1, typed[0].record
    told: bool | None = None
    for row in facts.wastewater.get(code, ()):
        built = (row["built_m3_per_day"] or 0) > 0
        if row["in_operation"] or row["being_built"] or built:
            return True, _wastewater_record(facts, row)
        if row["in_operation"] is False and row["being_built"] is False:
            told = False
    works = facts.treatment.get(code, ())
    for work in works:
        record = Record(
            table="infrastructure_work",
            row=work["work_key"],
            field="work_type",
            said=_progress_words(work),
            as_of=short_day(work["progress_as_of"]),
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


def _wastewater_record(facts: ReportFacts, row: Mapping[str, Any]) -> str:
    words = ("in_operation", "being_built", "built_m3_per_day", "meets_standard")
    return facts.note(
        Record(
            table="wastewater_statement",
            row=row["statement_key"],
            field="meets_standard",
            said=", ".join(f"{name}={row[name]}" for name in words if row[name] is not None),
            as_of=short_day(row["as_of_from"]),
            source_key=row["source_key"],
        )
    )


def _treatment_compliant(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    """In operation and said to meet its standard; without a plant there is none that does."""
    typed = facts.typed(code, "02", "wwtp_compliant")
    if typed:
        return typed[0].value == 1, typed[0].record
    for row in facts.wastewater.get(code, ()):
        if row["meets_standard"] is not None:
            return row["meets_standard"], _wastewater_record(facts, row)
    built, record = _treatment(facts, code)
    return (False if built is False else None), record


def _dropped(facts: ReportFacts, code: str) -> tuple[bool | None, str]:
    """The newest plan takes it out."""
    entry = facts.entries.get(code)
    if entry is not None:
        told, record = _planned(facts, code)
        return (None if told is None else entry["change"] == "withdrawn"), record
    status = facts.status(code)
    return (None if status is None else status == "withdrawn"), facts.of_state(code, "status")


CONDITIONS: Mapping[str, ConditionOf] = {
    "planned": _planned,
    "dropped_from_plan": _dropped,
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
