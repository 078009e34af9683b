"""How long the check of a draft takes while somebody draws: boundary, law, overlaps, unit, plan.

Runs against a register that is there already (`make run` once): the path of the page, through the
whole application in process, as the operator of a machine without accounts. Prints one JSON line;
python_cpu_ms is the processor time of a check without the database, with the client that asks.
"""

import argparse
import json
import os
import random
import statistics
import time
from math import cos, pi, sin

from fastapi.testclient import TestClient

from api.app import WebSettings, create_app
from cluster_gis.cli.database import running_server
from cluster_gis.config import Settings, parse_register

#: A commune of Hải Phòng, and where in it polygons are drawn (longitude, latitude).
UNIT, AROUND = "2025:11755", (106.55, 20.73)


#: The first rounds fill caches of the process.
WARM = 3


def polygon(chance: random.Random) -> dict:
    """About 30 to 80 ha with 6 to 40 vertices."""
    lon = AROUND[0] + chance.uniform(-0.05, 0.05)
    lat = AROUND[1] + chance.uniform(-0.05, 0.05)
    count = chance.randint(6, 40)
    radius = chance.uniform(0.003, 0.005)
    ring = [
        [lon + radius * cos(2 * pi * n / count), lat + radius * sin(2 * pi * n / count)]
        for n in range(count)
    ]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def content(chance: random.Random) -> dict:
    """One item as the page sends it."""
    return {
        "title": "Đo",
        "grounds": "",
        "items": [
            {
                "key": "i1",
                "kind": "add",
                "values": {"name": "Đo", "basis": "b", "industrial_land_ha": "35"},
                "outline": {"how": "drawn", "quality": "digitised", "geometry": polygon(chance)},
            }
        ],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--register", default="real", choices=["real", "simulated"])
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--unit", default=UNIT)
    given = parser.parse_args()
    register = parse_register(given.register)
    chance = random.Random(5)
    with running_server(Settings.from_environment()) as server:
        app = create_app(
            WebSettings(
                database_url=server.web_url(register),
                writer_url=server.writer_url(register),
                register=register,
            )
        )
        took = []
        with TestClient(
            app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50_000)
        ) as client:
            token = client.get("/proposals/new").cookies.get("cluster_gis_form", "")
            client.headers.update({"Origin": "http://127.0.0.1:8000", "X-Form-Token": token})
            cpu = 0.0
            for number in range(given.rounds + WARM):
                if number == WARM:
                    cpu = time.process_time()
                body = {"unit": given.unit, "content": content(chance)}
                started = time.perf_counter()
                answer = client.post("/api/v1/proposals/check", json=body)
                answer.raise_for_status()
                if number >= WARM:
                    took.append((time.perf_counter() - started) * 1000)
            cpu_ms = (time.process_time() - cpu) * 1000 / given.rounds
    took.sort()
    print(
        json.dumps(
            {
                "rounds": len(took),
                "p50_ms": round(statistics.median(took), 1),
                "p95_ms": round(took[int(len(took) * 0.95) - 1], 1),
                "max_ms": round(took[-1], 1),
                "python_cpu_ms": round(cpu_ms, 1),
                "load": os.getloadavg()[0],
            }
        )
    )


if __name__ == "__main__":
    main()
