"""`/sign-in/provider` and `/sign-in/return`: to the identity provider and back."""

import json
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urljoin

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.identity_provider import IdentityProvider, Pending, ProvenPerson
from api.pages.context import Page
from api.pages.sign_in import open_cookie, show_problem
from api.pages.sign_in_address import safe_next
from api.writing import AccessSession
from cluster_gis.errors import Forbidden, InvalidInput, NotFound
from cluster_gis.first_use import on_first_use
from cluster_gis.i18n import N_
from cluster_gis.services.manage_account import tie_to_provider
from cluster_gis.services.sign_in import open_session
from cluster_gis.storage.queries.accounts import (
    Account,
    find_account,
    find_account_of_subject,
)

if TYPE_CHECKING:
    from api.oidc import begin, finish
else:
    begin = on_first_use("api.oidc", "begin")
    finish = on_first_use("api.oidc", "finish")

router = APIRouter(include_in_schema=False)
COOKIE = "cluster_gis_provider"
RETURN = "/sign-in/return"
#: Seconds that somebody may take at the provider.
PATIENCE_S = 600


@router.get("/sign-in/provider")
def go_to_provider(
    request: Request, after: Annotated[str, Query(alias="next", max_length=2000)] = "/"
) -> Response:
    """Send the browser to the provider."""
    address, pending = begin(_provider(request), _return_to(request))
    response = RedirectResponse(address, 303)
    kept = [pending.state, pending.nonce, pending.verifier, safe_next(after)]
    response.set_cookie(
        COOKIE,
        json.dumps(kept),
        max_age=PATIENCE_S,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/sign-in",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get(RETURN)
def come_back(request: Request, page: Page, session: AccessSession) -> Response:
    """A session for the account of whom the provider proved; 401 when there is none."""
    provider = _provider(request)
    pending, after = _kept(request)
    try:
        if pending is None:
            raise InvalidInput(
                N_("The way back from the identity provider is too old; begin again."),
                field="state",
            )
        address = f"{_return_to(request)}?{request.url.query}"
        person = finish(provider, _return_to(request), pending, address)
        account = _account_of(session, person)
        secret = open_session(
            session,
            account,
            address=request.client.host if request.client else "",
            browser=request.headers.get("user-agent", ""),
        )
    except (InvalidInput, Forbidden) as error:
        return show_problem(request, page, error)
    response = RedirectResponse(after, 303)
    response.delete_cookie(COOKIE, path="/sign-in")
    open_cookie(request, response, secret)
    return response


def _account_of(session: AccessSession, person: ProvenPerson) -> Account:
    """The account tied to the person, else the one named by the verified e-mail, tied now.

    Raises Forbidden when there is neither: accounts are made by administrators.
    """
    account = find_account_of_subject(session, person.issuer, person.subject)
    if account is None and person.verified_email:
        named = find_account(session, person.verified_email.casefold())
        if named is not None and named.oidc_subject is None:
            tie_to_provider(session, named, person.issuer, person.subject)
            account = named
    if account is None:
        raise Forbidden(
            N_(
                "No account here is yours at the identity provider. An administrator makes one "
                "whose sign-in name is your verified e-mail address, or ties one to {subject}."
            ),
            subject=person.subject,
        )
    return account


def _provider(request: Request) -> IdentityProvider:
    provider: IdentityProvider | None = request.app.state.resources.settings.provider
    if provider is None:
        raise NotFound(N_("There is nothing at this address."))
    return provider


def _return_to(request: Request) -> str:
    return urljoin(str(request.base_url), RETURN)


def _kept(request: Request) -> tuple[Pending | None, str]:
    try:
        state, nonce, verifier, after = json.loads(request.cookies.get(COOKIE, ""))
    except ValueError:
        return None, "/"
    pending = Pending(state=str(state), nonce=str(nonce), verifier=str(verifier))
    return pending, safe_next(str(after))
