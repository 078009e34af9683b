"""`backup` and `restore`: both registers and their attachments in one checked file."""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import create_engine, text

import cluster_gis
from cluster_gis.cli.database import running_server
from cluster_gis.cli.replacement import replace_databases, require_unused
from cluster_gis.cli.terminal import say
from cluster_gis.config import REGISTERS, Register, Settings
from cluster_gis.errors import Conflict, SetupProblem
from cluster_gis.i18n import N_
from cluster_gis.postgres import Server
from cluster_gis.postgres.archive import (
    Manifest,
    dump_name,
    hash_members,
    read_archive,
    write_archive,
)
from cluster_gis.postgres.dump import dump, find_client, restore
from cluster_gis.postgres.layout import Layout
from cluster_gis.storage.migrate import find_schema, knows, upgrade


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Save both registers and their attachments to FILE.

    The file holds everything the register knows: keep it as you keep the register.
    """
    settings = Settings.from_environment()
    with running_server(settings) as server:
        manifest = write_backup(server, Layout(settings.home), file)
    say(
        N_("{file}: {registers}, {attachments} attachments, {size_mb} MB."),
        file=file,
        registers=", ".join(manifest.schemas),
        attachments=len(manifest.sha256) - len(manifest.schemas),
        size_mb=f"{file.stat().st_size / 1e6:.1f}",
    )


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a register that holds data.")
def restore_command(file: Path, *, force: bool) -> None:
    """Bring back what `backup` saved to FILE, whole or not at all."""
    settings = Settings.from_environment()
    with running_server(settings) as server:
        manifest = read_backup(server, Layout(settings.home), file, force=force)
    say(
        N_("Restored from {file} ({created}): {registers}."),
        file=file,
        created=manifest.created,
        registers=", ".join(manifest.schemas),
    )


def write_backup(server: Server, layout: Layout, file: Path) -> Manifest:
    """Save every register that has a schema; raises SetupProblem when FILE cannot be written.

    Each register is as of one moment. Attachments are copied after the registers: a file is
    stored before the row that names it, so no saved row lacks its file.
    """
    client = find_client(server)
    schemas: dict[Register, str] = {}
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=file.absolute().parent) as name:
            folder = Path(name)
            for register in REGISTERS:
                schema = find_schema(server.owner_url(register))
                if schema is not None:
                    dump(client, server.owner_url(register), folder / dump_name(register))
                    schemas[register] = schema
            if layout.attachments.exists():
                shutil.copytree(layout.attachments, folder / "attachments")
            manifest = Manifest(
                product_version=cluster_gis.__version__,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                schemas=schemas,
                sha256=hash_members(folder),
            )
            write_archive(file.absolute(), folder, manifest)
    except OSError as error:
        raise SetupProblem(
            N_("{path} cannot be written: {reason}"), path=file, reason=error.strerror or error
        ) from None
    return manifest


def read_backup(server: Server, layout: Layout, file: Path, *, force: bool) -> Manifest:
    """Restore FILE after checking it whole; the present registers stay until the new ones stand.

    Raises Conflict when a register holds data (unless `force`), is in use, or when the
    file was made by a newer product.
    """
    client = find_client(server)
    with tempfile.TemporaryDirectory(prefix="cluster-gis-restore-") as name:
        folder = Path(name)
        manifest = read_archive(file, folder)
        for register, schema in manifest.schemas.items():
            _require_restorable(server, register, schema, force=force)
        prepared = {
            register: f"{server.database_name(register)}_restoring" for register in manifest.schemas
        }
        with replace_databases(server, prepared):
            for register, database in prepared.items():
                url = server.owner_url_of(register, database)
                restore(client, url, folder / dump_name(register))
                upgrade(
                    url,
                    kind=register,
                    web_role=server.web_role,
                    access_role=server.access_role,
                    writer_role=server.writer_role,
                )
            _replace_attachments(layout, folder / "attachments")
    return manifest


def _require_restorable(server: Server, register: Register, schema: str, *, force: bool) -> None:
    if not knows(schema):
        raise Conflict(
            N_("The backup has schema {schema} of a newer Cluster GIS; update the product first."),
            schema=schema,
        )
    if find_schema(server.owner_url(register)) is None:
        return
    require_unused(server, register)
    engine = create_engine(server.owner_url(register))
    with engine.connect() as connection:
        revision = connection.scalar(text("SELECT max(id) FROM register.revision"))
    engine.dispose()
    if revision is not None and not force:
        raise Conflict(
            N_(
                "The {register} register holds data (revision {revision}); "
                "to replace them run: {command}"
            ),
            register=register,
            revision=revision,
            command="cluster-gis restore --force FILE",
        )


def _replace_attachments(layout: Layout, restored: Path) -> None:
    """Put the saved attachments in the place of the present ones by two renames."""
    if not restored.exists() and not layout.attachments.exists():
        return
    layout.home.mkdir(parents=True, exist_ok=True)
    fresh, old = layout.home / "attachments.new", layout.home / "attachments.old"
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    if restored.exists():
        shutil.copytree(restored, fresh)
    else:
        fresh.mkdir()
    if layout.attachments.exists():
        layout.attachments.rename(old)
    fresh.rename(layout.attachments)
    shutil.rmtree(old, ignore_errors=True)
