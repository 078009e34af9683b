"""Requests that change something must come from our own page: the guard against forged ones.

A page's form carries a token; a page's script sends it in the header X-Form-Token. Of somebody
signed in it is made of the session's secret, which only the browser and we know; of anybody else
a cookie repeats it. Origin and Sec-Fetch-Site must name this server as well. A request with an API
token needs none of it: no browser sends such a one by itself.
"""

import hashlib
import secrets

from fastapi import Request, Response

from cluster_gis.errors import Forbidden
from cluster_gis.i18n import N_

SESSION_COOKIE = "cluster_gis_session"
FORM_COOKIE = "cluster_gis_form"
HEADER = "x-form-token"
FIELD = "token"


def form_token(request: Request) -> str:
    """The token for the forms of a page."""
    secret = request.cookies.get(SESSION_COOKIE)
    if secret:
        return hashlib.sha256(f"form {secret}".encode()).hexdigest()
    return request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)


def remember_token(request: Request, response: Response, token: str) -> None:
    """Let the browser of somebody who is not signed in repeat the token, to us alone."""
    if SESSION_COOKIE not in request.cookies:
        response.set_cookie(
            FORM_COOKIE,
            token,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
            path="/",
        )


def keep_form(request: Request, response: Response, token: str) -> Response:
    """The page of a form as sent: with its token, and never kept by anybody on the way."""
    remember_token(request, response, token)
    response.headers["Cache-Control"] = "no-store"
    return response


async def require_our_page(request: Request) -> None:
    """Raise Forbidden unless the request comes from a page of this server, with its token."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    ours = f"{request.url.scheme}://{request.headers.get('host', '')}"
    from_us = site == "same-origin" or (site is None and origin == ours)
    if not from_us or (origin is not None and origin != ours):
        raise Forbidden(N_("The request does not come from a page of this server."))
    given = request.headers.get(HEADER) or await _field(request)
    known = (
        form_token(request)
        if SESSION_COOKIE in request.cookies
        else request.cookies.get(FORM_COOKIE, "")
    )
    if not known or not secrets.compare_digest(known.encode(), given.encode()):
        raise Forbidden(N_("The form is too old; open it again and repeat the entry."))


async def _field(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return ""
    value = (await request.form()).get(FIELD, "")
    return value if isinstance(value, str) else ""
