"""The stored boundary of a cluster, on the coordinates as received."""

from datetime import date

from geoalchemy2 import functions as geo
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from cluster_gis.storage.queries.facts import Row, holds
from cluster_gis.storage.tables import cluster_boundary, cluster_state, source


def boundary_as_received(code: str, *, on: date, revision: int) -> Select[tuple[object, ...]]:
    """Row of source_wkb, source_srid, geom_wkb (EPSG:4326), measuring_srid, area and its origin."""
    boundary = cluster_boundary.c
    return (
        select(
            geo.ST_AsBinary(boundary.source_geom).label("source_wkb"),
            geo.ST_SRID(boundary.source_geom).label("source_srid"),
            geo.ST_AsBinary(boundary.geom).label("geom_wkb"),
            func.lower(boundary.valid).label("begins"),
            boundary.measuring_srid,
            boundary.area_ha,
            boundary.area_method,
            boundary.quality,
            boundary.act,
            boundary.document_key,
            source.c.title.label("source"),
            cluster_state.c.name,
        )
        .join(source, source.c.source_key == boundary.source_key)
        .outerjoin(
            cluster_state,
            (cluster_state.c.cluster_code == boundary.cluster_code)
            & holds(cluster_state, on=on, revision=revision),
        )
        .where(boundary.cluster_code == code, holds(cluster_boundary, on=on, revision=revision))
    )


def find_boundary_as_received(
    session: Session, code: str, *, on: date, revision: int
) -> Row | None:
    """The boundary that holds on the day, as known at the revision; None when there is none."""
    query = boundary_as_received(code, on=on, revision=revision)
    return session.execute(query).mappings().first()
