"""Login roles for QGIS, made by an administrator of the server.

Roles belong to the server, not to a database: what they may see there is granted by the database's
owner (`qgis.admit`), where they lie by `qgis.editor`.
"""

import re
import secrets

import psycopg
from psycopg import sql

from cluster_gis.errors import InvalidInput, SetupProblem
from cluster_gis.i18n import N_
from cluster_gis.postgres.server import Server, libpq

GROUP = "cluster_gis_qgis"
PREFIX = "qgis_"
_NAME = re.compile(r"[a-z][a-z0-9_]{1,40}")
#: QGIS asks for whole layers, and its users wait; nobody holds a lock for long.
SETTINGS = {
    "statement_timeout": "60s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "10min",
    "search_path": "qgis, public",
}
MOST_CONNECTIONS = 10
#: Views that run as who asks came with this version.
OLDEST = 150_000


def role_name(name: str) -> str:
    """The role of a person: "lan" -> "qgis_lan"; raises InvalidInput."""
    if not _NAME.fullmatch(name):
        raise InvalidInput(
            N_("{field} is {value}; expected 2 to 41 small letters, digits or _, a letter first."),
            field="NAME",
            value=repr(name),
        )
    return PREFIX + name


def make_role(server: Server, role: str) -> str:
    """Make the role, or give it a new password; returns the password, which is kept nowhere.

    Raises SetupProblem when the server is too old or does not let us make roles.
    """
    password = secrets.token_urlsafe(18)
    with psycopg.connect(libpq(server.admin_url), autocommit=True) as admin:
        if admin.info.server_version < OLDEST:
            raise SetupProblem(N_("Roles for QGIS need PostgreSQL 15 or newer."))
        try:
            with admin.transaction():
                _make(admin, role, password)
        except psycopg.errors.InsufficientPrivilege:
            raise SetupProblem(
                N_(
                    "The role {role} may not make roles; have an administrator of the server "
                    "run: {command}"
                ),
                role=admin.info.user,
                command=f'ALTER ROLE "{admin.info.user}" CREATEROLE;',
            ) from None
    return password


def _make(admin: psycopg.Connection[tuple[object, ...]], role: str, password: str) -> None:
    group, name = sql.Identifier(GROUP), sql.Identifier(role)
    if not _exists(admin, GROUP):
        admin.execute(
            sql.SQL("CREATE ROLE {} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE").format(group)
        )
    if not _exists(admin, role):
        admin.execute(
            sql.SQL("CREATE ROLE {} NOSUPERUSER NOCREATEDB NOCREATEROLE INHERIT").format(name)
        )
    admin.execute(
        sql.SQL("ALTER ROLE {} LOGIN CONNECTION LIMIT {} PASSWORD {}").format(
            name, sql.Literal(MOST_CONNECTIONS), sql.Literal(password)
        )
    )
    for setting, value in SETTINGS.items():
        shown = sql.SQL(value) if setting == "search_path" else sql.Literal(value)
        admin.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(name, sql.Identifier(setting), shown)
        )
    admin.execute(sql.SQL("GRANT {} TO {}").format(group, name))


def close_role(server: Server, role: str) -> None:
    """Let the role sign in no more; what it wrote keeps its name. One that is gone is no error."""
    with psycopg.connect(libpq(server.admin_url), autocommit=True) as admin:
        if _exists(admin, role):
            admin.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(role)))


def _exists(admin: psycopg.Connection[tuple[object, ...]], role: str) -> bool:
    found = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    return found is not None
