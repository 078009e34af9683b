"""Other programs: run with their output in the log, and said clearly when they fail."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

Words = Sequence[str | Path]


class StepFailed(Exception):
    """One sentence (or two) for the person at the terminal: what is wrong and what to do."""


def run(
    command: Words,
    log: TextIO,
    *,
    problem: str,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run `command` without a terminal; raises StepFailed with `problem` and its last words."""
    print("$", *command, file=log, flush=True)
    position = log.tell()
    result = subprocess.run(
        [str(word) for word in command],
        check=False,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env={**os.environ, **(environment or {})},
    )
    if result.returncode != 0:
        raise StepFailed(_explain(problem, Path(log.name), position))


def _explain(problem: str, log: Path, position: int) -> str:
    with log.open("rb") as stream:
        stream.seek(position)
        said = stream.read().decode(errors="replace")
    if "No space left on device" in said:
        return "The disk is full; free some space and run the same command again."
    network = (
        "Temporary failure resolving",
        "NameResolutionError",
        "Could not resolve",
        "ENOTFOUND",
    )
    if any(sign in said for sign in network):
        problem += " The network cannot be reached; setting up needs it once."
    last = [line.strip() for line in said.splitlines() if line.strip()][-3:]
    return "\n".join([problem, *(f"  | {line}" for line in last), f"  (all of it: {log})"])


def ask(command: Words, environment: Mapping[str, str] | None = None) -> str | None:
    """What `command` prints; None when it fails or is not there."""
    try:
        result = subprocess.run(
            [str(word) for word in command],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**os.environ, "LC_ALL": "C", **(environment or {})},
        )
    except OSError:
        return None
    return result.stdout if result.returncode == 0 else None
