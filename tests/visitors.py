"""People at their browsers: clients with cookies of their own, signed in by the form."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
from fastapi.testclient import TestClient

from api.app import WebSettings, create_app
from tests.accounts import PASSWORD
from tests.databases import Clone

LOOPBACK = "http://127.0.0.1:8000"


def token_of(client: TestClient, path: str = "/sign-in") -> str:
    """The token of the forms of a page."""
    found = re.search(r'name="token" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def sign_in(
    client: TestClient, login: str, password: str = PASSWORD, **more: str
) -> httpx.Response:
    """Fill in the form of signing in and send it."""
    data = {"login": login, "password": password, "token": token_of(client)} | more
    return client.post("/sign-in", data=data)


def post(client: TestClient, path: str, page: str = "/profile", **data: str) -> httpx.Response:
    """Send a form with the token that the page gave."""
    return client.post(path, data=data | {"token": token_of(client, page)})


@contextmanager
def visiting(database: Clone) -> Iterator[Callable[..., TestClient]]:
    """Opens clients of an application over the database, each with cookies of its own."""
    app = create_app(
        WebSettings(
            database_url=database.web_url,
            writer_url=database.writer_url,
            access_url=database.access_url,
        )
    )

    def open_one(login: str | None = None, address: str = "10.1.1.1") -> TestClient:
        client = TestClient(app, base_url=LOOPBACK, client=(address, 50_000))
        client.headers["Origin"] = LOOPBACK
        client.headers["Accept"] = "text/html"
        client.follow_redirects = False
        if login:
            answer = sign_in(client, login)
            assert answer.status_code == 303, answer.text
        return client

    with TestClient(app):
        yield open_one
