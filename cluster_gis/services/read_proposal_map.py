"""Records of the proposal map: an outline before and after, and what it would overlap."""

from collections.abc import Mapping
from typing import Any

from shapely.geometry import mapping
from sqlalchemy.orm import Session

from cluster_gis.boundary.read import read_boundary
from cluster_gis.boundary.reading import BoundaryReading
from cluster_gis.domain.restricted import LAYER_NAMES
from cluster_gis.errors import InvalidGeometry, InvalidInput
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_, Translator
from cluster_gis.services.read_map import (
    Entry,
    Ground,
    MapQuestion,
    MapRecords,
    Overlay,
    finish,
    read_ground,
)
from cluster_gis.storage.queries.map_conflicts import ConflictAt, conflicts_of

#: Hectares are measured here when the reader of the file could not tell the province's zone.
_UTM_48N = 3405


def read_proposal_records(session: Session, question: MapQuestion) -> MapRecords:
    """The cluster of the question with the outline of a boundary file.

    Raises InvalidInput without a file or for a code that is not there, InvalidGeometry for a file
    whose boundary cannot be used.
    """
    ground = read_ground(session, question)
    if question.boundary is None:
        raise InvalidInput(
            N_("{field} is {value}; a file with the proposed boundary is expected."),
            field="boundary",
            value="-",
        )
    cluster = next((one for one in ground.clusters if one.code == question.cluster), None)
    if question.cluster is not None and cluster is None:
        raise InvalidInput(
            N_("{field} is {value}; no cluster of this code is on the map."),
            field="cluster",
            value=repr(question.cluster),
        )
    reading = _outline(question, ground)
    return proposal_records(
        session,
        ground,
        after=mapping(reading.shape),
        area_ha=reading.areas.tm3_ha,
        srid=reading.areas.tm3_code or _UTM_48N,
        code=question.cluster,
    )


def _outline(question: MapQuestion, ground: Ground) -> BoundaryReading:
    data, name = question.boundary or (b"", "")
    reading = read_boundary(
        data,
        name,
        crs=question.crs,
        province=ground.chosen.province.code if ground.chosen else None,
    )
    if reading.refused:
        said = "; ".join(issue.text(ground.gettext) for issue in reading.issues)
        raise InvalidGeometry(
            N_("The boundary in {file} cannot be used: {reason}"), file=name, reason=said
        )
    return reading


def proposal_records(
    session: Session,
    ground: Ground,
    *,
    after: Mapping[str, Any],
    area_ha: Any,
    srid: int,
    code: str | None,
) -> MapRecords:
    """The map of one outline. after: GeoJSON, EPSG:4326; code: of the cluster it is of."""
    _, formats = ground.gettext, Formats(ground.question.language)
    conflicts = conflicts_of(
        session,
        dict(after),
        srid=srid,
        own=code,
        as_of=ground.question.as_of,
        revision=ground.revision,
    )
    hit = {item.key for item in conflicts if item.kind == "cluster"}
    before = ground.shapes.get(code or "")
    name = next((one.name for one in ground.clusters if one.code == code), None)
    label = name or _(N_("Proposed cluster"))
    size = (formats.hectares(area_ha),) if area_ha is not None else ()
    overlays = [Overlay(geometry=after, category="after", label=label, lines=size)]
    if before is not None:
        overlays.insert(0, Overlay(geometry=before.geometry, category="before", label=label))
    overlays += [
        Overlay(
            geometry=item.geometry,
            category="conflict",
            label=item.name,
            lines=_told(item, formats, _),
        )
        for item in conflicts
    ]
    added = {
        one.code: {
            "proposal": "concerned" if one.code == code else "conflict" if one.code in hit else None
        }
        for one in ground.clusters
    }
    return finish(
        session,
        ground,
        added,
        overlays=tuple(overlays),
        listing=(_(N_("Conflicts")), tuple(_entry(item, formats, _) for item in conflicts)),
        notes=() if conflicts else (_(N_("No overlap with what the register holds was found.")),),
        focus=_extent(after),
    )


def _told(item: ConflictAt, formats: Formats, _: Translator) -> tuple[str, ...]:
    """What is overlapped, unless it is a cluster, and how much of it."""
    layer = LAYER_NAMES.get(item.kind)
    return (*([_(layer)] if layer else []), formats.hectares(item.area_ha))


def _entry(item: ConflictAt, formats: Formats, _: Translator) -> Entry:
    return Entry(
        code=item.key if item.kind == "cluster" else None,
        category="conflict",
        title=item.name,
        text=", ".join(_told(item, formats, _)),
    )


def _extent(geometry: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """South, west, north, east with a margin, degrees."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    corners = [corner for polygon in polygons for corner in polygon[0]]
    lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
    margin = max(max(lons) - min(lons), max(lats) - min(lats), 0.005)
    return (min(lats) - margin, min(lons) - margin, max(lats) + margin, max(lons) + margin)
