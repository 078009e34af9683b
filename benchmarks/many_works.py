"""Half a million works with positions, in a simulated register, to see the desk move over them.

    python benchmarks/many_works.py DATABASE_URL [--count 500000]
    python benchmarks/desk_speed.py 'http://127.0.0.1:8000/?layers=works&at=14/20.85/106.65'

Adds synthetic points and lines inside the boundaries of the clusters that are there, past the
triggers that keep the trail (this is no register anybody reports from), and sums them up as
migration 0011 does. A real register is refused. Running it again adds nothing.
"""

import argparse
import time

import psycopg

_KEYS = "bench/"
#: Points spread over the box of the boundary by two golden ratios; every third work is a line.
_WORKS = """
    INSERT INTO register.infrastructure_work (
        work_key, cluster_code, work_type, common_work, item, planned_capacity, capacity_unit,
        geom, source_key, valid, recorded, recorded_by)
    SELECT %(keys)s || b.cluster_code || '/' || n, b.cluster_code,
        (ARRAY['road','pavement','green','water_supply','drainage','wastewater_collection',
               'power','lighting','telecom','fire','solid_waste','other'])[1 + n %% 12],
        true, 'Công trình ' || n, 10 + n, 'm',
        CASE WHEN n %% 3 = 0 THEN ST_MakeLine(p, ST_Translate(p, w * 0.04, h * 0.02)) ELSE p END,
        %(source)s, daterange('2021-01-01', NULL), int8range(%(revision)s, NULL), 'benchmark'
    FROM (SELECT DISTINCT ON (cluster_code) cluster_code, geom::geometry AS geom
          FROM register.cluster_boundary WHERE upper_inf(recorded) ORDER BY cluster_code) AS b
    CROSS JOIN LATERAL (SELECT ST_XMin(geom) AS x, ST_YMin(geom) AS y,
        ST_XMax(geom) - ST_XMin(geom) AS w, ST_YMax(geom) - ST_YMin(geom) AS h) AS box
    CROSS JOIN generate_series(1, %(each)s) AS n
    CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_Point(
        x + w * (0.1 + 0.8 * ((n * 0.7548776662) - floor(n * 0.7548776662))),
        y + h * (0.1 + 0.8 * ((n * 0.5698402910) - floor(n * 0.5698402910)))), 4326) AS p) AS spot
"""


def main() -> None:
    """Insert, sum up and print how many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--count", type=int, default=500_000)
    asked = parser.parse_args()
    started = time.perf_counter()
    with psycopg.connect(asked.url) as connection:
        one = connection.execute("SELECT kind FROM register.register_identity").fetchone()
        if one != ("simulated",):
            raise SystemExit("only a simulated register takes invented works")
        known = "SELECT count(*) FROM register.infrastructure_work WHERE work_key LIKE 'bench/%'"
        if connection.execute(known).fetchone() == (0,):
            [(clusters, source, revision)] = connection.execute(
                "SELECT count(DISTINCT cluster_code), min(source_key), "
                "(SELECT max(id) FROM register.revision) FROM register.cluster_boundary"
            ).fetchall()
            values = {"keys": _KEYS, "source": source, "revision": revision}
            connection.execute("ALTER TABLE register.infrastructure_work DISABLE TRIGGER USER")
            connection.execute(_WORKS, {**values, "each": -(-asked.count // clusters)})
            connection.execute("ALTER TABLE register.infrastructure_work ENABLE TRIGGER USER")
            connection.execute(
                "SELECT published.sum_works(code, %(revision)s) FROM (SELECT DISTINCT cluster_code "
                "AS code FROM register.cluster_boundary) AS c",
                values,
            )
        every = connection.execute("SELECT count(*), count(geom) FROM register.infrastructure_work")
        print("works, of them with a position:", *every.fetchall())
    with psycopg.connect(asked.url, autocommit=True) as connection:
        connection.execute("ANALYZE register.infrastructure_work")
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
