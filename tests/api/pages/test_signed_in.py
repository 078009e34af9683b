"""Accounts over HTTP: signing in, what a role may, what it may not, and what a thief may not."""

import re
from datetime import date

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, sessionmaker

from api.forms import SESSION_COOKIE
from cluster_gis.domain.access import COUNTRY, Role
from cluster_gis.domain.staging import ReceivedFile
from cluster_gis.postgres.server import libpq
from cluster_gis.services.sign_in import find_session
from cluster_gis.services.stage_boundaries import stage_boundaries
from cluster_gis.storage.connections import writing_session
from tests.accounts import HAI_PHONG, LAO_CAI, PASSWORD, write_account
from tests.staged_outlines import FEATURES, collection
from tests.visitors import post, sign_in, token_of, visiting

CORRECT = "/clusters/hp-tien-lang/correct"
ENTRY = {
    "field": "n_projects",
    "value": "5",
    "since": "06/2024",
    "source": "Báo cáo 9/BC-SCT",
    "reason": "số liệu cũ ghi nhầm",
    "by": "kẻ mạo danh",
}


@pytest.fixture(scope="module")
def database(small_database):
    engine = create_engine(small_database.access_url)
    sct = Role.INDUSTRY_DEPARTMENT
    with Session(engine) as session, session.begin():
        write_account(session, "sct.hp", (sct, HAI_PHONG))
        write_account(session, "sct.lc", (sct, LAO_CAI))
        write_account(session, "het-han", (sct, HAI_PHONG, None, date(2025, 6, 30)))
        write_account(session, "nguoi-moi")
        write_account(session, "quan-tri", (Role.ADMINISTRATOR, COUNTRY))
    engine.dispose()
    return small_database


@pytest.fixture(scope="module")
def visit(database):
    """Opens clients as people's browsers."""
    with visiting(database) as open_one:
        yield open_one


def test_signing_in_opens_a_session_that_scripts_cannot_read(visit):
    client = visit()
    answer = sign_in(client, "sct.hp", next="/staging?lang=en")
    assert answer.headers["location"] == "/staging?lang=en"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    page = client.get("/staging").text
    assert "Người sct.hp" in page
    assert "Sở Công Thương" in page or "sở Công Thương" in page
    assert "/sign-out" in page


def test_over_https_the_cookie_is_secure(visit):
    client = visit()
    client.base_url = "https://ccn.example"
    client.headers["Origin"] = "https://ccn.example"
    assert "Secure" in sign_in(client, "sct.hp").headers["set-cookie"]


