"""Accounts and memberships: add, rename, set a password, lock, grant, revoke.

`by` is the login name of who does it, or the operator's. `version`: the version of the account it
was decided upon; None = whatever it is (the command line).
"""

import re
import unicodedata
from typing import Any

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cluster_gis.domain.access import Membership, Role
from cluster_gis.errors import Conflict, InvalidInput, NotFound, Stale
from cluster_gis.i18n import N_
from cluster_gis.services.check_password import hash_password
from cluster_gis.storage.queries.accounts import (
    Account,
    administrators,
    find_account,
    insert_account,
    insert_membership,
    lock_account_row,
    revoke_membership_row,
    update_account,
)
from cluster_gis.storage.queries.sign_ins import revoke_sessions

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,99}")


def read_login(value: str) -> str:
    """The sign-in name in its one form; raises InvalidInput."""
    login = unicodedata.normalize("NFC", value).strip().casefold()
    if not _LOGIN.fullmatch(login):
        raise InvalidInput(
            N_(
                "{field} is {value}; expected 2 to 100 letters a–z, digits or . _ @ - , "
                "the first a letter or digit."
            ),
            field="login",
            value=repr(value),
        )
    return login


def read_name(value: str) -> str:
    """The person's name; raises InvalidInput."""
    name = " ".join(unicodedata.normalize("NFC", value).split())
    if not 1 <= len(name) <= 200:
        raise InvalidInput(
            N_("{field} is {value}; expected the person's name, at most 200 characters."),
            field="name",
            value=repr(value[:50]),
        )
    return name


def get_account(session: Session, login: str) -> Account:
    """The account; raises NotFound."""
    found = find_account(session, login.strip().casefold())
    if found is None:
        raise NotFound(N_("There is no account {login}."), login=repr(login))
    return found


def add_account(
    session: Session, *, login: str, name: str, password: str | None, by: str
) -> Account:
    """A new account; password None: it signs in through the identity provider only.

    Raises InvalidInput, or Conflict when the name is taken.
    """
    wanted = read_login(login)
    hashed = hash_password(password, login=wanted) if password is not None else None
    said = read_name(name)
    try:
        with session.begin_nested():
            insert_account(session, login=wanted, name=said, password_hash=hashed, by=by)
    except IntegrityError:
        raise Conflict(N_("There is an account {login} already."), login=wanted) from None
    return get_account(session, wanted)


def rename_account(
    session: Session, account: Account, name: str, *, version: int | None = None
) -> int:
    """Change the person's name; the new version comes back."""
    said = read_name(name)
    return _change(session, account, {"name": said}, version)


def set_password(
    session: Session, account: Account, password: str, *, keep_session: int | None = None
) -> None:
    """A new password; every session of the account ends, but the one that set it."""
    hashed = hash_password(password, login=account.login)
    values = {"password_hash": hashed, "password_set_at": func.now()}
    _change(session, account, values, None)
    revoke_sessions(session, account.id, but=keep_session)


def lock_account(
    session: Session, account: Account, reason: str, *, version: int | None = None
) -> int:
    """Nobody signs in as it any more; its sessions end, its tokens do not work while it lasts."""
    if not reason.strip():
        raise InvalidInput(N_("Say why the account is locked."), field="reason")
    _refuse_last_administrator(session, account)
    values = {"locked_at": func.now(), "locked_reason": reason.strip()[:500]}
    changed = _change(session, account, values, version)
    revoke_sessions(session, account.id)
    return changed


def unlock_account(session: Session, account: Account, *, version: int | None = None) -> int:
    """It may sign in again."""
    return _change(session, account, {"locked_at": None, "locked_reason": None}, version)


def tie_to_provider(session: Session, account: Account, issuer: str, subject: str) -> None:
    """Let a person of an identity provider sign in as this account; raises Conflict."""
    try:
        with session.begin_nested():
            _change(session, account, {"oidc_issuer": issuer, "oidc_subject": subject}, None)
    except IntegrityError:
        raise Conflict(
            N_("Another account is tied to this person of the identity provider.")
        ) from None


def grant_membership(
    session: Session,
    account: Account,
    membership: Membership,
    *,
    by: str,
    version: int | None = None,
) -> int:
    """Add a role; its number. Everybody is the public already: that cannot be granted."""
    if membership.role is Role.PUBLIC:
        raise InvalidInput(
            N_("{field} is {value}; everybody has that without an account."),
            field="role",
            value=str(membership.role),
        )
    _change(session, account, {}, version)
    return insert_membership(session, account.id, membership, by)


def revoke_membership(
    session: Session,
    account: Account,
    membership_id: int,
    *,
    by: str,
    version: int | None = None,
) -> None:
    """Take a role away from now on; raises NotFound when the account does not have it."""
    held = next((one for one in account.memberships if one.id == membership_id), None)
    if held is None or held.revoked_at is not None:
        raise NotFound(
            N_("The account {login} has no role number {number}."),
            login=account.login,
            number=membership_id,
        )
    if held.membership.role is Role.ADMINISTRATOR:
        _refuse_last_administrator(session, account)
    _change(session, account, {}, version)
    revoke_membership_row(session, membership_id, by)


def _change(session: Session, account: Account, values: dict[str, Any], version: int | None) -> int:
    current = lock_account_row(session, account.id)
    if version is not None and version != current:
        raise Stale(
            N_("It was changed meanwhile: you read version {read}, now it is {current}."),
            read=version,
            current=current,
        )
    return update_account(session, account.id, values)


def _refuse_last_administrator(session: Session, account: Account) -> None:
    """Raise Conflict when afterwards no account could manage accounts any more."""
    if administrators(session) == {account.login}:
        raise Conflict(
            N_("{login} is the only administrator left; appoint another one first."),
            login=account.login,
        )
