"""A role of QGIS sees and edits its own territory only, and its edits are in the trail by name."""

import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from cluster_gis.cli.parameters import legal_today
from cluster_gis.postgres.dump import dump, find_client, restore
from cluster_gis.postgres.qgis_roles import close_role, make_role, role_name
from cluster_gis.postgres.server import Server, libpq
from cluster_gis.services.check_trail import check_trail, compare_with_trail
from cluster_gis.storage.migrate import upgrade
from cluster_gis.storage.queries.qgis import add_editor, end_editor
from cluster_gis.storage.register import Batch, write_versions
from tests.databases import Clone
from tests.small_register import write_small_register

WORDS = "source = 'Biên bản 3/BB', reason = 'đo lại tại hiện trường'"
Connect = Callable[..., psycopg.Connection]


@pytest.fixture(scope="module")
def owner(module_database: Clone) -> Iterator[Session]:
    """The owner of a register of Hải Phòng and Lào Cai; autocommit."""
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session, session.begin():
        write_small_register(session)
        zone = {"unit_key": "2025:31", "srid": 9210, "central_meridian": "105°45'"}
        batch = Batch(table="measuring_zone", rows=[zone | {"source_key": "plan"}])
        write_versions(session, by="tester", reason="zone", batches=[batch])
    with Session(engine.execution_options(isolation_level="AUTOCOMMIT")) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="module")
def sign_in(database_server: Server, module_database: Clone, owner: Session) -> Connect:
    """Makes a role of QGIS with a territory and signs it in, as the program would."""

    def connect(name: str, territory: str = "2025:31", **days) -> psycopg.Connection:
        role = role_name(name)
        password = make_role(database_server, role)
        when = {"since": legal_today(), "until": None} | days
        add_editor(owner, role=role, territory=territory, by="sở", **when)
        owner.commit()
        url = make_url(module_database.owner_url).set(username=role, password=password)
        return psycopg.connect(libpq(url.render_as_string(hide_password=False)), autocommit=True)

    return connect


@pytest.fixture(scope="module")
def hai_phong(sign_in: Connect) -> Iterator[psycopg.Connection]:
    """The editor of Hải Phòng."""
    with sign_in("haiphong") as connection:
        yield connection


def newest_act(owner: Session) -> tuple:
    row = owner.execute(
        text("""SELECT s.people, s.reasons, a.session_role, s.tables FROM audit.seal s
                JOIN audit.act a ON a.number = s.act ORDER BY s.number DESC LIMIT 1""")
    ).one()
    return tuple(row)


def codes(connection: psycopg.Connection, view: str = "clusters", column: str = "code") -> set[str]:
    return {row[0] for row in connection.execute(f"SELECT {column} FROM {view}")}


def test_it_sees_the_clusters_of_its_territory_alone(hai_phong, sign_in):
    assert codes(hai_phong) == {"hp-tien-lang", "hp-do-son", "hd-viet-hoa"}
    assert codes(hai_phong, "cluster_boundaries") == {"hp-tien-lang"}
    assert codes(hai_phong, "works", "cluster_code") == {"hp-tien-lang"}
    with sign_in("laocai", "2025:15") as other:
        assert codes(other) == {"lc-dong-pho-moi"}
        assert codes(other, "cluster_boundaries") == codes(other, "works", "cluster_code") == set()
    with sign_in("tienlang", "2025:11800") as commune:
        assert codes(commune) == {"hp-tien-lang"}
    with sign_in("doson", "hp-do-son") as one:
        assert codes(one) == {"hp-do-son"}


