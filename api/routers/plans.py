"""Plans of provinces as JSON: versions, the list on a day, differences, amendments."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from api.dependencies import DbSession, ServerResources, TwoClocks, only
from api.schemas import answer_head, json_answer
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_
from cluster_gis.services.read_plans import (
    amendments,
    compare_versions,
    difference_json,
    find_version,
    list_on,
    list_sums,
    listed_json,
    plan_versions_of,
    version_json,
)
from cluster_gis.storage.queries.provinces import find_province

router = APIRouter(prefix="/api/v1/plans", tags=["Register"])
CLOCKS = ("as_of", "known_at")
Key = Annotated[str, Query(max_length=200)]


@router.get("", dependencies=[Depends(only(*CLOCKS, "province"))])
def read_plans(
    session: DbSession,
    resources: ServerResources,
    moment: TwoClocks,
    province: Annotated[str | None, Query(max_length=60)] = None,
) -> Response:
    """Versions of plans with their decisions and sources, and the amendments told of them."""
    key = None
    if province is not None:
        unit = find_province(session, province, revision=moment.revision)
        if unit is None:
            raise NotFound(N_("There is no administrative unit {key}."), key=repr(province))
        key = unit.key
    versions = plan_versions_of(
        session, on=moment.as_of, revision=moment.revision, province_key=key
    )
    told = amendments(session, revision=moment.revision, province_key=key)
    return _answer(
        resources,
        moment,
        versions=[version_json(row) for row in versions],
        amendments=[dict(row) for row in told],
    )


@router.get("/list", dependencies=[Depends(only(*CLOCKS, "plan"))])
def read_list(
    session: DbSession, resources: ServerResources, moment: TwoClocks, plan: Key
) -> Response:
    """The list of a plan on the day, each line with its version and source."""
    every = plan_versions_of(session, on=moment.as_of, revision=moment.revision)
    versions = [row for row in every if row["plan_key"] == plan]
    if not versions:
        raise NotFound(N_("There is no plan {key}."), key=repr(plan))
    listed = list_on(session, versions, on=moment.as_of, revision=moment.revision)
    return _answer(
        resources,
        moment,
        plan=plan,
        totals=list_sums(listed),
        entries=[listed_json(one) for one in listed],
    )


@router.get("/diff", dependencies=[Depends(only(*CLOCKS, "from", "to"))])
def read_diff(
    session: DbSession,
    resources: ServerResources,
    moment: TwoClocks,
    first: Annotated[str, Query(alias="from", max_length=200)],
    second: Annotated[str, Query(alias="to", max_length=200)],
) -> Response:
    """What differs between two versions, with old and new."""
    versions = plan_versions_of(session, on=moment.as_of, revision=moment.revision)
    old, new = find_version(versions, first), find_version(versions, second)
    found = compare_versions(session, old, new, revision=moment.revision)
    return _answer(
        resources,
        moment,
        before=version_json(old),
        after=version_json(new),
        differences=[difference_json(one) for one in found],
    )


def _answer(resources: ServerResources, moment: TwoClocks, **more: Any) -> Response:
    return json_answer({**answer_head(resources.settings.register, moment), **more})
