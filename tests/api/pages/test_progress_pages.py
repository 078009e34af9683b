"""Pages and API of progress: the monitor, the form, a filled workbook, and who may write."""

import re
from contextlib import ExitStack

import pytest
from fastapi.testclient import TestClient

from api.app import WebSettings, create_app
from tests.progress_workbook import plant, rows_300, workbook

LOOPBACK = "http://127.0.0.1:8000"
CLUSTER = "/clusters/hp-tien-lang/progress"
FORM = {
    "as_of": "14/06/2026",
    "reporter": "investor",
    "source": "Báo cáo <b>6</b> tháng",
    "reason": "báo cáo định kỳ 2026-H1",
    "by": "Cán bộ A",
}


@pytest.fixture(scope="module")
def client_of():
    """Opens a client, on this machine, of an application with these settings."""
    with ExitStack() as stack:

        def client(**settings):
            app = create_app(WebSettings(**settings))
            found = TestClient(app, base_url=LOOPBACK, client=("127.0.0.1", 50_000))
            found.follow_redirects = False
            return stack.enter_context(found)

        yield client


@pytest.fixture(scope="module")
def reader(client_of, small_database):
    """A server without a writing connection."""
    return client_of(database_url=small_database.web_url)


@pytest.fixture(scope="module")
def browser(client_of, small_database):
    """A client that behaves as a browser does on a server that writes."""
    found = client_of(database_url=small_database.web_url, writer_url=small_database.owner_url)
    found.headers["Origin"] = LOOPBACK
    return found


def token_of(browser, path):
    page = browser.get(path)
    assert page.status_code == 200, page.text[:500]
    return re.search(r'name="token" value="([^"]+)"', page.text)[1]


def test_the_form_checks_then_writes_and_the_pages_tell_it(browser):
    path = f"{CLUSTER}/entry"
    form = browser.get(path).text
    work = re.search(r'name="r\.(\d+)\.work_type"', form)[1]
    clean = re.search(r'name="h\.(\d+)\.measure" value="clean"', form)[1]
    sent = FORM | {
        "token": token_of(browser, path),
        f"h.{work}.row": "work",
        f"r.{work}.work_type": "road",
        f"r.{work}.progress_pct": "45,5",
        f"h.{clean}.row": "clearance",
        f"h.{clean}.measure": "clean",
        f"r.{clean}.area_ha": "30",
    }
    wrong = browser.post(path, data=sent | {f"r.{clean}.area_ha": "493700", "step": "write"})
    assert wrong.status_code == 422
    assert 'value="493700"' in wrong.text
    assert "có phải ghi bằng m²" in wrong.text
    checked = browser.post(path, data=sent | {"step": "preview"})
    assert checked.status_code == 200
    assert 'value="write"' in checked.text
    assert "Báo cáo &lt;b&gt;6" in checked.text
    written = browser.post(path, data=sent | {"step": "write"})
    assert written.status_code == 303
    assert written.headers["location"].startswith(f"{CLUSTER}?written=")
    page = browser.get(CLUSTER)
    assert page.status_code == 200
    assert "45,5" in page.text
    monitor = browser.get("/progress", params={"lang": "en"})
    assert monitor.status_code == 200
    assert "hp-tien-lang/progress" in monitor.text
    browser.get("/progress", params={"lang": "vi"})
    told = browser.get("/api/v1/clusters/hp-tien-lang/progress").json()
    assert told["clearance"]["clean"][0]["area_ha"] == 30
    assert told["forecast"] is None
    listed = browser.get("/api/v1/progress").json()["clusters"]
    mine = next(one for one in listed if one["code"] == "hp-tien-lang")
    assert mine["days_late"] is None


