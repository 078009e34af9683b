"""Outlines of proposals: drawn on a map, read from a file, or taken from the register.

All come through the boundary reader, so that a drawn line is judged as a file is.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import shapely
from shapely.geometry import mapping
from sqlalchemy.orm import Session

from cluster_gis.boundary.read import read_boundary
from cluster_gis.boundary.reading import BoundaryReading
from cluster_gis.domain.proposals import Outline
from cluster_gis.domain.unit_index import search_form
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.draft_boundaries import to_row_issue
from cluster_gis.storage.queries.proposal_base import boundaries_held, unit_record
from cluster_gis.storage.register import revision_at


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineFile:
    """A file with a boundary and what the person says of it. quality: surveyed or digitised."""

    name: str
    content: bytes
    crs: str | None = None
    accept: Collection[str] = ()
    quality: str = "digitised"


def outline_of_file(file: OutlineFile, *, province: str | None) -> tuple[BoundaryReading, Any]:
    """The reading, and the outline it gives; None = not usable even as a drawing (no system)."""
    if file.quality not in ("surveyed", "digitised"):
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field="quality",
            value=repr(file.quality),
            expected="surveyed, digitised",
        )
    reading = read_boundary(
        file.content, file.name, crs=file.crs, province=province, accept=tuple(file.accept)
    )
    outline = _outline(reading, how="uploaded", quality=file.quality, file_name=file.name)
    return reading, outline


def outline_of_geometry(geometry: Mapping[str, Any], *, province: str | None) -> Outline:
    """An outline drawn on the map: GeoJSON, EPSG:4326. Kept as drawn also when it has an error."""
    feature = {"type": "Feature", "properties": {}, "geometry": dict(geometry)}
    reading = read_boundary(json.dumps(feature).encode(), "drawn.geojson", province=province)
    outline = _outline(reading, how="drawn", quality="digitised", file_name=None)
    if outline is not None:
        return outline
    return Outline(
        geometry=geometry, how="drawn", quality="digitised", issues=_issues(reading, drawn=True)
    )


def outline_of_register(session: Session, code: str, *, on: date) -> Outline:
    """The boundary that the register holds on the day; raises NotFound when there is none."""
    held = boundaries_held(session, [code], on=on, revision=revision_at(session)).get(code)
    if held is None:
        raise NotFound(N_("The register holds no boundary of {code} on {day}."), code=code,
                       day=f"{on:%d/%m/%Y}")  # fmt: skip
    return Outline(
        geometry=json.loads(held.geometry),
        how="existing",
        quality=held.quality,
        source=held.source,
        source_format=held.source_format,
        measuring_srid=held.measuring_srid,
        area_ha=held.area_ha,
    )


def province_code(session: Session, unit_key: str) -> str | None:
    """The province of a unit as the boundary reader declares it; None = not known there."""
    unit = unit_record(session, unit_key, revision_at(session))
    return None if unit is None else code_of_province(unit["province_key"])


def code_of_province(province_key: str) -> str | None:
    """The same of the province's own key."""
    return province_key.partition(":")[2] or None


def _outline(
    reading: BoundaryReading, *, how: str, quality: str, file_name: str | None
) -> Outline | None:
    if reading.shape is None:
        return None
    source = None
    if reading.received is not None and reading.code is not None and reading.received.is_valid:
        flat = shapely.set_srid(shapely.force_2d(reading.received), reading.code)
        source = shapely.to_wkb(flat, hex=True, include_srid=True, byte_order=1)
    return Outline(
        geometry=mapping(shapely.force_2d(reading.shape)),
        how=how,
        quality=quality,
        source=source,
        source_format=reading.outline.source_format if reading.outline else "geojson",
        measuring_srid=reading.areas.tm3_code,
        area_ha=reading.areas.tm3_ha,
        file_name=file_name,
        issues=_issues(reading, drawn=how == "drawn"),
    )


#: What is true of every line drawn by hand, and so says nothing.
_OF_DRAWINGS = frozenset({"drawn_rectangle", "declared_by_default", "wgs84_by_format"})


def _issues(reading: BoundaryReading, *, drawn: bool) -> tuple[dict[str, Any], ...]:
    found = [to_row_issue(issue) for issue in reading.issues]
    return tuple(
        {key: value for key, value in asdict(issue).items() if value is not None}
        for issue in found
        if not (drawn and issue.code in _OF_DRAWINGS)
    )


def code_of_name(name: str, province_slug: str) -> str:
    """A stable code for a new cluster: initials of the province, then the name, unaccented."""
    initials = "".join(part[0] for part in province_slug.split("-") if part)
    bare = search_form(name).removeprefix("cum cong nghiep ").removeprefix("ccn ")
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in bare).split()
    return "-".join([initials or "x", *(words or ["cum"])])
