"""Tables T1 to T6 of a plan of clusters (LAW PLAN-CONTENT) on any day."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from cluster_gis.domain.reporting.periods import latest_period
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.make_report import Report, build_report, find_report_unit
from cluster_gis.services.read_report_forms import find_form
from cluster_gis.services.report_facts import moment_of, read_report_facts

TABLES = ("T1", "T2", "T3", "T4", "T5", "T6")


def read_plan_table(
    session: Session,
    table: str,
    unit: str,
    *,
    on: date,
    known_at: datetime | None = None,
    register: str = "real",
) -> Report:
    """One table of a province (its key or slug) as it stands on the day; raises InvalidInput."""
    if table not in TABLES:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="table",
            value=repr(table),
            expected=", ".join(TABLES),
        )
    moment = moment_of(session, known_at)
    form = find_form(table, on)
    found = find_report_unit(session, unit, form, as_of=on, revision=moment.revision)
    facts = read_report_facts(session, latest_period(on), moment, cut_off=on, with_returns=False)
    return build_report(session, form, found, facts, moment, register=register)
