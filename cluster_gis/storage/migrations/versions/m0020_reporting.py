"""Returns of reporters and issued reports, in a schema of their own."""

from cluster_gis.storage.migrations.sql_file import run_sql_file

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Run the SQL file of the same name."""
    run_sql_file("m0020_reporting.sql")
