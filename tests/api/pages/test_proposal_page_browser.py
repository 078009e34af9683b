"""The page of a proposal in a browser: a failed form keeps what was typed, a vertex is picked."""

from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests.proposal_story import begin, carry

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def proposal(small_database):
    """A proposal in appraisal since the last day of October."""
    engine = create_engine(small_database.owner_url)
    with Session(engine) as session, session.begin():
        number = begin(session, "2026-10-05")
    with Session(engine) as session, session.begin():
        carry(session, number, date(2026, 10, 5), "submit", "accept")
    engine.dispose()
    return number


def test_a_failed_form_keeps_what_was_typed_and_a_vertex_is_picked_on_the_map(
    site, proposal, new_page
):
    page = new_page()
    page.goto(f"{site}/proposals/{proposal}?lang=vi")
    form = page.locator("#move-appraise")
    page.locator("summary", has_text="Kết thúc thẩm định").click()
    form.locator("[name=result]").select_option("meets_with_conditions")
    form.locator("[name=number]").fill("90/BC-SCT")
    form.locator("[name=signed_on]").evaluate(
        "one => { one.type = 'text'; one.value = '31/13/2026' }"
    )
    form.locator("button[type=submit]").click()
    expect(page.locator(".problem-said")).to_contain_text("31/13/2026")
    expect(form.locator("[name=number]")).to_have_value("90/BC-SCT")
    expect(form.locator("[name=result]")).to_have_value("meets_with_conditions")
    expect(form.locator(".field-problem")).to_contain_text("31/13/2026")

    expect(page.locator("#proposal-map")).to_have_attribute("data-ready", "yes")
    page.locator("#proposal-map path.leaflet-interactive[d*='a6,6']").nth(1).dispatch_event("click")
    expect(page.locator("#about")).to_have_value("vertex:i1:2")
    page.locator("#remark-body").fill("Đỉnh này <b>lệch</b> 3 m")
    page.locator("#remark button[type=submit]").click()
    pin = page.locator(".remark-pin")
    expect(pin).to_have_text("1")
    pin.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".remark-said")).to_contain_text("Đỉnh này <b>lệch</b> 3 m")
