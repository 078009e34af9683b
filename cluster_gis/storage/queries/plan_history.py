"""Plans of provinces: versions with decisions, entries, and what happened to the list."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import RowMapping, text
from sqlalchemy.orm import Session

_VERSIONS = text("""
    SELECT DISTINCT ON (v.plan_version_key) v.plan_version_key AS key, v.plan_key, v.title,
        p.title AS plan, p.period, p.province_key, v.document_key, d.title AS document, d.issuer,
        v.approved_from, v.approved_until, v.approved_precision, lower(v.valid) AS valid_from,
        upper(v.valid) AS valid_to, v.valid @> CAST(:on AS date) AS holds, s.title AS source_title,
        s.url AS source_url, s.source_key, s.published_on AS source_published_on, v.note,
        (SELECT count(*) FROM register.plan_entry e WHERE e.plan_version_key = v.plan_version_key
         AND e.recorded @> CAST(:revision AS bigint)) AS entries
    FROM register.plan_version v
    JOIN register.plan p USING (plan_key)
    JOIN register.source s USING (source_key)
    LEFT JOIN register.legal_document d ON d.document_key = v.document_key
        AND d.recorded @> CAST(:revision AS bigint)
    WHERE v.recorded @> CAST(:revision AS bigint)
      AND (CAST(:province AS text) IS NULL OR p.province_key = :province)
    ORDER BY v.plan_version_key, v.valid @> CAST(:on AS date) DESC, lower(v.valid) DESC NULLS LAST
""")
_ENTRIES = text("""
    SELECT DISTINCT ON (e.entry_key) e.entry_key, e.plan_version_key, e.cluster_code, e.name,
        e.group_label, e.change, e.unit_text, e.area_before_ha, e.area_min_ha, e.area_max_ha,
        e.area_qualifier, e.phase, e.sectors, e.capital_vnd, e.start_precision, e.start_basis,
        e.note, lower(e.valid) AS valid_from, upper(e.valid) AS valid_to,
        s.title AS source_title,
        s.url AS source_url, s.source_key, s.published_on AS source_published_on
    FROM register.plan_entry e JOIN register.source s USING (source_key)
    WHERE e.recorded @> CAST(:revision AS bigint) AND e.plan_version_key = ANY(:keys)
      AND (CAST(:on AS date) IS NULL OR e.valid @> CAST(:on AS date))
    ORDER BY e.entry_key, lower(e.valid) DESC NULLS LAST
""")
_EVENTS = text("""
    SELECT e.event_key, e.event_type, e.cluster_code, e.cluster_name, e.happened_from,
        e.happened_until, e.happened_precision, e.area_before_ha, e.area_after_ha, e.authority,
        e.note, d.title AS document, s.title AS source_title,
        s.url AS source_url, s.source_key, s.published_on AS source_published_on
    FROM register.cluster_event e
    JOIN register.source s USING (source_key)
    LEFT JOIN register.cluster_state c ON c.cluster_code = e.cluster_code
        AND c.recorded @> CAST(:revision AS bigint) AND upper_inf(c.valid)
    LEFT JOIN register.legal_document d ON d.document_key = e.document_key
        AND d.recorded @> CAST(:revision AS bigint)
    WHERE e.recorded @> CAST(:revision AS bigint) AND e.event_type = ANY(:kinds)
      AND (CAST(:province AS text) IS NULL OR c.province_key = :province)
    ORDER BY coalesce(e.happened_from, e.happened_until) DESC NULLS LAST, e.cluster_name
""")


def plan_versions_of(
    session: Session, *, on: date, revision: int, province_key: str | None = None
) -> list[RowMapping]:
    """Versions with their decisions, newest first; holds: whether one held on the day."""
    values = {"on": on, "revision": revision, "province": province_key}
    rows = list(session.execute(_VERSIONS, values).mappings())
    return sorted(
        rows,
        key=lambda row: (
            row["province_key"],
            -(row["approved_from"] or row["valid_from"] or date.min).toordinal(),
            row["key"],
        ),
    )


def plan_entries_of(
    session: Session, keys: Sequence[str], *, revision: int, on: date | None = None
) -> list[RowMapping]:
    """Entries of those versions, on the day or, without one, as they stood last."""
    values = {"keys": list(keys), "revision": revision, "on": on}
    return list(session.execute(_ENTRIES, values).mappings())


def plan_events_of(
    session: Session, kinds: Sequence[str], *, revision: int, province_key: str | None = None
) -> list[RowMapping]:
    """What happened to lists of clusters, newest first; undated at the end."""
    values = {"kinds": list(kinds), "revision": revision, "province": province_key}
    return list(session.execute(_EVENTS, values).mappings())
