"""Which pieces of an outline meet, asked in small lots: all pairs of a tangle fill any memory."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry, STRtree

from cluster_gis.boundary.reading import Shape

_LOT = 16
#: Sides that meet beyond their own neighbours; noding more takes minutes and gigabytes.
_MOST_CROSSINGS = 20_000


def iter_pairs(
    geometries: Sequence[Geometry] | NDArray[np.object_],
    predicate: Literal["intersects", "dwithin"] = "intersects",
    distance: float | None = None,
) -> Iterator[tuple[int, int]]:
    """Index pairs (i, j), i < j, of geometries that meet, in order, made as they are asked for."""
    every = np.asarray(geometries, dtype=object)
    tree = STRtree(every)
    for start in range(0, len(every), _LOT):
        lot = every[start : start + _LOT]
        left, right = tree.query(lot, predicate=predicate, distance=distance)
        left = left + start
        kept = left < right
        yield from sorted(zip(left[kept].tolist(), right[kept].tolist(), strict=True))


def is_tangled(shape: Shape) -> bool:
    """Whether so many sides cross that no repair is tried."""
    sides: list[Geometry] = []
    for line in shapely.get_parts(shapely.boundary(shape)):
        places = shapely.get_coordinates(line)
        sides.extend(shapely.linestrings(np.stack([places[:-1], places[1:]], axis=1)))
    most = 2 * len(sides) + _MOST_CROSSINGS
    return next(islice(iter_pairs(sides), most, None), None) is not None
