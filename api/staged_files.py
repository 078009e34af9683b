"""Staged files as far as a person may see them; those of others do not exist for them."""

from sqlalchemy.orm import Session

from api.identity import may, require
from api.parameters import today
from cluster_gis.domain.access import Action, Actor
from cluster_gis.domain.staging import StagedFile
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.place_staging import place_of_file
from cluster_gis.storage.queries.staging import get_staged_file, staged_files


def seen_files(session: Session, person: Actor) -> list[StagedFile]:
    """Those that the person may read, the newest first."""
    return [file for file in staged_files(session) if _may_read(session, person, file)]


def get_seen_file(session: Session, person: Actor, file_id: int) -> StagedFile:
    """One file; raises SignInNeeded, and NotFound alike for none and for one of others."""
    require(person, Action.STAGING_READ)
    file = get_staged_file(session, file_id)
    if not _may_read(session, person, file):
        raise NotFound(N_("There is no staged file {id}."), id=file_id)
    return file


def _may_read(session: Session, person: Actor, file: StagedFile) -> bool:
    return may(person, Action.STAGING_READ, place_of_file(session, file, today()))
