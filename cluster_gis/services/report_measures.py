"""Named measures of clusters: figures that forms add up.

A measure is a figure of one cluster on the cut-off day with the record behind it, or the reason
why there is none. A new form uses these names and needs no code; a new kind of fact adds a name.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from cluster_gis.domain.reporting.cells import Answer, Known, Unknown
from cluster_gis.law.fill_rate import contradicts
from cluster_gis.services.report_facts import Record, ReportFacts, short_day

BILLION = Decimal(1_000_000_000)
MeasureOf = Callable[[ReportFacts, str], Answer]


def _column(column: str, reason: str, *, divisor: Decimal | None = None) -> MeasureOf:
    def measure(facts: ReportFacts, code: str) -> Answer:
        answer = facts.number(code, column, reason)
        if divisor is None or isinstance(answer, Unknown):
            return answer
        return Known(value=answer.value / divisor, record=answer.record)

    return measure


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
    leased = MEASURES["leased_land_ha"](facts, code)
    if isinstance(leased, Unknown):
        return leased
    licensed = facts.value(code, "licensed_not_leased_ha") or Decimal(0)
    return Known(value=leased.value + licensed, record=leased.record)


def _unleased(facts: ReportFacts, code: str) -> Answer:
    """Industrial land that is not leased."""
    industrial = _land("industrial_land_ha", "no_industrial_land")(facts, code)
    leased = MEASURES["leased_land_ha"](facts, code)
    if isinstance(industrial, Unknown) or isinstance(leased, Unknown):
        return industrial if isinstance(industrial, Unknown) else leased
    return Known(value=industrial.value - leased.value, record=industrial.record)


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
    # A total that names no source of money holds the amounts that do.
    rows = [row for row in rows if row["fund_source"] is None] or rows
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
        as_of=short_day(
            max((row["as_of_from"] for row in rows if row["as_of_from"]), default=None)
        ),
        source_key=rows[0]["source_key"],
    )
    return Known(value=total / BILLION, record=facts.note(record))


def _typed_first(key: str, measure: MeasureOf) -> MeasureOf:
    """What the investor returned on form 02 for the period stands before the register."""

    def first(facts: ReportFacts, code: str) -> Answer:
        told = facts.typed(code, "02", key)
        return told[0] if told else measure(facts, code)

    return first


def _from_producers(key: str, own: str, reason: str) -> MeasureOf:
    """Sum over the returns of form 01 of the cluster's projects; who is missing is told.

    own: the same of the infrastructure project on form 02, for a province that counts it too.
    """

    def measure(facts: ReportFacts, code: str) -> Answer:
        told = facts.typed(code, "01", key)
        owed = sum(project["state"] in _AT_WORK for project in facts.projects.get(code, ()))
        lacking = "some_returns" if len(told) < owed else None
        if facts.rows[code].province_key in facts.with_infrastructure:
            investor = facts.typed(code, "02", own)
            lacking = lacking or (None if investor else "no_infrastructure_return")
            told = [*told, *investor]
        if not told:
            return Unknown(reason=reason)
        total = sum((known.value for known in told), Decimal(0))
        return Known(value=total, record=told[0].record, lacking=lacking)

    return measure


def _stated(column: str, reason: str) -> MeasureOf:
    """Newest statement on the infrastructure project that says it, hectares."""

    def measure(facts: ReportFacts, code: str) -> Answer:
        for row in facts.projected.get(code, ()):
            if row[column] is not None:
                area = Decimal(row[column])
                named = {**row, "measure": column}
                return Known(
                    value=area, record=facts.of_row("infrastructure_statement", named, area)
                )
        return Unknown(reason=reason)

    return measure


_AT_WORK = ("leased", "building", "operating", "stopped")


def _project_record(facts: ReportFacts, code: str, field: str, said: str) -> str:
    projects = facts.projects[code]
    return facts.note(
        Record(
            table="enterprise_project",
            row=code,
            field=field,
            said=said,
            as_of=short_day(facts.cut_off),
            source_key=projects[0]["source_key"],
        )
    )


def _projects(facts: ReportFacts, code: str) -> Answer:
    """The stated number of projects, else the projects on record."""
    stated = facts.number(code, "n_projects", "no_projects")
    projects = facts.projects.get(code, ())
    if isinstance(stated, Known) or not projects:
        return stated
    names = "; ".join(project["name"] for project in projects)
    record = _project_record(facts, code, "project_key", names)
    return Known(value=Decimal(len(projects)), record=record)


def _projects_that(field: str, wanted: object, reason: str) -> MeasureOf:
    """Projects on record of which the field says so; every one of them must say."""

    def measure(facts: ReportFacts, code: str) -> Answer:
        projects = facts.projects.get(code, ())
        if not projects:
            none = facts.number(code, "n_projects", reason)
            # No project at all: none of any kind.
            return none if isinstance(none, Known) and none.value == 0 else Unknown(reason=reason)
        if any(project[field] is None for project in projects):
            return Unknown(reason="not_confirmed")
        names = [project["name"] for project in projects if project[field] == wanted]
        record = _project_record(facts, code, field, "; ".join(names))
        return Known(value=Decimal(len(names)), record=record)

    return measure


def _planned_capital(sources: frozenset[str]) -> MeasureOf:
    """Planned capital of some sources of money, billion VND."""

    def measure(facts: ReportFacts, code: str) -> Answer:
        rows = [row for row in facts.planned.get(code, ()) if row["fund_source"] in sources]
        if not rows:
            return Unknown(reason="no_planned_capital")
        total = sum((row["amount_vnd"] for row in rows), Decimal(0))
        return Known(value=total / BILLION, record=facts.of_row("capital_amount", rows[0], total))

    return measure


def _cleared(name: str) -> MeasureOf:
    """Newest statement of one measure of site clearance, hectares; the measures are never mixed."""

    def measure(facts: ReportFacts, code: str) -> Answer:
        for row in facts.cleared.get(code, ()):
            if row["measure"] == name and row["area_ha"] is not None:
                area = Decimal(row["area_ha"])
                return Known(value=area, record=facts.of_row("land_clearance", row, area))
        return Unknown(reason="no_clearance")

    return measure


_BUDGET = frozenset(
    {"local_budget", "central_budget", "khuyen_cong_national", "khuyen_cong_local", "oda"}
)
_INVESTOR = frozenset({"investor_equity", "bank_loan", "advance_from_tenants", "ppp", "other"})

MEASURES: Mapping[str, MeasureOf] = {
    "capital_budget": _planned_capital(_BUDGET),
    "capital_investor": _planned_capital(_INVESTOR),
    "clearance_handed_over_ha": _cleared("handed_over"),
    "clearance_clean_ha": _cleared("clean"),
    "area_planned_ha": _planned_area,
    "area_established_ha": _column("area_established_ha", "no_established_area"),
    "area_detailed_ha": _column("area_detailed_ha", "no_detailed_area"),
    "area_project_ha": _stated("project_area_ha", "no_project_area"),
    "area_ha": _any_area,
    "industrial_land_ha": _land("industrial_land_ha", "no_industrial_land"),
    "leased_land_ha": _typed_first(
        "ind_land_leased_ha", _land("leased_industrial_land_ha", "no_leased_land")
    ),
    "filled_land_ha": _filled,
    "unleased_land_ha": _unleased,
    "ready_land_ha": _typed_first("ind_land_ready_ha", _stated("ready_land_ha", "no_ready_land")),
    "infra_capital_approved": _typed_first(
        "infra_capital_approved", _column("total_investment_vnd", "no_capital", divisor=BILLION)
    ),
    "infra_capital_paid_cum": _typed_first("infra_capital_paid_cum", _paid),
    "projects": _typed_first("projects_leased", _projects),
    "projects_fdi": _typed_first(
        "projects_fdi", _projects_that("foreign_capital", wanted=True, reason="no_fdi")
    ),
    "projects_operating": _typed_first(
        "projects_operating",
        _projects_that("state", wanted="operating", reason="no_projects_operating"),
    ),
    "revenue_period": _from_producers("revenue_period", "infra_revenue_period", "no_revenue"),
    "budget_paid_period": _from_producers(
        "budget_paid_period", "infra_budget_paid_period", "no_budget"
    ),
    "labour_contract": _from_producers("labour_contract", "infra_labour_contract", "no_labour"),
}
