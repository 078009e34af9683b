"""Findings of a staged file against the register as it is now.

They are computed again when a row's inputs change or the register moves; what was found before is
not shown any more (`StagedRow.findings` is None) until then.
"""

from collections.abc import Callable, Sequence
from typing import overload

from sqlalchemy.orm import Session

from cluster_gis.domain.staging import StagedRow
from cluster_gis.services.staging_kind import StagingKind
from cluster_gis.storage.queries.staging import get_open_file, matched_codes, staged_rows
from cluster_gis.storage.queries.staging_changes import (
    clusters_changed,
    reopen_rows,
    store_findings,
)


class RowsOnDemand(Sequence[StagedRow]):
    """Rows that are read when they are first looked at: a kind may ask PostGIS instead."""

    def __init__(self, read: Callable[[], Sequence[StagedRow]]) -> None:
        self._read = read
        self._rows: Sequence[StagedRow] | None = None

    def _all(self) -> Sequence[StagedRow]:
        if self._rows is None:
            self._rows = self._read()
        return self._rows

    @overload
    def __getitem__(self, index: int) -> StagedRow: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[StagedRow]: ...
    def __getitem__(self, index: int | slice) -> StagedRow | Sequence[StagedRow]:
        """Row or rows in the order of the file."""
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())


def check_staging(session: Session, kind: StagingKind, file_id: int) -> list[str]:
    """Check every row again; returns the clusters changed since the last check, by code.

    Accepted rows of those clusters are undecided again: they were decided upon other facts.
    Raises NotFound, Conflict when the file is not open. The caller commits.
    """
    file = get_open_file(session, file_id)
    codes = matched_codes(session, file_id)
    changed = clusters_changed(session, kind.tables, codes, since=file.base_revision)
    if changed:
        reopen_rows(session, file_id, changed)
    rows = RowsOnDemand(lambda: staged_rows(session, file))
    store_findings(session, file_id, kind.check(session, file, rows))
    return changed


def recheck_if_stale(session: Session, kind: StagingKind, file_id: int) -> None:
    """Check again unless the stored findings hold."""
    if not get_open_file(session, file_id).findings_hold:
        check_staging(session, kind, file_id)
