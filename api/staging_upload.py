"""A file sent by page or API into staging, by its kind; what lies outside is refused and named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from api.uploads import SUFFIXES, require_suffix
from cluster_gis.boundary.issues import Refused
from cluster_gis.domain.access import Action, Actor, decide
from cluster_gis.domain.staging import ReceivedFile
from cluster_gis.errors import InvalidInput
from cluster_gis.first_use import on_first_use
from cluster_gis.i18n import N_
from cluster_gis.services.decide_staging import decide_rows
from cluster_gis.services.draft_boundaries import BoundaryFile
from cluster_gis.services.receive_progress import ProgressFile, receive_progress
from cluster_gis.services.source_of_file import FileSource, find_source
from cluster_gis.services.stage_boundaries import stage_boundaries
from cluster_gis.services.staging_access import outside_rows
from cluster_gis.storage.queries.staging import count_rows, get_staged_file

if TYPE_CHECKING:
    from cluster_gis.ingest.cluster_list.stage import ListFile, stage_list
    from cluster_gis.ingest.progress_sheets import read_progress
else:
    ListFile = on_first_use("cluster_gis.ingest.cluster_list.stage", "ListFile")
    stage_list = on_first_use("cluster_gis.ingest.cluster_list.stage", "stage_list")
    read_progress = on_first_use("cluster_gis.ingest.progress_sheets", "read_progress")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file and what the person said of it; None = not said. See the commands `ingest …`."""

    kind: str
    name: str
    content: bytes
    source: str | None = None
    document: str | None = None
    note: str | None = None
    province: str | None = None
    as_of: date | None = None
    numbers: Any = None
    sheet: str | None = None
    crs: str | None = None
    layer: str | None = None
    quality: str | None = None
    act: str | None = None
    since: date | None = None
    reporter: str | None = None


@dataclass(frozen=True, slots=True)
class Staged:
    """Id of the staged file, and the rows refused because they lie outside the territory."""

    file_id: int
    outside: Sequence[int]


def stage_upload(session: Session, upload: Upload, person: Actor, *, on: date) -> Staged:
    """Stage the file in the person's name. The caller commits.

    Raises InvalidInput, Conflict (the same bytes wait already), Forbidden when no row lies where
    the person may upload.
    """
    decide(person, Action.STAGING_UPLOAD, None, on)
    require_suffix(upload.name, SUFFIXES[upload.kind])
    by = person.recorded_as
    origin = find_source(session, source=upload.source, document=upload.document, note=upload.note)
    file_id = _STAGE[upload.kind](session, upload, origin, on, by)
    file = get_staged_file(session, file_id)
    outside = outside_rows(session, file, person, Action.STAGING_UPLOAD, on)
    if outside and len(outside) == count_rows(session, file_id)["total"]:
        raise InvalidInput(
            N_("No row of the file lies in your territory; nothing was staged."), field="file"
        )
    if outside:
        decide_rows(session, file_id, outside, "reject", by=by)
    return Staged(file_id, outside)


def _stage_clusters(session: Session, upload: Upload, origin: FileSource, on: date, by: str) -> int:
    if not upload.province:
        raise InvalidInput(N_("{field}: name one province."), field="province")
    file = ListFile(
        name=upload.name,
        content=upload.content,
        province=upload.province,
        origin=origin,
        today=on,
        as_of=upload.as_of,
        numbers=upload.numbers,
        sheet=upload.sheet or None,
    )
    return stage_list(session, file, by=by)


def _stage_boundaries(
    session: Session, upload: Upload, origin: FileSource, _on: date, by: str
) -> int:
    options = BoundaryFile(
        crs=upload.crs or None, province=upload.province or None, layer=upload.layer or None
    )
    received = ReceivedFile(
        name=upload.name,
        content=upload.content,
        source_title=origin.title,
        document_key=origin.document_key,
        options=options.to_options(),
    )
    choices = {
        "quality": upload.quality or None,
        "act": upload.act or None,
        "since": upload.since.isoformat() if upload.since else None,
    }
    said = {name: value for name, value in choices.items() if value is not None}
    try:
        return stage_boundaries(session, received, choices=said, by=by)
    except Refused as refusal:
        raise InvalidInput(refusal.issue.message, **refusal.issue.values) from refusal


def _stage_progress(session: Session, upload: Upload, origin: FileSource, on: date, by: str) -> int:
    reading = read_progress(upload.content, upload.name, locale=upload.numbers or "vi")
    file = ProgressFile(
        name=upload.name,
        content=upload.content,
        rows=[(read.row, read.issues) for read in reading.rows],
        source=origin.title,
        reporter=upload.reporter or "",
        as_of=upload.as_of or on,
        day=on,
    )
    return receive_progress(session, file, by=by)


_STAGE = {
    "clusters": _stage_clusters,
    "boundaries": _stage_boundaries,
    "progress": _stage_progress,
}
