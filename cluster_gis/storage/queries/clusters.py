"""Clusters on a day, as the register knew them at a revision: the list and one of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterAt:
    """One cluster on one day; the columns of `published.clusters`, None = not known.

    state_known: False = no version supports the day: the facts are None, name and place are
    those of the nearest version. valid_to: the first day the version no longer holds.
    lon, lat: the place in EPSG:4326 degrees, for display; see place_basis.
    fill_rate_pct: computed; fill_rate_printed_pct: as a source prints it. revision: what was read.
    """

    code: str
    name: str
    kind: str | None
    status: str | None
    status_basis: str
    state_known: bool
    valid_from: date | None
    valid_to: date | None
    start_precision: str
    start_basis: str
    province_key: str
    province_code: str
    province_name: str | None
    commune_key: str | None
    commune_name: str | None
    former_province_key: str | None
    former_province_name: str | None
    former_district_key: str | None
    former_district_name: str | None
    former_commune_key: str | None
    former_commune_name: str | None
    district_text: str | None
    commune_text: str | None
    new_commune_text: str | None
    area_planned_ha: Decimal | None
    area_established_ha: Decimal | None
    area_detailed_ha: Decimal | None
    industrial_land_ha: Decimal | None
    leased_industrial_land_ha: Decimal | None
    licensed_not_leased_ha: Decimal | None
    fill_rate_pct: Decimal | None
    fill_rate_printed_pct: Decimal | None
    infrastructure_investor: str | None
    capital_vnd: Decimal | None
    decision: str | None
    decision_document_key: str | None
    decision_from: date | None
    decision_until: date | None
    decision_precision: str
    sectors: str | None
    n_projects: int | None
    n_enterprises: int | None
    boundary_quality: str
    boundary_area_ha: Decimal | None
    place_basis: str
    place_label: str | None
    source_title: str | None
    source_url: str | None
    source_urls: Sequence[str] | None
    register: str
    revision: int
    lon: float | None
    lat: float | None


COLUMNS = ", ".join(field.name for field in fields(ClusterAt) if field.name not in ("lon", "lat"))

#: Every word must occur somewhere, in any order; marks, case and dashes do not matter.
WANTED = """
    (CAST(:code AS text) IS NULL OR code = :code)
    AND (CAST(:province AS text) IS NULL OR :province IN (province_key, former_province_key))
    AND (CAST(:search AS text) IS NULL OR NOT EXISTS (
        SELECT 1
        FROM string_to_table(register.search_form(translate(:search, '-,', '  ')), ' ') AS word
        WHERE word <> '' AND strpos(register.search_form(concat_ws(' ', 'cum cong nghiep ccn', name,
            replace(code, '-', ' '), commune_text, new_commune_text, district_text, commune_name,
            former_province_name, province_name, infrastructure_investor, decision)), word) = 0))
"""
_FROM = "FROM published.clusters(CAST(:as_of AS date), CAST(:revision AS bigint))"
_LIST = text(
    f"SELECT {COLUMNS}, ST_X(geom) AS lon, ST_Y(geom) AS lat {_FROM} WHERE {WANTED} "
    'ORDER BY name COLLATE "vi-x-icu", code LIMIT :limit OFFSET :offset'
)
_COUNT = text(f"SELECT count(*) {_FROM} WHERE {WANTED}")


def clusters_at(
    session: Session,
    as_of: date,
    revision: int,
    *,
    province: str | None = None,
    search: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[ClusterAt]:
    """Every cluster known at `revision`, as on the day `as_of`, by Vietnamese order of names.

    None is left out because its state is not known on the day. province: unit key of either
    system ("2025:31", "pre2025:30"). search: words in names, codes, units, investor, decision.
    """
    values = _values(as_of, revision, province=province, search=search)
    rows = session.execute(_LIST, {**values, "limit": limit, "offset": offset})
    return [ClusterAt(**row) for row in rows.mappings()]


def count_clusters_at(
    session: Session,
    as_of: date,
    revision: int,
    *,
    province: str | None = None,
    search: str | None = None,
) -> int:
    """How many `clusters_at` returns without a limit."""
    values = _values(as_of, revision, province=province, search=search)
    return int(session.scalar(_COUNT, values) or 0)


def find_cluster_at(session: Session, code: str, as_of: date, revision: int) -> ClusterAt | None:
    """One cluster as on the day; None when the register knew none of this code."""
    values = _values(as_of, revision, code=code)
    row = session.execute(_LIST, {**values, "limit": 1, "offset": 0}).mappings().one_or_none()
    return None if row is None else ClusterAt(**row)


def _values(
    as_of: date,
    revision: int,
    *,
    code: str | None = None,
    province: str | None = None,
    search: str | None = None,
) -> Mapping[str, Any]:
    return {
        "as_of": as_of,
        "revision": revision,
        "code": code,
        "province": province,
        "search": search or None,
    }
