"""More requests than connections: the next ones wait for their turn, and are told when too long."""

import threading
from contextlib import ExitStack

import pytest
from fastapi.testclient import TestClient

import api.resources


def take_all(client: TestClient, held: ExitStack) -> None:
    """Hold every connection that pages use, as slow requests would."""
    engine = client.app.state.resources.engine
    for _ in range(engine.pool.size()):
        held.enter_context(engine.connect())


def test_a_page_waits_until_another_is_answered(open_client, small_database):
    client = open_client(small_database)
    with ExitStack() as held:
        take_all(client, held)
        threading.Timer(0.2, held.close).start()
        assert client.get("/api/v1/clusters").status_code == 200


def test_who_waits_too_long_is_told_that_the_server_is_busy(
    open_client, small_database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(api.resources, "QUEUE_S", 0.05)
    client = open_client(small_database)
    with ExitStack() as held:
        take_all(client, held)
        answer = client.get("/api/v1/clusters")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert answer.json()["type"] == "urn:cluster-gis:problem:busy"
    assert client.get("/api/v1/clusters").status_code == 200
