"""What is saved comes back, row by row, into a server that held nothing."""

import json
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.cli import backup as backup_module
from cluster_gis.cli.backup import read_backup, write_backup
from cluster_gis.config import REGISTERS, Register
from cluster_gis.errors import ClusterGisError, Conflict, InvalidInput
from cluster_gis.postgres.archive import Manifest, hash_members, write_archive
from cluster_gis.postgres.installation import Installation
from cluster_gis.postgres.layout import Layout
from cluster_gis.postgres.private import open_private, stop_private
from cluster_gis.postgres.server import Server, libpq
from cluster_gis.storage.migrate import upgrade
from tests.databases import CARELESS
from tests.small_register import correct_leased_land, write_small_register

Rows = dict[str, list[str]]


@dataclass(frozen=True)
class Machine:
    """A server with its home."""

    server: Server
    layout: Layout

    def backup(self, file: Path) -> Path:
        write_backup(self.server, self.layout, file)
        return file

    def restore(self, file: Path, *, force: bool = False) -> None:
        read_backup(self.server, self.layout, file, force=force)

    def rows(self, register: Register = "real") -> Rows:
        return rows_of(self.server.owner_url(register))


@contextmanager
def new_machine(postgis: Installation) -> Iterator[Machine]:
    """An empty server of its own."""
    home = Path(tempfile.mkdtemp(prefix="cgb-", dir="/tmp"))
    home.chmod(0o711)
    if postgis.environment:
        (home / "postgis").symlink_to(postgis.bin.parents[4])
    layout = Layout(home)
    yield Machine(open_private(layout, CARELESS), layout)
    stop_private(layout)
    for folder in filter(None, (home, layout.socket_folder())):
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def source(postgis: Installation) -> Iterator[Machine]:
    """A machine with a small real register, an empty simulated one, and two attachments."""
    with new_machine(postgis) as machine:
        server = machine.server
        for register in REGISTERS:
            server.ensure_database(register)
            upgrade(server.owner_url(register), kind=register, web_role=server.web_role)
        engine = create_engine(server.owner_url("real"))
        with Session(engine) as session, session.begin():
            write_small_register(session)
        engine.dispose()
        folder = machine.layout.attachments / "2026"
        folder.mkdir(parents=True)
        (folder / "Quyết định 123.pdf").write_bytes(b"%PDF-1.7 \x00\xff")
        (folder / "empty").write_bytes(b"")
        yield machine


