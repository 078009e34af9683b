"""`cluster-gis map plan`: one file that opens from a disk, for any day."""

import re

import pytest
from click.testing import CliRunner
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
    """Runs the command on the small register, as a database of the user's own."""
    monkeypatch.setenv("CLUSTER_GIS_DATABASE_URL", register_address)
    return lambda *arguments: CliRunner().invoke(cli, ["map", "plan", *arguments])


def test_one_file_of_a_day_opens_from_disk(run, tmp_path, page):
    file = tmp_path / "plan.html"
    answer = run("--as-of", "2020-06-01", "-o", str(file))
    assert answer.exit_code == 0, answer.output
    assert f"{file}: 4 cụm" in answer.output
    page.goto(file.as_uri())
    assert page.locator("html").get_attribute("lang") == "vi"
    page.get_by_role("combobox").first.fill("tien lang")
    page.get_by_role("option").first.click()
    page.get_by_text("Trong quy hoạch").first.wait_for()
    assert "01/06/2020" in page.locator("body").inner_text()


def test_the_file_asks_for_nothing_and_is_small(run, tmp_path):
    file = tmp_path / "plan.html"
    assert run("--province", "hai-phong", "--lang", "en", "-o", str(file)).exit_code == 0
    html = file.read_text(encoding="utf-8")
    assert '<html lang="en">' in html
    assert not re.search(r'<(script|link|img)[^>]+(src|href)="(https?:)?//', html)
    assert len(html) < 3_000_000


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(["--province", "atlantis"], 1, "hai-phong", id="unknown-province"),
        pytest.param(["--known-at", "yesterday"], 1, "2024-05-01T08:00:00Z", id="bad-known-at"),
        pytest.param(["--as-of", "31/02/2024"], 2, "YYYY-MM-DD", id="bad-day"),
    ],
)
def test_a_wrong_value_is_named(run, tmp_path, arguments, code, said):
    file = tmp_path / "plan.html"
    answer = run(*arguments, "-o", str(file))
    assert answer.exit_code == code
    assert said in answer.output + str(answer.exception)
    assert not file.exists()


def test_a_place_that_cannot_be_written_is_named(run, tmp_path):
    answer = run("-o", str(tmp_path / "none" / "plan.html"))
    assert "plan.html" in str(answer.exception)
