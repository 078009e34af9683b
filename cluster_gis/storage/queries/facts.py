"""What the register knows on a day, for the law: one set-based query a table, all clusters at once.

`revision` picks the recorded time (see `cluster_gis.storage.register.revision_at`), `on` the valid
time; a fact of unknown time holds on every day.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from geoalchemy2 import Geography
from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    FromClause,
    Numeric,
    RowMapping,
    Select,
    Table,
    cast,
    func,
    literal,
    not_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from cluster_gis.storage.tables import (
    cluster_boundary,
    cluster_figure,
    cluster_state,
    industrial_cluster,
    infrastructure_work,
    milestone,
    plan_entry,
    plan_version,
    source,
    work_progress,
)

Row = RowMapping


def holds(table: FromClause, *, on: date | None, revision: int) -> ColumnElement[bool]:
    """The version of `table` that holds on the day, as known at the revision; None = any day."""
    known = table.c.recorded.bool_op("@>")(cast(literal(revision), BigInteger))
    return known if on is None else known & table.c.valid.bool_op("@>")(cast(literal(on), Date))


def of_its_own(revision: int) -> ColumnElement[bool]:
    """Condition: the state's record is not marked as the same cluster as another one."""
    duplicate = func.published.is_duplicate(
        cluster_state.c.cluster_code, cast(literal(revision), BigInteger), type_=Boolean
    )
    return not_(duplicate)


def codes_known(session: Session, revision: int, province_key: str | None = None) -> list[str]:
    """Codes of every cluster that had a recorded state, sorted; of one province when given.

    A record that means the same cluster as another one is not counted.
    """
    query = (
        select(cluster_state.c.cluster_code)
        .where(holds(cluster_state, on=None, revision=revision), of_its_own(revision))
        .distinct()
        .order_by(cluster_state.c.cluster_code)
    )
    if province_key is not None:
        query = query.where(cluster_state.c.province_key == province_key)
    return list(session.scalars(query))


def _of(table: Table, codes: Collection[str] | None, query: Select[Any]) -> Select[Any]:
    return query if codes is None else query.where(table.c.cluster_code.in_(codes))


def states_on(
    session: Session, *, on: date, revision: int, codes: Collection[str] | None = None
) -> dict[str, Row]:
    """Per code, the state that holds on the day; a cluster not known on that day is left out."""
    query = _of(
        cluster_state,
        codes,
        select(cluster_state).where(holds(cluster_state, on=on, revision=revision)),
    )
    return {row["cluster_code"]: row for row in session.execute(query).mappings()}


def adopted_figures(
    session: Session, *, revision: int, codes: Collection[str] | None = None
) -> dict[str, Row]:
    """figure_key -> the adopted figure with its source's title, url and date."""
    query = (
        select(
            cluster_figure.c.figure_key,
            cluster_figure.c.qualifier,
            cluster_figure.c.as_of_from,
            cluster_figure.c.as_of_precision,
            cluster_figure.c.source_key,
            source.c.title,
            source.c.url,
            source.c.published_on,
        )
        .join(source, source.c.source_key == cluster_figure.c.source_key)
        .where(cluster_figure.c.adopted, holds(cluster_figure, on=None, revision=revision))
    )
    rows = session.execute(_of(cluster_figure, codes, query)).mappings()
    return {row["figure_key"]: row for row in rows}


def sources_of(session: Session, keys: Collection[str]) -> dict[str, Row]:
    """source_key -> title, url, published_on."""
    query = select(source).where(source.c.source_key.in_(keys))
    return {row["source_key"]: row for row in session.execute(query).mappings()}