@pytest.fixture(scope="module")
def saved(source: Machine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of `source`."""
    return source.backup(tmp_path_factory.mktemp("backup") / "saved.tar")


@pytest.fixture(scope="module")
def second_machine(postgis: Installation) -> Iterator[Machine]:
    with new_machine(postgis) as machine:
        yield machine


@pytest.fixture
def empty(second_machine: Machine) -> Machine:
    """Another machine with nothing on it."""
    server = second_machine.server
    with psycopg.connect(libpq(server.admin_url), autocommit=True) as admin:
        for register in REGISTERS:
            name = sql.Identifier(server.database_name(register))
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    server.ensure_database("real")
    shutil.rmtree(second_machine.layout.attachments, ignore_errors=True)
    return second_machine


@pytest.fixture
def filled(empty: Machine, saved: Path) -> Machine:
    """Another machine on which the backup was restored and a title changed since."""
    empty.restore(saved)
    with psycopg.connect(libpq(empty.server.owner_url("real"))) as connection:
        connection.execute("UPDATE register.source SET title = 'changed since'")
    return empty


def rows_of(url: str) -> Rows:
    """Every row of every table, as text, in one order; the added CRS rows too."""
    found: Rows = {}
    with psycopg.connect(libpq(url)) as connection:
        tables = connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables"
            " WHERE table_type = 'BASE TABLE'"
            " AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for schema, table in tables:
            statement = sql.SQL("SELECT t::text FROM {} AS t ORDER BY t::text").format(
                sql.Identifier(schema, table)
            )
            found[f"{schema}.{table}"] = [row[0] for row in connection.execute(statement)]
    return found


def test_a_restore_into_an_empty_server_gives_every_row_back(
    source: Machine, saved: Path, empty: Machine
):
    assert source.rows()["register.cluster_boundary"], "the comparison needs geometry"
    empty.restore(saved)
    for register in REGISTERS:
        assert empty.rows(register) == source.rows(register)
    assert hash_members(empty.layout.attachments) == hash_members(source.layout.attachments)


def test_the_serving_role_reads_a_restored_register(saved: Path, empty: Machine):
    empty.restore(saved)
    with psycopg.connect(libpq(empty.server.web_url("real"))) as web:
        assert web.execute("SELECT count(*) > 0 FROM register.cluster_state").fetchone() == (True,)
        web.commit()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("SET TRANSACTION READ WRITE; DELETE FROM register.cluster_state")


def test_a_restored_register_takes_the_next_revision(source: Machine, saved: Path, empty: Machine):
    empty.restore(saved)
    revisions = []
    for machine in (empty, source):
        engine = create_engine(machine.server.owner_url("real"))
        with Session(engine) as session:
            revisions.append(correct_leased_land(session, Decimal("3.25")))
        engine.dispose()
    assert revisions[0] == revisions[1] > 1


def test_the_file_is_for_its_owner_only(saved: Path):
    assert saved.stat().st_mode & 0o777 == 0o600


def test_a_register_with_data_is_replaced_only_by_force(
    source: Machine, filled: Machine, saved: Path
):
    changed = filled.rows()
    with pytest.raises(Conflict, match="--force"):
        filled.restore(saved)
    assert filled.rows() == changed
    filled.restore(saved, force=True)
    assert filled.rows() == source.rows() != changed


def test_a_register_in_use_is_left_alone(filled: Machine, saved: Path):
    with (
        psycopg.connect(libpq(filled.server.web_url("real"))),
        pytest.raises(Conflict, match="uses the real register"),
    ):
        filled.restore(saved, force=True)
    assert "changed since" in str(filled.rows())


def test_an_interrupted_restore_changes_nothing(
    filled: Machine, saved: Path, monkeypatch: pytest.MonkeyPatch
):
    before = filled.rows()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backup_module, "_replace_attachments", interrupt)
    with pytest.raises(KeyboardInterrupt):
        filled.restore(saved, force=True)
    assert filled.rows() == before
    with psycopg.connect(libpq(filled.server.admin_url)) as admin:
        names = {row[0] for row in admin.execute("SELECT datname FROM pg_database")}
    assert not {name for name in names if name.endswith(("_restoring", "_replaced"))}


def _repacked(
    saved: Path, folder: Path, change: Callable[[Path], object], *, honest: bool, **claims: object
) -> Path:
    """`saved` after `change` to its files; honest: with the hashes of the changed files."""
    with tarfile.open(saved) as archive:
        archive.extractall(folder)
    held = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").unlink()
    change(folder)
    hashes = hash_members(folder) if honest else held["sha256"]
    claims = {"schemas": held["schemas"], "sha256": hashes} | claims
    target = folder.with_suffix(".tar")
    write_archive(target, folder, Manifest(product_version="0", created="", **claims))
    return target


def _damage(folder: Path) -> None:
    with (folder / "real.dump").open("r+b") as stream:
        stream.seek(2000)
        stream.write(b"\0" * 8)


def _swap(folder: Path) -> None:
    shutil.copy(folder / "simulated.dump", folder / "real.dump")


def _place_outside(folder: Path) -> None:
    (folder.parent / "x").write_bytes(b"")


def _nothing(_: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("change", "honest", "claims", "refusal"),
    [
        pytest.param(_damage, False, {}, "is damaged: real.dump", id="eight-bytes-changed"),
        pytest.param(
            _nothing, True, {"schemas": {"real": "9999"}}, "newer Cluster GIS", id="newer-schema"
        ),
        pytest.param(_swap, True, {}, "holds the simulated register", id="the-other-register"),
        pytest.param(
            _nothing, True, {"schemas": {"else": "0001"}}, "cannot read", id="unknown-register"
        ),
        pytest.param(
            _place_outside,
            True,
            {"schemas": {}, "sha256": {"attachments/../../x": ""}},
            "not a complete backup",
            id="a-name-that-climbs-out",
        ),
    ],
)
def test_a_bad_file_is_refused_and_nothing_changes(
    second_machine: Machine,
    saved: Path,
    tmp_path: Path,
    change: Callable[[Path], object],
    honest: bool,
    claims: dict[str, object],
    refusal: str,
):
    archive = _repacked(saved, tmp_path / "bad", change, honest=honest, **claims)
    before, files = second_machine.rows(), hash_members(second_machine.layout.attachments)
    with pytest.raises(ClusterGisError, match=re.escape(refusal)):
        second_machine.restore(archive, force=True)
    assert second_machine.rows() == before
    assert hash_members(second_machine.layout.attachments) == files


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda saved: saved[:50_000], id="cut-short"),
        pytest.param(lambda saved: b"no archive", id="something-else"),
        pytest.param(lambda saved: b"", id="empty"),
    ],
)
def test_what_is_no_backup_is_refused(
    second_machine: Machine, saved: Path, tmp_path: Path, content: Callable[[bytes], bytes]
):
    (tmp_path / "bad.tar").write_bytes(content(saved.read_bytes()))
    with pytest.raises(InvalidInput, match=r"bad\.tar.* is not a complete backup"):
        second_machine.restore(tmp_path / "bad.tar", force=True)
