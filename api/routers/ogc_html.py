"""OGC API pages for people: every JSON answer of `/ogc` as HTML, by `f=html` or Accept.

The page is made from the JSON document itself, asked of the same routes, so both always say the
same (OGC 17-069r4, requirements class HTML). Tiles are no pages.
"""

import json
from collections.abc import Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Message, Scope

from api.language import language_of
from api.pages.context import bare_context, render

HTML = "text/html"
_PATHS = (
    "",
    "/",
    "/api",
    "/conformance",
    "/collections",
    "/collections/{collection}",
    "/collections/{collection}/schema",
    "/collections/{collection}/queryables",
    "/collections/{collection}/items",
    "/collections/{collection}/items/{feature}",
    "/collections/{collection}/tiles",
    "/collections/{collection}/tiles/{matrix}",
    "/tileMatrixSets",
    "/tileMatrixSets/{matrix}",
)
#: Headers under which the JSON answer would be packed, left out, or be a page again.
_OURS = frozenset({b"accept", b"accept-encoding", b"if-none-match"})


def asks_html(scope: Scope) -> bool:
    """True when the request wants a page: `f` decides, else what Accept names first."""
    query: bytes = scope.get("query_string", b"")
    asked = dict(parse_qsl(query.decode("latin-1"), True))
    if "f" in asked:
        return asked["f"] == "html"
    accepted: bytes = b",".join(value for name, value in scope["headers"] if name == b"accept")
    best: dict[str, float] = {"html": 0.0, "json": 0.0}
    for part in accepted.decode("latin-1").split(","):
        kind, _semicolon, more = part.strip().partition(";")
        for name, weight in best.items():
            if kind == HTML if name == "html" else "json" in kind:
                best[name] = max(weight, _quality(more))
    return best["html"] > best["json"]


def _quality(parameters: str) -> float:
    for part in parameters.split(";"):
        name, _equals, value = part.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


class _PageRoute(APIRoute):
    """Matches only requests that want a page; others go on to the JSON routes."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As any route, for readers of pages."""
        match, child = super().matches(scope)
        return (match, child) if match is Match.NONE or asks_html(scope) else (Match.NONE, {})


router = APIRouter(prefix="/ogc", route_class=_PageRoute)


async def show_page(request: Request) -> Response:
    """The JSON answer to the same question, as a page."""
    answer = await _ask_json(request)
    if answer.status_code != 200:
        return answer
    document = json.loads(bytes(answer.body))
    page = render(
        "ogc.html",
        bare_context(request, language_of(request)),
        document=document,
        kind=_kind(document),
        title=_title(document),
        json_address=_with_format(str(request.url), "json"),
        follow=lambda address: _follow(address, str(request.base_url)),
        columns=_columns(document),
    )
    page.headers["Vary"] = "Accept, Cookie"
    page.headers["Content-Language"] = language_of(request)
    return page


for _path in _PATHS:
    router.add_api_route(_path, show_page, methods=["GET"], include_in_schema=False)


async def _ask_json(request: Request) -> Response:
    """What the JSON route of the same address answers."""
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "f"]
    inner: MutableMapping[str, Any] = {
        **request.scope,
        "query_string": urlencode([*query, ("f", "json")]).encode(),
        "headers": [
            *((name, value) for name, value in request.scope["headers"] if name not in _OURS),
            (b"accept", request.headers.get("accept", "*/*").encode("latin-1")),
        ],
    }
    for name in ("route", "endpoint", "path_params"):
        inner.pop(name, None)
    status, headers, body = 500, [], bytearray()

    async def take(message: Message) -> None:
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], message["headers"]
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    await request.app.router(inner, request.receive, take)
    answer = Response(bytes(body), status_code=status)
    answer.raw_headers = list(headers)
    return answer


def _kind(document: Mapping[str, Any]) -> str:
    for member, kind in (
        ("features", "items"),
        ("collections", "collections"),
        ("conformsTo", "conformance"),
        ("openapi", "definition"),
    ):
        if member in document:
            return kind
    return "item" if document.get("type") == "Feature" else "tree"


def _title(document: Mapping[str, Any]) -> str | None:
    if document.get("type") == "Feature":
        return str(document.get("id"))
    title = document.get("title")
    return title if isinstance(title, str) else None


def _columns(document: Mapping[str, Any]) -> list[str]:
    """Properties of the features of a page, in their order."""
    features = document.get("features") or ()
    return list(dict.fromkeys(name for one in features for name in one["properties"]))


def _follow(address: str, base: str) -> str:
    """The address of a link for a reader of pages: ours lead to pages, others where they lead."""
    parts = urlsplit(address)
    ours = f"{parts.path}/".startswith(f"{urlsplit(base).path}ogc/") and "{" not in parts.path
    return _with_format(address, "html") if ours else address


def _with_format(address: str, form: str) -> str:
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query, True) if name != "f"]
    return parts._replace(query=urlencode([*query, ("f", form)])).geturl()
