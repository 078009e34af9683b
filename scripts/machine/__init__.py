"""Steps of `scripts/setup.py`. Standard library only: nothing is installed yet."""

import argparse
import sys
import time
from pathlib import Path

from machine import assets, browser, environment, postgis
from machine.commands import StepFailed
from machine.steps import Steps

ROOT = Path(__file__).resolve().parents[2]

#: Steps that `cluster-gis run` adds after ours, so that the numbers run on.
STEPS_OF_RUN = 4


def main(arguments: list[str]) -> int:
    """Run every step; 0 = ready, 1 = one sentence was printed that says what to do."""
    parser = argparse.ArgumentParser(prog="scripts/setup.py", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also the tools that tests need")
    parser.add_argument("--chromium", action="store_true", help="also Chromium, for the tests")
    parser.add_argument("--then-run", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    total = 4 + int(chosen.chromium) + (STEPS_OF_RUN if chosen.then_run else 0)
    steps = Steps(total, log=ROOT / "build" / "setup.log")
    started = time.monotonic()
    try:
        steps.run("Python environment", lambda log: environment.ensure(ROOT, log))
        steps.run("Python packages", lambda log: environment.install(ROOT, log, dev=chosen.dev))
        steps.run("Page assets", lambda log: assets.fetch(ROOT, log))
        steps.run("PostgreSQL with PostGIS", lambda log: postgis.ensure(ROOT, log))
        if chosen.chromium:
            steps.run("Chromium", lambda log: browser.ensure(ROOT, log))
    except StepFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; run the same command again to go on.", file=sys.stderr)
        return 130
    if not chosen.then_run:
        print(f"Ready in {time.monotonic() - started:.1f} s.")
    return 0
