"""The register never forgets, never overwrites, and writes nothing that it already holds."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from cluster_gis.storage import (
    access_tables,
    law_tables,
    progress_tables,
    proposal_tables,
    question_tables,
    staging_tables,
    tables,
    unit_tables,
)
from cluster_gis.storage.migrate import head, upgrade
from cluster_gis.storage.register import Batch, insert_missing, revision_at, write_versions

STATE = {
    "cluster_code": "c1",
    "name": "Cụm công nghiệp Thử",
    "status": "planned",
    "status_basis": "stated",
    "province_key": "2025:31",
    "place_basis": "none",
    "source_key": "s",
}
RING = "590000 2300000,590400 2300000,590400 2300250,590000 2300250,590000 2300000"
RECTANGLE = f"SRID=9210;POLYGON(({RING}))"


@pytest.fixture
def cluster(session: Session) -> Session:
    """A session with one source and one cluster without facts."""
    insert_missing(session, "source", [{"source_key": "s", "dataset": "d", "title": "t"}])
    insert_missing(session, "industrial_cluster", [{"code": "c1", "source_key": "s"}])
    return session


def write_state(session: Session, valid: str, **values: object) -> int | None:
    row = STATE | {"valid": valid} | values
    return write_versions(
        session, by="tester", reason="test", batches=[Batch(table="cluster_state", rows=[row])]
    )


def states(session: Session, revision: int) -> list[tuple[str, str]]:
    rows = session.execute(
        text(
            "SELECT valid::text, status FROM register.cluster_state "
            "WHERE recorded @> CAST(:r AS bigint) ORDER BY valid"
        ),
        {"r": revision},
    )
    return [(row[0], row[1]) for row in rows]


def test_a_later_version_splits_the_valid_time_and_keeps_what_was_known(cluster):
    first = write_state(cluster, "[2020-01-01,)")
    second = write_state(cluster, "[2021-01-01,2022-01-01)", status="established")
    assert states(cluster, first) == [("[2020-01-01,)", "planned")]
    assert states(cluster, second) == [
        ("[2020-01-01,2021-01-01)", "planned"),
        ("[2021-01-01,2022-01-01)", "established"),
        ("[2022-01-01,)", "planned"),
    ]


def test_the_piece_after_a_correction_does_not_claim_the_old_event(cluster):
    write_state(cluster, "[2020-01-01,)", start_basis="decision", start_precision="day")
    write_state(cluster, "[2021-01-01,2022-01-01)", status="established")
    bases = cluster.execute(
        text(
            "SELECT start_basis FROM register.cluster_state WHERE upper_inf(recorded) "
            "AND status = 'planned' ORDER BY valid"
        )
    ).scalars()
    assert list(bases) == ["decision", "correction"]


@pytest.mark.parametrize(
    "valid",
    [
        pytest.param("[2020-01-01,)", id="the-same-days"),
        pytest.param("[2020-06-01,2020-07-01)", id="days-within-those-already-held"),
    ],
)
def test_repeating_what_is_held_takes_no_revision(cluster, valid):
    first = write_state(cluster, "[2020-01-01,)")
    assert write_state(cluster, valid) is None
    assert revision_at(cluster) == first


def test_two_writes_in_one_transaction_leave_no_empty_history(cluster):
    first = write_state(cluster, "[2020-01-01,)")
    second = write_state(cluster, "[2020-01-01,)", status="operating")
    assert (states(cluster, first), states(cluster, second)) == (
        [("[2020-01-01,)", "planned")],
        [("[2020-01-01,)", "operating")],
    )


def test_rows_of_one_batch_may_not_contradict_each_other(cluster):
    rows = [STATE | {"valid": "[2020-01-01,)"}, STATE | {"valid": "[2021-01-01,)", "status": None}]
    with pytest.raises(IntegrityError, match="overlap in valid time"):
        write_versions(
            cluster, by="t", reason="t", batches=[Batch(table="cluster_state", rows=rows)]
        )


def test_closing_ends_a_fact_and_keeps_the_days_around_it(cluster):
    write_state(cluster, "[2020-01-01,)")
    rows = [{"cluster_code": "c1", "valid": "[2023-01-01,)"}]
    revision = write_versions(
        cluster,
        by="t",
        reason="t",
        batches=[Batch(table="cluster_state", rows=rows, mode="close")],
    )
    assert states(cluster, revision) == [("[2020-01-01,2023-01-01)", "planned")]


def test_known_at_names_the_revision_of_that_moment(cluster):
    first = write_state(cluster, "[2020-01-01,)")
    moment = cluster.scalar(
        text("SELECT recorded_at FROM register.revision WHERE id = :r"), {"r": first}
    )
    second = write_state(cluster, "[2020-01-01,)", status="operating")
    assert revision_at(cluster, moment - timedelta(microseconds=1)) == first - 1
    assert revision_at(cluster, moment) == first
    assert revision_at(cluster) == second


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register.cluster_state SET name = 'x'",
        "DELETE FROM register.cluster_state",
        "TRUNCATE register.cluster_state",
        "INSERT INTO register.cluster_state SELECT * FROM register.cluster_state",
    ],
)
def test_nothing_is_written_around_the_write_function(cluster, statement):
    write_state(cluster, "[2020-01-01,)")
    with pytest.raises(DBAPIError, match=r"never overwritten|non-DEFAULT value"):
        cluster.execute(text(statement))


def test_a_rectangle_of_250_by_400_m_is_exactly_ten_hectares(cluster):
    write_boundary(cluster, RECTANGLE)
    area, method = cluster.execute(
        text("SELECT area_ha, area_method FROM register.cluster_boundary")
    ).one()
    assert (area, method) == (
        Decimal("10.000000"),
        "planar, EPSG:9210, coordinates as received",
    )


def test_a_boundary_from_another_zone_says_that_it_was_transformed(cluster):
    moved = cluster.scalar(
        text("SELECT ST_AsEWKT(ST_Transform(CAST(:g AS geometry), 4326), 15)"), {"g": RECTANGLE}
    )
    write_boundary(cluster, moved)
    area, method = cluster.execute(
        text("SELECT area_ha, area_method FROM register.cluster_boundary")
    ).one()
    assert area == pytest.approx(Decimal(10), abs=Decimal("0.00001"))
    assert method == "planar, EPSG:9210, transformed from EPSG:4326"


def test_a_boundary_that_crosses_itself_is_refused(cluster):
    bow = (
        "SRID=9210;"
        "POLYGON((590000 2300000,590400 2300250,590400 2300000,590000 2300250,590000 2300000))"
    )
    with pytest.raises(IntegrityError, match="ck_cluster_boundary_source_geom"):
        write_boundary(cluster, bow)


def write_boundary(session: Session, shape: str) -> int | None:
    row = {
        "cluster_code": "c1",
        "source_geom": shape,
        "source_format": "csv",
        "measuring_srid": 9210,
        "quality": "surveyed",
        "act": "established",
        "source_key": "s",
    }
    return write_versions(
        session, by="t", reason="t", batches=[Batch(table="cluster_boundary", rows=[row])]
    )


def test_writers_side_by_side_get_revisions_in_commit_order(fresh_database):
    engine = create_engine(fresh_database.owner_url)
    with Session(engine) as session, session.begin():
        insert_missing(session, "source", [{"source_key": "s", "dataset": "d", "title": "t"}])
        codes = [f"c{n}" for n in range(8)]
        insert_missing(
            session, "industrial_cluster", [{"code": c, "source_key": "s"} for c in codes]
        )

    def write(code: str) -> None:
        with Session(engine) as session, session.begin():
            row = STATE | {"cluster_code": code, "valid": "[2020-01-01,)"}
            write_versions(
                session, by=code, reason="t", batches=[Batch(table="cluster_state", rows=[row])]
            )

    threads = [threading.Thread(target=write, args=(code,)) for code in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as session:
        rows = session.execute(
            text("SELECT id, recorded_at FROM register.revision ORDER BY id")
        ).all()
        written = session.scalar(text("SELECT count(*) FROM register.cluster_state"))
    engine.dispose()
    assert [row.id for row in rows] == list(range(1, 9))
    assert [row.recorded_at for row in rows] == sorted({row.recorded_at for row in rows})
    assert written == 8


def test_search_form_meets_any_way_of_typing(session):
    forms = ["Tiên Lãng", "tien lang", "TIÊN LÃNG", "Tiên Lãng".encode().decode()]
    decomposed = "Tie\u0302n La\u0303ng"
    found = {
        session.scalar(text("SELECT register.search_form(:v)"), {"v": v})
        for v in [*forms, decomposed]
    }
    assert found == {"tien lang"}
    assert session.scalar(text("SELECT register.search_form('Đại Đồng')")) == "dai dong"


def test_migrating_twice_changes_nothing(fresh_database):
    assert upgrade(fresh_database.owner_url) == head()


def test_the_python_tables_are_those_of_the_migrated_database(engine):
    found = inspect(engine)
    assert law_tables.assessment.metadata is tables.metadata
    assert staging_tables.staged_row.metadata is tables.metadata
    assert unit_tables.admin_unit.metadata is tables.metadata
    assert progress_tables.land_lease.metadata is tables.metadata
    for table in tables.metadata.sorted_tables:
        columns = {c["name"] for c in found.get_columns(table.name, schema="register")}
        assert columns == {c.name for c in table.columns}, table.name
    names = set(found.get_table_names(schema="register"))
    assert names == {t.name for t in tables.metadata.sorted_tables}


@pytest.mark.parametrize(
    ("made", "schema"),
    [
        (access_tables.metadata, "access"),
        (proposal_tables.metadata, "proposal"),
        (question_tables.metadata, "question"),
    ],
    ids=["accounts", "proposals", "questions"],
)
def test_tables_beside_the_register_are_those_of_the_migrated_database(engine, made, schema):
    found = inspect(engine)
    for table in made.sorted_tables:
        columns = {c["name"] for c in found.get_columns(table.name, schema=schema)}
        assert columns == {c.name for c in table.columns}, table.name
    assert set(found.get_table_names(schema=schema)) == {t.name for t in made.sorted_tables}
