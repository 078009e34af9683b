"""How fast the map of each subject with 2,000 clusters becomes one file, and how big it is.

    python benchmarks/map_speed.py [SUBJECT ...]

Half of the clusters have a boundary, half a circle; records are made up, no database is
needed. Prints the median of several rounds. The figures depend on the machine: run it idle.
"""

import random
import statistics
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from cluster_gis.i18n import translator
from maps.assets import InlineAssets
from maps.content import PlanMap, ProvinceView
from maps.styles import INFRASTRUCTURE, STATE, VERDICT
from maps.subjects import SUBJECTS, Subject

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
            **of_subjects(number, dice),
        },
    }


def of_subjects(number: int, dice: random.Random) -> dict[str, Any]:
    """What the subjects add: a class of each theme, lines of the card, figures, spans."""
    themes = {theme.field: theme for one in SUBJECTS.values() for theme in one.look.themes}
    classes = {
        name: dice.choice([category.code for category in theme.categories])
        for name, theme in themes.items()
        if name not in ("status", "verdict", "infrastructure_state")
    }
    return classes | {
        "facts": [("Tỷ lệ lấp đầy", "62,5 %", "nguồn ghi 60 %"), ("Số ngày chậm", "12", "")],
        "tally_units": [[number % 114, 1, 1, 30.5, 12.25, 18.25]],
        "before": {"status": "planned", "area_ha": "50", "same": True, "geometry": None},
        "spans": [
            ["2012-03-10", "2016-01-05", "planned", "50"],
            ["2016-01-05", None, "operating", "50"],
        ],
    }


#: What the rows of a subject hold besides its themes.
NEEDED = {
    "progress": ("facts", "tally_units"),
    "occupancy": ("facts", "tally_units"),
    "environment": ("facts", "tally_units"),
    "change": ("facts", "before"),
    "time": ("spans",),
}
ADDED = ("facts", "tally_units", "before", "spans")


def measure(subject: Subject, clusters: list[dict[str, Any]]) -> None:
    """Print the median time and the sizes of one subject."""
    kept = NEEDED.get(subject.code, ())
    rows = [
        {
            **one,
            "properties": {
                name: value
                for name, value in one["properties"].items()
                if name not in ADDED or name in kept
            },
        }
        for one in clusters
    ]
    content = PlanMap(
        clusters=rows,
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
        days=(date(2009, 1, 1), date(2026, 11, 22)),
        moments=("31/12/2020", "31/12/2023"),
    )
    assets = InlineAssets(lambda name: (STATIC / name).read_bytes())
    taken, worked, page = [], [], ""
    for _ in range(ROUNDS):
        started, busy = time.perf_counter(), time.process_time()
        page = subject.build(content, assets=assets, _=translator("vi")).figure.render()
        taken.append(time.perf_counter() - started)
        worked.append(time.process_time() - busy)
    own = page.index('id="part_clusters">')
    data = len(page[own : page.index("</script>", own)].encode())
    print(
        f"{subject.code:12} {statistics.median(taken):.2f} s (≤ 1.0, aim 0.4), "
        f"processor {statistics.median(worked):.2f} s, "
        f"own data {data / 1e6:.2f} MB (≤ 2), the whole file {len(page.encode()) / 1e6:.2f} MB"
    )


def main(wanted: list[str]) -> None:
    """Measure the subjects named, or all."""
    dice = random.Random(1)
    clusters = [made_up(number, dice) for number in range(CLUSTERS)]
    print(f"{CLUSTERS} clusters to one file, median of {ROUNDS}:")
    for code in wanted or SUBJECTS:
        measure(SUBJECTS[code], clusters)


if __name__ == "__main__":
    main(sys.argv[1:])
