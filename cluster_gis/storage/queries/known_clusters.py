"""Names and places of every cluster now in the register, for matching rows of a file."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCluster:
    """A cluster by all names it ever had. name: the newest. lon, lat: its place or boundary.

    provinces: keys of 2025 and before. communes: texts and names of its communes as recorded.
    areas of the newest version, hectares; None = not known.
    """

    code: str
    name: str
    names: tuple[str, ...]
    provinces: tuple[str, ...]
    communes: tuple[str, ...]
    lon: float | None
    lat: float | None
    area_established_ha: Decimal | None
    area_planned_ha: Decimal | None
    area_detailed_ha: Decimal | None


_KNOWN = text("""
    WITH now AS (
        SELECT s.*, row_number() OVER (PARTITION BY s.cluster_code
                                       ORDER BY lower(s.valid) DESC NULLS LAST) AS age
        FROM register.cluster_state s WHERE upper_inf(s.recorded))
    SELECT n.cluster_code AS code, n.name, all_names.names,
           array_remove(ARRAY[n.province_key, n.former_province_key], NULL) AS provinces,
           array_remove(ARRAY[n.commune_text, n.new_commune_text, n.place_label,
               (SELECT c.name FROM register.admin_unit c WHERE c.unit_key = n.commune_key
                  AND upper_inf(c.recorded) ORDER BY lower(c.valid) DESC NULLS LAST LIMIT 1)], NULL)
               AS communes,
           ST_X(place.p) AS lon, ST_Y(place.p) AS lat,
           n.area_established_ha, n.area_planned_ha, n.area_detailed_ha
    FROM now n
    JOIN LATERAL (SELECT array_agg(DISTINCT o.name) AS names FROM now o
                  WHERE o.cluster_code = n.cluster_code) all_names ON true
    LEFT JOIN LATERAL (
        SELECT coalesce((SELECT ST_Centroid(b.geom) FROM register.cluster_boundary b
                         WHERE b.cluster_code = n.cluster_code AND upper_inf(b.recorded)
                         ORDER BY lower(b.valid) DESC NULLS LAST LIMIT 1), n.place) AS p
        ) place ON true
    WHERE n.age = 1
    ORDER BY n.cluster_code
""")


def known_clusters(session: Session) -> list[KnownCluster]:
    """Every cluster the register knows now, by code."""
    return [
        KnownCluster(
            **{
                **row,
                "names": tuple(row["names"]),
                "provinces": tuple(row["provinces"]),
                "communes": tuple(row["communes"]),
            }
        )
        for row in session.execute(_KNOWN).mappings()
    ]
