"""Staged files by HTTP: uploaded, decided, applied, undone; versions, territory, reasons."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from api.app import WebSettings, create_app
from cluster_gis.domain.access import Role, unit
from cluster_gis.services.sign_in import issue_token
from cluster_gis.storage.register import Batch, write_versions
from tests.accounts import HAI_PHONG, LAO_CAI, PASSWORD, write_account
from tests.small_register import write_small_register
from tests.staged_outlines import FEATURES, collection, write_clusters

SCT = Role.INDUSTRY_DEPARTMENT
FILE = {"kind": "boundaries", "source": "Công văn 12/SCT", "province": "31", "quality": "surveyed"}
REASON = {"reason": "đã đối chiếu với bản đồ"}


@pytest.fixture(scope="module")
def database(module_database):
    """The small register and the clusters of the outlines; one of them lies in Lào Cai."""
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session, session.begin():
        write_small_register(session)
        write_clusters(session)
        moved = session.execute(
            text("SELECT * FROM register.cluster_state WHERE cluster_code = 'hp-hai'")
        ).mappings()
        row = {
            key: value
            for key, value in moved.one().items()
            if value is not None and key not in ("id", "recorded", "recorded_by", "place")
        }
        row["valid"] = "[2020-01-01,)"
        row["province_key"] = "2025:15"
        write_versions(
            session, by="t", reason="moves", batches=[Batch(table="cluster_state", rows=[row])]
        )
    engine.dispose()
    return module_database


@pytest.fixture(scope="module")
def tokens(database):
    engine = create_engine(database.access_url)
    with Session(engine) as session, session.begin():
        roles = {
            "sct.hp": (SCT, HAI_PHONG),
            "sct.lc": (SCT, LAO_CAI),
            "xa": (Role.COMMUNE, unit("2025:11800")),
            "ubnd": (Role.PROVINCE, HAI_PHONG),
        }
        made = {
            login: issue_token(
                session,
                write_account(session, login, role),
                name="t",
                scope="write",
                days=9,
                by="t",
            )
            for login, role in roles.items()
        }
    engine.dispose()
    return made


@pytest.fixture(scope="module")
def app(database):
    return create_app(
        WebSettings(
            database_url=database.web_url,
            writer_url=database.writer_url,
            access_url=database.access_url,
        )
    )


@pytest.fixture(scope="module")
def ask(app, tokens):
    """ask(login, method, path, …): one request in somebody's name."""
    with TestClient(app) as client:

        def one(login, method, path, **more):
            headers = {"Authorization": f"Bearer {tokens[login]}"} | more.pop("headers", {})
            return client.request(method, path, headers=headers, **more)

        yield one


def upload(ask, login, features, **more):
    name = more.pop("name", "ranh.geojson")
    files = {"file": (name, collection(features), "application/geo+json")}
    return ask(login, "POST", "/api/v1/staging", data=FILE | more, files=files)


def act(ask, login, staged, what, version, **body):
    return ask(
        login,
        "POST",
        f"/api/v1/staging/{staged}/{what}",
        headers={"If-Match": version},
        json=body or None,
    )


@pytest.fixture
def staged(ask):
    """(id, ETag) of a file of one fine outline of Hải Phòng, closed at the end."""
    answer = upload(ask, "sct.hp", [FEATURES[6]])
    assert answer.status_code == 201, answer.text
    number = answer.json()["id"]
    assert answer.headers["location"] == f"/api/v1/staging/{number}"
    yield number, answer.headers["etag"]
    tag = ask("sct.hp", "GET", f"/api/v1/staging/{number}").headers["etag"]
    act(ask, "sct.hp", number, "discard", tag, **REASON)


