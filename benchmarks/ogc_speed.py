"""How near tiles and items come to the database itself, to nginx, and to tipg.

    python benchmarks/ogc_speed.py [--tipg PYTHON] [--rounds 5] [--seconds 3]

Needs a simulated register (`cluster-gis simulate --clusters 2000`) in the private database, and
the programs `wrk` and `pgbench`; `nginx` and a Python that has tipg are measured when given.
Concurrency 8, two server processes. Every round measures each case once, in turn; the table gives
medians of requests a second and ratios. Ratios of one run can be compared, seconds cannot.
"""

import argparse
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from api.parameters import today
from cluster_gis.config import Settings
from cluster_gis.postgres import find_server
from cluster_gis.storage.features import page_statement
from cluster_gis.storage.layers import LAND_LOTS, Selection
from cluster_gis.storage.tiles import Tile, tile_properties, tile_statement

CONNECTIONS, ZOOM = 8, 14
DAY = today().isoformat()
FEW = ("leased", "lot_no")
TILES = "/ogc/collections/land_lots/tiles/WebMercatorQuad"
ITEMS = "/ogc/collections/land_lots/items"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], address: str, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers at `address`, ended with the block."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **options)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(address, timeout=5):
                    break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise
                time.sleep(0.2)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def wrk(address: str, seconds: int, script: str = "") -> float:
    """Requests answered a second; raises when one was an error."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *(["-s", file.name])]
        said = subprocess.run([*command, address], capture_output=True, text=True, check=True)
    if "Non-2xx" in said.stdout or "Socket errors" in said.stdout:
        raise RuntimeError(said.stdout)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said.stdout)[1])  # type: ignore[index]


def other_days(path: str) -> str:
    """A script that asks for another day each time, so that no answer was kept."""
    return (
        "math.randomseed(os.time() + os.clock() * 1000000)\n"
        "request = function() return wrk.format('GET', string.format("
        f"'{path}%s=%04d-%02d-%02d', '{'&' if '?' in path else '?'}datetime', "
        "2026 + math.random(0, 300), math.random(12), math.random(28))) end"
    )


def pgbench(url: str, statement: str, values: dict[str, Any], seconds: int) -> float:
    """Statements answered a second."""
    # Values of a prepared statement are texts to pgbench, as they are to psycopg.
    text = re.sub(r"%\((\w+)\)s", r":\1", statement)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(text.replace("\n", " ") + ";\n")
        file.flush()
        bench = shutil.which("pgbench") or "/usr/lib/postgresql/15/bin/pgbench"
        defined = [part for k, v in values.items() for part in ("-D", f"{k}={v}")]
        command = [bench, "-n", "-M", "prepared", f"-c{CONNECTIONS}", "-j2", f"-T{seconds}"]
        said = subprocess.run(
            [*command, "-f", file.name, *defined, url], capture_output=True, text=True, check=True
        )
    return float(re.search(r"tps = ([\d.]+)", said.stdout)[1])  # type: ignore[index]


def busiest_tile(url: str) -> Tile:
    """The tile of ZOOM with the most lots."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT floor((20037508.34 - ST_Y(middle)) / %(step)s)::int, "
            "floor((ST_X(middle) + 20037508.34) / %(step)s)::int FROM published.cluster_lots "
            "WHERE upper_inf(valid) AND upper_inf(recorded) "
            "GROUP BY 1, 2 ORDER BY sum(lots) DESC LIMIT 1",
            {"step": 2 * 20037508.34 / 2**ZOOM},
        ).fetchone()
    if row is None:
        sys.exit("The simulated register holds no lots: cluster-gis simulate --clusters 2000")
    return Tile(ZOOM, row[0], row[1])


