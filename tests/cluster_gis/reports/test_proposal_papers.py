"""Papers of a proposal as Word files and PDF, read back: what is known, what is dotted and told."""

import io
import re
import unicodedata
from datetime import date

import pytest
from docx import Document
from pypdf import PdfReader

from cluster_gis.domain.proposal_moves import RESULTS
from cluster_gis.errors import Conflict, InvalidInput
from cluster_gis.i18n import translator
from cluster_gis.reports.paper_patterns import FOLDER, PaperKind, patterns
from cluster_gis.reports.proposal_papers import paper_docx, paper_map, paper_pdf
from cluster_gis.services.ask_opinions import give_opinion, reply_to_opinion, request_opinions
from cluster_gis.services.read_map import MapQuestion
from cluster_gis.services.read_paper import read_paper, read_paper_map
from cluster_gis.services.read_print import read_print
from cluster_gis.storage.queries.proposals import get_proposal
from tests.proposal_story import DEPARTMENT, add_item, at, begin, carry, content, paper, writer
from tests.small_register import write_small_register

DAY = date(2026, 10, 5)
WRITTEN = [kind for kind in PaperKind if kind is not PaperKind.MAP]
CANDIDATE = {"plan": "12", "environment_management": "12", "capacity_experience": "20"}
HOSTILE = 'Công ty <w:p>&"Ắ {{ 7*7 }} {% x %} #x $a$'


def establishing(*candidates, **more):
    """An item that establishes the cluster, with candidates."""
    item = add_item(area_ha="30", sectors="Cơ khí", **more) | {
        "kind": "establish",
        "candidates": list(candidates),
    }
    item["values"].pop("basis")
    return item


def facts_of(session, proposal_id, **more):
    return read_paper(session, get_proposal(session, proposal_id), on=DAY, **more)


def words_of_docx(made):
    document = Document(io.BytesIO(made))
    found = [
        one.text for one in document.element.body.iter() if one.tag.endswith("}t") and one.text
    ]
    return re.sub(r"\s+", " ", " ".join(found))


def words_of_pdf(made):
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def squeezed(text):
    return re.sub(r"\s+", "", text)


@pytest.fixture
def register(session):
    write_small_register(session)
    return session


@pytest.fixture
def submitted(register):
    proposal_id = begin(register, DAY)
    carry(register, proposal_id, DAY, "submit")
    return proposal_id


@pytest.mark.parametrize("kind", WRITTEN)
def test_each_paper_says_the_same_as_word_file_and_as_pdf(register, submitted, kind):
    facts = facts_of(register, submitted)
    word = words_of_docx(paper_docx(facts, kind, register="real"))
    pdf = words_of_pdf(paper_pdf(facts, kind, register="real"))
    for text in (word, pdf):
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
        assert "{{" not in text
        assert "Blank(" not in text
        assert "None" not in text
    assert patterns()["words"]["notes_title"] in word
    for note in word.split(patterns()["words"]["notes_title"])[1].split(". "):
        assert squeezed(note.strip(" .0123456789")) in squeezed(pdf)


def test_a_letter_names_the_law_of_the_day_the_number_and_what_is_asked(register, submitted):
    text = words_of_docx(
        paper_docx(facts_of(register, submitted), PaperKind.SUBMISSION, register="real")
    )
    for part in (
        "12/TTr-UBND",
        "ngày 05 tháng 10 năm 2026",
        "303/2026/NĐ-CP",
        "phương hướng phát triển cụm công nghiệp",
        "Cụm công nghiệp Kiến Thiết",
        "Kính gửi: Sở Công Thương thành phố Hải Phòng",
        "điểm b khoản 1 Điều 6",
        "Nguyễn Văn A",
    ):
        assert part in text
    assert "Số của văn bản" not in text


def test_a_draft_has_dots_for_number_and_day_and_says_so(register):
    facts = facts_of(register, begin(register, DAY))
    text = words_of_docx(paper_docx(facts, PaperKind.SUBMISSION, register="simulated"))
    assert "Số: ……/TTr-UBND" in text
    assert "ngày …… tháng …… năm ……" in text
    notes = text.split(patterns()["words"]["notes_title"])[1]
    for part in ("Số của văn bản", "Ngày ký văn bản", "Họ tên người ký", "Ngành nghề"):
        assert part in notes


