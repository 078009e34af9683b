"""Means of what is done, made by the database as of the listed works."""

from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.services.read_progress_map import mean_done
from cluster_gis.storage.queries.map_works import TREATMENT, common_works_at, mean_done_at
from cluster_gis.storage.register import Batch, revision_at, write_versions
from tests.small_register import write_small_register

DAY = date(2026, 6, 30)
STATEMENTS = [
    pytest.param([{"progress_pct": Decimal(40)}, {"completed": True}], Decimal(70), id="completed"),
    pytest.param([{"in_operation": True}, {}], Decimal(100), id="one-of-them-not-known"),
    pytest.param([{"completed": False, "in_operation": False}], Decimal(0), id="nothing-yet"),
    pytest.param([{"completed": False}], None, id="not-completed-says-not-how-much"),
    pytest.param([{}], None, id="nothing-stated"),
]


@pytest.mark.parametrize(("stated", "mean"), STATEMENTS)
def test_the_mean_of_the_database_is_that_of_the_listed_works(session, stated, mean):
    write_small_register(session)
    code = "hp-do-son"
    assert code not in common_works_at(session, as_of=DAY, revision=revision_at(session))
    works, progress = [], []
    for n, said in enumerate(stated):
        key = f"{code}/w{n}"
        works.append(
            {
                "work_key": key,
                "cluster_code": code,
                "common_work": True,
                "work_type": TREATMENT if n else "road",
                "item": f"work {n}",
                "source_key": "news",
                "valid": "[2020-01-01,)",
            }
        )
        if said:
            progress.append(
                {
                    "progress_key": key,
                    "work_key": key,
                    "as_of_from": date(2026, 6, 14),
                    "as_of_until": date(2026, 6, 14),
                    "as_of_precision": "day",
                    "source_key": "news",
                    "valid": "[2020-01-01,)",
                    **said,
                }
            )
    batches = [Batch(table="infrastructure_work", rows=works)]
    if progress:
        batches.append(Batch(table="work_progress", rows=progress))
    write_versions(session, by="t", reason="means", batches=batches)
    asked = {"as_of": DAY, "revision": revision_at(session)}
    listed = common_works_at(session, **asked)
    made = mean_done_at(session, **asked)
    assert made[code] == mean
    assert {key: mean_done(mine) for key, mine in listed.items()} == made
    plants = common_works_at(session, **asked, work_type=TREATMENT).get(code, [])
    assert [work.item for work in plants] == [f"work {n}" for n in range(1, len(stated))]
