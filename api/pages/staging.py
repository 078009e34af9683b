"""`/staging` and `/staging/{id}`: files that wait for decisions; the commands that decide."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse

from api.dependencies import DbSession
from api.pages.context import Page, render
from api.staged_files import get_seen_file, seen_files
from api.staging_map import staging_map_page
from cluster_gis.domain import staging_labels
from cluster_gis.services.describe_staging import issue_text
from cluster_gis.services.staging_kinds import kind_of
from cluster_gis.storage.queries.staging import (
    count_rows,
    staged_rows,
)
from maps.assets import ServedAssets

router = APIRouter(include_in_schema=False)
#: Rows on one page.
SHOWN = 100


@router.get("/staging", response_class=HTMLResponse)
def show_staged_files(page: Page, session: DbSession) -> HTMLResponse:
    """The list, the newest first."""
    files = [(file, count_rows(session, file.id)) for file in seen_files(session, page.person)]
    return render("staging.html", page, files=files, words=staging_labels)


@router.get("/staging/{file_id}", response_class=HTMLResponse)
def show_staged_file(
    *,
    page: Page,
    session: DbSession,
    file_id: Annotated[int, Path(ge=1, le=2**62)],
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> HTMLResponse:
    """Rows with issues, candidates and what would change; raises NotFound."""
    file = get_seen_file(session, page.person, file_id)
    kind = kind_of(file.kind)
    rows = staged_rows(session, file, limit=SHOWN, offset=offset)
    return render(
        "staging_file.html",
        page,
        file=file,
        counts=count_rows(session, file.id),
        rows=rows,
        offset=offset,
        shown=SHOWN,
        changes={row.row_no: kind.compare(session, file, row) for row in rows}
        if file.state == "open"
        else {},
        questions={row.row_no: kind.open_questions(row) for row in rows},
        words=staging_labels,
        issue_text=issue_text,
        decimal=Decimal,
        map_page=staging_map_page(
            session,
            file,
            rows,
            assets=ServedAssets(),
            language=page.language,
            translate=page.gettext,
        ),
    )
