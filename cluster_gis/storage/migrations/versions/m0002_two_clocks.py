"""The mechanics of valid and recorded time."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0002_two_clocks.sql")
