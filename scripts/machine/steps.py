"""One line a step, with its time."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

#: What a step returns: whether it changed anything.
Step = Callable[[TextIO], bool]


class Steps:
    """Numbers and times the steps; what their programs print goes to a log file."""

    def __init__(self, total: int, *, log: Path) -> None:
        self._total = total
        self._done = 0
        self._log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("", encoding="utf-8")

    def run(self, title: str, step: Step) -> None:
        """Do one step and print its line."""
        self._done += 1
        print(f"[{self._done}/{self._total}] {title} … ", end="", flush=True)
        started = time.monotonic()
        with self._log.open("a", encoding="utf-8") as log:
            print(f"\n=== {title}", file=log, flush=True)
            changed = step(log)
        print(f"{time.monotonic() - started:.1f} s" if changed else "ok (unchanged)", flush=True)
