"""What inspections of clusters found, what must be remedied by when, and when it was."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0025_inspection.sql")
