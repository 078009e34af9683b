"""Bring a database to the newest schema, and say who may read it."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from cluster_gis.errors import Conflict
from cluster_gis.first_use import LateModule, on_first_use
from cluster_gis.i18n import N_
from cluster_gis.storage.rights import grant_access, grant_reading, grant_writing

if TYPE_CHECKING:
    from alembic import command
    from alembic.config import Config
else:
    # A server asks only which migration is the newest: 8 MiB of each process otherwise.
    command = LateModule("alembic.command")
    Config = on_first_use("alembic.config", "Config")

#: Policies do not come back with a backup, and a table made anew has none.
_ADMIT_QGIS = text("""
    SELECT qgis.admit() WHERE EXISTS (SELECT 1 FROM qgis.editor)
       AND EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'cluster_gis_qgis')
""")
MIGRATIONS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _ids() -> list[str]:
    """Ids of our migrations in their order: m0023_seal_people.py is 0023."""
    return sorted(file.name[1:5] for file in (MIGRATIONS / "versions").glob("m????_*.py"))


def head() -> str:
    """Id of the newest migration of this product."""
    return _ids()[-1]


def current(engine: Engine) -> str | None:
    """Id of the migration the database is at; None = empty."""
    with engine.connect() as connection:
        if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def find_schema(url: str) -> str | None:
    """Id of the migration that the database at `url` is at; None = no such database, or empty."""
    engine = create_engine(url)
    try:
        return current(engine)
    except OperationalError:
        return None
    finally:
        engine.dispose()


def knows(schema: str) -> bool:
    """Whether a migration of this id is among ours; a newer product's is not."""
    return schema in _ids()


def upgrade(
    url: str,
    *,
    kind: str = "real",
    web_role: str | None = None,
    access_role: str | None = None,
    writer_role: str | None = None,
) -> str:
    """Migrate the database at `url` to `head()` and return that id; twice changes nothing.

    kind: "real" or "simulated"; written once into register.register_identity, then only compared.
    web_role: a role that may read the register and write nothing; None = nobody but the owner.
    access_role: a role for the schema of accounts and nothing else; None = the owner does that.
    writer_role: a role for what pages and API write; None = the owner does that. See rights.py.
    Raises Conflict when the database belongs to the other register.
    """
    engine = create_engine(url, poolclass=None)
    config = _config()
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
        with engine.begin() as connection:
            # Rows of spatial_ref_sys that PostGIS ships do not come back with a backup.
            connection.execute(text("SELECT register.pin_datum()"))
            connection.execute(_ADMIT_QGIS)
            _identify(connection, kind)
            if web_role is not None:
                grant_reading(connection, web_role)
            if access_role is not None:
                grant_access(connection, access_role)
            if writer_role is not None:
                grant_writing(connection, writer_role)
    finally:
        engine.dispose()
    return head()


def _identify(connection: Connection, kind: str) -> None:
    connection.execute(
        text("INSERT INTO register.register_identity (kind) VALUES (:kind) ON CONFLICT DO NOTHING"),
        {"kind": kind},
    )
    found = connection.scalar(text("SELECT kind FROM register.register_identity"))
    if found != kind:
        raise Conflict(
            N_("This database holds the {found} register; the {kind} register was asked for."),
            found=found,
            kind=kind,
        )
