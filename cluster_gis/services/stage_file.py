"""A file of many clusters into staging: kept as received, rows matched and checked, none applied.

    drafts = [RowDraft(label=…, place="DS!B7", payload={…}, hints=MatchHints(name=…))]
    received = ReceivedFile(name=…, content=…, source_title=…, options={…})
    file_id = stage_file(session, kind, received, drafts, by=…)

kind: an object with the members of `staging_kind.StagingKind`. Then `decide_staging`,
`apply_staging`, `undo_staging`, all generic over the kind.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from sqlalchemy.orm import Session

from cluster_gis.domain.staging import (
    Candidate,
    MatchedBy,
    ReceivedFile,
    RowDraft,
    RowIssue,
)
from cluster_gis.errors import Conflict, InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.check_staging import check_staging
from cluster_gis.services.match_clusters import ClusterMatcher
from cluster_gis.services.staging_kind import StagingKind
from cluster_gis.storage.queries.known_clusters import known_clusters
from cluster_gis.storage.queries.staging import find_open_copy
from cluster_gis.storage.queries.staging_intake import copy_rows, insert_file
from cluster_gis.storage.register import revision_at

StagedTuple = tuple[int, RowDraft, Sequence[Candidate], str | None, MatchedBy | None]


def stage_file(
    session: Session,
    kind: StagingKind,
    received: ReceivedFile,
    drafts: Iterable[RowDraft],
    *,
    by: str,
    issues: Sequence[RowIssue] = (),
    on_row: Callable[[], None] = lambda: None,
) -> int:
    """Keep the file and its rows; returns the staged file's id. The caller commits.

    issues: about the file as a whole. on_row: called after each row, for a progress bar.
    Raises InvalidInput without a source, Conflict when the same bytes are open in staging.
    """
    file_id = receive_file(session, kind, received, by=by, issues=issues)
    matcher = ClusterMatcher(known_clusters(session))
    copy_rows(session, file_id, _matched(drafts, matcher, on_row))
    check_staging(session, kind, file_id)
    return file_id


def receive_file(
    session: Session,
    kind: StagingKind,
    received: ReceivedFile,
    *,
    by: str,
    issues: Sequence[RowIssue] = (),
) -> int:
    """Keep the file itself, without rows; raises as `stage_file`."""
    if not received.source_title.strip():
        raise InvalidInput(N_("{field} is empty; a text is expected."), field="source")
    sha256 = hashlib.sha256(received.content).hexdigest()
    twin = find_open_copy(session, kind.name, sha256)
    if twin is not None:
        raise Conflict(
            N_("The same file is open in staging as {id}; decide, apply or discard that one."),
            id=twin,
        )
    return insert_file(
        session,
        kind.name,
        received,
        sha256=sha256,
        issues=issues,
        by=by,
        base_revision=revision_at(session),
    )


def _matched(
    drafts: Iterable[RowDraft], matcher: ClusterMatcher, on_row: Callable[[], None]
) -> Iterator[StagedTuple]:
    for row_no, draft in enumerate(drafts, 1):
        match = matcher.match(draft.hints)
        yield row_no, draft, match.candidates, match.cluster_code, match.matched_by
        on_row()
