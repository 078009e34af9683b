"""How soon the desk is usable and how smoothly it moves, in headless Chromium.

    python benchmarks/desk_speed.py http://127.0.0.1:8000/ [ROUNDS]

The server runs already, over the register to be measured (2,000 simulated clusters for the
record). "Usable" = the clusters are drawn and the legend counts them. Frames are counted while
the map is dragged to and fro. Prints medians. The figures depend on the machine: run it idle, and
look at the processor time of the page's main thread when it cannot be, with the load printed.
"""

import os
import statistics
import sys
import time

from playwright.sync_api import Browser, Page, sync_playwright

ROUNDS = 5
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
SIZE = {"width": 1440, "height": 900}
DAYS = ("31/12/2015", "31/12/2018", "31/12/2021", "30/06/2023")
#: Counts frames of the page until told to stop; answers the times between them in ms.
WATCH = """() => { window.frames_ms = []; let last = performance.now(); window.watching = true;
    const next = (now) => { window.frames_ms.push(now - last); last = now;
        if (window.watching) requestAnimationFrame(next); };
    requestAnimationFrame(next); }"""


def open_once(browser: Browser, address: str) -> tuple[float, float, Page]:
    """Seconds until the desk is usable without a cache, those of its main thread, and the page."""
    page = browser.new_context(viewport=SIZE).new_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("[data-shown]").wait_for(state="attached")
    seconds = time.perf_counter() - started
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    busy = next(one["value"] for one in metrics if one["name"] == "TaskDuration")
    return seconds, busy, page


def change_day(page: Page, day: str) -> float:
    """Seconds from the key press until the clusters of that day are drawn."""
    iso = "-".join(reversed(day.split("/")))
    page.fill("#cg-date", day)
    started = time.perf_counter()
    page.keyboard.press("Enter")
    page.locator(f"[data-shown='{iso}']").wait_for(state="attached")
    return time.perf_counter() - started


def drag(page: Page) -> list[float]:
    """Milliseconds between frames while the map is dragged about for some seconds."""
    page.mouse.move(900, 450)
    page.evaluate(WATCH)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(900 + 200 * (step % 20) / 20, 450 + 120 * (step % 15) / 15)
    page.mouse.up()
    page.evaluate("window.watching = false")
    frames: list[float] = page.evaluate("window.frames_ms")
    return frames[1:]


def main(address: str, times: int = ROUNDS) -> None:
    """Print the measurements of the desk at `address`."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        first, _busy, page = open_once(browser, address)
        page.context.close()
        rounds, busy = [], []
        for _ in range(times):
            seconds, worked, page = open_once(browser, address)
            rounds.append(seconds)
            busy.append(worked)
            page.context.close()
        *_, page = open_once(browser, address)
        new_days = [change_day(page, day) for day in DAYS]
        same_days = [change_day(page, day) for day in DAYS]
        frames = sorted(drag(page))
        clusters = page.locator(".cg-total").inner_text()
        browser.close()
    print(f"{clusters}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"first opening            {first:.2f} s")
    print(f"usable, warm             {statistics.median(rounds):.2f} s")
    print(f"  of it main thread      {statistics.median(busy):.2f} s of processor time")
    print(f"another day, first time  {statistics.median(new_days):.2f} s")
    print(f"another day, again       {statistics.median(same_days):.2f} s")
    print(
        f"frames while dragging    median {statistics.median(frames):.0f} ms, "
        f"95 % below {frames[int(0.95 * (len(frames) - 1))]:.0f} ms"
    )


if __name__ == "__main__":
    main(
        sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/",
        *(int(rounds) for rounds in sys.argv[2:3]),
    )
