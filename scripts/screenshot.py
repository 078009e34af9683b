"""Take the pictures of the README from a running product, with every other address cut off.

    scripts/screenshot.py [http://127.0.0.1:8000]

The product must be running (`make run`). Writes docs/images/*.png. Needs Chromium; set
CLUSTER_GIS_CHROMIUM when it is not on PATH.
"""

import os
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page, Route, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SIZE = {"width": 1440, "height": 900}


def find_chromium() -> str | None:
    """Path of the browser; None when there is none."""
    return os.environ.get("CLUSTER_GIS_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )


def take(browser: Browser, base: str) -> list[Path]:
    """The pictures, written; raises RuntimeError when a page asked for another host."""
    host = urlsplit(base).netloc
    foreign: list[str] = []

    def guard(route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.netloc == host or address.scheme in ("data", "blob"):
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    context = browser.new_context(viewport=SIZE, locale="vi-VN")
    context.route("**/*", guard)
    page = context.new_page()
    pictures = [planning_map(page, base), cluster(page, base)]
    if foreign:
        raise RuntimeError(f"the page asked for {foreign[0]}")
    return pictures


def planning_map(page: Page, base: str) -> Path:
    """Hải Phòng with the card of one cluster open."""
    page.goto(f"{base}/?province=hai-phong")
    page.locator("[data-shown]").wait_for()
    page.get_by_role("combobox").first.fill("quang phuc")
    page.get_by_role("option").first.click()
    page.locator(".cg-verdicts li").first.wait_for()
    page.mouse.move(SIZE["width"] - 5, SIZE["height"] - 5)
    page.wait_for_timeout(500)
    return save(page, "planning-map.png")


def cluster(page: Page, base: str) -> Path:
    """The page of one cluster."""
    page.goto(f"{base}/clusters/hp-quang-phuc")
    page.evaluate("document.fonts.ready")
    return save(page, "cluster.png")


def save(page: Page, name: str) -> Path:
    """The window as docs/images/<name>."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=IMAGES / name)
    return IMAGES / name


def main() -> int:
    """Exit code."""
    base = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000").rstrip("/")
    executable = find_chromium()
    if executable is None:
        print("Chromium was not found; install it: apt-get install chromium", file=sys.stderr)
        return 1
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        try:
            pictures = take(browser, base)
        except (Error, RuntimeError) as error:
            reason = str(error).splitlines()[0]
            print(f"No picture of {base}: {reason}. Is `make run` running?", file=sys.stderr)
            return 1
        finally:
            browser.close()
    for picture in pictures:
        print(f"{picture.relative_to(IMAGES.parent.parent)}  {picture.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