def test_a_file_is_decided_applied_and_taken_back_in_the_name_of_the_account(ask, staged, database):
    number, tag = staged
    choices = {"act": "established", "since": "2020-01-01"}
    decided = act(
        ask, "sct.hp", number, "decisions", tag, rows=[1], decision="accept", choices=choices
    )
    assert decided.status_code == 200, decided.text
    assert decided.json()["rows"] == [1]
    applied = act(ask, "sct.hp", number, "apply", decided.headers["etag"], **REASON)
    assert applied.status_code == 200, applied.text
    assert applied.json()["state"] == "applied"
    engine = create_engine(database.admin_url)
    with engine.connect() as connection:
        row = connection.execute(
            text("SELECT recorded_by, reason FROM register.revision WHERE id = :id"),
            {"id": applied.json()["revision"]},
        ).one()
    engine.dispose()
    assert row.recorded_by == "sct.hp"
    assert REASON["reason"] in row.reason
    undone = act(ask, "sct.hp", number, "undo", applied.headers["etag"], **REASON)
    assert undone.status_code == 200, undone.text
    assert undone.json()["state"] == "undone"
    original = ask("sct.hp", "GET", f"/api/v1/staging/{number}/original")
    assert original.content == collection([FEATURES[6]])
    assert original.headers["content-disposition"].startswith("attachment")


def test_a_decision_names_the_version_it_was_made_upon(ask, staged):
    number, tag = staged
    path = f"/api/v1/staging/{number}/decisions"
    body = {"rows": [1], "decision": "accept"}
    assert ask("sct.hp", "POST", path, json=body).status_code == 428
    assert act(ask, "sct.hp", number, "decisions", tag, **body).status_code == 200
    stale = act(ask, "sct.hp", number, "decisions", tag, rows=[1], decision="reject")
    assert stale.status_code == 412
    assert "sct.hp: 1" in stale.json()["details"]["en"]
    file = ask("sct.hp", "GET", f"/api/v1/staging/{number}").json()
    assert [row["decision"] for row in file["rows"]] == ["accept"]


def test_rows_outside_the_territory_are_named_and_refused(ask):
    answer = upload(ask, "sct.hp", [FEATURES[6], coded(1, "hp-hai")])
    assert answer.status_code == 201, answer.text
    number, tag = answer.json()["id"], answer.headers["etag"]
    assert answer.json()["outside"] == [2]
    assert answer.json()["counts"]["reject"] == 1
    refused = act(ask, "sct.hp", number, "decisions", tag, rows=[1, 2], decision="accept")
    assert refused.status_code == 403
    assert "Rows 2 lie outside your territory" in refused.json()["details"]["en"]
    assert "Department of Industry and Trade" in refused.json()["details"]["en"]
    matched = act(ask, "sct.hp", number, "decisions", tag, rows=[1], cluster="hp-hai")
    assert matched.status_code == 403
    # The other province sees that its cluster is spoken of, and no other row.
    other = ask("sct.lc", "GET", f"/api/v1/staging/{number}")
    assert [row["row"] for row in other.json()["rows"]] == [2]
    assert other.json()["outside"] == [1]
    assert ask("sct.lc", "GET", f"/api/v1/staging/{number}/original").status_code == 403
    assert act(ask, "sct.lc", number, "discard", tag, **REASON).status_code == 403
    assert act(ask, "sct.hp", number, "discard", tag, **REASON).status_code == 200


def test_a_file_of_another_province_is_not_there(ask, staged):
    number, tag = staged
    assert ask("sct.lc", "GET", f"/api/v1/staging/{number}").status_code == 404
    assert act(ask, "sct.lc", number, "apply", tag, **REASON).status_code == 404
    files = ask("sct.lc", "GET", "/api/v1/staging").json()["files"]
    assert number not in [file["id"] for file in files]
    nothing = upload(ask, "sct.lc", [coded(8, "hp-tam")], province="15")
    assert nothing.status_code == 400
    assert "No row of the file lies in your territory" in nothing.json()["details"]["en"]


