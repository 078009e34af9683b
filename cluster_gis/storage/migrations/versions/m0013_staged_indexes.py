"""Staged rows without the index of outlines, which nothing needs any more."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0013_staged_indexes.sql")
