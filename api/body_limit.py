"""How large a request may be, by the type of its body; counted before anything keeps it.

What Content-Length announces is refused before the first byte is read; what comes without it is
refused as soon as it passes the limit. Nothing of it is in memory or on the disk by then.
"""

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import describe, problem_response
from cluster_gis.boundary.limits import MAX_FILE_BYTES

MB = 2**20
#: Largest body in bytes: files (with the fields beside them), JSON, forms; of other types little.
LIMITS = {
    "multipart/form-data": MAX_FILE_BYTES + MB,
    "application/json": 16 * MB,
    "application/x-www-form-urlencoded": 16 * MB,
}
OTHERWISE = 64 * 1024


class TooLarge(HTTPException):
    """A body beyond the limit; the form parser lets it pass as it is."""

    def __init__(self, most: int) -> None:
        super().__init__(413, detail=str(max(1, most // MB)))


class BodyLimit:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass whose body stays within the limit of its type."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        most = LIMITS.get(kind.decode("latin-1"), OTHERWISE)
        announced = headers.get(b"content-length", b"")
        if announced.isdigit() and int(announced[:20]) > most:
            answer = problem_response(describe(TooLarge(most)), Request(scope, receive))
            await answer(scope, receive, send)
            return
        seen = 0

        async def receive_within() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise TooLarge(most)
            return message

        await self._app(scope, receive_within, send)
