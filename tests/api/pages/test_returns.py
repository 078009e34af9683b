"""Returns by five people: from the investor's figure to the ministry's row, by API and by page."""

import re
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings, create_app
from cluster_gis.domain.access import COUNTRY, Role, Territory, TerritoryKind, unit
from cluster_gis.services.sign_in import issue_token
from tests.accounts import HAI_PHONG, PASSWORD, write_account
from tests.report_register import write_report_register
from tests.servers import serving

PEOPLE = {
    "dn": (Role.INVESTOR, Territory(TerritoryKind.CLUSTER, "a")),
    "xa": (Role.COMMUNE, unit("2025:11")),
    "so": (Role.INDUSTRY_DEPARTMENT, HAI_PHONG),
    "ub": (Role.PROVINCE, HAI_PHONG),
    "bo": (Role.MINISTRY, COUNTRY),
}
RETURNS = "/api/v1/reports/returns"


@pytest.fixture(scope="module")
def database(module_database):
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session, session.begin():
        write_report_register(session)
    engine.dispose()
    return module_database


@pytest.fixture(scope="module")
def tokens(database):
    """Login -> header of a person who has an account, a role and a token."""
    engine = create_engine(database.access_url)
    made = {}
    with Session(engine) as session, session.begin():
        for login, role in PEOPLE.items():
            account = write_account(session, login, role)
            secret = issue_token(session, account, name="t", scope="write", days=9, by="t")
            made[login] = {"Authorization": f"Bearer {secret}"}
    engine.dispose()
    return made


def settings_of(database):
    return WebSettings(
        database_url=database.web_url,
        writer_url=database.writer_url,
        access_url=database.access_url,
    )


@pytest.fixture(scope="module")
def ask(database, tokens):
    """Asks the API as a person, naming the version of `answer` when one is given."""
    with TestClient(create_app(settings_of(database))) as client:

        def ask(login, method, path, body=None, *, read=None, status=200):
            tag = {} if read is None else {"If-Match": read.headers["etag"]}
            answer = client.request(method, path, json=body, headers=tokens[login] | tag)
            assert answer.status_code == status, answer.text
            return answer

        yield ask


def start(ask, login, form, reporter, status=201, **more):
    wanted = {"form": form, "period": "2026-Y", "reporter": reporter, **more}
    return ask(login, "POST", RETURNS, wanted, status=status)


def test_programs_file_judge_send_back_and_correct(ask):
    draft = start(ask, "dn", "02", "a")
    number = draft.json()["id"]
    here = f"{RETURNS}/{number}"
    figures = {"figures": {"ind_land_leased_ha": "18.5"}}
    ask("dn", "PUT", f"{here}/figures", figures, status=428)
    typed = ask("dn", "PUT", f"{here}/figures", figures, read=draft)
    ask("dn", "POST", f"{here}/submit", read=draft, status=412)
    filled = ask("dn", "POST", f"{here}/fill", read=typed)
    rows = {row["field"]: row for row in filled.json()["figures"]}
    # what the register holds is taken over; what was typed stays; a gap and a rate stay as they are
    assert rows["infra_capital_approved"]["typed"] == "480"
    assert rows["ind_land_leased_ha"]["typed"] == "18.5"
    assert rows["infra_revenue_period"]["typed"] is None
    assert rows["fill_rate"]["typed"] is None
    sent = ask("dn", "POST", f"{here}/submit", read=filled)
    assert sent.json()["may"] == []
    ask("dn", "POST", f"{here}/accept", read=sent, status=403)
    back = ask("xa", "POST", f"{here}/send-back", {"remark": "thiếu hàng 9"}, read=sent)
    assert back.json()["moves"][-1]["remark"] == "thiếu hàng 9"
    start(ask, "dn", "02", "a", status=400)
    again = start(ask, "dn", "02", "a", reason="bổ sung hàng 9")
    assert again.json()["version"] == 2
    assert ask("bo", "GET", f"{RETURNS}/{again.json()['id']}").json()["may"] == []


@pytest.mark.parametrize(
    ("login", "form", "reporter"),
    [
        pytest.param("dn", "02", "b", id="a-cluster-of-another-investor"),
        pytest.param("dn", "03", "2025:11", id="a-form-of-the-commune"),
        pytest.param("xa", "03", "2025:22", id="another-commune"),
        pytest.param("ub", "04", "2025:31", id="the-form-of-the-department"),
    ],
)
def test_nobody_starts_a_return_of_others(ask, login, form, reporter):
    start(ask, login, form, reporter, status=403)


def test_a_rate_and_a_consolidated_form_are_never_typed(ask):
    draft = start(ask, "so", "04", "2025:31")
    figures = {"figures": {"est_count": "9"}}
    refused = ask(
        "so", "PUT", f"{RETURNS}/{draft.json()['id']}/figures", figures, read=draft, status=409
    )
    assert "04" in refused.json()["detail"]
    assert draft.json()["units_without_form_03"] == ["2025:11", "2025:22"]


@pytest.mark.browser
@pytest.mark.usefixtures("tokens")
def test_five_people_carry_a_figure_from_the_investor_to_the_national_row(database, new_page):
    with serving(settings_of(database)) as address:
        page = new_page(viewport={"width": 1440, "height": 900}, base_url=address)

        def sign_in(login, form):
            # straight to the list: the map of the first page takes longer than the whole story
            page.context.clear_cookies()
            page.goto(f"/sign-in?{urlencode({'next': listed(form), 'lang': 'vi'})}")
            page.locator("#login").fill(login)
            page.locator("#password").fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(f"**{listed(form)}*")

        def listed(form):
            return f"/reports?form={form}&period=2026-H1"

        def row_of(form, reporter):
            if listed(form) not in page.url:
                page.goto(listed(form))
            return page.locator("tr", has=page.locator(f"code:text-is('{reporter}')"))

        def send(form, reporter, **figures):
            row_of(form, reporter).get_by_role("button", name="Lập báo cáo").click()
            for field, value in figures.items():
                page.locator(f"input[name='figure-{field}']").fill(value)
            page.get_by_role("button", name="Gửi báo cáo").click()
            expect(page.locator("#return-state")).to_have_text("đã gửi")

        def accept(form, reporter):
            row_of(form, reporter).get_by_role("link", name="đã gửi").click()
            page.get_by_role("button", name="Chấp nhận").click()
            expect(page.locator("#return-state")).to_have_text("đã chấp nhận")

        sign_in("dn", "02")
        send("02", "a", ind_land_leased_ha="18,5")
        sign_in("xa", "02")
        accept("02", "a")
        send("03", "2025:11")
        sign_in("so", "03")
        accept("03", "2025:11")
        send("04", "2025:31")
        sign_in("ub", "04")
        accept("04", "2025:31")
        sign_in("bo", "TOANQUOC")
        page.get_by_role("link", name=re.compile("Mở báo cáo")).click()
        head = page.locator("th", has_text="Đất đã cho thuê")
        column = head.evaluate("cell => cell.cellIndex")
        for name in ("Tổng cộng", "Thành phố Hải Phòng"):
            row = page.locator("tbody tr", has_text=name)
            expect(row.locator("td").nth(column)).to_contain_text("18,5")
