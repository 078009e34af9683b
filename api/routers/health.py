"""Is the server alive, can it answer, what has it done."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import PlainTextResponse

from api.dependencies import ServerResources
from api.metrics import CONTENT_TYPE
from api.parameters import today
from cluster_gis.errors import Unavailable
from cluster_gis.i18n import N_
from cluster_gis.storage.migrate import head
from cluster_gis.storage.queries.register import read_condition

router = APIRouter(tags=["server"])


@router.get("/healthz")
async def read_health(resources: ServerResources) -> dict[str, str]:
    """The process answers; says nothing of the database."""
    return {"status": "alive", "register": resources.settings.register}


def get_readiness(resources: ServerResources) -> dict[str, Any]:
    """What the database holds; raises Unavailable while it cannot serve this product."""
    with resources.sessions() as session:
        condition = read_condition(session, as_of=today())
    if condition.migration != head():
        raise Unavailable(
            N_("The database is at migration {found}, this program needs {needed}: {command}"),
            found=condition.migration,
            needed=head(),
            command="cluster-gis migrate",
        )
    if condition.register != resources.settings.register:
        raise Unavailable(
            N_("The database holds the {found} register; this server is to show the {asked} one."),
            found=condition.register,
            asked=resources.settings.register,
        )
    return {
        "status": "ready",
        "register": condition.register,
        "migration": condition.migration,
        "revision": condition.revision,
        "counts": condition.counts,
    }


@router.get("/readyz")
def read_readiness(
    response: Response, readiness: Annotated[dict[str, Any], Depends(get_readiness)]
) -> dict[str, Any]:
    """Database reachable, at the newest migration, of the right register; 503 when not."""
    response.headers["Cache-Control"] = "no-store"
    return readiness


@router.get("/metrics", response_class=PlainTextResponse)
async def read_metrics(resources: ServerResources) -> Response:
    """Counters of this process for Prometheus."""
    text = resources.metrics.text(resources.settings.register)
    return Response(text, media_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})
