"""Repairs that are offered with before and after, and applied only when accepted."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from cluster_gis.boundary.areas import round_ha
from cluster_gis.boundary.candidates import Interpretation, with_zone_number
from cluster_gis.boundary.datum import from_wgs84, to_wgs84
from cluster_gis.boundary.issues import Issue
from cluster_gis.boundary.meetings import is_tangled
from cluster_gis.boundary.outline import Ring
from cluster_gis.boundary.reading import Repair, Shape
from cluster_gis.boundary.rings import Distance, is_failed_repetition
from cluster_gis.boundary.snapping import snap
from cluster_gis.boundary.zones import ZONES


def make_valid(shape: Shape) -> Shape:
    """The valid polygon that GEOS's structure method makes: loops cut apart, slivers dropped.

    A tangle of more crossings than memory holds stays as it is.
    """
    if is_tangled(shape):
        return shape
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    polygons = [part for part in shapely.get_parts(mended) if isinstance(part, Polygon)]
    if isinstance(mended, Polygon | MultiPolygon):
        return mended
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def close_ring(ring: Ring, distance: Distance) -> Ring:
    """The ring closed: a last point that was meant to repeat the first one is left out."""
    failed = is_failed_repetition(ring, distance)
    vertices = ring.vertices[:-1] if failed else ring.vertices
    return replace(ring, vertices=tuple(vertices), closed=True, gaps=())


def drop_repeated(ring: Ring) -> Ring:
    """The ring without points that repeat the one before (within a millimetre)."""
    tolerance = 1e-8 if abs(ring.vertices[0].east) <= 360 else 0.001
    kept = [ring.vertices[0]]
    for vertex in ring.vertices[1:]:
        near = (
            abs(vertex.east - kept[-1].east) <= tolerance
            and abs(vertex.north - kept[-1].north) <= tolerance
        )
        if not near:
            kept.append(vertex)
    return replace(ring, vertices=tuple(kept))


def _same(shape: Shape) -> Shape:
    return shape


#: Code of a repair -> what it does to the assembled shape (repairs of points act before it).
REPAIRS: dict[str, Callable[[Shape], Shape]] = {
    "snap": snap,
    "make_valid": make_valid,
    "close_ring": _same,
    "drop_repeated_points": _same,
    "drop_heights": _same,
}


#: Issues that points brought together can answer.
_SNAPPED_BY = frozenset(
    {"near_points", "ring_unclosed", "self_intersection", "invalid_outline", "rings_overlap"}
)


def offer_repairs(
    received: Shape, used: Interpretation, issues: Sequence[Issue], *, joined: bool = False
) -> list[Repair]:
    """Repairs that answer the issues, each with the area before and after in the file's grid.

    joined: ends of lines that nearly meet are one point in `received`, which snapping makes so.
    """
    codes = {issue.code for issue in issues}
    offers: list[Repair] = []
    # Lines that do not meet enclose nothing: there is no area before they are joined.
    before = _area_ha(received, used.code) if received.is_valid and not joined else None
    if any(issue.code == "ring_unclosed" and "other" not in issue.values for issue in issues):
        offers.append(_offer("close_ring", None, received, used.code))
    if "repeated_point" in codes:
        offers.append(_offer("drop_repeated_points", before, received, used.code))
    if "has_heights" in codes:
        offers.append(_offer("drop_heights", before, received, used.code))
    if codes & _SNAPPED_BY:
        snapped = snap(received)
        changed = joined or not snapped.equals_exact(received, 0)
        if not snapped.is_empty and snapped.is_valid and changed:
            offers.append(_offer("snap", before, snapped, used.code))
    if not received.is_valid:
        mended = make_valid(received)
        if mended.is_valid and mended.area > 0:
            offers.append(_offer("make_valid", None, mended, used.code))
    return offers


def _offer(code: str, before: Decimal | None, after: Shape, crs: int) -> Repair:
    def move(xy: np.ndarray) -> np.ndarray:
        return np.column_stack(to_wgs84(crs, with_zone_number(crs, xy[:, 0]), xy[:, 1]))

    area = _area_ha(after, crs) if after.is_valid else None
    return Repair(
        code=code,  # type: ignore[arg-type]
        area_before_ha=before,
        area_after_ha=area,
        shape=shapely.transform(after, move),
    )


def _area_ha(shape: Shape, crs: int) -> Decimal:
    """Plane hectares in the grid; degrees are first put into VN-2000 UTM 48N."""
    if ZONES[crs].kind != "geographic":
        return round_ha(shape.area / 10_000)

    def move(xy: np.ndarray) -> np.ndarray:
        lon, lat = to_wgs84(crs, xy[:, 0], xy[:, 1])
        return np.column_stack(from_wgs84(3405, lon, lat))

    return round_ha(shapely.transform(shape, move).area / 10_000)
