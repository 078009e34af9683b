"""The register as a whole: which one, how new, how much of what is officially reported."""

from typing import Any

from fastapi import APIRouter, Depends

from api.dependencies import DbSession, Moment, ServerResources, TwoClocks, only
from api.schemas import ProvincesOut, RegisterOut, answer_head
from cluster_gis.storage.queries.overview import recorded_at
from cluster_gis.storage.queries.provinces import count_by_province
from cluster_gis.storage.queries.register import count_collections

router = APIRouter(prefix="/api/v1", tags=["Register"])

CLOCKS = ("as_of", "known_at")


@router.get("/provinces", response_model=ProvincesOut, dependencies=[Depends(only(*CLOCKS))])
def read_provinces(
    session: DbSession, resources: ServerResources, moment: TwoClocks
) -> dict[str, Any]:
    """Provinces that have clusters, and how many of the reported clusters are known."""
    head = answer_head(resources.settings.register, moment)
    return {**head, "provinces": _provinces(session, moment)}


@router.get("/register", response_model=RegisterOut, dependencies=[Depends(only(*CLOCKS))])
def read_register(
    session: DbSession, resources: ServerResources, moment: TwoClocks
) -> dict[str, Any]:
    """Identity, newest revision and counts."""
    return {
        **answer_head(resources.settings.register, moment),
        "recorded_at": recorded_at(session, moment.revision),
        "counts": count_collections(session, as_of=moment.as_of, revision=moment.revision),
        "provinces": _provinces(session, moment),
    }


def _provinces(session: DbSession, moment: Moment) -> list[dict[str, Any]]:
    return [
        {
            "province": count.province,
            "clusters_known": count.clusters,
            "reported": None
            if count.reported is None
            else {
                "clusters": count.reported,
                "qualifier": count.reported_qualifier,
                "on": count.reported_on,
                "source_title": count.source_title,
                "source_url": count.source_url,
            },
        }
        for count in count_by_province(session, as_of=moment.as_of, revision=moment.revision)
    ]
