"""Accounts for tests, whose passwords take a millisecond to check, not a quarter of a second."""

from datetime import date

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from cluster_gis.domain.access import Membership, Period, Role, Territory, unit
from cluster_gis.services.manage_account import get_account, grant_membership
from cluster_gis.storage.queries.accounts import Account, insert_account

PASSWORD = "mật khẩu đủ dài 1"
#: The same algorithm, made cheap.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
HAI_PHONG, LAO_CAI = unit("2025:31"), unit("2025:15")


def write_account(
    session: Session,
    login: str,
    *held: tuple[Role, Territory] | tuple[Role, Territory, date | None, date | None],
    password_hash: str = CHEAP,
) -> Account:
    """An account whose password is PASSWORD, in these roles."""
    insert_account(session, login=login, name=f"Người {login}", password_hash=password_hash, by="t")
    account = get_account(session, login)
    for role, territory, *days in held:
        grant_membership(
            session,
            account,
            Membership(role=role, territory=territory, valid=Period(*days)),
            by="t",
        )
    return get_account(session, login)
