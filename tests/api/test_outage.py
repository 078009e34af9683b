"""The database goes away and comes back; the server says so and needs no restart."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings
from cluster_gis.config import Settings
from cluster_gis.postgres.installation import Installation
from cluster_gis.postgres.layout import Layout
from cluster_gis.postgres.private import open_private, stop_private
from cluster_gis.storage.migrate import upgrade
from tests.conftest import CARELESS
from tests.small_register import write_small_register

ADDRESSES = ["/readyz", "/api/v1/clusters", "/ogc/collections", "/ogc/collections/clusters/items"]


@pytest.fixture(scope="module")
def layout(postgis: Installation) -> Iterator[Layout]:
    """A database server that these tests alone may stop, with the small register."""
    home = Path(tempfile.mkdtemp(prefix="cgo-", dir="/tmp"))
    home.chmod(0o711)
    if postgis.environment:  # unpacked without root: the same copy serves here
        (home / "postgis").symlink_to(Layout(Settings.from_environment().home).unpacked)
    layout = Layout(home)
    server = open_private(layout, CARELESS)
    server.ensure_database("real")
    upgrade(server.owner_url("real"), web_role=server.web_role)
    engine = create_engine(server.owner_url("real"))
    with Session(engine) as session:
        write_small_register(session)
        session.commit()
    engine.dispose()
    yield layout
    stop_private(layout)
    folder = layout.socket_folder()
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(home)


@pytest.fixture
def client(layout: Layout, open_application: Callable[[WebSettings], TestClient]) -> TestClient:
    """A client of an application that has already answered."""
    server = open_private(layout, CARELESS)
    client = open_application(WebSettings(database_url=server.web_url("real")))
    assert statuses(client) == [200] * 4
    return client


def statuses(client: TestClient) -> list[int]:
    return [client.get(address).status_code for address in ADDRESSES]


def test_503_while_the_database_is_away_and_recovery_without_a_restart(layout, client):
    stop_private(layout)
    for address in ADDRESSES:
        answer = client.get(address)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "2"
        assert answer.json()["type"] == "urn:cluster-gis:problem:database-away"
    assert client.get("/healthz").status_code == 200
    time.sleep(4)  # longer than the pool keeps trying by itself
    open_private(layout, CARELESS)
    assert statuses(client) == [200] * 4


def test_a_restart_between_two_requests_is_not_noticed(layout, client):
    stop_private(layout)
    open_private(layout, CARELESS)
    assert statuses(client) == [200] * 4
