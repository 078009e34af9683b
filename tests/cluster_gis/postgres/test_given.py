"""A database of the user's own: used when it has what is needed, else one sentence says what."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from cluster_gis.config import Settings
from cluster_gis.errors import ClusterGisError, InvalidInput, SetupProblem, Unavailable
from cluster_gis.postgres import find_server, open_server, release_server, stop_server
from cluster_gis.postgres.server import Server, libpq
from cluster_gis.storage.migrate import upgrade
from tests.databases import Clone, DatabaseMaker


def settings(owner: str, **more: str) -> Settings:
    return Settings.from_environment({"CLUSTER_GIS_DATABASE_URL": owner, "HOME": "/", **more})


@pytest.fixture
def admin(database_server: Server) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """The superuser of the throw-away server, which plays the office's own server here."""
    with psycopg.connect(libpq(database_server.admin_url), autocommit=True) as connection:
        yield connection


@pytest.fixture
def office(
    databases: DatabaseMaker, admin: psycopg.Connection[tuple[object, ...]]
) -> Iterator[Clone]:
    """An empty database, no extensions, of an ordinary role `planner`."""
    admin.execute("CREATE ROLE planner LOGIN PASSWORD 'p@ss/word'")
    admin.execute("CREATE DATABASE office OWNER planner TEMPLATE template0")
    found = databases.describe("office")
    yield Clone(
        found.name,
        found.admin_url,
        make_url(found.owner_url)
        .set(username="planner", password="p@ss/word")
        .render_as_string(hide_password=False),
        found.web_url,
        found.access_url,
        found.writer_url,
    )
    admin.execute("DROP DATABASE IF EXISTS office WITH (FORCE)")
    admin.execute("DROP DATABASE IF EXISTS office_simulated WITH (FORCE)")
    admin.execute("DROP ROLE planner")


def add_extensions(office: Clone, *, rights: bool) -> None:
    with psycopg.connect(libpq(office.admin_url), autocommit=True) as admin:
        for name in ("postgis", "btree_gist", "unaccent", "pg_trgm"):
            admin.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
        if rights:
            admin.execute("GRANT INSERT, UPDATE ON spatial_ref_sys TO planner")


def test_missing_extensions_are_named_with_the_statement_that_adds_them(office: Clone):
    with pytest.raises(SetupProblem) as caught:
        open_server(settings(office.owner_url))
    assert "CREATE EXTENSION postgis;" in str(caught.value)
    assert "p@ss" not in str(caught.value)


def test_missing_rights_are_named_with_the_statement_that_gives_them(office: Clone):
    add_extensions(office, rights=False)
    with pytest.raises(SetupProblem, match="GRANT INSERT, UPDATE ON spatial_ref_sys TO planner;"):
        open_server(settings(office.owner_url))


def test_an_ordinary_role_can_migrate_and_nothing_of_ours_is_started(office: Clone):
    add_extensions(office, rights=True)
    chosen = settings(office.owner_url)
    server = open_server(chosen)
    assert not server.private
    assert not server.started
    upgrade(server.owner_url("real"), web_role=server.web_role)
    assert server.web_url("real") == server.owner_url("real")
    assert not release_server(chosen, server)
    assert not stop_server(chosen)


def test_the_serving_role_may_be_another(office: Clone, database_server: Server):
    add_extensions(office, rights=True)
    web = database_server.web_url("real").replace("/cluster_gis?", "/office?")
    server = find_server(settings(office.owner_url, CLUSTER_GIS_WEB_DATABASE_URL=web))
    upgrade(server.owner_url("real"), web_role=server.web_role)
    with psycopg.connect(libpq(server.web_url("real"))) as connection:
        connection.execute("SELECT count(*) FROM register.cluster_state")
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("DELETE FROM register.cluster_state")


def test_the_role_of_accounts_may_be_another(office: Clone, database_server: Server):
    add_extensions(office, rights=True)
    access = database_server.access_url("real").replace("/cluster_gis?", "/office?")
    server = find_server(settings(office.owner_url, CLUSTER_GIS_ACCESS_DATABASE_URL=access))
    assert server.access_role == "cluster_gis_access"
    upgrade(server.owner_url("real"), access_role=server.access_role)
    with psycopg.connect(libpq(server.access_url("real"))) as connection:
        connection.execute("SELECT count(*) FROM access.account")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT count(*) FROM register.cluster_state")


def test_the_role_that_pages_write_with_may_be_another(office: Clone, database_server: Server):
    add_extensions(office, rights=True)
    writer = database_server.writer_url("real").replace("/cluster_gis?", "/office?")
    server = find_server(settings(office.owner_url, CLUSTER_GIS_WRITER_DATABASE_URL=writer))
    assert server.writer_role == "cluster_gis_writer"
    upgrade(server.owner_url("real"), writer_role=server.writer_role)
    with psycopg.connect(libpq(server.writer_url("real"))) as connection:
        connection.execute("INSERT INTO register.source VALUES ('s', 'd', 't')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM register.source")


def test_the_simulated_register_needs_the_right_to_create_a_database(
    office: Clone, admin: psycopg.Connection[tuple[object, ...]]
):
    add_extensions(office, rights=True)
    server = open_server(settings(office.owner_url))
    with pytest.raises(SetupProblem, match='CREATE DATABASE "office_simulated" OWNER "planner";'):
        server.ensure_database("simulated")
    admin.execute("CREATE DATABASE office_simulated OWNER planner TEMPLATE office")
    with psycopg.connect(
        libpq(make_url(office.admin_url).set(database="office_simulated").render_as_string(False))
    ) as connection:
        connection.execute("GRANT INSERT, UPDATE ON spatial_ref_sys TO planner")
    server.ensure_database("simulated")


@pytest.mark.parametrize(
    ("url", "kind", "sentence"),
    [
        pytest.param(
            "mysql://a:secret@localhost/x",
            InvalidInput,
            "expected postgresql://",
            id="another-kind",
        ),
        pytest.param("nonsense", InvalidInput, "expected postgresql://", id="no-address-at-all"),
        pytest.param("postgresql://a:secret@h", InvalidInput, "expected", id="no-database-name"),
        pytest.param(
            "postgresql://a:secret@127.0.0.1:1/x",
            Unavailable,
            "cannot be reached",
            id="nobody-there",
        ),
    ],
)
def test_a_useless_address_is_refused_without_repeating_its_password(
    url: str, kind: type[ClusterGisError], sentence: str
):
    with pytest.raises(kind, match=sentence) as caught:
        open_server(settings(url))
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_password_is_said(office: Clone):
    wrong = make_url(office.owner_url).set(password="wrong").render_as_string(hide_password=False)
    with pytest.raises(Unavailable, match="password authentication failed"):
        open_server(settings(wrong))


def test_a_given_database_makes_no_home(office: Clone, tmp_path: Path):
    add_extensions(office, rights=True)
    open_server(settings(office.owner_url, CLUSTER_GIS_HOME=str(tmp_path / "home")))
    assert not (tmp_path / "home").exists()
