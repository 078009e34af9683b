"""What-if: the same facts under two dates or two numbers, and what turns."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from cluster_gis.errors import InvalidInput
from cluster_gis.law.what_if import adjustable, parse_threshold
from cluster_gis.services.compare_law import compare_law
from cluster_gis.storage.register import Batch, insert_missing, write_versions


@pytest.fixture
def register(session: Session) -> Session:
    """Ordinary clusters of 7, 40 and 72 ha, established since 2015."""
    insert_missing(session, "source", [{"source_key": "s", "dataset": "d", "title": "t"}])
    sizes = {"c7": 7, "c40": 40, "c72": 72}
    insert_missing(session, "industrial_cluster", [{"code": c, "source_key": "s"} for c in sizes])
    rows = [
        {
            "cluster_code": code,
            "name": code,
            "kind": "ordinary",
            "mountainous": False,
            "status": "established",
            "status_basis": "stated",
            "province_key": "2025:31",
            "place_basis": "none",
            "area_established_ha": Decimal(size),
            "source_key": "s",
            "valid": "[2015-01-01,)",
        }
        for code, size in sizes.items()
    ]
    write_versions(session, by="t", reason="t", batches=[Batch(table="cluster_state", rows=rows)])
    return session


def turned(found, rule: str) -> dict[str, tuple[str, str]]:
    return {t.code: (t.before, t.after) for t in found.turns if t.rule == rule}


def test_the_new_minimum_of_2026_lets_a_small_cluster_pass(register):
    found = compare_law(
        register, procedure="establish", before=date(2026, 9, 14), after=date(2026, 9, 15)
    )
    assert turned(found, "AREA-MIN") == {"c7": ("fail", "pass")}
    assert found.n_clusters == 3


def test_a_lower_maximum_catches_just_those_above_it(register):
    found = compare_law(
        register,
        procedure="establish",
        before=date(2026, 10, 1),
        thresholds={"AREA-MAX": Decimal(70)},
    )
    assert turned(found, "AREA-MAX") == {"c72": ("pass", "fail")}
    assert {t.rule for t in found.turns} <= {"AREA-MAX", "*"}


def test_both_sides_alike_is_no_question(register):
    with pytest.raises(InvalidInput):
        compare_law(register, procedure="establish", before=date(2026, 10, 1))


@pytest.mark.parametrize("text", ["AREA-MAX", "AREA-MAX=", "=70", "AREA-MAX=seventy", "A=-1"])
def test_a_threshold_has_a_rule_and_a_number(text):
    with pytest.raises(InvalidInput):
        parse_threshold(text)


def test_a_rule_without_a_number_is_refused_by_name(register):
    with pytest.raises(InvalidInput, match="NO-SUCH"):
        compare_law(
            register,
            procedure="establish",
            before=date(2026, 10, 1),
            thresholds={"NO-SUCH": Decimal(1)},
        )
    assert {"AREA-MAX", "EST-FILL-B"} <= set(adjustable())
