"""How often somebody may ask, counted by this process over a sliding minute.

Two counts: what costs much (files read, sheets printed, tables written) by account, or by address
of somebody who is not signed in; and every request by address. 0 = not counted. Sign-in has its
own, stricter waits in the database, which all processes share.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

from cluster_gis.errors import TooManyRequests
from cluster_gis.i18n import N_

WINDOW_S: Final = 60.0
#: Whom a process remembers; the longest silent are forgotten first.
MOST_KEYS: Final = 20_000

#: What takes a second of a processor or more, or writes a file.
COSTLY: Final = frozenset(
    {
        "POST /api/v1/boundaries/check",
        "POST /boundaries",
        "POST /api/v1/staging",
        "POST /staging/new",
        "POST /progress/upload",
        "POST /api/v1/proposals/{proposal_id}/outline",
        "POST /api/v1/proposals/{proposal_id}/attachments",
        "POST /tables.xlsx",
        "POST /tables.csv",
        "GET /clusters.xlsx",
        "GET /clusters/{code}/opinion.pdf",
        "GET /clusters/{code}/opinion.docx",
        "GET /clusters/{code}/sheet.pdf",
        "GET /law/rules.pdf",
        "GET /maps/{code}.pdf",
        "GET /reports/file",
        "POST /reports/issue",
        "POST /api/v1/reports/issued",
    }
)


class Counter:
    """At most `most` times a minute for each key."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self._clock = clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_s(self, key: str) -> int:
        """0 = counted and allowed; else whole seconds until the key may ask again."""
        if not self.most:
            return 0
        now = self._clock()
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while times and times[0] <= now - WINDOW_S:
            times.popleft()
        if len(times) >= self.most:
            return max(1, int(times[0] + WINDOW_S - now) + 1)
        times.append(now)
        while len(self._times) > MOST_KEYS:
            self._times.popitem(last=False)
        return 0


class RateLimits:
    """Both counts of one process."""

    def __init__(self, *, costly_per_minute: int, requests_per_minute: int) -> None:
        self._costly = Counter(costly_per_minute)
        self._requests = Counter(requests_per_minute)

    def count_request(self, address: str) -> None:
        """Raise TooManyRequests when the address asks too often."""
        if wait := self._requests.wait_s(address):
            raise TooManyRequests(
                N_("Too many requests from here; try again in {seconds} s."),
                wait_s=wait,
                seconds=wait,
            )

    def count_route(self, route: str, who: str) -> None:
        """Raise TooManyRequests when `who` asks too often for what costs much."""
        if route in COSTLY and (wait := self._costly.wait_s(who)):
            raise TooManyRequests(
                N_("Too many requests that cost much; try again in {seconds} s."),
                wait_s=wait,
                seconds=wait,
            )
