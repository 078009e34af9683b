"""Areas of one outline side by side: TM-3, UTM, ellipsoid, stated."""

from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import shapely
from pyproj import Geod

from cluster_gis.boundary.datum import from_wgs84
from cluster_gis.boundary.extents import find_zone_at
from cluster_gis.boundary.issues import Issue, build_issue
from cluster_gis.boundary.reading import Areas, Shape
from cluster_gis.boundary.territory import Territory
from cluster_gis.boundary.zones import ZONES, get_standard_zone

_GEOD = Geod(ellps="WGS84")
_STEP_HA = Decimal("0.000001")
_STEP_PCT = Decimal("0.0001")


def round_ha(hectares: float) -> Decimal:
    """Hectares rounded once, to 10⁻⁶ (0.01 m²)."""
    return Decimal(repr(hectares)).quantize(_STEP_HA, ROUND_HALF_EVEN)


def planar_ha(shape: Shape) -> Decimal:
    """Plane area of a shape in metres."""
    return round_ha(shape.area / 10_000)


def project(shape: Shape, code: int) -> Shape:
    """An EPSG:4326 shape in the grid of `code` (easting, northing)."""
    moved: Shape = shapely.transform(
        shape, lambda xy: np.column_stack(from_wgs84(code, xy[:, 0], xy[:, 1]))
    )
    return moved


def find_measuring_zone(code: int, shape: Shape, territory: Territory | None) -> int:
    """The TM-3 zone in which the law's area is measured.

    Coordinates received in a TM-3 zone of VN-2000 that the province uses (any, when no province is
    declared or none of its zones is known) stay in it; others go to the zone of the former
    province they lie in, or to the standard 3-degree zone where that province has none of its own.
    """
    zone = ZONES[code]
    middle = shape.representative_point()
    allowed = territory.zones if territory is not None else ()
    if zone.datum == "VN-2000" and zone.kind == "tm3" and (not allowed or code in allowed):
        return code
    here = find_zone_at(middle.x, middle.y)
    if here is not None and (not allowed or here in allowed):
        return here
    return allowed[0] if allowed else get_standard_zone(middle.x)


def measure(
    received: Shape,
    shape: Shape,
    code: int,
    territory: Territory | None,
    stated_ha: Decimal | None,
) -> Areas:
    """Areas of a valid outline. received: in `code` (easting, northing); shape: in EPSG:4326."""
    tm3_code = find_measuring_zone(code, shape, territory)
    as_received = tm3_code == code
    tm3_ha = planar_ha(received if as_received else project(shape, tm3_code))
    utm_code = 3405 if shape.representative_point().x < 108 else 3406
    utm_ha = planar_ha(received if utm_code == code else project(shape, utm_code))
    geodesic_m2, _ = _GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))
    return Areas(
        tm3_ha=tm3_ha,
        tm3_code=tm3_code,
        tm3_as_received=as_received,
        utm_ha=utm_ha,
        utm_code=utm_code,
        geodesic_ha=round_ha(abs(geodesic_m2) / 10_000),
        stated_ha=stated_ha,
        difference_pct=_difference_pct(tm3_ha, stated_ha),
    )


def compare_with_stated(areas: Areas) -> list[Issue]:
    """Warn beyond 1 %, fail beyond 5 % of the stated area (thresholds of this tool, not of law)."""
    return _compare(areas.tm3_ha, areas.stated_ha, "")


def compare_repaired(repaired_ha: Decimal | None, stated_ha: Decimal | None) -> list[Issue]:
    """The same for the outline that the offered repair would make."""
    return _compare(repaired_ha, stated_ha, "/repaired")


def _compare(area_ha: Decimal | None, stated_ha: Decimal | None, variant: str) -> list[Issue]:
    difference = _difference_pct(area_ha, stated_ha)
    if difference is None or abs(difference) <= 1:
        return []
    code = "area_differs_5pct" if abs(difference) > 5 else "area_differs_1pct"
    return [
        build_issue(
            code + variant,
            field="area",
            value=area_ha,
            stated_ha=stated_ha,
            difference_pct=f"{difference:+.2f}",
        )
    ]


def _difference_pct(area_ha: Decimal | None, stated_ha: Decimal | None) -> Decimal | None:
    if area_ha is None or stated_ha is None or stated_ha <= 0:
        return None
    return ((area_ha - stated_ha) / stated_ha * 100).quantize(_STEP_PCT)
