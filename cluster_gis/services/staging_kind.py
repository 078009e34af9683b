"""What a kind of staged file (boundaries, clusters) contributes to the common staging core.

The core is the same for every kind:

    stage_file      bytes and drafts of rows -> a staged file with matches and findings
    decide_staging  a person matches, accepts or rejects rows, or makes a choice for one
    apply_staging   accepted rows -> one revision, with the source document
    undo_staging    that revision taken back by new versions

A kind is an object with the members of `StagingKind`; it is entered in `staging_kinds.KINDS`.
Readers of files belong to the kind: whoever reads (a command, `cluster_gis.ingest`) makes
`RowDraft`s and calls `stage_file`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.orm import Session

from cluster_gis.domain.staging import (
    FieldChange,
    Kind,
    RowDraft,
    RowIssue,
    StagedFile,
    StagedRow,
)
from cluster_gis.storage.register import Changes


@dataclass(slots=True)
class StagedChanges:
    """What accepted rows write: identities first, then versions in `changes`.

    sources: rows of register.source besides the file's own, which the core adds
    (`StagedFile.source_key`). clusters: rows of register.industrial_cluster that are new.
    cluster_sources: rows of register.cluster_source.
    """

    changes: Changes = field(default_factory=Changes)
    sources: list[dict[str, Any]] = field(default_factory=list)
    clusters: list[dict[str, Any]] = field(default_factory=list)
    cluster_sources: list[dict[str, Any]] = field(default_factory=list)


class StagingKind(Protocol):
    """One kind of staged file. Methods take the caller's session and never commit."""

    #: Name of the kind; also stored with the file.
    name: Kind
    #: Versioned tables with `cluster_code` that it writes: a cluster changed there since the file
    #: was compared stops it from being applied.
    tables: tuple[str, ...]
    #: Whether two accepted rows may be for one cluster.
    one_row_a_cluster: bool

    def check(
        self, session: Session, file: StagedFile, rows: Sequence[StagedRow]
    ) -> Mapping[int, Sequence[RowIssue]]:
        """Findings of rows against each other and the register: row number -> findings.

        Rows that are rejected are given too and are compared with nothing. Called again whenever
        a row's inputs or the register changed; what it found before is then forgotten.
        """

    def open_questions(self, row: StagedRow) -> Sequence[RowIssue]:
        """What must be chosen for a row before it is applied (errors); [] = nothing."""

    def redraft(
        self, session: Session, file: StagedFile, row: StagedRow, choices: Mapping[str, Any]
    ) -> RowDraft:
        """The row read again with other choices; raises InvalidInput naming the choice."""

    def build(self, session: Session, file: StagedFile, rows: Sequence[StagedRow]) -> StagedChanges:
        """What these accepted, matched rows write to the register."""

    def compare(self, session: Session, file: StagedFile, row: StagedRow) -> Sequence[FieldChange]:
        """The facts of the row's cluster before and after it, those that differ; [] = the same."""
