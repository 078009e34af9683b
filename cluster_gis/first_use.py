"""Functions and libraries that are loaded when they are first used.

A server process holds what it imports for as long as it lives, times the number of processes. The
libraries for drawings, workbooks, printed sheets and typesetting took half of its memory, and most
processes never read a drawing. Where a module is reached through one function only, its user writes

    if TYPE_CHECKING:
        from cluster_gis.boundary.readers.drawing import read_drawing
    else:
        read_drawing = on_first_use("cluster_gis.boundary.readers.drawing", "read_drawing")

so that types and import arrows are checked as if it were imported.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any


@cache
def _load(module: str, name: str) -> Callable[..., Any]:
    loaded: Callable[..., Any] = getattr(import_module(module), name)
    return loaded


def on_first_use(module: str, name: str) -> Callable[..., Any]:
    """A function that imports `module` when it is called and passes on to its function `name`."""

    def call(*args: Any, **named: Any) -> Any:
        return _load(module, name)(*args, **named)

    call.__name__ = call.__qualname__ = name
    return call


class LateModule:
    """A library that is imported when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