def test_an_edit_is_a_version_with_source_and_reason_in_the_trail_by_its_name(hai_phong, owner):
    edited = hai_phong.execute(
        f"UPDATE clusters SET leased_industrial_land_ha = 18.25, n_projects = 5, {WORDS}"
        " WHERE code = 'hp-tien-lang' RETURNING code"
    ).fetchone()
    assert edited == ("hp-tien-lang",)
    shown = hai_phong.execute(
        "SELECT leased_industrial_land_ha, n_projects, reason FROM clusters"
        " WHERE code = 'hp-tien-lang'"
    ).fetchone()
    assert shown == (18.25, 5, None)
    people, reasons, role, tables = newest_act(owner)
    assert (people, reasons, role) == (
        ["qgis_haiphong"], ["đo lại tại hiện trường"], "qgis_haiphong"
    )  # fmt: skip
    assert tables["register.cluster_state"] == {"insert": 1, "update": 1}
    figure, title = owner.execute(
        text("""SELECT f.value, o.title FROM register.cluster_state s
                JOIN register.cluster_figure f
                  ON f.figure_key = s.figures ->> 'leased_industrial_land_ha'
                JOIN register.source o ON o.source_key = f.source_key
                WHERE s.cluster_code = 'hp-tien-lang' AND upper_inf(s.recorded)
                  AND s.leased_industrial_land_ha = 18.25""")
    ).one()
    assert (figure, title) == (18.25, "Biên bản 3/BB")


def test_with_psql_it_sees_and_edits_its_own_territory_in_its_name(
    database_server, module_database, owner, postgis
):
    """The client that comes with PostgreSQL, signed in as QGIS is: by name and password."""
    role = role_name("psql")
    password = make_role(database_server, role)
    add_editor(owner, role=role, territory="2025:15", by="sở", since=legal_today(), until=None)
    owner.commit()
    url = make_url(module_database.owner_url)
    environment = {
        **os.environ,
        **postgis.environment,
        "PGHOST": url.query["host"],
        "PGPORT": url.query["port"],
        "PGDATABASE": url.database,
        "PGUSER": role,
        "PGPASSWORD": password,
    }

    def psql(statement):
        arguments = ["--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-At", "-c", statement]
        return subprocess.run(
            [postgis.program("psql"), *arguments],
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )

    before = owner.scalar(text("SELECT register.revision_at(NULL)"))
    assert psql("SELECT code FROM qgis.clusters").stdout.split() == ["lc-dong-pho-moi"]
    mine = psql(f"UPDATE qgis.clusters SET n_projects = 7, {WORDS} WHERE code = 'lc-dong-pho-moi'")
    assert mine.stdout.strip() == "UPDATE 1", mine.stderr
    assert newest_act(owner)[0] == ["qgis_psql"]
    # The version before is still what was known then: both clocks hold.
    known = text(
        "SELECT n_projects, recorded_by FROM register.cluster_state"
        " WHERE cluster_code = 'lc-dong-pho-moi' AND recorded @> CAST(:at AS bigint)"
    )
    now = owner.scalar(text("SELECT register.revision_at(NULL)"))
    assert now == before + 1
    assert (7, "qgis_psql") in [tuple(row) for row in owner.execute(known, {"at": now})]
    assert (7, "qgis_psql") not in [tuple(row) for row in owner.execute(known, {"at": before})]
    other = psql(f"UPDATE qgis.clusters SET n_projects = 7, {WORDS} WHERE code = 'hp-tien-lang'")
    assert other.stdout.strip() == "UPDATE 0"
    bare = psql("UPDATE qgis.clusters SET n_projects = 8")
    assert bare.returncode != 0
    assert "reason" in bare.stderr
    direct = psql("UPDATE register.cluster_state SET n_projects = 8")
    assert direct.returncode != 0
    assert "permission denied" in direct.stderr


def test_a_boundary_drawn_is_digitised_and_holds_from_the_day_said(hai_phong, owner):
    hai_phong.execute(
        "UPDATE cluster_boundaries SET geom = ST_Multi(ST_Translate(geom, 0.0001, 0)),"
        f" valid_from = '2024-05-01', {WORDS} WHERE code = 'hp-tien-lang'"
    )
    versions = owner.execute(
        text("""SELECT valid::text, quality, source_format, recorded_by
                FROM register.cluster_boundary WHERE upper_inf(recorded) ORDER BY valid""")
    ).all()
    assert [tuple(row) for row in versions] == [
        ("[2021-03-01,2024-05-01)", "surveyed", "csv", "qgis_haiphong"),
        ("[2024-05-01,)", "digitised", "qgis", "qgis_haiphong"),
    ]
    hai_phong.execute(
        "INSERT INTO cluster_boundaries (code, valid_from, source, reason, geom) VALUES"
        " ('hp-do-son', '2025-01-01', 'Bản đồ 1/500', 'số hóa từ bản đồ quy hoạch',"
        " ST_Multi(ST_MakeEnvelope(106.7, 20.7, 106.702, 20.702, 4326)))"
    )
    assert codes(hai_phong, "cluster_boundaries") == {"hp-tien-lang", "hp-do-son"}


