"""The workbook of progress: the template, a filled one, and its answer row by row."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, File, Form, Path, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from api.dependencies import DbSession
from api.entry_parts import entered_by, form_response, reporter_of, require_kinds, said
from api.identity import Person, may, require
from api.pages.context import Page, PageContext, parse_day
from api.parameters import today
from api.writing import Writer
from cluster_gis.domain import progress_words as words
from cluster_gis.domain.access import Action, Actor
from cluster_gis.errors import Conflict, InvalidInput
from cluster_gis.first_use import on_first_use
from cluster_gis.services.progress_form import period_end
from cluster_gis.services.read_progress_template import prefill
from cluster_gis.services.receive_progress import (
    ProgressFile,
    answer_rows,
    apply_good_rows,
    receive_progress,
    refused_rows,
)
from cluster_gis.storage.queries.clusters import clusters_at
from cluster_gis.storage.queries.staging import get_staged_file, matched_codes, staged_rows
from cluster_gis.storage.queries.territory import place_of_cluster

if TYPE_CHECKING:
    from cluster_gis.ingest.progress_sheets import read_progress
    from cluster_gis.reports.progress_template import build_progress_template
else:
    read_progress = on_first_use("cluster_gis.ingest.progress_sheets", "read_progress")
    build_progress_template = on_first_use(
        "cluster_gis.reports.progress_template", "build_progress_template"
    )

router = APIRouter(include_in_schema=False)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Words = Annotated[str, Form(max_length=2000)]


@router.get("/progress/template.xlsx")
def send_template(
    page: Page,
    session: DbSession,
    period: Annotated[str, Query(max_length=20)] = "",
    code: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """The workbook to fill in, of the province shown, or of one cluster."""
    end = min(period_end(period), today()) if period else page.day
    province = page.province.province.key if page.province else None
    found = [
        cluster
        for cluster in clusters_at(session, page.day, page.revision, province=province)
        if not code or cluster.code == code
    ]
    rows = prefill(session, found, as_of=end, revision=page.revision, language=page.language)
    content = build_progress_template(rows, language=page.language, as_of=end)
    name = f"progress-{code or page.province_slug}-{end.isoformat()}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=XLSX, headers=headers)


@router.get("/progress/upload")
def show_upload(request: Request, page: Page, person: Person) -> Response:
    """The form for a filled template."""
    require(person, Action.PROGRESS_ENTER)
    return _upload_page(request, page, person)


@router.post("/progress/upload")
def take_upload(
    *,
    request: Request,
    page: Page,
    person: Person,
    session: Writer,
    file: Annotated[UploadFile, File()],
    reporter: Words = "",
    source: Words = "",
    by: Words = "",
    as_of: Words = "",
) -> Response:
    """Stage the file and answer row by row; nothing is written to the register."""
    by = entered_by(person, {"by": by})
    given = {"reporter": reporter, "source": source, "by": by, "as_of": as_of}
    try:
        content = file.file.read()
        reading = read_progress(content, file.filename or "file")
        with session.begin_nested():
            file_id = receive_progress(
                session,
                ProgressFile(
                    name=file.filename or "file.xlsx",
                    content=content,
                    rows=[(read.row, read.issues) for read in reading.rows],
                    source=source,
                    reporter=reporter,
                    as_of=parse_day(as_of, "as_of") if as_of else today(),
                    day=today(),
                ),
                by=by.strip() or "-",
            )
            _require_rows(session, person, file_id)
    except (InvalidInput, Conflict) as error:
        return _upload_page(
            request, page, person, given=given, problem=said(error, page), status=422
        )
    answer = answer_rows(session, file_id, page.gettext)
    return _upload_page(request, page, person, given=given, answer=answer)


@router.post("/progress/upload/{file_id}/apply")
def apply_upload(
    *,
    page: Page,
    person: Person,
    session: Writer,
    file_id: Annotated[int, Path(ge=1, le=2**62)],
    by: Words = "",
) -> Response:
    """Write the good rows of a staged file; the others stay in it."""
    by = entered_by(person, {"by": by})
    _require_rows(session, person, file_id)
    if not by.strip():
        raise InvalidInput("{field} is empty; a text is expected.", field="by")
    revision = apply_good_rows(session, file_id, by=by.strip())
    codes = matched_codes(session, file_id)
    told = f"/clusters/{codes[0]}/progress" if len(codes) == 1 else "/progress"
    return RedirectResponse(page.url(told, written=str(revision or "")), 303)


@router.get("/progress/upload/{file_id}/refused.xlsx")
def send_refused(
    page: Page, person: Person, session: DbSession, file_id: Annotated[int, Path(ge=1, le=2**62)]
) -> Response:
    """The refused rows alone, in the template: what is wrong is marked and told in its cell."""
    _require_rows(session, person, file_id)
    rows, marks = refused_rows(session, file_id, page.gettext)
    content = build_progress_template(rows, language=page.language, as_of=today(), marks=marks)
    headers = {"Content-Disposition": f'attachment; filename="progress-refused-{file_id}.xlsx"'}
    return Response(content, media_type=XLSX, headers=headers)


def _require_rows(session: Any, person: Actor, file_id: int) -> None:
    """Every cluster that the file speaks of lies where the person may enter rows of its kinds."""
    kinds = {row.payload["kind"] for row in staged_rows(session, get_staged_file(session, file_id))}
    for code in matched_codes(session, file_id):
        require_kinds(person, kinds, place_of_cluster(session, code, today()))


def _upload_page(
    request: Request,
    page: PageContext,
    person: Actor,
    *,
    given: Mapping[str, str] | None = None,
    answer: Mapping[str, Any] | None = None,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    return form_response(
        request,
        "progress_upload.html",
        page,
        status=status,
        given={"reporter": reporter_of(person), "source": "", "by": "", "as_of": ""}
        | dict(given or {}),
        account=person.account,
        answer=answer,
        may_read_staging=may(person, Action.STAGING_READ),
        problem=problem,
        words=words,
    )
