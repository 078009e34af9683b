"""`/profile`: one's own name, password, roles, open sessions and tokens."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from api.identity import SignedInPerson
from api.pages.context import Page, PageContext, render
from api.writing import AccessSession
from cluster_gis.domain.actors import ROLE_LABELS
from cluster_gis.errors import ClusterGisError, Forbidden, InvalidInput, NotFound
from cluster_gis.i18n import N_, fill
from cluster_gis.services.check_password import MIN_CHARACTERS, password_fits
from cluster_gis.services.manage_account import rename_account, set_password
from cluster_gis.services.sign_in import SignedIn, issue_token
from cluster_gis.storage.queries.accounts import find_account_by_id
from cluster_gis.storage.queries.sign_ins import (
    open_sessions,
    revoke_sessions,
    revoke_token,
    tokens_of,
)
from cluster_gis.storage.queries.territory import names_of

router = APIRouter(include_in_schema=False)
Words = Annotated[str, Form(max_length=300)]
Number = Annotated[int, Path(ge=1, le=2**62)]
TOKEN_DAYS = (30, 90, 180, 366)


@router.get("/profile")
def show_profile(
    request: Request, page: Page, me: SignedInPerson, session: AccessSession, done: str = ""
) -> Response:
    """Everything about oneself."""
    return _page(request, page, me, session, done=done)


@router.post("/profile/name")
def change_name(
    request: Request, page: Page, me: SignedInPerson, session: AccessSession, name: Words = ""
) -> Response:
    """Another name for oneself."""
    return _do(
        request, page, me, session, "name", lambda: rename_account(session, me.account, name)
    )


@router.post("/profile/password")
def change_password(
    request: Request,
    page: Page,
    me: SignedInPerson,
    session: AccessSession,
    current: Words = "",
    new: Words = "",
    again: Words = "",
) -> Response:
    """A new password, told the old one; every other session ends."""
    if me.session is None:
        raise Forbidden(N_("A token changes no password; sign in by page."))
    mine = me.session.id

    def change() -> None:
        if not password_fits(current, me.account.password_hash):
            raise InvalidInput(N_("The present password is not right."), field="current")
        if new != again:
            raise InvalidInput(N_("The two entries of the new password differ."), field="again")
        set_password(session, me.account, new, keep_session=mine)

    return _do(request, page, me, session, "password", change)


@router.post("/profile/sessions/{session_id}/end")
def end_session(me: SignedInPerson, session: AccessSession, session_id: Number) -> Response:
    """End one of one's own sessions."""
    if not revoke_sessions(session, me.account.id, only=session_id):
        raise NotFound(N_("There is nothing at this address."))
    return RedirectResponse("/profile?done=session#sessions", 303)


@router.post("/profile/sessions/end-others")
def end_other_sessions(me: SignedInPerson, session: AccessSession) -> Response:
    """End all but this one."""
    mine = me.session.id if me.session else None
    revoke_sessions(session, me.account.id, but=mine)
    return RedirectResponse("/profile?done=session#sessions", 303)


@router.post("/profile/tokens")
def make_token(
    request: Request,
    page: Page,
    me: SignedInPerson,
    session: AccessSession,
    name: Words = "",
    scope: Words = "read",
    days: Annotated[int, Form()] = 90,
) -> Response:
    """A new token, shown this once."""
    try:
        secret = issue_token(
            session, me.account, name=name, scope=scope, days=days, by=me.account.login
        )
    except InvalidInput as error:
        return _page(request, page, me, session, problem=error, status=422)
    return _page(request, page, me, session, secret=secret)


@router.post("/profile/tokens/{token_id}/revoke")
def end_token(me: SignedInPerson, session: AccessSession, token_id: Number) -> Response:
    """Revoke one of one's own tokens."""
    if not revoke_token(session, me.account.id, token_id, me.account.login):
        raise NotFound(N_("There is nothing at this address."))
    return RedirectResponse("/profile?done=token#tokens", 303)


def _do(
    request: Request,
    page: PageContext,
    me: SignedIn,
    session: AccessSession,
    what: str,
    change: Callable[[], Any],
) -> Response:
    try:
        change()
    except InvalidInput as error:
        return _page(request, page, me, session, problem=error, status=422)
    return RedirectResponse(f"/profile?done={what}", 303)


_DONE = {
    "name": N_("Your name is changed."),
    "password": N_("Your password is changed; your other sessions have ended."),
    "session": N_("The session has ended."),
    "token": N_("The token is revoked."),
}


def _page(
    request: Request,
    page: PageContext,
    me: SignedIn,
    session: AccessSession,
    *,
    done: str = "",
    problem: ClusterGisError | None = None,
    secret: str | None = None,
    status: int = 200,
) -> Response:
    account = find_account_by_id(session, me.account.id)
    assert account is not None  # noqa: S101 - accounts are not deleted
    held = [one.membership for one in account.memberships if one.revoked_at is None]
    with request.app.state.resources.sessions() as register:
        names = names_of(register, [one.territory for one in held])
    response = render(
        "profile.html",
        page,
        status=status,
        account=account,
        roles=held,
        role_labels=ROLE_LABELS,
        names=names,
        sessions=open_sessions(session, account.id),
        mine=me.session.id if me.session else None,
        tokens=tokens_of(session, account.id),
        token_days=TOKEN_DAYS,
        least=MIN_CHARACTERS,
        browser_name=browser_name,
        done=_DONE.get(done),
        problem=fill(problem.message, problem.values, page.gettext) if problem else None,
        secret=secret,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


#: (what the browser says of itself, what people call it); the first that fits, others imitate it.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_name(said: str) -> str:
    """Browser and system in words; a program that is neither says what it is called."""
    browser = next((name for mark, name in _BROWSERS if mark in said), said[:30])
    system = next((name for mark, name in _SYSTEMS if mark in said), "")
    return f"{browser} · {system}" if system else browser
