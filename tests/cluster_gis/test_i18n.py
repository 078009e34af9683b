"""Every text shown to people has one sound Vietnamese translation."""

import pytest

from cluster_gis.i18n import data_translator
from scripts.catalogue import check, marked_texts, values_of


def test_no_text_is_missing_fuzzy_or_written_twice():
    report = check()
    assert report.missing == []
    assert report.fuzzy == []
    assert report.duplicate == []


def test_translations_take_the_values_of_their_english():
    assert check().other_values == []


def test_texts_of_code_and_templates_are_found():
    """The extractor must not go blind: law messages and page texts are among the texts."""
    texts = marked_texts()
    assert "Area is {area_ha} ha; at most {threshold} ha is allowed." in texts
    assert len(texts) > 500


def test_faults_of_a_catalogue_are_seen(tmp_path):
    catalogue = tmp_path / "bad.po"
    catalogue.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        "#, fuzzy\n"
        'msgid "Area is {area_ha} ha; at most {threshold} ha is allowed."\n'
        'msgstr "Diện tích {area} ha."\n\n'
        'msgid "No one lives inside the boundary."\nmsgstr "a"\n\n'
        'msgid "No one lives inside the boundary."\nmsgstr "b"\n',
        encoding="utf-8",
    )
    report = check(catalogue)
    area = "Area is {area_ha} ha; at most {threshold} ha is allowed."
    assert report.fuzzy == [area]
    assert report.other_values == [area]
    assert report.duplicate == ["No one lives inside the boundary."]
    assert "There is no closed and valid boundary." in report.missing
    assert not report.sound


def test_values_are_read_from_braces():
    assert values_of("{a} of {b:.2f}, {{not}}") == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("street lighting", "chiếu sáng đường", id="a-text-as-a-whole"),
        pytest.param("9/QĐ-UBND (detailed plan)", "9/QĐ-UBND (quy hoạch chi tiết)", id="a-remark"),
        pytest.param("bricks; tea", "gạch; chè", id="a-list"),
        pytest.param(
            "interested: Công ty A", "nhà đầu tư quan tâm: Công ty A", id="a-word-before-a-name"
        ),
        pytest.param("railway\nUBND xã A", "đường sắt\nUBND xã A", id="lines-known-and-unknown"),
        pytest.param(
            "planned | + hp-a", "theo quy hoạch | + hp-a", id="a-note-on-several-clusters"
        ),
        pytest.param("Công ty (A) B", "Công ty (A) B", id="brackets-inside-stay"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_recorded_texts_are_translated_whole_or_piece_by_piece(text, said):
    assert data_translator("vi")(text) == said
    assert data_translator("en")(text) == text
