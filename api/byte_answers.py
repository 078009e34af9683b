"""Answers whose body the database wrote: revision, validators, one statement, bytes."""

import hashlib
from collections.abc import Hashable, Mapping
from datetime import UTC, datetime

from fastapi import Request, Response

from api.language import language_of
from api.packing import WORTH_PACKING, accepts_gzip, pack
from api.parameters import parse_known_at
from api.recent import Recent
from api.resources import Resources
from cluster_gis.storage.features import Statement, revision_statement

GEOJSON = "application/geo+json"


async def read_revision(resources: Resources, known_at: str | None) -> int:
    """Newest revision recorded at `known_at` (RFC 3339, or a day = its end; None = now)."""
    if known_at is None:
        return int(await resources.newest.read())
    moment = parse_known_at(known_at)
    row = await resources.fetch_row(revision_statement(), {"known_at": moment})
    return 0 if row is None else int(row[0])


async def read_count(
    resources: Resources, recent: Recent, key: Hashable, statement: Statement
) -> int:
    """A count that is kept: it costs as much as the page it belongs to."""
    kept = recent.get(key)
    if kept is None:
        row = await resources.fetch_row(*statement)
        kept = 0 if row is None else int(row[0])
        recent.keep(key, kept)
    return int(kept)


def entity_tag(request: Request, *parts: Hashable) -> str:
    """Weak validator: the same address, language and data give the same answer."""
    text = repr((str(request.url), language_of(request), parts))
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'


def is_fresh(request: Request, tag: str) -> bool:
    """Whether the client holds this very answer (If-None-Match)."""
    return is_held(request.headers.get("if-none-match", ""), tag)


def is_held(asked: str, tag: str) -> bool:
    """Whether If-None-Match names this answer, or any."""
    return asked.strip() == "*" or tag in [part.strip() for part in asked.split(",")]


def not_modified(tag: str) -> Response:
    """304: what the client holds is right."""
    return Response(status_code=304, headers=_validators(tag))


def byte_answer(
    request: Request, body: str, tag: str, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """200 with validators; to be revalidated each time, which costs one small statement."""
    written = body.encode()
    more = {"Content-Language": language_of(request), **(headers or {})}
    if len(written) >= WORTH_PACKING and accepts_gzip(request):
        written, more["Content-Encoding"] = pack(written), "gzip"
    return Response(written, media_type=media_type, headers={**_validators(tag), **more})


def _validators(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept, Cookie, Accept-Encoding"}


def timestamp() -> str:
    """Now, as RFC 3339 in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
