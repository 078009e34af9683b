"""Staged files, to read: drafts that wait for decisions made by command."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response

from api.dependencies import DbSession, Gettext, ServerResources, only
from api.identity import Person
from api.schemas import json_answer
from api.staged_files import get_seen_file, seen_files
from cluster_gis.services.describe_staging import describe_file, file_json
from cluster_gis.storage.queries.staging import count_rows

router = APIRouter(prefix="/api/v1/staging", tags=["Staging"])


@router.get("", dependencies=[Depends(only())])
def read_staged_files(
    session: DbSession, person: Person, resources: ServerResources, gettext: Gettext
) -> Response:
    """Every staged file, the newest first, with how many of its rows are decided."""
    files = [file_json(f, count_rows(session, f.id), gettext) for f in seen_files(session, person)]
    return json_answer({"register": resources.settings.register, "files": files})


@router.get("/{file_id}", dependencies=[Depends(only("limit", "offset"))])
def read_staged_file(
    *,
    session: DbSession,
    person: Person,
    resources: ServerResources,
    gettext: Gettext,
    file_id: Annotated[int, Path(ge=1, le=2**62)],
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """One file with its rows: issues with their places, candidates, decisions.

    findings null = computed from other rows or an older register, to be checked again by command.
    """
    file = get_seen_file(session, person, file_id)
    answer: dict[str, Any] = describe_file(session, file, gettext, limit=limit, offset=offset)
    return json_answer({"register": resources.settings.register, **answer})
