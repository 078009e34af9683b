"""The console of the API in Chromium with the network cut."""

import re

import pytest
from playwright.sync_api import Page, expect

from api.app import WebSettings
from tests.servers import serving

pytestmark = pytest.mark.browser


def test_the_console_lists_the_api_and_asks_it(page: Page, small_database):
    with serving(WebSettings(database_url=small_database.web_url)) as address:
        page.goto(f"{address}/docs")
        expect(page.locator(".opblock-summary-path").first).to_be_visible()
        paths = page.locator(".opblock-summary-path").all_inner_texts()
        # Swagger UI puts a break after each slash.
        assert "/api/v1/clusters" in {re.sub(r"[\u200b\s]", "", path) for path in paths}
        operation = page.locator("#operations-Register-read_register_api_v1_register_get")
        operation.locator(".opblock-summary-control").click()
        operation.get_by_role("button", name="Try it out").click()
        operation.get_by_role("button", name="Execute").click()
        answer = operation.locator(".live-responses-table .highlight-code").first
        expect(answer).to_contain_text('"register": "real"')
