"""Many outlines at once: their copies in EPSG:4326, boxes and bytes for the database.

Nearly every outline of a file is one ring. Its bytes are a fixed head and the coordinates, so they
are cut from the coordinates of the whole batch; making a geometry of each, only to write it out
again, costs more than moving the points.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from cluster_gis.boundary.candidates import with_zone_number
from cluster_gis.boundary.datum import to_wgs84

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]

_POLYGON = 3
_POINT_BYTES = 16
#: EWKB of a polygon of one ring up to its first point: order, kind with SRID, SRID, rings, points.
_HEAD = np.dtype(
    {
        "names": ["order", "kind", "srid", "rings", "points"],
        "formats": ["u1", "<u4", "<u4", "<u4", "<u4"],
        "offsets": [0, 1, 5, 9, 13],
        "itemsize": 17,
    }
)


@dataclass(frozen=True, slots=True)
class MapCopies:
    """Outlines of a grid, moved. A shape without points has none of anything.

    bounds: west, south, east, north in degrees, a row a shape; nan where there are no points.
    """

    shapes: Shapes
    srid: int
    counts: NDArray[np.int64]
    points: Floats
    moved: Floats
    bounds: Floats

    def to_shapes(self) -> Shapes:
        """The copies as geometries in EPSG:4326."""
        copies: Shapes = shapely.set_coordinates(self.shapes.copy(), self.moved.copy())
        return copies

    def received_ewkb(self) -> list[bytes | None]:
        """The outlines as received, as EWKB; None where there is none."""
        return self._ewkb(self.points, self.srid)

    def placed_ewkb(self) -> list[bytes | None]:
        """The copies as EWKB in EPSG:4326; None where there is none."""
        return self._ewkb(self.moved, 4326)

    def _ewkb(self, points: Floats, srid: int) -> list[bytes | None]:
        heads = np.zeros(len(self.shapes), _HEAD)
        heads["order"], heads["kind"], heads["srid"], heads["rings"] = 1, 0x20000003, srid, 1
        heads["points"] = self.counts
        sent = points.astype("<f8").tobytes()
        ends = np.cumsum(self.counts) * _POINT_BYTES
        starts = ends - self.counts * _POINT_BYTES
        found: list[bytes | None] = [
            head + sent[start:end]
            for head, start, end in zip(
                _as_bytes(heads), starts.tolist(), ends.tolist(), strict=True
            )
        ]
        simple = (shapely.get_type_id(self.shapes) == _POLYGON) & (self.counts > 0)
        simple &= shapely.get_num_interior_rings(self.shapes) == 0
        for n, written in self._others(np.flatnonzero(~simple), points, srid):
            found[n] = written
        return found

    def _others(
        self, rows: NDArray[np.int64], points: Floats, srid: int
    ) -> Iterator[tuple[int, bytes | None]]:
        """Outlines of several rings or parts, written by GEOS."""
        if not rows.size:
            return
        kept = np.repeat(np.isin(np.arange(len(self.shapes)), rows), self.counts)
        shapes = shapely.set_coordinates(self.shapes[rows].copy(), points[kept])
        written = shapely.to_wkb(shapely.set_srid(shapes, srid), byte_order=1, include_srid=True)
        yield from zip(rows.tolist(), written, strict=True)


def copy_to_map(shapes: Shapes, srid: int) -> MapCopies:
    """Copies of two-dimensional shapes in the grid of `srid`; None among them is nothing."""
    points = shapely.get_coordinates(shapes)
    counts = np.asarray(shapely.get_num_coordinates(shapes), dtype=np.int64)
    lon, lat = to_wgs84(srid, with_zone_number(srid, points[:, 0]), points[:, 1])
    moved = np.column_stack([lon, lat])
    bounds = np.full((len(shapes), 4), np.nan)
    filled = counts > 0
    if filled.any():
        starts = (np.cumsum(counts) - counts)[filled]
        bounds[filled, :2] = np.minimum.reduceat(moved, starts)
        bounds[filled, 2:] = np.maximum.reduceat(moved, starts)
    return MapCopies(shapes, srid, counts, points, moved, bounds)


def _as_bytes(records: NDArray[Any]) -> list[bytes]:
    """Each record's bytes."""
    found: list[bytes] = records.view(f"V{records.dtype.itemsize}").tolist()
    return found
