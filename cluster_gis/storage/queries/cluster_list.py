"""The list of clusters: filters, order, counts, over the published layer of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.orm import Session

from cluster_gis.storage.queries.clusters import COLUMNS, WANTED, ClusterAt

UNKNOWN_STATUS = "unknown"
#: States from the decision of establishment on; "formed" asks for any of them.
FORMED = ("established", "detailed_plan_approved", "under_construction", "operating")
ANY_FORMED = "formed"

#: C.UTF-8 puts Đ after Z; the Vietnamese order of ICU does not.
_NAME = 'name COLLATE "vi-x-icu"'
_AREA = "coalesce(area_established_ha, area_detailed_ha, area_planned_ha)"
_KEYS = {
    "name": _NAME,
    "area": _AREA,
    "status": "status",
    "unit": 'coalesce(commune_name, new_commune_text, district_text) COLLATE "vi-x-icu"',
    "decided": "decision_from",
    "fill": "coalesce(fill_rate_pct, fill_rate_printed_pct)",
}
ORDERS = tuple(_KEYS)

_FROM = "FROM published.clusters(CAST(:as_of AS date), CAST(:revision AS bigint))"
_IN_UNIT = """
    (CAST(:unit AS text) IS NULL
     OR :unit IN (commune_key, former_district_key, former_commune_key, former_province_key,
        province_key))
"""
_OF_STATUS = """
    (CAST(:statuses AS text[]) IS NULL OR coalesce(status, 'unknown') = ANY(:statuses))
"""
_OF_CODES = "(CAST(:codes AS text[]) IS NULL OR code = ANY(:codes))"
_COUNT = text(f"""
    SELECT coalesce(status, 'unknown'), count(*) {_FROM}
    WHERE {WANTED} AND {_IN_UNIT} AND {_OF_CODES} GROUP BY 1
""")
_UNITS = text(f"""
    SELECT u.unit_key, u.name, u.level, count(*) AS clusters
    FROM (SELECT commune_key, former_district_key, former_province_key {_FROM} WHERE {WANTED}) c
    JOIN register.admin_unit u ON u.unit_key IN
            (c.commune_key, c.former_district_key, c.former_province_key)
        AND u.recorded @> CAST(:revision AS bigint)
    GROUP BY u.unit_key, u.name, u.level ORDER BY u.level, u.name COLLATE "vi-x-icu"
""")  # noqa: S608 - constants of this module


def _list(order: str, *, descending: bool) -> Any:
    """Unknown values come last, whatever the direction."""
    direction = "DESC" if descending else "ASC"
    return text(f"""
        SELECT {COLUMNS}, ST_X(geom) AS lon, ST_Y(geom) AS lat {_FROM}
        WHERE {WANTED} AND {_IN_UNIT} AND {_OF_CODES} AND {_OF_STATUS}
        ORDER BY {_KEYS[order]} {direction} NULLS LAST, {_NAME}, code
        LIMIT :limit OFFSET :offset
    """)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterFilter:
    """What the reader asked for; None = every one.

    search: words, diacritics do not count. status: a code, or "unknown" for clusters whose state
    is not known on the day, or "formed" for any state from the establishment on. unit: key of a
    commune of 2025, or of a former district or commune. codes: only clusters of these codes.
    """

    province: str | None = None
    status: str | None = None
    unit: str | None = None
    search: str | None = None
    codes: Sequence[str] | None = None

    @property
    def statuses(self) -> list[str] | None:
        """The states asked for; None = every one."""
        if self.status is None:
            return None
        return list(FORMED) if self.status == ANY_FORMED else [self.status]


def _values(wanted: ClusterFilter, as_of: date, revision: int) -> dict[str, Any]:
    return {
        "as_of": as_of,
        "revision": revision,
        "code": None,
        "province": wanted.province,
        "unit": wanted.unit,
        "statuses": wanted.statuses,
        "codes": None if wanted.codes is None else list(wanted.codes),
        "search": wanted.search or None,
    }


def list_clusters(
    session: Session,
    wanted: ClusterFilter,
    *,
    as_of: date,
    revision: int,
    order: str = "name",
    descending: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[ClusterAt]:
    """The clusters wanted, in one of ORDERS."""
    values = _values(wanted, as_of, revision) | {"limit": limit, "offset": offset}
    rows = session.execute(_list(order, descending=descending), values)
    return [ClusterAt(**row) for row in rows.mappings()]


def count_by_status(
    session: Session, wanted: ClusterFilter, *, as_of: date, revision: int
) -> dict[str, int]:
    """Status ("unknown" = not known on the day) -> clusters wanted, of whatever status."""
    rows = session.execute(_COUNT, _values(wanted, as_of, revision))
    return {status: count for status, count in rows}  # noqa: C416 - rows are not pairs to mypy


def units_with_clusters(
    session: Session, *, province: str | None, as_of: date, revision: int
) -> Sequence[RowMapping]:
    """Communes of 2025, former districts and provinces: unit_key, name, level, clusters."""
    values = _values(ClusterFilter(province=province), as_of, revision)
    return session.execute(_UNITS, values).mappings().all()


def names_of_clusters(session: Session, *, revision: int) -> dict[str, str]:
    """Code -> a name of every cluster, for "did you mean"."""
    rows = session.execute(
        text(
            "SELECT DISTINCT ON (cluster_code) cluster_code, name FROM register.cluster_state "
            "WHERE recorded @> CAST(:revision AS bigint) ORDER BY cluster_code, lower(valid) DESC"
        ),
        {"revision": revision},
    )
    return {code: name for code, name in rows}  # noqa: C416 - rows are not pairs to mypy
