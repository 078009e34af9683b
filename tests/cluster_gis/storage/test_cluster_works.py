"""Sums of works by cluster: at every revision and day those of counting the published works."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from cluster_gis.storage.features import classes_statement
from cluster_gis.storage.layers import INFRASTRUCTURE_WORKS, Selection
from cluster_gis.storage.migrations import versions
from cluster_gis.storage.register import Batch, write_versions
from cluster_gis.storage.work_counts import work_counts_statement
from tests.small_register import PROGRESS, WORK, write_small_register

DAYS = (
    "1990-01-01",
    "2021-12-31",
    "2022-06-29",
    "2022-06-30",
    "2023-06-30",
    "2024-01-01",
    "2030-01-01",
)


def work(key, **facts):
    return WORK | {"work_key": key} | facts


def statement(key, of, **facts):
    return {"progress_key": key, "work_key": of, "source_key": "news"} | facts


#: One revision each: what is written, or closed.
STEPS = [
    Batch(
        table="infrastructure_work",
        rows=[
            work("w2", valid="[2022-01-01,)", geom="SRID=4326;POINT(106.6 20.75)"),
            work("w3", valid="(,2024-01-01)"),
            work("w4", cluster_code="hp-do-son"),
        ],
    ),
    Batch(
        table="work_progress",
        rows=[
            statement("g3", "w2", completed=False, progress_pct=10, as_of_from="2022-06-30"),
            statement("g4", "w2", completed=True, in_operation=True, as_of_from="2023-06-30"),
            statement("g5", "w3", completed=True),
            statement("g6", "w4", in_operation=True, as_of_from="2021-12-31"),
        ],
    ),
    # Corrected: less was done than said; and what was said of w4 held for a time only.
    Batch(
        table="work_progress",
        rows=[
            PROGRESS[1] | {"progress_pct": 70},
            statement(
                "g6", "w4", in_operation=False, as_of_from="2021-12-31", valid="[2023-06-30,)"
            ),
        ],
    ),
    # Moved to the other cluster, and given a position.
    Batch(
        table="infrastructure_work",
        rows=[work("w3", cluster_code="hp-do-son", geom="SRID=4326;POINT(106.6 20.75)")],
    ),
    Batch(table="work_progress", rows=[statement("g3", "w2")], mode="close"),
    Batch(table="infrastructure_work", rows=[work("w1", valid="[2023-06-30,)")], mode="close"),
]

COUNTED = """
SELECT cluster_code, geom IS NOT NULL, count(*), count(*) FILTER (WHERE completed),
       count(*) FILTER (WHERE in_operation),
       count(*) FILTER (WHERE num_nonnulls(progress_pct, completed, in_operation) = 0),
       round(avg(progress_pct), 4)
FROM published.infrastructure_works(CAST(:day AS date), CAST(:revision AS bigint))
GROUP BY 1, 2 ORDER BY 1, 2
"""
STORED = """
SELECT * FROM (
    SELECT DISTINCT ON (cluster_code, placed) cluster_code, placed, works, completed_works,
           works_in_operation, works_without_progress,
           round(share_sum / nullif(works_with_share, 0), 4)
    FROM published.cluster_works
    WHERE from_day <= CAST(:day AS date) AND published.knew(recorded, CAST(:revision AS bigint))
    ORDER BY cluster_code, placed, from_day DESC) AS newest
WHERE works > 0 ORDER BY 1, 2
"""


@pytest.fixture(scope="module")
def works(module_database):
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session:
        write_small_register(session)
        session.commit()
        for step in STEPS:
            assert write_versions(session, by="tester", reason="works", batches=[step])
            session.commit()
        yield session
    engine.dispose()


def told(session, statement):
    return {
        (revision, day): session.execute(text(statement), {"day": day, "revision": revision}).all()
        for revision in range(len(STEPS) + 2)
        for day in DAYS
    }


def test_the_sums_are_those_of_counting_at_every_revision_and_day(works):
    counted = told(works, COUNTED)
    assert told(works, STORED) == counted
    assert len({repr(rows) for rows in counted.values()}) > 15, "the register did change"


@pytest.mark.parametrize("province", [None, "2025:31"], ids=["all", "of-a-province"])
def test_works_are_counted_by_state_as_the_layer_tells_them(works, province):
    cursor = works.connection().connection.dbapi_connection.cursor()
    seen = set()
    for revision in range(len(STEPS) + 2):
        for day in DAYS:
            wanted = Selection(
                during=f"[{day},{day}]", revision=revision, equal={}, province=province
            )
            told = []
            for statement, values in (
                work_counts_statement(wanted),
                classes_statement(INFRASTRUCTURE_WORKS, wanted, ["completed", "in_operation"]),
            ):
                rows = cursor.execute(statement, values).fetchone()[0]
                told.append(sorted(repr(sorted(row.items())) for row in rows))
            assert told[0] == told[1]
            seen.add(repr(told[0]))
    assert len(seen) > 5


def test_the_migration_finds_the_same_sums_for_works_already_there(works):
    before = told(works, STORED)
    script = (Path(versions.__file__).parent / "m0011_cluster_works.sql").read_text("utf-8")
    works.execute(text("TRUNCATE published.cluster_works"))
    works.connection().exec_driver_sql("DO $$" + script.rsplit("DO $$", 1)[1])
    assert told(works, STORED) == before
    works.rollback()


def test_a_later_statement_leaves_the_earlier_rows_as_they_are(works):
    rows = [statement("g9", "w2", progress_pct=99, as_of_from="2025-01-01")]
    revision = write_versions(
        works, by="tester", reason="works", batches=[Batch(table="work_progress", rows=rows)]
    )
    changed = (
        "SELECT min(from_day)::text FROM published.cluster_works "
        "WHERE CAST(:r AS bigint) IN (lower(recorded), upper(recorded))"
    )
    assert works.scalar(text(changed), {"r": revision}) == "2025-01-01"
    works.rollback()