def test_a_workbook_of_300_rows_is_answered_row_by_row_and_its_good_rows_are_written(browser):
    rows = rows_300()
    planted = plant(rows)
    token = token_of(browser, "/progress/upload")
    sent = {key: FORM[key] for key in ("as_of", "reporter", "source", "by")} | {"token": token}
    answer = browser.post(
        "/progress/upload", data=sent, files={"file": ("tien-do.xlsx", workbook(rows))}
    )
    assert answer.status_code == 200, answer.text[:800]
    assert "Đọc 300 dòng: nhận 288 dòng, trả lại 12 dòng." in answer.text
    for _, cell, _ in planted:
        assert f'<th scope="row">{cell}</th>' in answer.text
    action = re.search(r'action="(/progress/upload/\d+/apply)', answer.text)[1]
    applied = browser.post(action, data={"token": token, "by": "Cán bộ A"})
    assert applied.status_code == 303
    shown = browser.get(applied.headers["location"])
    assert shown.status_code == 200
    page = browser.get(CLUSTER)
    assert "Nhà máy số 3" in page.text


def test_a_program_checks_and_writes_the_same_rows(browser):
    token = token_of(browser, f"{CLUSTER}/entry")
    body = {
        "as_of": "2026-06-14",
        "reporter": "commune",
        "source": "Báo cáo xã",
        "reason": "báo cáo định kỳ",
        "by": "máy",
        "rows": [{"row": "clearance", "measure": "paid", "area_ha": 12.5, "households": 40}],
    }
    path = "/api/v1/clusters/hp-tien-lang/progress"
    head = {"X-Form-Token": token}
    dry = browser.post(path, json=body | {"dry_run": True}, headers=head)
    assert dry.status_code == 200, dry.text
    assert dry.json() == {"revision": None, "rows": 1, "errors": [], "warnings": []}
    assert browser.post(path, json=body, headers=head).json()["revision"] > 1
    less = {"row": "clearance", "measure": "paid", "area_ha": 9}
    bad = body | {"rows": [less], "as_of": "2026-07-01"}
    refused = browser.post(path, json=bad, headers=head)
    assert refused.status_code == 422
    assert [one["code"] for one in refused.json()["errors"]] == ["fell"]


def test_evidence_is_kept_and_given_back_as_a_file_to_save(browser):
    token = token_of(browser, f"{CLUSTER}/entry")
    sent = FORM | {"token": token, "caption": "Biên bản"}
    kept = browser.post(
        f"{CLUSTER}/evidence", data=sent, files={"file": ("bien-ban.pdf", b"%PDF-1.4 bien ban")}
    )
    assert kept.status_code == 303, kept.text[:500]
    page = browser.get(CLUSTER)
    address = re.search(r'href="(/clusters/hp-tien-lang/evidence/[0-9a-f]{64})"', page.text)[1]
    answer = browser.get(address)
    assert answer.content == b"%PDF-1.4 bien ban"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_the_template_is_a_workbook_of_the_province(reader):
    answer = reader.get("/progress/template.xlsx", params={"lang": "en", "province": "all"})
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize("path", [f"{CLUSTER}/entry", "/progress/upload"])
def test_a_server_that_only_reads_offers_no_form(reader, path):
    assert reader.get(path).status_code in (401, 403)
    page = reader.get(CLUSTER)
    assert "/progress/entry" not in page.text


@pytest.mark.parametrize("query", ["order=size", "show=green", "as_of=2026-13-01"])
def test_unknown_words_are_refused_by_name(reader, query):
    answer = reader.get(f"/progress?{query}")
    assert answer.status_code in (400, 422)
    assert query.partition("=")[0] in answer.text


def test_a_cluster_that_is_not_there_has_no_progress(reader):
    assert reader.get("/clusters/hp-khong-co/progress").status_code == 404
    assert reader.get("/api/v1/clusters/hp-khong-co/progress").status_code == 404


@pytest.mark.parametrize("path", ["/support", "/legacy", "/sectors"])
def test_pages_of_support_say_what_is_not_known(reader, path):
    for lang, word in (("vi", "Chưa"), ("en", "No ")):
        answer = reader.get(path, params={"lang": lang})
        assert answer.status_code == 200
        assert word in answer.text
