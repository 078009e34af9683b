"""A province's list through staging: only what differs, judged at its cell, applied and undone."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from cluster_gis.domain.list_cells import HeadedColumn, read_cell
from cluster_gis.domain.list_columns import BY_KEY
from cluster_gis.domain.list_rows import CellIssue, ListCell, ListRow
from cluster_gis.domain.staging import ReceivedFile
from cluster_gis.errors import Conflict, InvalidInput
from cluster_gis.services.apply_staging import apply_staging
from cluster_gis.services.decide_staging import choose_for_row, decide_rows, match_row
from cluster_gis.services.list_words import default_factor
from cluster_gis.services.stage_clusters import ClusterListKind, draft_row
from cluster_gis.services.stage_file import stage_file
from cluster_gis.services.undo_staging import undo_staging
from cluster_gis.storage.queries.staging import get_staged_file, staged_rows
from tests.small_register import write_small_register

KIND = ClusterListKind()
AS_OF = date(2025, 12, 31)
#: hp-tien-lang as the register holds it.
HELD = {
    "code": "hp-tien-lang",
    "name": "CCN Tiên Lãng",
    "status": "Đã thành lập",
    "decision_text": "123/QĐ-UBND",
    "area_planned_ha": 50,
    "area_established_ha": "49,37",
    "industrial_land_ha": 35,
    "leased_industrial_land_ha": Decimal("17.5"),
    "infrastructure_investor": "Công ty  Thử",
    "total_investment_vnd": Decimal("816.6"),
    "n_projects": 4,
    "new_commune_text": "Xã Tiên Lãng",
}


@pytest.fixture
def register(session):
    write_small_register(session)
    return session


def row(line=2, **values):
    cells, issues, empty = {}, [], []
    for number, (key, value) in enumerate(values.items()):
        place = f"DS!{'ABCDEFGHIJKLMNOP'[number]}{line}"
        if value is None:
            empty.append(key)
            continue
        headed = HeadedColumn(BY_KEY[key], key, default_factor(key))
        read = read_cell(headed, value, place, "vi")
        if isinstance(read, CellIssue):
            issues.append(read)
        else:
            cells[key] = ListCell(place, str(value), read)
    return ListRow(line, f"DS!A{line}", cells, tuple(issues), empty=tuple(empty))


def stage(session, *rows):
    received = ReceivedFile(
        name="ds.xlsx",
        content=repr(rows).encode(),
        source_title="Báo cáo 9/BC-SCT",
        options={
            "as_of": AS_OF.isoformat(),
            "province_key": "2025:31",
            "province_name": "Hải Phòng",
        },
    )
    drafts = [draft_row(r, province_key="2025:31") for r in rows]
    return stage_file(session, KIND, received, drafts, by="tester")


def staged(session, file_id):
    return staged_rows(session, get_staged_file(session, file_id))


def problems(session, **changes):
    """(code, cell) of the errors of hp-tien-lang's row with some cells changed."""
    [one] = staged(session, stage(session, row(**HELD | changes)))
    return [(issue.code, issue.field) for issue in one.all_issues if issue.severity == "error"]


def differences(session, file_id, row_no=1):
    file = get_staged_file(session, file_id)
    [one] = [r for r in staged(session, file_id) if r.row_no == row_no]
    return [(c.field, c.before, c.after) for c in KIND.compare(session, file, one)]


def held_now(session, code="hp-tien-lang"):
    rows = session.execute(
        text(
            "SELECT valid::text, name, area_established_ha, n_projects, status, decision_from, "
            "commune_key, start_basis FROM register.cluster_state "
            "WHERE cluster_code = :code AND upper_inf(recorded) ORDER BY valid"
        ),
        {"code": code},
    )
    return [tuple(r) for r in rows]


def accept_all(session, file_id):
    numbers = [r.row_no for r in staged(session, file_id)]
    decide_rows(session, file_id, numbers, "accept", by="tester")


def test_a_row_that_says_what_the_register_holds_changes_nothing(register):
    before = held_now(register)
    file_id = stage(register, row(**HELD))
    [one] = staged(register, file_id)
    assert (one.matched_by, one.all_issues, differences(register, file_id)) == ("code", (), [])
    accept_all(register, file_id)
    assert apply_staging(register, KIND, file_id, by="tester") is None
    assert held_now(register) == before


