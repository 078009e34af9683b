"""In which territories a cluster, unit or project lies on a day; which clusters lie in some.

Units are those of the day: before 2025-07-01 the old provinces, districts and communes, after it
the provinces and communes of 2025. Where the register does not name the old unit of a cluster, it
follows from the lineage of units, when that leaves only one. Who holds a role at a record that was
marked as the same cluster as another holds it at the cluster that is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, String, func, or_, select, text
from sqlalchemy.orm import Session

from cluster_gis.domain.access import Place, Scope, Territory, TerritoryKind, unit
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.storage.register import revision_at
from cluster_gis.storage.tables import cluster_state

#: (cluster code, unit key): every unit that a cluster lies in on the day. Of several predecessors
#: (a commune of 2025 made of three) none is taken; a district or province they share is.
_UNITS = """
    SELECT s.code, s.name, u.unit_key
    FROM (
        SELECT DISTINCT ON (cluster_code) cluster_code AS code, name, province_key, commune_key,
               former_province_key, former_district_key, former_commune_key
        FROM register.cluster_state
        WHERE recorded @> CAST(:revision AS bigint)
          AND (CAST(:code AS text) IS NULL OR cluster_code = :code)
        ORDER BY cluster_code, published.rank_version(valid, daterange(:on, :on, '[]'))
    ) s
    CROSS JOIN LATERAL (
        SELECT CASE WHEN count(*) = 1 THEN min(p.unit_key) END AS commune_key,
               CASE WHEN count(DISTINCT p.parent_key) = 1 THEN min(p.parent_key) END
                   AS district_key
        FROM register.admin_unit_lineage l
        JOIN register.admin_unit p
          ON p.unit_key = l.from_key AND p.recorded @> CAST(:revision AS bigint)
        WHERE l.to_key = s.commune_key AND l.recorded @> CAST(:revision AS bigint)
    ) old
    CROSS JOIN LATERAL (
        SELECT CASE WHEN count(*) = 1 THEN min(l.from_key) END AS province_key
        FROM register.admin_unit_lineage l
        WHERE l.to_key = s.province_key AND l.recorded @> CAST(:revision AS bigint)
    ) gone
    JOIN register.admin_unit u
      ON u.unit_key IN (
          s.province_key, s.commune_key, s.former_province_key, s.former_district_key,
          s.former_commune_key,
          CASE WHEN s.former_commune_key IS NULL AND s.former_district_key IS NULL
               THEN old.commune_key END,
          CASE WHEN s.former_district_key IS NULL THEN old.district_key END,
          CASE WHEN s.former_province_key IS NULL THEN gone.province_key END)
     AND u.recorded @> CAST(:revision AS bigint) AND u.valid @> CAST(:on AS date)
"""
_CLUSTER_UNITS = text(_UNITS)
_SAME_NOW = "relation = 'same' AND recorded @> CAST(:revision AS bigint)"
_MERGED_INTO = text(
    f"SELECT from_code FROM register.cluster_lineage WHERE to_code = :code AND {_SAME_NOW}"  # noqa: S608
)
_KEPT_OF = text(
    f"SELECT to_code FROM register.cluster_lineage WHERE from_code = ANY(:codes) AND {_SAME_NOW}"  # noqa: S608
)


def place_of_cluster(session: Session, code: str, on: date) -> Place:
    """The cluster as a place: itself, records that lead to it, every unit it lies in on the day.

    Raises NotFound.
    """
    revision = revision_at(session)
    rows = session.execute(_CLUSTER_UNITS, {"code": code, "on": on, "revision": revision}).all()
    name = rows[0].name if rows else _name_of(session, code)
    merged = session.scalars(_MERGED_INTO, {"code": code, "revision": revision})
    own = {Territory(TerritoryKind.CLUSTER, one) for one in (code, *merged)}
    return Place(territories=frozenset(own | {unit(row.unit_key) for row in rows}), label=name)


def _name_of(session: Session, code: str) -> str:
    """The newest name of a cluster of which no unit is known on the day; raises NotFound."""
    name = session.scalar(
        select(cluster_state.c.name)
        .where(cluster_state.c.cluster_code == code)
        .order_by(func.upper_inf(cluster_state.c.recorded).desc())
        .limit(1)
    )
    if name is None:
        raise NotFound(N_("There is no cluster {code}."), code=repr(code))
    return str(name)


_UNIT_AND_ABOVE = text("""
    SELECT u.unit_key, u.parent_key, u.province_key, u.name
    FROM register.admin_unit u
    WHERE u.unit_key = :key AND u.recorded @> CAST(:revision AS bigint)
    ORDER BY published.rank_version(u.valid, daterange(:on, :on, '[]')) LIMIT 1
