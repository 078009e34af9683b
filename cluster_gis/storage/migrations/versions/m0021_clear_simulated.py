"""Emptying a simulated register takes along what refers to its clusters."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0021_clear_simulated.sql")
