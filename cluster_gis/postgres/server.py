"""The database server that the product uses, as the addresses of its roles."""

from collections.abc import Callable
from dataclasses import dataclass

import psycopg
from sqlalchemy import make_url

from cluster_gis.config import Register
from cluster_gis.postgres.installation import Installation

#: Database of each register on the private server.
DATABASES: dict[Register, str] = {"real": "cluster_gis", "simulated": "cluster_gis_simulated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running PostgreSQL with PostGIS.

    Addresses are SQLAlchemy URLs with their password: never print them.
    private: it is the product's own; started: by this call, so this process may stop it.
    admin_url: a superuser of the private server, else the given role.
    web_role: name to grant reading rights to; None = the given role also serves.
    access_role: name of the role of accounts; None = the given role does that too.
    writer_role: name of the role that pages write with; None = the given role does that too.
    installation: its programs; None when the server is the user's own.
    make: creates the database of this name beside a register's, with its extensions, when missing.
    """

    private: bool
    started: bool
    admin_url: str
    owner_urls: dict[Register, str]
    web_urls: dict[Register, str]
    web_role: str | None
    access_urls: dict[Register, str]
    access_role: str | None
    writer_urls: dict[Register, str]
    writer_role: str | None
    installation: Installation | None
    make: Callable[[Register, str], None]

    def owner_url(self, register: Register) -> str:
        """Of the role that owns the tables: migrations and commands."""
        return self.owner_urls[register]

    def web_url(self, register: Register) -> str:
        """Of the role that only reads: pages and layers."""
        return self.web_urls[register]

    def access_url(self, register: Register) -> str:
        """Of the role that reads and writes accounts and sessions alone."""
        return self.access_urls[register]

    def writer_url(self, register: Register) -> str:
        """Of the role that writes what pages and API change, and no other table."""
        return self.writer_urls[register]

    def ensure_database(self, register: Register) -> None:
        """Make the register's database with its extensions when it is not there yet."""
        self.make(register, self.database_name(register))

    def database_name(self, register: Register) -> str:
        """Name of the register's database on its server."""
        return make_url(self.owner_urls[register]).database or ""

    def owner_url_of(self, register: Register, name: str) -> str:
        """The owner's address of another database on the register's server."""
        url = make_url(self.owner_urls[register]).set(database=name)
        return url.render_as_string(hide_password=False)

    def maintenance_url(self, register: Register) -> str:
        """Where databases of the register's server can be renamed and dropped."""
        return self.admin_url if self.private else self.owner_url_of(register, "postgres")


def libpq(url: str) -> str:
    """A SQLAlchemy address as psycopg and PostgreSQL's own programs read it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def is_used_by_others(server: Server) -> bool:
    """Whether anybody is connected to it; False too when it does not answer any more."""
    try:
        with psycopg.connect(libpq(server.admin_url), connect_timeout=5) as connection:
            others = connection.execute(
                "SELECT 1 FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1"
            ).fetchone()
    except psycopg.OperationalError:
        return False
    return others is not None
