"""`If-Match`: a change names the version it was decided upon; 428 without, 412 when stale."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Form, Header, Response

from api.schemas import json_answer
from cluster_gis.errors import InvalidInput, Stale, VersionNotNamed
from cluster_gis.i18n import N_


def get_if_match(
    if_match: Annotated[str | None, Header(max_length=200)] = None,
    version: Annotated[str | None, Form(max_length=200)] = None,
) -> str:
    """The version named by the header, or by the field `version` of a form; VersionNotNamed."""
    named = if_match if if_match is not None else version
    if not named:
        raise VersionNotNamed(
            N_("Name the version that you read: the header If-Match with its ETag is missing.")
        )
    return named


def get_if_match_header(if_match: Annotated[str | None, Header(max_length=200)] = None) -> str:
    """The same for routes that take no form."""
    return get_if_match(if_match, None)


IfMatch = Annotated[str, Depends(get_if_match_header)]
IfMatchOrForm = Annotated[str, Depends(get_if_match)]


def etag(version: int | str) -> str:
    """The entity tag of a version, as the header ETag carries it."""
    return f'"{version}"'


def read_tag(named: str) -> str:
    """The version that one entity tag names, bare."""
    return named.strip().removeprefix("W/").strip('"')


def get_version(named: IfMatch) -> int:
    """The number of the version named; "*" is none: a change names what it saw."""
    try:
        return int(read_tag(named))
    except ValueError:
        raise InvalidInput(
            N_('{field} is {value}; expected the ETag that was read, such as "3".'),
            field="If-Match",
            value=repr(named),
        ) from None


Version = Annotated[int, Depends(get_version)]


def versioned_answer(body: Mapping[str, Any], version: int | str, *, status: int = 200) -> Response:
    """JSON about a thing, with the version to write against; kept by nobody on the way."""
    response = json_answer(body)
    response.status_code = status
    response.headers["ETag"] = etag(version)
    response.headers["Cache-Control"] = "no-store"
    return response


def require_version(named: str, current: int | str) -> None:
    """Raise Stale unless the version named is the current one ("*" names any)."""
    tags = {one.strip().removeprefix("W/").strip('"') for one in named.split(",")}
    if "*" not in tags and str(current) not in tags:
        raise Stale(
            N_("It was changed meanwhile: you read version {read}, now it is {current}."),
            read=named.strip('"'),
            current=current,
        )
