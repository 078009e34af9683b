"""What the register holds of works, money, land and projects, row by row with its days.

Rows are mappings of the columns with `begins` and `ends`, the valid days [begins, ends).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import FromClause, RowMapping, Table, func, select
from sqlalchemy.orm import Session

from cluster_gis.storage import progress_tables as p
from cluster_gis.storage import tables as t
from cluster_gis.storage.queries.facts import holds

Row = dict[str, Any]


def rows_of(
    session: Session,
    table: Table,
    codes: Collection[str] | None,
    *,
    revision: int,
    on: date | None = None,
) -> dict[str, list[Row]]:
    """Code -> rows of a table with `cluster_code`; codes None = every cluster, on None = any day.

    Geometry as hex EWKB, as it is written again.
    """
    own = [
        func.ST_AsHEXEWKB(c).label(c.name) if isinstance(c.type, Geometry) else c
        for c in table.c
        if c.name not in ("id", "recorded", "recorded_by", "valid")
    ]
    query = (
        select(
            *own, func.lower(table.c.valid).label("begins"), func.upper(table.c.valid).label("ends")
        )
        .where(holds(table, on=on, revision=revision))
        .order_by(table.c.cluster_code, func.lower(table.c.valid).asc().nulls_first(), table.c.id)
    )
    if codes is not None:
        query = query.where(table.c.cluster_code.in_(list(codes)))
    return _grouped(session.execute(query).mappings().all())


def progress_rows(
    session: Session, codes: Collection[str] | None, *, revision: int, on: date | None = None
) -> dict[str, list[Row]]:
    """Code -> statements of work_progress with `work_key`, oldest first.

    Only of works held on the day; statements of days after `on` are left out.
    """
    progress, work = t.work_progress, t.infrastructure_work
    works: FromClause = (
        select(work.c.work_key, work.c.cluster_code, work.c.work_type, work.c.common_work)
        .where(holds(work, on=on, revision=revision))
        .distinct()
        .subquery()
    )
    query = (
        select(
            works.c.cluster_code,
            works.c.work_type,
            works.c.common_work,
            progress.c.work_key,
            progress.c.progress_key,
            progress.c.progress_pct,
            progress.c.completed,
            progress.c.in_operation,
            progress.c.as_of_from,
            progress.c.as_of_until,
            progress.c.as_of_precision,
            progress.c.reporter,
            progress.c.fall_reason,
            progress.c.note,
            progress.c.source_key,
        )
        .join(works, works.c.work_key == progress.c.work_key)
        .where(holds(progress, on=on, revision=revision))
        .order_by(progress.c.as_of_from.asc().nulls_first(), progress.c.progress_key)
    )
    if on is not None:
        query = query.where(func.coalesce(progress.c.as_of_from, on) <= on)
    if codes is not None:
        query = query.where(works.c.cluster_code.in_(list(codes)))
    return _grouped(session.execute(query).mappings().all())


def evidence_of(session: Session, code: str, *, on: date, revision: int) -> list[Row]:
    """Files of evidence of one cluster, newest first, with `distance_m` to its boundary.

    distance_m: metres from the place to the boundary that holds on the day, 0 = inside, measured
    in the zone of the boundary; None = no place or no boundary. lon, lat: EPSG:4326.
    """
    evidence, boundary, file = p.progress_evidence, t.cluster_boundary, p.attachment
    srid = boundary.c.measuring_srid
    query = (
        select(
            evidence.c.evidence_key,
            evidence.c.work_key,
            evidence.c.as_of_from,
            evidence.c.sha256,
            evidence.c.file_name,
            evidence.c.taken_at,
            evidence.c.place_basis,
            evidence.c.caption,
            evidence.c.reporter,
            evidence.c.source_key,
            file.c.media_type,
            func.length(file.c.content).label("size"),
            func.ST_X(evidence.c.place).label("lon"),
            func.ST_Y(evidence.c.place).label("lat"),
            func.ST_Distance(
                func.ST_Transform(evidence.c.place, srid), func.ST_Transform(boundary.c.geom, srid)
            ).label("distance_m"),
        )
        .join(file, file.c.sha256 == evidence.c.sha256)
        .outerjoin(
            boundary,
            (boundary.c.cluster_code == evidence.c.cluster_code)
            & holds(boundary, on=on, revision=revision),
        )
        .where(evidence.c.cluster_code == code, holds(evidence, on=None, revision=revision))
        .order_by(evidence.c.as_of_from.desc().nulls_last(), evidence.c.evidence_key)
    )
    return [dict(row) for row in session.execute(query).mappings()]


def changed_works(session: Session, codes: Collection[str], *, since: int) -> list[str]:
    """Clusters of `codes` of which progress of a work was written or closed after a revision."""
    progress, work = t.work_progress, t.infrastructure_work
    touched = func.greatest(func.lower(progress.c.recorded), func.upper(progress.c.recorded))
    query = (
        select(work.c.cluster_code)
        .join(progress, progress.c.work_key == work.c.work_key)
        .where(work.c.cluster_code.in_(list(codes)), touched > since)
        .distinct()
        .order_by(work.c.cluster_code)
    )
    return list(session.scalars(query))


def last_change(session: Session, code: str, tables: Sequence[Table]) -> int:
    """The last revision that wrote or closed a row of the cluster in one of the tables; 0 = none.

    Of `work_progress` the rows of the cluster's works.
    """
    newest = 0
    for table in tables:
        touched = func.max(
            func.greatest(func.lower(table.c.recorded), func.upper(table.c.recorded))
        )
        query = select(touched)
        if "cluster_code" in table.c:
            query = query.where(table.c.cluster_code == code)
        else:
            work = t.infrastructure_work
            own = select(work.c.work_key).where(work.c.cluster_code == code)
            query = query.where(table.c.work_key.in_(own))
        newest = max(newest, session.scalar(query) or 0)
    return newest


def _grouped(rows: Sequence[RowMapping]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["cluster_code"]].append(dict(row))
    return dict(found)
