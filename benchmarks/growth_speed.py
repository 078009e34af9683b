"""How tiles and items slow down when two thousand lots become a million.

    CLUSTER_GIS_HOME=/tmp/growth python benchmarks/growth_speed.py [--requests 300]

Makes its own simulated register in the private database of CLUSTER_GIS_HOME (which must hold no
lots), fills it by SQL with clusters of a hundred lots each, serves it by two processes and asks 8
things at once. Every address is asked once, so no answer was kept. The table gives the 95th
percentile of milliseconds at both sizes and their ratio, which alone can be compared.
"""

import argparse
import http.client
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
from sqlalchemy import make_url

from benchmarks.ogc_speed import CONNECTIONS, ITEMS, TILES, free_port, running
from cluster_gis.config import Settings
from cluster_gis.postgres import find_server

SIZES = (2_000, 1_000_000)
ZOOMS = (13, 14, 15)
#: Clusters stand on a grid of 5 km in TM-3 105°45' (EPSG:9210), as wide as the country.
COLUMNS, STEP_M = 60, 5_000

_REFERENCES = """
    SELECT set_config('register.writing', 'on', true);
    INSERT INTO register.revision VALUES (1, now(), 'b', 'b') ON CONFLICT DO NOTHING;
    INSERT INTO register.source (source_key, dataset, title) VALUES ('b', 'b', 'b')
    ON CONFLICT DO NOTHING;
    INSERT INTO register.industrial_cluster
    SELECT 'b-' || n, 'b' FROM generate_series({first}, {last}) n;
    INSERT INTO register.cluster_state (cluster_code, name, status, status_basis, province_key,
        place_basis, source_key, valid, recorded, recorded_by)
    SELECT 'b-' || n, 'Cụm ' || n, 'operating', 'stated', '2025:31', 'none', 'b', '[2020-01-01,)',
           '[1,)', 'b' FROM generate_series({first}, {last}) n;
    ALTER TABLE register.land_lot DISABLE TRIGGER USER;
    INSERT INTO register.land_lot (lot_key, cluster_code, lot_no, land_use, area_ha, leased, geom,
        shape, source_key, valid, recorded, recorded_by)
    SELECT 'b-' || n || '/' || lpad(k::text, 2, '0'), 'b-' || n, 'Lô ' || k, 'SKN', 0.3, k % 3 = 0,
           ST_Transform(made, 4326), ST_Transform(made, 3857), 'b', '[2020-01-01,)', '[1,)', 'b'
    FROM generate_series({first}, {last}) n CROSS JOIN generate_series(0, 99) k
    CROSS JOIN LATERAL (SELECT ST_Multi(ST_MakeEnvelope(x, y, x + 50, y + 60, 9210)) AS made FROM (
        SELECT 450000 + {step} * (n % {columns}) + 52 * (k % 10) AS x,
               1000000 + {step} * (n / {columns}) + 62 * (k / 10) AS y) AS c) AS g;
    ALTER TABLE register.land_lot ENABLE TRIGGER USER;
    SELECT count(published.sum_lots(ARRAY['b-' || n], 1)) FROM generate_series({first}, {last}) n;
    ANALYZE register.land_lot, register.cluster_state, published.cluster_lots
"""


def fill(connection: psycopg.Connection, lots_before: int, lots: int) -> None:
    """Add clusters of a hundred lots until there are `lots`."""
    text = _REFERENCES.format(
        first=lots_before // 100, last=lots // 100 - 1, step=STEP_M, columns=COLUMNS
    )
    for statement in text.split(";"):
        connection.execute(statement)
    connection.commit()


def places(connection: psycopg.Connection, zoom: int) -> list[tuple[int, int]]:
    """Row and column of the tile of every cluster's middle."""
    found = connection.execute(
        "SELECT DISTINCT floor((20037508.34 - ST_Y(middle)) / s)::int, "
        "floor((ST_X(middle) + 20037508.34) / s)::int "
        "FROM published.cluster_lots CROSS JOIN (SELECT 40075016.68 / 2 ^ %s AS s) AS t",
        [zoom],
    )
    return found.fetchall()


def p95_ms(port: int, addresses: list[str]) -> float:
    """95th percentile of the milliseconds that an answer takes, `CONNECTIONS` at once."""

    def ask(some: list[str]) -> list[float]:
        connection, taken = http.client.HTTPConnection("127.0.0.1", port), []
        for address in some:
            started = time.perf_counter()
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            taken.append(1000 * (time.perf_counter() - started))
            if answer.status not in (200, 204):
                raise RuntimeError(f"{answer.status} {address}")
        return taken

    shares = [addresses[n::CONNECTIONS] for n in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        taken = sorted(one for part in threads.map(ask, shares) for one in part)
    return taken[int(len(taken) * 0.95)]


def other_day(rng: random.Random) -> str:
    """A day nobody asked for before, most likely."""
    return f"{rng.randint(2026, 2900)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def measure(connection: psycopg.Connection, requests: int, lots: int) -> dict[str, float]:
    """What is asked -> 95th percentile in milliseconds, of servers started for it."""
    rng, port = random.Random(lots), free_port()
    command = [sys.executable, "-m", "cluster_gis", "serve", "--register", "simulated"]
    command += ["--workers", "2", "--port", str(port)]
    cases = {
        f"tile of zoom {zoom}": [
            f"{TILES}/{zoom}/{row}/{column}?datetime={other_day(rng)}"
            for row, column in rng.choices(places(connection, zoom), k=requests)
        ]
        for zoom in ZOOMS
    }
    for limit in (100, 1000):
        cases[f"items, limit {limit}, first page"] = [
            f"{ITEMS}?limit={limit}&datetime={other_day(rng)}" for _ in range(requests // 4)
        ]
    cases["items, limit 100, of a cluster"] = [
        f"{ITEMS}?limit=100&cluster_code=b-{rng.randrange(lots // 100)}&datetime={other_day(rng)}"
        for _ in range(requests)
    ]
    with running(command, f"http://127.0.0.1:{port}/healthz", stdout=subprocess.DEVNULL):
        p95_ms(port, [f"{ITEMS}?limit=1&datetime={other_day(rng)}" for _ in range(40)])
        return {name: p95_ms(port, addresses) for name, addresses in cases.items()}


def main() -> None:
    """Fill, measure, fill more, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=300)
    asked = parser.parse_args()
    server = find_server(Settings.from_environment())
    owner = make_url(server.owner_url("simulated")).set(drivername="postgresql")
    found: list[dict[str, float]] = []
    with psycopg.connect(owner.render_as_string(hide_password=False)) as connection:
        if connection.execute("SELECT count(*) FROM register.industrial_cluster").fetchone() != (
            0,
        ):
            raise SystemExit("the simulated register holds clusters; give an empty one")
        before = 0
        for lots in SIZES:
            started = time.perf_counter()
            fill(connection, before, lots)
            print(f"{lots} lots written in {time.perf_counter() - started:.0f} s", flush=True)
            found.append(measure(connection, asked.requests, lots))
            before = lots
    for name, small in found[0].items():
        large = found[1][name]
        print(f"{name:35} {small:8.1f} ms {large:8.1f} ms  {large / small:5.2f} x")


if __name__ == "__main__":
    main()
