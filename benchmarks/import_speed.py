"""Import of 100,000 polygons, each fault named: staging against the same in geopandas.

    python benchmarks/import_speed.py [--polygons 100000] [--rounds 3]

Needs PostgreSQL with PostGIS on the machine; makes a throw-away server. Every side reads one
GeoPackage (VN-2000 / TM-3 105°45', the zone it is measured in), names invalid outlines with their
place, equal outlines, overlaps beyond 50 m² and 0.5 m with their hectares and place, and areas more
than 1 % off the stated one, offers the repair's area, copies each outline to EPSG:4326 and looks
each name up in the register, which is empty. What is found is kept with the file as received:

    geopandas  in the same database: `to_postgis`, the outlines in EPSG:4326 with their issues
    to file    geopandas again, a GeoPackage beside a copy of the file: less work, and nothing is
               in a database that others read
    staging    ours, in the database: the outlines as received and in EPSG:4326, with their issues

The answers are compared; times and peak memory of the process (VmHWM: the parent's does not count)
are told as ratios of one interleaved run, and the processor time and peak memory of the database's
process beside them.
"""

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

#: Of the database's process, told by the staging side.
SERVER: dict[str, float] = {}
SERVER_FIGURES = ("server_cpu", "server_peak_mib")
SRID, STEP = 9210, 320.0
SIDES = ("geopandas", "to file", "staging")
LEAST_M2, LEAST_WIDTH = 50.0, 0.5


