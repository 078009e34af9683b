"""Entry of progress: the form of a cluster and period, the template, a filled file, evidence."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Path, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from api.dependencies import DbSession
from api.forms import form_token, remember_token
from api.identity import Person, require
from api.pages.context import Page, PageContext, parse_day, render
from api.parameters import today
from api.writing import Writer
from cluster_gis.domain import progress_words as words
from cluster_gis.domain.access import Action, Actor
from cluster_gis.domain.progress_columns import KINDS
from cluster_gis.errors import ClusterGisError, Conflict, InvalidInput
from cluster_gis.ingest.progress_sheets import read_progress
from cluster_gis.reports.progress_template import build_progress_template
from cluster_gis.services.describe_staging import issue_text
from cluster_gis.services.enter_progress import (
    ProgressEntry,
    enter_progress,
    preview_progress,
)
from cluster_gis.services.keep_evidence import Evidence, keep_evidence, read_evidence
from cluster_gis.services.progress_form import (
    period_end,
    read_form,
    recent_periods,
    said_rows,
)
from cluster_gis.services.read_progress_template import prefill
from cluster_gis.services.receive_progress import (
    ProgressFile,
    answer_rows,
    apply_good_rows,
    receive_progress,
)
from cluster_gis.services.stage_progress import shown_value
from cluster_gis.storage.queries.clusters import clusters_at
from cluster_gis.storage.queries.staging import matched_codes
from cluster_gis.storage.queries.territory import place_of_cluster

router = APIRouter(include_in_schema=False)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Code = Annotated[str, Path(max_length=100)]
Words = Annotated[str, Form(max_length=2000)]
MOST_FIELDS = 1200


async def sent_fields(request: Request) -> dict[str, str]:
    """Every text field of the form as sent; files are left to their own parameters."""
    form = await request.form(max_fields=MOST_FIELDS)
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


Fields = Annotated[dict[str, str], Depends(sent_fields)]


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
    rows = prefill(session, found, as_of=end, revision=page.revision)
    content = build_progress_template(rows, language=page.language, as_of=end)
    name = f"progress-{code or page.province_slug}-{end.isoformat()}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=XLSX, headers=headers)


@router.get("/progress/upload")
def show_upload(request: Request, page: Page, person: Person) -> Response:
    """The form for a filled template."""
    require(person, Action.PROGRESS_ENTER)
    return _upload_page(request, page)


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
    by = person.account or by
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
        return _upload_page(request, page, given=given, problem=_said(error, page), status=422)
    answer = answer_rows(session, file_id, page.gettext)
    return _upload_page(request, page, given=given, answer=answer)


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
    by = person.account or by
    _require_rows(session, person, file_id)
    if not by.strip():
        raise InvalidInput("{field} is empty; a text is expected.", field="by")
    apply_good_rows(session, file_id, by=by.strip())
    return RedirectResponse(page.url(f"/staging/{file_id}"), 303)


def _require_rows(session: Any, person: Actor, file_id: int) -> None:
    """Every cluster that the file speaks of lies where the person may enter progress."""
    for code in matched_codes(session, file_id):
        require(person, Action.PROGRESS_ENTER, place_of_cluster(session, code, today()))


def _upload_page(
    request: Request,
    page: PageContext,
    *,
    given: Mapping[str, str] | None = None,
    answer: Mapping[str, Any] | None = None,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    token = form_token(request)
    response = render(
        "progress_upload.html",
        page,
        status=status,
        given=dict.fromkeys(("reporter", "source", "by", "as_of"), "") | dict(given or {}),
        answer=answer,
        problem=problem,
        words=words,
        token=token,
    )
    remember_token(request, response, token)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/clusters/{code}/progress/entry")
def show_form(
    request: Request,
    page: Page,
    person: Person,
    session: DbSession,
    code: Code,
    period: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The form, with what is held beside each field."""
    require(person, Action.PROGRESS_ENTER, place_of_cluster(session, code, today()))
    return _form_page(request, page, session, code, {"period": period})


