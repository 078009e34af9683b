"""The trail holds every change of every table, in order, and cannot be changed unseen."""

from collections.abc import Iterator
from decimal import Decimal

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cluster_gis.postgres.server import libpq
from cluster_gis.storage.register import insert_missing
from tests.databases import Clone
from tests.small_register import STATES, correct_leased_land, write_small_register

#: Made from the register by triggers, PostGIS's own, Alembic's own, and the trail itself.
NOT_THE_REGISTER = {"published", "audit", "public", "information_schema", "pg_catalog"}


@pytest.fixture(scope="module")
def writer(module_database: Clone) -> Iterator[Engine]:
    """The owner of a register of four clusters, corrected once, each in a transaction."""
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session, session.begin():
        write_small_register(session)
    with Session(engine) as session, session.begin():
        correct_leased_land(session, Decimal("20.50"))
    yield engine
    engine.dispose()


def rows(session: Session, query: str, **values: object) -> list[tuple]:
    return [tuple(row) for row in session.execute(text(query), values)]


def differences(session: Session) -> dict[str, list[tuple]]:
    """Table -> rows in which the trail and the table differ; only tables that have some."""
    names = session.scalars(text("SELECT name FROM audit.watched_table")).all()
    found = {n: rows(session, "SELECT * FROM audit.differences(:n)", n=n) for n in names}
    return {name: differing for name, differing in found.items() if differing}


def test_every_table_is_in_the_trail_or_left_out_with_a_reason(session):
    tables = session.scalars(
        text("""SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p')
                  AND n.nspname !~ '^pg_' AND n.nspname <> ALL (:no)"""),
        {"no": list(NOT_THE_REGISTER)},
    ).all()
    known = rows(session, "SELECT name FROM audit.watched_table")
    known += rows(session, "SELECT name FROM audit.exempt_table")
    assert set(tables) == {name for (name,) in known}, "call audit.watch in the migration"


def test_no_secret_column_enters_the_trail_in_clear(session):
    shown = rows(
        session,
        """SELECT w.name, a.attname FROM audit.watched_table w
           JOIN pg_attribute a ON a.attrelid = w.name::regclass AND a.attnum > 0
           WHERE a.attname ~ '(password|token|secret|hash|_key_hash)' AND a.attname !~ '_(at|by)$'
             AND a.attname <> ALL (w.masked_columns || w.omitted_columns)""",
    )
    assert shown == []


def test_an_act_names_its_person_its_reason_and_its_tables(writer):
    with Session(writer) as session:
        seals = rows(
            session, "SELECT people, reasons, revisions, tables FROM audit.seal ORDER BY 1"
        )
    acts = {
        reasons[0]: (people, revisions, tables)
        for people, reasons, revisions, tables in seals
        if reasons
    }
    assert acts["correction"][0] == ["tester"]
    assert acts["correction"][1] == [2]
    assert acts["correction"][2]["register.cluster_state"] == {"update": 1, "insert": 1}
    assert acts["small register"][2]["register.admin_unit"] == {"insert": 6}


def test_an_update_keeps_the_changed_columns_alone(writer):
    with Session(writer) as session:
        [(old, new, record, revision)] = rows(
            session,
            """SELECT old, new, record, revision FROM audit.entry
               WHERE table_name = 'register.cluster_state' AND operation = 'update'""",
        )
    assert (old, new) == ({"recorded": "[1,)"}, {"recorded": "[1,2)"})
    assert (record, revision) == ("hp-tien-lang", 2)


def test_the_trail_rebuilds_every_table_to_the_byte(writer):
    with Session(writer) as session:
        assert differences(session) == {}
        made = dict(rows(session, "SELECT * FROM audit.rebuild_into('rebuilt')"))
        assert made["register.cluster_boundary"] == 1
        assert made["register.cluster_state"] == len(STATES) + 1
        for name in ("register.cluster_boundary", "register.cluster_state", "register.source"):
            # Two rows are equal here when their bytes are.
            assert not rows(
                session,
                f'SELECT x.* FROM {name} x LEFT JOIN rebuilt."{name}" r '
                "ON record_image_eq(x.*::record, r.*::record) WHERE r IS NULL",
            )
        session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(
            "UPDATE register.source SET title = 'Khác' WHERE source_key = 'news'", id="a-value"
        ),
        pytest.param(
            "UPDATE register.source SET source_key = 'moved' WHERE source_key = 'free'", id="a-key"
        ),
        pytest.param("DELETE FROM register.source WHERE source_key = 'free'", id="a-row-goes"),
        pytest.param(
            "UPDATE register.capital_amount SET amount_vnd = amount_vnd * 1.000",
            id="digits-that-say-nothing",
        ),
        pytest.param(
            "UPDATE register.cluster_boundary SET geom = ST_Multi(ST_Translate(geom, 1e-13, 0))",
            id="a-shift-below-what-text-shows",
        ),
        pytest.param("TRUNCATE register.work_progress", id="a-table-is-emptied"),
        pytest.param(
            "UPDATE register.cluster_figure SET id = DEFAULT, note = 'x'",
            id="keys-and-values-of-all-rows",
        ),
        pytest.param(
            "SET LOCAL DateStyle = 'SQL, DMY'; SET LOCAL TimeZone = 'Asia/Ho_Chi_Minh';"
            "UPDATE register.cluster_state SET valid = '[2020-02-01,2021-03-01)'"
            " WHERE valid @> '2020-02-02'::date AND NOT upper_inf(valid)",
            id="a-session-that-writes-dates-its-own-way",
        ),
    ],
)
def test_direct_sql_of_the_owner_is_in_the_trail_too(writer, statement):
    with Session(writer) as session:
        insert_missing(session, "source", [{"source_key": "free", "dataset": "d", "title": "t"}])
        session.execute(text("SET LOCAL register.writing = 'on'"))
        before = session.scalar(text("SELECT count(*) FROM audit.entry"))
        session.connection().exec_driver_sql(statement)
        assert session.scalar(text("SELECT count(*) FROM audit.entry")) > before
        assert differences(session) == {}
        session.rollback()


