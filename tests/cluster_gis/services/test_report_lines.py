"""Reports that are tables: a line a cluster, unit or lot; their sums, and what stays open."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from cluster_gis.domain.reporting.canonical import canonical_json
from cluster_gis.domain.reporting.periods import due_date, parse_period
from cluster_gis.reports.report_files import formats_of, report_file
from cluster_gis.services.issue_report import get_issued, issue_report, read_issued
from cluster_gis.services.make_report import make_report
from cluster_gis.services.read_report_forms import find_form, read_forms
from cluster_gis.storage.register import Batch, write_versions
from tests.report_register import HALF_YEAR, write_report_register

DAY = date(2026, 12, 20)
YEAR = parse_period("2026-Y")


@pytest.fixture
def register(session):
    write_report_register(session)
    return session


def test_the_statistics_form_tells_country_regions_and_provinces(register):
    report = make_report(register, "005.N/BCB-CT", YEAR, None)
    assert report.cut_off == date(2026, 12, 31)
    kinds = [line.kind for line in report.lines]
    assert (kinds.count("total"), kinds.count("subtotal"), kinds.count("member")) == (1, 6, 34)
    [country] = [line for line in report.lines if line.kind == "total"]
    assert country.cell("1").value == 2
    assert country.cell("2").value is None
    assert country.cell("3").value is None
    [hai_phong] = [line for line in report.lines if line.key == "2025:31"]
    assert hai_phong.cell("1").value == 2
    delta = next(line for line in report.lines if line.kind == "subtotal")
    assert delta.texts["en"] == {"A": "Red River Delta"}
    assert due_date(report.form, YEAR) == date(2027, 3, 31)


def test_every_province_of_2025_lies_in_one_region():
    form = find_form("005.N/BCB-CT", date(2026, 12, 31))
    members = [key for group in form.groups for key in group.members]
    assert len(members) == len(set(members)) == 34


def test_the_list_of_the_plan_adds_up(register):
    report = make_report(register, "DANHMUC", HALF_YEAR, "HP")
    assert [line.key for line in report.lines] == ["a", "b", "c", ""]
    assert report.lines[-1].cell("5").value == 78
    assert report.lines[0].texts["vi"]["1"] == "Cụm công nghiệp A"


def test_the_demand_for_land_is_told_by_unit(register):
    report = make_report(register, "T4", HALF_YEAR, "HP")
    told = {line.key: line.cell("5").value for line in report.lines}
    assert told == {"2025:11": 0, "2025:22": Decimal(8), "": Decimal(8)}
    assert not report.form.verified


def test_land_that_is_not_leased_is_disclosed_lot_by_lot(register):
    lots = [
        {"lot_key": f"a/{n}", "cluster_code": "a", "lot_no": f"CN{n}", "land_use": "SKN"}
        | {"area_ha": n, "leased": leased, "source_key": "test"}
        for n, leased in ((1, True), (2, False), (3, None), (4, False))
    ]
    write_versions(register, by="t", reason="lots", batches=[Batch(table="land_lot", rows=lots)])
    report = make_report(register, "CK-19.5", HALF_YEAR, "a")
    assert [line.texts["vi"].get("1") for line in report.lines] == ["CN2", "CN4", "Tổng cộng"]
    assert report.lines[-1].cell("2").value == 6
    assert report.undecided == ("CN3",)


def test_the_card_of_a_cluster_has_texts_and_figures(register):
    report = make_report(register, "PHIEU", HALF_YEAR, "a")
    assert report.texts["vi"]["1"] == "Cụm công nghiệp A"
    assert report.cell("17").value == 60
    assert report.cell("16").value == 15


def test_sums_of_a_table_are_formulas_whose_values_are_stored(register):
    report = make_report(register, "005.N/BCB-CT", YEAR, None)
    content = report_file(report, None, "xlsx", "vi", printed_on=DAY)
    live = load_workbook(BytesIO(content)).worksheets[0]
    kept = load_workbook(BytesIO(content), data_only=True).worksheets[0]
    formulas = [c for row in live.iter_rows() for c in row if str(c.value).startswith("=")]
    assert len(formulas) == 2
    assert {kept[cell.coordinate].value for cell in formulas} == {2}


@pytest.mark.parametrize("name", sorted({form.form for form in read_forms()} - {"01"}))
def test_every_form_is_made_in_each_of_its_formats(register, name):
    form = find_form(name, YEAR.last)
    unit = {"province": "HP", "local_unit": "2025:11", "cluster": "a"}.get(form.subject)
    report = make_report(register, name, YEAR, unit)
    json.loads(canonical_json(report.document()))
    for fmt in set(formats_of(form)) - {"pdf", "docx"}:
        assert report_file(report, None, fmt, "en", printed_on=DAY)


def test_an_issued_table_is_read_back_as_it_was(register):
    report = make_report(register, "DANHMUC", HALF_YEAR, "HP")
    total = issue_report(register, report, {}, by="sct", on=DAY)
    again = read_issued(register, get_issued(register, total))
    assert canonical_json(again.document()) == canonical_json(report.document())
