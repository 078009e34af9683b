"""`cluster-gis simulate` as a user runs it: beside the real register, never in it."""

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from cluster_gis.cli import cli


@pytest.fixture
def run(fresh_database, databases):
    """Runs a command on databases of the user's own: a real one and an empty one for simulating."""
    simulated = databases.create("simulated_by_command")
    environment = {
        "CLUSTER_GIS_DATABASE_URL": fresh_database.owner_url,
        "CLUSTER_GIS_SIMULATED_DATABASE_URL": simulated.owner_url,
    }

    def call(*arguments):
        return CliRunner().invoke(cli, ["--lang", "en", *arguments], env=environment)

    def ask(statement, *, of):
        engine = create_engine(of.owner_url)
        with engine.connect() as connection:
            found = connection.scalar(text(statement))
        engine.dispose()
        return found

    yield call, lambda s: ask(s, of=fresh_database), lambda s: ask(s, of=simulated)
    databases.drop(simulated)


def test_it_fills_the_simulated_register_once_and_leaves_the_real_one_alone(run):
    call, real, simulated = run
    first = call("simulate", "--clusters", "3", "--lots", "2")
    assert first.exit_code == 0, first.output
    count = "SELECT count(*) FROM register.industrial_cluster"
    assert (real(count), simulated(count)) == (0, 3)
    assert simulated("SELECT kind FROM register.register_identity") == "simulated"
    second = call("simulate", "--clusters", "3", "--lots", "2")
    assert "nothing done" in second.stdout
    assert call("simulate", "--clusters", "0").exit_code == 2