def test_a_statement_that_changes_nothing_is_no_entry(writer):
    with Session(writer) as session:
        before = session.scalar(text("SELECT count(*) FROM audit.entry"))
        session.execute(text("UPDATE register.source SET title = title"))
        session.execute(text("UPDATE access.session SET seen_at = now()"))
        assert session.scalar(text("SELECT count(*) FROM audit.entry")) == before


def test_a_savepoint_taken_back_leaves_no_entry_and_no_gap(writer):
    with Session(writer) as session:
        insert_missing(session, "source", [{"source_key": "a", "dataset": "d", "title": "t"}])
        trial = session.begin_nested()
        insert_missing(session, "source", [{"source_key": "b", "dataset": "d", "title": "t"}])
        trial.rollback()
        insert_missing(session, "source", [{"source_key": "c", "dataset": "d", "title": "t"}])
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        insert_missing(session, "source", [{"source_key": "d", "dataset": "d", "title": "t"}])
        assert differences(session) == {}
        assert rows(session, "SELECT * FROM audit.faults()") == []
        session.rollback()


def test_the_account_that_the_server_names_is_the_person(writer):
    with Session(writer) as session:
        session.execute(text("SET LOCAL cluster_gis.actor = 'lan'"))
        insert_missing(session, "source", [{"source_key": "n", "dataset": "d", "title": "t"}])
        session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        assert rows(session, "SELECT people FROM audit.seal ORDER BY number DESC LIMIT 1") == [
            (["lan"],)
        ]
        session.rollback()


def test_of_a_password_only_a_change_is_told(session):
    session.execute(text("SAVEPOINT s"))
    session.execute(
        text(
            "INSERT INTO access.account (login, name, password_hash, created_by)"
            " VALUES ('an', 'An', 'argon', 'x')"
        )
    )
    session.execute(text("UPDATE access.account SET password_hash = 'argon two'"))
    told = rows(
        session,
        "SELECT coalesce(old::text, '') || new::text FROM audit.entry"
        " WHERE table_name = 'access.account'",
    )
    assert len(told) == 2
    assert all("argon" not in line and "sha256:" in line for (line,) in told)
    assert differences(session) == {}


