"""The private server's life: made, adopted, killed, started again, never two at once."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from cluster_gis.errors import SetupProblem
from cluster_gis.postgres.accounts import give, server_account
from cluster_gis.postgres.installation import Installation
from cluster_gis.postgres.layout import LONGEST_SOCKET_PATH, Layout
from cluster_gis.postgres.private import find_private, open_private, stop_private
from cluster_gis.postgres.process import find_running
from cluster_gis.postgres.secrets import read_secrets
from cluster_gis.postgres.server import Server, is_used_by_others, libpq
from tests.databases import CARELESS


def new_home(postgis: Installation, *below: str) -> Path:
    """A home directory that the server's account can reach."""
    top = Path(tempfile.mkdtemp(prefix="cgp-", dir="/tmp"))
    top.chmod(0o711)
    home = top.joinpath(*below)
    home.mkdir(parents=True, exist_ok=True)
    if postgis.environment:
        (home / "postgis").symlink_to(postgis.bin.parents[4])
    return home


def remove(layout: Layout, top: Path) -> None:
    stop_private(layout)
    shutil.rmtree(top)
    folder = layout.socket_folder()
    if folder:
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def layout(postgis: Installation) -> Iterator[Layout]:
    home = new_home(postgis)
    layout = Layout(home)
    yield layout
    remove(layout, home)


def process_number(layout: Layout) -> int:
    return int((layout.data / "postmaster.pid").read_text().splitlines()[0])


def count_notes(server: Server) -> int:
    """Rows of a table that only this module writes; one more with each call."""
    with psycopg.connect(libpq(server.owner_url("real"))) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (n int)")
        connection.execute("INSERT INTO note VALUES (1)")
        [number] = connection.execute("SELECT count(*) FROM note").fetchone()
    return number


def test_a_second_opening_adopts_the_running_server(layout: Layout):
    open_private(layout)
    number = process_number(layout)
    again = open_private(layout)
    assert not again.started
    assert process_number(layout) == number


def test_after_a_stop_the_data_are_there_and_a_find_starts_nothing(layout: Layout):
    before = count_notes(open_private(layout))
    assert stop_private(layout)
    assert not stop_private(layout)
    with pytest.raises(SetupProblem, match="cluster-gis up"):
        find_private(layout)
    server = open_private(layout)
    assert server.started
    assert count_notes(server) == before + 1


def test_after_kill_9_of_the_server_it_starts_again_with_all_data(layout: Layout):
    before = count_notes(open_private(layout))
    os.kill(process_number(layout), signal.SIGKILL)
    server = open_private(layout)
    assert server.started
    assert count_notes(server) == before + 1


def test_a_process_number_that_another_program_got_does_not_stop_the_start(layout: Layout):
    """After a restart of the machine the number in postmaster.pid may be anybody's."""
    open_private(layout)
    stop_private(layout)
    account = server_account()
    switch = {"user": account.pw_uid, "group": account.pw_gid} if account else {}
    stranger = subprocess.Popen(["sleep", "60"], cwd="/", **switch)
    try:
        lock = layout.data / "postmaster.pid"
        lock.write_text(f"{stranger.pid}\n{layout.data}\n1\n5432\n/nowhere\n\n0 0\nready\n")
        give(lock, 0o600)
        assert find_running(layout) is None
        assert open_private(layout).started
        assert stranger.poll() is None, "the other program must be left alone"
    finally:
        stranger.kill()
        stranger.wait()


def test_two_that_open_at_once_share_one_server(layout: Layout):
    stop_private(layout)
    opened: list[Server] = []
    threads = [threading.Thread(target=lambda: opened.append(open_private(layout))) for _ in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(server.started for server in opened) == [False, True]


def test_a_server_that_somebody_else_uses_is_seen_as_used(layout: Layout):
    server = open_private(layout)
    assert not is_used_by_others(server)
    with psycopg.connect(libpq(server.web_url("real"))):
        assert is_used_by_others(server)


def test_passwords_are_readable_by_us_only(layout: Layout):
    open_private(layout)
    assert layout.secrets.stat().st_mode & 0o777 == 0o600
    assert layout.secrets.stat().st_uid == os.geteuid()


def test_nobody_connects_without_a_password(layout: Layout):
    server = open_private(layout)
    address = find_running(layout)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(
            host=address.host, port=address.port, user="postgres", dbname="postgres", password="x"
        )
    assert server.admin_url.count("postgres") > 0


def test_the_simulated_register_is_made_on_demand_only(layout: Layout):
    server = open_private(layout)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(libpq(server.owner_url("simulated")))
    server.ensure_database("simulated")
    psycopg.connect(libpq(server.owner_url("simulated"))).close()


def test_a_home_deeper_than_a_socket_path_may_be_works(postgis: Installation):
    deep = "a-directory-with-a-long-name-as-offices-have-them"
    home = new_home(postgis, deep, deep, deep)
    assert len(str(home)) > LONGEST_SOCKET_PATH
    layout = Layout(home)
    try:
        assert count_notes(open_private(layout, CARELESS)) == 1
    finally:
        remove(layout, home.parents[2])


@dataclass(frozen=True, slots=True)
class NoSocketLayout(Layout):
    """A machine on which no directory is short and private enough."""

    def socket_folder(self) -> None:
        return None


def test_without_a_place_for_a_socket_it_listens_on_loopback_only(postgis: Installation):
    home = new_home(postgis)
    layout = NoSocketLayout(home)
    try:
        server = open_private(layout, CARELESS)
        with psycopg.connect(libpq(server.web_url("real"))) as web:
            assert web.info.host == "127.0.0.1"
        with psycopg.connect(libpq(server.admin_url)) as admin:
            assert admin.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
            assert admin.execute("SHOW unix_socket_directories").fetchone() == ("",)
    finally:
        stop_private(layout)
        shutil.rmtree(home)


def test_a_socket_directory_that_is_a_link_is_not_used(tmp_path: Path):
    """Somebody who can guess the name could else lead our passwords to a server of theirs."""
    layout = Layout(tmp_path)
    usual = layout.socket_folder()
    usual.rmdir()
    usual.symlink_to(tmp_path)
    try:
        assert layout.socket_folder() != usual
    finally:
        usual.unlink()


def test_a_home_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupProblem, match=r"cannot be written.*CLUSTER_GIS_HOME"):
        open_private(Layout(tmp_path / "file" / "home"))


def test_a_full_disk_is_said_in_one_sentence(postgis: Installation, monkeypatch):
    home = new_home(postgis)
    usage = shutil.disk_usage(home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=5_000_000))
    try:
        with pytest.raises(SetupProblem, match="5 MB free; the database needs 400 MB"):
            open_private(Layout(home))
        assert not Layout(home).data.exists()
    finally:
        shutil.rmtree(home)


def test_the_set_up_can_ask_which_postgresql_is_there(postgis: Installation):
    told = subprocess.run(
        [sys.executable, "-m", "cluster_gis.postgres"], check=True, capture_output=True, text=True
    )
    assert str(postgis.bin) in told.stdout


def test_secrets_made_before_there_were_all_roles_get_those_that_are_missing(tmp_path):
    path = tmp_path / "secrets.json"
    path.write_text('{"admin": "a", "owner": "b", "web": "c"}', encoding="utf-8")
    held = read_secrets(path)
    assert (held.admin, held.owner, held.web) == ("a", "b", "c")
    assert len(held.access) >= 32
    assert len(held.writer) >= 32
    assert held.access != held.writer
    assert read_secrets(path) == held
    assert path.stat().st_mode & 0o777 == 0o600
