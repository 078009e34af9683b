"""Run the web application until Ctrl-C, and leave nothing behind."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from uvicorn.supervisors import Multiprocess

from cluster_gis.cli.application import REGISTER_VARIABLE
from cluster_gis.config import Register

APPLICATION = "cluster_gis.cli.application:build"

#: Seconds that open requests get to finish after Ctrl-C.
GRACE = 5


class _AnnouncingServer(uvicorn.Server):
    """Says when it really listens."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            self._announce()


def serve_until_stopped(
    register: Register, *, host: str, port: int, workers: int, announce: Callable[[], None]
) -> None:
    """Serve; comes back after Ctrl-C or a polite kill. `announce` is called when it listens."""
    os.environ[REGISTER_VARIABLE] = register
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
            sockets = [config.bind_socket()]
            announce()
            Multiprocess(config, sockets=sockets).run()
    except KeyboardInterrupt:
        pass


@contextmanager
def polite_kills_interrupt() -> Iterator[None]:
    """Let SIGTERM and SIGHUP (the terminal was closed) unwind like Ctrl-C.

    Their default action would end the process without stopping the database.
    """

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    def end_politely(_number: int, _frame: FrameType | None) -> None:
        # The web server, when it runs, listens to SIGTERM itself but not to SIGHUP.
        signal.raise_signal(signal.SIGTERM)

    before = {
        number: signal.signal(number, handler)
        for number, handler in ((signal.SIGTERM, interrupt), (signal.SIGHUP, end_politely))
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
