"""The shell of the server: health, problems, headers, language, static files."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.static_files import VersionedFiles
from cluster_gis.storage.migrate import head
from tests.databases import Clone


def test_an_empty_register_is_ready_and_says_what_it_holds(empty_client):
    answer = empty_client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "register": "real",
        "migration": head(),
        "revision": 0,
        "counts": {
            "industrial_cluster": 0,
            "cluster_boundary": 0,
            "plan_entry": 0,
            "infrastructure_work": 0,
        },
    }
    assert answer.headers["x-register"] == "real"


def test_a_server_of_the_wrong_register_is_not_ready(fresh_database, open_client):
    answer = open_client(fresh_database, register="simulated").get("/readyz?lang=en")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert "holds the real register" in answer.json()["detail"]


def test_a_database_that_was_never_migrated_is_not_ready(
    databases, open_client: Callable[..., TestClient]
):
    clone: Clone = databases.create("never_migrated")
    answer = open_client(clone).get("/readyz")
    assert answer.status_code == 503
    assert "cluster-gis migrate" in answer.json()["detail"]
    databases.drop(clone)


def test_health_needs_no_database(empty_client):
    assert empty_client.get("/healthz").json() == {"status": "alive", "register": "real"}


def test_head_is_get_without_the_body(empty_client):
    got, head = empty_client.get("/healthz"), empty_client.head("/healthz")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(got.content))


def test_metrics_count_by_route_template(empty_client):
    empty_client.get("/healthz")
    text = empty_client.get("/metrics").text
    assert 'cluster_gis_requests_total{method="GET",route="/healthz",status="200"} 1' in text


def test_problems_carry_a_stable_type_and_both_languages(empty_client):
    answer = empty_client.get("/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["type"] == "urn:cluster-gis:problem:not-found"
    assert document["titles"] == {"vi": "Không tìm thấy", "en": "Not found"}
    assert document["title"] == "Không tìm thấy"
    assert document["register"] == "real"


@pytest.mark.parametrize(
    ("query", "cookie", "title"),
    [
        pytest.param("", None, "Không tìm thấy", id="vietnamese-unless-asked"),
        pytest.param("?lang=en", None, "Not found", id="asked-in-the-address"),
        pytest.param("", "en", "Not found", id="remembered-in-the-cookie"),
        pytest.param("?lang=vi", "en", "Không tìm thấy", id="address-before-cookie"),
    ],
)
def test_language_of_an_answer(empty_client, query, cookie, title):
    if cookie:
        empty_client.cookies.set("lang", cookie)
    assert empty_client.get("/nowhere" + query).json()["title"] == title


def test_every_answer_has_the_security_headers(empty_client):
    for address in ("/healthz", "/nowhere", "/docs"):
        headers = empty_client.get(address).headers
        assert headers["x-content-type-options"] == "nosniff"
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy


def test_the_console_loads_nothing_from_outside(empty_client):
    page = empty_client.get("/docs").text
    assert "https://" not in page
    assert "<script>" not in page
    assert "/static/~" in page
    assert empty_client.get("/openapi.json").json()["info"]["title"] == "Cluster GIS"


def test_static_files_may_be_kept_only_under_the_hash_of_their_content(empty_client, tmp_path):
    (tmp_path / "site.css").write_text("body{}", encoding="utf-8")
    files = VersionedFiles(tmp_path)
    empty_client.app.mount("/files", files)
    now, old = f"/files/~{files.version}/site.css", "/files/~000000000000/site.css"
    assert empty_client.get(now).headers["cache-control"].endswith("immutable")
    assert empty_client.get(old).headers["cache-control"] == "no-cache"
    assert empty_client.get("/files/site.css").headers["cache-control"] == "no-cache"
    (tmp_path / "site.css").write_text("body{color:red}", encoding="utf-8")
    assert VersionedFiles(tmp_path).version != files.version
