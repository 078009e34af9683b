"""A stored boundary as it is handed out: its outlines, and the official coordinate table."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import shapely
from sqlalchemy.orm import Session

from cluster_gis.boundary.areas import project
from cluster_gis.boundary.reading import Shape
from cluster_gis.boundary.table import BoundaryTable, build_table
from cluster_gis.boundary.zones import ZONES
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.storage.queries.boundaries import find_boundary_as_received
from cluster_gis.storage.queries.facts import cluster_exists
from cluster_gis.storage.register import revision_at


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A stored boundary as a coordinate table. epsg: the system of its coordinates."""

    table: BoundaryTable
    epsg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A stored boundary on a day. begins: first day it holds, None = not dated.

    lonlat: EPSG:4326, (lon, lat). plane: EPSG:`srid`, its measuring zone, (easting, northing) in
    metres; the coordinates as received where they are in that zone.
    """

    code: str
    name: str
    on: date
    begins: date | None
    lonlat: Shape
    plane: Shape
    srid: int
    area_ha: Decimal
    area_method: str
    quality: str
    act: str
    document: str | None
    source: str


def print_boundary(
    session: Session, code: str, *, on: date, revision: int | None = None
) -> BoundaryTable:
    """The table of the boundary that holds on the day; raises NotFound. revision: default newest.

    Printed from the coordinates as received; a circle drawn for display is never a boundary.
    """
    known = revision_at(session) if revision is None else revision
    found = find_boundary_table(session, code, on=on, revision=known)
    if found is None:
        raise _lacking(session, code, on)
    return found.table


def get_outline(session: Session, code: str, *, on: date, revision: int) -> Outline:
    """The boundary that holds on the day as known at the revision; raises NotFound."""
    row = find_boundary_as_received(session, code, on=on, revision=revision)
    if row is None:
        raise _lacking(session, code, on)
    lonlat: Shape = shapely.from_wkb(bytes(row["geom_wkb"]))
    received: Shape = shapely.from_wkb(bytes(row["source_wkb"]))
    srid = int(row["measuring_srid"])
    return Outline(
        code=code,
        name=str(row["name"] or code),
        on=on,
        begins=row["begins"],
        lonlat=lonlat,
        plane=received if int(row["source_srid"]) == srid else project(lonlat, srid),
        srid=srid,
        area_ha=row["area_ha"],
        area_method=row["area_method"],
        quality=row["quality"],
        act=row["act"],
        document=row["document_key"],
        source=row["source"],
    )


def _lacking(session: Session, code: str, on: date) -> NotFound:
    if not cluster_exists(session, code):
        return NotFound(N_("There is no cluster with code {code}."), code=code)
    return NotFound(
        N_("Cluster {code} has no boundary on {day}; its place is only indicative."),
        code=code,
        day=on.isoformat(),
    )


def find_boundary_table(
    session: Session, code: str, *, on: date, revision: int
) -> FoundTable | None:
    """The table of the boundary that holds on the day as known at the revision; None = none."""
    row = find_boundary_as_received(session, code, on=on, revision=revision)
    if row is None:
        return None
    srid, measuring = int(row["source_srid"]), int(row["measuring_srid"])
    origin = " · ".join(str(part) for part in (row["document_key"], row["source"]) if part)
    table = build_table(
        shapely.from_wkb(bytes(row["source_wkb"])),
        srid,
        name=str(row["name"] or code),
        area_ha=row["area_ha"],
        measuring_code=measuring,
        source=origin or None,
    )
    return FoundTable(table, measuring if ZONES[srid].kind == "geographic" else srid)
