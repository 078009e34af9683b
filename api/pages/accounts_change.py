"""What an administrator does to accounts by page: each change names the version it was seen at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Response
from fastapi.responses import RedirectResponse

from api.dependencies import DbSession
from api.identity import Person, require
from api.if_match import IfMatchOrForm, require_version
from api.pages.accounts import Login, account_page, accounts_page, get_managed
from api.pages.context import Page, parse_day
from api.parameters import today
from api.writing import AccessSession
from cluster_gis.domain.access import Action, Membership, Period, Role, Territory
from cluster_gis.errors import Conflict, InvalidInput, NotFound, Stale
from cluster_gis.i18n import N_
from cluster_gis.services import manage_account
from cluster_gis.services.manage_account import add_account, get_account
from cluster_gis.storage.queries.accounts import Account
from cluster_gis.storage.queries.territory import place_of_territory

router = APIRouter(include_in_schema=False)
Words = Annotated[str, Form(max_length=300)]


@router.post("/admin/accounts")
def add(
    page: Page,
    register: DbSession,
    session: AccessSession,
    login: Words = "",
    name: Words = "",
    password: Words = "",
) -> Response:
    """A new account, without a role yet; an empty password = by the identity provider only."""
    try:
        with session.begin_nested():
            made = add_account(
                session,
                login=login,
                name=name,
                password=password or None,
                by=page.person.recorded_as,
            )
    except (InvalidInput, Conflict) as error:
        entry = {"login": login, "name": name}
        return accounts_page(page, register, session, entry=entry, problem=error, status=422)
    return RedirectResponse(f"/admin/accounts/{made.login}?done=added", 303)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedAccount:
    """An account of a request, and the version that the administrator saw."""

    page: Page
    register: DbSession
    session: AccessSession
    login: Login
    version: IfMatchOrForm

    def do(
        self,
        done: str,
        change: Callable[[Account], Any],
        entry: Mapping[str, str] | None = None,
    ) -> Response:
        """Change it and go back to its page, or show there why it was not changed."""
        account = get_managed(self.page.person, self.register, self.session, self.login)
        try:
            with self.session.begin_nested():
                require_version(self.version, account.version)
                change(account)
        except (InvalidInput, Conflict, NotFound) as error:
            status = (
                412 if isinstance(error, Stale) else 409 if isinstance(error, Conflict) else 422
            )
            again = get_account(self.session, self.login)
            shown = (self.page, self.register, self.session, again)
            return account_page(*shown, problem=error, status=status, entry=entry)
        return RedirectResponse(f"/admin/accounts/{account.login}?done={done}", 303)


Opened = Annotated[OpenedAccount, Depends()]


@router.post("/admin/accounts/{login}/name")
def rename(opened: Opened, name: Words = "") -> Response:
    """Another name."""
    return opened.do(
        "name",
        lambda account: manage_account.rename_account(opened.session, account, name),
    )


@router.post("/admin/accounts/{login}/password")
def set_password(opened: Opened, password: Words = "") -> Response:
    """A new password, told to its owner by another way; all sessions end."""
    return opened.do(
        "password",
        lambda account: manage_account.set_password(opened.session, account, password),
    )


@router.post("/admin/accounts/{login}/lock")
def lock(opened: Opened, reason: Words = "") -> Response:
    """Nobody signs in as it any more."""

    def change(account: Account) -> None:
        if account.login == opened.page.person.account:
            raise Conflict(N_("Nobody locks the own account; another administrator can."))
        manage_account.lock_account(opened.session, account, reason)

    return opened.do("lock", change)


@router.post("/admin/accounts/{login}/unlock")
def unlock(opened: Opened) -> Response:
    """It may sign in again."""
    return opened.do(
        "unlock",
        lambda account: manage_account.unlock_account(opened.session, account),
    )


@router.post("/admin/accounts/{login}/roles")
def grant(
    opened: Opened,
    person: Person,
    role: Words = "",
    territory: Words = "",
    organisation: Words = "",
    valid_from: Words = "",
    valid_until: Words = "",
) -> Response:
    """A role in a territory, with its days; only inside the administrator's own territory."""

    def change(account: Account) -> None:
        wanted = read_membership(role, territory, organisation, valid_from, valid_until)
        require(
            person,
            Action.ACCOUNT_MANAGE,
            place_of_territory(opened.register, wanted.territory, today()),
        )
        manage_account.grant_membership(opened.session, account, wanted, by=person.recorded_as)

    entry = {
        "role": role,
        "territory": territory,
        "organisation": organisation,
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
    return opened.do("granted", change, entry=entry)


@router.post("/admin/accounts/{login}/roles/{number}/revoke")
def revoke(opened: Opened, number: Annotated[int, Path(ge=1, le=2**62)]) -> Response:
    """Take a role away; who had it and when stays readable."""
    return opened.do(
        "revoked",
        lambda account: manage_account.revoke_membership(
            opened.session, account, number, by=opened.page.person.recorded_as
        ),
    )


def read_membership(
    role: str, territory: str, organisation: str, valid_from: str, valid_until: str
) -> Membership:
    """A role as people enter it; raises InvalidInput naming the field."""
    if role not in {str(one) for one in Role}:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="role",
            value=repr(role),
            expected=", ".join(one for one in Role if one is not Role.PUBLIC),
        )
    if not territory:
        raise InvalidInput(
            N_("Choose where the role holds: find the place and mark it."), field="territory"
        )
    return Membership(
        role=Role(role),
        territory=Territory.parse(territory),
        organisation=" ".join(organisation.split()),
        valid=Period(
            parse_day(valid_from, "valid_from") if valid_from.strip() else None,
            parse_day(valid_until, "valid_until") if valid_until.strip() else None,
        ),
    )
