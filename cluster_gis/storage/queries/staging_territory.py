"""Which staged files and rows lie in a scope, and the version of a file for who decides on it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import Session

from cluster_gis.domain.access import Place, Scope
from cluster_gis.domain.staging import Decision, StagedFile
from cluster_gis.storage.queries.territory import codes_within
from cluster_gis.storage.register import revision_at
from cluster_gis.storage.staging_tables import staged_file, staged_row


def rows_outside(
    session: Session,
    file: StagedFile,
    scope: Scope,
    on: date,
    *,
    home: Place | None,
    numbers: Collection[int] | None = None,
    decision: Decision | None = None,
) -> list[int]:
    """Numbers of the rows that do not lie in the scope on the day.

    A row lies where its cluster does; one without a cluster, or of a new one, at home: where its
    file is of; None = that is not known.
    """
    if scope.everywhere:
        return []
    query = select(staged_row.c.row_no).where(
        staged_row.c.file_id == file.id,
        ~_lies_in(scope, on, revision_at(session), homeless=_is_in(home, scope)),
    )
    if numbers is not None:
        query = query.where(staged_row.c.row_no.in_(numbers))
    if decision is not None:
        query = query.where(staged_row.c.decision == decision)
    return list(session.scalars(query.order_by(staged_row.c.row_no)))


def files_touching(session: Session, scope: Scope, on: date) -> set[int]:
    """Ids of the files with a row that is matched with a cluster of the scope on the day."""
    inside = codes_within(scope, on, revision_at(session))
    query = select(staged_row.c.file_id).where(staged_row.c.cluster_code.in_(inside)).distinct()
    return set(session.scalars(query))


def _is_in(place: Place | None, scope: Scope) -> bool:
    return place is not None and any(place.lies_in(one) for one in scope.territories)


def _lies_in(scope: Scope, on: date, revision: int, *, homeless: bool) -> ColumnElement[bool]:
    held = staged_row.c.cluster_code.in_(codes_within(scope, on, revision))
    named = func.coalesce(staged_row.c.matched_by, "new") != "new"
    there = named & held
    return there | ~named if homeless else func.coalesce(there, false())


def file_version(session: Session, file: StagedFile) -> str:
    """Changes with every decision on the file or its rows; its last part is the newest one's µs."""
    changes = session.scalar(select(staged_file.c.row_changes).where(staged_file.c.id == file.id))
    row = session.execute(
        select(
            func.count().filter(staged_row.c.decision == "accept").label("accepted"),
            func.count().filter(staged_row.c.decision == "reject").label("rejected"),
            func.max(staged_row.c.decided_at).label("last"),
        ).where(staged_row.c.file_id == file.id)
    ).one()
    micros = 0 if row.last is None else round(row.last.timestamp() * 1_000_000)
    return f"{file.state}.{changes}.{row.accepted}.{row.rejected}.{micros}"


def decided_since(session: Session, file_id: int, moment: datetime) -> Sequence[tuple[str, int]]:
    """(who, how many rows) of decisions after the moment, by name."""
    query = (
        select(staged_row.c.decided_by, func.count())
        .where(staged_row.c.file_id == file_id, staged_row.c.decided_at > moment)
        .group_by(staged_row.c.decided_by)
        .order_by(staged_row.c.decided_by)
    )
    return [(str(who), int(count)) for who, count in session.execute(query)]