def test_a_draft_decision_has_every_field_the_law_asks_for(register):
    item = establishing(
        capital_vnd="500000000000", funding="15 % vốn chủ sở hữu", works_schedule="Quý I/2027"
    )
    facts = facts_of(register, begin(register, DAY, content=content(item)))
    text = words_of_docx(paper_docx(facts, PaperKind.DECISION, register="real"))
    for part in ("30 ha", "Cơ khí", "Công ty Mới", "500 tỷ đồng", "15 % vốn chủ", "Quý I/2027"):
        assert part in text
    assert "DỰ THẢO" in text
    assert "QĐ-UBND" in text
    notes = text.split(patterns()["words"]["notes_title"])[1]
    assert "có hiệu lực kể từ ngày ký" in text
    for name in ("scale", "incentives", "duties_investor", "priority_land"):
        assert patterns()["blanks"][name] in notes


TOLD = {
    "capital_vnd": "500000000000",
    "capital_equity_vnd": "75000000000",
    "capital_loan_vnd": "425000000000",
    "works_schedule": "Quý I/2027.",
    "works_scale": "Đường nội bộ 4 km; trạm xử lý nước thải 1.500 m³/ngày",
    "incentives": "Theo quy định",
    "investor_duties": "Xây dựng đúng tiến độ",
    "priority_land_ha": "1.5",
    "kind": "ordinary",
    "decision_other": "Giao UBND xã công bố",
}


def test_what_the_fields_say_leaves_no_dotted_line_in_the_decision(register):
    item = establishing(**TOLD)
    facts = facts_of(register, begin(register, DAY, content=content(item)))
    for text in (
        words_of_docx(paper_docx(facts, PaperKind.DECISION, register="real")),
        words_of_pdf(paper_pdf(facts, PaperKind.DECISION, register="real")),
    ):
        paper_text, notes = text.split(patterns()["words"]["notes_title"])
        for part in (
            "vốn chủ sở hữu 75 tỷ đồng (15 %); vốn vay 425 tỷ đồng (85 %)",
            "trạm xử lý nước thải 1.500 m³/ngày",
            "Quý I/2027.",
            "Giao UBND xã công bố.",
        ):
            assert squeezed(part) in squeezed(paper_text)
        for name in ("scale", "incentives", "duties_investor", "priority_land", "funding"):
            assert patterns()["blanks"][name] not in notes


def test_a_template_of_the_office_shapes_the_pdf_where_libreoffice_is_and_is_said_not_to_elsewhere(
    register, submitted, tmp_path, monkeypatch
):
    own = tmp_path / "templates"
    own.mkdir()
    document = Document()
    document.add_paragraph("Mẫu riêng: {{ about }}")
    document.save(own / "submission.docx")
    facts = facts_of(register, submitted)
    programs = tmp_path / "bin"
    programs.mkdir()
    office = programs / "soffice"  # it converts nothing: its file is what it was given
    office.write_text('#!/bin/sh\nfor last; do :; done\n/bin/cp "$last" "${last%docx}pdf"\n')
    office.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    made = paper_pdf(facts, PaperKind.SUBMISSION, register="real", templates=own)
    assert "Mẫu riêng: bổ sung Cụm công nghiệp Kiến Thiết" in words_of_docx(made)
    office.unlink()
    told = words_of_pdf(paper_pdf(facts, PaperKind.SUBMISSION, register="real", templates=own))
    assert squeezed("mẫu riêng của cơ quan chỉ áp dụng cho tệp Word") in squeezed(told)
    shipped = words_of_pdf(paper_pdf(facts, PaperKind.OPINIONS, register="real", templates=own))
    assert squeezed("mẫu riêng của cơ quan") not in squeezed(shipped)


@pytest.mark.parametrize(
    ("points", "expected", "missing"),
    [
        pytest.param(("30", "29"), "Được lựa chọn", None, id="the-highest-wins"),
        pytest.param(("30", "30"), "2 ứng viên cùng 74", "tie_reason", id="a-tie-is-the-chairs"),
        pytest.param(("5", "4"), "Không ứng viên nào đạt từ 50", "winner", id="below-the-least"),
        pytest.param(("30", None), "chưa xác định được", "points", id="a-score-is-missing"),
    ],
)
def test_a_scoring_sheet_tells_winner_and_tie_rule(register, points, expected, missing):
    candidates = [
        CANDIDATE | {"name": name, "finance": score}
        for name, score in zip(("A", HOSTILE), points, strict=True)
    ]
    if points == ("5", "4"):
        candidates = [one | {"capacity_experience": "9"} for one in candidates]
    facts = facts_of(register, begin(register, DAY, content=content(establishing(*candidates))))
    made = paper_docx(facts, PaperKind.SCORING, register="real")
    text = words_of_docx(made)
    assert expected in text
    assert HOSTILE in text
    if missing:
        assert patterns()["blanks"][missing] in text
    else:
        assert patterns()["blanks"]["winner"] not in text.split("CÒN THIẾU")[1]