def boundaries_on(
    session: Session, *, on: date, revision: int, codes: Collection[str] | None = None
) -> dict[str, Row]:
    """Per code, quality, act, measured area and method of the boundary that holds on the day.

    area_geodesic_ha: the same outline on the ellipsoid, to say how far the methods lie apart.
    """
    ellipsoidal = func.ST_Area(cast(cluster_boundary.c.geom, Geography)) / 10_000
    geodesic = func.round(cast(ellipsoidal, Numeric), 6)
    query = _of(
        cluster_boundary,
        codes,
        select(
            cluster_boundary.c.cluster_code,
            cluster_boundary.c.quality,
            cluster_boundary.c.act,
            cluster_boundary.c.area_ha,
            cluster_boundary.c.area_method,
            geodesic.label("area_geodesic_ha"),
            cluster_boundary.c.source_key,
        ).where(holds(cluster_boundary, on=on, revision=revision)),
    )
    return {row["cluster_code"]: row for row in session.execute(query).mappings()}


def plan_entries_on(
    session: Session, *, on: date, revision: int, codes: Collection[str] | None = None
) -> dict[str, list[Row]]:
    """Per code, entries of plan versions that hold on the day, newest approval first."""
    query = _of(
        plan_entry,
        codes,
        select(
            plan_entry.c.cluster_code,
            plan_entry.c.entry_key,
            plan_entry.c.change,
            plan_entry.c.area_min_ha,
            plan_entry.c.area_max_ha,
            plan_entry.c.source_key,
            plan_version.c.title,
            plan_version.c.approved_from,
        )
        .join(
            plan_version,
            (plan_version.c.plan_version_key == plan_entry.c.plan_version_key)
            & holds(plan_version, on=on, revision=revision),
        )
        .where(plan_entry.c.cluster_code.is_not(None), holds(plan_entry, on=on, revision=revision))
        .order_by(plan_version.c.approved_from.desc().nulls_last(), plan_entry.c.entry_key),
    )
    return _grouped(session, query)


def works_on(
    session: Session, *, on: date, revision: int, codes: Collection[str] | None = None
) -> dict[str, list[Row]]:
    """Per code, common works with their newest progress known to be of that day or before.

    completed, in_operation: null = not stated by any record up to the day.
    """
    newest = aggregate_order_by
    by_date = work_progress.c.as_of_from.desc().nulls_last()
    progress = (
        select(
            work_progress.c.work_key,
            func.array_agg(newest(work_progress.c.completed, by_date))
            .filter(work_progress.c.completed.is_not(None))
            .label("completed"),
            func.array_agg(newest(work_progress.c.in_operation, by_date))
            .filter(work_progress.c.in_operation.is_not(None))
            .label("in_operation"),
        )
        .where(
            holds(work_progress, on=on, revision=revision),
            (work_progress.c.as_of_from <= on) | work_progress.c.as_of_from.is_(None),
        )
        .group_by(work_progress.c.work_key)
        .subquery()
    )
    query = _of(
        infrastructure_work,
        codes,
        select(
            infrastructure_work.c.cluster_code,
            infrastructure_work.c.work_key,
            infrastructure_work.c.work_type,
            infrastructure_work.c.source_key,
            progress.c.completed[1].label("completed"),
            progress.c.in_operation[1].label("in_operation"),
        )
        .outerjoin(progress, progress.c.work_key == infrastructure_work.c.work_key)
        .where(
            infrastructure_work.c.common_work,
            infrastructure_work.c.work_type.is_not(None),
            holds(infrastructure_work, on=on, revision=revision),
        )
        .order_by(infrastructure_work.c.work_key),
    )
    return _grouped(session, query)


def milestones_known(
    session: Session, *, revision: int, on: date, codes: Collection[str] | None = None
) -> dict[str, list[Row]]:
    """Per code, milestones of the schedule in force on the day, in order of their due day."""
    query = _of(
        milestone,
        codes,
        select(
            milestone.c.cluster_code,
            milestone.c.name,
            milestone.c.due,
            milestone.c.done,
            milestone.c.source_key,
        )
        .where(holds(milestone, on=on, revision=revision))
        .order_by(milestone.c.due),
    )
    return _grouped(session, query)


def cluster_exists(session: Session, code: str) -> bool:
    """True when the register has a cluster of that code."""
    return bool(
        session.scalar(select(industrial_cluster.c.code).where(industrial_cluster.c.code == code))
    )


def _grouped(session: Session, query: Select[Any]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in session.execute(query).mappings():
        found.setdefault(row["cluster_code"], []).append(row)
    return found
