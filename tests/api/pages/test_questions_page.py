"""The pages of questions: ask with a mistake, mend it, answer, and where it is shown."""

import re

import pytest
from fastapi.testclient import TestClient

from api.app import WebSettings, create_app

LOOPBACK = "http://127.0.0.1:8000"
ASKED = {
    "cluster": "hp-tien-lang",
    "rule": "AREA-MAX",
    "title": "Vướng mắc <b>mặt bằng</b>",
    "body": "Chưa bàn giao 3 ha.",
    "asked_by": "UBND xã Tiên Lãng",
    "asked_on": "05/10/2026",
    "desk": "industry_department",
    "due_on": "06/10/2026",
}


@pytest.fixture(scope="module")
def browser(small_database):
    """A client that behaves as a browser does on a server that writes and has no account."""
    app = create_app(
        WebSettings(database_url=small_database.web_url, writer_url=small_database.writer_url)
    )
    with TestClient(app, base_url=LOOPBACK, client=("127.0.0.1", 50_000)) as client:
        client.headers["Origin"] = LOOPBACK
        client.follow_redirects = False
        yield client


def token_of(text):
    return re.findall(r'name="token" value="([^"]*)"', text)[-1]


def test_a_question_is_asked_answered_and_shown_where_it_belongs(browser):
    opened = browser.get("/questions/new", params={"cluster": "hp-tien-lang", "lang": "vi"})
    assert re.search(r'<option value="hp-tien-lang" selected>', opened.text)
    token = token_of(opened.text)
    wrong = ASKED | {"token": token, "days": "5"}
    refused = browser.post("/questions/new", params={"lang": "vi"}, data=wrong)
    assert refused.status_code == 422
    assert "Chưa bàn giao 3 ha." in refused.text, "what was typed stays"
    assert "Số ngày làm việc để trả lời: chỉ ghi hạn" in refused.text
    made = browser.post("/questions/new", data=ASKED | {"token": token})
    assert made.status_code == 303
    here = made.headers["location"].partition("?")[0]

    shown = browser.get(here)
    assert "&lt;b&gt;mặt bằng" in shown.text
    listed = browser.get("/questions", params={"state": "overdue"})
    assert "hp-tien-lang" in listed.text
    for place in ("/clusters/hp-tien-lang", "/law/rules/AREA-MAX", "/worklist"):
        assert here in browser.get(place).text, place
    rows = browser.get("/api/v1/worklist").json()["questions"]
    assert [(row["overdue"], row["mine"]) for row in rows] == [(True, True)]

    said = {"move": "answer", "version": "1", "body": "Đã bàn giao.", "number": "7/SCT-KT"}
    said |= {"token": token, "signed_on": "31/31/2026"}
    refused = browser.post(f"{here}/steps", data=said)
    assert refused.status_code == 422
    assert "7/SCT-KT" in refused.text
    stale = browser.post(f"{here}/steps", data=said | {"version": "9", "signed_on": "07/10/2026"})
    assert stale.status_code == 412
    done = browser.post(f"{here}/steps", data=said | {"signed_on": "07/10/2026"})
    assert done.status_code == 303
    answered = browser.get(f"/api/v1{here}").json()
    assert answered["answer"]["document"]["number"] == "7/SCT-KT"
    closed = browser.post(
        f"/api/v1{here}/steps",
        json={"move": "close"},
        headers={"If-Match": '"2"', "x-form-token": token},
    )
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
