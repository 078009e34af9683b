"""Sessions, tokens and attempts to sign in. Secrets come in as sha256, never as they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from cluster_gis.storage.access_tables import account, api_token, sign_in_attempt
from cluster_gis.storage.access_tables import session as sign_in_session

#: A session is marked as seen at most this often.
_SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A session of a browser. id: names it to its owner; it is no secret."""

    id: int
    account_id: int
    created_at: datetime
    expires_at: datetime
    seen_at: datetime
    address: str
    browser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A token of a script. scope: read or write. revoked_at: unusable since then."""

    id: int
    account_id: int
    name: str
    scope: str
    created_at: datetime
    created_by: str
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


_SESSION = [sign_in_session.c[name] for name in OpenSession.__dataclass_fields__]
_TOKEN = [api_token.c[name] for name in ApiToken.__dataclass_fields__]


def insert_session(
    session: Session,
    *,
    token_hash: bytes,
    account_id: int,
    lifetime: timedelta,
    address: str,
    browser: str,
) -> None:
    """A new session of the account."""
    session.execute(
        insert(sign_in_session).values(
            token_hash=token_hash,
            account_id=account_id,
            expires_at=func.now() + lifetime,
            address=address,
            browser=browser[:200],
        )
    )


def find_open_session(session: Session, token_hash: bytes) -> OpenSession | None:
    """The session of this secret; None when unknown, over, revoked, or its account is locked."""
    row = session.execute(
        select(*_SESSION)
        .join(account, account.c.id == sign_in_session.c.account_id)
        .where(
            sign_in_session.c.token_hash == token_hash,
            sign_in_session.c.revoked_at.is_(None),
            sign_in_session.c.expires_at > func.now(),
            account.c.locked_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else OpenSession(**row._mapping)


def touch_session(session: Session, session_id: int) -> None:
    """Note that it is in use, every few minutes."""
    session.execute(
        update(sign_in_session)
        .where(
            sign_in_session.c.id == session_id,
            sign_in_session.c.seen_at < func.now() - _SEEN_EVERY,
        )
        .values(seen_at=func.now())
    )


def open_sessions(session: Session, account_id: int) -> list[OpenSession]:
    """Sessions of an account that still hold, the newest first."""
    rows = session.execute(
        select(*_SESSION)
        .where(
            sign_in_session.c.account_id == account_id,
            sign_in_session.c.revoked_at.is_(None),
            sign_in_session.c.expires_at > func.now(),
        )
        .order_by(sign_in_session.c.id.desc())
    )
    return [OpenSession(**row._mapping) for row in rows]


def revoke_sessions(
    session: Session, account_id: int, *, only: int | None = None, but: int | None = None
) -> int:
    """End sessions of an account: all, one (`only`), or all but one; how many ended."""
    statement = update(sign_in_session).where(
        sign_in_session.c.account_id == account_id, sign_in_session.c.revoked_at.is_(None)
    )
    if only is not None:
        statement = statement.where(sign_in_session.c.id == only)
    if but is not None:
        statement = statement.where(sign_in_session.c.id != but)
    ended = statement.values(revoked_at=func.now()).returning(sign_in_session.c.id)
    return len(session.execute(ended).all())


def insert_token(
    session: Session,
    *,
    token_hash: bytes,
    account_id: int,
    name: str,
    scope: str,
    lifetime: timedelta,
    by: str,
) -> int:
    """A new token; its number."""
    statement = (
        insert(api_token)
        .values(
            token_hash=token_hash,
            account_id=account_id,
            name=name,
            scope=scope,
            expires_at=func.now() + lifetime,
            created_by=by,
        )
        .returning(api_token.c.id)
    )
    return int(session.execute(statement).scalar_one())


def find_usable_token(session: Session, token_hash: bytes) -> ApiToken | None:
    """The token of this secret; None when unknown, over, revoked, or its account is locked."""
    row = session.execute(
        select(*_TOKEN)
        .join(account, account.c.id == api_token.c.account_id)
        .where(
            api_token.c.token_hash == token_hash,
            api_token.c.revoked_at.is_(None),
            api_token.c.expires_at > func.now(),
            account.c.locked_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else ApiToken(**row._mapping)


def touch_token(session: Session, token_id: int) -> None:
    """Note that it is in use, every few minutes."""
    session.execute(
        update(api_token)
        .where(
            api_token.c.id == token_id,
            func.coalesce(api_token.c.used_at, text("'-infinity'")) < func.now() - _SEEN_EVERY,
        )
        .values(used_at=func.now())
    )


def tokens_of(session: Session, account_id: int) -> list[ApiToken]:
    """Tokens of an account, the newest first, revoked ones too."""
    rows = session.execute(
        select(*_TOKEN).where(api_token.c.account_id == account_id).order_by(api_token.c.id.desc())
    )
    return [ApiToken(**row._mapping) for row in rows]


def revoke_token(session: Session, account_id: int, token_id: int, by: str) -> bool:
    """End a token of the account; False when it has none such that still holds."""
    ended = session.execute(
        update(api_token)
        .where(
            api_token.c.id == token_id,
            api_token.c.account_id == account_id,
            api_token.c.revoked_at.is_(None),
        )
        .values(revoked_at=func.now(), revoked_by=by)
        .returning(api_token.c.id)
    )
    return ended.one_or_none() is not None


@dataclass(frozen=True, slots=True)
class Failures:
    """Failed attempts in the window and the seconds since the last of them."""

    count: int
    since_last_s: float


def lock_attempts(session: Session, login: str) -> None:
    """One attempt at a time for this name, until the transaction ends."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended('sign-in ' || :login, 0))"),
        {"login": login},
    )


def failures_of_login(session: Session, login: str, window: timedelta) -> Failures:
    """Since the last success of this name, at most a window back."""
    return _failures(
        session,
        """
        SELECT count(*), extract(epoch FROM clock_timestamp() - max(at))
        FROM access.sign_in_attempt
        WHERE login = :value AND NOT succeeded AND at > clock_timestamp() - :window
          AND id > coalesce((SELECT max(id) FROM access.sign_in_attempt
                             WHERE login = :value AND succeeded), 0)
        """,
        login,
        window,
    )


def failures_of_address(session: Session, address: str, window: timedelta) -> Failures:
    """Of whatever name, from this address, at most a window back."""
    return _failures(
        session,
        """
        SELECT count(*), extract(epoch FROM clock_timestamp() - max(at))
        FROM access.sign_in_attempt
        WHERE address = :value AND NOT succeeded AND at > clock_timestamp() - :window
        """,
        address,
        window,
    )


def _failures(session: Session, statement: str, value: str, window: timedelta) -> Failures:
    count, since = session.execute(text(statement), {"value": value, "window": window}).one()
    return Failures(int(count), float(since or 0))


def insert_attempt(session: Session, *, login: str, address: str) -> int:
    """An attempt that failed until it is said to have succeeded; its number."""
    statement = (
        insert(sign_in_attempt).values(login=login, address=address).returning(sign_in_attempt.c.id)
    )
    return int(session.execute(statement).scalar_one())


def mark_success(session: Session, attempt_id: int) -> None:
    """The attempt succeeded; earlier failures of the name count no more."""
    session.execute(
        update(sign_in_attempt).where(sign_in_attempt.c.id == attempt_id).values(succeeded=True)
    )


def forget_old_attempts(session: Session, older_than: timedelta) -> None:
    """Delete attempts that no limit looks at any more."""
    session.execute(
        text("DELETE FROM access.sign_in_attempt WHERE at < now() - :age"), {"age": older_than}
    )
