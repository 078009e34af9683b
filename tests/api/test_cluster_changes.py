"""Corrections, officers' decisions, two records of one cluster: by API and page, in a name."""

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings, create_app
from cluster_gis.domain.access import Role
from cluster_gis.postgres.server import libpq
from cluster_gis.services.sign_in import issue_token
from cluster_gis.storage.register import Batch, insert_missing, write_versions
from tests.accounts import HAI_PHONG, LAO_CAI, write_account

CLUSTER = "/api/v1/clusters/hp-tien-lang"
FACT = f"{CLUSTER}/facts/leased_industrial_land_ha"
WORDS = {"source": "Công văn 12/SCT", "reason": "đã đối chiếu với hồ sơ gốc"}
VALUE = {"field": "leased_industrial_land_ha", "value": "20,5", "since": "06/2024", **WORDS}
OLD = "/api/v1/clusters/hp-cu"
#: Of a cluster older than the regulation, above 75 ha: left to an officer.
FINDING = {"procedure": "establish", "on": "2021-06-01", "rule": "AREA-MAX"}
DECISION = {"verdict": "pass", "document": "Biên bản 3/BB", "reason": WORDS["reason"]}
SAME = {"keep": "hp-tien-lang", **WORDS}


def write_old_cluster(url):
    engine = create_engine(url)
    with Session(engine) as session, session.begin():
        insert_missing(session, "source", [{"source_key": "c", "dataset": "d", "title": "t"}])
        insert_missing(session, "industrial_cluster", [{"code": "hp-cu", "source_key": "c"}])
        row = {
            "cluster_code": "hp-cu",
            "name": "Cụm cũ",
            "kind": "ordinary",
            "status": "pre_regulation",
            "status_basis": "stated",
            "province_key": "2025:31",
            "place_basis": "none",
            "area_established_ha": 80,
            "source_key": "c",
            "valid": "[2009-01-01,)",
        }
        write_versions(
            session, by="t", reason="old", batches=[Batch(table="cluster_state", rows=[row])]
        )
    engine.dispose()


@pytest.fixture(scope="module")
def ask(small_database):
    """ask(login, method, path, version, …): one request in somebody's name; None = nobody's."""
    write_old_cluster(small_database.owner_url)
    engine = create_engine(small_database.access_url)
    held = {
        "sct.hp": (Role.INDUSTRY_DEPARTMENT, HAI_PHONG),
        "sct.lc": (Role.INDUSTRY_DEPARTMENT, LAO_CAI),
        "ubnd": (Role.PROVINCE, HAI_PHONG),
    }
    with Session(engine) as session, session.begin():
        tokens = {
            login: issue_token(
                session,
                write_account(session, login, role),
                name="t",
                scope="write",
                days=9,
                by="t",
            )
            for login, role in held.items()
        }
    engine.dispose()
    settings = WebSettings(
        database_url=small_database.web_url,
        writer_url=small_database.writer_url,
        access_url=small_database.access_url,
    )
    with TestClient(create_app(settings), follow_redirects=False) as client:

        def one(login, method, path, version=None, **more):
            headers = {"Authorization": f"Bearer {tokens[login]}"} if login else {}
            if not path.startswith("/api/"):
                headers["Accept"] = "text/html"
            if version is not None:
                headers["If-Match"] = version
            return client.request(method, path, headers=headers, **more)

        yield one


@pytest.fixture(scope="module")
def last_act(small_database):
    """(people, role of the database) of the newest act of the trail."""

    def read():
        with psycopg.connect(libpq(small_database.web_url)) as web:
            return web.execute(
                "SELECT s.people, a.session_role FROM trail.seal s"
                " JOIN trail.act a ON a.number = s.act ORDER BY s.number DESC LIMIT 1"
            ).fetchone()

    return read


@pytest.fixture
def tag(ask):
    """ETag of the finding as it stands."""
    return ask("sct.hp", "GET", f"{OLD}/overrides", params=FINDING).headers["etag"]


