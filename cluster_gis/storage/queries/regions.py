"""Sets of provinces, and how the provinces of 2025 came about."""

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

_MEMBERS = text("""
    SELECT set_key, unit_key, source_key FROM register.region_member
    WHERE recorded @> CAST(:revision AS bigint)
      AND valid @> CAST(:on AS date)
    ORDER BY set_key, unit_key
""")
_PARTS = text("""
    SELECT DISTINCT old.province_key AS from_key, new.province_key AS to_key
    FROM register.admin_unit_lineage l
    JOIN register.admin_unit old ON old.unit_key = l.from_key
        AND old.recorded @> CAST(:revision AS bigint)
    JOIN register.admin_unit new ON new.unit_key = l.to_key
        AND new.recorded @> CAST(:revision AS bigint)
    WHERE l.recorded @> CAST(:revision AS bigint)
      AND old.level = 'province' AND new.level = 'province'
""")
#: The units of the day, else (a day that no unit is known for) those before 2025-07-01.
_PROVINCES = text("""
    SELECT unit_key, code, name, short_name FROM register.admin_unit
    WHERE level = 'province' AND recorded @> CAST(:revision AS bigint)
      AND (valid @> CAST(:on AS date)
           OR CAST(:on AS date) < '1990-01-01' AND unit_key LIKE 'pre2025:%')
""")
_KEYS = text("""
    SELECT DISTINCT unit_key FROM register.admin_unit
    WHERE level = 'province' AND recorded @> CAST(:revision AS bigint)
""")


def members_on(session: Session, *, on: date, revision: int) -> dict[str, dict[str, str]]:
    """Set -> its provinces on the day -> source key."""
    found: dict[str, dict[str, str]] = {}
    for row in session.execute(_MEMBERS, {"on": on, "revision": revision}):
        found.setdefault(row.set_key, {})[row.unit_key] = row.source_key
    return found


def former_provinces(session: Session, *, revision: int) -> dict[str, set[str]]:
    """Province of 2025 -> the provinces that it took in."""
    found: dict[str, set[str]] = {}
    for row in session.execute(_PARTS, {"revision": revision}):
        found.setdefault(row.to_key, set()).add(row.from_key)
    return found


def province_units(session: Session, *, on: date, revision: int) -> dict[str, str]:
    """Code, name or short name of a province of the day, or any key (small letters) -> its key."""
    found = {row.unit_key: row.unit_key for row in session.execute(_KEYS, {"revision": revision})}
    for row in session.execute(_PROVINCES, {"on": on, "revision": revision}):
        for name in (row.code, row.name, row.short_name):
            found[name.casefold()] = row.unit_key
    return found
