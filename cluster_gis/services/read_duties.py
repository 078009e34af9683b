"""Who owes which report for a period, in which state each is, and who has not reported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cluster_gis.domain.reporting.forms import Form
from cluster_gis.domain.reporting.periods import Period, due_date
from cluster_gis.domain.reporting.returns import DutyState, ReturnState, ReturnVersion, duty_state
from cluster_gis.services.read_report_forms import find_form
from cluster_gis.services.report_facts import (
    ReportFacts,
    local_unit_of,
    members_of,
    moment_of,
    province_of,
    read_report_facts,
)
from cluster_gis.storage.queries import report_facts as unit_queries
from cluster_gis.storage.queries import reporting as queries

#: States of a project that runs or is built: its enterprise reports.
_REPORTING = frozenset({"leased", "building", "operating", "stopped"})
#: States of a cluster whose investor reports on its infrastructure project.
_BUILT = frozenset({"established", "detailed_plan_approved", "under_construction", "operating"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One report owed. reporter: key; name, province, local: for people and for lists.

    version: the newest version of its return, None = nothing begun.
    """

    form: str
    period: str
    reporter: str
    name: str
    province: str | None
    local: str | None
    due: date | None
    state: DutyState
    version: ReturnVersion | None


def read_duties(
    session: Session, period: Period, *, on: date, province: str | None = None
) -> list[Duty]:
    """Every report owed for the period by the register's knowledge, forms 01 to 04.

    province: unit key of the cut-off day; None = the whole country. A producer whose project is not
    on record cannot be named; a cluster without a known investor owes form 02 all the same.
    """
    moment = moment_of(session, None)
    facts = read_report_facts(session, period, moment)
    newest: dict[tuple[str, str], ReturnVersion] = {}
    submitted: dict[tuple[str, str], date] = {}
    for version in queries.versions_of_period(session, period.key):
        key = version.form, version.reporter
        newest[key] = version
        if version.submitted_on is not None and version.state is not ReturnState.RETURNED:
            submitted.setdefault(key, version.submitted_on)
    duties = []
    for form, reporter, name, code in _owed(session, facts, province):
        key = form.form, reporter
        row = facts.rows.get(code or "")
        duties.append(
            Duty(
                form=form.form,
                period=period.key,
                reporter=reporter,
                name=name,
                province=province_of(row, facts.cut_off) if row else _province(facts, reporter),
                local=local_unit_of(row, facts.cut_off) if row else None,
                due=due_date(form, period),
                state=duty_state(form, period, on, submitted.get(key)),
                version=newest.get(key),
            )
        )
    return duties


def _owed(
    session: Session, facts: ReportFacts, province: str | None
) -> list[tuple[Form, str, str, str | None]]:
    """(form, reporter, name, cluster) of every duty, in the order of the forms."""
    forms = {number: find_form(number, facts.period.last) for number in ("01", "02", "03", "04")}
    codes = members_of(facts, province)
    owed: list[tuple[Form, str, str, str | None]] = [
        (forms["01"], project["project_key"], project["name"], code)
        for code in codes
        for project in facts.projects.get(code, ())
        if project["state"] in _REPORTING
    ]
    owed += [
        (forms["02"], code, facts.rows[code].name, code)
        for code in codes
        if facts.status(code) in _BUILT
    ]
    day = facts.cut_off
    locals_ = {local_unit_of(facts.rows[code], day) for code in codes} - {None}
    provinces = {province_of(facts.rows[code], day) for code in codes} - {None}
    names = _names(session, facts, {*locals_, *provinces})
    for number, keys in (("03", locals_), ("04", provinces)):
        owed += [(forms[number], key, names.get(key, key), None) for key in sorted(map(str, keys))]
    return owed


def _names(session: Session, facts: ReportFacts, keys: set[str | None]) -> Mapping[str, str]:
    found = unit_queries.units_of_keys(
        session, [key for key in keys if key], revision=facts.revision
    )
    return {key: unit["name"] for key, unit in found.items()}


def _province(facts: ReportFacts, unit: str) -> str | None:
    """The province that a unit's clusters lie in."""
    for row in facts.rows.values():
        if unit in (local_unit_of(row, facts.cut_off), province_of(row, facts.cut_off)):
            return province_of(row, facts.cut_off)
    return None
