"""Databases of the throw-away server: made once, migrated once, cloned at will."""

import itertools
from dataclasses import dataclass

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from cluster_gis.postgres.databases import create_database, ensure_extensions, restrict_database
from cluster_gis.postgres.secrets import ACCESS_ROLE, OWNER_ROLE, WEB_ROLE, WRITER_ROLE
from cluster_gis.postgres.server import Server, libpq
from cluster_gis.storage.migrate import upgrade

#: Nothing here outlives the tests, so the disk need not be waited for.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB")


@dataclass(frozen=True, slots=True)
class Clone:
    """One database.

    admin_url: superuser; owner_url: migrates, commands; web_url: only reads; access_url: accounts;
    writer_url: what pages and API write.
    """

    name: str
    admin_url: str
    owner_url: str
    web_url: str
    access_url: str
    writer_url: str


class DatabaseMaker:
    """Creates, clones and drops databases on one server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._numbers = itertools.count(1)

    def describe(self, name: str) -> Clone:
        """The addresses of a database of this name."""

        def renamed(url: str) -> str:
            return make_url(url).set(database=name).render_as_string(hide_password=False)

        return Clone(
            name,
            renamed(self._server.admin_url),
            renamed(self._server.owner_url("real")),
            renamed(self._server.web_url("real")),
            renamed(self._server.access_url("real")),
            renamed(self._server.writer_url("real")),
        )

    def create(self, name: str) -> Clone:
        """An empty database with the extensions, not migrated."""
        made = self.describe(name)
        with self._admin() as admin:
            create_database(admin, name)
        with psycopg.connect(libpq(made.admin_url), autocommit=True) as admin:
            ensure_extensions(admin)
        return made

    def clone(self, template: Clone) -> Clone:
        """A copy of `template`, to which nobody may be connected."""
        name = f"clone_{next(self._numbers)}"
        with self._admin() as admin:
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(
                    *map(sql.Identifier, (name, OWNER_ROLE, template.name))
                )
                if admin.info.server_version >= 150000
                else sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    *map(sql.Identifier, (name, OWNER_ROLE, template.name))
                )
            )
            restrict_database(admin, name)
        return self.describe(name)

    def drop(self, clone: Clone) -> None:
        """Drop it, ending what is still connected."""
        with self._admin() as admin:
            admin.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(clone.name))
            )

    def _admin(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(libpq(self._server.admin_url), autocommit=True)


def migrate(clone: Clone) -> None:
    """Bring `clone` to the newest schema, as the product does."""
    upgrade(clone.owner_url, web_role=WEB_ROLE, access_role=ACCESS_ROLE, writer_role=WRITER_ROLE)
