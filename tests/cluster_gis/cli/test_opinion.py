"""`cluster-gis opinion` and `law book` write the documents, or say why not."""

from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from docx import Document
from pypdf import PdfReader
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.cli import cli
from cluster_gis.errors import InvalidInput, NotFound
from tests.small_register import write_small_register


@pytest.fixture(scope="module")
def register_address(module_database):
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session:
        write_small_register(session)
        session.commit()
    engine.dispose()
    return module_database.owner_url


@pytest.fixture
def run(register_address, monkeypatch):
    monkeypatch.setenv("CLUSTER_GIS_DATABASE_URL", register_address)
    return lambda *arguments: CliRunner().invoke(cli, list(arguments))


def test_an_opinion_is_written_as_pdf_and_docx(run, tmp_path):
    common = ("opinion", "hp-tien-lang", "--procedure", "expand", "--on", "2026-09-15", "-o")
    pdf, docx = tmp_path / "o.pdf", tmp_path / "o.docx"
    answer = run(*common, str(pdf))
    assert answer.exit_code == 0, answer.output
    assert f"Đã ghi {pdf}" in answer.output
    assert "Tiên Lãng" in PdfReader(pdf).pages[0].extract_text()
    assert run(*common, str(docx), "--lang", "en").exit_code == 0
    assert any("LEGAL OPINION" in p.text for p in Document(str(docx)).paragraphs)


def test_an_opinion_on_nothing_or_in_no_known_form_is_refused(run, tmp_path):
    answer = run("opinion", "nope", "-o", str(tmp_path / "o.pdf"))
    assert isinstance(answer.exception, NotFound)
    answer = run("opinion", "hp-tien-lang", "-o", str(tmp_path / "o.odt"))
    assert isinstance(answer.exception, InvalidInput)
    answer = run("opinion", "hp-tien-lang", "-o", str(tmp_path / "none" / "o.pdf"))
    assert isinstance(answer.exception, InvalidInput)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["garbage", "empty archive", "another document", "sum"])
def test_a_file_that_is_no_template_is_refused_by_its_name(run, tmp_path, content):
    template = tmp_path / "own.docx"
    if content == "empty archive":
        ZipFile(template, "w").close()
    elif content == "garbage":
        template.write_bytes(bytes(range(256)))
    else:
        document = Document()
        document.add_paragraph("{{ nothing.known }}" if content != "sum" else "{{ 1 / 0 }}")
        document.save(str(template))
    answer = run(
        "opinion", "hp-tien-lang", "--template", str(template), "-o", str(tmp_path / "o.docx")
    )
    assert isinstance(answer.exception, InvalidInput), answer.exception
    assert str(template) in str(answer.exception)


def test_the_rule_book_is_written_without_a_register(tmp_path):
    html = tmp_path / "rules.html"
    answer = CliRunner().invoke(cli, ["law", "book", "-o", str(html), "--on", "2026-09-15"])
    assert answer.exit_code == 0, answer.output
    assert "Sổ tay quy định về cụm công nghiệp" in html.read_text(encoding="utf-8")
    answer = CliRunner().invoke(cli, ["law", "book", "-o", str(tmp_path / "rules.doc")])
    assert isinstance(answer.exception, InvalidInput)
