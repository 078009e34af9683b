"""Who may see and change a staged file, row by row, and the version that a change must name.

A row lies where its cluster does, a row without one where its file is of. What lies outside the
territory is named and refused, never left out in silence.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Action, Actor, Place, decide, scope_of, who_could
from cluster_gis.domain.permissions import MATRIX
from cluster_gis.domain.staging import Decision, StagedFile
from cluster_gis.errors import Forbidden, InvalidInput, NotFound, Stale
from cluster_gis.i18n import N_, Words
from cluster_gis.services.draft_boundaries import find_province_key
from cluster_gis.storage.queries.staging import get_staged_file, staged_files
from cluster_gis.storage.queries.staging_territory import (
    decided_since,
    file_version,
    files_touching,
    rows_outside,
)
from cluster_gis.storage.queries.territory import place_of_unit

#: Row numbers named in a sentence.
NAMED = 20


def place_of_file(session: Session, file: StagedFile, on: date) -> Place | None:
    """The province that the file was said to be of; None = none was said."""
    options = file.options
    try:
        key = options.get("province_key") or find_province_key(options.get("province"))
        return place_of_unit(session, str(key), on) if key else None
    except (InvalidInput, NotFound):
        return None


def seen_files(session: Session, actor: Actor, on: date) -> list[StagedFile]:
    """Staged files that the actor may read, the newest first: own ones, and of the territory."""
    decide(actor, Action.STAGING_READ, None, on)
    files = staged_files(session)
    scope = scope_of(actor, Action.STAGING_READ, on)
    if scope.everywhere:
        return files
    touching = files_touching(session, scope, on)
    return [
        file
        for file in files
        if file.id in touching
        or (actor.account is not None and file.staged_by == actor.account)
        or _is_of(session, file, actor, on)
    ]


def seen_file(session: Session, file_id: int, actor: Actor, on: date) -> StagedFile:
    """One file that the actor may read; NotFound otherwise: it is not told that there is one."""
    decide(actor, Action.STAGING_READ, None, on)
    file = get_staged_file(session, file_id)
    scope = scope_of(actor, Action.STAGING_READ, on)
    own = actor.account is not None and file.staged_by == actor.account
    if scope.everywhere or own or _is_of(session, file, actor, on):
        return file
    if file_id not in files_touching(session, scope, on):
        raise NotFound(N_("There is no staged file {id}."), id=file_id)
    return file


def _is_of(session: Session, file: StagedFile, actor: Actor, on: date) -> bool:
    place = place_of_file(session, file, on)
    scope = scope_of(actor, Action.STAGING_READ, on)
    return place is not None and any(place.lies_in(one) for one in scope.territories)


def outside_rows(
    session: Session,
    file: StagedFile,
    actor: Actor,
    action: Action,
    on: date,
    *,
    numbers: Collection[int] | None = None,
    decision: Decision | None = None,
) -> list[int]:
    """Rows (of these numbers, of this decision) that lie outside where the actor may do it."""
    scope = scope_of(actor, action, on)
    home = place_of_file(session, file, on)
    return rows_outside(session, file, scope, on, home=home, numbers=numbers, decision=decision)


def require_rows(
    session: Session,
    file: StagedFile,
    actor: Actor,
    action: Action,
    on: date,
    *,
    numbers: Collection[int] | None = None,
    decision: Decision | None = None,
) -> None:
    """Raise Forbidden, naming the rows outside the territory and who could; SignInNeeded."""
    decide(actor, action, None, on)
    outside = outside_rows(session, file, actor, action, on, numbers=numbers, decision=decision)
    if outside:
        raise Forbidden(
            N_(
                "Rows {rows} lie outside your territory; there you may not {action}. "
                "It may be done by: {who}."
            ),
            rows=listed(outside),
            action=Words([MATRIX[action].label]),
            who=who_could(action),
        )


def listed(numbers: Sequence[int]) -> str:
    """Row numbers for a sentence, the first of many."""
    shown = ", ".join(str(number) for number in numbers[:NAMED])
    return shown if len(numbers) <= NAMED else f"{shown}, … ({len(numbers)})"


def require_version(session: Session, file: StagedFile, read: str | None) -> None:
    """Raise Stale, saying who changed what, unless the version read is that of now.

    read: as `file_version` gave it; None = the command line, which decides upon what is there.
    """
    current = file_version(session, file)
    if read is None or read == current:
        return
    said = "; ".join(
        f"{who}: {count}" for who, count in decided_since(session, file.id, _moment(read))
    )
    if said:
        raise Stale(
            N_(
                "The file was changed meanwhile; rows decided since you read it: {rows}. "
                "Its version is now {current}."
            ),
            rows=said,
            current=current,
        )
    raise Stale(
        N_(
            "The file was changed meanwhile: you read version {read}, now it is {current}; "
            "rows were matched, read or checked anew, or the file was closed."
        ),
        read=read,
        current=current,
    )


def _moment(version: str) -> datetime:
    """When the newest decision of that version was made."""
    try:
        return datetime.fromtimestamp(int(version.rpartition(".")[2]) / 1_000_000, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)