def test_a_correction_is_written_in_the_name_of_the_account(ask, last_act):
    tag = ask("sct.hp", "GET", FACT).headers["etag"]
    tried = ask("sct.hp", "POST", f"{CLUSTER}/corrections", tag, json=VALUE | {"dry_run": True})
    assert tried.status_code == 200
    assert tried.json()["revision"] is None
    answer = ask("sct.hp", "POST", f"{CLUSTER}/corrections", tag, json=VALUE)
    assert answer.status_code == 201, answer.text
    assert answer.json()["value"]["value"] == "20.5"
    assert answer.headers["etag"] != tag
    assert last_act() == (["sct.hp"], "cluster_gis_writer")
    stale = ask("sct.hp", "POST", f"{CLUSTER}/corrections", tag, json=VALUE)
    assert stale.status_code == 412
    assert ask("sct.hp", "GET", FACT).json()["value"]["value"] == "20.5"


def test_an_officers_decision_stands_beside_the_machines(ask, tag, last_act):
    body = FINDING | DECISION
    answer = ask("sct.hp", "POST", f"{OLD}/overrides", tag, json=body)
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert told["finding"]["verdict"] == "needs_review"
    assert [one["officer"] for one in told["overrides"]] == ["Người sct.hp"]
    assert last_act() == (["sct.hp"], "cluster_gis_writer")
    assert ask("sct.hp", "POST", f"{OLD}/overrides", tag, json=body).status_code == 412


def test_the_page_of_a_decision_says_what_is_wrong_and_takes_what_is_right(ask, tag, last_act):
    path, entry = "/clusters/hp-cu/override", FINDING | DECISION | {"verdict": "fail"}
    page = ask("sct.hp", "GET", path, params=FINDING)
    assert page.status_code == 200
    assert "AREA-MAX" in page.text
    short = ask("sct.hp", "POST", path, tag, data=entry | {"reason": "vì"})
    assert short.status_code == 422
    assert "Biên bản 3/BB" in short.text, "what was typed stays"
    unknown = ask("sct.hp", "POST", path, tag, data=entry | {"verdict": "perhaps"})
    assert unknown.status_code == 422
    assert "perhaps" in unknown.text
    assert ask("sct.hp", "POST", path, '"old"', data=entry).status_code == 412
    for login in ("sct.lc", "ubnd"):
        refused = ask(login, "POST", path, tag, data=entry)
        assert refused.status_code == 403
        assert "Sở Công Thương" in refused.text
    written = ask("sct.hp", "POST", path, tag, data=entry)
    assert written.status_code == 303
    assert last_act() == (["sct.hp"], "cluster_gis_writer")


def test_two_records_are_marked_as_one_and_apart_again_by_api(ask, last_act):
    path = "/api/v1/clusters/hp-do-son"
    tag = ask("sct.hp", "GET", f"{path}/facts/name").headers["etag"]
    marked = ask("sct.hp", "PUT", f"{path}/same", tag, json=SAME)
    assert marked.status_code == 200, marked.text
    assert marked.json()["keep"] == "hp-tien-lang"
    assert last_act() == (["sct.hp"], "cluster_gis_writer")
    tag = ask("sct.hp", "GET", f"{path}/facts/name").headers["etag"]
    reason = {"reason": WORDS["reason"]}
    assert ask("sct.hp", "DELETE", f"{path}/same", '"999"', json=reason).status_code == 412
    assert ask("sct.hp", "DELETE", f"{path}/same", tag, json=reason).status_code == 200
    assert ask(None, "GET", path).json()["cluster"]["code"] == "hp-do-son"


