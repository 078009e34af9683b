"""`/admin/accounts`: who may sign in and in which roles, for administrators of accounts."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from api.dependencies import DbSession
from api.identity import may
from api.pages.context import Page, PageContext, render
from api.parameters import today
from api.writing import AccessSession
from cluster_gis.domain.access import COUNTRY, Action, Actor, Role, Territory
from cluster_gis.domain.actors import ROLE_LABELS
from cluster_gis.errors import ClusterGisError, InvalidInput, NotFound
from cluster_gis.i18n import N_, fill
from cluster_gis.services.check_password import MIN_CHARACTERS
from cluster_gis.services.manage_account import get_account
from cluster_gis.storage.queries.accounts import Account, list_accounts
from cluster_gis.storage.queries.sign_ins import open_sessions, tokens_of
from cluster_gis.storage.queries.territory import (
    FoundTerritory,
    names_of,
    place_of_territory,
    search_territories,
)

router = APIRouter(include_in_schema=False)
#: Accounts on one page.
SHOWN = 50
Login = Annotated[str, Path(max_length=100)]
Words = Annotated[str, Query(max_length=200)]

DONE = {
    "added": N_("The account is made. Give it its roles below."),
    "name": N_("The name is changed."),
    "password": N_("The password is set; all sessions of the account have ended."),
    "lock": N_("The account is locked; its sessions have ended."),
    "unlock": N_("The account may sign in again."),
    "granted": N_("The role is given."),
    "revoked": N_("The role is taken away."),
}


@router.get("/admin/accounts")
def show_accounts(
    *,
    page: Page,
    register: DbSession,
    session: AccessSession,
    q: Words = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """The accounts that the reader may manage, and the form for a new one."""
    return accounts_page(page, register, session, search=q, offset=offset)


@router.get("/admin/accounts/{login}")
def show_account(
    *,
    page: Page,
    register: DbSession,
    session: AccessSession,
    login: Login,
    done: Words = "",
    find: Words = "",
) -> Response:
    """One account; find: part of the name of the place where a role is to hold."""
    account = get_managed(page.person, register, session, login)
    return account_page(page, register, session, account, done=done, entry={"find": find})


@router.get("/admin/territories")
def show_territories(page: Page, register: DbSession, find: Words = "") -> Response:
    """The choices for the words typed so far: a piece of the page of an account."""
    return render(
        "parts/territories.html",
        page,
        found=search_territories(register, find),
        find=find,
        chosen="",
    )


def may_manage(person: Actor, register: DbSession, account: Account) -> bool:
    """Whether every role of the account that holds or will hold lies in the person's territory."""
    if not may(person, Action.ACCOUNT_MANAGE):
        return False
    for one in account.memberships:
        last = one.membership.valid.last
        if one.revoked_at is not None or (last is not None and last < today()):
            continue
        place = place_of_territory(register, one.membership.territory, today())
        if not may(person, Action.ACCOUNT_MANAGE, place):
            return False
    return True


def get_managed(person: Actor, register: DbSession, session: AccessSession, login: str) -> Account:
    """The account; raises NotFound also when it is not the person's to manage."""
    account = get_account(session, login)
    if not may_manage(person, register, account):
        raise NotFound(N_("There is no account {login}."), login=repr(login))
    return account


def accounts_page(
    page: PageContext,
    register: DbSession,
    session: AccessSession,
    *,
    search: str = "",
    offset: int = 0,
    entry: Mapping[str, str] | None = None,
    problem: ClusterGisError | None = None,
    status: int = 200,
) -> Response:
    """The list with the form for a new account."""
    found = list_accounts(session, search=search, limit=SHOWN + 1, offset=offset)
    mine = [one for one in found[:SHOWN] if may_manage(page.person, register, one)]
    places = {m.membership.territory for one in mine for m in one.memberships}
    response = render(
        "accounts.html",
        page,
        status=status,
        accounts=mine,
        names=names_of(register, places),
        role_labels=ROLE_LABELS,
        today=today(),
        search=search,
        offset=offset,
        shown=SHOWN,
        more=len(found) > SHOWN,
        entry={"login": "", "name": ""} | dict(entry or {}),
        least=MIN_CHARACTERS,
        problem=_said(problem, page),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def account_page(
    page: PageContext,
    register: DbSession,
    session: AccessSession,
    account: Account,
    *,
    done: str = "",
    entry: Mapping[str, str] | None = None,
    problem: ClusterGisError | None = None,
    status: int = 200,
) -> Response:
    """One account with everything that may be changed of it."""
    empty = dict.fromkeys(
        ("find", "role", "organisation", "valid_from", "valid_until", "territory"), ""
    )
    given: dict[str, Any] = empty | dict(entry or {})
    response = render(
        "account.html",
        page,
        status=status,
        account=account,
        names=names_of(register, [one.membership.territory for one in account.memberships]),
        role_labels=ROLE_LABELS,
        roles=[role for role in Role if role is not Role.PUBLIC],
        today=today(),
        sessions=len(open_sessions(session, account.id)),
        tokens=sum(1 for one in tokens_of(session, account.id) if one.revoked_at is None),
        entry=given,
        find=given["find"],
        chosen=given["territory"],
        found=search_territories(register, given["find"]) or _chosen(register, given["territory"]),
        own=account.login == page.person.account,
        least=MIN_CHARACTERS,
        done=DONE.get(done),
        problem=_said(problem, page),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _chosen(register: DbSession, territory: str) -> list[FoundTerritory]:
    """The place that was marked before something else was wrong; none when it is no place."""
    try:
        chosen = Territory.parse(territory)
    except InvalidInput:
        return []
    if chosen == COUNTRY:
        return []
    name = names_of(register, [chosen])[chosen]
    return [FoundTerritory(territory=chosen, name=name, until=None)]


def _said(problem: ClusterGisError | None, page: PageContext) -> str | None:
    return fill(problem.message, problem.values, page.gettext) if problem else None
