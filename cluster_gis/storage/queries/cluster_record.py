"""Everything the register holds about one cluster, row by row with its source.

Each function returns plain mappings; rows carry `source_title`, `source_dataset`, `source_url`,
`source_published_on` of the source they were read in. Places are (lon, lat) in EPSG:4326.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, RowMapping, Select, Table, case, func, select
from sqlalchemy.orm import Session

from cluster_gis.storage import tables as t
from cluster_gis.storage import unit_tables as u
from cluster_gis.storage.queries.facts import holds


def _with_source(table: Table, *extra: ColumnElement[Any], leave_out: Sequence[str] = ()) -> Any:
    """SELECT of a table's columns with those of its source beside them."""
    columns = [c for c in table.c if c.name not in {"id", "recorded", "recorded_by", *leave_out}]
    return select(
        *columns,
        t.source.c.title.label("source_title"),
        t.source.c.dataset.label("source_dataset"),
        t.source.c.url.label("source_url"),
        t.source.c.published_on.label("source_published_on"),
        *extra,
    ).join_from(table, t.source, t.source.c.source_key == table.c.source_key)


def _rows(session: Session, statement: Select[Any]) -> Sequence[RowMapping]:
    return session.execute(statement).mappings().all()


def states_of(session: Session, code: str, *, revision: int) -> Sequence[RowMapping]:
    """Every state of the cluster, oldest first, with the valid days [`begins`, `ends`)."""
    state = t.cluster_state
    statement = (
        _with_source(
            state,
            func.lower(state.c.valid).label("begins"),
            func.upper(state.c.valid).label("ends"),
            func.ST_X(state.c.place).label("lon"),
            func.ST_Y(state.c.place).label("lat"),
            leave_out=("place",),
        )
        .where(state.c.cluster_code == code, holds(state, on=None, revision=revision))
        .order_by(func.lower(state.c.valid).asc().nulls_first())
    )
    return _rows(session, statement)


def figures_of(session: Session, code: str, *, as_of: date, revision: int) -> Sequence[RowMapping]:
    """Every stated figure, adopted ones first within a field, then the newest."""
    figure = t.cluster_figure
    statement = (
        _with_source(figure)
        .where(figure.c.cluster_code == code, holds(figure, on=as_of, revision=revision))
        .order_by(
            figure.c.field,
            figure.c.adopted.desc(),
            figure.c.as_of_from.desc().nulls_last(),
            figure.c.figure_key,
        )
    )
    return _rows(session, statement)


def events_of(session: Session, code: str, *, revision: int) -> Sequence[RowMapping]:
    """Events of every time, oldest first, undated ones last; `document_title` when it is known."""
    event = t.cluster_event
    statement = (
        _with_source(event)
        .where(event.c.cluster_code == code, holds(event, on=None, revision=revision))
        .order_by(event.c.happened_from.asc().nulls_last(), event.c.event_key)
    )
    return _rows(session, statement)


def works_of(session: Session, code: str, *, as_of: date, revision: int) -> Sequence[RowMapping]:
    """Infrastructure works, common technical works first."""
    work = t.infrastructure_work
    statement = (
        _with_source(work, leave_out=("geom",))
        .where(work.c.cluster_code == code, holds(work, on=as_of, revision=revision))
        .order_by(work.c.common_work.desc(), work.c.work_type.nulls_last(), work.c.work_key)
    )
    return _rows(session, statement)


def progress_of(session: Session, code: str, *, as_of: date, revision: int) -> Sequence[RowMapping]:
    """Progress of the cluster's works stated on or before `as_of`, newest first."""
    progress, work = t.work_progress, t.infrastructure_work
    works = select(work.c.work_key).where(work.c.cluster_code == code)
    statement = (
        _with_source(progress)
        .where(
            progress.c.work_key.in_(works),
            holds(progress, on=as_of, revision=revision),
            func.coalesce(progress.c.as_of_from, as_of) <= as_of,
        )
        .order_by(
            progress.c.as_of_from.desc().nulls_last(),
            func.register.reporter_rank(progress.c.reporter),
            progress.c.progress_key,
        )
    )
    return _rows(session, statement)


def capital_of(session: Session, code: str, *, as_of: date, revision: int) -> Sequence[RowMapping]:
    """Money planned and paid as stated on or before `as_of`, planned first."""
    capital = t.capital_amount
    statement = (
        _with_source(capital)
        .where(
            capital.c.cluster_code == code,
            holds(capital, on=as_of, revision=revision),
            func.coalesce(capital.c.as_of_from, as_of) <= as_of,
        )
        .order_by(capital.c.kind.desc(), capital.c.as_of_from.desc().nulls_last())
    )
    return _rows(session, statement)


def milestones_of(
    session: Session, code: str, *, as_of: date, revision: int
) -> Sequence[RowMapping]:
    """What was due and what was done, by due date; `done` only where it was done by `as_of`."""
    stone = t.milestone
    done = case((stone.c.done <= as_of, stone.c.done)).label("done_then")
    statement = (
        _with_source(stone, done)
        .where(stone.c.cluster_code == code, holds(stone, on=as_of, revision=revision))
        .order_by(stone.c.due.asc().nulls_last(), stone.c.milestone_key)
    )
    return _rows(session, statement)


