"""Accounts: their names and passwords, locking, roles, and two people changing one."""

import unicodedata
from datetime import date

import pytest

from cluster_gis.domain.access import COUNTRY, Membership, Period, Role
from cluster_gis.errors import Conflict, InvalidInput, NotFound, Stale
from cluster_gis.services import check_password
from cluster_gis.services.check_password import hash_password, password_fits
from cluster_gis.services.manage_account import (
    add_account,
    get_account,
    grant_membership,
    lock_account,
    rename_account,
    revoke_membership,
    set_password,
    tie_to_provider,
    unlock_account,
)
from cluster_gis.services.sign_in import find_session, open_session
from cluster_gis.storage.queries.accounts import (
    administrators,
    find_account_of_subject,
    list_accounts,
)
from tests.accounts import CHEAP, HAI_PHONG, PASSWORD, write_account

LATER = "một mật khẩu khác 2"


@pytest.fixture
def cheap(monkeypatch):
    """Real argon2id with the least memory: one hash of the full cost is tested apart."""
    hasher = check_password.PasswordHash(
        (
            check_password.PasswordHash.recommended().current_hasher.__class__(
                time_cost=1, memory_cost=8, parallelism=1
            ),
        )
    )
    monkeypatch.setattr(check_password, "_HASHER", hasher)


def test_a_password_is_kept_as_argon2id_of_full_cost():
    made = hash_password(PASSWORD, login="lan")
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert password_fits(PASSWORD, made)
    assert not password_fits(PASSWORD + " ", made)


def test_letters_composed_in_another_way_are_the_same_password(cheap):
    composed = unicodedata.normalize("NFC", PASSWORD)
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert composed != decomposed
    assert password_fits(decomposed, hash_password(composed, login="lan"))


def test_no_password_fits_no_hash():
    assert not password_fits(PASSWORD, None)
    assert not password_fits(PASSWORD, "not a hash")


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("mười một ký", id="eleven-characters"),
        pytest.param("a" * 201, id="endless"),
        pytest.param("abababababab", id="few-letters"),
        pytest.param("nguyen.lan 2026", id="holds-the-name"),
    ],
)
def test_a_weak_password_is_refused(password):
    with pytest.raises(InvalidInput) as refused:
        hash_password(password, login="nguyen.lan")
    assert refused.value.field == "password"


def test_an_account_is_added_once(session, cheap):
    made = add_account(session, login=" Lan.NT ", name="Nguyễn  Lan", password=PASSWORD, by="op")
    assert (made.login, made.name, made.created_by) == ("lan.nt", "Nguyễn Lan", "op")
    assert password_fits(PASSWORD, made.password_hash)
    assert "argon2" not in repr(made)
    with pytest.raises(Conflict, match=r"lan\.nt already"):
        add_account(session, login="LAN.NT", name="x", password=None, by="op")
    assert [one.login for one in list_accounts(session, search="NGUYỄN")] == ["lan.nt"]


@pytest.mark.parametrize("login", ["", "x", "có dấu", "a b", ".a", "a" * 101])
def test_a_sign_in_name_is_plain(session, login):
    with pytest.raises(InvalidInput) as refused:
        add_account(session, login=login, name="x", password=None, by="op")
    assert refused.value.field == "login"


def test_a_new_password_ends_the_other_sessions(session, cheap):
    account = write_account(session, "lan")
    mine, other = (open_session(session, account, address="::1", browser="") for _ in range(2))
    keep = find_session(session, mine).session.id
    set_password(session, account, LATER, keep_session=keep)
    assert find_session(session, mine) is not None
    assert find_session(session, other) is None
    assert password_fits(LATER, get_account(session, "lan").password_hash)


def test_two_people_changing_one_account_notice(session):
    account = write_account(session, "lan")
    version = rename_account(session, account, "Trần Lan", version=account.version)
    assert version == account.version + 1
    with pytest.raises(Stale):
        lock_account(session, account, "nghỉ việc", version=account.version)
    lock_account(session, account, "nghỉ việc", version=version)
    assert get_account(session, "lan").locked_reason == "nghỉ việc"
    unlock_account(session, account)
    assert get_account(session, "lan").locked_at is None


def test_a_role_is_granted_and_taken_away_and_stays_readable(session):
    account = write_account(session, "lan")
    number = grant_membership(
        session,
        account,
        Membership(
            role=Role.OTHER_DEPARTMENT,
            territory=HAI_PHONG,
            valid=Period(date(2025, 3, 1), None),
            organisation="Sở Tài chính",
        ),
        by="op",
    )
    account = get_account(session, "lan")
    [held] = account.actor.memberships
    assert (held.organisation, held.valid.first) == ("Sở Tài chính", date(2025, 3, 1))
    revoke_membership(session, account, number, by="op2")
    account = get_account(session, "lan")
    assert account.actor.memberships == ()
    assert account.memberships[0].revoked_by == "op2"
    with pytest.raises(NotFound):
        revoke_membership(session, account, number, by="op2")
    with pytest.raises(InvalidInput, match="everybody has that"):
        grant_membership(session, account, Membership(role=Role.PUBLIC, territory=COUNTRY), by="op")


def test_the_last_administrator_stays(session):
    first = write_account(session, "lan", (Role.ADMINISTRATOR, COUNTRY))
    [role] = first.memberships
    with pytest.raises(Conflict, match="only administrator"):
        lock_account(session, first, "x")
    with pytest.raises(Conflict, match="only administrator"):
        revoke_membership(session, first, role.id, by="op")
    write_account(session, "minh", (Role.ADMINISTRATOR, COUNTRY))
    assert administrators(session) == {"lan", "minh"}
    revoke_membership(session, first, role.id, by="op")
    assert administrators(session) == {"minh"}


def test_a_person_of_the_provider_is_one_account(session):
    lan, minh = write_account(session, "lan"), write_account(session, "minh", password_hash=CHEAP)
    tie_to_provider(session, lan, "https://id.example", "42")
    assert find_account_of_subject(session, "https://id.example", "42").login == "lan"
    with pytest.raises(Conflict):
        tie_to_provider(session, minh, "https://id.example", "42")
