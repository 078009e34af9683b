"""The application behind a real port, in a process of its own.

Not a thread: GDAL waits for its answers without letting go of Python's lock. The processes are
forked of one that has imported the application, which takes seconds, once a test run.
"""

import multiprocessing
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from fastapi import FastAPI

from api.app import WebSettings, create_app

#: Seconds to start in; many, since other tests keep the machine busy meanwhile.
START_LIMIT_S = 180

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.warm_application"])


def _run(settings: WebSettings, port: int, extend: Callable[[FastAPI], None] | None) -> None:
    app = create_app(settings)
    if extend is not None:
        extend(app)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


@contextmanager
def serving_application(url: str, extend: Callable[[FastAPI], None]) -> Iterator[str]:
    """The same over the database at `url`, with what `extend` (a module's function) adds."""
    with serving(WebSettings(database_url=url), extend) as address:
        yield address


@contextmanager
def serving(
    settings: WebSettings, extend: Callable[[FastAPI], None] | None = None
) -> Iterator[str]:
    """Address ("http://127.0.0.1:port") of a server that stops at the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = _FORKS.Process(target=_run, args=(settings, port, extend))
    process.start()
    try:
        _wait(process, f"{address}/healthz")
        yield address
    finally:
        process.terminate()
        process.join(timeout=20)


def _wait(process: multiprocessing.process.BaseProcess, address: str) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while True:
        assert process.is_alive(), "the server did not start"
        assert time.monotonic() < deadline, f"the server did not answer in {START_LIMIT_S} s"
        try:
            httpx.get(address).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
