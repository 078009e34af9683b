from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from cluster_gis.postgres.server import Server, libpq
from tests.databases import Clone


def test_the_server_has_postgis_3_3_or_newer(session: Session):
    [version] = session.execute(text("SELECT postgis_lib_version()")).one()
    assert tuple(map(int, version.split(".")[:2])) >= (3, 3)


def test_vietnamese_sorts_by_its_alphabet(session: Session):
    names = session.execute(
        text(
            "SELECT n FROM unnest(ARRAY['Zơ', 'Đồ Sơn', 'An', 'E']) n"
            ' ORDER BY n COLLATE "vi-x-icu"'
        )
    ).scalars()
    assert list(names) == ["An", "Đồ Sơn", "E", "Zơ"]


def test_the_server_listens_on_its_socket_only(database_server: Server):
    with psycopg.connect(libpq(database_server.admin_url)) as admin:
        assert admin.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_commit_inside_a_test_is_rolled_back(engine: Engine):
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            session.execute(text("CREATE TABLE left_behind (n int)"))
            session.commit()
        outer.rollback()
        assert connection.execute(text("SELECT to_regclass('left_behind')")).scalar() is None


def test_the_owner_is_no_superuser(fresh_database: Clone):
    with psycopg.connect(libpq(fresh_database.owner_url)) as owner:
        assert owner.execute("SHOW is_superuser").fetchone() == ("off",)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("CREATE TABLE t (n int)", id="create-a-table"),
        pytest.param("CREATE TEMPORARY TABLE t (n int)", id="create-a-temporary-table"),
        pytest.param("SELECT pg_read_file('/etc/hostname')", id="read-a-file-of-the-server"),
        pytest.param("UPDATE spatial_ref_sys SET auth_name = 'x'", id="change-a-row"),
    ],
)
def test_the_web_role_may_not(fresh_database: Clone, statement: str):
    refusals = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)
    with psycopg.connect(libpq(fresh_database.web_url)) as web:
        web.execute("SET default_transaction_read_only = off")  # a setting is no protection
        web.commit()
        with pytest.raises(refusals):
            web.execute(statement)


def test_a_long_statement_of_the_web_role_is_cancelled(fresh_database: Clone):
    with psycopg.connect(libpq(fresh_database.web_url)) as web:
        assert web.execute("SHOW statement_timeout").fetchone() == ("10s",)
        assert web.execute("SHOW default_transaction_read_only").fetchone() == ("on",)
        web.execute("SET statement_timeout = '100ms'")
        started = datetime.now(UTC)
        with pytest.raises(psycopg.errors.QueryCanceled):
            web.execute("SELECT pg_sleep(5)")
        assert (datetime.now(UTC) - started).total_seconds() < 2
