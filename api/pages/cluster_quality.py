"""`/clusters/{code}/quality`: what the second opinion finds of one cluster.

A look at the whole register may take a while the first time, so the page of the cluster asks for
it when its reader comes to it.
"""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse

from api.dependencies import DbSession
from api.pages.context import Page, render
from api.quality_filter import Quality
from cluster_gis.domain.quality import CHECKS, OWNER_NAMES, SEVERITY_NAMES
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.storage.queries.cluster_record import states_of

router = APIRouter(include_in_schema=False)


@router.get("/clusters/{code}/quality", response_class=HTMLResponse)
def show_cluster_quality(
    *,
    request: Request,
    page: Page,
    session: DbSession,
    memory: Quality,
    code: Annotated[str, Path(max_length=100)],
) -> HTMLResponse:
    """Its issues, gravest first, as a page or as a part of one; raises NotFound."""
    states = states_of(session, code, revision=page.revision)
    if not states:
        raise NotFound(N_("There is no cluster with code {code}."), code=code)
    found, checked_at = memory.verification(session, as_of=page.day, revision=page.revision)
    part = request.headers.get("hx-request") == "true"
    return render(
        "parts/cluster_quality.html" if part else "cluster_quality.html",
        page,
        code=code,
        name=states[-1]["name"],
        found=found,
        checked_at=checked_at,
        issues=[issue for issue in found.issues if issue.code == code],
        checks=CHECKS,
        owners=OWNER_NAMES,
        severity_names=SEVERITY_NAMES,
    )
