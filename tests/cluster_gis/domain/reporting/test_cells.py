"""Figures of forms: what is known is told with what is not, and missing is never zero."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.domain.reporting.cells import (
    Known,
    Registry,
    Unknown,
    broken_checks,
    compute,
    fill_form,
)
from cluster_gis.domain.reporting.forms import cut_formula, parse_form
from cluster_gis.errors import InvalidInput

AREA = {"a": Decimal(10), "b": Decimal("2.5"), "c": None}
AT_WORK = {"a": True, "b": True, "c": None, "d": False}
BASE = {
    "form": "X",
    "version": "1",
    "title_vi": "Biểu",
    "title_en": "Form",
    "subject": "province",
    "layout": "indicators",
    "valid_from": date(2024, 10, 1),
    "document": "14/2024/TT-BCT",
    "verified": True,
    "party": "local_pc",
    "signer_vi": "a",
    "signer_en": "a",
}
ROWS = [
    {"no": "1", "vi": "", "en": "", "unit": "cluster", "aggregate": "count", "where": ["at_work"]},
    {
        "no": "2",
        "vi": "",
        "en": "",
        "unit": "ha",
        "aggregate": "sum",
        "measure": "area",
        "where": ["at_work"],
    },
    {
        "no": "3",
        "vi": "",
        "en": "",
        "unit": "percent",
        "aggregate": "ratio",
        "measure": "area",
        "over": "area",
    },
    {"no": "4", "vi": "", "en": "", "aggregate": "formula", "formula": "[1] + [2]"},
    {"no": "5", "vi": "", "en": "", "aggregate": "entered"},
]


def area(code):
    value = AREA.get(code)
    return Unknown(reason="no_area") if value is None else Known(value=value, record=f"r/{code}")


REGISTRY = Registry(
    measures={"area": area}, conditions={"at_work": lambda code: (AT_WORK[code], f"s/{code}")}
)


def cells_of(members, rows=ROWS):
    form = parse_form({**BASE, "rows": rows}, file="x.toml")
    return {cell.number: cell for cell in fill_form(form, members, REGISTRY)}


@pytest.mark.parametrize(
    ("members", "value", "state"),
    [
        pytest.param("ab", Decimal("12.5"), "complete", id="every-figure-is-known"),
        pytest.param("abc", Decimal("12.5"), "partial", id="one-may-or-may-not-count"),
        pytest.param("c", None, "empty", id="nothing-known-is-not-zero"),
        pytest.param("d", Decimal(0), "complete", id="none-counts-for-sure-is-a-true-zero"),
        pytest.param("", None, "empty", id="no-member-at-all-is-not-zero"),
    ],
)
def test_sum(members, value, state):
    cell = cells_of(tuple(members))["2"]
    assert (cell.value, cell.state) == (value, state)


def test_a_sum_keeps_its_parts_and_names_who_is_missing():
    cell = cells_of(("a", "b", "c", "d"))["2"]
    assert [(part.member, part.record) for part in cell.parts] == [("a", "r/a"), ("b", "r/b")]
    assert cell.undecided == ("c",)
    count = cells_of(("a", "c"))["1"]
    assert (count.value, count.state, count.parts[0].record) == (1, "partial", "s/a")


def test_a_ratio_takes_only_members_with_both_figures():
    cell = cells_of(("a", "b", "c"))["3"]
    assert (cell.value, cell.state, cell.missing) == (Decimal("100.00"), "partial", ("c",))


def test_a_formula_over_a_partial_row_is_partial():
    assert cells_of(("a", "b"))["4"].value == Decimal("14.5")
    assert cells_of(("a", "c"))["4"].state == "partial"
    assert cells_of(("c",))["4"].value is None


def test_an_entered_figure_waits_for_its_return():
    assert cells_of(("a",))["5"].reason == "not_returned"


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        pytest.param("[1] + [2] * 2", Decimal(7), id="signs-bind-as-usual"),
        pytest.param("([1] + [2]) * 2", Decimal(8), id="brackets"),
        pytest.param("[1] / [0]", None, id="a-division-by-zero-is-empty"),
        pytest.param("[1] - [9]", Decimal(1), id="an-empty-operand-is-left-out"),
    ],
)
def test_formula(formula, value):
    values = {"0": Decimal(0), "1": Decimal(1), "2": Decimal(3), "9": None}
    assert compute(cut_formula(formula), values) == value


def test_a_figure_that_is_not_the_sum_of_its_rows_is_named():
    rows = [
        *ROWS[:1],
        {**ROWS[0], "no": "6", "check": "[1]"},
    ]
    form = parse_form({**BASE, "rows": rows}, file="x.toml")
    cells = fill_form(form, ("a", "b"), REGISTRY)
    assert broken_checks(form, cells) == ()
    planted = (cells[0], replace(cells[1], value=Decimal(3)))
    assert [(figure.number, made) for figure, made in broken_checks(form, planted)] == [
        ("6", Decimal(2))
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param({**ROWS[1], "unit": "acre"}, "unit 'acre'", id="unit"),
        pytest.param({**ROWS[1], "measure": ""}, "measure is missing", id="sum-of-nothing"),
        pytest.param({**ROWS[3], "formula": "[77]"}, r"formula names \[77\]", id="unknown-row"),
        pytest.param({**ROWS[3], "formula": "1; 2"}, "is no formula", id="other-signs"),
        pytest.param({**ROWS[0], "aggregate": "guess"}, "'guess'", id="aggregate"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(row, said):
    with pytest.raises(InvalidInput, match=said):
        parse_form({**BASE, "rows": [row]}, file="x.toml")