def test_progress_of_a_work_is_a_statement_of_a_day(hai_phong, owner):
    hai_phong.execute(
        f"UPDATE works SET progress_pct = 95, as_of = '2026-10-01', {WORDS}"
        " WHERE cluster_code = 'hp-tien-lang'"
    )
    shown = hai_phong.execute("SELECT progress_pct, as_of::text FROM works").fetchone()
    assert shown == (95, "2026-10-01")
    people, _, _, tables = newest_act(owner)
    assert people == ["qgis_haiphong"]
    assert tables["register.work_progress"] == {"insert": 1}


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        pytest.param(
            "UPDATE clusters SET n_projects = 9, source = 'x' WHERE code = 'hp-do-son'",
            "lý do", id="no-reason",
        ),
        pytest.param(
            "UPDATE clusters SET n_projects = 9, reason = 'đếm lại tại chỗ'"
            " WHERE code = 'hp-do-son'",
            "nguồn", id="no-source",
        ),
        pytest.param(
            f"UPDATE clusters SET province_key = '2025:15', {WORDS} WHERE code = 'hp-do-son'",
            "province_key", id="a-cluster-moved-to-another-province",
        ),
        pytest.param(
            f"UPDATE clusters SET code = 'lc-dong-pho-moi', {WORDS} WHERE code = 'hp-do-son'",
            "code", id="a-code",
        ),
        pytest.param(
            f"UPDATE cluster_boundaries SET code = 'lc-dong-pho-moi', {WORDS}",
            "ngoài địa bàn", id="a-boundary-given-to-another-province",
        ),
        pytest.param(
            "INSERT INTO cluster_boundaries (code, source, reason, geom) VALUES ('lc-dong-pho-moi',"
            " 'Bản đồ', 'số hóa từ bản đồ',"
            " ST_Multi(ST_MakeEnvelope(103.9, 22.5, 104, 22.6, 4326)))",
            "ngoài địa bàn", id="a-boundary-elsewhere",
        ),
        pytest.param(
            f"UPDATE cluster_boundaries SET {WORDS}, geom = ST_Multi(ST_GeomFromText("
            "'POLYGON((106.6 20.7,106.7 20.8,106.7 20.7,106.6 20.8,106.6 20.7))', 4326))",
            "không hợp lệ", id="an-outline-that-crosses-itself",
        ),
        pytest.param(
            f"UPDATE cluster_boundaries SET {WORDS},"
            " geom = ST_Multi(ST_MakeEnvelope(1, 1, 2, 2, 4326))",
            "ngoài Việt Nam", id="an-outline-in-africa",
        ),
        pytest.param(f"UPDATE works SET item = 'x', {WORDS}", "item", id="a-column-not-its-own"),
        pytest.param(
            f"UPDATE works SET progress_pct = 99, as_of = '2999-01-01', {WORDS}", "tương lai",
            id="a-day-to-come",
        ),
        pytest.param("DELETE FROM cluster_boundaries", "permission denied", id="a-deletion"),
    ],
)  # fmt: skip
def test_an_edit_that_may_not_be_is_refused_in_words(hai_phong, owner, statement, said):
    before = newest_act(owner)
    with pytest.raises(psycopg.Error, match=said):
        hai_phong.execute(statement)
    assert newest_act(owner) == before


