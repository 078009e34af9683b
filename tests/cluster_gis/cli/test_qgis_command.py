"""The command that makes, lists and ends the roles of QGIS."""

import json

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import Session

from cluster_gis.cli import cli
from cluster_gis.postgres.server import libpq
from tests.small_register import write_small_register


def test_the_command_makes_lists_and_ends_roles(module_database, database_server, monkeypatch):
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session, session.begin():
        write_small_register(session)
    engine.dispose()
    url = make_url(database_server.admin_url).set(database=module_database.name)
    monkeypatch.setenv("CLUSTER_GIS_DATABASE_URL", url.render_as_string(hide_password=False))

    def run(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(cli, ["--lang", "en", "qgis", *arguments])
        assert result.exit_code == code, (result.output, result.exception)
        return result.output if code == 0 else str(result.exception)

    both = ("--territory", "2025:31", "--territory", "lc-dong-pho-moi")
    said = run("add", "an", *both, "--by", "sở")
    password = said.split("password ")[1].split("\n")[0]
    address = url.set(username="qgis_an", password=password)
    with psycopg.connect(libpq(address.render_as_string(hide_password=False))) as connection:
        assert len(connection.execute("SELECT code FROM clusters").fetchall()) == 4
    listed = json.loads(run("list", "--format", "json"))["editors"]
    mine = {one["territory"]: one["name"] for one in listed if one["role"] == "qgis_an"}
    assert mine == {"2025:31": "Thành phố Hải Phòng", "lc-dong-pho-moi": "Đông Phố Mới"}
    assert "Hải Phòng" in run("list")
    assert "expected a unit" in run("add", "an", "--territory", "2025:99", "--by", "sở", code=1)
    assert "later day" in run(
        "add", "an", "--territory", "2025:31", "--by", "sở", "--until", "2020-01-01", code=1
    )
    assert "letters" in run("add", "An; DROP", "--territory", "2025:31", "--by", "sở", code=1)
    assert "no more" in run("end", "an")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(libpq(address.render_as_string(hide_password=False)))
    assert "qgis_an" in run("end", "an", code=1)
