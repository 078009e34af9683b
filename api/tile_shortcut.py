"""Tiles that were made already, answered before the routes: routing takes longer than the answer.

Only an address that the route of tiles has answered without an error is known here, so whatever is
wrong with an address is said by that route. Addresses with `known_at` stay with it too: what such
a moment means is looked up.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.byte_answers import is_fresh
from api.packing import WORTH_PACKING, accepts_gzip
from api.parameters import today
from api.resources import Resources
from api.tile_cache import StoredTile

MVT = "application/vnd.mapbox-vector-tile"


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """What an address means. key: of the tile in the cache, but for its revision, which follows.

    route: that answered, for the counters.
    """

    key: tuple[Hashable, ...]
    route: Any


def remember_address(
    resources: Resources, scope: Scope, day: date, key: tuple[Hashable, ...]
) -> None:
    """Note what the address asked for means on `day`: an address without a date means today."""
    address = (scope["path"], scope["query_string"], day)
    resources.tile_addresses.keep(address, KnownAddress(key, scope.get("route")))


class TileShortcut:
    """Answers tiles of the cache, passes everything else on."""

    def __init__(self, app: ASGIApp, *, resources: Resources) -> None:
        self._app = app
        self._resources = resources

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["method"] == "GET" and "/tiles/" in scope["path"]:
            address = (scope["path"], scope["query_string"], today())
            known = self._resources.tile_addresses.get(address)
            if known is not None:
                revision = int(await self._resources.newest.read())
                stored = self._resources.tiles.get((*known.key, revision))
                if stored is not None:
                    scope["route"] = known.route
                    answer = answer_tile(Request(scope), stored, settled=False)
                    await answer(scope, receive, send)
                    return
        await self._app(scope, receive, send)


def answer_tile(request: Request, stored: StoredTile, *, settled: bool) -> Response:
    """The tile with its validators. settled: whether nothing written later changes it."""
    headers = {
        "ETag": stored.tag,
        # Settled: both clocks named.
        "Cache-Control": "max-age=3600" if settled else "no-cache",
        "Vary": "Accept-Encoding",
    }
    if is_fresh(request, stored.tag):
        return Response(status_code=304, headers=headers)
    if not stored.body:
        return Response(status_code=204, headers=headers)
    if len(stored.body) >= WORTH_PACKING and accepts_gzip(request):
        headers["Content-Encoding"] = "gzip"
        return Response(stored.packed(), media_type=MVT, headers=headers)
    return Response(stored.body, media_type=MVT, headers=headers)
