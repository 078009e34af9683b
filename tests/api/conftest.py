"""The application over real databases of the throw-away server."""

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings, create_app
from cluster_gis.config import Register
from tests.databases import Clone
from tests.small_register import write_small_register


@pytest.fixture
def open_application() -> Iterator[Callable[[WebSettings], TestClient]]:
    """Opens clients of applications that run until the test ends."""
    clients: list[TestClient] = []

    def open_one(settings: WebSettings) -> TestClient:
        client = TestClient(
            create_app(settings), base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50_000)
        )
        client.__enter__()
        clients.append(client)
        return client

    yield open_one
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def open_client(
    open_application: Callable[[WebSettings], TestClient],
) -> Callable[..., TestClient]:
    """The same for a database of the throw-away server; operator: at the server's own machine."""

    def open_one(
        database: Clone, register: Register = "real", *, operator: bool = False
    ) -> TestClient:
        return open_application(
            WebSettings(
                database_url=database.web_url,
                register=register,
                writer_url=database.writer_url if operator else None,
                access_url=database.access_url,
            )
        )

    return open_one


@pytest.fixture
def empty_client(fresh_database: Clone, open_client: Callable[..., TestClient]) -> TestClient:
    """A client of an application over a migrated, empty register."""
    return open_client(fresh_database)


@pytest.fixture(scope="module")
def small_database(module_database: Clone) -> Clone:
    """A database that holds the small register as its revision 1."""
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session:
        write_small_register(session)
        session.commit()
    engine.dispose()
    return module_database


@pytest.fixture(scope="module")
def client(small_database: Clone) -> Iterator[TestClient]:
    """A client of an application over the small register."""
    app = create_app(WebSettings(database_url=small_database.web_url))
    with TestClient(app, base_url="http://cluster.example:8000") as client:
        yield client
