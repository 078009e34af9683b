"""The command as a user runs it, against a database of the user's own."""

import json

import geopandas
import pytest
from click.testing import CliRunner
from shapely import box
from sqlalchemy import create_engine, text

from cluster_gis.cli import cli
from cluster_gis.ingest.shipped import DATASETS


@pytest.fixture(scope="module")
def run(module_database):
    """Runs `cluster-gis ingest …`; the database is kept between the tests of this module."""
    environment = {"CLUSTER_GIS_DATABASE_URL": module_database.owner_url}

    def call(*arguments):
        return CliRunner().invoke(cli, ["--lang", "en", "ingest", *arguments], env=environment)

    return call


@pytest.fixture
def answers(module_database):
    def ask(statement):
        engine = create_engine(module_database.owner_url)
        with engine.connect() as connection:
            found = connection.execute(text(statement)).all()
        engine.dispose()
        return found

    return ask


def test_all_loads_everything_and_twice_changes_nothing(run, answers):
    first = run("--all", "--format", "json")
    assert first.exit_code == 0, first.output
    done = json.loads(first.stdout)
    assert [item["dataset"] for item in done] == list(DATASETS)
    assert all(item["applied"] and item["revision"] for item in done)
    assert answers("SELECT count(*) FROM register.industrial_cluster") == [(139,)]
    second = run("--all")
    assert second.exit_code == 0
    assert second.stdout.count("loaded before") == len(DATASETS)
    assert answers("SELECT max(id) FROM register.revision") == [(len(DATASETS),)]


def test_one_dataset_by_name_says_what_it_did(run):
    result = run("known_totals", "--again")
    assert result.exit_code == 0
    assert "24 rows read, 0 issues; the register holds all of it" in result.stdout


def test_real_clusters_do_not_enter_the_simulated_register(run):
    result = run("haiphong_clusters", "--register", "simulated")
    assert result.exit_code == 1
    assert "real data" in str(result.exception)


def test_official_outlines_become_versions(run, answers, tmp_path):
    path = tmp_path / "units.gpkg"
    geopandas.GeoDataFrame(
        {"ma": ["31", "77"]},
        geometry=[box(106.1, 20.5, 107.1, 21.2), box(106, 20, 107, 21)],
        crs=4326,
    ).to_file(path)
    arguments = ("admin-units", str(path), "--source", "Map of 2026", "--code-column", "ma")
    refused = run(*arguments)
    assert refused.exit_code == 1
    assert "'77'" in refused.stderr
    assert "nothing applied" in refused.stdout
    accepted = run(*arguments, "--accept-issues")
    assert accepted.exit_code == 0, accepted.output
    assert answers(
        "SELECT o.unit_key, lower(o.valid)::text, s.title FROM register.admin_unit_outline o "
        "JOIN register.source s USING (source_key)"
    ) == [("2025:31", "2025-07-01", "Map of 2026")]
    again = run(*arguments, "--accept-issues")
    assert "the register holds all of it" in again.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param((), id="nothing-named"),
        pytest.param(("no_such_dataset",), id="unknown-name"),
        pytest.param(("--all", "known_totals"), id="all-and-a-name"),
        pytest.param(("admin-units", "/nowhere.gpkg", "--source", "x"), id="no-such-file"),
    ],
)
def test_wrong_usage_ends_with_2(run, arguments):
    assert run(*arguments).exit_code == 2
