"""What one running server holds: its settings, its two pools, its counters.

Business routes and pages use the synchronous engine in worker threads; routes that return bytes
made by the database use the asynchronous pool. Both connect as the role that only reads, and both
ask for read-only transactions, whatever the role may do.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from api.identity_provider import IdentityProvider
from api.metrics import Metrics
from api.rate_limit import RateLimits
from api.recent import Recent
from api.tile_cache import TileCache
from cluster_gis.config import Register
from cluster_gis.services.notify import Sink
from cluster_gis.storage.connections import CUSTOM_PLANS
from cluster_gis.storage.features import revision_statement

#: Seconds: to wait for a connection of the byte pool, to connect, and for one's turn among pages.
#: The byte pool waits as long when the database is away, so it gives up soon; an engine notices
#: that by CONNECT_S, so a page of a busy hour may wait for the pages before it.
WAIT_S = 3.0
QUEUE_S = 30.0
CONNECT_S = 3
OPTIONS = "-c default_transaction_read_only=on -c statement_timeout=10s -c timezone=UTC"
WRITE_OPTIONS = "-c statement_timeout=20s -c timezone=UTC"
#: Byte routes use few constant statements: planning one takes as long as answering it.
BYTE_OPTIONS = f"{OPTIONS} -c plan_cache_mode=force_generic_plan"

ByteConnection = AsyncConnection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """What `create_app` needs to know.

    database_url: SQLAlchemy address of the serving (read-only) role; never printed.
    register: which register this server shows; it must be the one the database holds.
    pool_size: connections of the pool for byte routes; None = the number of processor cores.
    base_map_url: tiles of an optional online background, off by default; None = none at all.
    writer_url: of the role that writes; None = this server only reads (see api/writing.py).
    access_url: of the role of accounts; None = this server knows no accounts.
    provider: of identities, besides passwords; None = passwords only.
    templates: folder of the office's own Word templates; None = those shipped.
    costly_per_minute, requests_per_minute: see api/rate_limit.py; 0 = not counted.
    notices: sinks besides the log, which deliver in the background.
    tile_age_s: seconds that a tile of the cache may be behind what was just written; 0 = never.
    loopback: nobody outside this machine reaches the server; without accounts it has an operator.
    """

    database_url: str
    register: Register = "real"
    pool_size: int | None = None
    base_map_url: str | None = None
    writer_url: str | None = None
    access_url: str | None = None
    provider: IdentityProvider | None = None
    tile_age_s: float = 0.0
    loopback: bool = True
    templates: Path | None = None
    costly_per_minute: int = 120
    requests_per_minute: int = 0
    notices: Sequence[Sink] = ()


class SharedRead:
    """One value that many requests want at once: those who wait share the next read.

    A request never gets a read that began before it asked, so it sees what was committed by then.
    """

    def __init__(self, read: Callable[[], Awaitable[Any]]) -> None:
        self._read = read
        self._running: asyncio.Task[Any] | None = None
        self._next: asyncio.Task[Any] | None = None

    async def read(self) -> Any:
        """The value now."""
        if self._next is None:
            self._next = asyncio.create_task(self._after(self._running))
        # Shielded: one client who goes away does not take the answer from the others.
        return await asyncio.shield(self._next)

    async def _after(self, running: asyncio.Task[Any] | None) -> Any:
        if running is not None:
            await asyncio.wait([running])
        self._running, self._next = self._next, None
        return await self._read()


@dataclass(slots=True, kw_only=True)
class Resources:
    """Made by `create_app`, connected when first needed, closed with the server."""

    settings: WebSettings
    engine: Engine
    sessions: sessionmaker[Session]
    pool: AsyncConnectionPool[ByteConnection]
    metrics: Metrics
    tiles: TileCache = field(default_factory=TileCache)
    tile_addresses: Recent = field(default_factory=lambda: Recent(5000))
    writers: sessionmaker[Session] | None = None
    access: sessionmaker[Session] | None = None
    accounts_seen: bool = False
    limits: RateLimits = field(init=False)
    newest: SharedRead = field(init=False)

    def __post_init__(self) -> None:
        self.limits = RateLimits(
            costly_per_minute=self.settings.costly_per_minute,
            requests_per_minute=self.settings.requests_per_minute,
        )
        self.newest = SharedRead(self._newest_revision)

    async def _newest_revision(self) -> int:
        row = await self.fetch_row(revision_statement(), {"known_at": None})
        return 0 if row is None else int(row[0])

    async def fetch_row(self, statement: str, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """First row of a constant statement, prepared once per connection."""
        return await self._fetch(statement, values, binary=False)

    async def fetch_bytes(self, statement: str, values: Mapping[str, Any]) -> bytes | None:
        """The same for one value of the type bytea, which then needs no decoding."""
        row = await self._fetch(statement, values, binary=True)
        return None if row is None else row[0]

    async def _fetch(
        self, statement: str, values: Mapping[str, Any], *, binary: bool
    ) -> tuple[Any, ...] | None:
        """One round trip.

        A connection that the server closed since its last use (a restart) is replaced and the
        statement, which only reads, runs again.
        """
        for attempt in range(2):
            try:
                async with self.pool.connection() as connection:
                    cursor = await connection.execute(
                        statement, values, prepare=True, binary=binary
                    )
                    return await cursor.fetchone()
            except psycopg.OperationalError as error:
                slow = error.sqlstate == "57014" or isinstance(error, PoolTimeout)
                if attempt or slow:
                    raise
                await self.pool.check()
        return None


def open_resources(settings: WebSettings) -> Resources:
    """The pools, not connected yet: the database may still be away."""
    cores = os.cpu_count() or 2
    engine = create_engine(
        settings.database_url,
        pool_size=max(4, 2 * cores),
        max_overflow=0,
        pool_timeout=QUEUE_S,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_S, "options": OPTIONS, **CUSTOM_PLANS},
    )
    pool: AsyncConnectionPool[ByteConnection] = AsyncConnectionPool(
        engine.url.set(drivername="postgresql").render_as_string(hide_password=False),
        min_size=1,
        max_size=settings.pool_size or cores,
        timeout=WAIT_S,
        # The pool waits longer and longer between attempts; giving up soon instead, it tries anew
        # when the next request comes, and a database that is back is found at once.
        reconnect_timeout=WAIT_S,
        open=False,
        # Autocommit: a SELECT is one round trip, and nothing is left over to reset.
        kwargs={"autocommit": True, "connect_timeout": CONNECT_S, "options": BYTE_OPTIONS},
    )
    return Resources(
        settings=settings,
        engine=engine,
        sessions=sessionmaker(engine, autoflush=False),
        pool=pool,
        metrics=Metrics(),
        writers=None if settings.writer_url is None else _writers(settings.writer_url, 2),
        access=None if settings.access_url is None else _writers(settings.access_url, 4),
    )


def _writers(url: str, size: int) -> sessionmaker[Session]:
    """Sessions of a writing role: few, connected when first needed."""
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=QUEUE_S,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_S, "options": WRITE_OPTIONS, **CUSTOM_PLANS},
    )
    return sessionmaker(engine, autoflush=False)


async def close_resources(resources: Resources) -> None:
    """Close all pools."""
    await resources.pool.close()
    await asyncio.to_thread(resources.engine.dispose)
    for makers in (resources.writers, resources.access):
        if makers is not None:
            await asyncio.to_thread(makers.kw["bind"].dispose)
