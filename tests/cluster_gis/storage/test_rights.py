"""What each role of the web server may do: walked over the catalogue, and tried."""

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import create_engine, text
from sqlalchemy.orm import sessionmaker

from cluster_gis.postgres.secrets import ACCESS_ROLE, WEB_ROLE, WRITER_ROLE
from cluster_gis.postgres.server import libpq
from cluster_gis.storage.connections import writing_session
from cluster_gis.storage.migrate import upgrade
from cluster_gis.storage.rights import KEPT_BY_OWNER

OURS = (
    "n.nspname !~ '^(pg_|information_schema$)' AND n.nspname NOT IN ('public', 'tiger', 'topology')"
)


def allowed(url, role, privilege):
    """Tables and views that the role may do this to, as schema.table."""
    with psycopg.connect(libpq(url)) as connection:
        rows = connection.execute(
            "SELECT n.nspname || '.' || c.relname FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            f" WHERE c.relkind IN ('r', 'p', 'v', 'm') AND {OURS}"
            " AND has_schema_privilege(%s, n.oid, 'USAGE')"
            " AND has_table_privilege(%s, c.oid, %s)",
            [role, role, privilege],
        )
        return {name for (name,) in rows}


def schemas(tables):
    return {table.partition(".")[0] for table in tables}


def test_no_role_of_the_server_is_powerful(module_database):
    with psycopg.connect(libpq(module_database.owner_url)) as connection:
        rows = connection.execute(
            "SELECT rolname FROM pg_roles r WHERE rolname = ANY (%s)"
            " AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls OR rolinherit)"
            " AND NOT EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid)"
            " AND NOT EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid)"
            " AND NOT has_database_privilege(r.oid, current_database(), 'CREATE')"
            " AND has_database_privilege(r.oid, current_database(), 'TEMPORARY') = (rolname = %s)",
            [[WEB_ROLE, WRITER_ROLE, ACCESS_ROLE], WRITER_ROLE],
        ).fetchall()
    assert {name for (name,) in rows} == {WEB_ROLE, WRITER_ROLE, ACCESS_ROLE}


@pytest.mark.parametrize("privilege", ["TRUNCATE", "TRIGGER", "REFERENCES"])
@pytest.mark.parametrize("role", [WEB_ROLE, WRITER_ROLE, ACCESS_ROLE])
def test_nobody_empties_a_table_or_hangs_a_trigger_on_it(module_database, role, privilege):
    assert allowed(module_database.owner_url, role, privilege) == set()


def test_the_serving_role_reads_pages_and_neither_trail_nor_accounts(module_database):
    url = module_database.owner_url
    assert schemas(allowed(url, WEB_ROLE, "SELECT")) == {
        *("register", "published", "proposal", "question", "reporting", "trail"),
    }
    for privilege in ("INSERT", "UPDATE", "DELETE"):
        assert allowed(url, WEB_ROLE, privilege) == set()


def test_the_writing_role_writes_what_services_write_and_reads_no_more(module_database):
    url = module_database.owner_url
    assert schemas(allowed(url, WRITER_ROLE, "SELECT")) == {
        *("register", "published", "proposal", "question", "reporting"),
    }
    changed = allowed(url, WRITER_ROLE, "INSERT") | allowed(url, WRITER_ROLE, "UPDATE")
    assert changed.isdisjoint({f"register.{name}" for name in KEPT_BY_OWNER})
    assert {"register.revision", "register.cluster_state", "proposal.proposal"} <= changed
    assert allowed(url, WRITER_ROLE, "DELETE") == {
        *("proposal.item", "proposal.clock"),
        *("published.cluster_lots", "published.cluster_works"),
    }


