"""Whole versions of cluster_state as rows that can be written again, and units by their names."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from cluster_gis.storage.queries.facts import holds
from cluster_gis.storage.tables import cluster_state, source

#: What `register.write_versions` fills by itself.
_CLOCKS = frozenset({"id", "valid", "recorded", "recorded_by"})


class Version:
    """A version: its columns as they can be written, and its valid days [begins, ends)."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.begins: date | None = row["begins"]
        self.ends: date | None = row["ends"]
        self.columns = {k: v for k, v in row.items() if k not in ("begins", "ends")}

    def overlaps(self, since: date | None, until: date | None) -> bool:
        """Whether it holds on a day of [since, until)."""
        starts_in_time = until is None or self.begins is None or self.begins < until
        ends_late_enough = since is None or self.ends is None or self.ends > since
        return starts_in_time and ends_late_enough


def versions_of(
    session: Session, codes: Collection[str], *, revision: int
) -> dict[str, list[Version]]:
    """Code -> every version the register held at `revision`, oldest first; place as hex EWKB."""
    columns = [c for c in cluster_state.c if c.name not in _CLOCKS and c.name != "place"]
    statement = (
        select(
            *columns,
            func.ST_AsHEXEWKB(cluster_state.c.place).label("place"),
            func.lower(cluster_state.c.valid).label("begins"),
            func.upper(cluster_state.c.valid).label("ends"),
        )
        .where(
            cluster_state.c.cluster_code.in_(codes),
            holds(cluster_state, on=None, revision=revision),
        )
        .order_by(cluster_state.c.cluster_code, func.lower(cluster_state.c.valid).nulls_first())
    )
    found: dict[str, list[Version]] = {}
    for row in session.execute(statement).mappings():
        found.setdefault(row["cluster_code"], []).append(Version(dict(row)))
    return found


_UNITS = text("""
    SELECT unit_key, name, ST_AsHEXEWKB(place) AS place FROM register.admin_unit
    WHERE level = :level AND split_part(unit_key, ':', 1) = :system
      AND (province_key = ANY(CAST(:provinces AS text[])))
      AND upper_inf(recorded)
      AND (register.search_form(name) = register.search_form(:name)
           OR register.search_form(short_name) = register.search_form(:name))
    ORDER BY name = :name DESC, unit_key
""")


def units_named(
    session: Session, name: str, *, system: str, level: str, provinces: Collection[str | None]
) -> list[Mapping[str, Any]]:
    """Units of that name in the provinces: unit_key, name, place (hex EWKB); exact names first."""
    values = {
        "name": name,
        "system": system,
        "level": level,
        "provinces": [key for key in provinces if key],
    }
    return [dict(row) for row in session.execute(_UNITS, values).mappings()]


def source_titles(session: Session, keys: Collection[str]) -> dict[str, str]:
    """Source key -> title."""
    query = select(source.c.source_key, source.c.title).where(source.c.source_key.in_(keys))
    return {key: title for key, title in session.execute(query)}  # noqa: C416 - rows, no pairs


def last_touched(session: Session, code: str) -> int:
    """The newest revision that wrote or closed a state of the cluster; 0 = none did."""
    statement = select(
        func.max(
            func.greatest(
                func.lower(cluster_state.c.recorded), func.upper(cluster_state.c.recorded)
            )
        )
    ).where(cluster_state.c.cluster_code == code)
    return int(session.scalar(statement) or 0)


_SINCE = text("""
    SELECT r.id, r.recorded_by, r.reason FROM register.revision r
    WHERE r.id > :revision AND r.id IN (
        SELECT unnest(ARRAY[lower(s.recorded), upper(s.recorded)])
        FROM register.cluster_state s WHERE s.cluster_code = :code)
    ORDER BY r.id DESC LIMIT 5
""")


def revisions_since(session: Session, code: str, revision: int) -> list[Mapping[str, Any]]:
    """The newest revisions after `revision` that changed the cluster: id, recorded_by, reason."""
    rows = session.execute(_SINCE, {"code": code, "revision": revision}).mappings()
    return [dict(row) for row in rows]
