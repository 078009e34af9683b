"""Tiles that were made already, answered before the routes: routing takes longer than the answer.

Only an address that the route of tiles has answered without an error is known here, so whatever is
wrong with an address is said by that route. Addresses with `known_at` stay with it too: what such
a moment means is looked up. So do requests with a token, which the guard of the routes judges, and
those of an address that asks too often; tiles themselves are public.
"""

import time
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.byte_answers import is_fresh, is_held
from api.packing import WORTH_PACKING, accepts_gzip
from api.parameters import today
from api.resources import Resources
from api.tile_cache import StoredTile
from cluster_gis.errors import TooManyRequests

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
        self._revision, self._read_at = 0, float("-inf")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["method"] == "GET" and "/tiles/" in scope["path"]:
            address = (scope["path"], scope["query_string"], today())
            known = self._resources.tile_addresses.get(address)
            asked = dict(scope["headers"])
            if known is not None and b"authorization" not in asked:
                stored = self._resources.tiles.get((*known.key, await self._newest()))
                if stored is not None and self._counts(scope):
                    scope["route"] = known.route
                    await _send(stored, asked, send)
                    return
        await self._app(scope, receive, send)

    def _counts(self, scope: Scope) -> bool:
        """Count the request; False when the route is to say that there are too many."""
        client = scope.get("client")
        try:
            self._resources.limits.count_request(client[0] if client else "")
        except TooManyRequests:
            return False
        return True

    async def _newest(self) -> int:
        """The newest revision, at most `tile_age_s` old: asking costs more than answering."""
        now = time.monotonic()
        if now - self._read_at >= self._resources.settings.tile_age_s:
            self._revision = int(await self._resources.newest.read())
            self._read_at = now
        return self._revision


async def _send(stored: StoredTile, asked: dict[bytes, bytes], send: Send) -> None:
    """What `answer_tile` says of a tile that may change, in fewer steps."""
    packed = len(stored.body) >= WORTH_PACKING and b"gzip" in asked.get(b"accept-encoding", b"")
    status, body, headers = 200, stored.packed() if packed else stored.body, [*stored.validators]
    if b"if-none-match" in asked and is_held(asked[b"if-none-match"].decode("latin-1"), stored.tag):
        status, body = 304, b""
    elif not stored.body:
        status = 204
    else:
        headers += [(b"content-type", MVT.encode()), (b"content-length", b"%d" % len(body))]
        if packed:
            headers.append((b"content-encoding", b"gzip"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


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
