"""`cluster-gis run` from nothing to a page and back to nothing, as a person starts and stops it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from cluster_gis.postgres.installation import Installation
from cluster_gis.postgres.layout import Layout
from cluster_gis.postgres.process import find_running

READY_WITHIN_S = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Office:
    """A machine's environment: a home and a port of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.started: list[subprocess.Popen[str]] = []

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "CLUSTER_GIS" not in name}
        return kept | {
            "CLUSTER_GIS_HOME": str(self.home),
            "CLUSTER_GIS_PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
        }

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "cluster_gis", "--lang", "en", *words]

    def start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            self.command("run"),
            env=self.environment(),
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            env=self.environment(),
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=READY_WITHIN_S,
        )

    def wait_until_ready(self, process: subprocess.Popen[str]) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline:
            if process.poll() is not None:
                pytest.fail(f"run ended: {process.stdout.read()}")
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                    assert answer.status == 200
                    return
            except OSError:
                time.sleep(0.2)
        pytest.fail("not ready in time")


@pytest.fixture(scope="module")
def office(postgis: Installation) -> Iterator[Office]:
    home = Path(tempfile.mkdtemp(prefix="cgr-", dir="/tmp"))
    home.chmod(0o711)
    if postgis.environment:
        (home / "postgis").symlink_to(postgis.bin.parents[4])
    office = Office(home)
    yield office
    for process in office.started:
        if process.poll() is None:
            process.kill()
            process.wait()
    office.ask("down")
    shutil.rmtree(home)


def stop(process: subprocess.Popen[str], ending: int, office: Office) -> None:
    """Stop it as a person or the system does; nothing of it runs any more."""
    process.send_signal(ending)
    time.sleep(0.3)
    process.send_signal(ending)  # an impatient second time must not leave the database running
    told, _ = process.communicate(timeout=READY_WITHIN_S)
    assert process.returncode == 0, told
    assert "ready after" in told
    assert f"http://127.0.0.1:{office.port}" in told
    assert "Traceback" not in told
    assert find_running(Layout(office.home)) is None


def test_it_serves_until_ctrl_c_and_leaves_nothing_running(office: Office):
    process = office.start()
    office.wait_until_ready(process)
    stop(process, signal.SIGINT, office)


def test_a_second_run_names_the_process_that_has_the_port(office: Office):
    first = office.start()
    office.wait_until_ready(first)
    second = office.ask("run")
    assert second.returncode == 1
    assert f"taken by process {first.pid}" in second.stderr
    assert f"CLUSTER_GIS_PORT={office.port + 1}" in second.stderr
    assert second.stderr.count("\n") == 1
    stop(first, signal.SIGTERM, office)


def test_after_kill_9_of_both_servers_it_starts_again(office: Office):
    first = office.start()
    office.wait_until_ready(first)
    first.kill()
    first.wait()
    os.kill(
        int((Layout(office.home).data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL
    )
    again = office.start()
    office.wait_until_ready(again)
    stop(again, signal.SIGHUP, office)  # as when the terminal is closed


def test_each_server_command_says_what_it_did(office: Office):
    assert "is not running" in office.ask("status").stdout
    assert office.ask("up").stdout == "The private database runs.\n"
    assert office.ask("up").stdout == "The private database was running already.\n"
    assert (
        "Register simulated has schema" in office.ask("migrate", "--register", "simulated").stdout
    )
    assert office.ask("status").stdout.count("Register ") == 2
    assert office.ask("down").stdout == "The private database is stopped.\n"
    assert office.ask("down").stdout == "The private database was not running.\n"
