"""Who asks, and whether they may: the one guard of pages and API.

`enforce` stands before every route: what needs an account asks for it there, by the table of
`route_actions`; what changes something must come from our own page or by a token. Where it matters
to which place an act goes, the route itself calls `require(person, action, place)`.

As long as the register has no account at all, who sits at the machine of a server that listens on
loopback acts as its operator, as with the commands; everybody else is nobody.
"""

import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from api.forms import SESSION_COOKIE, require_our_page
from api.parameters import today
from api.rate_limit import COSTLY
from api.resources import Resources
from api.route_actions import action_of
from cluster_gis.domain import access
from cluster_gis.domain.access import ANONYMOUS, MATRIX, OPERATOR, Action, Actor, Place
from cluster_gis.errors import Forbidden, NotFound, SignInNeeded
from cluster_gis.i18n import N_
from cluster_gis.services.sign_in import SignedIn, find_session, find_token
from cluster_gis.storage.queries.accounts import any_account

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def find_person(request: Request) -> Actor:
    """The actor of this request, looked up once; raises SignInNeeded for a token that is none."""
    state = request.state
    if not hasattr(state, "person"):
        state.signed_in = _find_signed_in(request)
        state.person = _actor(request, state.signed_in)
    person: Actor = state.person
    return person


async def get_person(request: Request) -> Actor:
    """The same as a dependency."""
    if hasattr(request.state, "person"):
        return find_person(request)
    return await run_in_threadpool(find_person, request)


Person = Annotated[Actor, Depends(get_person)]


def get_signed_in(request: Request, person: Person) -> SignedIn:
    """Account and session (or token) of the request; raises SignInNeeded."""
    access.decide(person, Action.ACCOUNT_SELF, None, today())
    found: SignedIn | None = request.state.signed_in
    if found is None:
        raise SignInNeeded(N_("Sign in first."))
    return found


SignedInPerson = Annotated[SignedIn, Depends(get_signed_in)]


def may(person: Actor, action: Action, place: Place | None = None) -> bool:
    """Whether the person may do it today; place None: anywhere at all. For buttons and lists."""
    return access.may(person, action, place, today())


def require(person: Actor, action: Action, place: Place | None = None) -> None:
    """Raise SignInNeeded or Forbidden, which say who could, unless the person may do it today."""
    access.decide(person, action, place, today())


def require_seen(person: Actor, action: Action, place: Place | None = None) -> None:
    """Like `require` for a draft: somebody signed in who may not read it learns not even of it."""
    if person.signed_in and not may(person, action, place):
        raise NotFound(N_("There is nothing at this address."))
    require(person, action, place)


async def enforce(request: Request) -> None:
    """Stand before every route: entry in the table, account where needed, no forged change."""
    path = getattr(request.scope.get("route"), "path", "")
    action = action_of(request.method, path)
    if action is None:
        raise Forbidden(N_("This address is not in the table of permissions."))
    resources: Resources = request.app.state.resources
    address = request.client.host if request.client else ""
    resources.limits.count_request(address)
    permission = MATRIX[action]
    bearer = "authorization" in request.headers
    if bearer or not permission.is_public:
        access.decide(await get_person(request), action, None, today())
    route = f"{request.method} {path}"
    if route in COSTLY:
        person = await get_person(request)
        resources.limits.count_route(route, person.account or address)
    if permission.writes and request.method in UNSAFE and not bearer:
        await require_our_page(request)


def _find_signed_in(request: Request) -> SignedIn | None:
    resources: Resources = request.app.state.resources
    given = request.headers.get("authorization")
    if given is not None:
        scheme, _, secret = given.partition(" ")
        found = None
        if scheme.lower() == "bearer" and resources.access is not None:
            with resources.access.begin() as session:
                found = find_token(session, secret.strip())
        if found is None:
            raise SignInNeeded(N_("The token is not known, is over, or was revoked."))
        return found
    secret = request.cookies.get(SESSION_COOKIE, "")
    if not secret or resources.access is None:
        return None
    with resources.access.begin() as session:
        return find_session(session, secret)


def _actor(request: Request, found: SignedIn | None) -> Actor:
    if found is None:
        return OPERATOR if is_operator(request) else ANONYMOUS
    actor = found.account.actor
    if found.token is not None and found.token.scope == "read":
        return Actor(
            account=actor.account, name=actor.name, memberships=actor.memberships, read_only=True
        )
    return actor


def is_operator(request: Request) -> bool:
    """Whether it comes from this machine to a server of this machine that has no account yet."""
    resources: Resources = request.app.state.resources
    return (
        resources.writers is not None
        and resources.settings.loopback
        and _is_loopback(request.client.host if request.client else "")
        and _is_loopback(urlsplit(f"//{request.headers.get('host', '')}").hostname or "")
        and not has_accounts(resources)
    )


def has_accounts(resources: Resources) -> bool:
    """Whether there is any account; once there is one there always is, accounts are not deleted."""
    if not resources.accounts_seen and resources.access is not None:
        with resources.access() as session:
            resources.accounts_seen = any_account(session)
    return resources.accounts_seen


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
