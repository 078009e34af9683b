"""Pages and API of progress: the monitor, the form, a filled workbook, and who may write."""

import io
import re
from contextlib import ExitStack
from html import unescape

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

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
    found = client_of(database_url=small_database.web_url, writer_url=small_database.writer_url)
    found.headers["Origin"] = LOOPBACK
    return found


def token_of(browser, path):
    page = browser.get(path)
    assert page.status_code == 200, page.text[:500]
    return re.search(r'name="token" value="([^"]+)"', page.text)[1]


@pytest.mark.parametrize("path", ["/support", "/legacy", "/sectors"])
def test_pages_of_support_say_what_is_not_known(reader, path):
    for lang, word in (("vi", "Chưa"), ("en", "No ")):
        answer = reader.get(path, params={"lang": lang})
        assert answer.status_code == 200
        assert word in answer.text


def offered(browser, about, **query):
    """(the page, hidden fields of the form as they stand, kind -> numbers of its rows)."""
    page = browser.get(f"{CLUSTER}/entry", params={"about": about, **query})
    assert page.status_code == 200, page.text[:500]
    form = page.text.partition('<form class="progress-entry"')[2]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    rows: dict[str, list[str]] = {}
    for name, value in hidden.items():
        if name.startswith("h.") and name.endswith(".row"):
            rows.setdefault(value, []).append(name.split(".")[1])
    return page.text, {name: unescape(value) for name, value in hidden.items()}, rows


def test_the_form_checks_then_writes_and_the_pages_tell_it(browser):
    path = f"{CLUSTER}/entry"
    form = browser.get(path).text
    work = re.search(r'name="r\.(\d+)\.work_type"', form)[1]
    clean = re.search(r'name="h\.(\d+)\.measure" value="clean"', form)[1]
    sent = FORM | {
        "token": token_of(browser, path),
        "version": re.search(r'name="version" value="(\d+)"', form)[1],
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


#: (form, kind, what is typed, a cell that is wrong and what the answer says, shown afterwards)
FORMS = (
    (
        "projects",
        "project",
        {"project_name": "Nhà máy giày", "state": "approved", "land_ha": "2,5"},
        ("tax_code", "12", "10 chữ số"),
        "Nhà máy giày",
    ),
    (
        "projects",
        "lot",
        {"lot_no": "CN-07", "area_ha": "1,2", "leased": "no"},
        ("area_ha", "12000", "m²"),
        "Dự án",
    ),
    (
        "projects",
        "lease",
        {"tenant": "Công ty giày", "area_ha": "1,1", "signed_on": "01/03/2026", "lot_no": "CN-07"},
        ("signed_on", "31/02/2026", "31/02/2026"),
        "Công ty giày",
    ),
    (
        "support",
        "support",
        {
            "programme": "Khuyến công 2026",
            "programme_kind": "khuyen_cong_local",
            "year": "2026",
            "title": "Đường nội bộ",
            "state": "proposed",
            "total_cost_vnd": "9",
            "proposed_vnd": "2,5",
        },
        ("proposed_vnd", "10", "tổng kinh phí"),
        "Đường nội bộ",
    ),
    (
        "support",
        "need",
        {"missing_work": "Trạm xử lý nước thải", "cost_vnd": "24", "environmental": "yes"},
        ("year", "26", "2026"),
        "Trạm xử lý nước thải",
    ),
    (
        "legacy",
        "legacy",
        {"outcome": "established", "document": "12/QĐ-UBND", "decided_on": "05/05/2016"},
        ("decided_on", "5/5", "dd/mm/yyyy"),
        "12/QĐ-UBND",
    ),
    (
        "inspections",
        "inspection",
        {
            "inspected_on": "02/03/2026",
            "inspector": "Đoàn kiểm tra Sở Công Thương",
            "decision": "45/QĐ-SCT",
            "subject": "investor",
            "finding": "Chưa đấu nối nước thải",
            "remedy": "Đấu nối toàn bộ",
            "due": "02/05/2026",
        },
        ("due", "01/01/2026", "01/01/2026"),
        "Chưa đấu nối nước thải",
    ),
)


@pytest.mark.parametrize(
    ("about", "kind", "typed", "wrong", "told"), FORMS, ids=lambda v: str(v)[:12]
)
def test_each_record_has_a_short_form_that_keeps_what_is_typed(
    browser, about, kind, typed, wrong, told
):
    _, hidden, rows = offered(browser, about)
    number = rows[kind][0]
    sent = FORM | hidden | {f"r.{number}.{key}": value for key, value in typed.items()}
    column, value, said = wrong
    bad = browser.post(
        f"{CLUSTER}/entry", data=sent | {f"r.{number}.{column}": value, "step": "write"}
    )
    assert bad.status_code == 422
    assert said in unescape(bad.text)
    assert f'href="#r.{number}.{column}"' in bad.text
    for key, words in typed.items():
        if key != column and not re.fullmatch("[a-z_]+", words):
            assert f'value="{words}"' in unescape(bad.text)
    written = browser.post(f"{CLUSTER}/entry", data=sent | {"step": "write"})
    assert written.status_code == 303, unescape(written.text)[:3000]
    assert told in browser.get(CLUSTER).text


def test_a_record_that_is_held_is_told_of_again_and_a_stale_form_writes_nothing(browser):
    text, hidden, rows = offered(browser, "inspections")
    assert "Chưa đấu nối nước thải" in text
    held = rows["inspection"][0]
    sent = FORM | hidden | {f"r.{held}.remedied_on": "10/06/2026", "step": "write"}
    first = browser.post(f"{CLUSTER}/entry", data=sent)
    assert first.status_code == 303
    again = browser.post(f"{CLUSTER}/entry", data=sent | {f"r.{held}.remedied_on": "11/06/2026"})
    assert again.status_code == 412
    assert 'value="11/06/2026"' in again.text
    assert "10/06/2026" in again.text  # what is held now stands beside it
    told = browser.get("/api/v1/clusters/hp-tien-lang/progress", params={"as_of": "2026-06-09"})
    assert told.json()["remedies"]["overdue"] == 1
    assert told.json()["remedies"]["days"] == 38
    later = browser.get("/api/v1/clusters/hp-tien-lang/progress", params={"as_of": "2026-06-10"})
    assert later.json()["remedies"]["open"] == 0
    late = browser.get("/progress", params={"show": "remedies", "as_of": "2026-06-09"})
    assert "hp-tien-lang/progress" in late.text


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
    again = browser.post(
        "/progress/upload", data=sent, files={"file": ("tien-do.xlsx", workbook(rows))}
    )
    assert "nhận 288 dòng" in again.text  # a file sent again is answered again
    mend = re.search(r'href="(/progress/upload/\d+/refused.xlsx)', answer.text)[1]
    book = load_workbook(io.BytesIO(browser.get(mend).content))
    marked = [c for s in book for line in s.iter_rows() for c in line if c.comment]
    assert len({(c.parent.title, c.row) for c in marked}) == len(planted)
    assert {c.parent.title for c in marked} == {sheet for sheet, _, _ in planted}
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
