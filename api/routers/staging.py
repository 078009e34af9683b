"""Staged files: upload, decide row by row, check, apply, undo, discard. Changes name a version."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, File, Form, Path, Query, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.dependencies import DbSession, Gettext, ServerResources, only
from api.identity import Person
from api.if_match import IfMatch, read_tag, versioned_answer
from api.parameters import today
from api.saved_file import saved_file
from api.schemas import answers, json_answer
from api.staging_upload import Upload, stage_upload
from api.uploads import read_upload
from api.writing import Writer
from cluster_gis.domain.access import Action, Actor
from cluster_gis.domain.staging import Decision, StagedFile
from cluster_gis.i18n import Translator
from cluster_gis.services.describe_staging import describe_file, file_json
from cluster_gis.services.staging_access import outside_rows, require_rows, seen_file, seen_files
from cluster_gis.services.work_on_staging import (
    Act,
    RowDecision,
    apply_staged,
    check_staged,
    decide_staged,
    discard_staged,
    undo_staged,
)
from cluster_gis.storage.queries.staging import content_of, count_rows, get_staged_file
from cluster_gis.storage.queries.staging_territory import file_version

router = APIRouter(prefix="/api/v1/staging", tags=["Staging"])
FileId = Annotated[int, Path(ge=1, le=2**62)]
Plain = Depends(only())
Text = Annotated[str | None, Form(max_length=500)]
#: What a person may name: a row number as PostgreSQL's integer holds it.
RowNo = Annotated[int, Field(ge=1, le=2**31 - 1)]


class RowsIn(BaseModel):
    """A decision on rows. rows: numbers, "clean" (matched, nothing odd) or "all".

    cluster: the cluster that one row means; new: it is a new one with this code. choices: as the
    kind of file knows them (quality, act, since, repair, confirm …); null takes one back.
    """

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[list[RowNo], Field(min_length=1, max_length=100_000)] | Literal["clean", "all"]
    decision: Decision | None = None
    cluster: Annotated[str | None, Field(min_length=1, max_length=100)] = None
    new: bool = False
    choices: Annotated[dict[str, Any], Field(max_length=40)] = Field(default_factory=dict)


class ApplyIn(BaseModel):
    """Why the file is applied. leave_undecided: undecided rows are left out, knowingly."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=10, max_length=2000)]
    leave_undecided: bool = False


class UndoIn(BaseModel):
    """Why the file is taken back."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=10, max_length=2000)]


class DiscardIn(BaseModel):
    """Why the file is closed without applying it."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=10, max_length=2000)]


@router.get("", dependencies=[Plain])
def read_staged_files(
    session: DbSession, resources: ServerResources, gettext: Gettext, person: Person
) -> Response:
    """Staged files of the person's territory and own ones, the newest first."""
    files = [
        file_json(f, count_rows(session, f.id), gettext)
        for f in seen_files(session, person, today())
    ]
    return json_answer({"register": resources.settings.register, "files": files})


@router.post("", dependencies=[Plain], status_code=201)
def upload_file(
    *,
    session: Writer,
    person: Person,
    gettext: Gettext,
    file: Annotated[UploadFile, File(description="A list (XLSX, ODS, CSV) or a layer of outlines")],
    kind: Annotated[Literal["boundaries", "clusters", "progress"], Form()],
    source: Text = None,
    document: Text = None,
    note: Text = None,
    province: Annotated[str | None, Form(max_length=100)] = None,
    as_of: Annotated[date | None, Form()] = None,
    numbers: Annotated[Literal["vi", "en"] | None, Form()] = None,
    sheet: Annotated[str | None, Form(max_length=100)] = None,
    crs: Annotated[str | None, Form(max_length=40)] = None,
    layer: Annotated[str | None, Form(max_length=200)] = None,
    quality: Annotated[str | None, Form(max_length=40)] = None,
    act: Annotated[str | None, Form(max_length=40)] = None,
    since: Annotated[date | None, Form()] = None,
    reporter: Annotated[str | None, Form(max_length=40)] = None,
) -> Response:
    """Put a file into staging; nothing enters the register. `outside`: rows that were refused.

    Rows whose clusters lie outside the person's territory are rejected at once and named.
    """
    upload = Upload(
        kind=kind,
        name=file.filename or "",
        content=read_upload(file),
        source=source,
        document=document,
        note=note,
        province=province,
        as_of=as_of,
        numbers=numbers,
        sheet=sheet,
        crs=crs,
        layer=layer,
        quality=quality,
        act=act,
        since=since,
        reporter=reporter,
    )
    staged = stage_upload(session, upload, person, on=today())
    response = _changed(session, staged.file_id, gettext, outside=list(staged.outside))
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/staging/{staged.file_id}"
    return response


