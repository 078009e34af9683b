"""What the shipped data themselves say has sound Vietnamese, figures and dates kept."""

import re
from collections import Counter

import pytest
from babel.messages.pofile import read_po

from cluster_gis.i18n import DATA_CATALOGUE
from scripts.catalogue import written_texts
from scripts.data_texts import check, is_english

QUARTER = re.compile(r"-Q([1-4])")
#: Digits of units, and what one language writes as a word and the other as a number.
OTHERWISE = re.compile(r"\b(m[23]|27 April|01 trạm|tháng [23]\b|27/4)")
ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


@pytest.fixture(scope="module")
def report():
    return check()


def entries():
    with DATA_CATALOGUE.open("rb") as stream:
        return [(str(e.id), str(e.string), e.fuzzy) for e in read_po(stream) if e.id]


def test_no_shipped_text_is_left_in_english(report):
    assert report.left == ()
    assert report.unused == ()


def test_texts_of_every_table_are_found(report):
    """The search must not go blind: notes, works, events and sources are among the texts."""
    texts = report.texts
    assert len(texts) > 700
    for wanted in ("detailed plan", "street lighting", "outside the dyke", "Establishment revoked"):
        assert any(wanted in text for text in texts), wanted


def test_entries_are_translated_once_and_none_is_fuzzy():
    counts = Counter(text for text in written_texts(DATA_CATALOGUE) if text)
    assert [text for text, count in counts.items() if count > 1] == []
    assert [text for text, said, fuzzy in entries() if fuzzy or not said] == []


def test_translations_keep_every_figure_date_and_quarter():
    for text, said, _ in entries():
        plain = QUARTER.sub("", OTHERWISE.sub("", text))
        digits = Counter(re.findall(r"\d", plain))
        assert digits == Counter(re.findall(r"\d", OTHERWISE.sub("", said))), text
        quarters = sorted(ROMAN[number] for number in QUARTER.findall(text))
        assert quarters == sorted(re.findall(r"quý (IV|I{1,3})\b", said)), text


def test_dates_and_decimals_are_written_the_vietnamese_way():
    for text, said, _ in entries():
        assert not re.search(r"\b\d{4}-\d{2}\b(?!-?\d{2,})", said), (text, said)
        assert not re.search(r"(?<![\d.v])\d+\.\d{1,2}(?![\d.])", said.replace("v11.022", "")), text


@pytest.mark.parametrize(
    ("text", "english"),
    [
        pytest.param("Công ty TNHH Lâm nghiệp 888 Yên Bái", False, id="a-company"),
        pytest.param("375/QĐ-UBND", False, id="a-number-of-a-decision"),
        pytest.param("+ hp-an-lao-town, hp-an-trang-2", False, id="codes-are-no-words"),
        pytest.param("Phường Yên Bái", False, id="a-unit"),
        pytest.param("375/QĐ-UBND (detailed plan)", True, id="a-remark-in-brackets"),
        pytest.param("Ward of Âu Lâu (budget)", True, id="english-around-a-name"),
    ],
)
def test_english_is_told_from_vietnamese(text, english):
    assert is_english(text) is english
