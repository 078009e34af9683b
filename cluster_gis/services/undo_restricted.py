"""Take back a loading of restricted areas, by a new version: history keeps both."""

from sqlalchemy.orm import Session

from cluster_gis.errors import Conflict, NotFound
from cluster_gis.i18n import N_
from cluster_gis.storage.queries.restricted import days_added, last_touched, rows_before
from cluster_gis.storage.register import Batch, write_versions


def undo_restricted(session: Session, revision: int, *, by: str) -> int:
    """Write what held before `revision` again; returns the new revision. The caller commits.

    Raises NotFound when it wrote no restricted area, Conflict when a later one wrote the same.
    """
    newest = last_touched(session, revision)
    if newest is None:
        raise NotFound(N_("Revision {revision} wrote no restricted area."), revision=revision)
    if newest > revision:
        raise Conflict(
            N_("Revision {newest} wrote the same areas since; undo that one first."), newest=newest
        )
    batches = [
        Batch(table="restricted_area", rows=days_added(session, revision), mode="close"),
        Batch(table="restricted_area", rows=rows_before(session, revision)),
    ]
    written = write_versions(
        session,
        by=by,
        reason=f"Undo revision {revision}",
        batches=[batch for batch in batches if batch.rows],
    )
    if written is None:
        raise Conflict(N_("Revision {revision} has nothing left to undo."), revision=revision)
    return written
