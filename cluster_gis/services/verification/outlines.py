"""Boundaries measured again: areas in three ways, the copy, validity, where they lie."""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import shapely
from pyproj import Geod

from cluster_gis.boundary.areas import round_ha
from cluster_gis.boundary.datum import from_wgs84, to_wgs84
from cluster_gis.boundary.extents import find_commune, find_province
from cluster_gis.domain.quality import (
    AREA_HA,
    COPY_MM,
    FAR_M,
    GEODESIC_PCT,
    OUTSIDE_PCT,
    STATED_ERROR_PCT,
    STATED_WARNING_PCT,
    QualityIssue,
)
from cluster_gis.i18n import N_
from cluster_gis.services.verification.reading import Outline, Reading

_GEOD = Geod(ellps="WGS84")
_STEP = Decimal("0.0001")
#: act of a boundary -> the column its area is stated in
STATED = {
    "planned": "area_planned_ha",
    "established": "area_established_ha",
    "detailed": "area_detailed_ha",
}


def in_zone(
    shape: shapely.Geometry, code: int, target: int
) -> shapely.Polygon | shapely.MultiPolygon:
    """The outline received in EPSG:`code` in the grid of EPSG:`target`, not moved when the same."""
    if code == target:
        return shape
    return shapely.transform(
        shape,
        lambda xy: np.column_stack(from_wgs84(target, *to_wgs84(code, xy[:, 0], xy[:, 1]))),
    )


def check_outlines(reading: Reading) -> Iterator[QualityIssue]:
    """All that one boundary tells by itself."""
    for name in ("area_methods", "area_geodesic", "copy_differs", "geometry_invalid"):
        reading.count(name, reading.outlines)
    for code, outline in reading.outlines.items():
        yield from _validity(reading, code, outline)
        yield from _areas(reading, code, outline)
        yield from _copy(reading, code, outline)
        yield from _stated(reading, code, outline)
        yield from _territory(reading, code, outline)
        reading.advance(1)


def _validity(reading: Reading, code: str, outline: Outline) -> Iterator[QualityIssue]:
    for said, shape in (("source_valid", outline.source), ("copy_valid", outline.copy)):
        reason = outline.row[said]
        other = str(shapely.is_valid_reason(shape))
        if reason != "Valid Geometry" or other != "Valid Geometry":
            yield reading.issue(
                "geometry_invalid",
                code,
                N_("The outline is not a valid polygon: {reason}."),
                reason=reason if reason != "Valid Geometry" else other,
                measured={"PostGIS": reason, "shapely": other},
            )


def _areas(reading: Reading, code: str, outline: Outline) -> Iterator[QualityIssue]:
    row = outline.row
    plane = in_zone(outline.source, row["source_srid"], row["measuring_srid"])
    planar = round_ha(plane.area / 10_000)
    geodesic_m2, _ = _GEOD.geometry_area_perimeter(shapely.orient_polygons(outline.copy))
    geodesic = round_ha(abs(geodesic_m2) / 10_000)
    measured = {
        "stored_ha": row["area_ha"],
        "postgis_ha": row["postgis_ha"],
        "pyproj_ha": planar,
        "geodesic_ha": geodesic,
        "postgis_geodesic_ha": row["postgis_geodesic_ha"],
    }
    planes = (row["area_ha"], row["postgis_ha"], planar)
    if max(planes) - min(planes) > AREA_HA:
        yield reading.issue(
            "area_methods",
            code,
            N_("The area is stored as {stored} ha; measured again {postgis} and {pyproj} ha."),
            stored=row["area_ha"],
            postgis=row["postgis_ha"],
            pyproj=planar,
            measured=measured,
        )
    apart = abs(planar - geodesic) * 100 / geodesic
    if apart > GEODESIC_PCT:
        yield reading.issue(
            "area_geodesic",
            code,
            N_(
                "{planar} ha in the zone EPSG:{zone}, {geodesic} ha on the ellipsoid: the zone is "
                "far from the place."
            ),
            planar=planar,
            geodesic=geodesic,
            zone=row["measuring_srid"],
            measured=measured,
        )


