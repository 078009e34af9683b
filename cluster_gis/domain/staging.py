"""Staged files and rows: what was read, what is said about it, and what a person decided.

A file of many clusters waits in staging until each row is decided. open -> applied -> undone, or
open -> discarded; nothing leads back, and undoing writes new versions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

Kind = Literal["boundaries", "clusters", "progress"]
State = Literal["open", "applied", "undone", "discarded"]
Decision = Literal["undecided", "accept", "reject"]
MatchedBy = Literal["code", "name", "person", "new"]
Severity = Literal["error", "warning", "info"]

DECISIONS: tuple[str, ...] = get_args(Decision)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowIssue:
    """What is said about a row, with its place.

    error: the row cannot be applied as it stands; warning: look at it; info: how it was read.
    message: an English msgid, `values` go in by name after translation. line, point, cell: where in
    the file (cell = "sheet!B7"). lon, lat: EPSG:4326. other: code or row ("#12") it is about.
    """

    code: str
    severity: Severity
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None
    point: str | None = None
    cell: str | None = None
    field: str | None = None
    value: str | None = None
    lon: float | None = None
    lat: float | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A cluster that a row may mean. score: 0 to 1. evidence: words of `MATCH_EVIDENCE`.

    distance_km: from the row's outline or point to the cluster's place; None = not known.
    """

    code: str
    name: str
    score: float
    evidence: tuple[str, ...] = ()
    distance_km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchHints:
    """What a row itself says of which cluster it means. point: (lon, lat), EPSG:4326.

    communes: names as printed. None or empty = the row does not say.
    """

    code: str | None = None
    name: str | None = None
    province_key: str | None = None
    communes: tuple[str, ...] = ()
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDraft:
    """A row as a reader hands it to staging.

    label: what the file calls it. place: where in the file, for people ("feature 12", "DS!B7").
    payload: as read, plain JSON values (numbers exact as text). geom_wkb: EPSG:4326, of any kind,
    for maps and overlaps; source_wkb: as received, with source_srid.
    """

    label: str
    place: str | None
    payload: Mapping[str, Any]
    hints: MatchHints = field(default_factory=MatchHints)
    issues: Sequence[RowIssue] = ()
    choices: Mapping[str, Any] = field(default_factory=dict)
    geom_wkb: bytes | None = None
    source_wkb: bytes | None = None
    source_srid: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A file as received, and what the person said of it. document_key: of a legal document.

    options: how it was read (system, province, layer …), plain JSON values.
    """

    name: str
    content: bytes
    source_title: str
    document_key: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFile:
    """A staged file without its bytes. base_revision: what its rows were compared with.

    findings_hold: the stored findings of its rows still answer to these rows and this register.
    """

    id: int
    kind: Kind
    file_name: str
    sha256: str
    size: int
    options: Mapping[str, Any]
    source_title: str
    document_key: str | None
    issues: Sequence[RowIssue]
    staged_by: str
    staged_at: datetime
    base_revision: int
    findings_hold: bool
    state: State
    applied_by: str | None
    applied_at: datetime | None
    applied_revision: int | None
    undone_by: str | None
    undone_at: datetime | None
    undone_revision: int | None
    discarded_by: str | None
    discarded_at: datetime | None
    discarded_reason: str | None

    @property
    def source_key(self) -> str:
        """Key of the source that applied rows name."""
        return f"staged:{self.id}:{self.sha256[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedRow:
    """A row in staging. findings: None = not checked against what holds now.

    cluster_code: the cluster it is matched with; with matched_by "new", the code it will get.
    """

    row_no: int
    label: str
    place: str | None
    payload: Mapping[str, Any]
    issues: Sequence[RowIssue]
    findings: Sequence[RowIssue] | None
    candidates: Sequence[Candidate]
    cluster_code: str | None
    matched_by: MatchedBy | None
    choices: Mapping[str, Any]
    decision: Decision
    decided_by: str | None = None
    decided_at: datetime | None = None

    @property
    def all_issues(self) -> tuple[RowIssue, ...]:
        """Issues of reading, then findings as far as they hold."""
        return (*self.issues, *(self.findings or ()))

    @property
    def has_error(self) -> bool:
        """Whether the row cannot be applied as it stands."""
        return any(issue.severity == "error" for issue in self.all_issues)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One fact of a cluster before and after a row is applied; None = not known.

    field: an English msgid that names the fact. unit: "ha", "%" or None.
    """

    field: str
    before: str | None
    after: str | None
    unit: str | None = None