def test_the_role_of_accounts_sees_accounts_alone(module_database):
    for privilege in ("SELECT", "INSERT", "UPDATE"):
        assert schemas(allowed(module_database.owner_url, ACCESS_ROLE, privilege)) == {"access"}
    assert allowed(module_database.owner_url, ACCESS_ROLE, "DELETE") == {"access.sign_in_attempt"}


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("CREATE TABLE register.t (n int)", id="define"),
        pytest.param("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", id="program"),
        pytest.param("ALTER TABLE register.source DISABLE TRIGGER USER", id="silence-a-trigger"),
        pytest.param("SET session_replication_role = replica", id="silence-all-triggers"),
        pytest.param("TRUNCATE register.cluster_state CASCADE", id="empty-a-table"),
        pytest.param("DELETE FROM register.cluster_state", id="delete-facts"),
        pytest.param("DROP TABLE register.cluster_state", id="drop"),
        pytest.param("SELECT * FROM audit.entry", id="read-the-trail"),
        pytest.param("INSERT INTO audit.act VALUES (99, '1', now(), 'x')", id="write-the-trail"),
        pytest.param("UPDATE audit.seal SET people = '{}'", id="change-the-trail"),
        pytest.param("SELECT audit.sync('register.source')", id="run-the-trail"),
        pytest.param("SELECT password_hash FROM access.account", id="read-accounts"),
        pytest.param("SELECT pg_read_file('/etc/hostname')", id="read-a-file"),
        pytest.param("COPY register.source TO '/tmp/x'", id="write-a-file"),
        pytest.param("COPY register.source FROM PROGRAM 'id'", id="run-a-program"),
        pytest.param("SELECT lo_create(0)", id="large-object"),
        pytest.param("SET ROLE cluster_gis_owner", id="become-the-owner"),
    ],
)
def test_the_writing_role_may_not(module_database, statement):
    with (
        psycopg.connect(libpq(module_database.writer_url)) as writer,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        writer.execute(statement)


def test_what_it_writes_is_in_the_trail_in_the_name_of_the_account(module_database):
    engine = create_engine(module_database.writer_url)
    source = "INSERT INTO register.source (source_key, dataset, title) VALUES ('s', 'd', 't')"
    with writing_session(sessionmaker(engine), "lan.sct") as session:
        session.execute(text(source))
    engine.dispose()
    with psycopg.connect(libpq(module_database.web_url)) as web:
        told = web.execute(
            "SELECT s.people, a.session_role FROM trail.seal s JOIN trail.act a ON a.number = s.act"
            " ORDER BY s.number DESC LIMIT 1"
        ).fetchone()
    assert told == (["lan.sct"], WRITER_ROLE)


def test_pages_are_told_no_sum_of_a_secret_and_no_address(module_database):
    with psycopg.connect(libpq(module_database.access_url)) as access:
        access.execute(
            "INSERT INTO access.account (login, name, password_hash, created_by)"
            " VALUES ('minh', 'Minh', 'argon', 'operator')"
        )
    with psycopg.connect(libpq(module_database.web_url)) as web:
        [told] = web.execute(
            "SELECT new FROM trail.entry WHERE table_name = 'access.account'"
        ).fetchone()
    assert told["login"] == "minh"
    assert "password_hash" not in told


def test_an_older_installation_gets_the_narrower_rights(fresh_database):
    with psycopg.connect(libpq(fresh_database.owner_url)) as owner:
        owner.execute(f"GRANT USAGE ON SCHEMA audit TO {WEB_ROLE}")
        owner.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA audit TO {WEB_ROLE}")
    upgrade(fresh_database.owner_url, web_role=WEB_ROLE)
    assert "audit" not in schemas(allowed(fresh_database.owner_url, WEB_ROLE, "SELECT"))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_read_binary_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "COPY (SELECT 1) TO '/tmp/cg-out'",
        "COPY (SELECT 1) TO PROGRAM 'id'",
        "SELECT lo_import('/etc/passwd')",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT lo_get(1)",
        "SELECT * FROM access.account",
        "SELECT * FROM pg_authid",
        "CREATE TABLE public.mine (x int)",
        "CREATE TEMP TABLE mine (x int)",
        "UPDATE register.source SET title = 'x'",
        "INSERT INTO qgis.editor VALUES ('qgis_web', '2025:31', now(), NULL, NULL, 'x')",
        "SET ROLE cluster_gis_owner",
    ],
)
def test_the_serving_role_reads_no_file_no_secret_and_leaves_nothing(module_database, statement):
    with psycopg.connect(libpq(module_database.web_url), autocommit=True) as web:
        web.execute("SET default_transaction_read_only = off")
        with pytest.raises(errors.InsufficientPrivilege):
            web.execute(statement)
