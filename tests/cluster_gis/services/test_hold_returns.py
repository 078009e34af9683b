"""Returns over the register known by hand, from the investor to form 04, and issued reports."""

import json
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cluster_gis.domain.reporting.returns import Move, ReturnState
from cluster_gis.errors import Conflict, InvalidInput
from cluster_gis.services.hold_returns import (
    begin_return,
    compare_with_parts,
    get_return,
    move_return,
    type_figures,
)
from cluster_gis.services.issue_report import issue_report, verify_report
from cluster_gis.services.make_report import make_report
from cluster_gis.services.read_duties import read_duties
from cluster_gis.storage.queries import reporting as queries
from cluster_gis.storage.register import Batch, write_versions
from tests.report_register import HALF_YEAR, write_report_register

DAY = date(2026, 6, 18)


@pytest.fixture
def register(session):
    write_report_register(session)
    return session


def filed(session, figures, *, accept=True, reason=None):
    number = begin_return(session, "02", HALF_YEAR, "a", by="investor", reason=reason)
    type_figures(session, number, figures, locale="vi")
    move_return(session, number, Move.SUBMIT, by="investor", on=DAY)
    if accept:
        move_return(session, number, Move.ACCEPT, by="commune", on=DAY)
    return number


def test_an_accepted_return_of_the_investor_enters_form_04(register):
    filed(register, {"ind_land_leased_ha": "18,5", "projects_fdi": "2"})
    report = make_report(register, "04", HALF_YEAR, "HP")
    [part] = [part for part in report.cell("18").parts if part.member == "a"]
    assert part.value == Decimal("18.5")
    assert report.records[part.record].table == "reporting.report_return"
    assert report.cell("21").value == 2


def test_a_submitted_return_counts_only_when_it_is_accepted(register):
    filed(register, {"ind_land_leased_ha": "18,5"}, accept=False)
    assert make_report(register, "04", HALF_YEAR, "HP").cell("18").value == 15


