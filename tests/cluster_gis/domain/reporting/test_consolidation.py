"""A report of the whole beside the reports of its parts."""

from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.domain.reporting.cells import Cell
from cluster_gis.domain.reporting.consolidation import disagreements
from cluster_gis.services.read_report_forms import find_form

FORM = find_form("04", date(2026, 6, 14))


def cell(value, number="4"):
    state = "empty" if value is None else "complete"
    return Cell(number=number, value=None if value is None else Decimal(value), state=state)


@pytest.mark.parametrize(
    ("whole", "parts", "wrong"),
    [
        pytest.param("70", ["50", "20"], False, id="the-sum"),
        pytest.param("70.001", ["50", "20"], True, id="compared-exactly"),
        pytest.param("50", ["50", None], False, id="an-empty-part-adds-nothing"),
        pytest.param(None, ["0", None], False, id="doubt-in-one-part-and-a-true-zero-in-another"),
        pytest.param(None, ["5"], True, id="a-part-knows-what-the-whole-does-not"),
        pytest.param("5", [None], True, id="the-whole-knows-what-no-part-does"),
    ],
)
def test_rows_are_added_up(whole, parts, wrong):
    found = disagreements(FORM, [cell(whole)], [[cell(part)] for part in parts])
    assert bool(found) is wrong


def test_the_average_is_computed_anew_and_never_added():
    assert disagreements(FORM, [cell("60", "19")], [[cell("50", "19")], [cell("70", "19")]]) == ()
