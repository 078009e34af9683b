"""The edge of the server, as one plain ASGI layer: headers, language cookie, counters, last resort.

A plain layer, because Starlette's BaseHTTPMiddleware costs a task per request.
"""

import time
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import answer_unexpected
from api.language import COOKIE
from api.resources import Resources
from cluster_gis.i18n import LANGUAGES

YEAR_S = 31_536_000


def content_security_policy(base_map_url: str | None) -> str:
    """Everything from this server alone, and no script or style written into a page.

    base_map_url: the optional online background adds its own origin, for images only.
    """
    images = "'self' data: blob:"
    if base_map_url:
        parts = urlsplit(base_map_url.replace("{s}.", "*."))
        images += f" {parts.scheme}://{parts.netloc}"
    return (
        "default-src 'self'; script-src 'self'; style-src 'self'; "
        f"img-src {images}; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "frame-ancestors 'self'; base-uri 'self'; form-action 'self'; object-src 'none'"
    )


class Edge:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, *, resources: Resources) -> None:
        self._app = app
        self._metrics = resources.metrics
        headers = {
            "X-Register": resources.settings.register,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Content-Security-Policy": content_security_policy(resources.settings.base_map_url),
        }
        self._headers = [(name.lower().encode(), said.encode()) for name, said in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; other kinds of scope pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0
        method = scope["method"]
        if method == "HEAD":
            # Routes answer GET; HEAD is the same without the body.
            scope["method"] = "GET"

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = message.get("headers", ())
                names = {name for name, _ in given}
                message["headers"] = [
                    *given,
                    *(header for header in self._headers if header[0] not in names),
                ]
                if scope["scheme"] == "https" or b"lang=" in scope.get("query_string", b""):
                    headers = MutableHeaders(scope=message)
                    if scope["scheme"] == "https":
                        headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_S}")
                    _remember_language(scope, headers)
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        self._metrics.in_flight += 1
        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:  # the last resort: nothing above answers
            if status:
                raise
            response = answer_unexpected(Request(scope, receive), error)
            await response(scope, receive, send_with_headers)
        finally:
            self._metrics.in_flight -= 1
            self._metrics.observe(method, _route(scope), status, time.perf_counter() - started)


def _route(scope: Scope) -> str:
    route: Any = scope.get("route")
    return getattr(route, "path", None) or ("/static" if "/static/" in scope["path"] else "other")


def _remember_language(scope: Scope, headers: MutableHeaders) -> None:
    query = scope.get("query_string", b"")
    if b"lang=" not in query or not headers.get("content-type", "").startswith("text/html"):
        return
    asked = Request(scope).query_params.get("lang")
    if asked in LANGUAGES:
        headers.append("Set-Cookie", f"{COOKIE}={asked}; Path=/; Max-Age={YEAR_S}; SameSite=Lax")
