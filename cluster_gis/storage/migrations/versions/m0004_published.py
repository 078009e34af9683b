"""The published layers as functions of the two clocks."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0004_published.sql")
