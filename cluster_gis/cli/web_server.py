"""Run the web application until Ctrl-C, and leave nothing behind."""

import ipaddress
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from cluster_gis.cli.worker_processes import ForkedProcesses, load_once
from cluster_gis.config import Register

#: Where each server process learns which register it serves.
REGISTER_VARIABLE = "CLUSTER_GIS_REGISTER"
#: Where it learns whether it listens on this machine alone ("1"): without accounts who sits here
#: is its operator.
LOOPBACK_VARIABLE = "CLUSTER_GIS_ON_LOOPBACK"
#: Imported by the server processes only: it brings the whole web application with it.
APPLICATION = "cluster_gis.cli.application:build"

#: Seconds that open requests get to finish after Ctrl-C.
GRACE = 5


def is_loopback(host: str) -> bool:
    """Whether nobody outside this machine can reach an address to listen on."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _AnnouncingServer(uvicorn.Server):
    """Says when it really listens."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; a second Ctrl-C does not cut short what ends within GRACE seconds."""
        if not self.should_exit:
            super().handle_exit(sig, frame)

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            self._announce()


def serve_until_stopped(
    register: Register, *, host: str, port: int, workers: int, announce: Callable[[], None]
) -> None:
    """Serve; comes back after Ctrl-C or a polite kill. `announce` is called when it listens."""
    os.environ[REGISTER_VARIABLE] = register
    os.environ[LOOPBACK_VARIABLE] = "1" if is_loopback(host) else ""
    config = uvicorn.Config(
        APPLICATION,
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    try:
        if workers == 1:
            _AnnouncingServer(config, announce).run()
        else:
            config.app = load_once(APPLICATION)
            sockets = [config.bind_socket()]
            announce()
            ForkedProcesses(config, sockets=sockets).run()
    except KeyboardInterrupt:
        pass


@contextmanager
def ends_once() -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and SIGHUP (the terminal was closed) unwind the body, once.

    By default the last two end the process without stopping the database, and a second Ctrl-C
    interrupts the cleaning up after the first.
    """
    asked = False

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if not asked:
            asked = True
            raise KeyboardInterrupt

    def end(_number: int, _frame: FrameType | None) -> None:
        # The web server, when it runs, listens to SIGTERM itself but not to SIGHUP.
        signal.raise_signal(signal.SIGTERM)

    before = {
        number: signal.signal(number, handler)
        for number, handler in (
            (signal.SIGINT, interrupt),
            (signal.SIGTERM, interrupt),
            (signal.SIGHUP, end),
        )
    }
    try:
        yield
    finally:
        # Once asked to end, the process only has to exit: a late second Ctrl-C is deaf to it.
        for number, previous in before.items():
            signal.signal(number, signal.SIG_IGN if asked else previous)
