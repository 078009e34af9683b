"""Layers of restricted areas: looked at, applied, corrected, undone."""

import json

import geopandas
import pytest
from click.testing import CliRunner
from shapely import Polygon, box
from sqlalchemy import create_engine, text

from cluster_gis.cli import cli

ORIGIN = (590_000, 2_300_000)


def square(x, y, side=100):
    east, north = ORIGIN[0] + x, ORIGIN[1] + y
    return box(east, north, east + side, north + side)


BOWTIE = Polygon([(590500, 2300000), (590600, 2300100), (590600, 2300000), (590500, 2300100)])


@pytest.fixture(scope="module")
def run(module_database):
    environment = {"CLUSTER_GIS_DATABASE_URL": module_database.owner_url}

    def call(*arguments):
        return CliRunner().invoke(
            cli, ["--lang", "en", "ingest", "restricted", *map(str, arguments)], env=environment
        )

    return call


@pytest.fixture
def answers(module_database):
    def ask(statement):
        engine = create_engine(module_database.owner_url)
        with engine.connect() as connection:
            found = connection.execute(text(statement)).all()
        engine.dispose()
        return [tuple(row) for row in found]

    return ask


def write_layer(path, shapes, names, crs="EPSG:9210"):
    geopandas.GeoDataFrame({"ten": names}, geometry=list(shapes), crs=crs).to_file(path)
    return path


HELD = (
    "SELECT name, valid::text FROM register.restricted_area WHERE upper_inf(recorded) ORDER BY name"
)


def test_a_layer_is_read_first_applied_when_asked_and_undone_by_a_new_version(
    run, answers, tmp_path
):
    file = write_layer(
        tmp_path / "lua.gpkg",
        [square(0, 0), BOWTIE, square(900, 0)],
        ["Đồng A", "Đồng B", "Đồng C"],
    )
    load = (file, "--layer", "LUC", "--source", "Sở NNMT", "--name-column", "ten")

    looked = run(*load, "--format", "json")
    assert looked.exit_code == 1
    told = json.loads(looked.stdout)
    assert (told["crs"], told["rows_read"], told["rows_fine"], told["applied"]) == (
        "EPSG:9210",
        3,
        2,
        False,
    )
    [issue] = told["issues"]
    assert (issue["row"], issue["reason"]) == (2, "the polygon is not valid")
    assert issue["value"].startswith("Đồng B · Self-intersection[590550 2300050] (106.6")

    assert run(*load, "--apply").exit_code == 1
    assert answers(HELD) == []

    first = run(*load, "--apply", "--accept-issues", "--valid-from", "2024-01-01")
    assert first.exit_code == 0, first.output
    assert "written as revision 1" in first.stdout
    assert answers(HELD) == [("Đồng A", "[2024-01-01,)"), ("Đồng C", "[2024-01-01,)")]
    area = "SELECT round(ST_Area(source_geom)), ST_SRID(source_geom) FROM register.restricted_area"
    assert answers(f"{area} LIMIT 1") == [(10_000, 9210)]
    again = run(*load, "--apply", "--accept-issues", "--valid-from", "2024-01-01")
    assert "holds all of them" in again.stdout

    newer = write_layer(tmp_path / "lua2.gpkg", [square(0, 0), square(50, 500)], ["Đồng A", "D"])
    second = run(
        newer, "--layer", "LUC", "--source", "Sở NNMT", "--name-column", "ten", "--apply",
        "--valid-from", "2025-01-01", "--replace",
    )  # fmt: skip
    assert second.exit_code == 0, second.output
    assert answers(HELD) == [
        ("D", "[2025-01-01,)"),
        ("Đồng A", "[2024-01-01,)"),
        ("Đồng C", "[2024-01-01,2025-01-01)"),
    ]
    listed = json.loads(run("--list", "--format", "json").stdout)
    assert {(row["layer"], row["revision"], row["areas"]) for row in listed} == {
        ("LUC", 1, 1),
        ("LUC", 2, 1),
    }

    undone = run("--undo", "2")
    assert undone.exit_code == 0, undone.output
    assert answers(HELD) == [("Đồng A", "[2024-01-01,)"), ("Đồng C", "[2024-01-01,)")]
    assert "wrote the same areas since" in str(run("--undo", "2").exception)
    assert "wrote no restricted area" in str(run("--undo", "77").exception)
    assert answers("SELECT count(*) FROM register.restricted_area") == [(5,)]


@pytest.mark.parametrize(
    ("crs", "option", "said"),
    [
        pytest.param(None, (), "does not say its coordinate system", id="none-stated"),
        pytest.param("EPSG:9211", ("--crs", "EPSG:9210"), "the file itself says", id="another"),
        pytest.param("EPSG:9210", ("--crs", "hệ gì đó"), "EPSG:9210", id="no-system"),
    ],
)
def test_the_coordinate_system_is_never_guessed(run, tmp_path, crs, option, said):
    file = write_layer(tmp_path / "rung.gpkg", [square(0, 0)], ["x"], crs=crs)
    result = run(file, "--layer", "RPH", "--source", "Kiểm lâm", *option)
    assert result.exit_code == 1
    assert said in str(result.exception)


def test_another_reading_of_the_same_columns_lies_outside_the_country(run, tmp_path):
    east, north = ORIGIN
    swapped = box(north, east, north + 100, east + 100)
    file = write_layer(tmp_path / "sai.gpkg", [swapped], ["x"])
    result = run(file, "--layer", "RPH", "--source", "Kiểm lâm", "--format", "json")
    [issue] = json.loads(result.stdout)["issues"]
    assert "swapped axes" in issue["reason"]


def test_what_cannot_be_loaded_is_named(run, tmp_path):
    assert run("--layer", "LUC", "--source", "x").exit_code == 2
    text_file = tmp_path / "a.txt"
    text_file.write_text("x", encoding="utf-8")
    assert "expected one of .gpkg" in str(
        run(text_file, "--layer", "LUC", "--source", "x").exception
    )
    broken = tmp_path / "a.gpkg"
    broken.write_bytes(b"SQLite format 3\x00 nothing")
    assert "cannot be read" in str(run(broken, "--layer", "LUC", "--source", "x").exception)
    file = write_layer(tmp_path / "b.gpkg", [square(0, 0)], ["x"])
    missing = run(file, "--layer", "LUC", "--source", "x", "--name-column", "nope")
    assert "has no column nope" in str(missing.exception)
