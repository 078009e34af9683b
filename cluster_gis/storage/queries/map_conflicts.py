"""What an outline that is only proposed would overlap: clusters and restricted areas."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.domain.topology import DIGITISED, SURVEYED


@dataclass(frozen=True, slots=True)
class ConflictAt:
    """A piece shared with something that is there. kind: cluster, or the layer's code.

    geometry: GeoJSON, EPSG:4326; area_ha: planar in the zone asked for.
    """

    kind: str
    key: str
    name: str
    area_ha: Decimal
    geometry: dict[str, Any]


#: Each pair is found by the GiST index and measured in the TM-3 zone of the outline.
_CONFLICTS = text("""
    WITH drawn AS (SELECT ST_SetSRID(ST_GeomFromGeoJSON(:outline), 4326) AS geom),
    there AS (
        SELECT 'cluster' AS kind, b.cluster_code AS key,
            coalesce((SELECT s.name FROM register.cluster_state s
                WHERE s.cluster_code = b.cluster_code AND s.recorded @> CAST(:revision AS bigint)
                ORDER BY lower(s.valid) DESC NULLS LAST LIMIT 1), b.cluster_code) AS name,
            CASE b.quality WHEN 'surveyed' THEN CAST(:surveyed AS numeric)
                ELSE CAST(:digitised AS numeric) END AS least_m2,
            b.geom
        FROM register.cluster_boundary b, drawn
        WHERE b.geom && drawn.geom AND b.recorded @> CAST(:revision AS bigint)
          AND b.valid @> CAST(:as_of AS date)
          AND b.cluster_code IS DISTINCT FROM CAST(:own AS text)
        UNION ALL
        SELECT r.layer, r.area_key, coalesce(r.name, r.area_key), CAST(:digitised AS numeric),
            r.geom
        FROM register.restricted_area r, drawn
        WHERE r.geom && drawn.geom AND r.recorded @> CAST(:revision AS bigint)
          AND r.valid @> CAST(:as_of AS date))
    SELECT kind, key, name, round((m2 / 10000)::numeric, 6), ST_AsGeoJSON(piece, 7)
    FROM (SELECT there.*, ST_Area(ST_Transform(piece, CAST(:srid AS integer))) AS m2, piece
          FROM there, drawn, LATERAL (SELECT ST_CollectionExtract(
              ST_Intersection(there.geom, drawn.geom), 3) AS piece) AS cut
          WHERE NOT ST_IsEmpty(piece)) AS shared
    WHERE m2 > least_m2 ORDER BY m2 DESC, key
""")


def conflicts_of(
    session: Session,
    outline: dict[str, Any],
    *,
    srid: int,
    own: str | None,
    as_of: date,
    revision: int,
) -> list[ConflictAt]:
    """Overlaps of a GeoJSON outline (EPSG:4326), largest first. own: the cluster it is of."""
    values = {
        "outline": json.dumps(outline),
        "srid": srid,
        "own": own,
        "as_of": as_of,
        "revision": revision,
        "surveyed": SURVEYED.area_m2,
        "digitised": DIGITISED.area_m2,
    }
    rows = session.execute(_CONFLICTS, values)
    return [
        ConflictAt(kind, key, name, area, json.loads(piece))
        for kind, key, name, area, piece in rows
    ]