def test_changed_cells_become_versions_from_the_day_of_the_list_and_are_undone(register):
    before = held_now(register)
    changed = {"n_projects": 6, "decision_date": "01/03/2021", "decision_text": "124/QĐ-UBND"}
    file_id = stage(register, row(**HELD | changed))
    told = differences(register, file_id)
    assert ("Projects", "4", "6") in told
    assert ("Decision date", None, "01/03/2021") in told
    accept_all(register, file_id)
    assert apply_staging(register, KIND, file_id, by="tester")
    old, kept, new = held_now(register)
    assert (kept[0], kept[3]) == ("[2021-03-01,2025-12-31)", 4)
    assert (new[0], new[3], new[5], new[7]) == (
        "[2025-12-31,)",
        6,
        date(2021, 3, 1),
        "known_no_later_than",
    )
    assert old == before[0]
    source, adopted = register.execute(
        text(
            "SELECT o.title, s.figures ->> 'n_projects' = f.figure_key "
            "FROM register.cluster_figure f "
            "JOIN register.source o USING (source_key), register.cluster_state s "
            "WHERE f.field = 'n_projects' AND f.cluster_code = 'hp-tien-lang' "
            "AND s.cluster_code = f.cluster_code AND upper_inf(s.recorded) AND upper_inf(s.valid)"
        )
    ).one()
    assert (source, adopted) == ("Báo cáo 9/BC-SCT", True)
    document = register.scalar(
        text(
            "SELECT title FROM register.legal_document "
            "WHERE document_key = '124/QĐ-UBND (Hải Phòng, 2021)'"
        )
    )
    assert document == "124/QĐ-UBND: thành lập Tiên Lãng"
    assert undo_staging(register, file_id, by="tester")
    again = held_now(register)
    assert [r[1:] for r in again] == [r[1:] for r in before]
    assert [r[0] for r in again] == [r[0] for r in before]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"area_established_ha": 493700}, "unit_error", id="square-metres"),
        pytest.param({"area_established_ha": "0,004937"}, "unit_error", id="converted-twice"),
        pytest.param({"area_detailed_ha": 250000}, "unit_error", id="nothing-known-but-the-law"),
        pytest.param({"total_investment_vnd": 816600}, "unit_error", id="millions"),
        pytest.param({"total_investment_vnd": 816_600_000_000}, "unit_error", id="dong"),
        pytest.param({"industrial_land_ha": 60}, "part_above_whole", id="more-than-the-cluster"),
        pytest.param({"leased_industrial_land_ha": 36}, "part_above_whole", id="more-let-than-is"),
        pytest.param({"area_planned_ha": 0}, "zero_area", id="zero-is-not-unknown"),
        pytest.param({"decision_date": "21/02/2201"}, "date_after_list", id="after-the-list"),
        pytest.param({"decision_date": "04/10/2009"}, "date_before_law", id="before-the-law"),
        pytest.param({"decision_date": "31/02/2021"}, "no_such_day", id="not-in-the-calendar"),
        pytest.param({"name": "CCN Tiên Lãng Mới"}, "renamed", id="a-new-name"),
        pytest.param({"new_commune_text": "Xã Không Có"}, "unit_not_known", id="no-such-commune"),
    ],
)
def test_wrong_cells_are_named(register, changes, expected):
    [key] = changes
    assert problems(register, **changes) == [(expected, key)]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"area_established_ha": 60}, id="another-area"),
        pytest.param({"leased_industrial_land_ha": 0}, id="nothing-let-any-more"),
        pytest.param({"leased_industrial_land_ha": 35}, id="all-let"),
        pytest.param({"decision_date": "05/10/2009"}, id="the-first-day-of-the-law"),
        pytest.param({"decision_date": "31/12/2025"}, id="the-day-of-the-list"),
        pytest.param({"name": "Cụm công nghiệp Tiên Lãng"}, id="only-written-out"),
        pytest.param({"area_planned_ha": "khoảng 50"}, id="a-word-of-reserve"),
    ],
)
def test_sound_changes_are_not_accused(register, changes):
    assert problems(register, **changes) == []


