"""Findings of a staged file against the register as it is now.

They are computed again when a row's inputs change or the register moves; what was found before is
not shown any more (`StagedRow.findings` is None) until then.
"""

from sqlalchemy.orm import Session

from cluster_gis.services.staging_kind import StagingKind
from cluster_gis.storage.queries.staging import (
    clusters_changed,
    get_open_file,
    staged_rows,
    store_findings,
    update_decision,
)


def check_staging(session: Session, kind: StagingKind, file_id: int) -> list[str]:
    """Check every row again; returns the clusters changed since the last check, by code.

    Accepted rows of those clusters are undecided again: they were decided upon other facts.
    Raises NotFound, Conflict when the file is not open. The caller commits.
    """
    file = get_open_file(session, file_id)
    rows = staged_rows(session, file)
    codes = {row.cluster_code for row in rows if row.cluster_code is not None}
    changed = clusters_changed(session, kind.tables, codes, since=file.base_revision)
    again = [r.row_no for r in rows if r.decision == "accept" and r.cluster_code in changed]
    if again:
        update_decision(session, file_id, again, "undecided", by=file.staged_by)
    store_findings(session, file_id, kind.check(session, file, rows))
    return changed


def recheck_if_stale(session: Session, kind: StagingKind, file_id: int) -> None:
    """Check again unless the stored findings hold."""
    if not get_open_file(session, file_id).findings_hold:
        check_staging(session, kind, file_id)
