"""Progress by template and by form: what is refused, what is written, and how it is corrected."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from cluster_gis.errors import Conflict, InvalidInput, NotFound
from cluster_gis.i18n import translator
from cluster_gis.ingest.progress_sheets import read_progress
from cluster_gis.services.check_staging import check_staging
from cluster_gis.services.decide_staging import choose_for_row
from cluster_gis.services.enter_progress import (
    ProgressEntry,
    SaidRow,
    enter_progress,
    preview_progress,
    settle_statement,
)
from cluster_gis.services.receive_progress import (
    ProgressFile,
    answer_rows,
    apply_good_rows,
    receive_progress,
)
from cluster_gis.services.stage_progress import ProgressKind
from cluster_gis.storage.queries.staging import get_staged_file, staged_rows
from cluster_gis.storage.register import revision_at
from tests.progress_workbook import CODE, plant, rows_300, workbook
from tests.small_register import write_small_register

DAY = date(2026, 9, 14)
KEPT = "SELECT count(*) FROM register.{} WHERE upper_inf(recorded) AND reporter = 'investor'"


@pytest.fixture(scope="module")
def register(module_database):
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session:
        write_small_register(session)
        session.commit()
    yield engine
    engine.dispose()


@pytest.fixture
def session(register):
    with register.connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        transaction.rollback()


def received(content: bytes) -> ProgressFile:
    reading = read_progress(content, "tien-do.xlsx")
    return ProgressFile(
        name="tien-do.xlsx",
        content=content,
        rows=[(read.row, read.issues) for read in reading.rows],
        source="Công văn 12/CV-CTY",
        reporter="investor",
        as_of=DAY,
        day=DAY,
    )


def entry(*rows: tuple[str, dict[str, object]], **more: object) -> ProgressEntry:
    said = [SaidRow(kind=kind, texts=texts, number=n) for n, (kind, texts) in enumerate(rows, 1)]
    return ProgressEntry(
        **{
            "code": CODE,
            "rows": said,
            "as_of": date(2026, 6, 14),
            "reporter": "investor",
            "source": "Báo cáo 6 tháng",
            "reason": "báo cáo định kỳ",
            "by": "tester",
            **more,
        }
    )


def codes(preview) -> list[str]:
    return [issue.code for issues in preview.issues.values() for issue in issues]


def test_of_300_rows_with_12_mistakes_288_are_staged_and_12_named_by_row_and_column(session):
    rows = rows_300()
    planted = plant(rows)
    assert sum(map(len, rows.values())) == 300
    file_id = receive_progress(session, received(workbook(rows)), by="tester")
    answer = answer_rows(session, file_id, translator("vi"))
    assert (answer["rows"], answer["staged"], answer["refused"]) == (300, 288, 12)
    named = {(item["sheet"], item["cell"], item["code"]) for item in answer["errors"]}
    assert named == set(planted)
    assert all(item["column"] and item["message"] for item in answer["errors"])

    before = revision_at(session)
    revision = apply_good_rows(session, file_id, by="tester")
    assert revision == before + 1
    counted = {
        table: session.scalar(text(KEPT.format(table)))
        for table in ("work_progress", "land_clearance", "capital_amount", "wastewater_statement")
    }
    assert counted == {
        "work_progress": 216 - 6,
        "land_clearance": 30 - 2,
        "capital_amount": 22 - 1,
        "wastewater_statement": 10 - 1,
    }


def test_a_template_without_mistakes_has_no_error_and_read_again_says_nothing_new(session):
    content = workbook(rows_300())
    file_id = receive_progress(session, received(content), by="tester")
    assert answer_rows(session, file_id, translator("en"))["errors"] == []
    assert apply_good_rows(session, file_id, by="tester") is not None
    again = receive_progress(session, received(content), by="tester")
    assert answer_rows(session, again, translator("en"))["refused"] == 0


def test_what_a_form_says_is_written_with_its_source_reason_and_reporter(session):
    said = entry(
        ("work", {"work_type": "road", "item": "Đường trục", "progress_pct": "45,5"}),
        ("clearance", {"measure": "clean", "area_ha": "30,25"}),
        ("capital", {"kind": "disbursed", "coverage": "cumulative", "amount_vnd": "120,5"}),
    )
    revision = enter_progress(session, said, day=DAY)
    row = session.execute(
        text(
            "SELECT g.progress_pct, g.as_of_until, g.reporter, s.title"
            " FROM register.work_progress g JOIN register.source s USING (source_key)"
            " WHERE lower(g.recorded) = :r"
        ),
        {"r": revision},
    ).one()
    assert row == (Decimal("45.5"), date(2026, 6, 14), "investor", "Báo cáo 6 tháng")
    amount = session.scalar(
        text("SELECT amount_vnd FROM register.capital_amount WHERE lower(recorded) = :r"),
        {"r": revision},
    )
    assert amount == Decimal("120500000000")
    reason = session.scalar(
        text("SELECT reason FROM register.revision WHERE id = :r"), {"r": revision}
    )
    assert reason == f"progress of {CODE}: báo cáo định kỳ"
    with pytest.raises(Conflict):
        enter_progress(session, said, day=DAY)


def test_a_cumulative_figure_that_falls_asks_for_its_reason(session):
    def cleared(area: str, day: date, **more: str) -> ProgressEntry:
        return entry(("clearance", {"measure": "paid", "area_ha": area, **more}), as_of=day)

    enter_progress(session, cleared("20", date(2025, 12, 14)), day=DAY)
    lower = cleared("18", date(2026, 6, 14))
    assert codes(preview_progress(session, lower, day=DAY)) == ["fell"]
    with pytest.raises(InvalidInput, match="fell"):
        enter_progress(session, lower, day=DAY)
    told = cleared("18", date(2026, 6, 14), fall_reason="trừ phần diện tích thu hồi quyết định")
    assert codes(preview_progress(session, told, day=DAY)) == []
    assert enter_progress(session, told, day=DAY)
    # The measures are never mixed: clean ground starts its own series.
    other = entry(("clearance", {"measure": "clean", "area_ha": "5"}))
    assert codes(preview_progress(session, other, day=DAY)) == []


def test_the_same_reporter_corrects_itself_and_another_one_stands_beside_it(session):
    def said(area: str, reporter: str) -> ProgressEntry:
        row = ("clearance", {"measure": "handed_over", "area_ha": area})
        return entry(row, reporter=reporter)

    enter_progress(session, said("25", "investor"), day=DAY)
    enter_progress(session, said("26", "investor"), day=DAY)
    enter_progress(session, said("21", "commune"), day=DAY)
    held = text(
        "SELECT reporter, area_ha FROM register.land_clearance WHERE measure = 'handed_over'"
        " AND upper_inf(recorded) ORDER BY reporter"
    )
    assert session.execute(held).all() == [("commune", 21), ("investor", 26)]
    key = f"{CODE}/clearance/handed_over/2026-06-14/investor"
    settle_statement(
        session,
        "land_clearance",
        key,
        source="Biên bản kiểm tra 15/BB",
        reason="đo đạc tại thực địa",
        by="Sở Công Thương",
    )
    assert session.execute(held).all() == [("commune", 21)]
    with pytest.raises(NotFound):
        settle_statement(
            session, "land_clearance", key, source="x", reason="đo đạc tại thực địa", by="y"
        )


def test_an_adjusted_schedule_needs_its_decision_and_holds_from_its_day_on(session):
    stone = {"kind": "infrastructure_completed", "milestone_name": "Hoàn thành hạ tầng"}
    enter_progress(session, entry(("milestone", {**stone, "due": "31/12/2025"})), day=DAY)
    moved = {**stone, "due": "30/06/2027"}
    found = preview_progress(session, entry(("milestone", moved)), day=DAY)
    assert codes(found) == ["due_without_decision"]
    decided = {**moved, "document": "512/QĐ-UBND"}
    enter_progress(session, entry(("milestone", decided), as_of=date(2026, 3, 1)), day=DAY)
    due = text(
        "SELECT due FROM register.milestone WHERE cluster_code = :code AND upper_inf(recorded)"
        " AND valid @> CAST(:day AS date)"
    )
    days = {
        day: session.scalars(due, {"code": CODE, "day": day}).all() for day in (DAY, "2026-02-28")
    }
    assert days == {DAY: [date(2027, 6, 30)], "2026-02-28": [date(2025, 12, 31)]}


def test_a_work_keeps_its_place_and_capacity_when_only_its_end_is_said(session):
    whole = {
        "work_type": "fire",
        "planned_capacity": "12",
        "capacity_unit": "trụ",
        "lon": "106.55",
        "lat": "20.72",
    }
    enter_progress(session, entry(("work", whole), plain=True), day=DAY)
    later = {"work_type": "fire", "planned_end": "2027-06-30"}
    enter_progress(session, entry(("work", later), plain=True), day=DAY)
    row = session.execute(
        text(
            "SELECT planned_capacity, planned_end_text, round(ST_X(geom)::numeric, 2)"
            " FROM register.infrastructure_work WHERE work_type = 'fire'"
            " AND upper_inf(recorded) AND upper_inf(valid)"
        )
    ).one()
    assert row == (12, "2027-06-30", Decimal("106.55"))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param(
            ("capital", {"kind": "planned", "amount_vnd": "816600000000"}),
            "money_unit",
            id="đồng-written-in-a-column-of-billions",
        ),
        pytest.param(
            ("capital", {"kind": "planned", "amount_vnd": "816600"}),
            "money_unit",
            id="millions-written-in-a-column-of-billions",
        ),
        pytest.param(
            ("clearance", {"measure": "clean", "area_ha": "493700"}),
            "area_unit",
            id="square-metres-written-as-hectares",
        ),
        pytest.param(
            ("clearance", {"measure": "clean"}), "says_nothing", id="an-empty-row-is-no-zero"
        ),
        pytest.param(
            ("wastewater", {"connected_establishments": "9", "establishments": "7"}),
            "part_above_whole",
            id="more-connected-than-there-are",
        ),
        pytest.param(
            ("work", {"work_type": "road", "lon": "16.5", "lat": "20.7", "progress_pct": "1"}),
            "outside",
            id="a-place-outside-the-country",
        ),
        pytest.param(
            ("milestone", {"kind": "levelling", "due": "01/01/2026"}),
            "late_without_cause",
            id="late-and-nobody-says-why",
        ),
        pytest.param(
            ("lease", {"tenant": "A", "area_ha": "36", "signed_on": "01/02/2025"}),
            "above_industrial_land",
            id="leased-above-the-industrial-land",
        ),
    ],
)
def test_odd_rows_are_named(session, row, code):
    assert codes(preview_progress(session, entry(row), day=DAY)) == [code]


def test_unknown_clusters_kinds_columns_and_reporters_are_refused_by_name(session):
    with pytest.raises(NotFound):
        preview_progress(session, entry(code="hp-khong-co"), day=DAY)
    for wrong in (
        entry(("bridge", {})),
        entry(("work", {"colour": "red"})),
        entry(reporter="neighbour"),
    ):
        with pytest.raises(InvalidInput):
            preview_progress(session, wrong, day=DAY)
    with pytest.raises(InvalidInput, match="reason"):
        enter_progress(session, entry(("clearance", {}), reason="ngắn"), day=DAY)


def test_a_bad_cell_is_mended_in_staging_or_left_out(session):
    rows = rows_300()
    rows["work"][40]["progress_pct"] = "một nửa"
    rows["work"][188]["progress_pct"] = 0.1
    file_id = receive_progress(session, received(workbook(rows)), by="tester")
    kind = ProgressKind()
    bad = [
        row.row_no
        for row in staged_rows(session, get_staged_file(session, file_id))
        if row.has_error
    ]
    assert len(bad) == 2
    choose_for_row(session, kind, file_id, bad[0], {"progress_pct": "45,5"})
    choose_for_row(session, kind, file_id, bad[1], {"fall_reason": "đo lại khối lượng"})
    check_staging(session, kind, file_id)
    assert answer_rows(session, file_id, translator("vi"))["refused"] == 0
    with pytest.raises(InvalidInput):
        choose_for_row(session, kind, file_id, bad[0], {"colour": "red"})
