"""The second opinion, remembered while the register stays as it is.

It is a pure function of the register's revision and the day. One thread computes it; others that
ask for the same wait for that answer instead of computing it too.
"""

from collections import OrderedDict
from datetime import UTC, date, datetime
from threading import Lock

from sqlalchemy.orm import Session

from cluster_gis.services.verify_register import Verification, verify_register

_Key = tuple[int, date]


class QualityMemory:
    """Remembers the checks of the most recently asked days; safe for threads."""

    def __init__(self, days: int = 4) -> None:
        self._days = days
        self._lock = Lock()
        self._working: dict[_Key, Lock] = {}
        self._found: OrderedDict[_Key, tuple[Verification, datetime]] = OrderedDict()

    def verification(
        self, session: Session, *, as_of: date, revision: int
    ) -> tuple[Verification, datetime]:
        """What the checks found, and when they were made (UTC)."""
        key = (revision, as_of)
        with self._lock:
            working = self._working.setdefault(key, Lock())
        with working:
            with self._lock:
                known = self._found.get(key)
            if known is None:
                found = verify_register(session, as_of=as_of, revision=revision)
                known = (found, datetime.now(UTC))
            with self._lock:
                self._found[key] = known
                self._found.move_to_end(key)
                while len(self._found) > self._days:
                    forgotten, _ = self._found.popitem(last=False)
                    self._working.pop(forgotten, None)
        return known
