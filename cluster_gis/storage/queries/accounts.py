"""Accounts and their memberships: read and written, one statement each; the caller commits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, or_, select, update
from sqlalchemy.orm import Session

from cluster_gis.domain.access import (
    Actor,
    Membership,
    Period,
    Role,
    Territory,
    TerritoryKind,
)
from cluster_gis.storage.access_tables import account as t_account
from cluster_gis.storage.access_tables import membership as t_membership


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMembership:
    """A membership as it is recorded. revoked_at: it gives no right since then."""

    id: int
    membership: Membership
    granted_at: datetime
    granted_by: str
    revoked_at: datetime | None
    revoked_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account. password_hash: None = it cannot sign in by password. version: for If-Match."""

    id: int
    login: str
    name: str
    password_hash: str | None = field(repr=False)
    password_set_at: datetime | None
    oidc_issuer: str | None
    oidc_subject: str | None
    locked_at: datetime | None
    locked_reason: str | None
    created_at: datetime
    created_by: str
    version: int
    memberships: tuple[HeldMembership, ...] = ()

    @property
    def actor(self) -> Actor:
        """The account as who asks; what was revoked gives nothing."""
        held = tuple(one.membership for one in self.memberships if one.revoked_at is None)
        return Actor(account=self.login, name=self.name, memberships=held)


def any_account(session: Session) -> bool:
    """Whether there is an account at all."""
    return session.scalar(select(t_account.c.id).limit(1)) is not None


def administrators(session: Session) -> set[str]:
    """Sign-in names of who manages accounts now: not locked, not revoked, not over."""
    rows = session.scalars(
        select(t_account.c.login)
        .join(t_membership, t_membership.c.account_id == t_account.c.id)
        .where(
            t_membership.c.role == str(Role.ADMINISTRATOR),
            t_membership.c.revoked_at.is_(None),
            func.coalesce(t_membership.c.valid_until, func.current_date()) >= func.current_date(),
            t_account.c.locked_at.is_(None),
        )
    )
    return set(rows)


def find_account(session: Session, login: str) -> Account | None:
    """The account of that name with its memberships; None when there is none."""
    return _only(session, t_account.c.login == login)


def find_account_by_id(session: Session, account_id: int) -> Account | None:
    """The same by its number."""
    return _only(session, t_account.c.id == account_id)


def find_account_of_subject(session: Session, issuer: str, subject: str) -> Account | None:
    """The account tied to a person of an identity provider."""
    return _only(
        session, (t_account.c.oidc_issuer == issuer) & (t_account.c.oidc_subject == subject)
    )


def list_accounts(
    session: Session, *, search: str = "", limit: int = 1000, offset: int = 0
) -> list[Account]:
    """Accounts by name; search: part of the name or of the sign-in name."""
    statement = select(t_account).order_by(t_account.c.login).limit(limit).offset(offset)
    if search:
        like = f"%{search.casefold()}%"
        statement = statement.where(
            or_(
                t_account.c.login.like(like),
                func.lower(t_account.c.name).like(like),
            )
        )
    return _with_memberships(session, session.execute(statement).all())


def _only(session: Session, condition: Any) -> Account | None:
    found = _with_memberships(session, session.execute(select(t_account).where(condition)).all())
    return found[0] if found else None


def _with_memberships(session: Session, rows: Sequence[Row[Any]]) -> list[Account]:
    held = memberships_of(session, [row.id for row in rows])
    return [Account(**row._mapping, memberships=held.get(row.id, ())) for row in rows]


def memberships_of(
    session: Session, account_ids: Collection[int]
) -> dict[int, tuple[HeldMembership, ...]]:
    """Memberships by account, the oldest first."""
    rows = session.execute(
        select(t_membership)
        .where(t_membership.c.account_id.in_(account_ids))
        .order_by(t_membership.c.id)
    )
    held: dict[int, tuple[HeldMembership, ...]] = {}
    for row in rows:
        one = HeldMembership(
            id=row.id,
            membership=Membership(
                role=Role(row.role),
                territory=Territory(TerritoryKind(row.territory_kind), row.territory_key),
                valid=Period(row.valid_from, row.valid_until),
                organisation=row.organisation,
            ),
            granted_at=row.granted_at,
            granted_by=row.granted_by,
            revoked_at=row.revoked_at,
            revoked_by=row.revoked_by,
        )
        held[row.account_id] = (*held.get(row.account_id, ()), one)
    return held


def insert_account(
    session: Session, *, login: str, name: str, password_hash: str | None, by: str
) -> int:
    """Its number. Raises IntegrityError when the name is taken."""
    statement = (
        insert(t_account)
        .values(
            login=login,
            name=name,
            password_hash=password_hash,
            password_set_at=func.now() if password_hash else None,
            created_by=by,
        )
        .returning(t_account.c.id)
    )
    return int(session.execute(statement).scalar_one())


def update_account(session: Session, account_id: int, values: Mapping[str, Any]) -> int:
    """Change columns; the new version comes back."""
    statement = (
        update(t_account)
        .where(t_account.c.id == account_id)
        .values(**values, version=t_account.c.version + 1)
        .returning(t_account.c.version)
    )
    return int(session.execute(statement).scalar_one())


def lock_account_row(session: Session, account_id: int) -> int:
    """Its version, held against other writers until the transaction ends."""
    statement = select(t_account.c.version).where(t_account.c.id == account_id).with_for_update()
    return int(session.execute(statement).scalar_one())


def insert_membership(session: Session, account_id: int, membership: Membership, by: str) -> int:
    """Its number."""
    statement = (
        insert(t_membership)
        .values(
            account_id=account_id,
            role=str(membership.role),
            territory_kind=str(membership.territory.kind),
            territory_key=membership.territory.key,
            organisation=membership.organisation,
            valid_from=membership.valid.first,
            valid_until=membership.valid.last,
            granted_by=by,
        )
        .returning(t_membership.c.id)
    )
    return int(session.execute(statement).scalar_one())


def revoke_membership_row(session: Session, membership_id: int, by: str) -> None:
    """It gives no right from now on; one revoked before stays as it was."""
    session.execute(
        update(t_membership)
        .where(t_membership.c.id == membership_id, t_membership.c.revoked_at.is_(None))
        .values(revoked_at=func.now(), revoked_by=by)
    )
