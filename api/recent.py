"""Answers kept for a while."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any


class Recent:
    """The last answers of a kind; a revision is part of each key, so they never go stale."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable) -> Any:
        """What was kept, None when nothing was."""
        if key in self._held:
            self._held.move_to_end(key)
        return self._held.get(key)

    def keep(self, key: Hashable, value: Any) -> None:
        """Keep `value`, letting go of what was asked for longest ago."""
        self._held[key] = value
        if len(self._held) > self._size:
            self._held.popitem(last=False)
