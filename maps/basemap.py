"""The shipped base map (data/basemap, Natural Earth 1:10m) as shapely geometry, EPSG:4326.

For orientation only: generalised for 1:10 million. Read once for the process.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from shapely import box
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

FOLDER = Path(__file__).resolve().parents[1] / "data" / "basemap"
#: Extent of the detailed land layer (west, south, east, north); elsewhere the country's is used.
DETAILED = (101.5, 17.5, 109.5, 24.0)
#: Extent of the country's land layer.
COVERED = (101.5, 6.0, 117.5, 24.0)


@cache
def _layer(name: str) -> tuple[tuple[BaseGeometry, Mapping[str, Any]], ...]:
    features = json.loads((FOLDER / name).read_text(encoding="utf-8"))["features"]
    return tuple((shape(item["geometry"]), item["properties"]) for item in features)


def land_in(west: float, south: float, east: float, north: float) -> Iterator[BaseGeometry]:
    """Polygons of land inside the window (degrees)."""
    inside = DETAILED[0] <= west and DETAILED[1] <= south
    inside = inside and east <= DETAILED[2] and north <= DETAILED[3]
    window = box(west, south, east, north)
    for land, _properties in _layer("land.geojson" if inside else "land_country.geojson"):
        yield from parts_of(land.intersection(window), "Polygon")


def lines_in(
    west: float, south: float, east: float, north: float, *, on: date
) -> Iterator[tuple[str, BaseGeometry]]:
    """(kind, line) inside the window that were lines on the day; kind is province or country."""
    window = box(west, south, east, north)
    for line, properties in _layer("provinces_pre2025.geojson"):
        if properties["last_day"] is None or on.isoformat() <= properties["last_day"]:
            for part in parts_of(line.intersection(window), "LineString"):
                yield properties["kind"], part


def parts_of(geometry: BaseGeometry, kind: str) -> Iterator[Any]:
    """The parts of that kind; points and touching edges are left out."""
    for part in getattr(geometry, "geoms", (geometry,)):
        if part.geom_type == kind and not part.is_empty:
            yield part
