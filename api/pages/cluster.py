"""`/clusters/{code}`: all that is known of one cluster on a day."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse

from api.dependencies import DbSession
from api.pages.cluster_view import read_cluster
from api.pages.context import Page, render
from cluster_gis.law.register import BY_ID

router = APIRouter()


@router.get("/clusters/{code}", response_class=HTMLResponse, include_in_schema=False)
def show_cluster(
    page: Page, session: DbSession, code: Annotated[str, Path(max_length=100)]
) -> HTMLResponse:
    """The page of the cluster; raises NotFound."""
    cluster = read_cluster(
        session, code, as_of=page.day, revision=page.revision, known_at=page.known_at
    )
    return render("cluster.html", page, cluster=cluster, rules=BY_ID)
