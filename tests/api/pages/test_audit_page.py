"""The change log and a record's life, for those who may read them and of what lies with them."""

import re
from contextlib import ExitStack
from decimal import Decimal
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from playwright.sync_api import expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings, create_app
from api.parameters import today
from cluster_gis.domain.access import COUNTRY, Role
from tests.accounts import HAI_PHONG, LAO_CAI, PASSWORD, write_account
from tests.servers import serving
from tests.small_register import correct_leased_land

SERVER = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def settings(small_database):
    """A register with a correction of 17.5 to 20.5 ha, and four accounts."""
    engine = create_engine(small_database.owner_url)
    with Session(engine) as session, session.begin():
        correct_leased_land(session, Decimal("20.5"))
    engine.dispose()
    engine = create_engine(small_database.access_url)
    with Session(engine) as session, session.begin():
        write_account(session, "bo", (Role.MINISTRY, COUNTRY))
        write_account(session, "sct.hp", (Role.INDUSTRY_DEPARTMENT, HAI_PHONG))
        write_account(session, "sct.lc", (Role.INDUSTRY_DEPARTMENT, LAO_CAI))
        write_account(session, "xa", (Role.COMMUNE, HAI_PHONG))
    engine.dispose()
    return WebSettings(
        database_url=small_database.web_url,
        writer_url=small_database.writer_url,
        access_url=small_database.access_url,
    )


@pytest.fixture(scope="module")
def visit(settings):
    """Clients that are signed in, one an account; None = nobody."""
    app = create_app(settings)
    with ExitStack() as stack:
        stack.enter_context(TestClient(app))
        known: dict[str | None, TestClient] = {}

        def open_one(login=None):
            if login not in known:
                client = TestClient(app, base_url=SERVER, client=("10.1.1.1", 50_000))
                client.headers.update({"Origin": SERVER, "Accept": "text/html"})
                client.follow_redirects = False
                if login:
                    page = client.get("/sign-in").text
                    token = re.search(r'name="token" value="([^"]+)"', page)[1]
                    data = {"login": login, "password": PASSWORD, "token": token}
                    assert client.post("/sign-in", data=data).status_code == 303
                known[login] = client
            return known[login]

        yield open_one


LIFE = "/clusters/hp-tien-lang/life"


@pytest.mark.parametrize("path", ["/audit", "/audit/1", "/audit.csv", LIFE, f"{LIFE}.xlsx"])
def test_nobody_reads_who_did_what_without_an_account(visit, path):
    answer = visit().get(path)
    assert answer.status_code in (303, 401)
    assert "tester" not in answer.text
    assert visit("xa").get(path).status_code == 403


def test_a_day_tells_who_did_what(visit):
    page = visit("bo").get(f"/audit?day={today():%d/%m/%Y}&lang=vi").text
    assert "Ai đã làm gì trong ngày" in page
    assert ">tester</a>" in page
    assert "thông tin cụm: 1 thêm mới, 1 thay đổi" in page
    assert "correction" in page
    quiet = visit("bo").get("/audit?day=2020-01-01&lang=en").text
    assert "Nobody changed anything on 01/01/2020." in quiet
    assert "password" not in page


def test_a_filter_that_is_not_known_is_refused_by_its_name(visit):
    for query, field in (("table=nowhere", "table"), ("day=soon", "day"), ("before=0", "before")):
        answer = visit("bo").get(f"/api/v1/audit/acts?{query}", headers={"Accept": "*/*"})
        assert answer.status_code in (400, 422)
        assert field in answer.text


def test_acts_are_told_to_programs_page_by_page(visit):
    client = visit("bo")
    first = client.get("/api/v1/audit/acts?by=tester&limit=1").json()
    assert first["acts"][0]["reasons"] == ["correction"]
    older = client.get(f"/api/v1/audit/acts?by=tester&before={first['next']}").json()
    assert [act["reasons"][0] for act in older["acts"]] == ["small register"]
    number = first["acts"][0]["number"]
    act = client.get(f"/api/v1/audit/acts/{number}?limit=2").json()
    assert [entry["position"] for entry in act["entries"]] == [1, 2]
    assert act["next"] == 2
    assert client.get("/api/v1/audit/acts/999999").status_code == 404


def test_a_department_reads_of_its_own_clusters_alone(visit):
    def reasons(login: str) -> list[str]:
        told = visit(login).get("/api/v1/audit/acts?limit=1000").json()["acts"]
        return [act["reasons"][0] for act in told if "tester" in act["people"]]

    assert reasons("sct.hp") == ["correction", "small register"]
    assert reasons("sct.lc") == ["small register"]
    [act] = [
        act
        for act in visit("sct.lc").get("/api/v1/audit/acts").json()["acts"]
        if "tester" in act["people"]
    ]
    entries = visit("sct.lc").get(f"/api/v1/audit/acts/{act['number']}?limit=1000").json()
    assert {entry["record"] for entry in entries["entries"]} == {"lc-dong-pho-moi"}
    newest = visit("sct.hp").get("/api/v1/audit/acts?limit=1").json()["acts"][0]["number"]
    assert visit("sct.lc").get(f"/audit/{newest}").status_code == 404
    assert visit("sct.lc").get(LIFE).status_code == 403
    assert visit("sct.hp").get(LIFE).status_code == 200


def test_a_life_is_told_in_words_and_as_files(visit):
    client = visit("sct.hp")
    page = client.get(f"{LIFE}?lang=vi").text.replace("\u00a0", " ")
    assert re.search(r"Trước: </span>17,5 ha</td>.*Sau: </span>20,5 ha", page)
    assert "correction" in page
    sheet = load_workbook(BytesIO(client.get(f"{LIFE}.xlsx?lang=en").content)).active
    cells = [str(cell.value) for row in sheet for cell in row]
    assert "17.5\u00a0ha" in cells
    assert "20.5\u00a0ha" in cells
    assert "17,5\u00a0ha" in client.get(f"{LIFE}.csv?lang=vi").text
    life = client.get("/api/v1/clusters/hp-tien-lang/life").json()
    assert [moment["reason"] for moment in life["moments"]] == ["correction", "small register"]
    assert client.get("/clusters/nowhere/life").status_code == 404


def test_files_of_acts_hold_what_is_asked_for(visit):
    sheet = load_workbook(BytesIO(visit("bo").get("/audit.xlsx?by=tester&lang=en").content)).active
    cells = [str(cell.value) for row in sheet for cell in row]
    assert "correction" in cells
    assert any(cell.startswith("small register") for cell in cells)
    assert "tester" in visit("bo").get("/audit.csv?table=register.source").text


@pytest.mark.browser
def test_the_pages_read_well_and_show_only_what_may_be_opened(settings, page):
    with serving(settings) as site:
        page.goto(f"{site}/clusters/hp-tien-lang?lang=vi")
        expect(page.get_by_role("link", name="Lịch sử bản ghi")).to_have_count(0)
        page.goto(f"{site}/sign-in?lang=vi")
        page.locator("[name=login]").fill("bo")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.locator("#main-nav summary", has_text="Dữ liệu").click()
        page.get_by_role("link", name="Nhật ký thay đổi").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Nhật ký thay đổi")
        page.locator("#by").select_option("tester")
        page.get_by_role("button", name="Xem").click()
        rows = page.locator(".acts-table tbody tr")
        expect(rows).to_have_count(2)
        assert not Axe().run(page).response["violations"]
        rows.first.get_by_role("link").first.click()
        page.get_by_role("link", name="hp-tien-lang").first.click()
        expect(page.locator(".fields-table").first).to_contain_text("20,5")
        assert not Axe().run(page).response["violations"]
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width
