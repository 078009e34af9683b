"""Overlaps found twice: by PostGIS on the copies, by shapely on the coordinates as received."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import shapely
from shapely import STRtree

from cluster_gis.boundary.datum import to_wgs84
from cluster_gis.domain.quality import OVERLAP_HA, OVERLAP_PCT, QualityIssue, Severity
from cluster_gis.domain.restricted import LAYER_NAMES
from cluster_gis.domain.topology import Overlap, Tolerance, tolerance_between, tolerance_of_layer
from cluster_gis.i18n import N_
from cluster_gis.services.verification.outlines import in_zone
from cluster_gis.services.verification.reading import Reading
from cluster_gis.storage.queries import quality as queries

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Area:
    """Something that may be overlapped; layer None = a cluster."""

    key: str
    layer: str | None
    quality: str
    srid: int
    source: shapely.Polygon | shapely.MultiPolygon


def check_overlaps(reading: Reading) -> Iterator[QualityIssue]:
    """Every overlap of the register, and where the two ways disagree."""
    found = reading.topology
    for name in ("overlap_cluster", "overlap_park", "overlap_restricted", "overlap_methods"):
        reading.count(name, reading.outlines)
    for item in found.overlaps:
        yield _told(reading, item)
    reading.advance(1)
    second = overlaps_by_shapely(reading)
    first = {(item.code, item.other): item.area_ha for item in found.overlaps}
    for pair in sorted(first.keys() | second.keys()):
        ours, theirs = first.get(pair, Decimal(0)), second.get(pair, Decimal(0))
        allowed = max(OVERLAP_HA, max(ours, theirs) * OVERLAP_PCT / 100)
        if abs(ours - theirs) > allowed:
            yield reading.issue(
                "overlap_methods",
                pair[0],
                N_("Overlaps {other} by {first} ha in PostGIS, by {second} ha in shapely."),
                other=pair[1],
                first=ours,
                second=theirs,
                measured={"postgis_ha": ours, "shapely_ha": theirs},
            )
    reading.advance(1)


def _told(reading: Reading, item: Overlap) -> QualityIssue:
    severity: Severity | None = None
    if item.kind == "cluster" and "digitised" in (item.quality, item.other_quality):
        severity = "warning"
    message = N_("Overlaps {other} by {area} ha ({share} % of the cluster), up to {width} m wide.")
    if item.layer is not None:
        message = N_("Overlaps {layer} {other} by {area} ha ({share} % of the cluster).")
    return reading.issue(
        f"overlap_{item.kind}",
        item.code,
        message,
        severity=severity,
        place=(item.lon, item.lat),
        layer=LAYER_NAMES.get(item.layer or "", ""),
        other=item.other_name or item.other,
        area=item.area_ha,
        share=item.share_pct,
        width=item.width_m,
        measured={"overlap_ha": item.area_ha, "width_m": item.width_m, "other": item.other},
    )


def overlaps_by_shapely(reading: Reading) -> dict[Pair, Decimal]:
    """(cluster, other) -> hectares beyond the tolerance, in the zone of the first of them."""
    clusters = [
        _Area(code, None, o.row["quality"], o.row["source_srid"], o.source)
        for code, o in reading.outlines.items()
    ]
    others = clusters + [
        _Area(
            row["area_key"],
            row["layer"],
            "",
            row["source_srid"],
            shapely.from_wkb(bytes(row["source_wkb"])),
        )
        for row in queries.restricted(
            reading.session, as_of=reading.as_of, revision=reading.revision
        )
    ]
    if not clusters:
        return {}
    degrees = [_degrees(area) for area in others]
    tree = STRtree(degrees)
    left, right = tree.query(degrees[: len(clusters)], predicate="intersects")
    found: dict[Pair, Decimal] = {}
    for i, j in zip(left.tolist(), right.tolist(), strict=True):
        a, b = clusters[i], others[j]
        if b.layer is None and not a.key < b.key:
            continue
        zone = reading.outlines[a.key].row["measuring_srid"]
        shared = shapely.intersection(
            in_zone(a.source, a.srid, zone), in_zone(b.source, b.srid, zone)
        )
        hectares = _beyond(shared, _tolerance(a, b))
        if hectares:
            found[(a.key, b.key)] = hectares
    return found


def _tolerance(a: _Area, b: _Area) -> Tolerance:
    if b.layer is not None:
        return tolerance_of_layer(b.layer, a.quality)
    return tolerance_between(a.quality, b.quality)


def _beyond(shared: shapely.Geometry, tolerance: Tolerance) -> Decimal:
    """Hectares of the pieces that are no slivers."""
    pieces = [piece for piece in shapely.get_parts(shared) if piece.area > 0]
    square_metres = sum(
        piece.area
        for piece in pieces
        if tolerance.exceeded_by(piece.area, 2 * piece.area / piece.length)
    )
    return Decimal(str(round(square_metres / 10_000, 6)))


def _degrees(area: _Area) -> shapely.Geometry:
    return shapely.transform(
        area.source,
        lambda xy: np.column_stack(to_wgs84(area.srid, xy[:, 0], xy[:, 1])),
    )
