"""How fast the planning map of 2,000 clusters becomes one file, and how big it is.

    python benchmarks/map_speed.py

Half of the clusters have a boundary, half a circle; records are made up, no database is
needed. Prints the median of several rounds. The figures depend on the machine: run it idle.
"""

import random
import statistics
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from cluster_gis.i18n import translator
from maps.assets import InlineAssets
from maps.plan_map import PlanMap, ProvinceView, build_plan_map
from maps.styles import INFRASTRUCTURE, STATE, VERDICT

STATIC = Path(__file__).parent.parent / "api" / "static"
CLUSTERS, ROUNDS = 2000, 5


def made_up(number: int, dice: random.Random) -> dict[str, Any]:
    """One cluster that knows all that a card shows."""
    lon, lat = dice.uniform(106.15, 107.05), dice.uniform(20.6, 21.2)
    boundary = number % 2 == 0
    angles = [(0, 0), (4, 0.4), (8, 0), (8.8, 4), (8, 8), (4, 8.8), (0, 8), (0, 0)]
    ring = [[lon + x / 2000, lat + y / 2000] for x, y in angles]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]}
        if boundary
        else {"type": "Point", "coordinates": [lon, lat]},
        "properties": {
            "code": f"hp-{number}",
            "name": f"Cụm công nghiệp số {number}",
            "province": "hai-phong",
            "place": f"Xã {number % 114}, Thành phố Hải Phòng",
            "anchor": f"Xã {number % 114}",
            "place_quality": "commune",
            "boundary_quality": "surveyed" if boundary else None,
            "status": dice.choice([c.code for c in STATE.categories]),
            "status_basis": "decision",
            "decision": f"{number}/QĐ-UBND (14/02/2023)",
            "area_ha": Decimal(dice.randint(1000, 7500)) / 100,
            "area_act": "established",
            "investor": f"Công ty Cổ phần Đầu tư hạ tầng {number}",
            "verdict": dice.choice([c.code for c in VERDICT.categories]),
            "rule": "AREA-MAX",
            "verdict_text": "Diện tích không vượt quá 75 ha (Điều 2 khoản 1, 32/2024/NĐ-CP).",
            "infrastructure_state": dice.choice([c.code for c in INFRASTRUCTURE.categories]),
            "sources": [f"https://example.org/{number}"],
            "url": f"/clusters/hp-{number}",
        },
    }


def main() -> None:
    """Measure and print."""
    dice = random.Random(1)
    plan = PlanMap(
        clusters=[made_up(number, dice) for number in range(CLUSTERS)],
        provinces=[
            ProvinceView(
                code="hai-phong",
                name="Hải Phòng",
                extent=(20.5, 106.1, 21.25, 107.3),
                zone_epsg=9210,
            )
        ],
        province="hai-phong",
        as_of=date(2026, 11, 22),
    )
    assets = InlineAssets(lambda name: (STATIC / name).read_bytes())
    taken, page = [], ""
    for _ in range(ROUNDS):
        started = time.perf_counter()
        page = build_plan_map(plan, assets=assets, _=translator("vi")).figure.render()
        taken.append(time.perf_counter() - started)
    own = page.index('id="part_clusters">')
    data = len(page[own : page.index("</script>", own)].encode())
    print(f"{CLUSTERS} clusters to one file: {statistics.median(taken):.2f} s (≤ 1.0, aim 0.4)")
    print(f"own data {data / 1e6:.2f} MB (≤ 2), the whole file {len(page.encode()) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
