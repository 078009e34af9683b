"""Lots as a published layer, their shapes for vector tiles, and their sums by cluster."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0008_tiles.sql")
