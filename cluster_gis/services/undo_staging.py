"""Take an applied file back: what stood before it is written again, as new versions."""

from sqlalchemy.orm import Session

from cluster_gis.errors import Conflict
from cluster_gis.i18n import N_
from cluster_gis.storage.queries.staging import get_staged_file
from cluster_gis.storage.queries.staging_changes import changed_after, close_file, undo_revision


def undo_staging(
    session: Session, file_id: int, *, by: str, reason: str | None = None
) -> int | None:
    """Restore what stood before the file; returns the revision, None when it had written nothing.

    Nothing is deleted: both states stay readable by the revisions at which they were known.
    Raises NotFound; Conflict when the file is not applied, or naming the clusters that somebody
    changed since. The caller commits.
    """
    file = get_staged_file(session, file_id, lock=True)
    if file.state != "applied":
        raise Conflict(
            N_("Staged file {id} is {state}: only an applied one is undone."),
            id=file_id,
            state=file.state,
        )
    revision = None
    if file.applied_revision is not None:
        changed = sorted({owner for _, owner in changed_after(session, file.applied_revision)})
        if changed:
            raise Conflict(
                N_("Changed in the register since the file was applied: {clusters}."),
                clusters=", ".join(changed),
            )
        revision = undo_revision(
            session,
            file.applied_revision,
            by=by,
            reason=f"undo staged file {file.id} ({file.file_name})"
            + (f": {reason}" if reason else ""),
        )
    close_file(session, file_id, "undone", by=by, revision=revision)
    return revision
