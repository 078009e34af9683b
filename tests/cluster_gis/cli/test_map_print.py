"""`cluster-gis map SUBJECT -o x.pdf`: sheets, atlas, pictures, and what is refused."""

import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.cli import cli
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
    return lambda *arguments: CliRunner().invoke(cli, ["map", *arguments])


def test_a_sheet_of_another_subject_is_printed_at_the_scale_asked(run, tmp_path):
    file = tmp_path / "sheet.pdf"
    answer = run(
        *("environment", "--province", "hai-phong", "--paper", "A4", "--scale", "1:200000"),
        *("--author", "Sở Công Thương", "-o", str(file)),
    )
    assert answer.exit_code == 0, answer.output
    reader = PdfReader(file)
    assert len(reader.pages) == 1
    assert reader.metadata.author == "Sở Công Thương"
    assert "1 : 200.000" in " ".join(reader.pages[0].extract_text().split())


def test_an_atlas_has_index_list_and_a_bookmarked_sheet_for_each_place(run, tmp_path):
    file = tmp_path / "atlas.pdf"
    answer = run("plan", "--province", "hai-phong", "--atlas", "-o", str(file))
    assert answer.exit_code == 0, answer.output
    reader = PdfReader(file)
    names = [entry["/Title"] for entry in reader.outline]
    assert names[:2] == ["Bản đồ tổng thể", "Danh mục các tờ"]
    assert len(names) == len(reader.pages) > 2
    assert names[2] in " ".join(reader.pages[1].extract_text().split())


def test_a_picture_has_the_size_of_the_paper(run, tmp_path):
    file = tmp_path / "sheet.png"
    answer = run(
        *("plan", "--province", "hai-phong", "--paper", "A4", "--portrait"),
        *("--dpi", "50", "-o", str(file)),
    )
    assert answer.exit_code == 0, answer.output
    header = file.read_bytes()[:24]
    assert [int.from_bytes(header[at : at + 4]) for at in (16, 20)] == [413, 584]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--paper", "A3", "-o", "x.html"], "--paper", id="paper-for-a-page"),
        pytest.param(["--scale", "12345", "-o", "x.pdf"], "25000", id="no-round-scale"),
        pytest.param(["--scale", "500", "-o", "x.pdf"], "--sheets", id="does-not-fit"),
        pytest.param(["--sheets", "-o", "x.pdf"], "--scale 25000", id="series-without-a-scale"),
        pytest.param(["--atlas", "-o", "x.png"], "--atlas", id="atlas-as-a-picture"),
        pytest.param(["--cluster", "none", "-o", "x.pdf"], "none", id="unknown-cluster"),
        pytest.param(["--bbox", "1,2,3", "-o", "x.pdf"], "106.5", id="bad-bbox"),
        pytest.param(["--bbox", "107,20,106,21", "-o", "x.pdf"], "bbox", id="bbox-turned-round"),
    ],
)
def test_bad_input_gets_one_sentence(run, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    answer = run("plan", "--province", "hai-phong", *arguments)
    assert answer.exit_code == 1
    assert said in str(answer.exception) + answer.output
    assert not list(tmp_path.iterdir())
