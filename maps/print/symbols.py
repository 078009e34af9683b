"""Symbols, areas and lines of the screen, as matplotlib draws them on paper.

The shapes are those of api/static/map/symbols.js: the same class looks the same on both.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from shapely.geometry.base import BaseGeometry

from maps.styles import Category

#: Radius of a symbol on A4, millimetres.
RADIUS_MM = 1.15
HATCH = "/////"


def _corners(count: int, turn_degrees: float, size: float, lift: float = 0.0) -> Path:
    angles = np.radians(turn_degrees) + 2 * np.pi * np.arange(count) / count
    points = np.column_stack([size * np.sin(angles), size * np.cos(angles) - lift])
    return Path(np.vstack([points, points[:1]]), closed=True)


def _cross() -> Path:
    r, a = 0.95, 0.95 * 0.34
    quarter = [(-r, r - a), (-r + a, r), (0, a), (r - a, r), (r, r - a), (a, 0)]
    half = [*quarter, (r, -r + a), (r - a, -r), (0, -a), (-r + a, -r), (-r, -r + a), (-a, 0)]
    return Path([*half, half[0]], closed=True)


@cache
def symbol_path(symbol: str) -> Path:
    """The shape for radius 1 around the origin, upwards is north."""
    round_, small = Path.circle((0, 0), 1), Path.circle((0, 0), 0.22)
    shapes = {
        "circle": round_,
        "square": _corners(4, 45, 1.22),
        "diamond": _corners(4, 0, 1.28),
        "triangle": _corners(3, 0, 1.36, 0.18),
        "pentagon": _corners(5, 0, 1.18),
        "cross": _cross(),
        # The inner ring runs the other way round, so that it stays open.
        "question": Path.make_compound_path(
            round_, Path(np.asarray(small.vertices)[::-1], small.codes)
        ),
        "dot": Path.circle((0, 0), 0.55),
    }
    return shapes[symbol]


def placed(path: Path, x: float, y: float, radius: float) -> Path:
    """A shape moved to a place, `radius` in the units of the place."""
    return path.transformed(Affine2D().scale(radius).translate(x, y))


def symbol_style(category: Category, unit: float = 1.0) -> dict[str, Any]:
    """How a class is drawn as a symbol."""
    return {
        "facecolor": "#ffffff" if category.hollow else category.colour,
        "edgecolor": category.colour if category.hollow else "#ffffff",
        "linewidth": (0.95 if category.hollow else 0.45) * unit,
    }


def area_styles(
    category: Category, *, indicative: bool, unit: float = 1.0
) -> Sequence[dict[str, Any]]:
    """How an area is drawn, layer by layer: dashed when planned or indicative, then hatched."""
    indicative = indicative or category.hatched
    dashed = category.dashed or indicative
    outline: dict[str, Any] = {
        "facecolor": "none",
        "edgecolor": category.colour,
        "linewidth": 0.8 * unit,
        "linestyle": (0, (4, 2.4)) if dashed else "solid",
    }
    fill: dict[str, Any] = {
        "facecolor": category.colour,
        "edgecolor": "none",
        "alpha": 0.1 if indicative else 0.24,
        "linewidth": 0,
    }
    if not indicative:
        return (fill, outline)
    hatch = {
        "facecolor": "none",
        "edgecolor": category.colour,
        "hatch": HATCH,
        "linewidth": 0,
        "alpha": 0.55,
    }
    return (fill, hatch, outline)


def polygon_path(polygon: BaseGeometry) -> Path:
    """The rings of a polygon or multipolygon as one path; holes stay open."""
    rings = [
        Path(np.asarray(ring.coords)[:, :2], closed=True)
        for part in getattr(polygon, "geoms", (polygon,))
        for ring in (part.exterior, *part.interiors)
    ]
    return Path.make_compound_path(*rings)
