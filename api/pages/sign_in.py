"""`/sign-in` and `/sign-out`: a password becomes a session, a session ends."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.forms import SESSION_COOKIE, keep_form
from api.identity import Person, find_person
from api.pages.context import Page, PageContext, render
from api.pages.sign_in_address import safe_next
from api.writing import AccessSession
from cluster_gis.errors import ClusterGisError, Forbidden, InvalidInput, TooManyAttempts
from cluster_gis.i18n import N_, fill
from cluster_gis.services.sign_in import SESSION_LIFETIME, sign_in
from cluster_gis.storage.queries.sign_ins import revoke_sessions

router = APIRouter(include_in_schema=False)
Next = Annotated[str, Query(alias="next", max_length=2000)]


@router.get("/sign-in")
def show_sign_in(request: Request, page: Page, person: Person, after: Next = "/") -> Response:
    """The form; who is signed in already goes on."""
    if person.account is not None:
        return RedirectResponse(safe_next(after), 303)
    return _form(request, page, after=safe_next(after))


@router.post("/sign-in")
def take_sign_in(
    request: Request,
    page: Page,
    login: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    after: Annotated[str, Form(alias="next", max_length=2000)] = "/",
) -> Response:
    """A session in a cookie; 401 for a wrong password, 429 with the time to wait."""
    access = request.app.state.resources.access
    if access is None:
        raise Forbidden(N_("This server knows no accounts."))
    after = safe_next(after)
    try:
        secret = sign_in(
            access,
            login=login,
            password=password,
            address=request.client.host if request.client else "",
            browser=request.headers.get("user-agent", ""),
        )
    except TooManyAttempts as error:
        said = fill(error.message, error.values, page.gettext)
        answer = _form(request, page, after=after, login=login, problem=said, status=429)
        answer.headers["Retry-After"] = str(error.wait_s)
        return answer
    except InvalidInput as error:
        said = fill(error.message, error.values, page.gettext)
        return _form(request, page, after=after, login=login, problem=said, status=401)
    response = RedirectResponse(after, 303)
    open_cookie(request, response, secret)
    return response


def open_cookie(request: Request, response: Response, secret: str) -> None:
    """Give the browser its session."""
    response.set_cookie(
        SESSION_COOKIE,
        secret,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )


@router.post("/sign-out")
def sign_out(request: Request, session: AccessSession) -> Response:
    """End the session; nothing happens to who has none."""
    find_person(request)
    found = request.state.signed_in
    if found is not None and found.session is not None:
        revoke_sessions(session, found.account.id, only=found.session.id)
    response = RedirectResponse("/", 303)
    response.delete_cookie(SESSION_COOKIE, path="/")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def show_problem(request: Request, page: PageContext, error: ClusterGisError) -> Response:
    """The form again, with what went wrong at the identity provider."""
    said = fill(error.message, error.values, page.gettext)
    return _form(request, page, after="/", problem=said, status=401)


def _form(
    request: Request,
    page: PageContext,
    *,
    after: str,
    login: str = "",
    problem: str | None = None,
    status: int = 200,
) -> Response:
    response = render(
        "sign_in.html",
        page,
        status=status,
        after=after,
        login=login,
        problem=problem,
        provider=request.app.state.resources.settings.provider,
    )
    return keep_form(request, response, page.visitor.token)
