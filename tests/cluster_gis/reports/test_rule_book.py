"""The rule book holds every rule, with its marks, and its PDF reads back in Vietnamese."""

import io
import re
import unicodedata
from datetime import date

import pytest
from pypdf import PdfReader

from cluster_gis.law.register import RULES
from cluster_gis.law.rule_texts import TEXTS
from cluster_gis.reports.rule_book import rule_book, rule_book_html, rule_book_pdf

ON = date(2026, 9, 15)


@pytest.fixture(scope="module")
def vietnamese():
    return rule_book("vi", on=ON)


def entries(book):
    return {entry["id"]: entry for group in book["groups"] for entry in group["rules"]}


def text_of(pdf):
    """The text of a PDF, white space as one space."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", " ".join(pages)))


def test_every_rule_of_the_register_is_in_the_book_with_a_text(vietnamese):
    assert set(entries(vietnamese)) == {rule.id for rule in RULES} == set(TEXTS)
    for entry in entries(vietnamese).values():
        assert entry["text"] != TEXTS[entry["id"]], "no Vietnamese"
        assert entry["versions"]


def test_a_version_carries_its_days_citation_limit_and_mark(vietnamese):
    newest = entries(vietnamese)["AREA-MIN"]["versions"][-1]
    assert newest["period"] == "15/09/2026 – …"
    assert newest["document"] == "32/2024/NĐ-CP, sửa đổi bởi 303/2026/NĐ-CP"
    assert newest["locator"].startswith("Điều 2")
    assert [limit["words"] for limit in newest["limits"]] == ["≥ 5 ha", "≥ 5 ha"]
    assert newest["confidence"] == "secondary"


def test_a_text_that_was_not_read_says_so(vietnamese):
    unread = [
        version
        for entry in entries(vietnamese).values()
        for version in entry["versions"]
        if version["confidence"] == "memory"
    ]
    assert unread
    assert {version["confidence_words"] for version in unread} == {"chưa kiểm chứng văn bản"}


def test_the_law_in_force_on_the_day_is_marked(vietnamese):
    before = rule_book("vi", on=date(2024, 4, 30), rules=["AREA-MAX"], examples=False)
    [entry] = entries(before).values()
    assert [entry["versions"][place]["law"] for place in entry["current"]] == ["V2"]
    assert [law["id"] for law in vietnamese["laws"] if law["current"]] == ["V6"]


def test_open_questions_stand_at_the_rules_they_touch(vietnamese):
    assert [q["number"] for q in entries(vietnamese)["CRAFT-SHARE"]["questions"]] == [1, 2]
    assert entries(vietnamese)["CRAFT-SHARE"]["unverified"]
    craft = {v["law"]: v["questions"] for v in entries(vietnamese)["CRAFT-SHARE"]["versions"]}
    assert craft["V3"] == [2]
    assert craft["V6"] == [1]
    assert len(vietnamese["questions"]) == 10


def test_a_rule_nobody_checked_says_that_nobody_did(vietnamese):
    said = {entry["checked_words"] for entry in entries(vietnamese).values()}
    assert said == {"chưa có người kiểm tra"}
    assert vietnamese["checked"] == "0 trong 92 quy định đã được người kiểm tra."


def test_the_pdf_reads_back_with_every_rule_and_its_diacritics(vietnamese):
    text = text_of(rule_book_pdf(vietnamese))
    for rule in RULES:
        assert rule.id in text
    for words in (
        "Sổ tay quy định về cụm công nghiệp",
        "chưa kiểm chứng văn bản",
        "Tỷ lệ lấp đầy các cụm đã thành lập trên địa bàn",
        "sửa đổi bởi 303/2026/NĐ-CP",
        "Chưa có quyết định của tỉnh cho trường hợp này",
    ):
        assert words in text, words


def test_the_pdf_embeds_every_font(vietnamese):
    few = rule_book("vi", on=ON, rules=["AREA-MAX"])
    fonts = [
        font.get_object()
        for page in PdfReader(io.BytesIO(rule_book_pdf(few))).pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts
    for font in fonts:
        [inner] = [item.get_object() for item in font["/DescendantFonts"]]
        descriptor = inner["/FontDescriptor"]
        assert "/FontFile3" in descriptor or "/FontFile2" in descriptor


def test_the_same_day_gives_the_same_bytes():
    few = rule_book("en", on=ON, rules=["AREA-MAX"])
    assert rule_book_pdf(few) == rule_book_pdf(few)


def test_the_html_needs_nothing_from_outside(vietnamese):
    html = rule_book_html(vietnamese)
    assert not re.search(r"(?:src|href)=\"(?!#)", html)
    assert "Diện tích" in html
    assert '<section class="rule" id="EST-FILL">' in html