def test_day_and_month_exchanged_are_suspected(register):
    file_id = stage(register, row(**HELD | {"decision_date": "05/03/2021"}))
    accept_all(register, file_id)
    apply_staging(register, KIND, file_id, by="tester")
    assert problems(register, decision_date="03/05/2021") == [("date_swapped", "decision_date")]


def test_an_emptied_cell_deletes_nothing_and_is_told(register):
    file_id = stage(register, row(**HELD | {"n_projects": None}))
    [one] = staged(register, file_id)
    assert [(i.code, i.severity, i.values["held"]) for i in one.all_issues] == [
        ("emptied", "info", "4")
    ]
    assert differences(register, file_id) == []


def test_a_rename_is_taken_only_when_confirmed(register):
    file_id = stage(register, row(**HELD | {"name": "CCN Tiên Lãng Mới"}))
    accept_all(register, file_id)
    with pytest.raises(Conflict):
        apply_staging(register, KIND, file_id, by="tester")
    choose_for_row(register, KIND, file_id, 1, {"name": "take"})
    accept_all(register, file_id)
    apply_staging(register, KIND, file_id, by="tester")
    assert [r[1] for r in held_now(register)] == ["Tiên Lãng", "Tiên Lãng", "CCN Tiên Lãng Mới"]


def test_a_wrong_cell_is_left_out_or_corrected_by_a_person(register):
    file_id = stage(register, row(**HELD | {"decision_date": "31/02/2021", "n_projects": 7}))
    with pytest.raises(InvalidInput):
        choose_for_row(register, KIND, file_id, 1, {"decision_date": "take"})
    with pytest.raises(InvalidInput):
        choose_for_row(register, KIND, file_id, 1, {"decision_date": "30/02/2021"})
    choose_for_row(register, KIND, file_id, 1, {"decision_date": "leave"})
    assert differences(register, file_id) == [("Projects", "4", "7")]
    choose_for_row(register, KIND, file_id, 1, {"decision_date": "28/02/2021"})
    assert ("Decision date", None, "28/02/2021") in differences(register, file_id)
    accept_all(register, file_id)
    apply_staging(register, KIND, file_id, by="tester")
    assert held_now(register)[-1][5] == date(2021, 2, 28)


def test_a_range_is_kept_as_stated_and_the_fact_stays(register):
    file_id = stage(register, row(**HELD | {"area_established_ha": "40–50"}))
    accept_all(register, file_id)
    apply_staging(register, KIND, file_id, by="tester")
    assert held_now(register)[-1][2] == Decimal("49.37")
    stated = register.execute(
        text(
            "SELECT value, value_max, adopted FROM register.cluster_figure "
            "WHERE qualifier = 'range'"
        )
    ).one()
    assert tuple(stated) == (40, 50, False)


def test_a_row_without_code_is_matched_by_name_and_an_unknown_one_waits_for_a_person(register):
    known = {key: value for key, value in HELD.items() if key != "code"}
    file_id = stage(register, row(**known), row(3, name="CCN Mới Tinh", area_planned_ha=30))
    first, second = staged(register, file_id)
    assert (first.cluster_code, first.matched_by) == ("hp-tien-lang", "name")
    assert second.cluster_code is None
    match_row(register, file_id, 2, cluster_code="hp-moi-tinh", new=True)
    accept_all(register, file_id)
    apply_staging(register, KIND, file_id, by="tester")
    [made] = held_now(register, "hp-moi-tinh")
    assert made[:2] == ("[2025-12-31,)", "CCN Mới Tinh")


def test_a_list_older_than_the_register_says_so(register):
    received = ReceivedFile(
        name="ds.xlsx",
        content=b"old",
        source_title="x",
        options={"as_of": "2001-01-01", "province_key": "2025:31", "province_name": "Hải Phòng"},
    )
    drafts = [draft_row(row(**HELD), province_key="2025:31")]
    file_id = stage_file(register, KIND, received, drafts, by="tester")
    [one] = staged(register, file_id)
    assert [issue.code for issue in one.all_issues] == ["no_state_then"]
