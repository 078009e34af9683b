"""`/staging` and `/staging/{id}`: files that wait for decisions, and what the reader may decide."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from sqlalchemy.orm import Session

from api.dependencies import DbSession
from api.forms import form_token, keep_form
from api.identity import Person, may
from api.pages.context import Page, PageContext, render
from api.parameters import today
from api.saved_file import saved_file
from api.staging_map import staging_map_page
from cluster_gis.domain import staging_labels
from cluster_gis.domain.access import Action, Actor
from cluster_gis.domain.staging import StagedFile
from cluster_gis.errors import ClusterGisError
from cluster_gis.i18n import N_, fill
from cluster_gis.services.boundary_findings import CONFIRMABLE
from cluster_gis.services.describe_staging import issue_text
from cluster_gis.services.stage_boundaries import ACTS, QUALITIES
from cluster_gis.services.staging_access import (
    outside_rows,
    require_rows,
    seen_file,
    seen_files,
)
from cluster_gis.services.staging_kinds import kind_of
from cluster_gis.storage.queries.staging import content_of, count_rows, staged_rows
from cluster_gis.storage.queries.staging_territory import file_version
from maps.assets import ServedAssets

router = APIRouter(include_in_schema=False)
FileId = Annotated[int, Path(ge=1, le=2**62)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
#: Rows on one page.
SHOWN = 100
#: What was done just now -> what is said of it.
DONE = {
    "staged": N_("The file is staged; nothing is in the register yet."),
    "decided": N_("The rows are decided."),
    "checked": N_("The file was checked against the register."),
    "applied": N_("The accepted rows are in the register."),
    "undone": N_("The file is taken back; nothing was deleted."),
    "discarded": N_("The file is closed; nothing was applied."),
}


@router.get("/staging")
def show_staged_files(page: Page, session: DbSession, person: Person) -> Response:
    """Files of the reader's territory and own ones, the newest first."""
    files = [(file, count_rows(session, file.id)) for file in seen_files(session, person, today())]
    return render("staging.html", page, files=files, words=staging_labels)


@router.get("/staging/{file_id}")
def show_staged_file(
    *,
    request: Request,
    page: Page,
    session: DbSession,
    person: Person,
    file_id: FileId,
    offset: Offset = 0,
) -> Response:
    """Rows with issues, candidates and what would change; raises NotFound."""
    return file_page(request, page, session, person, file_id, offset=offset)


@router.get("/staging/{file_id}/original")
def send_original(session: DbSession, person: Person, file_id: FileId) -> Response:
    """The file as received, for who may read all its rows."""
    on = today()
    file = seen_file(session, file_id, person, on)
    if not is_own(file, person):
        require_rows(session, file, person, Action.STAGING_READ, on)
    return saved_file(content_of(session, file.id), file.file_name)


def is_own(file: StagedFile, person: Actor) -> bool:
    """Whether the person staged it."""
    return person.account is not None and file.staged_by == person.account


def file_page(
    request: Request,
    page: PageContext,
    session: Session,
    person: Actor,
    file_id: int,
    *,
    offset: int = 0,
    problem: ClusterGisError | None = None,
    status: int = 200,
) -> Response:
    """The page of one file, with a problem of an act on top when there was one."""
    on = today()
    file = seen_file(session, file_id, person, on)
    kind = kind_of(file.kind)
    rows = staged_rows(session, file, limit=SHOWN, offset=offset)
    hidden: set[int] = set()
    if not is_own(file, person):
        hidden = set(outside_rows(session, file, person, Action.STAGING_READ, on))
    shown = [row for row in rows if row.row_no not in hidden]
    still_open = file.state == "open"
    token = form_token(request)
    response = render(
        "staging_file.html",
        page,
        status=status,
        file=file,
        version=file_version(session, file),
        counts=count_rows(session, file.id),
        rows=rows,
        hidden=hidden,
        offset=offset,
        shown=SHOWN,
        changes={row.row_no: kind.compare(session, file, row) for row in shown}
        if still_open
        else {},
        questions={row.row_no: kind.open_questions(row) for row in shown},
        words=staging_labels,
        issue_text=issue_text,
        done_words=DONE,
        decimal=Decimal,
        **_offers(session, file, person, on),
        qualities=QUALITIES,
        acts=ACTS,
        confirmable=sorted(CONFIRMABLE) if file.kind == "boundaries" else [],
        problem=None if problem is None else fill(problem.message, problem.values, page.gettext),
        token=token,
        map_page=staging_map_page(
            session,
            file,
            shown,
            assets=ServedAssets(),
            language=page.language,
            translate=page.gettext,
        ),
    )
    return keep_form(request, response, token)


def _offers(session: Session, file: StagedFile, person: Actor, on: date) -> dict[str, Any]:
    """What the reader may do with this file; a page offers nothing else."""
    beyond = set(outside_rows(session, file, person, Action.STAGING_DECIDE, on))
    accepted_beyond = outside_rows(
        session, file, person, Action.STAGING_APPLY, on, decision="accept"
    )
    still_open = file.state == "open"
    decides = may(person, Action.STAGING_DECIDE)
    return {
        "beyond": beyond,
        "may_decide": still_open and decides,
        "may_apply": still_open and may(person, Action.STAGING_APPLY) and not accepted_beyond,
        "may_undo": file.state == "applied"
        and may(person, Action.STAGING_UNDO)
        and not accepted_beyond,
        "may_discard": still_open and (is_own(file, person) or (decides and not beyond)),
    }
