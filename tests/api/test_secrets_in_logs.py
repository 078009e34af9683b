"""Passwords, cookies and tokens stay out of the log, also when things go wrong."""

import logging
import re

from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings, create_app
from api.forms import SESSION_COOKIE
from cluster_gis.domain.access import Role
from cluster_gis.services.sign_in import issue_token
from tests.accounts import HAI_PHONG, PASSWORD, write_account

HERE = "http://127.0.0.1:8000"


def test_no_secret_of_a_person_reaches_the_log(small_database, caplog):
    engine = create_engine(small_database.access_url)
    with Session(engine) as session, session.begin():
        account = write_account(session, "nhat.ky", (Role.INDUSTRY_DEPARTMENT, HAI_PHONG))
        token = issue_token(session, account, name="t", scope="write", days=9, by="t")
    engine.dispose()
    app = create_app(
        WebSettings(
            database_url=small_database.web_url,
            writer_url=small_database.writer_url,
            access_url=small_database.access_url,
        )
    )

    @app.get("/healthz/broken")
    def broken():
        raise RuntimeError("something nobody expected")

    browser = TestClient(app, base_url=HERE, raise_server_exceptions=False)
    browser.headers.update({"Origin": HERE, "Accept": "text/html"})
    with caplog.at_level(logging.DEBUG):
        form = re.search(r'name="token" value="([^"]+)"', browser.get("/sign-in").text)[1]
        wrong = {"login": "nhat.ky", "password": "một mật khẩu sai 9", "token": form}
        browser.post("/sign-in", data=wrong)
        right = wrong | {"password": PASSWORD}
        assert browser.post("/sign-in", data=right, follow_redirects=False).status_code == 303
        cookie = browser.cookies[SESSION_COOKIE]
        browser.get("/profile")
        browser.get("/healthz/broken")
        script = TestClient(app, base_url=HERE, raise_server_exceptions=False)
        for path in ("/api/v1/staging", "/api/v1/staging/99", "/healthz/broken"):
            script.get(path, headers={"Authorization": f"Bearer {token}"})
        script.get("/api/v1/staging", headers={"Authorization": f"Bearer {token}x"})
        logging.getLogger("cluster_gis.api").warning("the log is read")
    said = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert "the log is read" in said
    for secret in (PASSWORD, wrong["password"], cookie, token, form):
        assert secret not in said
