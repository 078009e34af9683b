"""Bytes of staged files are stored without an attempt to pack them."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0012_staged_content.sql")
