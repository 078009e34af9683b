"""Works and milestones of a list: read back line by line, diffed, applied, undone."""

from datetime import date

import pytest

from cluster_gis.domain.list_rows import ListCell, ListRow
from cluster_gis.domain.staging import ReceivedFile
from cluster_gis.i18n import LANGUAGES
from cluster_gis.services.apply_staging import apply_staging
from cluster_gis.services.decide_staging import choose_for_row, decide_rows
from cluster_gis.services.read_cluster_list import read_cluster_list
from cluster_gis.services.stage_clusters import ClusterListKind, draft_row
from cluster_gis.services.stage_file import stage_file
from cluster_gis.services.undo_staging import undo_staging
from cluster_gis.storage.queries.cluster_list import ClusterFilter
from cluster_gis.storage.queries.staging import get_staged_file, staged_rows
from cluster_gis.storage.register import Batch, revision_at, write_versions
from tests.small_register import write_small_register

KIND = ClusterListKind()
AS_OF = date(2025, 12, 31)
CODE = "hp-tien-lang"


@pytest.fixture
def register(session):
    write_small_register(session)
    milestones = [
        {
            "milestone_key": f"{CODE}/{number}",
            "cluster_code": CODE,
            "name": name,
            "due": due,
            "done": done,
            "source_key": "plan",
            "valid": "(,)",
        }
        for number, (name, due, done) in enumerate(
            [
                ("Khởi công", date(2024, 6, 1), None),
                ("Bàn giao mặt bằng", date(2024, 3, 1), date(2024, 4, 15)),
            ]
        )
    ]
    batch = Batch(table="milestone", rows=milestones)
    write_versions(session, by="tester", reason="milestones", batches=[batch])
    return session


def told(session, language="vi"):
    """(works, milestones) of the cluster as the list exports them."""
    wanted = ClusterFilter(codes=[CODE])
    [entry] = read_cluster_list(
        session, wanted, as_of=AS_OF, revision=revision_at(session), language=language
    )
    return entry.values["works"], entry.values["milestones"]


def stage(session, **cells):
    values = {"code": CODE, "name": "CCN Tiên Lãng"} | cells
    row = ListRow(
        2, "DS!B2", {key: ListCell(f"DS!{key}", value, value) for key, value in values.items()}
    )
    received = ReceivedFile(
        name="ds.xlsx",
        content=repr(cells).encode(),
        source_title="Báo cáo 9/BC-SCT",
        options={"as_of": AS_OF.isoformat(), "province_key": "2025:31"},
    )
    drafts = [draft_row(row, province_key="2025:31")]
    return stage_file(session, KIND, received, drafts, by="tester")


def staged(session, file_id):
    file = get_staged_file(session, file_id)
    [row] = staged_rows(session, file)
    changes = [(change.before, change.after) for change in KIND.compare(session, file, row)]
    return row, changes


def apply(session, file_id):
    decide_rows(session, file_id, [1], "accept", by="tester")
    return apply_staging(session, KIND, file_id, by="tester")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_exported_reads_back_without_a_change(register, language):
    works, milestones = told(register, language)
    file_id = stage(register, works=works, milestones=milestones)
    row, changes = staged(register, file_id)
    assert (row.all_issues, changes) == ((), [])
    assert apply(register, file_id) is None


def test_changed_and_new_lines_are_shown_applied_and_undone(register):
    before = told(register)
    works, milestones = before
    new_works = [
        works.replace("1.390", "1.500").replace("90\u00a0%", "95,5\u00a0%, đang vận hành"),
        "Đường giao thông – đường N2: 820 m (100\u00a0%, đã hoàn thành)",
    ]
    new_milestones = [
        *milestones.replace("hạn 01/06/2024", "hạn 01/09/2024, xong 20/09/2024").split("\n"),
        "Nghiệm thu: hạn 31/12/2026",
    ]
    file_id = stage(register, works="\n".join(new_works), milestones="\n".join(new_milestones))
    row, changes = staged(register, file_id)
    assert row.all_issues == ()
    assert [after for _, after in changes] == [
        *new_works,
        "Khởi công: hạn 01/09/2024, xong 20/09/2024",
        "Nghiệm thu: hạn 31/12/2026",
    ]
    assert [known for known, _ in changes] == [works, None, "Khởi công: hạn 01/06/2024", None]
    assert apply(register, file_id)
    works_now, milestones_now = told(register)
    assert sorted(works_now.split("\n")) == sorted(after for _, after in changes[:2])
    assert sorted(milestones_now.split("\n")) == sorted(new_milestones)
    assert undo_staging(register, file_id, by="tester")
    assert told(register) == before


@pytest.mark.parametrize(
    ("cells", "code", "severity"),
    [
        pytest.param({"works": "Xây cái gì đó"}, "line_form", "error", id="no-type-of-works"),
        pytest.param({"works": "Đường giao thông – N2: dài"}, "line_form", "error", id="no-number"),
        pytest.param({"works": "Đường giao thông – N2 (120 %)"}, "line_form", "error", id="over"),
        pytest.param({"works": "\n".join(["Chiếu sáng công cộng – N2"] * 2)}, "lines_twice",
                     "error", id="one-thing-twice"),
        pytest.param({"works": "x\n" * 400}, "too_many_lines", "error", id="a-flood"),
        pytest.param({"works": "Cấp điện – " + "1 " * 9_000}, "line_form", "error", id="endless"),
        pytest.param({"milestones": "Khởi công: hạn 31/02/2024"}, "line_form", "error", id="day"),
        pytest.param({"milestones": "Khởi công: xong 01/02/2026"}, "done_to_come", "error",
                     id="done-after-the-list"),
        pytest.param({"milestones": "Khởi công: hạn 02/06/2024"}, "lines_missing", "info",
                     id="a-held-line-is-missing"),
    ],
)  # fmt: skip
def test_lines_are_judged_at_their_cell(register, cells, code, severity):
    row, _ = staged(register, stage(register, **cells))
    [key] = cells
    found = [(i.code, i.severity, i.cell, i.field) for i in row.all_issues]
    assert (code, severity, f"DS!{key}", key) in found


def test_progress_that_falls_is_a_warning_and_a_missing_word_takes_nothing_back(register):
    works, _ = told(register)
    row, changes = staged(register, stage(register, works=works.replace("90", "80")))
    assert [issue.code for issue in row.all_issues] == ["progress_fell"]
    assert len(changes) == 1
    bare = works.partition(" (")[0]
    row, changes = staged(register, stage(register, works=bare))
    assert (row.all_issues, changes) == ((), [])


def test_a_wrong_line_is_left_out_or_corrected_by_a_person(register):
    file_id = stage(register, works="Xây cái gì đó")
    choose_for_row(register, KIND, file_id, 1, {"works": "leave"})
    row, changes = staged(register, file_id)
    assert (row.has_error, changes) == (False, [])
    choose_for_row(register, KIND, file_id, 1, {"works": "Chiếu sáng công cộng – đường N2"})
    _, changes = staged(register, file_id)
    assert [after for _, after in changes][-1].endswith("đường N2")
