"""Signing in: limits, sessions and tokens that end, as the role of accounts alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session, sessionmaker

from cluster_gis.domain.access import Role
from cluster_gis.errors import InvalidInput, TooManyAttempts
from cluster_gis.services import manage_account
from cluster_gis.services.sign_in import (
    FREE_FAILURES,
    FREE_FAILURES_OF_ADDRESS,
    find_session,
    find_token,
    issue_token,
    sign_in,
)
from cluster_gis.storage.queries.accounts import any_account
from cluster_gis.storage.queries.sign_ins import (
    open_sessions,
    revoke_sessions,
    revoke_token,
    tokens_of,
)
from tests.accounts import HAI_PHONG, PASSWORD, write_account


@pytest.fixture(scope="module")
def makers(module_database) -> Iterator[sessionmaker[Session]]:
    """Sessions of the role of accounts."""
    engine = create_engine(module_database.access_url, pool_size=10)
    makers = sessionmaker(engine)
    with makers.begin() as session:
        assert not any_account(session)
        for login in ("lan", "minh", "hoa", "an", "binh"):
            write_account(session, login, (Role.INDUSTRY_DEPARTMENT, HAI_PHONG))
    yield makers
    engine.dispose()


def attempt(makers, login, password=PASSWORD, address="10.0.0.1"):
    return sign_in(makers, login=login, password=password, address=address, browser="Firefox")


def account_of(session, login):
    return manage_account.get_account(session, login)


def test_a_session_holds_until_it_is_ended(makers):
    secret = attempt(makers, " Lan ")
    with makers.begin() as session:
        found = find_session(session, secret)
        assert found.account.login == "lan"
        assert found.account.actor.memberships[0].role is Role.INDUSTRY_DEPARTMENT
        assert [one.browser for one in open_sessions(session, found.account.id)] == ["Firefox"]
        stored = session.scalar(
            text("SELECT count(*) FROM access.session WHERE token_hash = :s"),
            {"s": secret.encode()},
        )
        assert stored == 0
        assert find_session(session, secret + "x") is None
        assert revoke_sessions(session, found.account.id, only=found.session.id) == 1
    with makers.begin() as session:
        assert find_session(session, secret) is None


def test_a_session_ends_with_its_time(makers):
    secret = attempt(makers, "lan")
    with makers.begin() as session:
        session.execute(text("UPDATE access.session SET expires_at = now()"))
        assert find_session(session, secret) is None


def test_fifty_wrong_passwords_wait_and_the_right_one_with_them(makers):
    waits = []
    for number in range(50):
        with pytest.raises((InvalidInput, TooManyAttempts)) as refused:
            attempt(makers, "minh", f"sai mật khẩu {number}", address="10.0.0.2")
        if isinstance(refused.value, TooManyAttempts):
            waits.append(refused.value.wait_s)
    assert len(waits) == 50 - FREE_FAILURES
    assert all(0 < wait <= 31 for wait in waits)
    with pytest.raises(TooManyAttempts, match="Try again in 0:"):
        attempt(makers, "minh", address="10.0.0.3")
    with makers.begin() as session:
        session.execute(
            text("UPDATE access.sign_in_attempt SET at = at - CAST('31 s' AS interval)")
        )
    with pytest.raises(InvalidInput):
        attempt(makers, "minh", "sai lần nữa", address="10.0.0.3")
    with pytest.raises(TooManyAttempts) as longer:
        attempt(makers, "minh", address="10.0.0.3")
    assert 31 < longer.value.wait_s <= 61
    with makers.begin() as session:
        session.execute(
            text("UPDATE access.sign_in_attempt SET at = at - CAST('61 s' AS interval)")
        )
    attempt(makers, "minh", address="10.0.0.3")
    with pytest.raises(InvalidInput):
        attempt(makers, "minh", "sai", address="10.0.0.3")


def test_a_name_nobody_has_waits_just_so(makers):
    for _ in range(FREE_FAILURES):
        with pytest.raises(InvalidInput, match="name or the password is wrong"):
            attempt(makers, "khong-co", address="10.0.0.4")
    with pytest.raises(TooManyAttempts):
        attempt(makers, "khong-co", address="10.0.0.4")


def test_one_address_that_tries_many_names_waits(makers):
    with makers.begin() as session:
        session.execute(
            text(
                "INSERT INTO access.sign_in_attempt (login, address)"
                " SELECT 'n' || n, '10.0.0.5' FROM generate_series(1, :n) n"
            ),
            {"n": FREE_FAILURES_OF_ADDRESS},
        )
    with pytest.raises(TooManyAttempts):
        attempt(makers, "hoa", address="10.0.0.5")
    attempt(makers, "hoa", address="10.0.0.6")


def test_attempts_at_the_same_time_count_each_other(makers):
    def wrong(number):
        try:
            attempt(makers, "an", f"sai {number}", address="10.0.0.7")
        except (InvalidInput, TooManyAttempts) as refused:
            return type(refused)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(wrong, range(16)))
    assert answers.count(InvalidInput) == FREE_FAILURES


def test_a_locked_account_is_out_at_once(makers):
    secret = attempt(makers, "binh")
    with makers.begin() as session:
        account = account_of(session, "binh")
        token = issue_token(session, account, name="t", scope="read", days=1, by="binh")
        assert find_token(session, token).token.scope == "read"
        manage_account.lock_account(session, account, "nghỉ việc")
        assert find_session(session, secret) is None
        assert find_token(session, token) is None
    with pytest.raises(InvalidInput, match="or the account is locked"):
        attempt(makers, "binh")
    with makers.begin() as session:
        manage_account.unlock_account(session, account_of(session, "binh"))
        assert find_session(session, secret) is None
        assert find_token(session, token) is not None


def test_a_token_works_until_it_is_revoked_or_over(makers):
    with makers.begin() as session:
        account = account_of(session, "lan")
        first, second = (
            issue_token(session, account, name="nightly  load", scope="write", days=30, by="lan")
            for _ in range(2)
        )
        assert first.startswith("cgt_")
        assert find_token(session, first).account.login == "lan"
        newest, oldest = tokens_of(session, account.id)
        assert newest.name == "nightly load"
        assert not revoke_token(session, account.id + 1, oldest.id, "other")
        assert revoke_token(session, account.id, oldest.id, "lan")
        assert not revoke_token(session, account.id, oldest.id, "lan")
        assert find_token(session, first) is None
        session.execute(
            text("UPDATE access.api_token SET expires_at = now() - CAST(:d AS interval)"),
            {"d": timedelta(seconds=1)},
        )
        assert find_token(session, second) is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"name": " "}, "name", id="no-name"),
        pytest.param({"scope": "admin"}, "scope", id="unknown-scope"),
        pytest.param({"days": 367}, "days", id="longer-than-a-year"),
        pytest.param({"days": 0}, "days", id="over-at-once"),
    ],
)
def test_a_token_is_for_something_and_for_a_time(makers, values, field):
    with makers.begin() as session, pytest.raises(InvalidInput) as refused:
        issue_token(
            session,
            account_of(session, "lan"),
            **({"name": "a", "scope": "read", "days": 1, "by": "lan"} | values),
        )
    assert refused.value.field == field


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 FROM register.cluster_state",
        "SELECT 1 FROM published.clusters(current_date, 1)",
        "DELETE FROM access.account",
        "DELETE FROM access.membership",
        "CREATE TABLE access.mine ()",
        "COPY access.account TO '/tmp/accounts'",
    ],
)
def test_the_role_of_accounts_touches_nothing_else(makers, statement):
    with makers() as session, pytest.raises(ProgrammingError):
        session.execute(text(statement))


def test_the_serving_role_sees_no_account(module_database):
    engine = create_engine(module_database.web_url)
    with engine.connect() as web, pytest.raises(ProgrammingError, match="permission denied"):
        web.execute(text("SELECT login FROM access.account"))
    engine.dispose()