@pytest.mark.parametrize(
    "after",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_signing_in_never_leads_elsewhere(visit, after):
    assert sign_in(visit(), "sct.hp", next=after).headers["location"] == "/"


def test_signing_out_ends_the_session_for_good(visit):
    client = visit("sct.hp")
    stolen = client.cookies["cluster_gis_session"]
    assert post(client, "/sign-out").status_code == 303
    assert client.get("/profile").status_code == 401
    client.cookies.set("cluster_gis_session", stolen)
    assert client.get("/profile").status_code == 401


def test_fifty_wrong_passwords_get_a_clear_answer_and_the_right_one_no_other(visit, database):
    client = visit(address="10.1.1.2")
    token = token_of(client)

    def attempt(password):
        data = {"login": "nguoi-moi", "password": password, "token": token}
        return client.post("/sign-in", data=data)

    answers = [attempt(f"sai {n}") for n in range(50)]
    assert [a.status_code for a in answers[:5]] == [401] * 5
    assert {a.status_code for a in answers[5:]} == {429}
    assert "Hãy thử lại sau 0:" in answers[-1].text
    assert 0 < int(answers[-1].headers["retry-after"]) <= 31
    right = attempt(PASSWORD)
    assert right.status_code == 429
    assert "set-cookie" not in right.headers or "session" not in right.headers["set-cookie"]
    engine = create_engine(database.owner_url)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM access.sign_in_attempt"))
    engine.dispose()


@pytest.mark.parametrize("cookie", ["", "x", "a" * 43, "\x00", "ệ".encode().hex()])
def test_a_forged_cookie_is_nobody(visit, cookie):
    client = visit()
    client.cookies.set("cluster_gis_session", cookie)
    assert client.get("/clusters").status_code == 200
    refused = client.get("/profile")
    assert refused.status_code == 401
    assert "/sign-in?next=%2Fprofile" in refused.text


def test_a_form_from_elsewhere_changes_nothing(visit):
    client = visit("sct.hp")
    token = token_of(client, "/profile")
    for headers, data in (
        ({"Origin": "http://evil.example"}, {"token": token}),
        ({"Sec-Fetch-Site": "cross-site"}, {"token": token}),
        ({}, {"token": "another"}),
        ({}, {}),
    ):
        answer = client.post("/profile/name", data={"name": "Kẻ lạ"} | data, headers=headers)
        assert answer.status_code == 403
    assert "Kẻ lạ" not in client.get("/profile").text
    # The token of one session does not fit another one.
    other = visit("sct.hp")
    assert other.post("/profile/name", data={"name": "x", "token": token}).status_code == 403


def test_somebody_of_the_province_corrects_in_the_own_name(visit):
    client = visit("sct.hp")
    page = client.get(CORRECT)
    assert page.status_code == 200
    assert 'name="by"' not in page.text
    data = ENTRY | {"token": token_of(client, CORRECT)}
    preview = client.post(CORRECT, data=data)
    touched = re.search(r'name="touched" value="(\d+)"', preview.text)[1]
    written = client.post(CORRECT, data=data | {"step": "write", "touched": touched})
    assert written.status_code == 303
    history = client.get("/clusters/hp-tien-lang").text
    assert "kẻ mạo danh" not in history
    assert f'href="{CORRECT}"' in history


@pytest.mark.parametrize(
    ("login", "said"),
    [
        pytest.param("sct.lc", "Tiên Lãng nằm ngoài địa bàn của bạn", id="of-another-province"),
        pytest.param("het-han", "không có hiệu lực vào ngày", id="membership-has-ended"),
        pytest.param("nguoi-moi", "Tài khoản của bạn không được", id="without-a-role"),
        pytest.param("quan-tri", "Tài khoản của bạn không được", id="administrator"),
    ],
)
def test_a_refusal_says_who_could_and_nothing_is_offered(visit, login, said):
    client = visit(login)
    for answer in (
        client.get(CORRECT),
        client.post(CORRECT, data=ENTRY | {"token": token_of(client, "/profile")}),
    ):
        assert answer.status_code == 403
        assert said in answer.text
        assert "Sở Công Thương" in answer.text
    assert "/correct" not in client.get("/clusters/hp-tien-lang").text


def test_nobody_is_asked_to_sign_in_and_reads_what_is_published(visit):
    client = visit()
    assert client.get("/clusters/hp-tien-lang").status_code == 200
    assert client.get("/ogc/collections/clusters/items").status_code == 200
    refused = client.get("/staging")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert "/sign-in?next=%2Fstaging" in refused.text
    assert 'href="/staging' not in client.get("/clusters").text
    problem = client.get("/api/v1/staging", headers={"Accept": "application/json"})
    assert problem.json()["type"] == "urn:cluster-gis:problem:sign-in-needed"


def make_token(client, **more):
    answer = post(client, "/profile/tokens", name="nightly", days="30", **more)
    assert answer.headers["cache-control"] == "no-store"
    secret = re.search(r'id="new-token">([^<]+)<', answer.text)[1]
    assert secret not in client.get("/profile").text
    return secret


def test_a_token_works_until_it_is_revoked_and_is_no_one_then(visit):
    owner, script = visit("sct.hp"), visit()
    secret = make_token(owner, scope="read")
    script.headers.update({"Authorization": f"Bearer {secret}", "Accept": "application/json"})
    del script.headers["Origin"]
    assert script.get("/api/v1/staging").status_code == 200
    refused = script.post(CORRECT, data=ENTRY)
    assert refused.status_code == 403
    assert "chỉ được đọc" in refused.json()["detail"]
    number = re.search(r"/profile/tokens/(\d+)/revoke", owner.get("/profile").text)[1]
    stranger = visit("sct.lc")
    path = f"/profile/tokens/{number}/revoke"
    assert post(stranger, path).status_code == 404
    assert post(owner, path).status_code == 303
    for replayed in (script.get("/api/v1/staging"), script.get("/api/v1/clusters")):
        assert replayed.status_code == 401
        assert "đã bị thu hồi" in replayed.json()["detail"]


def test_a_token_that_writes_needs_no_form_token(visit):
    secret = make_token(visit("sct.hp"), scope="write")
    script = visit()
    script.headers.update({"Authorization": f"Bearer {secret}"})
    del script.headers["Origin"]
    assert script.post(CORRECT, data=ENTRY | {"value": "6"}).status_code == 200
    script.headers["Authorization"] = f"Basic {secret}"
    assert script.post(CORRECT, data=ENTRY).status_code == 401


def test_one_ends_the_own_sessions_only(visit):
    first, second = visit("sct.hp"), visit("sct.hp")
    ends = re.findall(r"/profile/sessions/(\d+)/end\"", second.get("/profile").text)
    assert ends
    stranger = visit("sct.lc")
    assert post(stranger, f"/profile/sessions/{ends[0]}/end").status_code == 404
    assert post(second, "/profile/sessions/end-others").status_code == 303
    assert first.get("/profile").status_code == 401
    assert second.get("/profile").status_code == 200


def test_a_new_password_is_told_the_old_one(visit):
    client = visit("nguoi-moi")
    new = "một mật khẩu hoàn toàn mới"
    wrong = post(client, "/profile/password", current="sai", new=new, again=new)
    assert wrong.status_code == 422
    assert "Mật khẩu hiện tại không đúng" in wrong.text
    differ = post(client, "/profile/password", current=PASSWORD, new=new, again="x")
    assert "không giống nhau" in differ.text
    done = post(client, "/profile/password", current=PASSWORD, new=new, again=new)
    assert done.status_code == 303
    assert sign_in(visit(), "nguoi-moi").status_code == 401
    assert sign_in(visit(), "nguoi-moi", new).status_code == 303


def test_signing_in_is_in_the_trail_by_name_without_the_secret(visit, database):
    client = visit("sct.hp")
    with psycopg.connect(libpq(database.owner_url)) as owner:
        actor, new = owner.execute(
            "SELECT actor, new FROM audit.entry WHERE table_name = 'access.session'"
            " AND operation = 'insert' ORDER BY act DESC LIMIT 1"
        ).fetchone()
    assert actor == "sct.hp"
    assert new["token_hash"].startswith("sha256:")
    assert client.cookies[SESSION_COOKIE] not in str(new)


def test_with_accounts_the_machine_itself_is_nobody_special(visit):
    assert visit(address="127.0.0.1").get(CORRECT).status_code == 401


def test_a_connection_used_again_carries_no_name(database):
    engine = create_engine(database.owner_url, pool_size=1, max_overflow=0)
    makers = sessionmaker(engine)
    asked = text("SELECT pg_backend_pid(), current_setting('cluster_gis.actor', true)")
    with writing_session(makers, "sct.hp") as session:
        first, named = session.execute(asked).one()
    with makers() as session:
        second, after = session.execute(asked).one()
    assert (first, named) == (second, "sct.hp")
    assert not after
    engine.dispose()


def test_no_page_shows_a_secret(visit, database):
    client = visit("sct.hp")
    secret = client.cookies["cluster_gis_session"]
    for path in ("/profile", "/clusters", "/staging"):
        assert secret not in client.get(path).text
    engine = create_engine(database.access_url)
    with Session(engine) as session:
        assert find_session(session, secret).account.login == "sct.hp"
    engine.dispose()


def test_a_file_of_another_province_is_not_there(visit, database):
    engine = create_engine(database.owner_url)
    with Session(engine) as session, session.begin():
        received = ReceivedFile(
            name="ranh-hp.geojson",
            content=collection([FEATURES[0]]),
            source_title="Công văn 12/SCT",
            options={"province": "Hải Phòng"},
        )
        number = stage_boundaries(session, received, choices={}, by="sct.hp")
    engine.dispose()
    own, other = visit("sct.hp"), visit("sct.lc")
    assert own.get(f"/staging/{number}").status_code == 200
    assert "ranh-hp.geojson" in own.get("/staging").text
    assert "ranh-hp.geojson" not in other.get("/staging").text
    other.headers["Accept"] = "application/json"
    guessed, none = other.get(f"/staging/{number}"), other.get(f"/staging/{number + 900}")
    assert (guessed.status_code, none.status_code) == (404, 404)
    told = none.json()["detail"].replace(str(number + 900), str(number))
    assert guessed.json()["detail"] == told
    assert other.get("/api/v1/staging").json()["files"] == []
    assert own.get(f"/api/v1/staging/{number}").json()["id"] == number
    assert visit().get(f"/staging/{number}").status_code == 401
