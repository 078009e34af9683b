"""`up`, `down`, `status`, `migrate`, `serve`: the database server and the web server."""

from typing import Any

import click
import psycopg

from cluster_gis.cli.database import require_accounts, require_schema
from cluster_gis.cli.ports import require_free_port
from cluster_gis.cli.terminal import format_option, print_json, register_option, say
from cluster_gis.cli.web_server import ends_once, serve_until_stopped
from cluster_gis.config import REGISTERS, Register, Settings
from cluster_gis.errors import SetupProblem
from cluster_gis.i18n import N_
from cluster_gis.postgres import Server, find_server, open_server, release_server, stop_server
from cluster_gis.postgres.server import libpq
from cluster_gis.storage.migrate import find_schema, head, upgrade


def migrate_register(server: Server, register: Register) -> str:
    """Bring the register's database, made when needed, to the newest schema; its id comes back."""
    server.ensure_database(register)
    return upgrade(
        server.owner_url(register),
        kind=register,
        web_role=server.web_role,
        access_role=server.access_role,
        writer_role=server.writer_role,
    )


@click.command()
def up() -> None:
    """Start the private database (made on first use)."""
    server = open_server(Settings.from_environment())
    if not server.private:
        say(N_("The database of CLUSTER_GIS_DATABASE_URL is used; it has what is needed."))
    elif server.started:
        say(N_("The private database runs."))
    else:
        say(N_("The private database was running already."))


@click.command()
def down() -> None:
    """Stop the private database."""
    settings = Settings.from_environment()
    if stop_server(settings):
        say(N_("The private database is stopped."))
    elif settings.database_url is not None:
        say(N_("The database of CLUSTER_GIS_DATABASE_URL is not ours to stop."))
    else:
        say(N_("The private database was not running."))


def describe_status(settings: Settings) -> dict[str, Any]:
    """What runs, in which version, and the schema of each register."""
    answer: dict[str, Any] = {
        "database": "private" if settings.database_url is None else "given",
        "home": str(settings.home),
        "running": False,
        "postgresql": None,
        "postgis": None,
        "newest_schema": head(),
        "registers": dict.fromkeys(REGISTERS),
    }
    try:
        server = find_server(settings)
        with psycopg.connect(libpq(server.owner_url("real")), connect_timeout=5) as connection:
            answer["postgresql"] = connection.execute("SHOW server_version").fetchone()
            answer["postgis"] = connection.execute(
                "SELECT extversion FROM pg_extension WHERE extname = 'postgis'"
            ).fetchone()
    except (SetupProblem, psycopg.OperationalError):
        return answer
    for key in ("postgresql", "postgis"):
        answer[key] = answer[key][0] if answer[key] else None
    answer["running"] = True
    answer["registers"] = {
        register: find_schema(server.owner_url(register)) for register in REGISTERS
    }
    return answer


@click.command()
@format_option
def status(output_format: str) -> None:
    """Tell whether the database runs, and the schema of each register."""
    answer = describe_status(Settings.from_environment())
    if output_format == "json":
        print_json(answer)
        return
    if not answer["running"]:
        say(N_("The database is not running; start it by: {command}"), command="cluster-gis up")
        return
    say(
        N_("The database runs: PostgreSQL {postgresql}, PostGIS {postgis}."),
        postgresql=answer["postgresql"],
        postgis=answer["postgis"],
    )
    for register, schema in answer["registers"].items():
        say(
            N_("Register {register}: schema {schema} (newest: {newest})."),
            register=register,
            schema=schema or "-",
            newest=answer["newest_schema"],
        )


@click.command()
@register_option
def migrate(register: Register) -> None:
    """Bring a register's database to the newest schema; twice changes nothing."""
    server = open_server(Settings.from_environment())
    schema = migrate_register(server, register)
    say(N_("Register {register} has schema {schema}."), register=register, schema=schema)


@click.command()
@register_option
@click.option("--host", help="Address to listen on (CLUSTER_GIS_HOST, else 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port (CLUSTER_GIS_PORT, else 8000).")
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="Server processes (1).")
def serve(register: Register, host: str | None, port: int | None, workers: int) -> None:
    """Serve pages, maps and APIs until Ctrl-C."""
    settings = Settings.from_environment()
    host, port = host or settings.host, port or settings.port
    require_free_port(host, port)
    with ends_once():
        server = open_server(settings)
        try:
            require_schema(server, register)
            require_accounts(server, register, host)
            serve_until_stopped(
                register,
                host=host,
                port=port,
                workers=workers,
                announce=lambda: say(
                    N_("Cluster GIS is ready: {address}  (Ctrl-C stops it)"),
                    address=f"http://{host}:{port}",
                ),
            )
        finally:
            release_server(settings, server)