def test_opinions_and_appraisal_stand_in_their_papers(register, submitted):
    carry(register, submitted, date(2026, 10, 6), "accept")
    who = writer(DEPARTMENT, at("2026-10-07"))
    version = get_proposal(register, submitted).version
    [first, second] = request_opinions(
        register, submitted, ["Sở Tài chính", "Sở Xây dựng"], who, expected=version, required=False
    )
    give_opinion(
        register, submitted, first, who, result="agree", body="Thống nhất",
        document=paper("5/STC", "2026-10-07"), expected=get_proposal(register, submitted).version,
    )  # fmt: skip
    newest = get_proposal(register, submitted).version
    with pytest.raises(Conflict, match="Sở Xây dựng"):
        reply_to_opinion(register, submitted, second, "Tiếp thu", who, expected=newest)
    reply_to_opinion(register, submitted, first, "Đã tiếp thu", who, expected=newest)
    carry(register, submitted, date(2026, 10, 8), "appraise")
    facts = facts_of(register, submitted)
    opinions = words_of_pdf(paper_pdf(facts, PaperKind.OPINIONS, register="real"))
    assert "5/STC, 07/10/2026" in opinions
    assert "Đã tiếp thu" in opinions
    assert "Chưa có ý kiến" in opinions
    report = words_of_docx(paper_docx(facts, PaperKind.APPRAISAL, register="real"))
    for part in ("90/BC-SCT", translator("vi")(RESULTS["meets"]), "Ý KIẾN", "5/STC"):
        assert part.casefold() in report.casefold()


def test_a_revision_that_is_not_there_is_named(register, submitted):
    assert facts_of(register, submitted, revision=1).revision == 1
    with pytest.raises(InvalidInput, match="revision"):
        facts_of(register, submitted, revision=2)


def test_an_office_replaces_a_template_and_a_wrong_name_in_it_is_told(
    register, submitted, tmp_path
):
    facts = facts_of(register, submitted)
    own = Document(str(FOLDER / "submission.docx"))
    own.add_paragraph("Mẫu của Sở: {{ province }}")
    own.save(str(tmp_path / "submission.docx"))
    text = words_of_docx(
        paper_docx(facts, PaperKind.SUBMISSION, register="real", templates=tmp_path)
    )
    assert "Mẫu của Sở: thành phố Hải Phòng" in text
    paper_docx(facts, PaperKind.APPRAISAL, register="real", templates=tmp_path)  # the shipped one
    own.add_paragraph("{{ so_van_ban }}")
    own.save(str(tmp_path / "submission.docx"))
    with pytest.raises(InvalidInput) as refused:
        paper_docx(facts, PaperKind.SUBMISSION, register="real", templates=tmp_path)
    assert "so_van_ban" in str(refused.value)
    (tmp_path / "opinions.docx").write_bytes(b"no word file")
    with pytest.raises(InvalidInput, match="opinions"):
        paper_docx(facts, PaperKind.OPINIONS, register="real", templates=tmp_path)


def test_a_decision_template_without_a_field_of_the_law_is_refused(register, submitted, tmp_path):
    own = Document(str(FOLDER / "submission.docx"))
    own.save(str(tmp_path / "decision.docx"))
    facts = facts_of(register, submitted)
    with pytest.raises(InvalidInput) as refused:
        paper_docx(facts, PaperKind.DECISION, register="real", templates=tmp_path)
    assert "effective_day" in str(refused.value)


def test_the_map_sheet_shows_the_outline_of_the_proposal(register, submitted):
    facts = facts_of(register, submitted)
    question = MapQuestion(as_of=DAY, province="2025:31", verdicts=False)
    found = read_print(register, read_paper_map(register, facts, question), codes=())
    text = words_of_pdf(paper_map(facts, found, register="real"))
    assert translator("vi")("Proposal for an industrial cluster").upper() in text.upper()
