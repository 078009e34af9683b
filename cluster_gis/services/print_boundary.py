"""Print a stored boundary as the official coordinate table."""

from dataclasses import dataclass
from datetime import date

import shapely
from sqlalchemy.orm import Session

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


def print_boundary(session: Session, code: str, *, on: date) -> BoundaryTable:
    """The table of the boundary that holds on the day; raises NotFound.

    Printed from the coordinates as received; a circle drawn for display is never a boundary.
    """
    if not cluster_exists(session, code):
        raise NotFound(N_("There is no cluster with code {code}."), code=code)
    found = find_boundary_table(session, code, on=on, revision=revision_at(session))
    if found is None:
        raise NotFound(
            N_("Cluster {code} has no boundary on {day}; its place is only indicative."),
            code=code,
            day=on.isoformat(),
        )
    return found.table


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
