"""The private server: found or made, started or adopted, as a `Server`."""

import fcntl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from sqlalchemy import URL

from cluster_gis.config import Register
from cluster_gis.errors import SetupProblem, Unavailable
from cluster_gis.i18n import N_
from cluster_gis.postgres import creation, databases, process
from cluster_gis.postgres.installation import Installation, get_installation
from cluster_gis.postgres.layout import Layout
from cluster_gis.postgres.process import Address
from cluster_gis.postgres.secrets import (
    ACCESS_ROLE,
    ADMIN_ROLE,
    OWNER_ROLE,
    WEB_ROLE,
    WRITER_ROLE,
    Secrets,
    read_secrets,
)
from cluster_gis.postgres.server import DATABASES, Server

#: Seconds to wait for recovery after a crash, or for another command that is starting the server.
PATIENCE = 120.0
#: Key of the advisory lock of those who make a database ready.
DATABASES_LOCK = 6_820_171


def open_private(layout: Layout, options: Sequence[str] = ()) -> Server:
    """The running private server, made and started when needed; raises SetupProblem.

    options: PostgreSQL settings for this run, for example "fsync=off" in tests.
    """
    layout.prepare()
    with _one_at_a_time(layout):
        if creation.is_created(layout):
            installation = get_installation(layout.unpacked, major=creation.data_version(layout))
            secrets = _held_secrets(layout)
        else:
            installation = get_installation(layout.unpacked)
            secrets = creation.create(layout, installation)
        address, started = _ensure_running(layout, installation, secrets, options)
        with _admin(address, secrets, "postgres") as admin:
            databases.ensure_roles(admin, secrets)
    server = _describe(address, secrets, installation, started=started)
    server.ensure_database("real")
    return server


def find_private(layout: Layout) -> Server:
    """The private server that is running now; raises SetupProblem when it is not."""
    address = process.require_running(layout)
    installation = get_installation(layout.unpacked, major=creation.data_version(layout))
    return _describe(address, _held_secrets(layout), installation, started=False)


def stop_private(layout: Layout) -> bool:
    """Stop the private server; False when it was not running."""
    if not layout.data.exists():
        return False
    with _one_at_a_time(layout):
        installation = get_installation(layout.unpacked, major=creation.data_version(layout))
        return process.stop(layout, installation)


@contextmanager
def _one_at_a_time(layout: Layout) -> Iterator[None]:
    with layout.lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _held_secrets(layout: Layout) -> Secrets:
    secrets = read_secrets(layout.secrets)
    if secrets is None:
        raise SetupProblem(
            N_("{path} (passwords of the private database) is missing."),
            path=layout.secrets,
        )
    return secrets


def _ensure_running(
    layout: Layout, installation: Installation, secrets: Secrets, options: Sequence[str]
) -> tuple[Address, bool]:
    """Its address and whether we started it. One that is starting or stopping is waited for."""
    started = False
    deadline = time.monotonic() + PATIENCE
    while True:
        address = process.find_running(layout)
        if address is None:
            address = process.start(layout, installation, options)
            started = True
        try:
            _admin(address, secrets, "postgres").close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error) or time.monotonic() > deadline:
                raise Unavailable(
                    N_("The private PostgreSQL does not answer: {reason}"),
                    reason=str(error).strip().splitlines()[-1],
                ) from None
            time.sleep(0.3)
        else:
            return address, started


def _admin(address: Address, secrets: Secrets, database: str) -> databases.Connection:
    return psycopg.connect(
        host=address.host,
        port=address.port,
        user=ADMIN_ROLE,
        password=secrets.admin,
        dbname=database,
        autocommit=True,
        connect_timeout=10,
    )


def _url(address: Address, role: str, password: str, database: str) -> str:
    return URL.create(
        "postgresql+psycopg",
        username=role,
        password=password,
        host=None if address.host.startswith("/") else address.host,
        port=None if address.host.startswith("/") else address.port,
        database=database,
        query={"host": address.host, "port": str(address.port)}
        if address.host.startswith("/")
        else {},
    ).render_as_string(hide_password=False)


def _describe(
    address: Address, secrets: Secrets, installation: Installation, *, started: bool
) -> Server:
    def make(_register: Register, name: str) -> None:
        with _admin(address, secrets, "postgres") as admin:
            # One at a time: two that grant the same right at once make PostgreSQL refuse one.
            admin.execute("SELECT pg_advisory_lock(%s)", [DATABASES_LOCK])
            if not databases.has_database(admin, name):
                databases.create_database(admin, name)
            with _admin(address, secrets, name) as inside:
                databases.ensure_extensions(inside)

    return Server(
        private=True,
        started=started,
        admin_url=_url(address, ADMIN_ROLE, secrets.admin, "postgres"),
        owner_urls={
            register: _url(address, OWNER_ROLE, secrets.owner, name)
            for register, name in DATABASES.items()
        },
        web_urls={
            register: _url(address, WEB_ROLE, secrets.web, name)
            for register, name in DATABASES.items()
        },
        web_role=WEB_ROLE,
        access_urls={
            register: _url(address, ACCESS_ROLE, secrets.access, name)
            for register, name in DATABASES.items()
        },
        access_role=ACCESS_ROLE,
        writer_urls={
            register: _url(address, WRITER_ROLE, secrets.writer, name)
            for register, name in DATABASES.items()
        },
        writer_role=WRITER_ROLE,
        installation=installation,
        make=make,
    )
