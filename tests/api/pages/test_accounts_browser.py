"""Accounts in Chromium, by keyboard: sign in, find a place without diacritics, give a role."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.domain.access import COUNTRY, Role
from tests.accounts import PASSWORD, write_account

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def accounts(small_database):
    engine = create_engine(small_database.access_url)
    with Session(engine) as session, session.begin():
        write_account(session, "quan-tri", (Role.ADMINISTRATOR, COUNTRY))
        write_account(session, "lan")
    engine.dispose()


def sign_in(page, site, after=""):
    page.goto(f"{site}/sign-in{after}")
    page.locator("#login").fill("quan-tri")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.usefixtures("accounts")
def test_a_role_is_given_by_keyboard(page, site):
    sign_in(page, site, "?next=/admin/accounts/lan")
    expect(page.locator("h1")).to_have_text("Người lan")
    page.locator("#role").select_option("industry_department")
    page.locator("#find").focus()
    page.keyboard.type("hai phong")
    choice = page.locator('#territories input[value="unit:2025:31"]')
    expect(choice).to_be_visible()
    choice.focus()
    page.keyboard.press("Space")
    page.locator("#valid_from").fill("01/07/2025")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Đã giao vai trò.")
    expect(page.locator("tbody")).to_contain_text("từ 01/07/2025")


@pytest.mark.usefixtures("accounts")
def test_pages_of_accounts_are_sound_on_a_phone_and_for_readers_of_screens(new_page, site):
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{site}/sign-in?lang=en")
    assert_sound(page)
    sign_in(page, site)
    menu = page.locator("details.visitor > summary")
    expect(menu).to_be_visible()
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="My account")).to_be_visible()
    for address in ("/profile", "/admin/accounts", "/admin/accounts/lan?find=hai"):
        page.goto(site + address)
        assert_sound(page)
    page.locator("details.visitor > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def assert_sound(page):
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    serious = [
        (fault["id"], [node["target"] for node in fault["nodes"]])
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
    assert not serious
