"""The published functions are what the layers say, and the planner sees through them."""

import re
from datetime import date

import pytest
from sqlalchemy import text

from cluster_gis.storage.layers import LAYERS

KINDS = {
    "text": "text",
    "text[]": "texts",
    "numeric": "number",
    "integer": "integer",
    "bigint": "integer",
    "boolean": "boolean",
    "date": "date",
}


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("clock", ["daterange", "date"])
def test_a_layer_has_the_columns_of_its_function(session, name, clock):
    result = session.scalar(
        text("SELECT pg_get_function_result(CAST(:f AS regprocedure))"),
        {"f": f"published.{name}({clock}, bigint)"},
    )
    found = re.fullmatch(r"TABLE\((.*)\)", result)
    columns = dict(part.rsplit(" ", 1) for part in found[1].split(", "))
    assert columns.pop("geom") == "geometry"
    if LAYERS[name].shape:
        assert columns.pop(LAYERS[name].shape) == "geometry"
    assert {column: KINDS[kind] for column, kind in columns.items()} == LAYERS[name].columns


@pytest.mark.parametrize("name", LAYERS)
def test_the_planner_sees_through_a_layer(session, name):
    rows = session.execute(
        text(f"EXPLAIN SELECT 1 FROM published.{name}(date '2024-05-01', 1) WHERE geom IS NULL")
    )
    plan = "\n".join(row[0] for row in rows)
    assert "Function Scan" not in plan


@pytest.mark.parametrize(
    ("valid", "rank"),
    [
        pytest.param("(,)", 0, id="unbounded-holds"),
        pytest.param("[2024-05-01,)", 1, id="begins-the-next-day"),
        pytest.param("[2024-05-10,)", 10, id="begins-later"),
        pytest.param("(,2024-04-30)", 10_000_000, id="ended-the-day-before"),
        pytest.param("(,2024-04-20)", 10_000_010, id="ended-earlier"),
    ],
)
def test_rank_of_a_version_for_one_day(session, valid, rank):
    statement = text(
        "SELECT published.rank_version(CAST(:v AS daterange), daterange(:d, :d, '[]'))"
    )
    assert session.scalar(statement, {"v": valid, "d": date(2024, 4, 30)}) == rank
