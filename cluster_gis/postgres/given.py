"""A PostGIS of the user's own (CLUSTER_GIS_DATABASE_URL), checked before it is used."""

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from cluster_gis.config import Register, Settings
from cluster_gis.errors import InvalidInput, SetupProblem, Unavailable
from cluster_gis.i18n import N_
from cluster_gis.postgres.installation import EXTENSIONS, OLDEST_POSTGIS
from cluster_gis.postgres.server import Server


def describe_given(settings: Settings) -> Server:
    """The given addresses as a `Server`, nothing connected yet; raises InvalidInput."""
    owner = _read("CLUSTER_GIS_DATABASE_URL", settings.database_url or "")
    simulated = (
        _read("CLUSTER_GIS_SIMULATED_DATABASE_URL", settings.simulated_database_url)
        if settings.simulated_database_url
        else owner.set(database=f"{owner.database}_simulated")
    )
    web = _other("CLUSTER_GIS_WEB_DATABASE_URL", settings.web_database_url)
    access = _other("CLUSTER_GIS_ACCESS_DATABASE_URL", settings.access_database_url)
    writer = _other("CLUSTER_GIS_WRITER_DATABASE_URL", settings.writer_database_url)
    owners: dict[Register, URL] = {"real": owner, "simulated": simulated}

    def make(register: Register, name: str) -> None:
        url = owners[register]
        _ensure_given(url.set(database=name), administrator=url.set(database="postgres"))

    return Server(
        private=False,
        started=False,
        admin_url=_text(owner),
        owner_urls={register: _text(url) for register, url in owners.items()},
        web_urls=_both(web, owner, simulated),
        web_role=web.username if web else None,
        access_urls=_both(access, owner, simulated),
        access_role=access.username if access else None,
        writer_urls=_both(writer, owner, simulated),
        writer_role=writer.username if writer else None,
        installation=None,
        make=make,
    )


def _other(field: str, value: str | None) -> URL | None:
    return _read(field, value) if value else None


def _both(role: URL | None, owner: URL, simulated: URL) -> dict[Register, str]:
    """Addresses of a role in both registers; the given role stands in for one that is not named."""
    return {
        "real": _text(role or owner),
        "simulated": _text(role.set(database=simulated.database) if role else simulated),
    }


def _read(field: str, value: str) -> URL:
    try:
        url = make_url(value)
    except ArgumentError:
        url = None
    if url is None or url.get_backend_name() not in ("postgresql", "postgres") or not url.database:
        # The value may hold a password: it is not repeated.
        raise InvalidInput(
            N_("{field} is not a database address; expected postgresql://role:password@host/name"),
            field=field,
        )
    return url.set(drivername="postgresql+psycopg")


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _libpq(url: URL) -> str:
    return _text(url.set(drivername="postgresql"))


def _ensure_given(url: URL, *, administrator: URL) -> None:
    """Database, extensions, versions and rights, or one sentence about what is missing."""
    try:
        connection = psycopg.connect(_libpq(url), autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        if f'database "{url.database}" does not exist' not in str(error):
            raise Unavailable(
                N_("The database {database} on {host} cannot be reached: {reason}"),
                database=url.database,
                host=url.host or url.query.get("host", "localhost"),
                reason=str(error).strip().splitlines()[-1],
            ) from None
        _create(url, administrator)
        connection = psycopg.connect(_libpq(url), autocommit=True, connect_timeout=10)
    with connection:
        _ensure_extensions(connection, url)
        _check_rights(connection, url)


def _create(url: URL, administrator: URL) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
        sql.Identifier(url.database or "")
    )
    try:
        with psycopg.connect(_libpq(administrator), autocommit=True) as connection:
            connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        raise SetupProblem(
            N_("The role {role} may not create databases; have an administrator run: {command}"),
            role=administrator.username,
            command=f'CREATE DATABASE "{url.database}" OWNER "{administrator.username}";',
        ) from None


def _ensure_extensions(connection: psycopg.Connection[tuple[str]], url: URL) -> None:
    have = {row[0] for row in connection.execute("SELECT extname FROM pg_extension")}
    for extension in EXTENSIONS:
        if extension in have:
            continue
        try:
            connection.execute(sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(extension)))
        except psycopg.errors.InsufficientPrivilege:
            raise SetupProblem(
                N_(
                    "The role {role} may not add extensions to the database {database}; "
                    "have an administrator run there: {command}"
                ),
                role=url.username,
                database=url.database,
                command=" ".join(
                    f"CREATE EXTENSION {name};" for name in EXTENSIONS if name not in have
                ),
            ) from None
        except psycopg.errors.Error as error:
            raise SetupProblem(
                N_("The database server does not offer the extension {extension}: {reason}"),
                extension=extension,
                reason=error.diag.message_primary or str(error),
            ) from None
    version = connection.execute("SELECT extversion FROM pg_extension WHERE extname = 'postgis'")
    [text] = version.fetchone() or ("0",)
    if tuple(int(part) for part in text.split(".")[:2] if part.isdigit()) < OLDEST_POSTGIS:
        raise SetupProblem(
            N_("The database {database} has PostGIS {version}; 3.3 or newer is needed."),
            database=url.database,
            version=text,
        )


def _check_rights(connection: psycopg.Connection[tuple[str]], url: URL) -> None:
    missing = connection.execute(
        """
        SELECT concat_ws(
            ' ',
            CASE WHEN NOT has_database_privilege(current_database(), 'CREATE')
                 THEN format('GRANT CREATE ON DATABASE %I TO %I;', current_database(), current_user)
            END,
            CASE WHEN NOT has_schema_privilege('public', 'CREATE')
                 THEN format('GRANT CREATE ON SCHEMA public TO %I;', current_user) END,
            CASE WHEN NOT has_table_privilege('spatial_ref_sys', 'INSERT')
                 THEN format('GRANT INSERT, UPDATE ON spatial_ref_sys TO %I;', current_user) END)
        """
    ).fetchone()
    if missing and missing[0]:
        raise SetupProblem(
            N_(
                "The role {role} lacks rights in the database {database}; "
                "have an administrator run there: {command}"
            ),
            role=url.username,
            database=url.database,
            command=missing[0],
        )