@pytest.mark.parametrize(
    ("login", "what", "body"),
    [
        pytest.param("ubnd", "decisions", {"rows": [1], "decision": "accept"}, id="may only read"),
        pytest.param("ubnd", "apply", REASON, id="reads and does not apply"),
        pytest.param("sct.hp", "apply", {"reason": "vì"}, id="no reason worth the name"),
        pytest.param("sct.hp", "apply", REASON, id="nothing is accepted yet"),
        pytest.param("sct.hp", "discard", {"reason": "vì"}, id="closed without a reason"),
        pytest.param("sct.hp", "undo", REASON, id="not applied yet"),
        pytest.param("sct.hp", "decisions", {"rows": [99], "decision": "accept"}, id="no such row"),
        pytest.param("sct.hp", "decisions", {"rows": [1]}, id="says nothing"),
        pytest.param(
            "sct.hp", "decisions", {"rows": [1], "choices": {"quality": "x"}}, id="unknown choice"
        ),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(ask, staged, login, what, body):
    number, tag = staged
    answer = act(ask, login, number, what, tag, **body)
    assert answer.status_code in (400, 403, 404, 409, 422)
    assert answer.json()["details"]["vi"]


def test_a_commune_uploads_and_closes_its_own_file_but_decides_nothing(ask):
    answer = upload(ask, "xa", [coded(8, "hp-tien-lang"), coded(9, "hp-tam")])
    assert answer.status_code == 201, answer.text
    assert answer.json()["outside"] == [2]
    number, tag = answer.json()["id"], answer.headers["etag"]
    wanted = {"rows": [1], "decision": "accept"}
    refused = act(ask, "xa", number, "decisions", tag, **wanted)
    assert refused.status_code == 403
    assert "Department of Industry and Trade" in refused.json()["details"]["en"]
    closed = act(ask, "xa", number, "discard", tag, **REASON).json()
    assert closed["state"] == "discarded"
    assert (closed["discarded_by"], closed["discarded_reason"]) == ("xa", REASON["reason"])


def coded(number, code):
    """An outline that names its cluster by the code."""
    shape = FEATURES[number]
    return shape | {"properties": shape["properties"] | {"ma": code}}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("ranh.exe", b"MZ", "expected .geojson", id="not a layer"),
        pytest.param("ranh.geojson", b"", "empty", id="empty"),
        pytest.param("ranh.geojson", b"\xff\xfe{", "", id="not text"),
        pytest.param("ranh.kml", b'<!DOCTYPE a [<!ENTITY b "c">]><kml>&b;</kml>', "", id="entity"),
    ],
)
def test_a_file_that_is_none_is_refused(ask, name, content, said):
    files = {"file": (name, content, "application/octet-stream")}
    answer = ask("sct.hp", "POST", "/api/v1/staging", data=FILE, files=files)
    assert answer.status_code in (400, 422)
    assert said in answer.json()["details"]["en"]


def test_the_page_offers_what_the_reader_may_do_and_does_it(ask, app, staged):
    number, _ = staged
    browser = TestClient(app, base_url="http://127.0.0.1:8000")
    browser.headers.update({"Origin": "http://127.0.0.1:8000", "Accept": "text/html"})
    sign_in(browser, "ubnd")
    reader = browser.get(f"/staging/{number}").text
    assert 'action="/staging/' not in reader
    assert "Sở Công Thương" in reader
    browser.cookies.clear()
    sign_in(browser, "sct.hp")
    page = browser.get(f"/staging/{number}").text
    fields = {
        name: re.search(f'name="{name}" value="([^"]+)"', page)[1] for name in ("token", "version")
    }
    done = browser.post(
        f"/staging/{number}/decide", data=fields | {"row": "1", "decision": "accept"}
    )
    assert "Đã quyết định các dòng" in done.text
    stale = browser.post(
        f"/staging/{number}/decide", data=fields | {"row": "1", "decision": "reject"}
    )
    assert stale.status_code == 412
    assert "Trong lúc đó tệp đã thay đổi" in stale.text
    forged = browser.post(f"/staging/{number}/apply", data={"version": "x", "reason": "x" * 10})
    assert forged.status_code == 403


def sign_in(browser, login):
    token = re.search(r'name="token" value="([^"]+)"', browser.get("/sign-in").text)[1]
    data = {"login": login, "password": PASSWORD, "token": token}
    assert browser.post("/sign-in", data=data, follow_redirects=False).status_code == 303
