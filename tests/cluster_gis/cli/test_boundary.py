"""`cluster-gis boundary`: exit codes, both languages, the table of a stored boundary."""

import json
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from shapely import Polygon
from sqlalchemy import text

from cluster_gis.boundary.read import read_boundary
from cluster_gis.boundary.table_files import write_table
from cluster_gis.cli import cli
from cluster_gis.errors import NotFound
from cluster_gis.services.print_boundary import print_boundary
from cluster_gis.storage.register import Batch, write_versions
from tests.cluster_gis.boundary.tables import COMMUNE, RECTANGLE, csv_table
from tests.small_register import write_small_register


def run(*arguments):
    return CliRunner().invoke(cli, ["boundary", *map(str, arguments)])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ranh.csv"
    path.write_bytes(csv_table(RECTANGLE))
    return path


def test_a_sound_file_prints_json_and_exits_0(file):
    result = run("read", file, "--crs", "EPSG:9210", "--commune", COMMUNE, "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["area"]["tm3_ha"] == 10.0


def test_a_refused_file_prints_its_candidates_and_exits_1(file):
    result = run("read", file, "--province", "HP")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["geometry"] is None
    assert {c["code"] for c in answer["crs"]["candidates"]} >= {"EPSG:9209", "EPSG:9210"}


@pytest.mark.parametrize(("lang", "word"), [("vi", "Diện tích"), ("en", "Area")])
def test_text_is_for_people_in_their_language(file, lang, word):
    arguments = ["--lang", lang, "boundary", "read", str(file), "--crs", "9210", "--format", "text"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0
    assert f"{word} 10.000000 ha" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--stated-area-ha", "many"], id="no-number"),
        pytest.param(["--stated-area-ha", "-1"], id="negative"),
        pytest.param(["--accept", "magic"], id="unknown-repair"),
        pytest.param(["--nonsense"], id="unknown-option"),
    ],
)
def test_wrong_usage_exits_2(file, arguments):
    assert run("read", file, *arguments).exit_code == 2


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path):
    assert run("read", tmp_path / "none.csv").exit_code == 2


def test_the_table_of_a_stored_boundary_reads_back_as_it_was_received(session):
    write_small_register(session)
    [code] = session.execute(text("SELECT code FROM register.industrial_cluster LIMIT 1")).one()
    [source] = session.execute(text("SELECT source_key FROM register.source LIMIT 1")).one()
    wkt = Polygon([*RECTANGLE[:3], (596000.1234, 2301250.5)]).wkt
    row = {
        "cluster_code": code,
        "source_geom": f"SRID=9210;{wkt}",
        "source_format": "CSV",
        "measuring_srid": 9210,
        "quality": "surveyed",
        "act": "established",
        "source_key": source,
        "valid": "[2020-01-01,)",
    }
    batch = Batch(table="cluster_boundary", rows=[row])
    write_versions(session, by="test", reason="a boundary", batches=[batch])
    table = print_boundary(session, code, on=date(2024, 5, 1))
    reading = read_boundary(write_table(table, "a.xlsx"), "a.xlsx", commune=COMMUNE)
    assert reading.received.equals_exact(Polygon([*RECTANGLE[:3], (596000.123, 2301250.5)]), 1e-9)
    assert abs(reading.areas.tm3_ha - reading.areas.stated_ha) < Decimal("0.0001")


def test_a_cluster_without_a_boundary_has_no_table(session):
    write_small_register(session)
    with pytest.raises(NotFound, match="no cluster"):
        print_boundary(session, "khong-co", on=date(2024, 5, 1))
