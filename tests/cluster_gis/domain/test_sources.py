import pytest

from cluster_gis.domain.documents import document_key, document_kind
from cluster_gis.domain.intake import DatasetNote
from cluster_gis.domain.sources import SourceBook

PAGE = "https://www.example.org/a.htm"


@pytest.fixture
def book():
    return SourceBook(
        DatasetNote(
            folder="lists", title="Lists", publisher="P", retrieved="2026-11-21", licence="", crs=""
        )
    )


def test_a_page_is_known_by_its_address(book):
    assert book.of([PAGE]) == PAGE
    assert (book.rows[PAGE]["title"], book.rows[PAGE]["url"]) == ("example.org", PAGE)


def test_a_file_of_a_public_repository_links_to_the_repository(book):
    key = book.of(["someone/notes references/13-plan.md"])
    assert book.rows[key]["url"] == "https://github.com/someone/notes"


def test_several_pages_of_one_figure_are_one_source_without_a_link(book):
    key = book.of([PAGE, "https://other.org/b", PAGE])
    assert book.rows[key]["title"] == "example.org | other.org"
    assert book.rows[key]["url"] is None
    assert {PAGE, "https://other.org/b"} <= set(book.rows)


def test_no_page_is_the_dataset_itself(book):
    assert book.of([]) == book.dataset == "dataset:lists"


@pytest.mark.parametrize(
    ("number", "key", "kind"),
    [
        ("1516/QĐ-TTg", "1516/QĐ-TTg", "decision"),
        ("4222/BCT-CNĐP", "4222/BCT-CNĐP", "letter"),
        ("375/QĐ-UBND", "375/QĐ-UBND (Hải Phòng, 2023)", "decision"),
        ("report of 2026-06-18", "report of 2026-06-18 (Hải Phòng, 2023)", "other"),
    ],
)
def test_local_numbers_carry_place_and_year(number, key, kind):
    assert document_key(number, "Hải Phòng", 2023) == key
    assert document_kind(number) == kind


def test_a_local_number_without_a_year_carries_the_place():
    assert document_key("375/QĐ-UBND", "Hải Phòng", None) == "375/QĐ-UBND (Hải Phòng)"
