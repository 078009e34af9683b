"""The loaded outline of the unit in which a boundary is declared to lie."""

import shapely
from shapely import MultiPolygon, Polygon
from sqlalchemy.orm import Session

from cluster_gis.boundary.issues import Refused
from cluster_gis.boundary.read import find_territory
from cluster_gis.boundary.territory import Territory, UnitOutline
from cluster_gis.storage.queries.unit_outlines import find_unit_outline
from cluster_gis.storage.register import revision_at

#: How far the lines of an outline may be off, metres, by their quality.
_MARGIN_M = {"official": 100.0, "generalised": 1_000.0}


def find_declared_outline(
    session: Session, province: str | None, commune: str | None
) -> UnitOutline | None:
    """The outline; None when no unit is declared, it is not known, or none is loaded for it."""
    try:
        territory = find_territory(province, commune)
    except Refused:
        return None  # the reader says what is wrong with the unit
    if territory is None:
        return None
    row = find_unit_outline(session, territory.key, revision=revision_at(session))
    if row is None:
        return None
    shape = shapely.from_wkb(bytes(row["wkb"]))
    if not isinstance(shape, Polygon | MultiPolygon):
        return None
    return UnitOutline(unit_key=territory.key, shape=shape, margin_m=_MARGIN_M[row["quality"]])


def territory_of(session: Session, province: str | None) -> Territory | None:
    """A declared province with its outline where one is loaded; None = none is declared.

    Raises Refused when it is unknown or can mean several.
    """
    territory = find_territory(province, None)
    if territory is None:
        return None
    return territory.with_outline(find_declared_outline(session, province, None))
