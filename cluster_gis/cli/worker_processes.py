"""Server processes that share what they import: forked from one that has it all loaded.

uvicorn starts each process afresh, so every one holds the whole application for itself. Here the
parent imports it once, opens nothing (no connection, no thread), and its children go on from there;
pages of memory are copied only where a child writes.
"""

import contextlib
import gc
import importlib
import multiprocessing
import signal
from collections.abc import Callable
from socket import socket
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import SIGNALS, Process

_fork = multiprocessing.get_context("fork")


class _ForkedProcess(Process):
    """One server process."""

    def __init__(self, config: uvicorn.Config, sockets: list[socket]) -> None:
        super().__init__(config, sockets)
        self.process = _fork.Process(  # type: ignore[assignment]  # its own is spawned
            target=_serve, args=(config, self.target, sockets)
        )


class ForkedProcesses(Multiprocess):
    """Starts the processes, replaces one that died, ends them all."""

    def init_processes(self) -> None:
        """Start them all."""
        for _ in range(self.processes_num):
            process = _ForkedProcess(self.config, self.sockets)
            process.start()
            self.processes.append(process)


def _serve(
    config: uvicorn.Config, target: Callable[[list[socket]], None], sockets: list[socket]
) -> None:
    # What the parent does with signals is not for its children.
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.configure_logging()
    with contextlib.suppress(KeyboardInterrupt):
        target(sockets)


def load_once(application: str) -> Callable[[], Any]:
    """What the factory `application` ("module:name") makes, made now and here, to be shared.

    The garbage collector leaves what is there alone, so that it does not write into shared pages.
    """
    module, _, name = application.partition(":")
    made = getattr(importlib.import_module(module), name)()
    gc.collect()
    gc.freeze()
    return lambda: made
