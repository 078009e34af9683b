"""Clusters: the list, all that is known of one, and what the law says of it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.cluster_document import build_cluster_document
from api.dependencies import DbSession, ServerResources, TwoClocks, only
from api.parameters import parse_day, parse_known_at, today
from api.routers.ogc import ogc_root
from api.schemas import ClustersOut, answer_head, json_answer
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.assess_cluster import assess_cluster
from cluster_gis.storage.queries.clusters import clusters_at, count_clusters_at
from cluster_gis.storage.queries.lineage import find_kept
from cluster_gis.storage.queries.provinces import find_province

router = APIRouter(prefix="/api/v1/clusters", tags=["Clusters"])

CLOCKS = ("as_of", "known_at")
LIST = only(*CLOCKS, "province", "q", "limit", "offset")


@router.get("", response_model=ClustersOut, dependencies=[Depends(LIST)])
def read_clusters(
    session: DbSession,
    resources: ServerResources,
    moment: TwoClocks,
    province: Annotated[str | None, Query(description="31, 2025:31 or hai-phong")] = None,
    q: Annotated[
        str | None, Query(max_length=200, description="Words to find, marks do not matter")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """Clusters on a day; none is left out because its state is not known then."""
    wanted = {"province": _province_key(session, province, moment.revision), "search": q}
    return {
        **answer_head(resources.settings.register, moment),
        "total": count_clusters_at(session, moment.as_of, moment.revision, **wanted),
        "limit": limit,
        "offset": offset,
        "clusters": clusters_at(
            session, moment.as_of, moment.revision, limit=limit, offset=offset, **wanted
        ),
    }


@router.get("/{code}", dependencies=[Depends(only(*CLOCKS))])
def read_cluster(
    code: str,
    request: Request,
    session: DbSession,
    resources: ServerResources,
    moment: TwoClocks,
) -> Response:
    """All that is known of one cluster: the state on the day, figures, timeline, works, money.

    Members: cluster, states, figures, events, works, capital, plan_entries, boundary, units,
    lineage, documents, sources. Every row carries its `source`. A record that is marked as the
    same cluster as another leads there (307).
    """
    kept = find_kept(session, code, revision=moment.revision)
    if kept is not None:
        path = request.url.path.replace(code, kept.kept_code)
        return RedirectResponse(str(request.url.replace(path=path)), 307)
    address = f"{ogc_root(request)}/collections/cluster_boundaries/items/{code}"
    document = build_cluster_document(session, code, moment, boundary_address=address)
    return json_answer({**answer_head(resources.settings.register, moment), **document})


@router.get("/{code}/assessment", dependencies=[Depends(only("procedure", "on", "known_at"))])
def read_assessment(
    code: str,
    session: DbSession,
    resources: ServerResources,
    procedure: Annotated[str, Query(description="establish, expand, operate, plan_add, …")],
    on: Annotated[str | None, Query(description="Date of the act judged; default today")] = None,
    known_at: Annotated[str | None, Query()] = None,
) -> Response:
    """Findings of every rule in force for the procedure on that day, and the facts' sources."""
    moment = parse_known_at(known_at) if known_at is not None else None
    day = parse_day("on", on) if on is not None else today()
    found = assess_cluster(session, code, procedure=procedure, on=day, known_at=moment)
    return json_answer({**found.to_json(), "register": resources.settings.register})


def _province_key(session: DbSession, value: str | None, revision: int) -> str | None:
    if value is None:
        return None
    province = find_province(session, value, revision=revision)
    if province is None:
        raise InvalidInput(
            N_(
                "The parameter {field} is {value}; expected a province such as 31, 2025:31 or "
                "hai-phong."
            ),
            field="province",
            value=repr(value),
        )
    return province.key
