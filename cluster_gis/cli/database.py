"""How a command reaches the register: the server found or started, the schema checked."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.config import Register, Settings
from cluster_gis.errors import Conflict
from cluster_gis.i18n import N_
from cluster_gis.postgres import open_server, release_server
from cluster_gis.storage.migrate import current, head


@contextmanager
def register_session(register: Register) -> Iterator[Session]:
    """A session of the owner role; committed at the end, rolled back on an error.

    A private server that this command had to start is stopped again when it ends.
    Raises SetupProblem when there is no server to be had, Conflict when the schema is not migrated.
    """
    settings = Settings.from_environment()
    server = open_server(settings)
    try:
        server.ensure_database(register)
        engine = create_engine(server.owner_url(register))
        try:
            found = current(engine)
            if found != head():
                raise Conflict(
                    N_(
                        "The database is at schema {found}, this product needs {needed}: "
                        "run cluster-gis migrate."
                    ),
                    found=found or "-",
                    needed=head(),
                )
            with Session(engine) as session, session.begin():
                yield session
        finally:
            engine.dispose()
    finally:
        release_server(settings, server)
