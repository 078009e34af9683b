"""Clearance, wastewater, leases, projects, evidence, support, sectors, legacy clusters."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0014_progress.sql")
