"""Files of evidence of a cluster's progress: the form, what is kept, and the file back."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Path, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from api.dependencies import DbSession
from api.entry_parts import entered_by, form_response, reporter_of, said, subjects_for
from api.identity import Person, require
from api.pages.context import Page, PageContext, parse_day
from api.parameters import today
from api.writing import Writer
from cluster_gis.domain import progress_words as words
from cluster_gis.domain.access import Action, Actor
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.keep_evidence import Evidence, keep_evidence, read_evidence
from cluster_gis.services.read_cluster_progress import read_cluster_progress
from cluster_gis.storage.queries.territory import place_of_cluster

router = APIRouter(include_in_schema=False)
Code = Annotated[str, Path(max_length=100)]
Words = Annotated[str, Form(max_length=2000)]


@router.get("/clusters/{code}/progress/evidence")
def show_evidence_form(
    request: Request, page: Page, person: Person, session: DbSession, code: Code
) -> Response:
    """The form for a picture or paper."""
    require(person, Action.PROGRESS_ENTER, place_of_cluster(session, code, today()))
    return _page(request, page, person, session, code, {})


@router.post("/clusters/{code}/progress/evidence")
def take_evidence(
    *,
    request: Request,
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
    work: Words = "",
    inspection: Words = "",
) -> Response:
    """Keep a picture or paper as evidence; its day and place are read from it."""
    require(person, Action.PROGRESS_ENTER, place_of_cluster(session, code, today()))
    given = {
        "as_of": as_of,
        "reporter": reporter,
        "source": source,
        "by": by,
        "caption": caption,
        "lon": lon,
        "lat": lat,
        "work": work,
        "inspection": inspection,
    }
    try:
        evidence = Evidence(
            code=code,
            file_name=file.filename or "file",
            content=file.file.read(),
            as_of=parse_day(as_of, "as_of"),
            reporter=reporter,
            source=source,
            by=entered_by(person, given),
            caption=caption,
            lon=read_degrees(lon, "lon"),
            lat=read_degrees(lat, "lat"),
            work_key=work or None,
            inspection_key=inspection or None,
        )
        with session.begin_nested():
            revision = keep_evidence(session, evidence, day=today())
    except InvalidInput as error:
        problem = said(error, page, as_of=N_("Proves the state of"))
        return _page(request, page, person, session, code, given, problem=problem, status=422)
    address = page.url(f"/clusters/{code}/progress", written=str(revision or ""))
    return RedirectResponse(f"{address}#evidence-heading", 303)


def _page(
    request: Request,
    page: PageContext,
    person: Actor,
    session: Any,
    code: str,
    fields: Mapping[str, str],
    *,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    record = read_cluster_progress(session, code, as_of=today(), revision=page.revision)
    return form_response(
        request,
        "progress_evidence.html",
        page,
        status=status,
        code=code,
        cluster=record.cluster,
        record=record,
        subject=None,
        subjects=subjects_for(person, place_of_cluster(session, code, today())),
        fields=fields,
        reporter=fields.get("reporter") or reporter_of(person),
        account=person.account,
        today=page.formats.day(today()),
        problem=problem,
        words=words,
    )


def read_degrees(text: str, field: str) -> float | None:
    """Degrees as written, with a comma or a point; None = not given. Raises InvalidInput."""
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
