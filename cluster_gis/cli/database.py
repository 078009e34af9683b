"""How a command reaches the register: the server found or started, the schema checked."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.cli.web_server import is_loopback
from cluster_gis.config import Register, Settings
from cluster_gis.domain.access import OPERATOR
from cluster_gis.errors import Conflict
from cluster_gis.i18n import N_
from cluster_gis.postgres import Server, find_server, open_server, release_server
from cluster_gis.storage.connections import CUSTOM_PLANS, name_actor
from cluster_gis.storage.migrate import find_schema, head
from cluster_gis.storage.queries.accounts import any_account


@contextmanager
def running_server(settings: Settings) -> Iterator[Server]:
    """The server; a private one that had to be started is stopped again at the end."""
    server = open_server(settings)
    try:
        yield server
    finally:
        release_server(settings, server)


def operator_name() -> str:
    """How the audit names who runs a command: "operator:root"."""
    try:
        return f"{OPERATOR.recorded_as}:{getpass.getuser()}"
    except (KeyError, OSError):  # a user of a container that has no name
        return f"{OPERATOR.recorded_as}:{os.getuid()}"


@contextmanager
def register_session(register: Register) -> Iterator[Session]:
    """A session of the owner role; committed at the end, rolled back on an error.

    Raises SetupProblem when there is no server to be had, Conflict when the schema is not migrated.
    """
    with running_server(Settings.from_environment()) as server:
        server.ensure_database(register)
        require_schema(server, register)
        engine = create_engine(server.owner_url(register), connect_args=CUSTOM_PLANS)
        try:
            with Session(engine) as session, session.begin():
                name_actor(session, operator_name())
                yield session
        finally:
            engine.dispose()


@contextmanager
def running_register(register: Register) -> Iterator[Session]:
    """A reading session of a register whose server runs already; nothing is started or made.

    Raises SetupProblem when it is down, Conflict when the schema is not migrated.
    """
    server = find_server(Settings.from_environment())
    require_schema(server, register)
    engine = create_engine(server.owner_url(register), connect_args=CUSTOM_PLANS)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


def require_accounts(server: Server, register: Register, host: str) -> None:
    """Raise Conflict for a server that others can reach while nobody could sign in to it.

    Without accounts who sits at the machine is the operator, which only holds on loopback.
    """
    if is_loopback(host):
        return
    engine = create_engine(server.access_url(register))
    try:
        with Session(engine) as session:
            known = any_account(session)
    finally:
        engine.dispose()
    if not known:
        raise Conflict(
            N_(
                "There is no account yet, so the server listens on this machine only "
                "(127.0.0.1), not on {host}; make the first account: {command}"
            ),
            host=host,
            command='cluster-gis account add LOGIN --name "…" --administrator',
        )


def require_schema(server: Server, register: Register) -> None:
    """Raise Conflict unless the register is at exactly this product's schema."""
    found = find_schema(server.owner_url(register))
    if found != head():
        raise Conflict(
            N_(
                "The {register} register is at schema {found}, this product needs {needed}; "
                "run: {command}"
            ),
            register=register,
            found=found or "-",
            needed=head(),
            command=f"cluster-gis migrate --register {register}",
        )
