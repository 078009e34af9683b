"""`cluster-gis export cluster`: a boundary as a file, or why there is none."""

import json

import pytest
from click.testing import CliRunner
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
def run(register_address, monkeypatch, tmp_path):
    monkeypatch.setenv("CLUSTER_GIS_DATABASE_URL", register_address)
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli, ["export", "cluster", *words])


def test_the_form_is_named_or_told_by_the_ending(run, tmp_path):
    answer = run("hp-tien-lang", "--as", "geojson", "--as-of", "2024-05-01")
    assert answer.exit_code == 0, answer.output
    written = tmp_path / "cluster-hp-tien-lang-2024-05-01.geojson"
    assert json.loads(written.read_bytes())["features"][0]["properties"]["area_ha"] == 10
    assert written.name in answer.output
    answer = run("hp-tien-lang", "-o", str(tmp_path / "ban-ve.DXF"))
    assert answer.exit_code == 0, answer.output
    assert b"RANH_GIOI" in (tmp_path / "ban-ve.DXF").read_bytes()


def test_a_cluster_with_only_a_place_writes_no_file(run, tmp_path):
    answer = run("hd-viet-hoa", "-o", str(tmp_path / "a.gpkg"))
    assert isinstance(answer.exception, NotFound)
    assert isinstance(run("hp-tien-lang").exception, InvalidInput)
    assert isinstance(run("hp-tien-lang", "-o", "a.kml").exception, InvalidInput)
    assert not list(tmp_path.iterdir())
