"""Staged files and rows, and undoing a revision by new versions."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0007_staging.sql")