@pytest.mark.parametrize("table", ["act", "entry", "seal"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET act = 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_nobody_changes_the_trail_not_even_its_owner(session, table, statement):
    statement = statement.replace("act = 1", "number = 1") if table == "act" else statement
    with pytest.raises(DBAPIError, match="only grows"):
        session.execute(text(statement.format(f"audit.{table}")))


def test_the_serving_role_reads_the_trail_and_adds_nothing(module_database, writer):
    with psycopg.connect(libpq(module_database.web_url), autocommit=True) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM trail.entry").fetchone() == (True,)
        connection.execute("SET default_transaction_read_only = off")
        for statement in (
            "SELECT count(*) FROM audit.entry",
            "INSERT INTO audit.act VALUES (99, '1', now(), 'x')",
            "UPDATE trail.act SET client = 'x'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def without_guard(statement: str) -> str:
    """What an owner who wants to deceive would run."""
    table = (
        statement.removeprefix("UPDATE ").removeprefix("DELETE FROM ").removeprefix("INSERT INTO ")
    )
    table = table.removeprefix("audit.").split()[0]
    return (
        f"ALTER TABLE audit.{table} DISABLE TRIGGER USER; {statement}; "
        f"ALTER TABLE audit.{table} ENABLE TRIGGER USER"
    )


LAST_ACT = "(SELECT act FROM audit.seal ORDER BY number DESC LIMIT 1)"


@pytest.mark.parametrize(
    ("statement", "what", "position"),
    [
        pytest.param(
            f"""UPDATE audit.entry SET new = replace(new::text, '20.5', '10.5')::jsonb
                WHERE act = {LAST_ACT} AND position = 3""",
            "changed", 3, id="a-value-of-a-row-is-changed",
        ),
        pytest.param(
            f"UPDATE audit.entry SET actor = 'somebody' WHERE act = {LAST_ACT} AND position = 2",
            "changed", 2, id="a-row-is-given-to-somebody-else",
        ),
        pytest.param(
            f"DELETE FROM audit.entry WHERE act = {LAST_ACT} AND position = 2",
             "missing", 2, id="a-row-is-taken-out"
        ),
        pytest.param(
            f"DELETE FROM audit.entry WHERE act = {LAST_ACT} AND position = 3",
             "missing", 3, id="the-last-row-is-taken-out"
        ),
        pytest.param(
            f"""UPDATE audit.entry SET position = -position + 1003
                WHERE act = {LAST_ACT} AND position < 3;
                UPDATE audit.entry SET position = position - 1000
                WHERE act = {LAST_ACT} AND position > 1000""",
            "changed", 1, id="two-rows-change-places",
        ),
        pytest.param(
            f"""UPDATE audit.entry SET at = at - interval '1 day', hash = sha256('x'::bytea)
                WHERE act = {LAST_ACT} AND position = 3""",
            "changed", 3, id="a-row-is-changed-with-its-hash",
        ),
        pytest.param(
            "UPDATE audit.seal SET reasons = '{khác}'"
            " WHERE number = (SELECT max(number) FROM audit.seal)",
            "seal changed", None, id="a-reason-is-changed",
        ),
        pytest.param(
            "UPDATE audit.act SET session_role = 'postgres' WHERE number = " + LAST_ACT,
            "seal changed", None, id="a-role-is-changed",
        ),
        pytest.param(
            "DELETE FROM audit.seal WHERE number = 2", "seal missing", None,
            id="a-seal-is-taken-out"
        ),
        pytest.param(
            """INSERT INTO audit.entry SELECT act + 1000, position, at, actor, table_name,
               operation, key, record, subject, revision, old, new, hash
               FROM audit.entry LIMIT 1""",
            "unsealed", 1, id="a-row-is-added",
        ),
    ],
)  # fmt: skip
def test_tampering_is_named_by_its_first_broken_entry(writer, statement, what, position):
    with Session(writer) as session:
        assert rows(session, "SELECT * FROM audit.faults()") == []
        session.connection().exec_driver_sql(without_guard(statement))
        [first] = rows(session, "SELECT what, position FROM audit.faults(1)")
        session.rollback()
    assert first == (what, position)


def test_a_trigger_that_was_switched_off_is_told(writer):
    with Session(writer) as session:
        session.execute(text("ALTER TABLE register.source DISABLE TRIGGER audit_update"))
        assert rows(session, "SELECT what FROM audit.faults()") == [
            ("trigger missing: register.source",)
        ]
        session.execute(
            text("UPDATE register.source SET title = 'Unseen' WHERE source_key = 'news'")
        )
        assert list(differences(session)) == ["register.source"]
        assert session.scalar(text("SELECT audit.sync('register.source')")) == 1
        assert differences(session) == {}
        session.rollback()


def test_writers_do_not_wait_for_each_other_before_they_commit(fresh_database):
    engine = create_engine(fresh_database.owner_url)
    with Session(engine) as one, Session(engine) as other:
        for session, key in ((one, "a"), (other, "b"), (one, "c")):
            session.execute(text("SET LOCAL lock_timeout = '2s'"))
            insert_missing(session, "source", [{"source_key": key, "dataset": "d", "title": "t"}])
        other.commit()
        one.commit()
        seals = rows(
            one, "SELECT number, entries, act FROM audit.seal ORDER BY number DESC LIMIT 2"
        )
        assert [entries for _, entries, _ in seals] == [2, 1]
        assert seals[0][2] < seals[1][2], "sealed in the order of the commits"
        assert rows(one, "SELECT * FROM audit.faults()") == []
        assert differences(one) == {}
    engine.dispose()


def test_a_register_from_before_the_trail_starts_it_with_what_it_holds(fresh_database):
    engine = create_engine(fresh_database.owner_url)
    with Session(engine) as session:
        session.execute(
            text(
                "CREATE TABLE register.older"
                " (key text PRIMARY KEY, cluster_code text, worth numeric)"
            )
        )
        session.execute(
            text("INSERT INTO register.older VALUES ('a', 'c1', 1.50), ('b', NULL, NULL)")
        )
        session.execute(text("SELECT audit.watch('register.older')"))
        session.execute(text("UPDATE register.older SET worth = 1.5 WHERE key = 'a'"))
        told = rows(
            session,
            "SELECT operation, record, subject, new FROM audit.entry"
            " WHERE table_name = 'register.older' ORDER BY position",
        )
        assert [line[:3] for line in told] == [
            ("baseline", "a", "c1"), ("baseline", "b", None), ("update", "a", "c1")
        ]  # fmt: skip
        assert differences(session) == {}
        session.execute(text("ALTER TABLE register.older ADD COLUMN later boolean DEFAULT true"))
        assert len(differences(session)["register.older"]) == 2
        session.execute(text("SELECT audit.sync('register.older')"))
        assert differences(session) == {}
    engine.dispose()
