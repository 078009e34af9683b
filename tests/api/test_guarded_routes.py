"""Every guarded route, over HTTP: nobody, an account without a role, one whose role has ended.

And for every action one route with every role, which is let in or not as the matrix says.
"""

import re
from datetime import date

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings, create_app
from api.forms import SESSION_COOKIE
from api.route_actions import ROUTE_ACTIONS
from cluster_gis.domain.access import MATRIX, Reach, Role
from cluster_gis.services.sign_in import open_session
from tests.accounts import HAI_PHONG, write_account

GUARDED = {route: action for route, action in ROUTE_ACTIONS.items() if not MATRIX[action].is_public}
ROLES = [role for role in Role if role is not Role.PUBLIC]
#: The district level gives no rights after 2025-06-30.
TODAY = [role for role in ROLES if role is not Role.DISTRICT]


@pytest.fixture(scope="module")
def ask(small_database):
    """Asks a route as an account, or as nobody; the address has numbers that are not there."""
    engine = create_engine(small_database.access_url)
    cookies = {}
    with Session(engine) as session, session.begin():
        accounts = [write_account(session, "none")]
        for role in ROLES:
            accounts.append(write_account(session, str(role), (role, HAI_PHONG)))
            ended = (role, HAI_PHONG, None, date(2024, 1, 1))
            accounts.append(write_account(session, f"ended-{role}", ended))
        for account in accounts:
            cookies[account.login] = open_session(session, account, address="::1", browser="")
    engine.dispose()
    app = create_app(
        WebSettings(
            database_url=small_database.web_url,
            writer_url=small_database.writer_url,
            access_url=small_database.access_url,
        )
    )
    with TestClient(app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 5)) as client:
        client.follow_redirects = False

        def ask(route, login=None):
            method, path = route.split(" ")
            address = re.sub(r"\{[^}]+\}", "987654", path)
            client.cookies.clear()
            if login:
                client.cookies.set(SESSION_COOKIE, cookies[login])
            return client.request(method, address)

        yield ask


def test_there_are_guarded_routes():
    assert len(GUARDED) > 30


def test_nobody_is_asked_to_sign_in(ask):
    for route in GUARDED:
        answer = ask(route)
        assert answer.status_code == 401, route
        assert answer.json()["type"] == "urn:cluster-gis:problem:sign-in-needed", route


@pytest.mark.parametrize("ended", [False, True], ids=["without-a-role", "role-has-ended"])
def test_who_has_no_right_learns_who_could(ask, ended):
    for route, action in GUARDED.items():
        grants = MATRIX[action].grants
        if Reach.SELF in grants.values():
            continue
        login = f"ended-{next(iter(grants))}" if ended else "none"
        answer = ask(route, login)
        assert answer.status_code == 403, route
        assert "Người có quyền" in answer.json()["detail"], route
        assert ("không có hiệu lực" in answer.json()["detail"]) is ended, route


@pytest.mark.parametrize("role", TODAY)
def test_the_door_opens_as_the_matrix_says(ask, role):
    one_each = {action: route for route, action in sorted(GUARDED.items(), reverse=True)}
    for action, route in one_each.items():
        answer = ask(route, str(role))
        refused = answer.status_code == 403 and "Người có quyền" in answer.json()["detail"]
        assert refused is (role not in MATRIX[action].grants), (role, route, answer.text[:300])
        assert answer.status_code < 500
