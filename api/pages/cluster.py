"""`/clusters/{code}`: all that is known of one cluster on a day."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import DbSession
from api.entry_parts import subjects_for
from api.identity import Person
from api.pages.asked import asked_about
from api.pages.cluster_link import lasting_link
from api.pages.cluster_progress import money_chart, works_chart
from api.pages.cluster_view import read_cluster
from api.pages.context import Page, render
from api.parameters import today
from cluster_gis.domain.access import Action
from cluster_gis.domain.restricted import LAYER_NAMES
from cluster_gis.law.register import BY_ID
from cluster_gis.storage.queries.lineage import find_kept, same_clusters
from cluster_gis.storage.queries.territory import place_of_cluster

router = APIRouter()


@router.get("/clusters/{code}", response_class=HTMLResponse, include_in_schema=False)
def show_cluster(
    request: Request,
    page: Page,
    person: Person,
    session: DbSession,
    code: Annotated[str, Path(max_length=100)],
) -> Response:
    """The page of the cluster, or the way to the record that is kept; raises NotFound."""
    kept = find_kept(session, code, revision=page.revision)
    if kept is not None:
        return RedirectResponse(page.url(f"/clusters/{kept.kept_code}", merged=code), 302)
    cluster = read_cluster(
        session, code, as_of=page.day, revision=page.revision, known_at=page.known_at
    )
    place = place_of_cluster(session, code, today())
    same = same_clusters(session, revision=page.revision, code=code)
    return render(
        "cluster.html",
        page,
        cluster=cluster,
        rules=BY_ID,
        same=same,
        may_correct=page.visitor.may(Action.FACT_CORRECT, place),
        may_merge=page.visitor.may(Action.RECORD_MERGE, place),
        may_read_life=page.visitor.may(Action.AUDIT_READ, place),
        entry_forms=subjects_for(person, place),
        works_chart=works_chart(page, cluster),
        money_chart=money_chart(page, cluster),
        link=lasting_link(page, cluster.code, str(request.base_url)),
        layer_names=LAYER_NAMES,
        asked=asked_about(session, page, cluster=cluster.code),
    )
