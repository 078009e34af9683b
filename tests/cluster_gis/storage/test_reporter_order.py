"""Of two reporters who disagree the same one counts in sums, layers and records."""

from datetime import date

import pytest
from sqlalchemy import text

from cluster_gis.domain.progress_words import REPORTER
from cluster_gis.domain.reporters import ORDER, rank
from cluster_gis.storage.queries.cluster_record import progress_of
from cluster_gis.storage.queries.map_works import common_works_at
from cluster_gis.storage.register import Batch, revision_at, write_versions
from tests.small_register import WORK, write_small_register

DAY = date(2025, 6, 14)
LAYER = text("""
    SELECT progress_pct FROM published.infrastructure_works(daterange(:day, :day, '[]'), :revision)
    WHERE work_key = 'apart'
""")
SUMS = text("""
    SELECT share_sum FROM published.cluster_works
    WHERE cluster_code = 'hp-do-son' AND from_day <= :day AND recorded @> CAST(:revision AS bigint)
    ORDER BY from_day DESC LIMIT 1
""")


def statement(reporter, share):
    return {
        # by the alphabet of keys the investor would come first
        "progress_key": f"apart/{'a' if reporter == 'investor' else 'b'}",
        "work_key": "apart",
        "progress_pct": share,
        "as_of_from": DAY,
        "as_of_until": DAY,
        "as_of_precision": "day",
        "reporter": reporter,
        "source_key": "news",
    }


@pytest.mark.parametrize("reporter", ORDER, ids=lambda one: one or "no-reporter")
def test_the_database_has_the_order_of_the_domain(session, reporter):
    query = text("SELECT register.reporter_rank(:reporter)")
    assert session.scalar(query, {"reporter": reporter}) == rank(reporter)
    assert reporter is None or reporter in REPORTER


def test_the_office_counts_before_the_investor_everywhere_and_both_stay(session):
    write_small_register(session)
    work = WORK | {"work_key": "apart", "cluster_code": "hp-do-son", "common_work": True}
    said = [statement("investor", 90), statement("department", 40)]
    batches = [
        Batch(table="infrastructure_work", rows=[work]),
        Batch(table="work_progress", rows=said),
    ]
    write_versions(session, by="t", reason="apart", batches=batches)
    asked = {"day": DAY, "revision": revision_at(session)}
    assert session.scalar(LAYER, asked) == 40
    assert session.scalar(SUMS, asked) == 40
    works = common_works_at(session, as_of=DAY, revision=asked["revision"])["hp-do-son"]
    assert [one.progress_pct for one in works if one.item == work["item"]] == [40]
    rows = progress_of(session, "hp-do-son", as_of=DAY, revision=asked["revision"])
    assert [row["reporter"] for row in rows] == ["department", "investor"]
