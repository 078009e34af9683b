"""Who may write by a page: the one guard of every writing route.

Until there are accounts, only somebody at this machine: the server has a writing connection only
when it listens on loopback, the request must come to and from loopback, from a page of ours
(Origin, Sec-Fetch-Site), with the token that our form carries and our cookie repeats. Accounts
will replace this module; routes only depend on `Writer`, `form_token` and `may_write`.
"""

import ipaddress
import secrets
from collections.abc import Iterator
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Form, Request, Response
from sqlalchemy.orm import Session

from cluster_gis.errors import Forbidden
from cluster_gis.i18n import N_

COOKIE = "cluster_gis_form"


def may_write(request: Request) -> bool:
    """Whether pages may offer to write: asked on this machine, of a server of this machine."""
    return (
        request.app.state.resources.writers is not None
        and _is_loopback(request.client.host if request.client else "")
        and _is_loopback(_host(request))
    )


def form_token(request: Request) -> str:
    """The token for a form: that of the cookie, else a new one."""
    return request.cookies.get(COOKIE) or secrets.token_urlsafe(32)


def remember_token(response: Response, token: str) -> None:
    """Let the browser repeat the token, to us alone."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")


def require_writing(request: Request, token: Annotated[str, Form(max_length=100)] = "") -> None:
    """Raise Forbidden unless the request comes from our own form on this machine."""
    require_place(request)
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    ours = f"{request.url.scheme}://{request.headers.get('host', '')}"
    from_us = site == "same-origin" or (site is None and origin == ours)
    if not from_us or (origin is not None and origin != ours):
        raise Forbidden(N_("The request does not come from a page of this server."))
    known = request.cookies.get(COOKIE, "")
    if not known or not secrets.compare_digest(known.encode(), token.encode()):
        raise Forbidden(N_("The form is too old; open it again and repeat the entry."))


def require_place(request: Request) -> None:
    """Raise Forbidden unless this server may write and is asked on its own machine."""
    if not may_write(request):
        raise Forbidden(
            N_(
                "Pages write only on the machine of the server itself, as long as there are no "
                "accounts; elsewhere use the command cluster-gis correct."
            )
        )


def get_writer(request: Request) -> Iterator[Session]:
    """A session that may write; committed before the answer is sent, undone by an error."""
    require_place(request)
    with request.app.state.resources.writers() as session, session.begin():
        yield session


Writer = Annotated[Session, Depends(get_writer, scope="function")]
FromOurForm = Depends(require_writing)


def _host(request: Request) -> str:
    return urlsplit(f"//{request.headers.get('host', '')}").hostname or ""


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
