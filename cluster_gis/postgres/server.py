"""The database server that the product uses, as the addresses of its roles."""

from collections.abc import Callable
from dataclasses import dataclass

import psycopg

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
    installation: its programs; None when the server is the user's own.
    """

    private: bool
    started: bool
    admin_url: str
    owner_urls: dict[Register, str]
    web_urls: dict[Register, str]
    web_role: str | None
    installation: Installation | None
    ensure: Callable[[Register], None]

    def owner_url(self, register: Register) -> str:
        """Of the role that owns the tables: migrations, ingest, every write."""
        return self.owner_urls[register]

    def web_url(self, register: Register) -> str:
        """Of the role that only reads: pages and layers."""
        return self.web_urls[register]

    def ensure_database(self, register: Register) -> None:
        """Make the register's database with its extensions when it is not there yet."""
        self.ensure(register)


def is_used(server: Server) -> bool:
    """Whether anybody is connected to it; False too when it does not answer any more."""
    address = server.admin_url.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        with psycopg.connect(address, connect_timeout=5) as connection:
            others = connection.execute(
                "SELECT 1 FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1"
            ).fetchone()
    except psycopg.OperationalError:
        return False
    return others is not None
