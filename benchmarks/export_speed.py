"""How fast a whole layer becomes a file, beside geopandas, ogr2ogr and COPY of the same rows.

    python benchmarks/export_speed.py DATABASE_URL [COLLECTION] [--rounds 5]

DATABASE_URL: a register (postgresql://…) with many features in the collection (land_lots), for
example that of `cluster-gis simulate --clusters 2000`. Prints medians of interleaved rounds and
the peak memory of each way, taken in a process of its own. ogr2ogr is left out where there is
none. Run it idle.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import geopandas
import psycopg
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.layer_labels import layer_labels
from cluster_gis.reports.layer_files import DRIVERS, write_layer
from cluster_gis.storage.features import rows_statement
from cluster_gis.storage.layers import LAYERS, Layer, Selection
from cluster_gis.storage.register import revision_at


def selection_of(session: Session) -> Selection:
    """All features of today."""
    day = datetime.now(UTC).date()
    during = f"[{day},{day + timedelta(days=1)})"
    return Selection(during=during, revision=revision_at(session), equal={})


def ours(url: str, layer: Layer, target: Path) -> None:
    """`cluster-gis export layer`."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with Session(engine) as session:
        labels = layer_labels(layer, "vi")
        write_layer(session, layer, selection_of(session), target, labels=labels)


def plain_sql(url: str, layer: Layer) -> str:
    """The same rows as one statement with its values in it."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with Session(engine) as session:
        statement, values = rows_statement(layer, selection_of(session), layer_labels(layer, "vi"))
    with psycopg.connect(url) as connection:
        return psycopg.ClientCursor(connection).mogrify(statement.encode(), values)


def by_geopandas(url: str, layer: Layer, target: Path) -> None:
    """read_postgis, then to_file."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    sql = plain_sql(url, layer).replace("%", "%%")
    with engine.connect() as connection:
        frame = geopandas.read_postgis(sql, connection, geom_col="geometry", crs="EPSG:4326")
    frame.to_file(target, driver=DRIVERS[target.suffix])


def by_ogr2ogr(url: str, layer: Layer, target: Path) -> None:
    """GDAL's own way from PostgreSQL to a file."""
    sql = plain_sql(url, layer).replace("ST_AsBinary(geom)", "geom")
    command = ["ogr2ogr", "-f", DRIVERS[target.suffix], str(target), f"PG:{url}", "-sql", sql]
    subprocess.run(command, check=True, capture_output=True)


def by_copy(url: str, layer: Layer, target: Path) -> None:
    """The rows as text, without any format of a GIS: what the database alone needs."""
    sql = f"COPY ({plain_sql(url, layer)}) TO STDOUT"
    with (
        psycopg.connect(url) as connection,
        connection.cursor() as cursor,
        target.open("wb") as out,
        cursor.copy(sql.encode()) as copy,
    ):
        for block in copy:
            out.write(block)


WAYS = {"ours": ours, "geopandas": by_geopandas, "ogr2ogr": by_ogr2ogr, "copy": by_copy}


def once(way: str, url: str, layer: Layer, ending: str) -> dict[str, Any]:
    """Seconds by the clock, and the peak memory of this process and its children, MiB."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"a{ending}"
        start = time.perf_counter()
        WAYS[way](url, layer, target)
        seconds = time.perf_counter() - start
        size = target.stat().st_size
    peaks = [
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return {"seconds": seconds, "mib": max(peaks), "bytes": size}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("collection", nargs="?", default="land_lots", choices=list(LAYERS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--once", nargs=2, metavar=("WAY", "ENDING"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    layer = LAYERS[asked.collection]
    if asked.once:
        print(json.dumps(once(asked.once[0], asked.url, layer, asked.once[1])))
        return
    ways = [way for way in WAYS if way != "ogr2ogr" or shutil.which("ogr2ogr")]
    for ending in DRIVERS:
        found: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
        for _round in range(asked.rounds):
            for way in ways:
                command = [sys.executable, __file__, asked.url, layer.name, "--once", way, ending]
                answer = subprocess.run(command, check=True, capture_output=True, text=True)
                found[way].append(json.loads(answer.stdout))
        for way, rounds in found.items():
            seconds = statistics.median(one["seconds"] for one in rounds)
            mib = statistics.median(one["mib"] for one in rounds)
            print(f"{ending:9}{way:10}{seconds:7.2f} s {mib:7.0f} MiB {rounds[0]['bytes']:>12,} B")


if __name__ == "__main__":
    main()