@router.post("/clusters/{code}/progress/entry")
def take_form(
    *,
    request: Request,
    page: Page,
    person: Person,
    session: Writer,
    code: Code,
    fields: Fields,
) -> Response:
    """Findings of what is filled in; with step=write it is written when none is an error."""
    require(person, Action.PROGRESS_ENTER, place_of_cluster(session, code, today()))
    if person.account:
        fields = fields | {"by": person.account}
    try:
        entry = _entry(code, fields)
        preview = preview_progress(session, entry, day=today())
        if fields.get("step") == "write" and not preview.has_error:
            with session.begin_nested():
                revision = enter_progress(session, entry, day=today())
            return RedirectResponse(
                page.url(f"/clusters/{code}/progress", written=str(revision)), 303
            )
    except (InvalidInput, Conflict) as error:
        problem = _said(error, page)
        return _form_page(request, page, session, code, fields, problem=problem, status=422)
    status = 422 if preview.has_error else 200
    return _form_page(request, page, session, code, fields, preview=preview, status=status)


def _entry(code: str, fields: Mapping[str, str]) -> ProgressEntry:
    return ProgressEntry(
        code=code,
        rows=said_rows(fields),
        as_of=_as_of(fields),
        reporter=fields.get("reporter", ""),
        source=fields.get("source", ""),
        reason=fields.get("reason", ""),
        by=fields.get("by", ""),
    )


def _as_of(fields: Mapping[str, str]) -> date:
    """The day of the form: the one written, else the end of the period, never a day to come."""
    if fields.get("as_of", "").strip():
        return parse_day(fields["as_of"], "as_of")
    end = period_end(fields.get("period") or recent_periods(today())[0])
    return min(end, today())


def _said(error: ClusterGisError, page: PageContext) -> str:
    values = {k: page.gettext(v) if isinstance(v, str) else v for k, v in error.values.items()}
    return page.gettext(error.message).format(**values) if values else page.gettext(error.message)


def _form_page(
    request: Request,
    page: PageContext,
    session: Any,
    code: str,
    fields: Mapping[str, str],
    *,
    preview: Any = None,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    periods = recent_periods(today())
    period = fields.get("period") or periods[0]
    end = min(period_end(period), today())
    form = read_form(session, code, as_of=today(), revision=page.revision)
    token = form_token(request)
    response = render(
        "progress_entry.html",
        page,
        status=status,
        code=code,
        form=form,
        cluster=form.record.cluster,
        fields=fields,
        periods=[period, *(p for p in periods if p != period)],
        period=period,
        as_of=fields.get("as_of") or page.formats.day(end),
        preview=preview,
        problem=problem,
        kinds=KINDS,
        words=words,
        shown=lambda column, value: shown_value(column, value, page.language),
        issue_text=lambda issue: issue_text(issue, page.gettext),
        token=token,
    )
    remember_token(request, response, token)
    response.headers["Cache-Control"] = "no-store"
    return response


@router.post("/clusters/{code}/progress/evidence")
def take_evidence(
    *,
    page: Page,
    person: Person,
    session: Writer,
    code: Code,
    file: Annotated[UploadFile, File()],
    as_of: Words = "",
    reporter: Words = "",
    source: Words = "",
    by: Words = "",
    caption: Words = "",
    lon: Words = "",
    lat: Words = "",
) -> Response:
    """Keep a picture or paper as evidence; its day and place are read from it."""
    require(person, Action.PROGRESS_ENTER, place_of_cluster(session, code, today()))
    evidence = Evidence(
        code=code,
        file_name=file.filename or "file",
        content=file.file.read(),
        as_of=parse_day(as_of, "as_of"),
        reporter=reporter,
        source=source,
        by=person.account or by,
        caption=caption,
        lon=_degrees(lon, "lon"),
        lat=_degrees(lat, "lat"),
    )
    revision = keep_evidence(session, evidence, day=today())
    address = page.url(f"/clusters/{code}/progress", written=str(revision or ""))
    return RedirectResponse(f"{address}#evidence-heading", 303)


def _degrees(text: str, field: str) -> float | None:
    if not text.strip():
        return None
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        raise InvalidInput(
            "{field} is {value}; expected a number such as 1.234,5 or 1,234.5.",
            field=field,
            value=repr(text),
        ) from None


@router.get("/clusters/{code}/evidence/{sha256}")
def send_evidence(
    person: Person,
    session: DbSession,
    code: Code,
    sha256: Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")],
) -> Response:
    """The file as it was received; a browser saves it and does not run it."""
    require(person, Action.RETURN_READ, place_of_cluster(session, code, today()))
    name, media_type, content = read_evidence(session, code, sha256)
    ascii_name = name.encode("ascii", "ignore").decode() or "file"
    headers = {
        "Content-Disposition": f'attachment; filename="{ascii_name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=31536000, immutable",
    }
    return Response(content, media_type=media_type, headers=headers)
