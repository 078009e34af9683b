"""Where and when the features of a published layer are."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.storage.layers import Layer

#: layer -> (table, geometry column or None)
_TABLES: dict[str, tuple[str, str | None]] = {
    "clusters": ("cluster_state", "place"),
    "cluster_boundaries": ("cluster_boundary", "geom"),
    "land_lots": ("land_lot", "geom"),
    "plan_entries": ("plan_entry", None),
    "infrastructure_works": ("infrastructure_work", "geom"),
    "admin_units": ("admin_unit", "place"),
    "restricted_areas": ("restricted_area", "geom"),
}


@dataclass(frozen=True, slots=True)
class Extent:
    """bbox: (west, south, east, north), EPSG:4326; None = nothing has a place.

    days: first and last (exclusive) valid day; None = open, or no feature.
    """

    bbox: tuple[float, float, float, float] | None
    days: tuple[date | None, date | None]


def extent_of(session: Session, layer: Layer, *, revision: int) -> Extent:
    """The extent over all days, as the register knew it at `revision`."""
    table, geometry = _TABLES[layer.name]
    box = f"ST_Extent({geometry})::box2d" if geometry else "NULL::box2d"
    statement = (
        f"SELECT ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b), first, last FROM ("  # noqa: S608
        f"SELECT {box} AS b, CASE WHEN NOT bool_or(lower_inf(valid)) THEN min(lower(valid)) END "
        "AS first, CASE WHEN NOT bool_or(upper_inf(valid)) THEN max(upper(valid)) END AS last "
        f"FROM register.{table} WHERE recorded @> CAST(:revision AS bigint)) AS e"
    )
    west, south, east, north, first, last = session.execute(
        text(statement), {"revision": revision}
    ).one()
    bbox = None if west is None else (west, south, east, north)
    return Extent(bbox, (first, last))
