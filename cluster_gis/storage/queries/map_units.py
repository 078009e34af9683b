"""Units of any day and which of them a cluster lies in, for maps that tell by unit."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class UnitAt:
    """A unit on a day. outline: GeoJSON (EPSG:4326), None = none was loaded."""

    key: str
    name: str
    outline: dict[str, Any] | None


_UNITS = text("""
    SELECT u.unit_key, u.name, ST_AsGeoJSON(ST_SimplifyPreserveTopology(o.geom, 0.0005), 5)
    FROM register.admin_unit u
    LEFT JOIN register.admin_unit_outline o ON o.unit_key = u.unit_key
        AND o.recorded @> CAST(:revision AS bigint) AND o.valid @> CAST(:day AS date)
    WHERE u.unit_key = ANY(:keys) AND u.recorded @> CAST(:revision AS bigint)
      AND u.valid @> CAST(:day AS date)
""")
#: The commune of 2025 of a cluster tells its district of before by the lineage, when one only.
_DISTRICTS = text("""
    SELECT l.to_key, min(c.parent_key)
    FROM register.admin_unit_lineage l
    JOIN register.admin_unit c ON c.unit_key = l.from_key
        AND c.recorded @> CAST(:revision AS bigint)
    WHERE l.recorded @> CAST(:revision AS bigint) AND l.to_key = ANY(:keys)
    GROUP BY l.to_key HAVING count(DISTINCT c.parent_key) = 1
""")


def units_at(
    session: Session, keys: Collection[str], *, day: date, revision: int
) -> dict[str, UnitAt]:
    """Unit key -> the unit as on the day; one that did not exist then is absent."""
    rows = session.execute(_UNITS, {"keys": list(keys), "day": day, "revision": revision})
    return {key: UnitAt(key, name, json.loads(out) if out else None) for key, name, out in rows}


def districts_before(
    session: Session, communes: Collection[str], *, revision: int
) -> dict[str, str]:
    """Commune of 2025 -> district it was made from, where that is one district only."""
    rows = session.execute(_DISTRICTS, {"keys": list(communes), "revision": revision})
    return {row[0]: row[1] for row in rows if row[1]}
