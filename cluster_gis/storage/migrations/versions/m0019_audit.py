"""The trail: who wrote what, chained, append-only."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0019_audit.sql")
