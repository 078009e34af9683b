"""Forms of a staged file: upload, decide, check, apply, undo, discard; then back to the file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from api.dependencies import DbSession
from api.forms import form_token, keep_form
from api.identity import Person, require
from api.if_match import IfMatchOrForm, read_tag
from api.pages.context import Page, PageContext, parse_day, render
from api.pages.refusals import refusal_status
from api.pages.staging import FileId, file_page
from api.parameters import today
from api.staging_upload import Upload, stage_upload
from api.uploads import SUFFIXES, read_upload
from api.writing import Writer
from cluster_gis.domain import staging_labels
from cluster_gis.domain.access import Action
from cluster_gis.domain.staging import DECISIONS
from cluster_gis.errors import ClusterGisError, Conflict, Forbidden, InvalidInput, NotFound
from cluster_gis.i18n import N_, fill
from cluster_gis.services.stage_boundaries import ACTS, QUALITIES
from cluster_gis.services.staging_access import listed
from cluster_gis.services.work_on_staging import (
    Act,
    RowDecision,
    apply_staged,
    check_staged,
    decide_staged,
    discard_staged,
    undo_staged,
)
from cluster_gis.storage.queries.provinces import count_by_province
from cluster_gis.storage.register import revision_at

router = APIRouter(include_in_schema=False)
Words = Annotated[str, Form(max_length=2000)]
ENTRY = (
    *("kind", "source", "document", "province", "as_of"),
    *("crs", "layer", "quality", "act", "since"),
)


@router.get("/staging/new")
def show_upload(
    request: Request, page: Page, session: DbSession, person: Person, kind: str = "clusters"
) -> Response:
    """The form of a file to stage."""
    require(person, Action.STAGING_UPLOAD)
    known = kind if kind in ("clusters", "boundaries") else "clusters"
    return _upload_page(request, page, session, {"kind": known})


def _entry(
    kind: Words = "",
    source: Words = "",
    document: Words = "",
    province: Words = "",
    as_of: Words = "",
    crs: Words = "",
    layer: Words = "",
    quality: Words = "",
    act: Words = "",
    since: Words = "",
) -> dict[str, str]:
    said = (kind, source, document, province, as_of, crs, layer, quality, act, since)
    return dict(zip(ENTRY, said, strict=True))


@router.post("/staging/new")
def take_upload(
    request: Request,
    page: Page,
    person: Person,
    session: Writer,
    file: Annotated[UploadFile, File()],
    entry: Annotated[dict[str, str], Depends(_entry)],
) -> Response:
    """Stage the file; rows outside the territory are rejected and named on its page."""
    try:
        if entry["kind"] not in ("clusters", "boundaries"):
            raise InvalidInput(
                N_("{field}: {value} is not known; one of {expected} is expected."),
                field="kind",
                value=repr(entry["kind"]),
                expected="clusters, boundaries",
            )
        upload = Upload(
            kind=entry["kind"],
            name=file.filename or "",
            content=read_upload(file),
            source=entry["source"],
            document=entry["document"] or None,
            province=entry["province"] or None,
            as_of=_day(entry["as_of"], "as_of"),
            crs=entry["crs"] or None,
            layer=entry["layer"] or None,
            quality=entry["quality"] or None,
            act=entry["act"] or None,
            since=_day(entry["since"], "since"),
        )
        with session.begin_nested():
            staged = stage_upload(session, upload, person, on=today())
    except (InvalidInput, Conflict, NotFound) as error:
        return _upload_page(request, page, session, entry, problem=error)
    outside = listed(staged.outside)
    return RedirectResponse(
        page.url(f"/staging/{staged.file_id}", done="staged", outside=outside or None), 303
    )


def _day(text: str, field: str) -> date | None:
    return parse_day(text, field) if text.strip() else None


def _upload_page(
    request: Request,
    page: PageContext,
    session: Any,
    entry: dict[str, str],
    problem: ClusterGisError | None = None,
) -> Response:
    provinces = count_by_province(session, as_of=today(), revision=revision_at(session))
    token = form_token(request)
    response = render(
        "staging_new.html",
        page,
        status=200 if problem is None else 422,
        entry=dict.fromkeys(ENTRY, "") | entry,
        provinces=[one.province for one in provinces],
        suffixes=SUFFIXES,
        qualities=QUALITIES,
        acts=ACTS,
        words=staging_labels,
        problem=None if problem is None else fill(problem.message, problem.values, page.gettext),
        token=token,
    )
    return keep_form(request, response, token)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A staged file of a request: who does something to it, and the version they saw."""

    request: Request
    page: Page
    person: Person
    session: Writer
    file_id: FileId
    version: IfMatchOrForm

    def do(self, done: str, work: Callable[[Act], object], *, offset: int = 0) -> Response:
        """Do the work and go back to the file, or show there why it was not done."""
        act = Act(
            file_id=self.file_id,
            actor=self.person,
            by=self.person.recorded_as,
            on=today(),
            read=read_tag(self.version),
        )
        try:
            with self.session.begin_nested():  # an error takes back what it had begun, no more
                work(act)
        except (Conflict, Forbidden, InvalidInput) as error:
            status = refusal_status(error)
            shown = (self.request, self.page, self.session, self.person, self.file_id)
            return file_page(*shown, offset=offset, problem=error, status=status)
        back = str(offset) if offset else None
        return RedirectResponse(
            self.page.url(f"/staging/{self.file_id}", done=done, offset=back), 303
        )


