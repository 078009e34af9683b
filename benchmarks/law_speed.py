"""How fast the law engine answers: cases a second, and every rule over the simulated country.

    cluster-gis simulate --clusters 2000 --seed 1
    python benchmarks/law_speed.py

Prints medians of several rounds. The absolute figures depend on the machine: run it idle.
"""

import json
import statistics
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from cluster_gis.cli.database import register_session
from cluster_gis.domain.facts import PROCEDURES
from cluster_gis.law.judge import judge
from cluster_gis.services.assess_cluster import assess_clusters
from cluster_gis.storage.queries.facts import codes_known
from cluster_gis.storage.register import revision_at

CASE = Path(__file__).parent / "case_establish.json"
ROUNDS, CASES = 5, 2000


def median_seconds(work: Callable[[], object]) -> float:
    """Median of ROUNDS runs, after one that warms up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def judge_many(case: dict[str, object]) -> None:
    """CASES judgements from JSON-shaped facts to JSON-shaped findings."""
    for _ in range(CASES):
        judge(case)


def main() -> None:
    """Measure and print."""
    case = json.loads(CASE.read_text(encoding="utf-8"), parse_float=Decimal)
    seconds = median_seconds(lambda: judge_many(case))
    print(f"judge, one process: {CASES / seconds:,.0f} cases/s (floor 1,000, aim 5,000)")
    on = date(2026, 10, 1)
    with register_session("simulated") as session:
        n = len(codes_known(session, revision_at(session)))
        total = 0.0
        for procedure in PROCEDURES:

            def assess(procedure: str = procedure) -> list[object]:
                return list(assess_clusters(session, procedure=procedure, on=on))

            seconds = median_seconds(assess)
            total += seconds
            print(f"{procedure}: {n} clusters from the database in {seconds:.2f} s")
        print(f"all procedures, all rules: {n} clusters in {total:.2f} s")


if __name__ == "__main__":
    main()
