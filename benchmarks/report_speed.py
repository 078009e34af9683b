"""Forms 04 of every province of a register, as figures and as workbooks, and whether they add up.

    python benchmarks/report_speed.py DATABASE_URL [--period 2026-Y] [--register simulated]

Form 04 of each province must be the sum of its forms 03, and of its clusters; it ends with 1 when
one is not.
"""

import argparse
import sys
import time
from datetime import date
from decimal import Decimal

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.domain.reporting.canonical import canonical_json
from cluster_gis.domain.reporting.cells import fill_form
from cluster_gis.domain.reporting.consolidation import disagreements
from cluster_gis.domain.reporting.periods import parse_period
from cluster_gis.reports.report_files import report_file
from cluster_gis.services.make_reports import make_province_reports
from cluster_gis.services.read_report_forms import find_form
from cluster_gis.services.report_facts import local_units, moment_of, read_report_facts
from cluster_gis.services.report_registry import registry_of


def main() -> None:
    """Time each step once and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--period", default="2026-Y")
    parser.add_argument("--register", default="simulated")
    asked = parser.parse_args()
    period = parse_period(asked.period)
    with Session(create_engine(asked.url)) as session:
        started, cpu = time.perf_counter(), time.process_time()
        made = make_province_reports(session, "04", period, known_at=None, register=asked.register)
        reports = list(made)
        told("figures", started, cpu)
        size = sum(len(canonical_json(report.document())) for report in reports)
        clusters = sum(len(report.names) for report in reports)
        print(f"{len(reports)} provinces, {clusters} clusters, {size / 1e6:.1f} MB of JSON")
        started, cpu = time.perf_counter(), time.process_time()
        for report in reports:
            report_file(report, None, "xlsx", "vi", printed_on=date(2026, 12, 20))
        told("workbooks", started, cpu)
        facts = read_report_facts(session, period, moment_of(session, None))
        registry, form = registry_of(facts), find_form("03", period.last)
        wrong = 0
        for report in reports:
            parts = [
                fill_form(form, codes, registry)
                for codes in local_units(facts, report.unit.key).values()
            ]
            wrong += len(disagreements(report.form, report.cells, parts))
            wrong += sum(
                sum((part.value for part in cell.parts), Decimal(0)) != (cell.value or 0)
                for cell in report.cells
                if report.form.figure(cell.number).aggregate != "ratio" and cell.parts
            )
        print(f"{wrong} rows that are not the sum of forms 03 and of the register")
    sys.exit(1 if wrong else 0)


def told(what: str, started: float, cpu: float) -> None:
    """Seconds by the clock and of this process."""
    clock, own = time.perf_counter() - started, time.process_time() - cpu
    print(f"{what}: {clock:.2f} s by the clock, {own:.2f} s of processor time in this process")


if __name__ == "__main__":
    main()