def test_a_row_of_another_province_is_not_there_to_be_edited(hai_phong):
    edited = hai_phong.execute(
        f"UPDATE clusters SET n_projects = 9, {WORDS} WHERE code = 'lc-dong-pho-moi'"
    )
    assert edited.rowcount == 0


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE cluster_gis_owner",
        "SET ROLE cluster_gis_web",
        "SET ROLE qgis_laocai",
        "SET SESSION AUTHORIZATION cluster_gis_owner",
        "SELECT * FROM register.cluster_state",
        "SELECT * FROM register.source",
        "SELECT * FROM access.account",
        "SELECT * FROM audit.entry",
        "SELECT * FROM qgis.editor",
        "INSERT INTO qgis.editor VALUES ('qgis_haiphong', '2025:15', now(), NULL, NULL, 'x')",
        "SELECT register.write_versions('x', 'y', '[]')",
        "SELECT qgis.admit()",
        "SELECT qgis.source_key('x')",
        "ALTER TABLE register.cluster_state DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE public.mine (x int)",
        "CREATE TEMP TABLE mine (x int)",
        "CREATE SCHEMA mine",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/cg-out'",
        "COPY (SELECT 1) TO PROGRAM 'id'",
        "SELECT lo_import('/etc/passwd')",
        "SELECT lo_from_bytea(0, 'x')",
        "ALTER ROLE qgis_haiphong SUPERUSER",
        "CREATE ROLE other",
    ],
)
def test_everything_else_is_refused(hai_phong, sign_in, statement):
    with pytest.raises((errors.InsufficientPrivilege, errors.InvalidParameterValue)):
        hai_phong.execute(statement)


def test_neither_another_role_nor_settings_widen_what_it_sees(hai_phong, owner):
    with hai_phong.transaction(force_rollback=True):
        hai_phong.execute("SET LOCAL ROLE cluster_gis_qgis")
        assert "lc-dong-pho-moi" not in codes(hai_phong, "qgis.clusters")
    hai_phong.execute("SET row_security = off")
    with pytest.raises(errors.InsufficientPrivilege):
        hai_phong.execute("SELECT * FROM clusters")
    hai_phong.execute("RESET row_security")
    hai_phong.execute("SET cluster_gis.actor = 'giam-doc'; SET register.writing = 'on'")
    hai_phong.execute(f"UPDATE clusters SET note = 'ghi chú', {WORDS} WHERE code = 'hp-do-son'")
    assert newest_act(owner)[0] == ["qgis_haiphong"]


def test_after_its_last_day_it_sees_nothing(sign_in, owner, database_server):
    with sign_in("tam") as connection:
        assert len(codes(connection)) == 3
        assert end_editor(owner, role="qgis_tam") == 1
        assert codes(connection) == set()
    close_role(database_server, "qgis_tam")
    yesterday = legal_today() - timedelta(days=1)
    with sign_in("cu", since=yesterday, until=yesterday) as late:
        assert codes(late) == set()
    with sign_in("som", since=legal_today() + timedelta(days=1)) as early:
        assert codes(early) == set()


def test_the_serving_role_keeps_its_rows_and_its_spatial_index(hai_phong, module_database):
    with psycopg.connect(libpq(module_database.web_url), autocommit=True) as web:
        assert web.execute(
            "SELECT count(DISTINCT cluster_code) FROM register.cluster_state"
        ).fetchone() == (4,)
        web.execute("SET enable_seqscan = off")
        plan = "\n".join(
            row[0]
            for row in web.execute(
                "EXPLAIN SELECT * FROM register.cluster_boundary"
                " WHERE geom && ST_MakeEnvelope(106, 20, 107, 21, 4326)"
            )
        )
        assert "Index Cond: (geom &&" in plan
        assert "my_clusters" not in plan


def test_the_trail_holds_all_of_it_and_rebuilds_the_register(hai_phong, owner):
    assert not compare_with_trail(owner).differing
    assert check_trail(owner).sound


def test_a_backup_comes_back_where_no_role_of_qgis_is(
    hai_phong, database_server, module_database, databases, tmp_path
):
    # Policies are left out of the restore and made again by the upgrade.
    client = find_client(database_server)
    dump(client, module_database.owner_url, tmp_path / "real.dump")
    fresh = databases.create("restored_qgis")
    restore(client, fresh.owner_url, tmp_path / "real.dump")
    engine = create_engine(fresh.owner_url)
    with Session(engine) as session:
        assert check_trail(session).sound
        assert not compare_with_trail(session).differing
        query = "SELECT count(*) FROM pg_policies WHERE schemaname = 'register'"
        assert session.scalar(text(query)) == 0
    engine.dispose()
    upgrade(fresh.owner_url)
    engine = create_engine(fresh.owner_url)
    with Session(engine) as session:
        assert session.scalar(text(query)) == 8
    engine.dispose()
    databases.drop(fresh)