def test_the_page_of_two_records_marks_and_takes_back(ask, last_act):
    path = "/clusters/hp-do-son/same"
    tag = ask("sct.hp", "GET", "/api/v1/clusters/hp-do-son/facts/name").headers["etag"]
    assert ask("sct.hp", "POST", path, '"999"', data=SAME).status_code == 412
    short = ask("sct.hp", "POST", path, tag, data=SAME | {"reason": "vì"})
    assert short.status_code == 422
    assert "Công văn 12/SCT" in short.text, "what was typed stays"
    none = ask("sct.hp", "POST", path, tag, data=SAME | {"keep": "hp-khong-co"})
    assert none.status_code == 404
    assert "hp-khong-co" in none.text
    outside = ask("sct.hp", "POST", path, tag, data=SAME | {"keep": "lc-ban-phiet"})
    assert outside.status_code in (403, 404)
    marked = ask("sct.hp", "POST", path, tag, data=SAME)
    assert (marked.status_code, marked.headers["location"]) == (303, "/clusters/hp-tien-lang")
    assert "hp-do-son" in ask("sct.hp", "GET", "/clusters/hp-tien-lang/same").text
    page = ask("sct.hp", "GET", path).text
    assert "Đây là hai cụm khác nhau" in page
    tag = ask("sct.hp", "GET", "/api/v1/clusters/hp-do-son/facts/name").headers["etag"]
    apart = {"step": "unmark", "reason": "hai quyết định khác nhau"}
    assert ask("sct.hp", "POST", path, tag, data=apart).status_code == 303
    assert last_act() == (["sct.hp"], "cluster_gis_writer")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        pytest.param("POST", "corrections", VALUE, id="correction"),
        pytest.param("POST", "overrides", FINDING | DECISION, id="officers-decision"),
        pytest.param("PUT", "same", {**SAME, "keep": "hp-do-son"}, id="same-record"),
        pytest.param("DELETE", "same", {"reason": WORDS["reason"]}, id="apart-again"),
    ],
)
def test_who_may_not_is_told_who_could_and_nobody_writes_without_a_version(ask, method, path, body):
    address = f"{CLUSTER}/{path}"
    assert ask(None, method, address, '"1"', json=body).status_code == 401
    for login in ("sct.lc", "ubnd"):
        refused = ask(login, method, address, '"1"', json=body)
        assert refused.status_code == 403
        assert "Department of Industry and Trade" in refused.json()["details"]["en"]
    assert ask("sct.hp", method, address, json=body).status_code == 428


@pytest.mark.parametrize(
    ("method", "path", "body", "named"),
    [
        pytest.param("POST", "corrections", VALUE | {"value": "nhiều"}, "nhiều", id="no-number"),
        pytest.param("POST", "corrections", VALUE | {"field": "x"}, "x", id="no-such-fact"),
        pytest.param("POST", "corrections", VALUE | {"reason": "vì"}, "reason", id="no-reason"),
        pytest.param("POST", "corrections", VALUE | {"since": "hôm qua"}, "hôm qua", id="no-day"),
        pytest.param("POST", "overrides", FINDING | DECISION | {"rule": "X-1"}, "X-1", id="rule"),
        pytest.param(
            "POST",
            "overrides",
            FINDING | DECISION | {"procedure": "x"},
            "procedure",
            id="procedure",
        ),
        pytest.param("PUT", "same", SAME, "keep", id="with-itself"),
        pytest.param("PUT", "same", SAME | {"reason": "vì"}, "reason", id="same-without-reason"),
        pytest.param(
            "DELETE", "same", {"reason": "không cùng cụm"}, "hp-tien-lang", id="not-marked"
        ),
    ],
)
def test_what_is_entered_wrongly_is_named(ask, method, path, body, named):
    tag = ask("sct.hp", "GET", FACT).headers["etag"]
    answer = ask("sct.hp", method, f"{CLUSTER}/{path}", tag, json=body)
    assert answer.status_code in (400, 404, 409, 422), answer.text
    assert named in str(answer.json()), answer.text


def test_a_page_offers_what_its_reader_may_do(ask):
    mine = ask("sct.hp", "GET", "/clusters/hp-tien-lang").text
    assert 'href="/clusters/hp-tien-lang/same"' in mine
    assert 'href="/clusters/hp-tien-lang/correct"' in mine
    for login in ("sct.lc", "ubnd", None):
        other = ask(login, "GET", "/clusters/hp-tien-lang").text
        assert "/same" not in other
        assert "/correct" not in other
    refused = ask("ubnd", "GET", "/clusters/hp-tien-lang/same")
    assert refused.status_code == 403
    assert "Sở Công Thương" in refused.text
