"""The legal opinion as PDF and DOCX, read back; a text from outside is never markup."""

import io
import re
import unicodedata
from datetime import date

import pytest
from docx import Document
from pypdf import PdfReader

from cluster_gis.errors import InvalidInput
from cluster_gis.reports.legal_opinion import legal_opinion_docx, legal_opinion_pdf
from cluster_gis.services.override_finding import override_finding
from cluster_gis.services.read_opinion import read_opinion
from cluster_gis.storage.register import Batch, insert_missing, write_versions
from tests.small_register import write_small_register

ON = date(2026, 9, 15)
HOSTILE = '#image("x") $a$ *b* {{ 7*7 }} {% x %} <w:p>&\x0b\n"Ắ ẩ Ệ ữ ỵ đ"'


@pytest.fixture
def register(session):
    write_small_register(session)
    insert_missing(session, "source", [{"source_key": "h", "dataset": "t", "title": HOSTILE}])
    insert_missing(session, "industrial_cluster", [{"code": "hp-thu", "source_key": "h"}])
    row = {
        "cluster_code": "hp-thu",
        "name": HOSTILE,
        "kind": "ordinary",
        "status": "pre_regulation",
        "status_basis": "stated",
        "province_key": "2025:31",
        "place": "SRID=4326;POINT(106.56 20.73)",
        "place_basis": "commune_by_name",
        "area_established_ha": 80,
        "infrastructure_investor": HOSTILE,
        "source_key": "h",
        "valid": "[2008-01-01,)",
    }
    write_versions(session, by="t", reason="t", batches=[Batch(table="cluster_state", rows=[row])])
    return session


def opinion_on(session, code, procedure="establish", on=ON):
    return read_opinion(session, code, procedure=procedure, on=on)


def pdf_text(opinion, language="vi", register="real"):
    made = legal_opinion_pdf(opinion, language=language, register=register, printed_on=ON)
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", " ".join(pages)))


def docx_text(opinion, language="vi", register="real", **more):
    made = legal_opinion_docx(opinion, language=language, register=register, printed_on=ON, **more)
    document = Document(io.BytesIO(made))
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    parts += [p.text for p in document.sections[0].header.paragraphs]
    return re.sub(r"\s+", " ", " ".join(parts))


@pytest.mark.parametrize("read", [pdf_text, docx_text], ids=["pdf", "docx"])
def test_it_tells_facts_findings_citations_and_what_is_missing(register, read):
    text = read(opinion_on(register, "hp-tien-lang"))
    for words in (
        "Ý kiến pháp lý về cụm công nghiệp".upper(),
        "Tiên Lãng",
        "49,37 ha",
        "35 ha",
        "Quy hoạch; https://a.example/q",
        "32/2024/NĐ-CP, sửa đổi bởi 303/2026/NĐ-CP",
        "Điều 2 khoản 1",
        "≤ 75 ha",
        "Tài liệu, số liệu còn thiếu",
        "Chưa đủ dữ liệu",
        "Phiên bản sổ đăng ký",
        "Về chất lượng dữ liệu",
        "Lưu ý",
        "Nghị định 303/2026/NĐ-CP mới",
        "chưa kiểm chứng văn bản",
    ):
        assert words in text, words
    assert "DỮ LIỆU MÔ PHỎNG" not in text


@pytest.mark.parametrize("read", [pdf_text, docx_text], ids=["pdf", "docx"])
def test_a_simulated_register_is_marked(register, read):
    assert "DỮ LIỆU MÔ PHỎNG" in read(opinion_on(register, "hp-tien-lang"), register="simulated")


@pytest.mark.parametrize("read", [pdf_text, docx_text], ids=["pdf", "docx"])
def test_it_is_written_in_english_too(register, read):
    text = read(opinion_on(register, "hp-tien-lang"), language="en")
    assert "Findings that decide" in text
    assert "Điều 2 khoản 1" in text


@pytest.mark.parametrize("read", [pdf_text, docx_text], ids=["pdf", "docx"])
def test_hostile_texts_stay_texts(register, read):
    text = read(opinion_on(register, "hp-thu"))
    assert '#image("x") $a$ *b* {{ 7*7 }} {% x %} <w:p>&' in text
    assert "Ắ ẩ Ệ ữ ỵ đ" in text


@pytest.mark.parametrize("read", [pdf_text, docx_text], ids=["pdf", "docx"])
def test_the_officers_decision_stands_beside_the_machines_verdict(register, read):
    override_finding(
        register,
        "hp-thu",
        procedure="establish",
        on=ON,
        rule="AREA-MAX",
        verdict="pass",
        officer="Nguyễn Văn Ẩn",
        reason="Giữ nguyên diện tích đã giao từ 2008",
        document="Thông báo 12/TB-UBND",
    )
    text = read(opinion_on(register, "hp-thu"))
    assert "AREA-MAX: Đạt, Nguyễn Văn Ẩn quyết định, Thông báo 12/TB-UBND." in text
    assert "(máy: Cần xem xét)" in text


@pytest.mark.parametrize("read", [pdf_text, docx_text], ids=["pdf", "docx"])
def test_a_cluster_of_which_nothing_is_known_has_an_opinion_too(register, read):
    text = read(opinion_on(register, "hp-tien-lang", on=date(2012, 1, 1)))
    assert "Sổ đăng ký không biết tình trạng của cụm" in text


def test_an_indicative_place_is_called_so(register):
    assert "Vị trí chỉ dẫn" in pdf_text(opinion_on(register, "hp-thu"))
    assert "Vị trí chỉ dẫn" in docx_text(opinion_on(register, "hp-thu"))


def test_the_word_file_holds_the_map(register):
    made = legal_opinion_docx(
        opinion_on(register, "hp-thu"), language="vi", register="real", printed_on=ON
    )
    assert len(Document(io.BytesIO(made)).inline_shapes) == 1


def test_an_office_may_bring_its_own_template(register, tmp_path):
    own = Document()
    own.add_paragraph("SỞ CÔNG THƯƠNG: {{ name }} – {{ result.words }}")
    own.save(str(tmp_path / "own.docx"))
    text = docx_text(opinion_on(register, "hp-tien-lang"), template=tmp_path / "own.docx")
    assert text.startswith("SỞ CÔNG THƯƠNG: Tiên Lãng – ")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("{{ no_such_name }}", id="unknown-name"),
        pytest.param("{% for %}", id="broken"),
        pytest.param("{{ ''.__class__.__mro__ }}", id="reaches-into-the-program"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused_by_name(register, tmp_path, body):
    own = Document()
    own.add_paragraph(body)
    own.save(str(tmp_path / "own.docx"))
    with pytest.raises(InvalidInput) as refused:
        docx_text(opinion_on(register, "hp-tien-lang"), template=tmp_path / "own.docx")
    assert str(tmp_path / "own.docx") in refused.value.values["field"]
