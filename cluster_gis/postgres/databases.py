"""Roles, databases and extensions, made by the superuser of the private server."""

from typing import Any

import psycopg
from psycopg import sql

from cluster_gis.postgres.installation import EXTENSIONS
from cluster_gis.postgres.secrets import (
    ACCESS_ROLE,
    OWNER_ROLE,
    WEB_ROLE,
    WRITER_ROLE,
    Secrets,
)

#: The serving role: it reads, for at most this long, and can do nothing else.
WEB_SETTINGS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "10s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "30s",
}

#: The role of accounts: short statements on small tables.
ACCESS_SETTINGS = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "30s",
}

#: The role that writes for pages and API; each statement is bounded by the server that sends it.
WRITER_SETTINGS = {
    "statement_timeout": "60s",
    "lock_timeout": "20s",
    "idle_in_transaction_session_timeout": "120s",
}

_LARGE_OBJECTS = """
    SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
       AND (proname ~ '^lo_' OR proname IN ('loread', 'lowrite'))
"""

Connection = psycopg.Connection[tuple[Any, ...]]


def ensure_roles(admin: Connection, secrets: Secrets) -> None:
    """The owner and the roles that serve, write and keep accounts. Can be repeated."""
    for role, password in (
        (OWNER_ROLE, secrets.owner),
        (WEB_ROLE, secrets.web),
        (ACCESS_ROLE, secrets.access),
        (WRITER_ROLE, secrets.writer),
    ):
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            admin.execute(
                sql.SQL(
                    "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD {}"
                ).format(sql.Identifier(role), sql.Literal(password))
            )
    for role, settings in (
        (WEB_ROLE, WEB_SETTINGS),
        (ACCESS_ROLE, ACCESS_SETTINGS),
        (WRITER_ROLE, WRITER_SETTINGS),
    ):
        for setting, value in settings.items():
            admin.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    sql.Identifier(role), sql.Identifier(setting), sql.Literal(value)
                )
            )


def has_database(admin: Connection, name: str) -> bool:
    """Whether the server has a database of this name."""
    found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found is not None


def create_database(admin: Connection, name: str) -> None:
    """An empty database of the owner; only our roles may connect."""
    database = sql.Identifier(name)
    admin.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
            database, sql.Identifier(OWNER_ROLE)
        )
    )
    restrict_database(admin, name)


def restrict_database(admin: Connection, name: str) -> None:
    """Let nobody but the owner and our roles connect. A clone needs this again."""
    database = sql.Identifier(name)
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    for role in (WEB_ROLE, ACCESS_ROLE, WRITER_ROLE):
        admin.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(role))
        )
    # Batches are laid out in temporary tables, see storage/rights.py.
    admin.execute(
        sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(
            database, sql.Identifier(WRITER_ROLE)
        )
    )


def ensure_extensions(admin: Connection) -> None:
    """Extensions in the connected database, and what the owner needs of them. Can be repeated.

    The first migration adds rows to spatial_ref_sys, which belongs to the superuser.
    """
    for extension in EXTENSIONS:
        admin.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
        )
    # Large objects belong to no schema: whoever may run these could leave files in the database.
    for (name,) in admin.execute(_LARGE_OBJECTS).fetchall():
        admin.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(sql.SQL(name)))
    owner = sql.Identifier(OWNER_ROLE)
    admin.execute(sql.SQL("GRANT INSERT, UPDATE ON spatial_ref_sys TO {}").format(owner))
    admin.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner))
    admin.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
