"""How fast overlaps and unit fill rates are found among 100,000 synthetic clusters.

    python benchmarks/topology_speed.py postgresql://owner:password@host/database

The database must be migrated and hold no clusters (one made for this, dropped afterwards): the rows
are written without history. Prints medians of several rounds; run it on an idle machine.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from cluster_gis.services.check_topology import check_topology
from cluster_gis.storage.queries.law_settings import established_on

CLUSTERS, ROUNDS = 100_000, 5
DAY, REVISION = date(2026, 1, 1), 1

#: 100,000 squares of 30 ha on a grid of 1 km (TM-3 105°45'), every tenth 100 m into its neighbour,
#: and as many areas of rice land, a third of which touches a cluster.
_FILL = """
    SELECT set_config('register.writing', 'on', true);
    INSERT INTO register.revision VALUES (1, now(), 'benchmark', 'benchmark');
    INSERT INTO register.source (source_key, dataset, title) VALUES ('b', 'benchmark', 'benchmark');
    INSERT INTO register.industrial_cluster SELECT 'b-' || n, 'b' FROM generate_series(1, :n) n;
    INSERT INTO register.cluster_state (cluster_code, name, status, status_basis, province_key,
        commune_key, place_basis, industrial_land_ha, leased_industrial_land_ha, source_key,
        valid, recorded, recorded_by)
    SELECT 'b-' || n, 'Cụm ' || n, 'operating', 'stated', '2025:31', '2025:' || (10000 + n % 3000),
           'none', 20, n % 21, 'b', '[2020-01-01,)', '[1,)', 'b' FROM generate_series(1, :n) n;
    INSERT INTO register.cluster_boundary (cluster_code, source_geom, source_format, measuring_srid,
        quality, act, source_key, valid, recorded, recorded_by)
    SELECT 'b-' || n, ST_MakeEnvelope(x, y, x + 548 + wide, y + 548, 9210), 'benchmark', 9210,
           'surveyed', 'established', 'b', '[2020-01-01,)', '[1,)', 'b'
    FROM (SELECT n, 420000 + 1000 * (n % 300) AS x, 1900000 + 1000 * (n / 300) AS y,
                 CASE WHEN n % 10 = 0 THEN 552 ELSE 0 END AS wide
          FROM generate_series(1, :n) n) g;
    INSERT INTO register.restricted_area (area_key, layer, source_geom, source_format, source_key,
        valid, recorded, recorded_by)
    SELECT 'LUC:' || n, 'LUC', ST_MakeEnvelope(x, y, x + 300, y + 300, 9210), 'benchmark', 'b',
           '(,)', '[1,)', 'b'
    FROM (SELECT n, 420000 + 1000 * (n % 300) + CASE WHEN n % 3 = 0 THEN 400 ELSE 620 END AS x,
                 1900000 + 1000 * (n / 300) + 100 AS y FROM generate_series(1, :n) n) g;
"""


def fill(session: Session) -> None:
    """Write the synthetic clusters; refuses a database that holds any."""
    if session.scalar(text("SELECT count(*) FROM register.industrial_cluster")):
        raise SystemExit("the database holds clusters; give an empty one")
    for statement in _FILL.split(";")[:-1]:
        session.execute(text(statement), {"n": CLUSTERS} if ":n" in statement else {})
    session.execute(
        text(
            "ANALYZE register.cluster_boundary, register.restricted_area, register.cluster_state, "
            "register.industrial_cluster, register.source"
        )
    )


def unit_fill_rates(session: Session) -> dict[str, float]:
    """Commune -> percent let of the industrial land of its established clusters."""
    land: dict[str, list[float]] = {}
    for row in established_on(session, on=DAY, revision=REVISION):
        sums = land.setdefault(row["commune_key"], [0.0, 0.0])
        sums[0] += float(row["leased_industrial_land_ha"])
        sums[1] += float(row["industrial_land_ha"])
    return {unit: 100 * leased / whole for unit, (leased, whole) in land.items()}


def median_seconds(work: Callable[[], object]) -> tuple[float, object]:
    """Median of ROUNDS runs after one that warms up, and the last answer."""
    answer = work()
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        answer = work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken), answer


def main(url: str) -> None:
    """Fill, measure, print."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with Session(engine) as session:
        started = time.perf_counter()
        fill(session)
        session.commit()
        print(f"{CLUSTERS} clusters written in {time.perf_counter() - started:.0f} s")
        seconds, found = median_seconds(
            lambda: check_topology(session, as_of=DAY, revision=REVISION)
        )
        print(f"overlaps and placements: {seconds:.2f} s, {len(found.overlaps)} overlaps")  # type: ignore[attr-defined]
        seconds_fill, rates = median_seconds(lambda: unit_fill_rates(session))
        print(f"unit fill rates: {seconds_fill:.2f} s, {len(rates)} communes")  # type: ignore[arg-type]
        print(f"together {seconds + seconds_fill:.2f} s (must 30 s, aim 18 s)")
    engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
