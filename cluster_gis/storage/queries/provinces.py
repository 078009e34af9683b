"""Provinces of both systems, found by what people and programs call them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.orm import Session

#: "Thừa Thiên Huế" -> "thua-thien-hue"
_SLUG = "btrim(regexp_replace(register.search_form(short_name), '[^a-z0-9]+', '-', 'g'), '-')"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceUnit:
    """A province. key: "2025:31"; code: "31" within its system; slug: "hai-phong"."""

    key: str
    code: str
    name: str
    short_name: str
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceCount:
    """Clusters known in a province beside the newest officially reported number.

    reported: None = no total was read. reported_on: "2025-11" or "2025"; None = undated.
    """

    province: ProvinceUnit
    clusters: int
    reported: Decimal | None
    reported_on: str | None
    reported_qualifier: str | None
    source_title: str | None
    source_url: str | None


_FIND = text(f"""
    SELECT unit_key AS key, code, name, short_name, {_SLUG} AS slug
    FROM register.admin_unit
    WHERE level = 'province' AND recorded @> CAST(:revision AS bigint)
      AND (unit_key = :value OR code = :value OR {_SLUG} = lower(:value))
    ORDER BY unit_key = :value DESC, unit_key LIKE '2025:%' DESC, unit_key LIMIT 1
""")  # noqa: S608 - constants of this module

_PSYCOPG = psycopg.dialect()  # type: ignore[no-untyped-call]
#: The same for a psycopg connection: %(value)s, %(revision)s -> unit key first.
FIND_PROVINCE = str(_FIND.compile(dialect=_PSYCOPG))

#: Of several totals of one month the greatest is that of the whole province: a merged one's parts
#: are told too.
_COUNTS = text(f"""
    SELECT u.unit_key AS key, u.code, u.name, u.short_name, {_SLUG} AS slug, s.n AS clusters,
           r.value AS reported, r.qualifier AS reported_qualifier,
           concat_ws('-', r.year, lpad(r.month::text, 2, '0')) AS reported_on,
           o.title AS source_title, o.url AS source_url
    FROM (SELECT province_key, count(*) AS n
          FROM (SELECT DISTINCT province_key, cluster_code FROM register.cluster_state
                WHERE recorded @> CAST(:revision AS bigint)) c
          WHERE NOT published.is_duplicate(cluster_code, CAST(:revision AS bigint))
          GROUP BY province_key) s
    JOIN LATERAL (
        SELECT * FROM register.admin_unit p
        WHERE p.unit_key = s.province_key AND p.recorded @> CAST(:revision AS bigint)
        ORDER BY published.rank_version(p.valid, daterange(:as_of, :as_of, '[]')) LIMIT 1) u ON true
    LEFT JOIN LATERAL (
        SELECT * FROM register.reference_statistic t
        WHERE t.province_key = u.unit_key AND t.measure = 'established_clusters'
          AND t.recorded @> CAST(:revision AS bigint)
          AND (t.year IS NULL OR make_date(t.year, coalesce(t.month, 12), 1) <= :as_of)
        ORDER BY t.year DESC NULLS LAST, t.month DESC NULLS LAST, t.value DESC LIMIT 1) r ON true
    LEFT JOIN register.source o ON o.source_key = r.source_key
    ORDER BY u.short_name COLLATE "vi-x-icu"
""")  # noqa: S608 - constants of this module


def find_province(session: Session, value: str, *, revision: int) -> ProvinceUnit | None:
    """The province of this unit key, code or slug; a bare code or slug means 2025 first."""
    row = session.execute(_FIND, {"value": value, "revision": revision}).mappings().one_or_none()
    return None if row is None else ProvinceUnit(**row)


def count_by_province(session: Session, *, as_of: date, revision: int) -> list[ProvinceCount]:
    """Provinces of 2025 that have clusters, by Vietnamese order of names."""
    counts = []
    for row in session.execute(_COUNTS, {"as_of": as_of, "revision": revision}).mappings():
        unit = {name: row[name] for name in ("key", "code", "name", "short_name", "slug")}
        counts.append(
            ProvinceCount(
                province=ProvinceUnit(**unit),
                clusters=row["clusters"],
                reported=row["reported"],
                reported_on=row["reported_on"] or None,
                reported_qualifier=row["reported_qualifier"],
                source_title=row["source_title"],
                source_url=row["source_url"],
            )
        )
    return counts
