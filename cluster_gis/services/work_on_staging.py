"""What a person does to a staged file by page or API: decide, check, apply, undo, discard.

Each act asks for the person's right on every row it touches and for the version that was read;
the acts themselves are those of the commands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Action, Actor
from cluster_gis.domain.staging import Decision, StagedFile, StagedRow
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.apply_staging import apply_staging
from cluster_gis.services.check_staging import check_staging, recheck_if_stale
from cluster_gis.services.decide_staging import (
    choose_for_row,
    decide_rows,
    discard_staging,
    match_row,
)
from cluster_gis.services.mark_same import require_words
from cluster_gis.services.staging_access import require_rows, require_version, seen_file
from cluster_gis.services.staging_kinds import kind_of
from cluster_gis.services.undo_staging import undo_staging
from cluster_gis.storage.queries.staging import get_open_file, get_staged_file, staged_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who acts on which file. read: version that the act rests on; None = the command line."""

    file_id: int
    actor: Actor
    by: str
    on: date
    read: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDecision:
    """What is said of rows: numbers, or "clean" (matched, nothing odd), or "all".

    cluster: code of the cluster that one row means; new: it is a new one. choices: as the kind
    reads them (repairs, quality, days …); a choice of None takes it back.
    """

    rows: Sequence[int] | str
    decision: Decision | None = None
    cluster: str | None = None
    new: bool = False
    choices: Mapping[str, Any] = field(default_factory=dict)


def _file(session: Session, act: Act, *, open_only: bool = True) -> StagedFile:
    seen_file(session, act.file_id, act.actor, act.on)
    # Locked, so that the version that is compared is the one that is changed.
    found = (
        get_open_file(session, act.file_id)
        if open_only
        else get_staged_file(session, act.file_id, lock=True)
    )
    require_version(session, found, act.read)
    return found


def decide_staged(session: Session, act: Act, wanted: RowDecision) -> list[int]:
    """Match, choose, accept or reject rows; returns their numbers. The caller commits.

    Raises NotFound, Conflict, Stale, InvalidInput, Forbidden naming rows outside the territory.
    """
    if wanted.decision is None and wanted.cluster is None and not wanted.choices:
        raise InvalidInput(N_("{field}: say a decision, a cluster or a choice."), field="decision")
    file = _file(session, act)
    kind = kind_of(file.kind)
    if wanted.rows == "clean":
        recheck_if_stale(session, kind, act.file_id)
        file = get_open_file(session, act.file_id)
    numbers = _numbers(session, file, wanted.rows)
    may = Action.STAGING_DECIDE
    if wanted.decision != "reject" or wanted.choices or wanted.cluster:
        require_rows(session, file, act.actor, may, act.on, numbers=numbers)
    if wanted.cluster is not None:
        if len(numbers) != 1:
            raise InvalidInput(
                N_("{field}: a cluster is said of one row, not of {count}."),
                field="rows",
                count=len(numbers),
            )
        match_row(session, act.file_id, numbers[0], cluster_code=wanted.cluster, new=wanted.new)
        # Where the row lies has changed with its cluster.
        require_rows(session, file, act.actor, may, act.on, numbers=numbers)
    if wanted.choices:
        for number in numbers:
            choose_for_row(session, kind, act.file_id, number, wanted.choices)
    if wanted.decision is not None:
        decide_rows(session, act.file_id, numbers, wanted.decision, by=act.by)
    recheck_if_stale(session, kind, act.file_id)
    return numbers


def _numbers(session: Session, file: StagedFile, rows: Sequence[int] | str) -> list[int]:
    if not isinstance(rows, str):
        return sorted(set(rows))
    if rows not in ("all", "clean"):
        raise InvalidInput(
            N_("{field} is {value}; expected numbers of rows, all or clean."),
            field="rows",
            value=repr(rows),
        )
    found = staged_rows(session, file)
    return [row.row_no for row in found if rows == "all" or is_clean(row)]


def is_clean(row: StagedRow) -> bool:
    """Whether the row has its cluster and neither errors nor warnings."""
    return row.cluster_code is not None and all(
        issue.severity == "info" for issue in row.all_issues
    )


def check_staged(session: Session, act: Act) -> list[str]:
    """Compare the file with the register as it is now; codes of clusters changed meanwhile."""
    file = _file(session, act)
    require_rows(session, file, act.actor, Action.STAGING_DECIDE, act.on, decision="accept")
    return check_staging(session, kind_of(file.kind), act.file_id)


def apply_staged(
    session: Session, act: Act, *, reason: str, leave_undecided: bool = False
) -> int | None:
    """Write the accepted rows as one revision; None = the register held all of it."""
    require_words(reason=reason)
    file = _file(session, act)
    require_rows(session, file, act.actor, Action.STAGING_APPLY, act.on, decision="accept")
    return apply_staging(
        session,
        kind_of(file.kind),
        act.file_id,
        by=act.by,
        leave_undecided=leave_undecided,
        reason=reason.strip(),
    )


def undo_staged(session: Session, act: Act, *, reason: str) -> int | None:
    """Take an applied file back by new versions; None = it had written nothing."""
    require_words(reason=reason)
    file = _file(session, act, open_only=False)
    require_rows(session, file, act.actor, Action.STAGING_UNDO, act.on, decision="accept")
    return undo_staging(session, act.file_id, by=act.by, reason=reason.strip())


def discard_staged(session: Session, act: Act, *, reason: str) -> None:
    """Close the file without applying anything: its owner may, and who may decide all its rows."""
    file = _file(session, act)
    own = act.actor.account is not None and file.staged_by == act.actor.account
    if not own:
        require_rows(session, file, act.actor, Action.STAGING_DECIDE, act.on)
    discard_staging(session, act.file_id, by=act.by, reason=reason)
