"""Accepted rows of a staged file into the register: one transaction, one revision, or nothing."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from cluster_gis.domain.staging import StagedFile, StagedRow
from cluster_gis.errors import Conflict
from cluster_gis.i18n import N_
from cluster_gis.services.check_staging import recheck_if_stale
from cluster_gis.services.staging_kind import StagedChanges, StagingKind
from cluster_gis.storage.queries.staging import count_rows, get_open_file, staged_rows
from cluster_gis.storage.queries.staging_changes import close_file, clusters_changed, lock_register
from cluster_gis.storage.register import insert_missing, write_versions


def apply_staging(
    session: Session,
    kind: StagingKind,
    file_id: int,
    *,
    by: str,
    leave_undecided: bool = False,
    reason: str | None = None,
) -> int | None:
    """Write the accepted rows; returns the revision, None when the register held all of it.

    Raises Conflict naming rows or clusters: when a cluster changed since the file was compared,
    rows are undecided (unless `leave_undecided`), none is accepted, or an accepted row has an
    error, no cluster or an open question. The caller commits.
    """
    file = get_open_file(session, file_id)
    lock_register(session)  # what is compared now is still so when it is written
    accepted = staged_rows(session, file, decision="accept")
    _require_same_base(session, kind, file, accepted)
    recheck_if_stale(session, kind, file_id)
    file = get_open_file(session, file_id)
    accepted = staged_rows(session, file, decision="accept")
    undecided = count_rows(session, file_id)["undecided"]
    if undecided and not leave_undecided:
        raise Conflict(
            N_("{count} rows are undecided; accept or reject them, or leave them out knowingly."),
            count=undecided,
        )
    _require_ready(kind, accepted)
    built = kind.build(session, file, accepted)
    revision = _write(session, file, built, by=by, reason=reason)
    close_file(session, file_id, "applied", by=by, revision=revision)
    return revision


def _require_same_base(
    session: Session, kind: StagingKind, file: StagedFile, accepted: Sequence[StagedRow]
) -> None:
    codes = {row.cluster_code for row in accepted if row.cluster_code is not None}
    changed = clusters_changed(session, kind.tables, codes, since=file.base_revision)
    if changed:
        raise Conflict(
            N_(
                "Changed in the register since this file was compared with it: {clusters}. "
                "Check the file again and look at those rows."
            ),
            clusters=", ".join(changed),
        )


def _require_ready(kind: StagingKind, accepted: Sequence[StagedRow]) -> None:
    if not accepted:
        raise Conflict(N_("No row is accepted; nothing would be applied."))
    unmatched = [row.row_no for row in accepted if row.cluster_code is None]
    if unmatched:
        raise Conflict(N_("Accepted rows without a cluster: {rows}."), rows=_listed(unmatched))
    wrong = [row.row_no for row in accepted if row.has_error]
    if wrong:
        raise Conflict(N_("Accepted rows with errors: {rows}."), rows=_listed(wrong))
    asking = {row.row_no: kind.open_questions(row) for row in accepted}
    open_rows = [row_no for row_no, questions in asking.items() if questions]
    if open_rows:
        raise Conflict(
            N_("Accepted rows with something left to choose ({what}): {rows}."),
            what=", ".join(sorted({q.field or q.code for qs in asking.values() for q in qs})),
            rows=_listed(open_rows),
        )
    counted = Counter(row.cluster_code for row in accepted)
    twice = sorted(code for code, count in counted.items() if code is not None and count > 1)
    if kind.one_row_a_cluster and twice:
        raise Conflict(
            N_("Several accepted rows are for one cluster: {clusters}. Accept one of them."),
            clusters=", ".join(twice),
        )


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:20])
    return shown if len(numbers) <= 20 else f"{shown}, … ({len(numbers)})"


def _write(
    session: Session, file: StagedFile, built: StagedChanges, *, by: str, reason: str | None
) -> int | None:
    """The file itself is the source; its document, where one is named, stands in the rows."""
    source = {
        "source_key": file.source_key,
        "dataset": f"staged {file.kind}",
        "title": file.source_title,
        "published_on": None,
        "url": None,
    }
    insert_missing(session, "source", [source, *built.sources])
    insert_missing(session, "industrial_cluster", built.clusters)
    insert_missing(session, "cluster_source", built.cluster_sources)
    return write_versions(
        session,
        by=by,
        reason=f"apply staged file {file.id} ({file.file_name}): {file.source_title}"
        + (f" – {reason}" if reason else ""),
        batches=built.changes.batches,
    )