def _copy(reading: Reading, code: str, outline: Outline) -> Iterator[QualityIssue]:
    received = shapely.get_coordinates(outline.source)
    lon, lat = to_wgs84(outline.row["source_srid"], received[:, 0], received[:, 1])
    copy = shapely.get_coordinates(outline.copy)
    if len(copy) != len(received):
        apart_mm = float("inf")
    else:
        _, _, metres = _GEOD.inv(lon, lat, copy[:, 0], copy[:, 1])
        apart_mm = float(np.max(metres)) * 1000
    if apart_mm > COPY_MM:
        yield reading.issue(
            "copy_differs",
            code,
            N_("The copy on the map lies {apart} mm from the coordinates as received."),
            apart=Decimal(str(round(apart_mm, 1))) if np.isfinite(apart_mm) else "∞",
            measured={"points_received": len(received), "points_copied": len(copy)},
        )


def _stated(reading: Reading, code: str, outline: Outline) -> Iterator[QualityIssue]:
    column = STATED.get(outline.row["act"])
    cluster = reading.clusters.get(code)
    stated = cluster[column] if cluster is not None and column is not None else None
    if not stated:
        return
    reading.count("area_stated", [code])
    measured = outline.row["area_ha"]
    percent = ((measured - stated) * 100 / stated).quantize(_STEP)
    if abs(percent) <= STATED_WARNING_PCT:
        return
    yield reading.issue(
        "area_stated",
        code,
        N_("Stated {stated} ha, measured {measured_ha} ha ({percent} %)."),
        severity="error" if abs(percent) > STATED_ERROR_PCT else "warning",
        stated=stated,
        measured_ha=measured,
        percent=percent,
        measured={"stated_ha": stated, "measured_ha": measured, "difference_pct": percent},
    )


def _territory(reading: Reading, code: str, outline: Outline) -> Iterator[QualityIssue]:
    cluster = reading.clusters.get(code)
    if cluster is None:
        return
    lon, lat = outline.middle
    provinces = [t for t in find_province(cluster["province_key"]) if t.boxes]
    if provinces:
        reading.count("outside_province", [code])
        metres = min(territory.distance_m(lon, lat) for territory in provinces)
        if metres > FAR_M:
            yield reading.issue(
                "outside_province",
                code,
                N_("The boundary lies {km} km outside its province: wrong coordinate system?"),
                km=Decimal(str(round(metres / 1000, 1))),
                measured={"distance_m": round(metres)},
            )
            return
    yield from far_from_commune(reading, code, lon, lat, boundary=True)


def far_from_commune(
    reading: Reading, code: str, lon: float, lat: float, *, boundary: bool
) -> Iterator[QualityIssue]:
    """A point that lies far from the boxes of the cluster's commune."""
    key = reading.clusters[code]["commune_key"]
    if key is None:
        return
    communes = [t for t in find_commune(key) if t.boxes]
    if not communes:
        return
    reading.count("place_far", [code])
    metres = min(territory.distance_m(lon, lat) for territory in communes)
    if metres <= FAR_M:
        return
    yield reading.issue(
        "place_far",
        code,
        N_("The boundary lies {km} km from the commune it is recorded in.")
        if boundary
        else N_("The place lies {km} km from the commune it is recorded in."),
        km=Decimal(str(round(metres / 1000, 1))),
        measured={"distance_m": round(metres)},
    )


def check_placements(reading: Reading) -> Iterator[QualityIssue]:
    """Parts, communes crossed, share inside the declared commune."""
    found = reading.topology
    reading.count("several_parts", found.placements)
    for placed in found.placements:
        if placed.parts > 1:
            yield reading.issue(
                "several_parts", placed.code, N_("The boundary has {n} parts."), n=placed.parts
            )
        if placed.crosses_communes is not None:
            reading.count("crosses_communes", [placed])
        if placed.crosses_communes:
            yield reading.issue(
                "crosses_communes",
                placed.code,
                N_("The boundary lies in {n} communes: {names}."),
                n=len(placed.communes),
                names=", ".join(f"{u.name} ({u.share_pct} %)" for u in placed.communes),
            )
        if placed.inside_pct is None:
            continue
        reading.count("outside_commune", [placed])
        if placed.inside_pct < 100 - OUTSIDE_PCT:
            yield reading.issue(
                "outside_commune",
                placed.code,
                N_("Only {share} % of the boundary lies in the declared commune."),
                share=placed.inside_pct,
                measured={"inside_pct": placed.inside_pct},
            )
