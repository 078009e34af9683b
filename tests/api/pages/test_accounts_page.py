"""Accounts managed over HTTP: made, given roles in a territory, locked; never by others."""

import re

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.domain.access import COUNTRY, Role
from cluster_gis.postgres.server import libpq
from tests.accounts import HAI_PHONG, LAO_CAI, write_account
from tests.visitors import post, sign_in, visiting


@pytest.fixture(scope="module")
def database(small_database):
    engine = create_engine(small_database.access_url)
    sct = Role.INDUSTRY_DEPARTMENT
    with Session(engine) as session, session.begin():
        write_account(session, "sct.hp", (sct, HAI_PHONG))
        write_account(session, "sct.lc", (sct, LAO_CAI))
        write_account(session, "nguoi-moi")
        write_account(session, "quan-tri", (Role.ADMINISTRATOR, COUNTRY))
        write_account(session, "quan-tri.hp", (Role.ADMINISTRATOR, HAI_PHONG))
    engine.dispose()
    return small_database


@pytest.fixture(scope="module")
def visit(database):
    """Opens clients as people's browsers."""
    with visiting(database) as open_one:
        yield open_one


def version_of(client, login):
    page = client.get(f"/admin/accounts/{login}").text
    return re.search(r'name="version" value="(\d+)"', page)[1]


def test_an_administrator_makes_an_account_with_a_role_and_the_trail_names_who(visit, database):
    admin = visit("quan-tri")
    made = post(
        admin,
        "/admin/accounts",
        "/admin/accounts",
        login="lan.nt",
        name="Nguyễn Thị Lan",
        password="câu chuyện dài 2026",
    )
    assert made.headers["location"] == "/admin/accounts/lan.nt?done=added"
    found = admin.get("/admin/territories", params={"find": "hai phong"}).text
    assert 'value="unit:2025:31"' in found
    role = {
        "role": "commune",
        "territory": "unit:2025:31",
        "valid_from": "01/07/2025",
        "organisation": "UBND xã",
    }
    path = "/admin/accounts/lan.nt/roles"
    unnamed = post(admin, path, **role)
    assert unnamed.status_code == 428
    given = post(admin, path, **role, version=version_of(admin, "lan.nt"))
    assert given.status_code == 303, given.text
    page = admin.get("/admin/accounts/lan.nt").text
    assert "từ 01/07/2025" in page
    assert sign_in(visit(), "lan.nt", "câu chuyện dài 2026").status_code == 303
    number = re.search(r"/roles/(\d+)/revoke", page)[1]
    stale = post(admin, f"{path}/{number}/revoke", version="1")
    assert stale.status_code == 412
    assert "đã được sửa trong lúc đó" in stale.text
    current = version_of(admin, "lan.nt")
    assert post(admin, f"{path}/{number}/revoke", version=current).status_code == 303
    again = post(admin, "/admin/accounts", "/admin/accounts", login="lan.nt", name="x")
    assert again.status_code == 422
    with psycopg.connect(libpq(database.web_url)) as web:
        told = web.execute(
            "SELECT actor, operation, coalesce(new->>'role', new->>'revoked_by') FROM trail.entry"
            " WHERE table_name = 'access.membership' AND key->>'id' = %s ORDER BY act",
            [number],
        ).fetchall()
    assert told == [("quan-tri", "insert", "commune"), ("quan-tri", "update", "quan-tri")]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        pytest.param({"role": "king"}, "king", id="unknown-role"),
        pytest.param({"territory": ""}, "địa bàn của vai trò", id="no-place"),
        pytest.param({"territory": "unit:2025:99999"}, "2025:99999", id="no-such-unit"),
        pytest.param({"valid_from": "hôm qua"}, "valid_from", id="no-date"),
        pytest.param(
            {"valid_from": "02/01/2026", "valid_until": "01/01/2026"}, "until", id="backwards"
        ),
    ],
)
def test_a_role_entered_wrongly_is_said(visit, entry, said):
    admin = visit("quan-tri")
    role = {"role": "province", "territory": "country"} | entry
    version = version_of(admin, "nguoi-moi")
    answer = post(admin, "/admin/accounts/nguoi-moi/roles", **role, version=version)
    assert answer.status_code == 422
    assert said in answer.text


def test_an_administrator_of_a_province_stays_in_it(visit):
    admin = visit("quan-tri.hp")
    page = admin.get("/admin/accounts").text
    assert "/admin/accounts/sct.hp" in page
    assert "/admin/accounts/sct.lc" not in page
    assert admin.get("/admin/accounts/sct.lc").status_code == 404
    assert admin.get("/admin/accounts/quan-tri").status_code == 404
    assert post(admin, "/admin/accounts/sct.lc/lock", version="2", reason="x").status_code == 404
    for territory in ("country", "unit:2025:15"):
        answer = post(
            admin,
            "/admin/accounts/sct.hp/roles",
            role="administrator",
            territory=territory,
            version=version_of(admin, "sct.hp"),
        )
        assert answer.status_code == 403


def test_a_locked_account_is_out_at_once(visit):
    admin, locked = visit("quan-tri"), visit("sct.lc")
    version = version_of(admin, "sct.lc")
    path = "/admin/accounts/sct.lc"
    assert post(admin, f"{path}/lock", version=version, reason="nghỉ việc").status_code == 303
    assert locked.get("/profile").status_code == 401
    assert sign_in(visit(), "sct.lc").status_code == 401
    assert post(admin, f"{path}/unlock", version=version_of(admin, "sct.lc")).status_code == 303
    own = post(admin, "/admin/accounts/quan-tri/lock", version="2", reason="x")
    assert own.status_code in (409, 412)


@pytest.mark.parametrize("login", ["sct.hp", "nguoi-moi.khong-co"])
def test_accounts_are_not_for_others(visit, login):
    client = visit("sct.hp")
    answer = client.get(f"/admin/accounts/{login}")
    assert answer.status_code == 403
    assert "quản trị tài khoản" in answer.text
    assert visit().get("/admin/accounts").status_code == 401