def lots_of(session: Session, code: str, *, as_of: date, revision: int) -> Sequence[RowMapping]:
    """Lots by land use: `lots`, `known` (with an area), `area_ha` of those, `leased`, `free`,
    `leased_ha`, `free_ha`; a lot that says neither is in none of them. A sum of nothing is None.
    """
    lot = t.land_lot
    let, free = lot.c.leased.is_(True), lot.c.leased.is_(False)
    statement = (
        select(
            lot.c.land_use,
            func.count().label("lots"),
            func.count(lot.c.area_ha).label("known"),
            func.sum(lot.c.area_ha).label("area_ha"),
            func.count().filter(let).label("leased"),
            func.count().filter(free).label("free"),
            func.sum(lot.c.area_ha).filter(let).label("leased_ha"),
            func.sum(lot.c.area_ha).filter(free).label("free_ha"),
        )
        .where(lot.c.cluster_code == code, holds(lot, on=as_of, revision=revision))
        .group_by(lot.c.land_use)
        .order_by(lot.c.land_use)
    )
    return _rows(session, statement)


def plan_entries_of(session: Session, code: str, *, revision: int) -> Sequence[RowMapping]:
    """Entries of every plan version that name the cluster, newest approval first."""
    entry, version = t.plan_entry, t.plan_version
    statement = (
        _with_source(
            entry,
            version.c.title.label("plan_title"),
            version.c.document_key.label("plan_document_key"),
            version.c.approved_from,
            version.c.approved_until,
            version.c.approved_precision,
        )
        .outerjoin(
            version,
            (version.c.plan_version_key == entry.c.plan_version_key)
            & holds(version, on=None, revision=revision),
        )
        .where(entry.c.cluster_code == code, holds(entry, on=None, revision=revision))
        .order_by(version.c.approved_from.desc().nulls_last(), entry.c.entry_key)
    )
    return _rows(session, statement)


def boundary_of(session: Session, code: str, *, as_of: date, revision: int) -> RowMapping | None:
    """The boundary that holds on `as_of`, None when no surveyed or digitised one is held."""
    boundary = t.cluster_boundary
    statement = _with_source(
        boundary,
        func.ST_NPoints(boundary.c.source_geom).label("points"),
        leave_out=("geom", "source_geom"),
    ).where(boundary.c.cluster_code == code, holds(boundary, on=as_of, revision=revision))
    return session.execute(statement).mappings().one_or_none()


def sources_of(session: Session, code: str) -> Sequence[RowMapping]:
    """The sources behind the cluster besides those its rows name."""
    statement = (
        select(t.source)
        .join(t.cluster_source, t.cluster_source.c.source_key == t.source.c.source_key)
        .where(t.cluster_source.c.cluster_code == code)
        .order_by(t.source.c.published_on.desc().nulls_last(), t.source.c.source_key)
    )
    return _rows(session, statement)


def units_by_key(session: Session, keys: Sequence[str], *, revision: int) -> dict[str, RowMapping]:
    """Unit key -> the unit, with its parent's name; keys that the register lacks are absent."""
    unit = u.admin_unit
    parent: FromClause = u.admin_unit.alias("parent")
    statement = (
        select(
            unit.c.unit_key,
            unit.c.name,
            unit.c.short_name,
            unit.c.level,
            unit.c.code,
            func.lower(unit.c.valid).label("begins"),
            func.upper(unit.c.valid).label("ends"),
            parent.c.name.label("parent_name"),
        )
        .outerjoin(
            parent,
            (parent.c.unit_key == unit.c.parent_key) & holds(parent, on=None, revision=revision),
        )
        .where(unit.c.unit_key.in_(keys), holds(unit, on=None, revision=revision))
    )
    return {row["unit_key"]: row for row in _rows(session, statement)}


def lineage_of(session: Session, keys: Sequence[str], *, revision: int) -> Sequence[RowMapping]:
    """Where the units `keys` went: names, dates and shares, in the order of the old units."""
    lineage = u.admin_unit_lineage
    new: FromClause = u.admin_unit.alias("new_unit")
    old: FromClause = u.admin_unit.alias("old_unit")
    statement = (
        select(
            lineage.c.from_key,
            lineage.c.to_key,
            lineage.c.on_date,
            lineage.c.share,
            old.c.name.label("from_name"),
            new.c.name.label("to_name"),
        )
        .join(old, (old.c.unit_key == lineage.c.from_key) & holds(old, on=None, revision=revision))
        .join(new, (new.c.unit_key == lineage.c.to_key) & holds(new, on=None, revision=revision))
        .where(lineage.c.from_key.in_(keys), holds(lineage, on=None, revision=revision))
        .order_by(old.c.name, new.c.name)
    )
    return _rows(session, statement)


def documents_by_key(
    session: Session, keys: Sequence[str], *, revision: int
) -> dict[str, RowMapping]:
    """Document key -> the document; keys that the register lacks are absent."""
    document = t.legal_document
    statement = _with_source(document).where(
        document.c.document_key.in_(keys), holds(document, on=None, revision=revision)
    )
    return {row["document_key"]: row for row in _rows(session, statement)}
