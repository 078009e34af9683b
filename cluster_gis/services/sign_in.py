"""Sign in with a password, within limits; sessions and tokens as secrets that we do not keep.

Limits: after 5 wrong passwords a name waits 30 s, then twice as long each time, at most 15 minutes;
an address waits after 30. What comes meanwhile is not looked at: a right password is refused with
the same words as a wrong one.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session, sessionmaker

from cluster_gis.errors import Forbidden, InvalidInput, TooManyAttempts
from cluster_gis.i18n import N_
from cluster_gis.services.check_password import password_fits
from cluster_gis.storage.connections import name_actor
from cluster_gis.storage.queries.accounts import Account, find_account, find_account_by_id
from cluster_gis.storage.queries.sign_ins import (
    ApiToken,
    OpenSession,
    failures_of_address,
    failures_of_login,
    find_open_session,
    find_usable_token,
    forget_old_attempts,
    insert_attempt,
    insert_session,
    insert_token,
    lock_attempts,
    mark_success,
    touch_session,
    touch_token,
)

SESSION_LIFETIME = timedelta(hours=12)
FREE_FAILURES = 5
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 900
WINDOW = timedelta(hours=1)
FREE_FAILURES_OF_ADDRESS = 30
WINDOW_OF_ADDRESS = timedelta(minutes=15)
#: How a token begins, so that one left in a file is recognised.
TOKEN_PREFIX = "cgt_"  # noqa: S105 - not a secret itself
MAX_TOKEN_DAYS = 366
SCOPES = ("read", "write")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """An account that came by a session, or by a token."""

    account: Account
    session: OpenSession | None = None
    token: ApiToken | None = None


def hash_secret(secret: str) -> bytes:
    """What is kept of a random 256-bit text: its sha256; no salt is needed for such a one."""
    return hashlib.sha256(secret.encode()).digest()


def sign_in(
    sessions: sessionmaker[Session], *, login: str, password: str, address: str, browser: str
) -> str:
    """The secret of a new session, for the cookie.

    Takes the maker of sessions: an attempt is committed before the password is looked at, so that
    parallel ones count each other. Raises TooManyAttempts, or InvalidInput with one sentence
    whatever was wrong: name, password, or an account that is locked.
    """
    name = login.strip().casefold()[:100]
    with sessions.begin() as session:
        lock_attempts(session, name)
        wait_s = _seconds_to_wait(session, name, address)
        if wait_s <= 0:
            attempt = insert_attempt(session, login=name, address=address)
            account = find_account(session, name)
    if wait_s > 0:
        raise TooManyAttempts(
            N_("Too many wrong passwords. Try again in {minutes}."),
            wait_s=wait_s,
            minutes=f"{wait_s // 60}:{wait_s % 60:02d}",
        )
    fits = password_fits(password, account.password_hash if account else None)
    if account is None or not fits or account.locked_at is not None:
        raise InvalidInput(
            N_("The sign-in name or the password is wrong, or the account is locked."),
            field="password",
        )
    with sessions.begin() as session:
        mark_success(session, attempt)
        forget_old_attempts(session, timedelta(days=90))
        return open_session(session, account, address=address, browser=browser)


def _seconds_to_wait(session: Session, login: str, address: str) -> int:
    own = failures_of_login(session, login, WINDOW)
    wait = 0.0
    if own.count >= FREE_FAILURES:
        steps = min(own.count - FREE_FAILURES, 10)
        wait = min(FIRST_WAIT_S * 2**steps, LONGEST_WAIT_S) - own.since_last_s
    other = failures_of_address(session, address, WINDOW_OF_ADDRESS)
    if other.count >= FREE_FAILURES_OF_ADDRESS:
        wait = max(wait, LONGEST_WAIT_S - other.since_last_s)
    return int(wait) + 1 if wait > 0 else 0


def open_session(session: Session, account: Account, *, address: str, browser: str) -> str:
    """The secret of a new session of an account that proved who it is."""
    if account.locked_at is not None:
        raise Forbidden(N_("The account is locked; ask an administrator."))
    name_actor(session, account.login)
    secret = secrets.token_urlsafe(32)
    insert_session(
        session,
        token_hash=hash_secret(secret),
        account_id=account.id,
        lifetime=SESSION_LIFETIME,
        address=address,
        browser=browser,
    )
    return secret


def find_session(session: Session, secret: str) -> SignedIn | None:
    """Who the cookie stands for; None when it does not hold (any more)."""
    found = find_open_session(session, hash_secret(secret))
    if found is None:
        return None
    touch_session(session, found.id)
    account = find_account_by_id(session, found.account_id)
    return None if account is None else SignedIn(account=account, session=found)


def issue_token(
    session: Session, account: Account, *, name: str, scope: str, days: int, by: str
) -> str:
    """The secret of a new token, to be shown once; raises InvalidInput."""
    said = " ".join(name.split())
    if not 1 <= len(said) <= 100:
        raise InvalidInput(
            N_("{field} is {value}; expected what the token is for, at most 100 characters."),
            field="name",
            value=repr(name[:50]),
        )
    if scope not in SCOPES:
        raise InvalidInput(
            N_("{field} is {value}; expected read or write."), field="scope", value=repr(scope)
        )
    if not 1 <= days <= MAX_TOKEN_DAYS:
        raise InvalidInput(
            N_("{field} is {value}; expected 1 to {most} days."),
            field="days",
            value=days,
            most=MAX_TOKEN_DAYS,
        )
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    insert_token(
        session,
        token_hash=hash_secret(secret),
        account_id=account.id,
        name=said,
        scope=scope,
        lifetime=timedelta(days=days),
        by=by,
    )
    return secret


def find_token(session: Session, secret: str) -> SignedIn | None:
    """Who the token stands for; None when it does not hold (any more)."""
    found = find_usable_token(session, hash_secret(secret))
    if found is None:
        return None
    touch_token(session, found.id)
    account = find_account_by_id(session, found.account_id)
    return None if account is None else SignedIn(account=account, token=found)