def write_file(path: Path, count: int) -> None:
    """Outlines on a grid; 1 % each cross themselves, are twins, overlap, state another area."""
    import geopandas as gpd
    from shapely import Polygon

    dice = random.Random(4)
    side = int(count**0.5) + 1
    shapes, names, stated = [], [], []
    for number in range(count):
        x = 500_000 + (number % side) * STEP
        y = 2_250_000 + (number // side) * STEP
        fault = dice.random()
        ring = [
            (x + dx + dice.uniform(-8, 8), y + dy + dice.uniform(-8, 8))
            for dx, dy in (
                (20, 90), (90, 20), (160, 15), (230, 20), (300, 90), (305, 160),
                (300, 230), (230, 300), (160, 305), (90, 300), (20, 230), (15, 160),
            )
        ]  # fmt: skip
        if fault < 0.01:
            ring[2], ring[8] = ring[8], ring[2]
        elif fault < 0.02 and number:
            ring = list(shapes[-1].exterior.coords)[:-1]
        elif fault < 0.03:
            ring = [(px + 60, py) for px, py in ring]
        shape = Polygon(ring)
        area = abs(shape.area) / 10_000
        shapes.append(shape)
        names.append(f"CCN thử {number}")
        stated.append(round(area * (1.1 if 0.03 <= fault < 0.04 else 1.0), 6))
    frame = gpd.GeoDataFrame({"name": names, "area_ha": stated}, geometry=shapes, crs=SRID)
    frame.to_file(path, engine="pyogrio")


def with_geopandas(path: Path, url: str) -> list[tuple[int, str, int | None]]:
    """(row, fault, other row) by geopandas and shapely, vectorised where they are.

    url: of the database that keeps the result; "" = files.
    """
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import shapely

    frame = gpd.read_file(path, engine="pyogrio")
    faults: list[tuple[int, str, int | None]] = []
    told: dict[int, list[dict[str, Any]]] = defaultdict(list)
    valid = frame.is_valid.to_numpy()
    reasons = shapely.is_valid_reason(frame.geometry.to_numpy()[~valid])
    for row, reason in zip(np.flatnonzero(~valid) + 1, reasons, strict=True):
        kind = "self_intersection" if "Self-intersection" in reason else "invalid_outline"
        faults.append((int(row), kind, None))
    sound = frame.geometry.make_valid(method="structure", keep_collapsed=False)
    shown = frame.to_crs(4326)
    shown.geometry.total_bounds  # noqa: B018 - the map's copy is part of the work
    area = frame.geometry.area.to_numpy() / 10_000
    off = np.abs(area - frame["area_ha"]) / frame["area_ha"] * 100
    for row in np.flatnonzero(valid & (off.to_numpy() > 1)) + 1:
        difference = off.iloc[row - 1]
        code = "area_differs_5pct" if difference > 5 else "area_differs_1pct"
        faults.append((int(row), code, None))
    shapes = sound.to_numpy()
    left, right = sound.sindex.query(sound, predicate="intersects")
    left, right = left[left < right], right[left < right]
    common = shapely.intersection(shapes[left], shapes[right])
    parts, index = shapely.get_parts(common, return_index=True)
    square, length = shapely.area(parts), shapely.length(parts)
    with np.errstate(divide="ignore", invalid="ignore"):
        counts = (square > LEAST_M2) & (2 * square / length > LEAST_WIDTH)
    shared = np.bincount(index[counts], weights=square[counts], minlength=len(common))
    whole = shapely.area(shapes)
    spots = gpd.GeoSeries(shapely.point_on_surface(parts[counts]), crs=SRID).to_crs(4326)
    places = dict(zip(index[counts].tolist(), spots, strict=True))
    for pair in np.flatnonzero(shared > 0):
        a, b = int(left[pair]), int(right[pair])
        same = shared[pair] / (whole[a] + whole[b] - shared[pair]) >= 0.98
        for row, other in ((a + 1, b + 1), (b + 1, a + 1)):
            faults.append((row, "same_outline" if same else "overlap", other))
            told[row].append(
                {
                    "hectares": round(shared[pair] / 10_000, 4),
                    "x": places[pair].x,
                    "y": places[pair].y,
                }
            )
    for row, code, other_row in faults:
        told[row].append({"code": code, "other": other_row})
    names = frame["name"].str.normalize("NFD").str.replace("[\u0300-\u036f]", "", regex=True)
    frame["key"] = names.str.lower().str.removeprefix("ccn ").str.strip()
    register = pd.DataFrame({"key": pd.Series(dtype=str), "cluster_code": pd.Series(dtype=str)})
    shown["cluster_code"] = frame[["key"]].merge(register, on="key", how="left")["cluster_code"]
    shown["area"], shown["mended"] = area, sound.area.to_numpy() / 10_000
    shown["issues"] = [
        json.dumps(told[row]) if row in told else "[]" for row in range(1, len(shown) + 1)
    ]
    if url:
        keep_in_database(shown, path, url)
        return faults
    shutil.copyfile(path, path.with_suffix(".kept"))
    written = path.with_suffix(".written.gpkg")
    written.unlink(missing_ok=True)
    shown.to_file(written, engine="pyogrio")
    return faults


def keep_in_database(frame: Any, path: Path, url: str) -> None:
    """The frame by `to_postgis` and the bytes of its file, in one transaction."""
    from sqlalchemy import create_engine, text

    with create_engine(url).begin() as connection:
        backend = connection.scalar(text("SELECT pg_backend_pid()"))
        connection.execute(text("DROP SCHEMA IF EXISTS peer CASCADE"))
        connection.execute(text("CREATE SCHEMA peer"))
        connection.execute(text("CREATE TABLE peer.file (content bytea)"))
        content = {"content": path.read_bytes()}
        connection.execute(text("INSERT INTO peer.file VALUES (:content)"), content)
        frame.to_postgis("outline", connection, schema="peer", index=True)
        SERVER.update(read_process(int(backend or 0)))


def with_staging(path: Path, url: str) -> list[tuple[int, str, int | None]]:
    """The same by staging the file in the database at `url`."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.orm import Session

    from cluster_gis.domain.staging import ReceivedFile
    from cluster_gis.services.stage_boundaries import stage_boundaries

    engine = create_engine(url)
    with Session(engine) as session, session.begin():
        received = ReceivedFile(name=path.name, content=path.read_bytes(), source_title="benchmark")
        backend = session.scalar(text("SELECT pg_backend_pid()"))
        file_id = stage_boundaries(session, received, choices={}, by="benchmark")
        SERVER.update(read_process(int(backend or 0)))
    with engine.connect() as connection:
        found = connection.execute(
            text("""
                SELECT row_no, i ->> 'code', ltrim(i ->> 'other', '#')::int
                FROM register.staged_row, jsonb_array_elements(issues || findings) AS i
                WHERE file_id = :file
            """),
            {"file": file_id},
        )
        return [(row[0], row[1], row[2]) for row in found]


def read_process(pid: int) -> dict[str, float]:
    """Processor seconds and peak MiB (shared buffers it touched counted) of a process here."""
    ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    status = Path(f"/proc/{pid}/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    seconds = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return {"server_cpu": seconds, "server_peak_mib": peak}


def run_one(side: str, path: Path, url: str) -> None:
    """One side in a process of its own: seconds, peak MiB, the answer."""
    started = time.perf_counter()
    if side == "staging":
        faults = with_staging(path, url)
    else:
        faults = with_geopandas(path, url if side == "geopandas" else "")
    seconds = time.perf_counter() - started
    peak = read_process(os.getpid())["server_peak_mib"]
    used = resource.getrusage(resource.RUSAGE_SELF)
    answer = {"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "peak_mib": peak, **SERVER}
    print(json.dumps({**answer, "faults": sorted(map(str, faults))}))


def measure(side: str, path: Path, url: str) -> dict[str, Any]:
    """The answer of `run_one` from a fresh process."""
    command = [sys.executable, __file__, "--side", side, "--file", str(path), "--url", url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def discard_all(url: str) -> None:
    """Empty staging between rounds."""
    import psycopg

    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("TRUNCATE register.staged_row, register.staged_file")


def main() -> None:
    """Run both sides in turn and print the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--polygons", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--side")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--url", default="")
    wanted = parser.parse_args()
    if wanted.side:
        run_one(wanted.side, wanted.file, wanted.url)
        return
    from cluster_gis.postgres.layout import Layout
    from cluster_gis.postgres.private import open_private, stop_private
    from cluster_gis.storage.migrate import upgrade

    with tempfile.TemporaryDirectory(prefix="cg-bench-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        path = Path(folder) / "outlines.gpkg"
        write_file(path, wanted.polygons)
        layout = Layout(Path(folder) / "home")
        server = open_private(layout, ())
        try:
            server.ensure_database("real")
            url = server.owner_url("real")
            upgrade(url)
            rounds: dict[str, list[dict[str, Any]]] = {side: [] for side in SIDES}
            for number in range(wanted.rounds):
                for side, found in rounds.items():
                    found.append(measure(side, path, url))
                    print(f"{number + 1} {side}: {found[-1]['seconds']:.1f} s,"
                          f" {found[-1]['peak_mib']:.0f} MiB")  # fmt: skip
                discard_all(url)
        finally:
            stop_private(layout)
    report(rounds)


def report(rounds: dict[str, list[dict[str, Any]]]) -> None:
    """Medians, ratios and how far the answers agree."""
    peers, ours = rounds["geopandas"], rounds["staging"]
    print("load:", os.getloadavg())
    for name in ("seconds", "cpu", *SERVER_FIGURES, "peak_mib"):
        figures = {
            side: statistics.median(r.get(name, 0.0) for r in found)
            for side, found in rounds.items()
        }
        own = figures.pop("staging")
        told = (
            f"{own / peer:.2f} of {side}'s {peer:.1f}" for side, peer in figures.items() if peer
        )
        print(f"{name}: {own:.1f},", ", ".join(told))
    theirs, mine = set(peers[0]["faults"]), set(ours[0]["faults"])
    print(f"faults: geopandas {len(theirs)}, staging {len(mine)}, in both {len(theirs & mine)}")
    for only in sorted(theirs ^ mine)[:10]:
        print("  only in one:", only)


if __name__ == "__main__":
    main()