Opened = Annotated[OpenedFile, Depends()]


@router.post("/staging/{file_id}/decide")
def decide(
    *,
    opened: Opened,
    row: Annotated[list[int] | None, Form(max_length=100_000)] = None,
    rows: Words = "",
    decision: Words = "",
    cluster: Words = "",
    new_cluster: Words = "",
    quality: Words = "",
    act: Words = "",
    since: Words = "",
    confirm: Words = "",
    other: Words = "",
    offset: Annotated[int, Form(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Match, choose, accept or reject rows that are ticked, or all clean ones."""

    def work(one: Act) -> None:
        choices = {"quality": quality, "act": act, "confirm": confirm.split()}
        if since.strip():
            choices["since"] = parse_day(since, "since").isoformat()
        if other.strip():
            name, sign, value = other.partition("=")
            if not sign or not name.strip():
                raise InvalidInput(
                    N_("{field} is {value}; expected NAME=VALUE."),
                    field="other",
                    value=repr(other),
                )
            choices[name.strip()] = value.strip()
        if not row and rows not in ("all", "clean"):
            raise InvalidInput(N_("Tick the rows that are meant."), field="row")
        if decision and decision not in DECISIONS:
            raise InvalidInput(
                N_("{field}: {value} is not known; one of {expected} is expected."),
                field="decision",
                value=repr(decision),
                expected=", ".join(DECISIONS),
            )
        decide_staged(
            opened.session,
            one,
            RowDecision(
                rows=rows if rows in ("all", "clean") else row or [],
                decision=decision or None,  # type: ignore[arg-type]
                cluster=(new_cluster or cluster).strip() or None,
                new=bool(new_cluster.strip()),
                choices={name: value for name, value in choices.items() if value},
            ),
        )

    return opened.do("decided", work, offset=offset)


@router.post("/staging/{file_id}/check")
def check(opened: Opened) -> Response:
    """Compare the file with the register as it is now."""
    return opened.do("checked", lambda one: check_staged(opened.session, one))


@router.post("/staging/{file_id}/apply")
def apply(
    *,
    opened: Opened,
    reason: Words = "",
    leave_undecided: Words = "",
) -> Response:
    """Write the accepted rows as one revision."""
    leave = leave_undecided == "yes"
    return opened.do(
        "applied",
        lambda one: apply_staged(opened.session, one, reason=reason, leave_undecided=leave),
    )


@router.post("/staging/{file_id}/undo")
def undo(
    *,
    opened: Opened,
    reason: Words = "",
) -> Response:
    """Restore what stood before the file."""
    return opened.do("undone", lambda one: undo_staged(opened.session, one, reason=reason))


@router.post("/staging/{file_id}/discard")
def discard(*, opened: Opened, reason: Words = "") -> Response:
    """Close the file without applying it."""
    return opened.do("discarded", lambda one: discard_staged(opened.session, one, reason=reason))
