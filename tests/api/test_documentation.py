"""docs/api.md names every address and every type of problem."""

import re
from pathlib import Path

import pytest

from api import errors
from api.app import WebSettings, create_app

DOCUMENT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_address_of_the_api_is_documented():
    app = create_app(WebSettings(database_url="postgresql+psycopg://nobody@127.0.0.1:1/none"))
    paths = {p for p in app.openapi()["paths"] if p.startswith(("/api/", "/ogc", "/health"))}
    assert len(paths) >= 12
    documented = set(re.findall(r"`(/[^`?]*)`", DOCUMENT))
    assert paths - documented == set()
    assert {"/readyz", "/metrics", "/docs", "/openapi.json"} <= documented


def test_every_type_of_problem_is_documented_with_its_status():
    kinds = [value for value in vars(errors).values() if isinstance(value, errors.Kind)]
    assert len(kinds) >= 10
    for kind in kinds:
        [row] = [line for line in DOCUMENT.splitlines() if f"`{kind.name}`" in line]
        assert str(kind.status) in row or kind is errors.REQUEST


@pytest.mark.parametrize(("register", "warned"), [("real", False), ("simulated", True)])
def test_the_console_says_when_the_register_is_simulated(
    open_client, fresh_database, register, warned
):
    client = open_client(fresh_database, register=register)
    for page in (client.get("/docs").text, client.get("/openapi.json").json()["info"]["title"]):
        assert ("DỮ LIỆU MÔ PHỎNG" in page, "SIMULATED DATA" in page) == (warned, warned)
