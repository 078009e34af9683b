"""`cluster-gis export layer`: a whole collection as a file that a GIS reads."""

import json

import pyogrio
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.cli import cli
from cluster_gis.errors import InvalidInput
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
    return lambda *words: CliRunner().invoke(cli, ["export", "layer", *words])


@pytest.mark.parametrize("ending", ["gpkg", "fgb", "geojson"])
@pytest.mark.parametrize("collection", ["clusters", "cluster_boundaries", "plan_entries"])
def test_every_feature_of_the_day_is_in_the_file(run, tmp_path, collection, ending):
    target = tmp_path / f"a.{ending}"
    answer = run(collection, "-o", str(target), "--as-of", "2024-05-01", "--lang", "vi")
    assert answer.exit_code == 0, answer.output
    said = int(answer.output.split(": ")[1].split()[0])
    frame = pyogrio.read_dataframe(target)
    assert len(frame) == said > 0
    if collection == "clusters":
        assert {"code", "area_established_ha", "status_label", "source_urls"} <= set(frame.columns)
        assert set(frame["status_label"]) & {
            "Đang hoạt động",
            "Đã thành lập",
            "Chưa rõ vào ngày này",
        }
        assert str(frame.crs) == "EPSG:4326"


def test_the_outline_is_that_of_the_register(run, tmp_path):
    answer = run("cluster_boundaries", "-o", str(tmp_path / "b.geojson"), "--as-of", "2024-05-01")
    assert answer.exit_code == 0, answer.output
    [feature] = json.loads((tmp_path / "b.geojson").read_bytes())["features"]
    assert feature["properties"]["area_ha"] == 10
    assert feature["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert [path.name for path in tmp_path.iterdir()] == ["b.geojson"]


def test_a_province_narrows_it_and_a_day_before_anything_is_empty(run, tmp_path):
    everything = run("clusters", "-o", "a.fgb", "--as-of", "2024-05-01")
    one = run("clusters", "-o", "b.fgb", "--as-of", "2024-05-01", "--province", "HP")
    assert one.exit_code == 0, one.output
    assert (
        0
        < len(pyogrio.read_dataframe(tmp_path / "b.fgb"))
        <= len(pyogrio.read_dataframe(tmp_path / "a.fgb"))
    )
    assert everything.exit_code == 0
    early = run("cluster_boundaries", "-o", "c.gpkg", "--as-of", "1990-01-01")
    assert early.exit_code == 0, early.output
    assert pyogrio.read_info(tmp_path / "c.gpkg")["features"] == 0


def test_a_wrong_ending_is_refused_and_a_file_that_cannot_be_written_is_named(run, tmp_path):
    answer = run("clusters", "-o", "a.shp")
    assert isinstance(answer.exception, InvalidInput)
    answer = run("clusters", "-o", str(tmp_path / "nowhere" / "a.gpkg"))
    assert isinstance(answer.exception, InvalidInput)
    assert "a.gpkg" in str(answer.exception)
    assert not list(tmp_path.iterdir())
