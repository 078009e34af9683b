"""Under which source a file enters the register."""

import pytest

from cluster_gis.errors import InvalidInput
from cluster_gis.services.source_of_file import FileSource, find_source
from cluster_gis.storage.register import Batch, insert_missing, write_versions

KEY = "124/QĐ-UBND"
TITLE = "124/QĐ-UBND: thành lập Tiên Lãng"


@pytest.fixture
def register(session):
    insert_missing(session, "source", [{"source_key": "s", "dataset": "test", "title": "s"}])
    document = {"document_key": KEY, "kind": "decision", "title": TITLE, "source_key": "s"}
    rows = [{**document, "valid": "(,)"}]
    write_versions(
        session, by="tester", reason="test", batches=[Batch(table="legal_document", rows=rows)]
    )
    return session


@pytest.mark.parametrize(
    ("source", "document", "note", "expected"),
    [
        pytest.param("Công văn 12/SCT", None, None, ("Công văn 12/SCT", None), id="words"),
        pytest.param(KEY, None, None, (TITLE, KEY), id="the-key-of-a-document"),
        pytest.param(None, KEY, "bản vẽ", (f"{TITLE} · bản vẽ", KEY), id="document-and-note"),
        pytest.param("Sở CT", KEY, None, (f"{TITLE} · Sở CT", KEY), id="words-and-document"),
        pytest.param(None, None, " x ", ("x", None), id="a-note-alone"),
    ],
)
def test_source_is_words_a_document_or_both(register, source, document, note, expected):
    found = find_source(register, source=source, document=document, note=note)
    assert found == FileSource(*expected)


def test_without_a_source_or_with_an_unknown_document_it_is_refused(register):
    with pytest.raises(InvalidInput, match="--source"):
        find_source(register, source=" ", document=None, note=None)
    with pytest.raises(InvalidInput) as refused:
        find_source(register, source="x", document="124/QĐ", note=None)
    assert KEY in str(refused.value), "documents alike are named"


def test_the_paper_of_another_authority_is_kept_in_words(register):
    found = find_source(
        register, source="Kiểm lâm", document="9/QĐ-BNN", note=None, known_documents_only=False
    )
    assert found == FileSource("Kiểm lâm", "9/QĐ-BNN")
