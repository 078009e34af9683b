"""What forms take from entered statements, from provinces' settings and from sets of regions."""

from datetime import date
from decimal import Decimal

import pytest

from cluster_gis.domain.reporting.region_sets import lies_in
from cluster_gis.domain.reporting.returns import Move
from cluster_gis.errors import InvalidInput
from cluster_gis.ingest.region_sets import read_region_sets
from cluster_gis.services.enter_progress import ProgressEntry, SaidRow, enter_progress
from cluster_gis.services.explain_cell import explain_cell
from cluster_gis.services.hold_returns import begin_return, move_return, type_figures
from cluster_gis.services.issue_report import issue_report, verify_report
from cluster_gis.services.make_report import make_report
from cluster_gis.services.region_sets import load_region_set
from cluster_gis.services.settle_province import set_province_setting
from tests.report_register import HALF_YEAR, write_report_register

DAY = date(2026, 6, 14)


@pytest.fixture
def register(session):
    write_report_register(session)
    return session


def enter(session, reporter, **values):
    entry = ProgressEntry(
        code="a",
        rows=[SaidRow(number=1, kind="infrastructure", texts=values)],
        as_of=DAY,
        reporter=reporter,
        source="Báo cáo",
        reason="báo cáo định kỳ",
        by="t",
    )
    return enter_progress(session, entry, day=date(2026, 6, 20))


def test_project_area_and_ready_land_are_entered_and_the_office_counts_first(register):
    empty = make_report(register, "04", HALF_YEAR, "HP")
    said = explain_cell(empty.cell("12"), empty.form.figure("12"), "en")
    assert "sheet Infrastructure project" in said
    enter(register, "investor", project_area_ha="48", ready_land_ha="20")
    enter(register, "commune", project_area_ha="47,5")
    report = make_report(register, "04", HALF_YEAR, "HP")
    [part] = report.cell("12").parts
    assert (part.member, part.value) == ("a", Decimal("47.5"))
    assert report.records[part.record].table == "infrastructure_statement"
    # the commune says nothing of ready land: the investor's figure counts
    assert make_report(register, "02", HALF_YEAR, "a").cell("3").value == 20


def test_a_province_may_count_infrastructure_projects_in_rows_23_to_25(register):
    number = begin_return(register, "02", HALF_YEAR, "a", by="t", reason=None)
    type_figures(register, number, {"infra_labour_contract": "12"}, locale="vi")
    for move in (Move.SUBMIT, Move.ACCEPT):
        move_return(register, number, move, by="t", on=DAY)
    assert make_report(register, "04", HALF_YEAR, "HP").cell("25").value is None
    set_province_setting(
        register,
        "2025:31",
        setting="report_infrastructure",
        value="true",
        document="5/SCT",
        first_day=date(2026, 1, 1),
        last_day=None,
        by="t",
    )
    assert make_report(register, "04", HALF_YEAR, "HP").cell("25").value == 12


def line(report, key):
    return next(one for one in report.lines if one.kind == "region" and one.key == key)


def test_a_set_of_regions_is_empty_until_its_list_is_loaded_and_told_then(register):
    first = make_report(register, "TOANQUOC", HALF_YEAR, None)
    cell = line(first, "northern-28").cell("3")
    assert (cell.value, cell.reason) == (None, "no_region_list")
    total = issue_report(register, first, {}, by="t", on=DAY)
    load_region_set(
        register, "northern-28", ["Hải Phòng"], source="CV 1", first_day=date(2026, 1, 1), by="t"
    )
    now = make_report(register, "TOANQUOC", HALF_YEAR, None)
    assert line(now, "northern-28").cell("3").value == 2
    assert verify_report(register, total, register="real").same
    others = ["2025:35"]
    load_region_set(
        register, "northern-28", others, source="CV 2", first_day=date(2026, 6, 1), by="t"
    )
    later = make_report(register, "TOANQUOC", HALF_YEAR, None)
    assert line(later, "northern-28").cell("3").value == 0


@pytest.mark.parametrize(
    ("named", "said"),
    [
        pytest.param(["Atlantis"], "Atlantis", id="no-province"),
        pytest.param(["31", "Hải Phòng"], "2025:31", id="the-same-twice"),
        pytest.param([], "FILE", id="nothing"),
    ],
)
def test_a_list_that_cannot_be_is_refused_by_its_line(register, named, said):
    with pytest.raises(InvalidInput) as refused:
        load_region_set(
            register, "northern-28", named, source="CV", first_day=date(2026, 1, 1), by="t"
        )
    assert said in str(refused.value.values)


@pytest.mark.parametrize(
    ("province", "former", "inside"),
    [
        pytest.param("2025:31", "pre2025:30", True, id="its-former-province-is-in"),
        pytest.param("2025:25", "pre2025:25", False, id="its-former-province-is-not"),
        pytest.param("2025:31", None, True, id="all-that-the-province-took-in-are"),
        pytest.param("2025:25", None, None, id="only-some-of-them"),
        pytest.param("2025:15", None, False, id="none-of-them"),
    ],
)
def test_a_cluster_stays_in_the_set_of_its_former_province(province, former, inside):
    members = {one.unit_key for one in read_region_sets().records}
    assert len(members) == 14
    parts = {
        "2025:31": {"pre2025:30", "pre2025:31"},
        "2025:25": {"pre2025:17", "pre2025:25", "pre2025:26"},
        "2025:15": {"pre2025:10", "pre2025:15"},
    }
    assert lies_in(members, province, former, parts) is inside
