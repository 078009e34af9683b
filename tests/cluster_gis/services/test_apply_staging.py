"""The staging core, by a small kind of its own: states of clusters read from rows."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cluster_gis.domain.staging import MatchHints, ReceivedFile, RowDraft, RowIssue
from cluster_gis.errors import Conflict, InvalidInput, NotFound
from cluster_gis.services.apply_staging import apply_staging
from cluster_gis.services.check_staging import check_staging
from cluster_gis.services.decide_staging import (
    choose_for_row,
    decide_rows,
    discard_staging,
    match_row,
)
from cluster_gis.services.stage_file import stage_file
from cluster_gis.services.staging_kind import StagedChanges
from cluster_gis.services.undo_staging import undo_staging
from cluster_gis.storage.queries.staging import content_of, get_staged_file, staged_rows
from tests.small_register import STATES, correct_leased_land, write_small_register


@dataclass(frozen=True)
class FillKind:
    """Writes leased land; a row of more than 100 ha is wrong, one without a day asks for it."""

    name = "clusters"
    tables = ("cluster_state",)
    one_row_a_cluster = True

    def check(self, session, file, rows):
        return {
            row.row_no: [RowIssue(code="too_much", severity="error", message="Too much land.")]
            for row in rows
            if Decimal(row.payload["leased"]) > 100
        }

    def open_questions(self, row):
        asked = RowIssue(code="day", severity="error", message="Which day?", field="since")
        return [] if row.choices.get("since") else [asked]

    def redraft(self, session, file, row, choices):
        leased = choices.get("leased", row.payload["leased"])
        return _draft(row.label, leased, choices=choices)

    def build(self, session, file, rows):
        built = StagedChanges()
        for row in rows:
            state = {
                **STATES[1],
                "cluster_code": row.cluster_code,
                "name": row.label,
                "leased_industrial_land_ha": row.payload["leased"],
                "source_key": file.source_key,
                "valid": f"[{row.choices['since']},)",
            }
            built.changes.add("cluster_state", [state])
            if row.matched_by == "new":
                built.clusters.append({"code": row.cluster_code, "source_key": file.source_key})
        return built

    def compare(self, session, file, row):
        return []


KIND = FillKind()
FILE = ReceivedFile(name="let.csv", content=b"a;b\n", source_title="Công văn 7/SCT")


def _draft(name: str, leased: str, **more: object) -> RowDraft:
    hints = MatchHints(name=name)
    return RowDraft(label=name, place="line 2", payload={"leased": leased}, hints=hints, **more)


def _stage(session: Session, *drafts: RowDraft) -> int:
    return stage_file(session, KIND, FILE, drafts, by="tester")


def _rows(session: Session, file_id: int):
    return staged_rows(session, get_staged_file(session, file_id))


def _leased(session: Session, code: str = "hp-tien-lang") -> list[tuple[str, Decimal]]:
    query = text(
        "SELECT valid::text, leased_industrial_land_ha FROM register.cluster_state "
        "WHERE cluster_code = :code AND upper_inf(recorded) ORDER BY valid"
    )
    return [(row[0], row[1]) for row in session.execute(query, {"code": code})]


@pytest.fixture
def register(session: Session) -> Session:
    write_small_register(session)
    return session


@pytest.fixture
def ready(register: Session) -> tuple[Session, int]:
    """One staged row, matched, accepted, nothing left to choose."""
    file_id = _stage(register, _draft("CCN Tiên Lãng", "20", choices={"since": "2023-01-01"}))
    decide_rows(register, file_id, [1], "accept", by="tester")
    return register, file_id


def test_staging_keeps_the_file_and_writes_nothing_to_the_register(register):
    before = _leased(register)
    file_id = _stage(register, _draft("CCN Tiên Lãng", "20"), _draft("Chưa biết", "1"))
    file = get_staged_file(register, file_id)
    assert content_of(register, file_id) == FILE.content
    assert (file.state, file.source_title, file.findings_hold) == ("open", "Công văn 7/SCT", True)
    first, second = _rows(register, file_id)
    assert (first.cluster_code, first.matched_by) == ("hp-tien-lang", "name")
    assert (second.cluster_code, second.decision) == (None, "undecided")
    assert _leased(register) == before


def test_the_same_bytes_are_not_staged_twice_and_a_source_is_required(register):
    _stage(register, _draft("CCN Tiên Lãng", "20"))
    with pytest.raises(Conflict, match="open in staging"):
        _stage(register, _draft("CCN Tiên Lãng", "20"))
    nameless = ReceivedFile(name="x", content=b"x", source_title=" ")
    with pytest.raises(InvalidInput, match="source"):
        stage_file(register, KIND, nameless, [], by="tester")


def test_applying_and_undoing_are_versions_that_leave_history(ready):
    session, file_id = ready
    before = _leased(session)
    revision = apply_staging(session, KIND, file_id, by="director")
    applied = _leased(session)
    assert ("[2023-01-01,)", Decimal("20")) in applied
    file = get_staged_file(session, file_id)
    assert (file.state, file.applied_by, file.applied_revision) == ("applied", "director", revision)
    source = session.scalar(
        text("SELECT title FROM register.source WHERE source_key = :key"), {"key": file.source_key}
    )
    assert source == "Công văn 7/SCT"

    undone = undo_staging(session, file_id, by="director")
    assert undone == revision + 1
    assert _leased(session) == before
    known = text(
        "SELECT count(*) FROM register.cluster_state WHERE cluster_code = 'hp-tien-lang' "
        "AND recorded @> CAST(:revision AS bigint) AND leased_industrial_land_ha = 20"
    )
    assert session.scalar(known, {"revision": revision}) == 1
    assert session.scalar(known, {"revision": undone}) == 0
    assert get_staged_file(session, file_id).state == "undone"
    with pytest.raises(Conflict, match="only an applied one"):
        undo_staging(session, file_id, by="director")


def test_undo_is_refused_where_somebody_changed_a_cluster_since(ready):
    session, file_id = ready
    apply_staging(session, KIND, file_id, by="director")
    correct_leased_land(session, Decimal("19"))
    with pytest.raises(Conflict, match="hp-tien-lang"):
        undo_staging(session, file_id, by="director")


def test_a_cluster_changed_since_staging_stops_the_file_until_it_is_checked_again(ready):
    session, file_id = ready
    correct_leased_land(session, Decimal("19"))
    assert _rows(session, file_id)[0].findings is None
    with pytest.raises(Conflict, match="hp-tien-lang"):
        apply_staging(session, KIND, file_id, by="director")
    assert check_staging(session, KIND, file_id) == ["hp-tien-lang"]
    [row] = _rows(session, file_id)
    assert (row.decision, row.findings) == ("undecided", ())
    decide_rows(session, file_id, [1], "accept", by="tester")
    assert apply_staging(session, KIND, file_id, by="director") is not None


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        pytest.param(_draft("Chưa biết", "1", choices={"since": "2023-01-01"}), "cluster", id="no"),
        pytest.param(_draft("Tiên Lãng", "1"), "since", id="something-left-to-choose"),
        pytest.param(
            _draft("Tiên Lãng", "101", choices={"since": "2023-01-01"}), "errors", id="finding"
        ),
        pytest.param(
            _draft(
                "Tiên Lãng",
                "1",
                choices={"since": "2023-01-01"},
                issues=[RowIssue(code="x", severity="error", message="x", cell="DS!B7")],
            ),
            "errors",
            id="error-of-reading",
        ),
    ],
)
def test_an_accepted_row_that_is_not_ready_stops_everything(register, draft, message):
    good = _draft("Đồ Sơn", "2", choices={"since": "2023-01-01"})
    file_id = _stage(register, good, draft)
    before = _leased(register, "hp-do-son")
    decide_rows(register, file_id, [1, 2], "accept", by="tester")
    with pytest.raises(Conflict, match=message):
        apply_staging(register, KIND, file_id, by="director")
    assert _leased(register, "hp-do-son") == before
    decide_rows(register, file_id, [2], "reject", by="tester")
    assert apply_staging(register, KIND, file_id, by="director") is not None


def test_undecided_rows_are_left_out_only_knowingly(register):
    since = {"since": "2023-01-01"}
    rows = [_draft("Tiên Lãng", "1", choices=since), _draft("Đồ Sơn", "2", choices=since)]
    file_id = _stage(register, *rows)
    with pytest.raises(Conflict, match="2 rows are undecided"):
        apply_staging(register, KIND, file_id, by="director")
    decide_rows(register, file_id, [2], "accept", by="tester")
    apply_staging(register, KIND, file_id, by="director", leave_undecided=True)
    assert ("[2023-01-01,)", Decimal("2")) in _leased(register, "hp-do-son")
    assert ("[2023-01-01,)", Decimal("1")) not in _leased(register)


def test_two_accepted_rows_for_one_cluster_are_refused(register):
    since = {"since": "2023-01-01"}
    rows = [_draft("Tiên Lãng", "1", choices=since), _draft("CCN TIÊN LÃNG", "2", choices=since)]
    file_id = _stage(register, *rows)
    decide_rows(register, file_id, [1, 2], "accept", by="tester")
    with pytest.raises(Conflict, match="hp-tien-lang"):
        apply_staging(register, KIND, file_id, by="director")


def test_a_new_cluster_gets_its_code_and_disappears_again_when_undone(register):
    file_id = _stage(register, _draft("Gia Phú", "3", choices={"since": "2024-01-01"}))
    with pytest.raises(NotFound, match="lc-gia-phu"):
        match_row(register, file_id, 1, cluster_code="lc-gia-phu")
    with pytest.raises(Conflict, match="hp-do-son"):
        match_row(register, file_id, 1, cluster_code="hp-do-son", new=True)
    match_row(register, file_id, 1, cluster_code="lc-gia-phu", new=True)
    decide_rows(register, file_id, [1], "accept", by="tester")
    apply_staging(register, KIND, file_id, by="director")
    assert _leased(register, "lc-gia-phu") == [("[2024-01-01,)", Decimal("3"))]
    undo_staging(register, file_id, by="director")
    assert _leased(register, "lc-gia-phu") == []


def test_a_choice_reads_the_row_again_and_drops_what_was_found(register):
    file_id = _stage(register, _draft("Tiên Lãng", "101", choices={"since": "2023-01-01"}))
    decide_rows(register, file_id, [1], "accept", by="tester")
    assert [issue.code for issue in _rows(register, file_id)[0].findings] == ["too_much"]
    row = choose_for_row(register, KIND, file_id, 1, {"leased": "9"})
    assert (row.payload["leased"], row.decision, row.findings) == ("9", "undecided", None)
    check_staging(register, KIND, file_id)
    assert _rows(register, file_id)[0].findings == ()


def test_another_match_or_a_rejection_drops_findings_too(register):
    file_id = _stage(register, _draft("Tiên Lãng", "1"), _draft("Đồ Sơn", "1"))
    match_row(register, file_id, 1, cluster_code="lc-dong-pho-moi")
    assert not get_staged_file(register, file_id).findings_hold
    check_staging(register, KIND, file_id)
    decide_rows(register, file_id, [1], "accept", by="tester")
    assert get_staged_file(register, file_id).findings_hold
    decide_rows(register, file_id, [2], "reject", by="tester")
    assert not get_staged_file(register, file_id).findings_hold


def test_a_closed_file_and_received_bytes_cannot_be_changed(register):
    file_id = _stage(register, _draft("Tiên Lãng", "1"))
    with pytest.raises(InvalidInput, match="reason"):
        discard_staging(register, file_id, by="tester", reason="sai")
    discard_staging(register, file_id, by="tester", reason="tệp của năm trước")
    assert get_staged_file(register, file_id).discarded_reason == "tệp của năm trước"
    with pytest.raises(Conflict, match="discarded"):
        decide_rows(register, file_id, [1], "accept", by="tester")
    for statement in (
        "UPDATE register.staged_row SET decision = 'undecided'",
        "DELETE FROM register.staged_row",
        "UPDATE register.staged_file SET content = 'x'",
        "DELETE FROM register.staged_file",
        "UPDATE register.staged_file SET id = DEFAULT",
    ):
        with pytest.raises(DBAPIError, match="keeps what was received"), register.begin_nested():
            register.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        pytest.param(
            "INSERT INTO register.staged_row (file_id, row_no, label, payload)"
            " VALUES (0, 1, 'x', '{}')",
            "no staged file 0",
            id="a-row-before-all-files",
        ),
        pytest.param(
            "INSERT INTO register.staged_row (file_id, row_no, label, payload)"
            " SELECT 1000000 + n, 1, 'x', '{}' FROM generate_series(1, 3) AS n",
            "no staged file 1000001",
            id="rows-after-all-files",
        ),
        pytest.param(
            "UPDATE register.staged_row SET file_id = file_id + 1000000",
            "no staged file 1",
            id="a-row-that-moves",
        ),
        pytest.param(
            "INSERT INTO register.staged_file (kind, file_name, content, sha256, source_title,"
            " staged_by, base_revision) VALUES ('clusters', 'x', 'x', 'x', 'x', 'x', 0)",
            "not that of the content",
            id="a-digest-of-other-bytes",
        ),
        pytest.param(
            "UPDATE register.staged_file SET sha256 = 'x'",
            "not that of the content",
            id="a-digest-that-changes",
        ),
    ],
)
def test_a_row_has_its_file_and_a_file_its_digest(register, statement, said):
    _stage(register, _draft("Tiên Lãng", "1"))
    with pytest.raises(DBAPIError, match=said), register.begin_nested():
        register.execute(text(statement))


def test_a_row_or_file_that_is_not_there_is_named(register):
    with pytest.raises(NotFound, match="77"):
        get_staged_file(register, 77)
    file_id = _stage(register, _draft("Tiên Lãng", "1"))
    with pytest.raises(NotFound, match="row 9"):
        decide_rows(register, file_id, [9], "accept", by="tester")
