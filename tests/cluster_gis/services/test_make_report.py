"""Reports over a register whose every figure is known by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.domain.reporting.canonical import canonical_json
from cluster_gis.domain.reporting.consolidation import disagreements
from cluster_gis.domain.reporting.periods import parse_period
from cluster_gis.errors import InvalidInput
from cluster_gis.reports.form_workbook import form_workbook
from cluster_gis.services.make_report import make_report
from cluster_gis.services.make_reports import make_province_reports
from cluster_gis.services.read_report_forms import read_forms
from cluster_gis.services.report_conditions import CONDITIONS
from cluster_gis.services.report_measures import MEASURES
from cluster_gis.services.report_reasons import REASONS
from cluster_gis.services.report_texts import TEXTS
from cluster_gis.storage.register import Batch, write_versions
from tests.report_register import HALF_YEAR, write_report_register
from tests.workbooks import recalculated


@pytest.fixture
def made(session):
    write_report_register(session)
    return make_report(session, "04", HALF_YEAR, "HP")


def test_every_name_in_a_form_is_a_known_measure_condition_or_text():
    for form in read_forms():
        assert set(form.where) <= set(CONDITIONS), form.form
        for figure in form.values:
            known = {"lot_no", "lot_area_ha"} if form.members == "lot" else {*MEASURES, None}
            known = {*TEXTS} if figure.aggregate == "text" and form.members != "lot" else known
            assert set(figure.where) <= set(CONDITIONS), (form.form, figure.number)
            assert {figure.measure, figure.over} - {None} <= known, (form.form, figure.number)


def test_form_04_has_the_35_rows_of_the_annex():
    form = next(form for form in read_forms() if form.form == "04")
    assert len(form.values) == 35
    assert [figure.number for figure in form.values][:2] == ["1", "2"]
    assert form.values[-1].number == "27"


@pytest.mark.parametrize(
    ("number", "value", "state"),
    [
        pytest.param("1", "3", "complete", id="in-the-plan"),
        pytest.param("3", "2", "complete", id="established"),
        pytest.param("4", "70", "complete", id="area-established"),
        pytest.param("5", "1", "complete", id="decision-inside-the-window"),
        pytest.param("6", "20", "complete", id="area-established-in-the-period"),
        pytest.param("7", "1", "partial", id="one-enterprise-the-other-investor-not-known"),
        pytest.param("13", "480", "partial", id="billions-the-old-cluster-s-project-is-not-known"),
        pytest.param("15", "2", "complete", id="at-work"),
        pytest.param("15.1", "1", "complete", id="at-work-and-established"),
        pytest.param("15.2", "1", "complete", id="at-work-without-establishment"),
        pytest.param("17", "30", "partial", id="industrial-land-of-one-of-two"),
        pytest.param("18", "15", "partial", id="leased-land"),
        pytest.param("19", "60", "partial", id="leased-and-licensed-over-industrial"),
        pytest.param("23", None, "empty", id="nobody-returned-the-revenue"),
    ],
)
def test_rows_of_form_04(made, number, value, state):
    cell = made.cell(number)
    assert cell.state == state
    assert cell.value == (None if value is None else Decimal(value))


def test_every_part_of_a_figure_has_a_record_with_its_source(made):
    for cell in made.cells:
        for part in cell.parts:
            record = made.records[part.record]
            assert record.source_key in made.sources, (cell.number, part)


def test_every_empty_cell_says_why(made):
    empty = [cell for cell in made.cells if cell.value is None]
    assert empty
    assert all(cell.reason in REASONS for cell in empty)


def test_form_04_is_the_sum_of_forms_03_and_of_the_register(session):
    write_report_register(session)
    whole = make_report(session, "04", HALF_YEAR, "HP")
    communes = [make_report(session, "03", HALF_YEAR, key) for key in ("2025:11", "2025:22")]
    assert disagreements(whole.form, whole.cells, [report.cells for report in communes]) == ()
    for cell in whole.cells:
        if whole.form.figure(cell.number).aggregate != "ratio":
            assert sum(part.value for part in cell.parts) == (cell.value or 0), cell.number


def test_an_error_planted_in_one_form_03_is_caught(session):
    write_report_register(session)
    whole = make_report(session, "04", HALF_YEAR, "HP")
    first, second = (make_report(session, "03", HALF_YEAR, f"2025:{n}").cells for n in (11, 22))
    planted = tuple(
        replace(cell, value=Decimal(61)) if cell.number == "4" else cell for cell in first
    )
    [wrong] = disagreements(whole.form, whole.cells, [planted, second])
    assert (wrong.number, wrong.whole, wrong.parts) == ("4", Decimal(70), Decimal(81))


def test_a_report_made_again_for_its_moment_is_the_same_to_the_byte(session):
    write_report_register(session)
    first = make_report(session, "04", HALF_YEAR, "HP")
    write_versions(
        session,
        by="test",
        reason="late correction",
        batches=[
            Batch(
                table="cluster_state",
                rows=[
                    {
                        "cluster_code": "a",
                        "name": "Cụm A",
                        "status": "operating",
                        "status_basis": "stated",
                        "province_key": "2025:31",
                        "commune_key": "2025:11",
                        "place_basis": "none",
                        "area_established_ha": Decimal(55),
                        "establishment_document_key": "1/QĐ",
                        "decision_from": date(2020, 1, 1),
                        "source_key": "test",
                        "valid": "[2020-01-01,)",
                    }
                ],
            )
        ],
    )
    again = make_report(session, "04", HALF_YEAR, "HP", known_at=first.known_at)
    now = make_report(session, "04", HALF_YEAR, "HP")
    assert canonical_json(again.document()) == canonical_json(first.document())
    assert now.cell("4").value == 75
    assert first.cell("4").value == 70


def test_units_are_those_of_the_day(session):
    write_report_register(session)
    before = make_report(session, "04", parse_period("2025-H1"), "HP")
    assert before.unit.key == "pre2025:31"
    assert set(before.names) == {"a", "b"}
    with pytest.raises(InvalidInput, match="expected 2025:11800"):
        make_report(session, "03", parse_period("2025-H1"), "2025:11")


def test_initials_of_two_provinces_are_not_guessed(session):
    write_report_register(session)
    with pytest.raises(InvalidInput, match=r"Hà Nam.*Hải Nam|Hải Nam.*Hà Nam"):
        make_report(session, "04", HALF_YEAR, "HN")


def test_all_provinces_read_the_register_once(session):
    write_report_register(session)
    reports = make_province_reports(session, "04", HALF_YEAR, known_at=None, register="real")
    assert [report.unit.key for report in reports] == ["2025:31"]


def test_the_formulas_of_the_workbook_give_the_figures(made):
    content = form_workbook(made, "vi", printed_on=date(2026, 6, 20))
    stored, computed = recalculated(content)
    figures = {cell.number: cell.value for cell in made.cells if cell.value is not None}
    assert stored == computed
    assert computed == {number: float(value) for number, value in figures.items()}


def test_a_name_that_looks_like_a_formula_stays_text(session):
    write_report_register(session, name='=HYPERLINK("http://evil.example")')
    content = form_workbook(
        make_report(session, "04", HALF_YEAR, "HP"), "vi", printed_on=date(2026, 6, 20)
    )
    stored, computed = recalculated(content)
    assert stored == computed
