"""Communes of 2025 with their places, for whoever must put something on the map."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cluster_gis.storage.unit_tables import admin_unit


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune-level unit of 2025; lon, lat EPSG:4326 of its place."""

    unit_key: str
    name: str
    province_key: str
    province_name: str
    lon: float
    lat: float


def communes_of_2025(session: Session, province_key: str | None = None) -> list[Commune]:
    """Every commune with a place, sorted by key; of one province when given."""
    province = admin_unit.alias("province")
    query = (
        select(
            admin_unit.c.unit_key,
            admin_unit.c.name,
            admin_unit.c.province_key,
            province.c.short_name,
            func.ST_X(admin_unit.c.place),
            func.ST_Y(admin_unit.c.place),
        )
        .join(province, province.c.unit_key == admin_unit.c.province_key)
        .where(
            admin_unit.c.level == "commune",
            admin_unit.c.unit_key.startswith("2025:"),
            admin_unit.c.place.is_not(None),
            func.upper_inf(admin_unit.c.recorded),
            func.upper_inf(province.c.recorded),
        )
        .order_by(admin_unit.c.unit_key)
    )
    if province_key is not None:
        query = query.where(admin_unit.c.province_key == province_key)
    return [Commune(*row) for row in session.execute(query)]
