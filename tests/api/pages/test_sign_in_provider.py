"""Signing in by a real OpenID Connect provider that runs on this machine."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from oidc_provider_mock import User, run_server_in_thread
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings, create_app
from api.identity_provider import IdentityProvider
from cluster_gis.config import Settings
from cluster_gis.errors import InvalidInput
from cluster_gis.services.manage_account import get_account, tie_to_provider
from tests.accounts import write_account

HOME = "http://127.0.0.1:8000"
PEOPLE = [
    User(sub="p-lan", claims={"email": "Lan@ccn.example", "email_verified": True}),
    User(sub="p-fake", claims={"email": "minh@ccn.example", "email_verified": False}),
    User(sub="p-tied", claims={"email": "other@ccn.example", "email_verified": True}),
    User(sub="p-gone", claims={"email": "gone@ccn.example", "email_verified": True}),
]


@pytest.fixture(scope="module")
def issuer():
    with run_server_in_thread(user_claims=PEOPLE, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def engine(small_database, issuer):
    engine = create_engine(small_database.access_url)
    with Session(engine) as session, session.begin():
        for login in ("lan@ccn.example", "minh@ccn.example", "tied", "gone@ccn.example"):
            write_account(session, login)
        tie_to_provider(session, get_account(session, "tied"), issuer, "p-tied")
    yield engine
    engine.dispose()


@pytest.fixture
def visit(small_database, engine, issuer):
    def open_one(**settings):
        app = create_app(
            WebSettings(
                database_url=small_database.web_url,
                access_url=small_database.access_url,
                **(
                    {
                        "provider": IdentityProvider(
                            issuer=issuer, client_id="ccn", client_secret="s3cret"
                        )
                    }
                    | settings
                ),
            )
        )
        client = TestClient(app, base_url=HOME)
        client.headers["Accept"] = "text/html"
        client.follow_redirects = False
        return client

    return open_one


def go(client, subject, after="/profile"):
    """To the provider as this person; the address that it sends the browser back to."""
    there = client.get("/sign-in/provider", params={"next": after}).headers["location"]
    answer = httpx.post(there, data={"sub": subject})
    back = answer.headers["location"]
    assert back.startswith(f"{HOME}/sign-in/return?")
    return back.removeprefix(HOME)


def test_the_question_carries_a_challenge_and_no_secret(visit, issuer):
    client = visit()
    assert "/sign-in/provider" in client.get("/sign-in").text
    answer = client.get("/sign-in/provider")
    address = answer.headers["location"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(issuer)
    assert asked["code_challenge_method"] == "S256"
    assert {"code_challenge", "state", "nonce", "redirect_uri"} <= set(asked)
    assert "secret" not in address
    assert "HttpOnly" in answer.headers["set-cookie"]


def test_a_verified_address_is_tied_to_its_account_once(visit, engine, issuer):
    client = visit()
    answer = client.get(go(client, "p-lan"))
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == "/profile"
    assert "lan@ccn.example" in client.get("/profile").text
    with Session(engine) as session:
        account = get_account(session, "lan@ccn.example")
    assert (account.oidc_issuer, account.oidc_subject) == (issuer, "p-lan")


def test_a_tied_account_needs_no_address(visit):
    client = visit()
    assert client.get(go(client, "p-tied")).status_code == 303
    assert "Người tied" in client.get("/profile").text


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param("p-fake", id="address-not-verified"),
        pytest.param("p-unknown", id="nobody-here"),
    ],
)
def test_who_has_no_account_gets_none(visit, subject):
    client = visit()
    answer = client.get(go(client, subject))
    assert answer.status_code == 401
    assert subject in answer.text
    assert client.get("/profile").status_code == 401


def test_an_answer_to_another_question_is_refused(visit):
    client, victim = visit(), visit()
    back = go(client, "p-lan")
    assert "quá cũ" in victim.get(back).text
    victim.get("/sign-in/provider")
    assert victim.get(back).status_code == 401
    assert client.get(back).status_code == 303
    replayed = client.get(back)
    assert replayed.status_code == 401
    assert victim.get("/profile").status_code == 401


def test_a_code_that_somebody_made_up_is_refused(visit):
    client = visit()
    state = parse_qs(urlsplit(client.get("/sign-in/provider").headers["location"]).query)["state"]
    answer = client.get("/sign-in/return", params={"code": "made-up", "state": state[0]})
    assert answer.status_code == 401
    assert "chưa xác thực được" in answer.text


def test_a_provider_that_is_away_is_said(visit):
    away = IdentityProvider(issuer="http://127.0.0.1:9", client_id="a", client_secret="b")
    answer = visit(provider=away).get("/sign-in/provider")
    assert answer.status_code == 503
    assert "Không kết nối được" in answer.text


def test_without_a_provider_there_is_no_such_page(visit):
    client = visit(provider=None)
    assert client.get("/sign-in/provider").status_code == 404
    assert "/sign-in/provider" not in client.get("/sign-in").text


def test_half_a_configuration_is_refused():
    with pytest.raises(InvalidInput, match="CLUSTER_GIS_OIDC_CLIENT_ID"):
        Settings.from_environment({"CLUSTER_GIS_OIDC_ISSUER": "https://id.example", "HOME": "/"})
    given = {
        "CLUSTER_GIS_OIDC_ISSUER": "https://id.example",
        "CLUSTER_GIS_OIDC_CLIENT_ID": "ccn",
        "CLUSTER_GIS_OIDC_CLIENT_SECRET": "bí mật",
        "HOME": "/",
    }
    settings = Settings.from_environment(given)
    assert settings.oidc_issuer == "https://id.example"
    assert "bí mật" not in repr(settings)
