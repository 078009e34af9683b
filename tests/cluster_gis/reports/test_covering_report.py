"""The covering report: words drawn from figures, the layout of papers, nothing left open."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from pypdf import PdfReader

from cluster_gis.domain.reporting.papers import Paper
from cluster_gis.reports.narrative import tell_report
from cluster_gis.reports.report_files import formats_of, report_file, report_files
from cluster_gis.services.make_report import make_report
from cluster_gis.services.report_context import read_context
from cluster_gis.storage.register import Batch, write_versions
from tests.report_register import HALF_YEAR, write_report_register

DAY = date(2026, 6, 24)
LINK = "https://ccn.example/verify/abc"


@pytest.fixture
def told(session):
    write_report_register(session)
    stone = {
        "milestone_key": "a/1",
        "cluster_code": "a",
        "name": "Hoàn thành hạ tầng",
        "due": "2026-05-15",
        "cause": "site_clearance",
        "source_key": "test",
    }
    write_versions(
        session, by="test", reason="late", batches=[Batch(table="milestone", rows=[stone])]
    )
    report = make_report(session, "04", HALF_YEAR, "HP")
    return report, read_context(session, report, language="vi")


def text_of(content):
    document = Document(io.BytesIO(content))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_the_word_file_has_what_the_decree_asks_and_no_open_placeholder(told):
    paper = Paper(number="125/BC-SCT", dated=DAY, signer="Trần Thị B")
    content = report_file(*told, "docx", "vi", printed_on=DAY, link=LINK, paper=paper)
    text = text_of(content)
    for element in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND THÀNH PHỐ HẢI PHÒNG",
        "SỞ CÔNG THƯƠNG",
        "Số: 125/BC-SCT",
        "Trần Thị B",
        "Hải Phòng, ngày 24 tháng 6 năm 2026",
        "Kính gửi:",
        "Nơi nhận:",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
        LINK,
    ):
        assert element in text
    for sign in ("{{", "{%", "None", "undefined"):
        assert sign not in text
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert any(name.startswith("word/media/") for name in parts.namelist())


def test_sentences_are_drawn_from_the_figures(told):
    text = text_of(report_file(*told, "docx", "vi", printed_on=DAY))
    assert "Số lượng cụm công nghiệp đã thành lập: 2 cụm" in text
    assert "Hoàn thành hạ tầng, hạn 15/05/2026, chậm 30 ngày" in text
    assert "giải phóng mặt bằng" in text
    assert "Chưa có số liệu của các chỉ tiêu" in text
    assert "Tổng doanh thu" not in text.partition("Phụ lục")[0]


def test_results_are_numbered_without_gaps_and_no_schedule_is_not_no_delay(told):
    report, context = told
    sections = tell_report(report, replace(context, late=(), dated=0), "vi")
    numbers = [one.heading.split(".")[0] for one in sections if one.level == 2]
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    text = "\n".join(line for one in sections for line in one.paragraphs)
    assert "chưa có mốc tiến độ được giao" in text
    assert "không ghi nhận mốc tiến độ nào bị chậm" not in text


def test_the_pdf_says_the_same_with_its_fonts_inside(told):
    report, context = told
    content = report_file(
        report, replace(context, before=None, plan=None), "pdf", "en",
        printed_on=DAY, link=LINK,
    )  # fmt: skip
    reader = PdfReader(io.BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "SOCIALIST REPUBLIC OF VIET NAM" in text
    assert "Clusters established: 2 clusters" in text
    fonts = [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    assert fonts
    assert all("/DescendantFonts" in font for font in fonts)


def test_a_map_of_the_province_closes_the_pdf(told):
    report, context = told
    assert context.plan is not None
    content = report_file(report, context, "pdf", "vi", printed_on=DAY)
    last = PdfReader(io.BytesIO(content)).pages[-1]
    assert "BẢN ĐỒ QUY HOẠCH" in last.extract_text()


def test_a_report_is_issued_in_every_format_of_its_form(told):
    report, _ = told
    files = report_files(report, None, printed_on=DAY)
    assert (
        {fmt for fmt, _ in files} == set(formats_of(report.form)) == {"xlsx", "docx", "pdf", "json"}
    )
    assert ("docx", "en") in files
