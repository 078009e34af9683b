"""The page that corrects one fact: who may use it, preview, write, and a change meanwhile."""

import re
from contextlib import ExitStack
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings, create_app
from cluster_gis.services.mark_same import mark_same
from tests.small_register import correct_leased_land

PATH = "/clusters/hp-tien-lang/correct"
ENTRY = {
    "field": "area_established_ha",
    "value": "80,5",
    "since": "06/2024",
    "source": "Quyết định <b>9/QĐ-UBND</b>",
    "reason": "số liệu cũ ghi nhầm",
    "by": "Cán bộ A",
}


LOOPBACK = "http://127.0.0.1:8000"


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


def hidden(text):
    form = text[text.rindex('value="write"') - 4000 :] if 'value="write"' in text else text
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def opened(browser):
    page = browser.get(PATH, params={"field": ENTRY["field"]})
    assert page.status_code == 200
    return hidden(page.text)["token"]


def test_preview_then_write(browser):
    token = opened(browser)
    preview = browser.post(PATH, data=ENTRY | {"token": token})
    assert preview.status_code == 200
    assert "AREA-MAX" in preview.text
    assert "80,5" in preview.text
    assert "<b>9/QĐ-UBND</b>" not in preview.text
    again = browser.get("/clusters/hp-tien-lang")
    assert "80,5" not in again.text
    fields = hidden(preview.text)
    assert fields["step"] == "write"
    written = browser.post(
        PATH, data=ENTRY | {"token": token, "touched": fields["touched"], "step": "write"}
    )
    assert written.status_code == 303
    assert written.headers["location"].startswith("/clusters/hp-tien-lang?corrected=")
    shown = browser.get("/clusters/hp-tien-lang")
    assert "80,5" in shown.text
    assert 'href="/clusters/hp-tien-lang/correct"' in shown.text


def test_a_change_meanwhile_is_shown_and_nothing_is_written(browser, small_database):
    token = opened(browser)
    entry = ENTRY | {"value": "70", "token": token}
    touched = hidden(browser.post(PATH, data=entry).text)["touched"]
    engine = create_engine(small_database.owner_url)
    with Session(engine) as session, session.begin():
        correct_leased_land(session, Decimal("21"))
    engine.dispose()
    stale = browser.post(PATH, data=entry | {"touched": touched, "step": "write"})
    assert stale.status_code == 412
    assert "đã có người sửa cụm này" in stale.text
    assert hidden(stale.text)["touched"] != touched


def test_a_wrong_entry_says_which(browser):
    answer = browser.post(PATH, data=ENTRY | {"token": opened(browser), "value": "nhiều"})
    assert answer.status_code == 422
    assert "Diện tích thành lập" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "http://evil.example"}, id="another-site"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="the-browser-says-cross-site"),
        pytest.param(
            {"Host": "127.0.0.1:9", "Origin": LOOPBACK},
            id="another-port",
        ),
    ],
)
def test_other_sites_cannot_write(browser, headers):
    token = opened(browser)
    answer = browser.post(PATH, data=ENTRY | {"token": token}, headers=headers)
    assert answer.status_code == 403


def test_another_name_of_the_host_is_not_this_machine(browser):
    headers = {"Host": "register.example", "Origin": "http://register.example"}
    answer = browser.post(PATH, data=ENTRY | {"token": opened(browser)}, headers=headers)
    assert answer.status_code == 401


def test_a_form_without_our_token_cannot_write(browser):
    opened(browser)
    assert browser.post(PATH, data=ENTRY | {"token": "other"}).status_code == 403
    browser.cookies.clear()
    assert browser.post(PATH, data=ENTRY | {"token": ""}).status_code == 403


def test_somebody_elsewhere_cannot_write(small_database):
    settings = WebSettings(
        database_url=small_database.web_url, writer_url=small_database.writer_url
    )
    with TestClient(create_app(settings), base_url=LOOPBACK, client=("10.0.0.7", 5)) as other:
        assert other.get(PATH).status_code == 401


def test_a_server_that_only_reads_offers_nothing(reader):
    assert reader.get(PATH).status_code == 401
    assert "/correct" not in reader.get("/clusters/hp-tien-lang").text


def test_lists_are_downloaded_with_the_filter_of_the_page(reader):
    page = reader.get("/clusters", params={"status": "operating", "q": "viet"})
    address = re.search(r'href="(/clusters\.csv[^"]*)"', page.text)[1].replace("&amp;", "&")
    answer = reader.get(address)
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert "Đang hoạt động" in lines[3]
    assert "“viet”" in lines[3]
    assert [line.partition(";")[0] for line in lines[7:]] == ["hd-viet-hoa"]
    assert "clusters-all-" in answer.headers["content-disposition"]
    book = reader.get("/clusters.xlsx")
    assert book.content.startswith(b"PK")
    assert reader.get("/clusters/template.xlsx").content.startswith(b"PK")
    assert reader.get("/clusters.csv?status=lạ").status_code == 400


def test_the_address_of_a_merged_record_leads_to_the_kept_one(reader, small_database):
    engine = create_engine(small_database.owner_url)
    with Session(engine) as session, session.begin():
        mark_same(
            session,
            ("hp-tien-lang", "hp-do-son"),
            keep="hp-tien-lang",
            source="Công văn 5/SCT",
            reason="cùng một cụm <i>x</i>",
            by="tester",
        )
    engine.dispose()
    page = reader.get("/clusters/hp-do-son", follow_redirects=True)
    assert page.url.path == "/clusters/hp-tien-lang"
    assert "Đồ Sơn" in page.text
    assert "<i>x</i>" not in page.text
    answer = reader.get("/api/v1/clusters/hp-do-son", follow_redirects=True)
    assert answer.json()["cluster"]["code"] == "hp-tien-lang"
    assert "còn được ghi là Đồ Sơn" in reader.get("/clusters").text
