"""Replace databases by prepared ones under the same names, in one moment."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from psycopg import sql

from cluster_gis.config import Register
from cluster_gis.errors import Conflict, SetupProblem
from cluster_gis.i18n import N_
from cluster_gis.postgres import Server
from cluster_gis.postgres.databases import has_database
from cluster_gis.postgres.server import libpq

Connection = psycopg.Connection[tuple[object, ...]]


@contextmanager
def replace_databases(server: Server, prepared: Mapping[Register, str]) -> Iterator[None]:
    """Make the empty databases `prepared`; when the body ends well they become the registers.

    When it does not, they are dropped and the registers are as they were.
    """
    try:
        for register, name in prepared.items():
            _drop(server, register, name)
            server.make(register, name)
        yield
        for register, name in prepared.items():
            _swap(server, register, name)
    finally:
        for register, name in prepared.items():
            _drop(server, register, name)
            _drop(server, register, _replaced(server, register))


def require_unused(server: Server, register: Register) -> None:
    """Raise Conflict when another program is connected to the register."""
    with _maintenance(server, register) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [server.database_name(register)],
        ).fetchone()
    if found and found[0]:
        raise _in_use(register)


def _in_use(register: Register) -> Conflict:
    return Conflict(
        N_("Another program uses the {register} register; stop the server (Ctrl-C) and try again."),
        register=register,
    )


def _replaced(server: Server, register: Register) -> str:
    return f"{server.database_name(register)}_replaced"


def _swap(server: Server, register: Register, name: str) -> None:
    """Both renames in one transaction: there is no moment without the register."""
    present = server.database_name(register)
    with _maintenance(server, register) as connection:
        try:
            with connection.transaction():
                if has_database(connection, present):
                    _rename(connection, present, _replaced(server, register))
                _rename(connection, name, present)
        except psycopg.errors.ObjectInUse:
            raise _in_use(register) from None


def _rename(connection: Connection, old: str, new: str) -> None:
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
    )


def _drop(server: Server, register: Register, name: str) -> None:
    with _maintenance(server, register) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def _maintenance(server: Server, register: Register) -> Connection:
    try:
        return psycopg.connect(libpq(server.maintenance_url(register)), autocommit=True)
    except psycopg.OperationalError as error:
        raise SetupProblem(
            N_("Restoring needs a connection to the database postgres of the server: {reason}"),
            reason=str(error).strip().splitlines()[-1],
        ) from None
