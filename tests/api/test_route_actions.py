"""Every route has its entry in the table of permissions, and every entry its route."""

from collections.abc import Iterable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.app import WebSettings, create_app
from api.route_actions import ROUTE_ACTIONS, action_of
from cluster_gis.domain.access import MATRIX, Action


def routes_of(routes: Iterable[object]) -> Iterator[str]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from routes_of(inner.routes)
        elif isinstance(route, APIRoute):
            yield from (f"{method} {route.path}" for method in route.methods)


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(WebSettings(database_url="postgresql+psycopg://nobody@127.0.0.1:1/none"))


def test_every_route_has_its_entry(app):
    routes = set(routes_of(app.routes))
    assert len(routes) > 60
    assert routes - set(ROUTE_ACTIONS) == set()


def test_every_entry_has_its_route(app):
    assert set(ROUTE_ACTIONS) - set(routes_of(app.routes)) == set()


def test_what_only_the_operator_does_has_no_route():
    for route, action in ROUTE_ACTIONS.items():
        assert MATRIX[action].grants, route


def test_reading_never_writes():
    """A GET of an action that writes only shows its form; it changes nothing."""
    forms = {r for r, a in ROUTE_ACTIONS.items() if r.startswith("GET ") and MATRIX[a].writes}
    changing = {r for r, a in ROUTE_ACTIONS.items() if not r.startswith("GET ")}
    assert {ROUTE_ACTIONS[r] for r in forms} <= {ROUTE_ACTIONS[r] for r in changing}


def test_head_is_get():
    assert action_of("HEAD", "/staging") is Action.STAGING_READ
    assert action_of("DELETE", "/staging") is None