""")


def place_of_unit(session: Session, key: str, on: date, revision: int | None = None) -> Place:
    """The unit as a place: itself, its district and its province; raises NotFound.

    revision: of the register; None = the newest.
    """
    known = revision_at(session) if revision is None else revision
    row = session.execute(_UNIT_AND_ABOVE, {"key": key, "on": on, "revision": known}).one_or_none()
    if row is None:
        raise NotFound(N_("There is no administrative unit {key}."), key=repr(key))
    keys = {row.unit_key, row.parent_key, row.province_key} - {None}
    return Place(territories=frozenset(unit(one) for one in keys), label=row.name)


def place_of_territory(session: Session, territory: Territory, on: date) -> Place:
    """What lies where a membership holds: to judge who may manage it. Raises NotFound.

    A project lies in the cluster that its key names before "/" ("hp-tien-lang/p1").
    """
    if territory.kind is TerritoryKind.UNIT:
        return place_of_unit(session, territory.key, on)
    if territory.kind is TerritoryKind.CLUSTER:
        return place_of_cluster(session, territory.key, on)
    if territory.kind is TerritoryKind.PROJECT:
        code, _, _ = territory.key.partition("/")
        place = place_of_cluster(session, code, on)
        return Place(territories=place.territories | {territory}, label=territory.key)
    return Place(label=N_("the whole country"))


def codes_within(scope: Scope, on: date, revision: int) -> Select[tuple[str]]:
    """Codes of the clusters inside the scope on the day, as a select to be used in `IN`."""
    units = text(_UNITS).bindparams(code=None, on=on, revision=revision)
    lying = units.columns(code=String, name=String, unit_key=String).subquery("lying")
    keys = [one.key for one in scope.territories if one.kind is TerritoryKind.UNIT]
    codes = {one.key for one in scope.territories if one.kind is TerritoryKind.CLUSTER} | {
        one.key.partition("/")[0] for one in scope.territories if one.kind is TerritoryKind.PROJECT
    }
    chosen = select(lying.c.code).distinct()
    if scope.everywhere:
        return chosen
    kept = _KEPT_OF.bindparams(codes=sorted(codes), revision=revision).columns(to_code=String)
    return chosen.where(
        or_(
            lying.c.unit_key.in_(keys),
            lying.c.code.in_(codes),
            lying.c.code.in_(select(kept.subquery("kept").c.to_code)),
        )
    )


def names_of(session: Session, territories: Iterable[Territory]) -> dict[Territory, str]:
    """What people call them, as the newest versions have it; one that is gone keeps its key."""
    wanted = list(territories)
    revision = revision_at(session)
    rows = session.execute(
        text("""
            SELECT 'unit' AS kind, u.unit_key AS key,
                   u.name || coalesce(' – ' || p.name, '') AS name
            FROM register.admin_unit u
            LEFT JOIN register.admin_unit p
              ON p.unit_key = u.province_key AND u.level <> 'province'
             AND p.recorded @> CAST(:revision AS bigint)
            WHERE u.unit_key = ANY(:units) AND u.recorded @> CAST(:revision AS bigint)
            UNION ALL
            SELECT 'cluster', s.cluster_code, s.name
            FROM register.cluster_state s
            WHERE s.cluster_code = ANY(:clusters) AND s.recorded @> CAST(:revision AS bigint)
        """),
        {
            "revision": revision,
            "units": [one.key for one in wanted if one.kind is TerritoryKind.UNIT],
            "clusters": [one.key for one in wanted if one.kind is TerritoryKind.CLUSTER],
        },
    )
    known = {Territory(TerritoryKind(row.kind), row.key): str(row.name) for row in rows}
    return {one: known.get(one, one.key) for one in wanted}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTerritory:
    """A territory that a search found. until: last day of a unit that is gone."""

    territory: Territory
    name: str
    until: date | None


_SEARCH = text("""
    WITH wanted AS (SELECT '%' || register.search_form(:words) || '%' AS form)
    SELECT * FROM (
        SELECT DISTINCT ON (u.unit_key) 'unit' AS kind, u.unit_key AS key,
               u.name || coalesce(' – ' || p.name, '') AS name,
               CAST(upper(u.valid) - 1 AS date) AS until,
               CASE u.level WHEN 'province' THEN 0 WHEN 'district' THEN 2 ELSE 1 END AS rank
        FROM register.admin_unit u
        LEFT JOIN register.admin_unit p
          ON p.unit_key = u.province_key AND u.level <> 'province'
         AND p.recorded @> CAST(:revision AS bigint)
        CROSS JOIN wanted
        WHERE u.recorded @> CAST(:revision AS bigint)
          AND (register.search_form(u.name) LIKE wanted.form OR u.unit_key = :words)
        UNION ALL
        SELECT DISTINCT ON (s.cluster_code) 'cluster', s.cluster_code, s.name, NULL, 3
        FROM register.cluster_state s CROSS JOIN wanted
        WHERE s.recorded @> CAST(:revision AS bigint)
          AND (register.search_form(s.name) LIKE wanted.form OR s.cluster_code = :words)
    ) found
    ORDER BY until IS NOT NULL, rank, length(name), name COLLATE "vi-x-icu", key
    LIMIT :limit
""")


def search_territories(session: Session, words: str, *, limit: int = 20) -> list[FoundTerritory]:
    """Units and clusters by part of their name, with or without diacritics; units of today first.

    "project:…" is taken as it is written: projects are named by their key.
    """
    words = words.strip()
    if not words:
        return []
    if words.startswith(f"{TerritoryKind.PROJECT}:"):
        return [FoundTerritory(territory=Territory.parse(words), name=words, until=None)]
    rows = session.execute(
        _SEARCH, {"words": words, "revision": revision_at(session), "limit": limit}
    )
    return [
        FoundTerritory(
            territory=Territory(TerritoryKind(row.kind), row.key), name=row.name, until=row.until
        )
        for row in rows
    ]
