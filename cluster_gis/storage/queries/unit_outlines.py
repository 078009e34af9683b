"""The outline of an administrative unit, where one has been loaded."""

from geoalchemy2 import functions as geo
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cluster_gis.storage.queries.facts import Row, holds
from cluster_gis.storage.unit_tables import admin_unit_outline


def find_unit_outline(session: Session, unit_key: str, *, revision: int) -> Row | None:
    """Row of wkb (EPSG:4326) and quality of the outline that holds longest; None = none loaded."""
    outline = admin_unit_outline.c
    query = (
        select(geo.ST_AsBinary(outline.geom).label("wkb"), outline.quality)
        .where(
            outline.unit_key == unit_key,
            holds(admin_unit_outline, on=None, revision=revision),
        )
        .order_by(func.upper(outline.valid).desc().nulls_first(), outline.source_key)
        .limit(1)
    )
    return session.execute(query).mappings().first()