def test_a_correction_replaces_and_the_first_version_stays(register):
    first = filed(register, {"ind_land_leased_ha": "18,5"})
    known = queries.known_moment(register)
    second = filed(register, {"ind_land_leased_ha": "20"}, reason="nhầm lô CN05")
    assert make_report(register, "04", HALF_YEAR, "HP").cell("18").value == 20
    then = make_report(register, "04", HALF_YEAR, "HP", known_at=known)
    assert then.cell("18").value == Decimal("18.5")
    assert [get_return(register, n).version for n in (first, second)] == [1, 2]


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        pytest.param({"projects_fdi": "1,5"}, r"7 \(projects_fdi\)", id="half-a-project"),
        pytest.param({"wwtp_compliant": "2"}, r"14 \(wwtp_compliant\)", id="a-flag-is-0-or-1"),
        pytest.param({"infra_revenue_period": "480000000"}, "100 000", id="million-for-billion"),
        pytest.param({"infra_avg_income_month": "9500000"}, "1 – 200", id="income-in-dong"),
        pytest.param({"projects_leased": "3", "projects_fdi": "4"}, "more than row 6", id="fdi"),
        pytest.param({"colour": "1"}, "no row 'colour'", id="a-field-of-another-form"),
        pytest.param({"ind_land_leased_ha": "nhiều"}, "ind_land_leased_ha", id="no-number"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_by_row(register, figures, said):
    number = begin_return(register, "02", HALF_YEAR, "a", by="investor", reason=None)
    with pytest.raises(InvalidInput, match=said):
        type_figures(register, number, figures, locale="vi")


def test_what_was_submitted_is_not_written_over(register):
    number = filed(register, {"projects_leased": "3"}, accept=False)
    with pytest.raises(Conflict, match="begin a correction"):
        type_figures(register, number, {"projects_leased": "4"}, locale="vi")
    with pytest.raises(DBAPIError, match="keeps what was submitted"), register.begin_nested():
        register.execute(text("UPDATE reporting.report_return SET typed = '{}'"))


def test_sent_back_with_remarks_and_corrected(register):
    number = filed(register, {"projects_leased": "3"}, accept=False)
    state = move_return(
        register, number, Move.SEND_BACK, by="commune", on=DAY, remark="thiếu hàng 9"
    )
    assert state is ReturnState.RETURNED
    again = begin_return(register, "02", HALF_YEAR, "a", by="investor", reason="bổ sung hàng 9")
    assert get_return(register, again).typed == {"projects_leased": "3"}
    assert [move["remark"] for move in queries.moves_of(register, number)] == [None, "thiếu hàng 9"]


def test_form_04_is_held_against_what_communes_sent(register):
    number = begin_return(register, "03", HALF_YEAR, "2025:11", by="commune", reason=None)
    move_return(register, number, Move.SUBMIT, by="commune", on=DAY)
    move_return(register, number, Move.ACCEPT, by="department", on=DAY)
    assert compare_with_parts(register, HALF_YEAR, "HP") == ((), ["2025:22"])
    late(register)
    wrong, _ = compare_with_parts(register, HALF_YEAR, "HP")
    assert [(row.number, row.whole, row.parts) for row in wrong if row.number == "4"] == [
        ("4", Decimal(75), Decimal(70))
    ]


def late(session):
    """The area of cluster a is corrected from 50 to 55 ha."""
    row = dict(
        session.execute(
            text("""SELECT to_jsonb(s) - 'id' - 'recorded' - 'recorded_by' AS row
                    FROM register.cluster_state s
                    WHERE cluster_code = 'a' AND upper_inf(recorded)""")
        ).scalar_one()
    )
    batch = Batch(table="cluster_state", rows=[row | {"area_established_ha": 55}])
    write_versions(session, by="test", reason="late correction", batches=[batch])


def test_an_issued_report_is_the_same_again_and_shows_just_the_corrected_cells_now(register):
    report = make_report(register, "04", HALF_YEAR, "HP")
    total = issue_report(register, report, {("json", "vi"): b"{}"}, by="sct", on=DAY)
    late(register)
    found = verify_report(register, total, register="real")
    assert found.same
    assert {cell.number for cell in found.changed} == {"4", "8", "15.1", "16", "16.1"} - {"15.1"}
    [area] = [cell for cell in found.changed if cell.number == "4"]
    assert (area.before, area.after, area.members) == (Decimal(70), Decimal(75), ("a",))


def test_an_issued_report_and_its_files_are_frozen(register):
    report = make_report(register, "04", HALF_YEAR, "HP")
    total = issue_report(register, report, {("json", "vi"): b"abc"}, by="sct", on=DAY)
    assert queries.issued_file(register, total, "json", "vi") == b"abc"
    [kept] = queries.issued_files(register, total)
    assert queries.find_issued(register, kept["sha256"]).sha256 == total
    for statement in (
        "UPDATE reporting.issued_file SET content = 'x', sha256 = encode(sha256('x'), 'hex')",
        "DELETE FROM reporting.issued_report",
    ):
        with pytest.raises(DBAPIError, match="keeps what was"), register.begin_nested():
            register.execute(text(statement))
    assert json.loads(queries.issued_document(register, total))["form"] == "04"


def test_a_second_report_of_the_same_period_says_why(register):
    report = make_report(register, "04", HALF_YEAR, "HP")
    first = issue_report(register, report, {}, by="sct", on=DAY)
    with pytest.raises(Conflict, match="issued already"):
        issue_report(register, report, {}, by="sct", on=DAY)
    late(register)
    newer = make_report(register, "04", HALF_YEAR, "HP")
    with pytest.raises(InvalidInput, match="why it is issued anew"):
        issue_report(register, newer, {}, by="sct", on=DAY)
    second = issue_report(register, newer, {}, by="sct", on=DAY, reason="đính chính diện tích")
    assert queries.find_issued(register, second).replaces == first


def test_who_owes_what_and_who_has_not_reported(register):
    filed(register, {"projects_leased": "3"})
    duties = read_duties(register, HALF_YEAR, on=date(2026, 6, 22), province="2025:31")
    states = {(duty.form, duty.reporter): duty.state.value for duty in duties}
    assert states == {
        ("02", "a"): "submitted",
        ("02", "b"): "missing",
        ("03", "2025:11"): "due_soon",
        ("03", "2025:22"): "due_soon",
        ("04", "2025:31"): "due_soon",
    }