@router.get("/{file_id}", dependencies=[Depends(only("limit", "offset"))])
def read_staged_file(
    *,
    session: DbSession,
    resources: ServerResources,
    gettext: Gettext,
    person: Person,
    file_id: FileId,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """One file with its rows: issues with their places, candidates, decisions.

    findings null = computed from other rows or an older register, to be checked again. Rows
    outside the person's territory are named by their numbers only. The ETag is the version to
    decide upon.
    """
    on = today()
    file = seen_file(session, file_id, person, on)
    answer: dict[str, Any] = describe_file(session, file, gettext, limit=limit, offset=offset)
    hidden = _hidden(session, file, person, on)
    answer["rows"] = [row for row in answer["rows"] if row["row"] not in hidden]
    body = {"register": resources.settings.register, **answer, "outside": sorted(hidden)}
    return versioned_answer(body, file_version(session, file))


def _hidden(session: Session, file: StagedFile, person: Actor, on: date) -> set[int]:
    """Rows of other territories, which the person does not read; of an own file all are read."""
    if person.account is not None and file.staged_by == person.account:
        return set()
    return set(outside_rows(session, file, person, Action.STAGING_READ, on))


@router.get(
    "/{file_id}/original",
    dependencies=[Plain],
    responses=answers("application/octet-stream"),
)
def read_original(session: DbSession, person: Person, file_id: FileId) -> Response:
    """The file as received, for who may read all its rows."""
    on = today()
    file = seen_file(session, file_id, person, on)
    if _hidden(session, file, person, on):
        require_rows(session, file, person, Action.STAGING_READ, on)
    return saved_file(content_of(session, file.id), file.file_name)


@router.post("/{file_id}/decisions", dependencies=[Plain])
def decide(
    session: Writer,
    person: Person,
    gettext: Gettext,
    file_id: FileId,
    wanted: RowsIn,
    if_match: IfMatch,
) -> Response:
    """Match, choose, accept, reject or take back; 403 names rows outside the territory."""
    decision = RowDecision(
        rows=wanted.rows,
        decision=wanted.decision,
        cluster=wanted.cluster,
        new=wanted.new,
        choices=wanted.choices,
    )
    numbers = decide_staged(session, _act(person, file_id, if_match), decision)
    return _changed(session, file_id, gettext, rows=numbers)


@router.post("/{file_id}/check", dependencies=[Plain])
def check(
    session: Writer, person: Person, gettext: Gettext, file_id: FileId, if_match: IfMatch
) -> Response:
    """Compare with the register as it is now; clusters changed meanwhile are undecided again."""
    changed = check_staged(session, _act(person, file_id, if_match))
    return _changed(session, file_id, gettext, clusters_changed=changed)


@router.post("/{file_id}/apply", dependencies=[Plain])
def apply(
    session: Writer,
    person: Person,
    gettext: Gettext,
    file_id: FileId,
    wanted: ApplyIn,
    if_match: IfMatch,
) -> Response:
    """Write the accepted rows as one revision of the register, or nothing at all.

    revision null: the register held all of it.
    """
    revision = apply_staged(
        session,
        _act(person, file_id, if_match),
        reason=wanted.reason,
        leave_undecided=wanted.leave_undecided,
    )
    return _changed(session, file_id, gettext, revision=revision)


@router.post("/{file_id}/undo", dependencies=[Plain])
def undo(
    session: Writer,
    person: Person,
    gettext: Gettext,
    file_id: FileId,
    wanted: UndoIn,
    if_match: IfMatch,
) -> Response:
    """Restore what stood before an applied file, as new versions; refused where changed since."""
    revision = undo_staged(session, _act(person, file_id, if_match), reason=wanted.reason)
    return _changed(session, file_id, gettext, revision=revision)


@router.post("/{file_id}/discard", dependencies=[Plain])
def discard(
    session: Writer,
    person: Person,
    gettext: Gettext,
    file_id: FileId,
    wanted: DiscardIn,
    if_match: IfMatch,
) -> Response:
    """Close an open file without applying anything; it stays readable."""
    discard_staged(session, _act(person, file_id, if_match), reason=wanted.reason)
    return _changed(session, file_id, gettext)


def _act(person: Actor, file_id: int, if_match: str) -> Act:
    return Act(
        file_id=file_id,
        actor=person,
        by=person.recorded_as,
        on=today(),
        read=read_tag(if_match),
    )


def _changed(session: Session, file_id: int, gettext: Translator, **more: Any) -> Response:
    file = get_staged_file(session, file_id)
    told = file_json(file, count_rows(session, file_id), gettext)
    return versioned_answer({**told, **more}, file_version(session, file))
