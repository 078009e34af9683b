"""Too much and too often: refused before it costs, with a clear answer."""

import pytest
from fastapi.testclient import TestClient

from api.app import WebSettings, create_app
from api.body_limit import LIMITS, MB
from api.rate_limit import COSTLY, Counter
from api.route_actions import ROUTE_ACTIONS

NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/none"


@pytest.fixture(scope="module")
def client():
    """No database: what is refused here is refused before one is asked."""
    app = create_app(WebSettings(database_url=NOWHERE, requests_per_minute=40))
    return TestClient(app, base_url="http://ccn.example", client=("10.0.0.9", 5))


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        pytest.param("application/json", 16 * MB + 1, id="announced, json"),
        pytest.param("application/x-www-form-urlencoded", 16 * MB + 1, id="announced, form"),
        pytest.param("text/plain", 70_000, id="announced, of a type nobody takes"),
    ],
)
def test_a_body_beyond_the_limit_of_its_type_is_refused_unread(client, kind, size):
    headers = {"Content-Type": kind, "Content-Length": str(size)}
    answer = client.post("/api/v1/boundaries/check", content=b"", headers=headers)
    assert answer.status_code == 413
    assert answer.json()["type"].endswith(":too-large")


def test_a_body_that_says_no_length_is_stopped_when_it_passes_the_limit(client, monkeypatch):
    monkeypatch.setitem(LIMITS, "multipart/form-data", 100_000)
    sent = []

    def endless():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        for _ in range(100):
            sent.append(10_000)
            yield b"0" * 10_000

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post("/api/v1/boundaries/check", content=endless(), headers=headers)
    assert answer.status_code == 413


def test_an_address_that_asks_too_often_is_told_how_long_to_wait(client):
    answers = [client.get("/healthz") for _ in range(45)]
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 61
    assert answers[-1].json()["type"].endswith(":too-many-requests")


def test_a_count_forgets_what_is_a_minute_old_and_keeps_people_apart():
    now = [0.0]
    count = Counter(2, lambda: now[0])
    assert [count.wait_s("a"), count.wait_s("a")] == [0, 0]
    assert count.wait_s("a") == 61
    assert count.wait_s("b") == 0
    now[0] = 60.5
    assert count.wait_s("a") == 0


def test_without_a_limit_nothing_is_counted():
    count = Counter(0)
    assert not any(count.wait_s("a") for _ in range(1000))


def test_what_costs_much_are_routes_that_there_are():
    assert set(ROUTE_ACTIONS) >= COSTLY


def test_every_answer_tells_browsers_what_they_must_not_do(client):
    headers = client.get("/static/nothing").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers
    assert "object-src 'none'" in headers["content-security-policy"]
    secure = client.get("https://ccn.example/static/nothing").headers
    assert secure["strict-transport-security"].startswith("max-age=")