def memory_mib(parent: int) -> float:
    """PSS of `parent` and the processes below it, in MiB; pages they share count once."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
            if f"PPid:\t{parent}\n" in text or status.parent.name == str(parent):
                rollup = (status.parent / "smaps_rollup").read_text()
                total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])  # type: ignore[index]
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
    return total / 1024


def nginx_command(folder: Path, port: int) -> list[str]:
    """A web server that serves `folder` as two processes."""
    folder.chmod(0o755)
    conf = folder / "nginx.conf"
    conf.write_text(
        f"worker_processes 2; pid {folder}/pid; error_log /dev/null; daemon off;\n"
        "events {} http { access_log off; server { "
        f"listen 127.0.0.1:{port}; root {folder}; }} }}"
    )
    return [shutil.which("nginx") or "nginx", "-c", str(conf)]


def main() -> None:
    """Measure in rounds and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tipg", help="a Python that has tipg and uvicorn")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    asked = parser.parse_args()
    server = find_server(Settings.from_environment())
    web = make_url(server.web_url("simulated")).set(drivername="postgresql")
    url = web.render_as_string(hide_password=False)
    tile = busiest_tile(url)
    with psycopg.connect(url) as connection:
        revision = connection.execute("SELECT register.revision_at(NULL)").fetchone()[0]  # type: ignore[index]
        lots = connection.execute("SELECT count(*) FROM register.land_lot").fetchone()[0]  # type: ignore[index]
    selection = Selection(during=f"[{DAY},{DAY}]", revision=revision, equal={})
    all_of_them = tile_statement(LAND_LOTS, selection, tile, tile_properties(LAND_LOTS))
    pages = {
        limit: page_statement(LAND_LOTS, selection, limit=limit, offset=0, labels={})
        for limit in (100, 1000)
    }
    port, path = free_port(), f"{TILES}/{tile.zoom}/{tile.row}/{tile.column}"
    root, few = f"http://127.0.0.1:{port}", f"{path}?properties={','.join(FEW)}"
    cases: dict[str, Callable[[], float]] = {
        "tile: direct SQL": lambda: pgbench(url, *all_of_them, asked.seconds),
        "tile: ours, uncached, all attributes": lambda: wrk(root, asked.seconds, other_days(path)),
        "tile: ours, uncached, as the desk styles it": lambda: wrk(
            root, asked.seconds, other_days(few)
        ),
        "tile: ours, again": lambda: wrk(root + path, asked.seconds),
    }
    for limit, statement in pages.items():
        cases[f"items {limit}: direct SQL"] = lambda s=statement: pgbench(url, *s, asked.seconds)  # type: ignore[misc]
        cases[f"items {limit}: ours"] = lambda n=limit: wrk(  # type: ignore[misc]
            f"{root}{ITEMS}?limit={n}", asked.seconds
        )
    command = [sys.executable, "-m", "cluster_gis", "serve", "--register", "simulated"]
    command += ["--workers", "2", "--port", str(port)]
    found: dict[str, list[float]] = defaultdict(list)
    with (
        tempfile.TemporaryDirectory() as folder,
        running(command, f"{root}/healthz", stdout=subprocess.DEVNULL) as ours,
    ):
        memory = memory_mib(ours.pid)
        with urllib.request.urlopen(root + path) as answer:
            (Path(folder) / "tile.pbf").write_bytes(answer.read())
        stack = []
        if shutil.which("nginx"):
            static = free_port()
            stack.append(
                running(nginx_command(Path(folder), static), f"http://127.0.0.1:{static}/tile.pbf")
            )
            cases["tile: nginx, the same bytes"] = lambda: wrk(
                f"http://127.0.0.1:{static}/tile.pbf", asked.seconds
            )
        if asked.tipg:
            peer = free_port()
            # tipg refuses an address without a host; the socket's folder is in the query.
            named = web.set(host="localhost").render_as_string(hide_password=False)
            environment = {"DATABASE_URL": named, "TIPG_DB_SCHEMAS": '["register"]'}
            at = f"http://127.0.0.1:{peer}/collections/register.land_lot"
            arguments = ["-m", "uvicorn", "tipg.main:app", "--workers", "2", "--port", str(peer)]
            stack.append(
                running([asked.tipg, *arguments, "--log-level", "error"], at, env=environment)
            )
            cases["tile: tipg, uncached"] = lambda: wrk(
                f"{at}/tiles/WebMercatorQuad/{tile.zoom}/{tile.column}/{tile.row}", asked.seconds
            )
            for limit in pages:
                cases[f"items {limit}: tipg"] = lambda n=limit: wrk(  # type: ignore[misc]
                    f"{at}/items?limit={n}", asked.seconds
                )
        _measure(stack, cases, asked.rounds, found)
    print(f"{lots} lots; tile {tile.zoom}/{tile.row}/{tile.column}; {asked.rounds} rounds")
    print(f"two server processes, at rest: {memory:.0f} MiB PSS (with their parent)")
    for name, rates in found.items():
        kind = name.split(":")[0]
        base = statistics.median(found[f"{kind}: direct SQL"])
        middle = statistics.median(rates)
        print(f"{name:45} {middle:9.1f}/s  {middle / base:6.2f} x direct SQL")


def _measure(
    stack: list[Any],
    cases: dict[str, Callable[[], float]],
    rounds: int,
    found: dict[str, list[float]],
) -> None:
    """Every case once to warm up, then in turn; the servers of `stack` run meanwhile."""
    if stack:
        with stack[0]:
            _measure(stack[1:], cases, rounds, found)
        return
    for turn in range(rounds + 1):
        for name, run in cases.items():
            rate = run()
            if turn:
                found[name].append(rate)


if __name__ == "__main__":
    main()
