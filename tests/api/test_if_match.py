"""A change names the version it was decided upon."""

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient

from api.app import WebSettings, create_app
from api.if_match import IfMatch, IfMatchOrForm, etag, require_version

router = APIRouter()
NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/none"


@router.put("/thing")
def change(named: IfMatch) -> dict[str, str]:
    """A thing at version 7."""
    require_version(named, 7)
    return {"etag": etag(7)}


@router.post("/thing")
def change_by_form(named: IfMatchOrForm) -> dict[str, str]:
    """The same by a page."""
    require_version(named, 7)
    return {"etag": etag(7)}


@pytest.fixture(scope="module")
def client():
    app = create_app(WebSettings(database_url=NOWHERE))
    # As they are: the thing is no route of the product and not in its table of permissions.
    app.router.routes[:0] = router.routes
    app.include_router(router)
    return TestClient(app)


@pytest.mark.parametrize(
    ("header", "status", "kind"),
    [
        pytest.param(None, 428, "if-match-required", id="not-named"),
        pytest.param('"6"', 412, "stale", id="an-older-one"),
        pytest.param('"7"', 200, None, id="the-current-one"),
        pytest.param('W/"7"', 200, None, id="weakened-by-a-proxy"),
        pytest.param('"5", "7"', 200, None, id="one-of-several"),
        pytest.param("*", 200, None, id="any"),
    ],
)
def test_a_version_is_named(client, header, status, kind):
    headers = {} if header is None else {"If-Match": header}
    answer = client.put("/thing", headers=headers)
    assert answer.status_code == status
    if kind:
        assert answer.json()["type"].endswith(kind)


def test_a_form_names_it_by_a_field(client):
    assert client.post("/thing", data={"version": "7"}).status_code == 200
    stale = client.post("/thing", data={"version": "6"})
    assert stale.status_code == 412
    assert "phiên bản 6" in stale.json()["detail"]
    assert client.post("/thing").status_code == 428
