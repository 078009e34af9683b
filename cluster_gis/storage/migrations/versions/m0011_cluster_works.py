"""Sums of the infrastructure works by cluster, so that a country's works can be drawn."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0011_cluster_works.sql")
