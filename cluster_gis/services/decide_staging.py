"""A person's decisions on staged rows: which cluster, accept or reject, and choices for a row."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.staging import Decision, StagedFile, StagedRow
from cluster_gis.errors import Conflict, NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.mark_same import require_words
from cluster_gis.services.staging_kind import StagingKind
from cluster_gis.storage.queries.facts import cluster_exists
from cluster_gis.storage.queries.staging import get_open_file, get_staged_row, staged_rows
from cluster_gis.storage.queries.staging_changes import close_file, update_decision, update_row
from cluster_gis.storage.queries.staging_intake import redraft_row


def match_row(
    session: Session,
    file_id: int,
    row_no: int,
    *,
    cluster_code: str | None,
    new: bool = False,
) -> None:
    """Say which cluster a row means: one of the register, a new one with this code, or none.

    A decision on the row is taken back. Raises NotFound for the cluster, Conflict when a new one's
    code is taken. The caller commits.
    """
    file = get_open_file(session, file_id)
    row = get_staged_row(session, file, row_no)
    if cluster_code is not None:
        exists = cluster_exists(session, cluster_code)
        if new and exists:
            raise Conflict(N_("There is already a cluster with code {code}."), code=cluster_code)
        if not new and not exists:
            raise NotFound(N_("There is no cluster with code {code}."), code=cluster_code)
    matched_by = None if cluster_code is None else ("new" if new else "person")
    update_row(session, file_id, row.row_no, cluster_code=cluster_code, matched_by=matched_by)
    if row.decision == "accept":
        update_decision(session, file_id, [row.row_no], "undecided", by=file.staged_by)


def choose_for_row(
    session: Session,
    kind: StagingKind,
    file_id: int,
    row_no: int,
    choices: Mapping[str, Any],
) -> StagedRow:
    """Read a row again with these choices beside those made before; returns it, undecided.

    A choice of None takes it back. Raises InvalidInput naming the choice. The caller commits.
    """
    file = get_open_file(session, file_id)
    row = get_staged_row(session, file, row_no)
    made = {**row.choices, **choices}
    kept = {name: value for name, value in made.items() if value is not None}
    redraft_row(session, file_id, row_no, kind.redraft(session, file, row, kept))
    return get_staged_row(session, get_open_file(session, file_id), row_no)


def decide_rows(
    session: Session, file_id: int, row_nos: Sequence[int], decision: Decision, *, by: str
) -> None:
    """Accept or reject rows, or take that back. Whether they can be applied is checked then."""
    file = get_open_file(session, file_id)
    known = {row.row_no for row in staged_rows(session, file)}
    for row_no in row_nos:
        if row_no not in known:
            raise NotFound(N_("Staged file {id} has no row {row}."), id=file_id, row=row_no)
    update_decision(session, file_id, row_nos, decision, by=by)


def discard_staging(session: Session, file_id: int, *, by: str, reason: str) -> StagedFile:
    """Close an open file without applying anything; it stays readable as a record."""
    require_words(reason=reason)
    file = get_open_file(session, file_id)
    close_file(session, file_id, "discarded", by=by, reason=reason.strip())
    return file
