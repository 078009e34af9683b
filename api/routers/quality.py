"""The second opinion on the register as JSON."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.dependencies import DbSession, ServerResources, TwoClocks, only
from api.quality_filter import Quality, build_filter
from api.schemas import QualityOut, answer_head
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.storage.queries.provinces import find_province

router = APIRouter(prefix="/api/v1", tags=["Register"])

_KNOWN = only("as_of", "known_at", "province", "severity", "owner", "check", "limit", "offset")


@router.get("/quality", response_model=QualityOut, dependencies=[Depends(_KNOWN)])
def read_quality(
    *,
    session: DbSession,
    resources: ServerResources,
    moment: TwoClocks,
    memory: Quality,
    province: Annotated[str | None, Query(description="31, 2025:31 or hai-phong")] = None,
    severity: Annotated[str, Query(description="error, warning or note")] = "",
    owner: Annotated[str, Query(description="steward, department or product")] = "",
    check: Annotated[str, Query(description="One of the checks of docs/quality.md")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """Issues of the register, gravest first, each with owner, place and both measures."""
    key = None
    if province is not None:
        unit = find_province(session, province, revision=moment.revision)
        if unit is None:
            raise InvalidInput(
                N_(
                    "The parameter {field} is {value}; expected a province such as 31, 2025:31 or "
                    "hai-phong."
                ),
                field="province",
                value=repr(province),
            )
        key = unit.key
    wanted = build_filter(severity=severity, owner=owner, check=check, province=key)
    found, checked_at = memory.verification(session, as_of=moment.as_of, revision=moment.revision)
    issues = wanted.of(found)
    return {
        **answer_head(resources.settings.register, moment),
        **found.to_json(issues[offset : offset + limit]),
        "checked_at": checked_at,
        "total": len(issues),
        "limit": limit,
        "offset": offset,
    }
